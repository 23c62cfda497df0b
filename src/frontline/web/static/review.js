// The analyst's desk: claims to decide on, the doubtful first. What a decision does is on the map at once.

import { amendment } from "./amend.js";
import { get, part, post } from "./api.js";
import { $, brief, button, h, iso, number, say } from "./dom.js";

const MOST = 500; // claims of the queue that are asked for
const SHOWN = 40; // of them, in the list
const PAST = 12; // decisions of late
const DONE = { accepted: "Accepted", rejected: "Rejected", amended: "Amended", undo: "Undone" };

// What a decision or a report changes, in words. What was sure before and is sure after comes first.
export function told(done) {
  const sure = (one) => one.percent_before + one.percent_after;
  const moved = done.changed.filter((one) => one.from !== one.to).sort((one, other) => sure(other) - sure(one));
  const names = (rows, said = (one) => one.place) => rows.slice(0, 5).map(said).join(", ") + (rows.length > 5 ? ` and ${rows.length - 5} more` : "");
  if (moved.length) return `${done.kept ? "Changed" : "Would change"} hands: ${names(moved)}.`;
  done.changed.sort((one, other) => Math.abs(other.percent_after - other.percent_before) - Math.abs(one.percent_after - one.percent_before));
  return done.changed.length ? `Probabilities ${done.kept ? "moved" : "would move"}: ${names(done.changed, (one) => `${one.place} from ${one.percent_before} to ${one.percent_after} %`)}.` : "The map of this day stays as it is.";
}

export class Review {
  constructor(desk) {
    this.desk = desk;
    this.effect = null; // of what was tried or decided last: {tab, date, before, after, kept, words}
    this.picking = null; // what takes the next place that is chosen, on the map or by the search
    this.last = []; // what was decided in this sitting, the latest last: {id, date}
    this.at = desk.state.claim ?? null; // the claim that the map was brought to; a link has brought it there itself
    this.follows = true; // the map is at the claim, not still at what the last decision did
    this.narrowed = "";
    this.who = sessionStorage.getItem("who") ?? desk.theatre.who;
    this.keys = {
      j: () => this.step(1), k: () => this.step(-1),
      a: () => this.decide("accepted"), r: () => this.decide("rejected"),
      e: () => this.open("#amend details", "select"), n: () => $("reason")?.focus(),
      p: () => this.attempt("rejected"), u: () => this.undo(), m: () => this.follow(),
    };
  }

  get panel() {
    return this.desk.panel;
  }

  // What lies striped over the map: only on the day that it was worked out for, and where it was.
  effectOn({ tab, date }) {
    return this.effect && this.effect.date === date && this.effect.tab === tab ? this.effect : null;
  }

  get effectWords() {
    return this.effect?.kept && this.effect.tab === "review" ? this.effect.words : "";
  }

  // The number of the place that the claim looked at speaks of.
  get chosen() {
    const at = this.desk.theatre.places.id.indexOf(this.value?.claim?.place_id);
    return this.desk.state.tab === "review" && at >= 0 ? at : null;
  }

  // A step back: from picking a place, then from what is only tried. True where there was one.
  back() {
    if (this.picking) this.pick(null);
    else if (this.effect && !this.effect.kept) {
      this.effect = null;
      this.desk.show();
    } else return false;
    return true;
  }

  pick(take) {
    this.picking?.(null);
    this.picking = take;
    this.desk.chart.map.getCanvas().classList.toggle("picking", take !== null);
    if (take) say("Click the place on the map, or find it by its name; Escape ends this");
  }

  picked(id) {
    const take = this.picking;
    this.picking = null;
    this.desk.chart.map.getCanvas().classList.remove("picking");
    take(id);
  }

  open(which, first) {
    const details = document.querySelector(which);
    if (!details) return;
    details.open = true;
    details.querySelector(first)?.focus();
  }

  // The day that tells what a claim does: the last on which it may have happened.
  dayOf(claim) {
    const day = claim?.date_end && iso(number(claim.date_end) - 1);
    return day && this.desk.time.valid(day) ? day : null;
  }

