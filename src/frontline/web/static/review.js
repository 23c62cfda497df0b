// The analyst's desk: claims to decide on, the doubtful first, and reports that come in.

import { get, part, post } from "./api.js";
import { $, brief, button, h, say } from "./dom.js";

const KINDS = ["gain", "hold", "attack", "repel", "advance", "withdraw", "besiege", "relieve", "cut", "reopen"];

export class Review {
  constructor(desk) {
    this.desk = desk;
    this.tried = null; // a frame that was only tried
    this.picking = null; // what takes the next place that is clicked on the map
    this.last = []; // claims decided on in this sitting, the latest last
    this.keys = {
      j: () => this.step(1), k: () => this.step(-1),
      a: () => this.decide("accepted"), r: () => this.decide("rejected"),
      e: () => $("amend")?.querySelector("select, input")?.focus(),
      p: () => this.try("rejected"), u: () => this.undo(),
    };
  }

  get panel() {
    return this.desk.panel;
  }

  async show(state) {
    if (state.tab === "add") return this.showAdd();
    this.queue = await get("review", { most: 200 });
    const id = state.claim ?? this.queue[0]?.id;
    if (!id) return this.panel.put(h("h2", {}, "Review"), h("p", {}, "Every claim has been decided on."), this.undone());
    if (this.claim !== id) this.tried = null;
    this.claim = id;
    const told = await get(`claims/${part(id)}`);
    if (this.claim !== id) return undefined;
    return this.panel.put(
      h("h2", {}, "Review ", h("small", {}, `${this.queue.length}${this.queue.length >= 200 ? "+" : ""} to decide on`)),
      this.card(told),
      h("section", {}, h("h3", {}, "The doubtful first"), h("ol", { class: "queue" }, this.queue.slice(0, 40).map((row) => h("li", { "aria-current": String(row.id === id) },
        button([row.kind, " ", row.place, h("small", {}, ` ${brief(row.date)} · ${row.source} · ${row.why}`)], () => this.desk.go({ tab: "review", claim: row.id, ...(this.inside(row.date) ? { date: row.date } : {}) }), { class: "link" }))))),
    );
  }

  inside(day) {
    return day && this.desk.time.valid(day);
  }

  card({ claim, report, alternatives, decisions }) {
    const past = decisions.length > 0 && h("ul", { class: "rows" }, decisions.map((line) => h("li", {}, `${line.what} by ${line.who}, ${line.when.slice(0, 16).replace("T", " ")}${line.reason ? `: ${line.reason}` : ""}`)));
    if (!claim) return h("section", { class: "card" }, h("p", {}, "This claim stands rejected."), past, button("Undo (u)", () => this.decide("undo")));
    if (claim.lat !== null && this.seen !== claim.id) this.desk.chart.show(claim.lon, claim.lat, 9.5);
    this.seen = claim.id;
    return h("section", { class: "card", id: "card" },
      h("p", { class: "lead" }, this.panel.told(claim), " ", claim.place_id ? this.panel.place(this.desk.theatre.places.name[this.desk.theatre.places.id.indexOf(claim.place_id)]) : h("b", {}, claim.place), `, ${this.panel.span(claim)}`),
      claim.place_id && h("p", { class: "quiet" }, `“${claim.place}” as written`),
      h("blockquote", {}, claim.quote), this.panel.source(report, claim),
      report.text && this.panel.marked(report.text, report.claims, claim),
      h("p", { class: "choices" }, button("Accept (a)", () => this.decide("accepted"), { class: "good" }), button("Reject (r)", () => this.decide("rejected"), { class: "bad" }), button("Try rejecting (p)", () => this.try("rejected")), button("Undo (u)", () => this.undo(), { disabled: !this.last.length && !decisions.length })),
      this.amendment(claim, alternatives), past, h("p", { id: "effect", role: "status" }, this.effect ?? ""));
  }

  amendment(claim, alternatives) {
    const { sides, places } = this.desk.theatre;
    const option = (value, text, chosen) => h("option", { value, selected: value === (chosen ?? "") }, text);
    const side = (name) => h("label", {}, name, h("select", { name }, option("", "nobody named", claim[name]), sides.map((one) => option(one.id, one.name, claim[name]))));
    const names = Object.fromEntries(alternatives.map((one) => [one.place_id, `${one.place} (${Math.round(100 * one.score)} %)`]));
    if (claim.place_id && !names[claim.place_id]) names[claim.place_id] = places.name[places.id.indexOf(claim.place_id)];
    const place = h("select", { name: "place_id" }, option("", claim.route ? "a road" : "no known place", claim.place_id), Object.entries(names).map(([id, name]) => option(id, name, claim.place_id)));
    const pick = button("on the map", () => {
      this.picking = (id) => {
        place.append(option(id, places.name[places.id.indexOf(id)], id));
        place.value = id;
      };
      say("Click the place on the map");
      pick.setAttribute("aria-pressed", "true");
    });
    return h("form", { id: "amend", onsubmit: (event) => {
      event.preventDefault();
      const given = Object.fromEntries(new FormData(event.target));
      const said = { kind: given.kind, actor: given.actor || null, target: given.target || null, factual: given.factual === "true", date: given.date || null };
      if (given.place_id) said.place_id = given.place_id;
      if (given.date === (claim.date ?? "")) delete said.date;
      this.decide("amended", said, given.reason);
    } },
    h("details", {}, h("summary", {}, "Amend (e)"),
      h("label", {}, "kind", h("select", { name: "kind" }, KINDS.map((kind) => option(kind, kind, claim.kind)))), side("actor"), side("target"),
      h("label", {}, "place", place, pick), h("label", {}, "day", h("input", { type: "date", name: "date", value: claim.date ?? "" })),
      h("label", {}, "told as", h("select", { name: "factual" }, option("true", "a fact", String(claim.factual)), option("false", "no fact (aim, denial, plan)", String(claim.factual)))),
      h("label", {}, "reason", h("input", { name: "reason", maxlength: 500 })), h("button", {}, "Amend")));
  }

