// A report comes in: pasted, dropped or chosen; what is read in it and what it changes is seen before it is kept.

import { post } from "./api.js";
import { $, button, h, say } from "./dom.js";
import { told } from "./review.js";

const MOST = 500_000; // characters: what the API takes

export class Incoming {
  constructor(desk) {
    this.desk = desk;
    // A file that is dropped beside the form must not take the desk's place in the window.
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", async (event) => {
      event.preventDefault();
      const [file] = event.dataTransfer?.files ?? [];
      if (!file) return;
      if (desk.state.tab !== "add") await desk.go({ tab: "add" });
      this.take(file);
    });
  }

  async take(file) {
    if (file.size > 4 * MOST) return this.refuse(`${file.name} is too long: a report may have ${MOST.toLocaleString("en")} characters`);
    try {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
      if (text.includes("\0")) throw new TypeError("not text");
      this.form.elements.text.value = text;
    } catch {
      return this.refuse(`${file.name} is no plain text in UTF-8; save it as .txt or .md, or paste its words`);
    }
    this.changed();
    return say(`${file.name} is in the form`);
  }

  refuse(sentence) {
    this.out.replaceChildren(h("p", { class: "warn", role: "alert" }, sentence));
  }

  // What was read holds for the words that were sent, and no others.
  changed() {
    if (this.desk.review.effect?.tab === "add") this.desk.review.effect = null;
    this.out.replaceChildren();
  }

  show() {
    if ($("report-form")) return;
    const field = (name, label, more = {}) => h("label", {}, label, h("input", { name, ...more }));
    const file = h("input", { type: "file", accept: ".md,.txt,text/*", class: "unseen", "aria-label": "A report's file", tabindex: -1, onchange: () => file.files[0] && this.take(file.files[0]) });
    this.out = h("div", { id: "read" });
    this.form = h("form", { id: "report-form", oninput: () => this.changed(), onsubmit: (event) => { event.preventDefault(); this.send(false); } },
      h("textarea", { name: "text", rows: 12, required: true, maxlength: MOST, dir: "auto", "aria-label": "The report's text", placeholder: "Paste a report here, or drop a file anywhere on the page" }),
      h("p", { class: "choices" }, button("Choose a file", () => file.click()), file),
      field("source", "source", { placeholder: "who published it", maxlength: 200 }), field("published", "published", { placeholder: "a day, 2015-11-11, or a month, 2015-11", maxlength: 40 }), field("url", "address", { type: "url", placeholder: "https://", maxlength: 2000 }),
      h("label", {}, "grade", h("select", { name: "grade" }, ["", "A", "B", "C", "D", "E", "F"].map((grade) => h("option", { value: grade }, grade || "as the theatre has it")))),
      h("p", { class: "choices" }, h("button", { class: "good" }, "See what it changes")));
    this.desk.panel.put(h("h2", {}, "Add a report"), h("p", { class: "quiet" }, "Nothing is kept until you have seen what it changes."), this.form, this.out);
  }

  async send(keep) {
    const { desk, out } = this;
    const { review } = desk;
    const given = Object.fromEntries([...new FormData(this.form)].filter(([, value]) => typeof value === "string"));
    out.replaceChildren(h("p", { class: "quiet", role: "status" }, "Reading …"));
    try {
      const done = await post("reports", { ...given, keep, who: review.who ?? "" });
      const before = await desk.ground(done.date);
      const words = told(done);
      const moved = done.changed.filter((one) => one.from !== one.to);
      desk.chart.reveal(moved.map((one) => one.place_id));
      review.effect = { tab: "add", date: done.date, before: moved.length ? before : null, after: done.frame, kept: keep, words };
      out.replaceChildren(...this.read(done, words));
      say(keep ? `Kept. ${words}` : words);
      if (keep) this.form.reset();
      desk.state.date = done.date;
      desk.write(true);
      await (keep ? desk.renewed() : desk.show());
    } catch (error) {
      this.refuse(error.message);
    }
  }

  read(done, words) {
    const { panel } = this.desk;
    const count = `${done.claims.length} ${done.claims.length === 1 ? "claim" : "claims"} read, ${done.new_claims} new`;
    return [
      h("h3", {}, count),
      h("p", {}, done.kept ? h("b", {}, "Kept. ") : "", words, done.copy_of ? ` The words are those of ${done.copy_of}: it counts once with it.` : "", done.claims.length ? "" : " No claim was found in it: nothing that tells who holds, took or lost a place."),
      h("p", { class: "choices" }, done.kept
        ? done.claims.length > 0 && button("Review its claims", () => this.desk.review.to(done.claims[0].id))
        : button("Keep it", () => this.send(true), { class: "good" })),
      panel.marked(done.report.text, done.claims, null),
      h("ul", { class: "rows" }, done.claims.map((claim) => h("li", {}, panel.told(claim), ` ${claim.place}`, claim.place_id || claim.route ? "" : h("em", { class: "warn" }, " (place not known)"), h("small", {}, ` ${panel.span(claim)}`)))),
    ];
  }
}
