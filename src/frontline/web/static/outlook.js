// What may follow, in calibrated words: places ringed on the map, or of a series the ground.

import { get } from "./api.js";
import { h, km, km2, likelihood, words } from "./dom.js";

const DAYS = 30;
const MOST = 40; // rows of a table

const chance = (p) => h("span", { class: "figure" }, `${Math.round(100 * p)} %`);

export async function outlookPage(panel, day) {
  const { desk } = panel;
  const wanted = () => desk.state.tab === "outlook" && desk.state.date === day;
  const told = h("p", { class: "quiet", role: "status" }, "Working it out ...");
  const bar = h("progress", { "aria-label": "The outlook is being worked out" });
  panel.put(h("h2", {}, "Outlook"), told, bar);
  const found = await get("outlook", desk.asked(day, { horizon: DAYS }), (seconds) => {
    if (wanted()) told.textContent = `Learning from the past of the series up to ${words(day)}, which may take a minute: ${Math.round(seconds)} seconds so far.`;
    return wanted();
  }).catch((error) => {
    if (wanted()) throw error;
  });
  if (!found || !wanted()) return undefined;
  return panel.theatre.kind === "series" ? ofSeries(panel, found, day) : ofTheatre(panel, found, day);
}

const head = (found, day) => h("h2", {}, "Outlook ", h("small", {}, `from ${words(day)} to ${words(found.until)}`));

function ofTheatre(panel, found, day) {
  const { theatre, desk } = panel;
  desk.chart.foresee(new Map(found.places.map((one) => [theatre.places.id.indexOf(one.place_id), one.p])));
  panel.put(head(found, day),
    h("p", { class: "quiet" }, "By what was known on the day. The model is carried over from another war: low confidence. Rings on the map grow with the chance that a place changes hands."),
    found.counter_attacks.length > 0 && h("section", {}, h("h3", {}, "Counter-attacks at corridors"), h("ul", { class: "cards" }, found.counter_attacks.map((one) => h("li", {}, h("b", {}, one.corridor), h("p", {}, "By ", panel.of(one.by), ` within ${one.days} days: ${likelihood(one.p)}, `, chance(one.p), ` (base rate ${one.base_rate.hits} of ${one.base_rate.n}).`), one.reasons.map((reason) => h("p", { class: "quiet" }, reason)))))),
    h("section", {}, h("h3", {}, "Places that may change hands"), found.places.length ? panel.table(["Place", "Held by", "Chance"], found.places.slice(0, MOST).map((one) => [panel.place(one.place), panel.of(one.holder), h("span", { title: one.why.join("; ") }, chance(one.p))])) : h("p", { class: "quiet" }, "None with a chance of 5 % or more.")));
}

function ofSeries(panel, found, day) {
  panel.desk.chart.foresee(null, found.ground);
  const own = found.model.learnt_on === "this series";
  const likely = found.corridors.filter((one) => one.p_cut >= 0.005).sort((one, other) => other.p_cut - one.p_cut);
  panel.put(head(found, day),
    h("p", { class: "quiet" }, own ? `Learnt from this series alone: ${found.model.flips.toLocaleString("en")} changes in ${found.model.days} days of its past. The stronger the violet, the likelier the ground changes hands.` : "Too little past in the series to learn from: the model is carried over from another war, low confidence."),
    h("section", {}, h("h3", {}, "Ground that may be taken"), panel.table(["By", "Expected", "8 times in 10 between"], Object.entries(found.gains).map(([side, gain]) => [panel.of(side), h("span", { class: "figure" }, km2(gain.expected_km2)), `${km2(gain.low_km2)} and ${km2(gain.high_km2)}`]))),
    h("section", {}, h("h3", {}, "Salients that may be cut"), likely.length
      ? panel.table(["Salient", "Neck", "Chance"], likely.slice(0, MOST).map((one) => [panel.salientLink(one.name, one.at), km(one.neck_km), h("span", {}, chance(one.p_cut), h("small", {}, ` ${likelihood(one.p_cut)}`))]))
      : h("p", { class: "quiet" }, "None with a chance worth naming.")));
}