  // The claims of the queue that are looked at.
  get rows() {
    const parts = (text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const wanted = parts(this.narrowed);
    if (!wanted.length) return this.queue;
    return this.queue.filter((row) => {
      const has = parts(`${row.kind} ${row.place} ${row.source} ${row.why} ${row.reader} ${row.quote}`);
      return wanted.every((begun) => has.some((word) => word.startsWith(begun)));
    });
  }

  async show(state) {
    const words = this.effectWords;
    const [queue, past] = await Promise.all([get("review", { most: MOST }), get("journal", { most: 200 })]);
    this.queue = queue;
    const id = state.claim ?? this.rows[0]?.id;
    if (!id) return this.panel.put(h("h2", {}, "Review"), h("p", {}, "Every claim has been decided on. "), h("p", {}, button("Add a report", () => this.desk.go({ tab: "add" })), " brings new ones."), this.effectLine(), this.past(past));
    const fresh = await get(`claims/${part(id)}`);
    if (this.desk.state.tab !== "review" || (this.desk.state.claim ?? id) !== id) return undefined;
    // What is being written into the card outlasts a step in time or a trial.
    if (this.value !== fresh || !$("card")) {
      const opened = this.claim !== id;
      this.claim = id;
      this.value = fresh;
      if (opened && this.picking) this.pick(null);
      this.fill(fresh, past);
      this.foretell();
    }
    $("effect").replaceChildren(words);
    this.desk.chart.choose(this.chosen);
    const day = this.dayOf(fresh.claim);
    if ($("follow")) $("follow").hidden = !day || day === state.date;
    // Not waited for: what it asks for is shown after this.
    if (this.follows && this.at !== id) this.follow();
    return undefined;
  }

  fill(value, past) {
    const list = h("ol", { class: "queue", id: "queue" });
    this.panel.put(
      h("h2", {}, "Review ", h("small", {}, `${this.queue.length}${this.queue.length >= MOST ? " or more" : ""} to decide on`)),
      this.effectLine(),
      this.card(value),
      h("section", {}, h("h3", {}, "The doubtful first"),
        h("label", {}, h("span", { class: "unseen" }, "Only claims with these words"), h("input", { type: "search", id: "narrow", value: this.narrowed, placeholder: "Only: place, source, kind, contradicted …", maxlength: 100, oninput: (event) => { this.narrowed = event.target.value; this.list(list); } })),
        list),
      this.past(past),
    );
    this.list(list);
  }

  effectLine() {
    return h("p", { id: "effect", class: "effect" }, this.effectWords);
  }

  list(into) {
    const { rows } = this;
    into.replaceChildren(...rows.slice(0, SHOWN).map((row) => h("li", { "aria-current": String(row.id === this.claim) },
      button([row.kind, " ", row.place, h("small", {}, ` ${row.date ? brief(row.date) : "no day"} · ${row.source} · ${row.why}`)], () => this.to(row.id), { class: "link" }))));
    if (!rows.length) into.append(h("li", { class: "quiet" }, "No claim that waits has these words."));
    if (rows.length > SHOWN) into.append(h("li", { class: "quiet" }, `and ${rows.length - SHOWN} more: they move up as these are decided on`));
  }

  past(lines) {
    const decided = lines.filter((line) => line.claim).slice(0, PAST);
    return decided.length > 0 && h("section", {}, h("h3", {}, "Decided of late"), h("ul", { class: "rows", id: "past" }, decided.map((line) => h("li", {},
      button(line.what.replace(/ \S+$/, ""), () => this.to(line.claim), { class: "link" }), h("small", {}, ` by ${line.who}, ${line.when.slice(0, 16).replace("T", " ")}${line.reason ? `: ${line.reason}` : ""}`)))));
  }

  to(id) {
    this.effect = null;
    this.follows = true;
    this.at = null;
    return this.desk.go({ tab: "review", claim: id });
  }

  // Bring the map to the claim: its day and its place.
  follow() {
    const claim = this.value?.claim;
    if (!claim) return undefined;
    this.follows = true;
    this.at = this.claim;
    if (claim.lat !== null) this.desk.chart.show(claim.lon, claim.lat, 9.5);
    return this.desk.go({ date: this.dayOf(claim) ?? this.desk.state.date }, { quiet: true });
  }

  card({ claim, report, alternatives, decisions }) {
    const lines = decisions.length > 0 && h("ul", { class: "rows" }, decisions.map((line) => h("li", {}, `${line.what} by ${line.who}, ${line.when.slice(0, 16).replace("T", " ")}${line.reason ? `: ${line.reason}` : ""}`)));
    if (!claim) return h("section", { class: "card", id: "card" }, h("p", {}, "This claim does not stand."), lines, button("Undo (u)", () => this.decide("undo")));
    const { places } = this.desk.theatre;
    const rejected = claim.decision === "rejected";
    return h("section", { class: "card", id: "card", "aria-label": "The claim" },
      rejected && h("p", { class: "warn" }, "This claim stands rejected."),
      h("p", { class: "lead" }, this.panel.told(claim), " ", claim.place_id ? this.panel.place(places.name[places.id.indexOf(claim.place_id)]) : h("b", {}, claim.place), `, ${this.panel.span(claim)}`, " ", button("Show its day (m)", () => this.follow(), { id: "follow", hidden: true })),
      claim.place_id && h("p", { class: "quiet" }, `“${claim.place}” as written`),
      h("blockquote", {}, claim.quote), this.panel.source(report, claim),
      report.text && this.panel.marked(report.text, report.claims, claim, (id) => this.to(id)),
      !rejected && h("p", { id: "foretold", class: "quiet" }),
      h("p", { class: "choices" },
        !rejected && [button("Accept (a)", () => this.decide("accepted"), { class: "good" }), button("Reject (r)", () => this.decide("rejected"), { class: "bad" }), button("Try rejecting (p)", () => this.attempt("rejected"))],
        button("Undo (u)", () => this.undo(), { disabled: !this.last.length && !claim.decision })),
      h("label", { class: "row" }, "reason (n)", h("input", { id: "reason", maxlength: 500, placeholder: "why, for who reads the ledger" })),
      h("label", { class: "row" }, "signed", h("input", { id: "who", maxlength: 100, value: this.who, onchange: (event) => { this.who = event.target.value.trim(); sessionStorage.setItem("who", this.who); } })),
      !rejected && amendment(this, claim, alternatives), lines);
  }

  // What rejecting the claim would change on its day: told before it is asked for.
  async foretell() {
    const { claim: id, value } = this;
    if (!value.claim || value.claim.decision === "rejected") return;
    const done = await this.ask("rejected", { keep: false, date: this.dayOf(value.claim) ?? this.desk.state.date }).catch(() => null);
    if (done && this.claim === id && $("foretold")) $("foretold").textContent = done.changed.length ? `Were it rejected: ${told(done)}` : "The map of its day does not hang on it.";
  }

  ask(decision, { keep, date, reason = "", amended = null }) {
    return post(`claims/${part(this.claim)}/decision`, { decision, keep, date, reason, who: this.who ?? "", ...(amended ? { amended } : {}) });
  }

  // The day on which a decision's effect is looked at: that of the map, or the claim's where the map is elsewhere.
  get day() {
    return (this.follows ? null : this.dayOf(this.value?.claim)) ?? this.desk.state.date;
  }

  async act(decision, { keep, amended = null, date = this.day }) {
    if (!this.claim || this.busy) return null;
    this.busy = true;
    try {
      const before = await this.desk.ground(date);
      const done = await this.ask(decision, { keep, date, amended, reason: keep ? ($("reason")?.value ?? "") : "" });
      const words = keep ? `${DONE[decision]} and signed. ${told(done)}` : told(done);
      const moved = done.changed.filter((one) => one.from !== one.to);
      this.effect = { tab: "review", date, before: moved.length ? before : null, after: done.frame, kept: keep, words };
      this.desk.chart.reveal(moved.map((one) => one.place_id));
      say(words);
      return done;
    } catch (error) {
      this.desk.fail(error);
      return null;
    } finally {
      this.busy = false;
    }
  }

  // Enter a decision and go on to the next claim. Where ground changed hands the map stays, so that it is seen.
  async decide(decision, amended = null, date = this.day) {
    const { state } = this.desk;
    if (decision !== "undo" && this.value?.claim?.decision === "rejected") return;
    const { rows } = this;
    const at = rows.findIndex((row) => row.id === this.claim);
    const done = await this.act(decision, { keep: true, amended, date });
    if (!done) return;
    if (decision === "undo") this.last = this.last.filter(({ id }) => id !== this.claim);
    else this.last.push({ id: this.claim, date });
    const next = decision === "undo" ? this.claim : (rows[at + 1] ?? rows[at - 1])?.id;
    this.follows = this.effect.before === null;
    state.date = this.effect.date;
    if (next && next !== this.claim) state.claim = next;
    else if (!next) delete state.claim;
    this.desk.write(true);
    await this.desk.renewed();
  }

  async attempt(decision, amended = null) {
    if (await this.act(decision, { keep: false, amended })) await this.desk.go({ date: this.effect.date }, { quiet: true });
  }

  // Undo what was decided last; what stands decided is undone where it is looked at.
  async undo() {
    const here = this.value && (!this.value.claim || this.value.claim.decision);
    const last = this.last.findLast(({ id }) => !here || id === this.claim) ?? { id: here ? this.claim : null, date: this.day };
    if (!last.id) return say("Nothing to undo");
    this.claim = last.id;
    this.at = last.id;
    this.desk.state.claim = last.id;
    return this.decide("undo", null, last.date);
  }

  step(way) {
    const { rows } = this;
    const at = rows.findIndex((row) => row.id === this.claim);
    const row = at < 0 ? rows[0] : rows[at + way];
    return row ? this.to(row.id) : say(way > 0 ? "This is the last that waits" : "This is the first");
  }
}