  picked(id) {
    this.picking(id);
    this.picking = null;
  }

  ask(decision, amended, keep, reason = "") {
    return post(`claims/${part(this.claim)}/decision`, { decision, keep, reason, date: this.desk.state.date, ...(amended ? { amended } : {}) });
  }

  told(done) {
    // What was sure before and is sure after comes first: a place that was even anyway tells little.
    const sure = (one) => one.percent_before + one.percent_after;
    const moved = done.changed.filter((one) => one.from !== one.to).sort((one, other) => sure(other) - sure(one));
    const names = (rows) => rows.slice(0, 5).map((one) => one.place).join(", ") + (rows.length > 5 ? ` and ${rows.length - 5} more` : "");
    if (moved.length) return `${done.kept ? "Changed" : "Would change"} hands: ${names(moved)}.`;
    return done.changed.length ? `Probabilities ${done.kept ? "moved" : "would move"}: ${names(done.changed)}.` : "The map of this day stays as it is.";
  }

  async decide(decision, amended, reason) {
    if (!this.claim || this.busy) return;
    this.busy = true;
    try {
      const done = await this.ask(decision, amended, true, reason);
      this.effect = `${decision}. ${this.told(done)}`;
      say(this.effect);
      if (decision === "undo") this.last = this.last.filter((one) => one !== this.claim);
      else this.last.push(this.claim);
      const at = (this.queue ?? []).findIndex((row) => row.id === this.claim);
      const next = decision === "undo" ? this.claim : (this.queue[at + 1] ?? this.queue[at - 1])?.id;
      this.tried = null;
      if (next) this.desk.state.claim = next;
      this.desk.write(true);
      await this.desk.renewed();
    } catch (error) {
      this.desk.fail(error);
    } finally {
      this.busy = false;
    }
  }

  async try(decision) {
    try {
      const done = await this.ask(decision, null, false);
      this.effect = this.told(done);
      this.tried = done.frame;
      await this.desk.show();
    } catch (error) {
      this.desk.fail(error);
    }
  }

  async undo() {
    const id = this.last.at(-1);
    if (id) {
      this.claim = id;
      this.desk.state.claim = id;
    }
    return this.decide("undo");
  }

  undone() {
    return this.last.length > 0 && button("Undo the last decision (u)", () => this.undo());
  }

  step(way) {
    const at = this.queue.findIndex((row) => row.id === this.claim);
    const row = this.queue[at + way];
    this.effect = null;
    if (row) this.desk.go({ tab: "review", claim: row.id, ...(this.inside(row.date) ? { date: row.date } : {}) });
  }

  showAdd() {
    if ($("report-form")) return;
    const field = (name, label, more = {}) => h("label", {}, label, h("input", { name, ...more }));
    const out = h("div", { id: "read", "aria-live": "polite" });
    const text = h("textarea", { name: "text", rows: 12, required: true, dir: "auto", "aria-label": "The report's text", placeholder: "Paste a report here, or drop a file" });
    const send = async (keep) => {
      const given = Object.fromEntries(new FormData(form));
      try {
        const done = await post("reports", { ...given, keep, date: this.desk.state.date });
        this.tried = keep ? null : done.frame;
        out.replaceChildren(h("h3", {}, `${done.claims.length} ${done.claims.length === 1 ? "claim" : "claims"} read, ${done.new_claims} new`), h("p", { role: "status" }, `${keep ? "Kept. " : ""}${this.told(done)}${done.copy_of ? ` The words are those of ${done.copy_of}.` : ""}`),
          this.panel.marked(done.report.text, done.claims, null),
          h("ul", { class: "rows" }, done.claims.map((claim) => h("li", {}, this.panel.told(claim), ` ${claim.place}`, claim.place_id || claim.route ? "" : h("em", { class: "warn" }, " (place not known)"), h("small", {}, ` ${this.panel.span(claim)}`)))));
        await (keep ? this.desk.renewed() : this.desk.show());
      } catch (error) {
        out.replaceChildren(h("p", { class: "warn", role: "alert" }, error.message));
      }
    };
    const form = h("form", { id: "report-form", onsubmit: (event) => { event.preventDefault(); send(false); },
      ondragover: (event) => event.preventDefault(),
      ondrop: async (event) => {
        event.preventDefault();
        const [file] = event.dataTransfer.files;
        if (file) text.value = await file.text();
      } }, text, field("source", "source", { placeholder: "who published it" }), field("published", "published", { placeholder: "2015-11-11" }), field("url", "address", { type: "url" }),
    h("label", {}, "grade", h("select", { name: "grade" }, ["", "A", "B", "C", "D", "E", "F"].map((grade) => h("option", { value: grade }, grade || "as the theatre has it")))),
    h("p", { class: "choices" }, h("button", { class: "good" }, "See what it changes"), button("Keep it", () => form.reportValidity() && send(true))));
    this.panel.put(h("h2", {}, "Add a report"), form, out);
  }
}
