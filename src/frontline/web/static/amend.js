// What a claim should say instead, by an analyst's reading: its form.

import { button, h, iso, number } from "./dom.js";

const KINDS = ["gain", "hold", "attack", "repel", "advance", "withdraw", "besiege", "relieve", "cut", "reopen"];

const option = (value, text, chosen) => h("option", { value, selected: value === (chosen ?? "") }, text);

export function amendment(review, claim, alternatives) {
  const { sides, places } = review.desk.theatre;
  const name = (id) => places.name[places.id.indexOf(id)];
  const last = claim.date_end ? iso(number(claim.date_end) - 1) : "";
  const side = (which) => h("label", {}, which, h("select", { name: which }, option("", "nobody named", claim[which]), sides.map((one) => option(one.id, one.name, claim[which]))));
  const meant = Object.fromEntries(alternatives.map((one) => [one.place_id, `${one.place} (${Math.round(100 * one.score)} %)`]));
  if (claim.place_id && !meant[claim.place_id]) meant[claim.place_id] = name(claim.place_id);
  const place = h("select", { name: "place_id" }, option("", claim.route ? "a road" : "no known place", claim.place_id), Object.entries(meant).map(([id, words]) => option(id, words, claim.place_id)));
  // The place is taken from the next click on the map, or out of the search; pressed again, from neither.
  const pick = button("on the map", () => review.pick(review.picking ? null : (id) => {
    pick.setAttribute("aria-pressed", "false");
    if (id === null) return;
    if (![...place.options].some((one) => one.value === id)) place.append(option(id, name(id)));
    place.value = id;
    place.focus();
  }) ?? pick.setAttribute("aria-pressed", String(review.picking !== null)), { "aria-pressed": "false" });
  const form = h("form", { id: "amend", onsubmit: (event) => {
    event.preventDefault();
    review.decide("amended", said());
  } },
  h("details", {}, h("summary", {}, "Amend (e)"),
    h("label", {}, "kind", h("select", { name: "kind" }, KINDS.map((kind) => option(kind, kind, claim.kind)))), side("actor"), side("target"),
    h("label", {}, "place", place, pick),
    h("label", {}, "from", h("input", { type: "date", name: "date", value: claim.date ?? "" })),
    h("label", {}, "to", h("input", { type: "date", name: "last", value: last })),
    h("label", {}, "told as", h("select", { name: "factual" }, option("true", "a fact", String(claim.factual)), option("false", "no fact (aim, denial, plan)", String(claim.factual)))),
    h("p", { class: "choices" }, button("Try amending", () => review.attempt("amended", said())), h("button", { class: "good" }, "Amend"))));

  // Only what differs is sent: the rest stays as the reader had it.
  function said() {
    const given = Object.fromEntries(new FormData(form));
    const changed = {};
    for (const one of ["kind", "actor", "target"]) if (given[one] !== (claim[one] ?? "")) changed[one] = given[one] || null;
    if (given.place_id && given.place_id !== claim.place_id) changed.place_id = given.place_id;
    if (given.factual !== String(claim.factual)) changed.factual = given.factual === "true";
    if (given.date !== (claim.date ?? "") || given.last !== last) {
      changed.date = given.date || null;
      const end = given.last >= given.date ? given.last : given.date;
      if (given.date) changed.date_end = iso(number(end) + 1);
    }
    return changed;
  }
  return form;
}
