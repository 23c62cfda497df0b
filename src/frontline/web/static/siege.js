// A siege's page: who is shut in by whom, since when, how sure that is, on what evidence, on what ground, on what roads.

import { get, part } from "./api.js";
import { brief, button, h, iso, km2, likelihood, number, s, words } from "./dom.js";
import { RING, ROUTE, line } from "./palette.js";

const WIDE = 340;
const TALL = 60;

export async function siegePage(panel, named, day) {
  const cut = named.lastIndexOf(":");
  const told = await get(`sieges/${part(named.slice(0, cut))}/${part(named.slice(cut + 1))}`, { as_known_on: panel.desk.state.known });
  const { theatre } = panel;
  const last = told.end ?? theatre.end;
  const lasted = `${told.days.toLocaleString("en")} ${told.days === 1 ? "day" : "days"}`;
  const at = told.curve.days.findLastIndex((one) => one <= day);
  const now = at < 0 || day > told.curve.days.at(-1) ? null : told.curve.besieged[at];
  const toDay = (to, text = words(to)) => button(text, () => panel.desk.go({ date: to, siege: named }), { class: "link" });
  const [ring, rest] = [true, false].map((which) => told.claims.filter((claim) => claim.ring === which));
  return panel.put(
    h("h2", {}, `Siege of ${told.place} `, h("small", {}, told.end ? lasted : `${lasted} so far`)),
    h("p", { class: "lead" }, panel.of(told.holder), " shut in by ", told.by.length ? told.by.map((one, n) => [n ? ", then " : "", panel.of(one)]) : "nobody named", `, from ${words(told.start)} to ${words(told.end) || "the end of the record"}.`),
    now !== null && h("p", {}, `On ${words(day)} it was under siege: ${likelihood(now)}, `, h("span", { class: "figure" }, `${Math.round(100 * now)} %`), "."),
    h("p", { class: "choices" }, button(told.place, () => panel.desk.go({ place: told.place_id }), { class: "chip" }), button("Show on the map", () => panel.toPlace(told.place_id))),
    h("section", {}, h("h3", {}, "How sure"), curve(panel, told.curve, told, day),
      h("dl", { class: "figures" }, [["Began", [toDay(told.start), told.start_doubt[0] < told.start_doubt[1] ? `: between ${brief(told.start_doubt[0])} and ${brief(told.start_doubt[1])} with 90 % probability` : ""]],
        ["Ended", told.end ? [toDay(told.end), told.end_doubt[0] < told.end_doubt[1] ? `: between ${brief(told.end_doubt[0])} and ${brief(told.end_doubt[1])} with 90 % probability` : ""] : "not within the record"],
        ["Lasted", lasted]].map(([term, value]) => [h("dt", {}, term), h("dd", {}, value)]))),
    h("section", {}, h("h3", {}, "Ground shut in"), told.ground.length
      ? panel.table(["On", "Area", "Places"], told.ground.map((row) => [toDay(row.date, brief(row.date)), h("span", { class: "figure" }, km2(row.area_km2)), panel.places(row.places, 6)]))
      : h("p", { class: "quiet" }, "On the map its ground was never cut off whole: a ring that reports tell of, and no pocket.")),
    h("section", {}, h("h3", {}, "What could supply it"), told.roads.length
      ? told.roads.map((road) => [h("p", {}, button(road.name, () => panel.desk.go({ route: road.id }), { class: "link strong" }), " towards ", panel.place(road.towards)), strip(road.spells, told.start, last, day), h("p", { class: "quiet" }, shares(road.spells, told.start, last))])
      : h("p", { class: "quiet" }, "No road on record leads there; what came by air no record here says.")),
    ring.length > 0 && h("section", {}, h("h3", {}, `${ring.length} ${ring.length === 1 ? "claim" : "claims"} about the siege`), h("ol", { class: "claims" }, panel.nearest(ring, day).map((claim) => panel.claim(claim, told.reports[claim.report])))),
    rest.length > 0 && h("section", {}, h("h3", {}, "What else is told of the place meanwhile"), h("ol", { class: "claims" }, panel.nearest(rest, day).map((claim) => panel.claim(claim, told.reports[claim.report])))),
  );
}

const scale = (first, last) => (day) => (WIDE * (Math.min(Math.max(number(day), number(first)), number(last)) - number(first))) / Math.max(1, number(last) - number(first));

// The probability that the place is under siege, with the days between which it began and ended.
function curve(panel, { days, besieged }, told, day) {
  const x = scale(days[0], days.at(-1));
  const band = ([from, to]) => s("rect", { x: x(from), width: Math.max(1, x(to) - x(from)), y: 0, height: TALL, class: "doubt" }, s("title", {}, `${brief(from)} to ${brief(to)}`));
  return s("svg", { class: "strip", viewBox: `0 -3 ${WIDE} ${TALL + 15}`, role: "img", "aria-label": `Probability of the siege from ${words(days[0])} to ${words(days.at(-1))}`,
    onclick: (event) => {
      const box = event.currentTarget.getBoundingClientRect();
      panel.desk.go({ date: iso(Math.round(number(days[0]) + ((event.clientX - box.left) / box.width) * (number(days.at(-1)) - number(days[0])))), siege: panel.desk.state.siege });
    } },
  band(told.start_doubt), told.end_doubt && band(told.end_doubt),
  [0, 0.5, 1].map((level) => [s("line", { x1: 0, x2: WIDE, y1: TALL * (1 - level), y2: TALL * (1 - level), class: "grid" }), s("text", { x: 2, y: TALL * (1 - level) - 2, class: "axis" }, level ? `${100 * level} %` : "")]),
  s("polyline", { points: besieged.map((p, at) => `${x(days[at]).toFixed(1)},${(TALL * (1 - p)).toFixed(1)}`).join(" "), stroke: line(RING), class: "curve" }),
  s("text", { x: 0, y: TALL + 10, class: "axis" }, brief(days[0])), s("text", { x: WIDE, y: TALL + 10, class: "axis", "text-anchor": "end" }, brief(days.at(-1))),
  day >= days[0] && day <= days.at(-1) && s("line", { x1: x(day), x2: x(day), y1: 0, y2: TALL, class: "now" }));
}

function strip(spells, start, end, day) {
  const x = scale(start, end);
  return s("svg", { class: "strip", viewBox: `0 0 ${WIDE} 14`, role: "img", "aria-label": spells.map((spell) => `${spell.status} from ${spell.start}`).join("; ") },
    s("rect", { x: 0, width: WIDE, y: 5, height: 2, class: "none" }),
    spells.map((spell) => s("rect", { x: x(spell.start), width: Math.max(0.8, x(spell.end ?? end) - x(spell.start)), y: 0, height: 12, fill: ROUTE[spell.status] }, s("title", {}, `${spell.status} ${brief(spell.start)} to ${brief(spell.end) || "the end of the record"}${spell.at.length ? `: ${spell.at.join(", ")}` : ""}`))),
    day >= start && day <= end && s("line", { x1: x(day), x2: x(day), y1: -1, y2: 13, class: "now" }));
}

function shares(spells, start, end) {
  const whole = number(end) - number(start);
  const days = {};
  for (const spell of spells) days[spell.status] = (days[spell.status] ?? 0) + Math.min(number(spell.end ?? end), number(end)) - Math.max(number(spell.start), number(start));
  const none = whole - Object.values(days).reduce((sum, count) => sum + count, 0);
  if (none > 0) days["no line at all"] = none;
  return Object.entries(days).filter(([, count]) => count > 0).sort((one, other) => other[1] - one[1]).map(([status, count]) => `${status} on ${count.toLocaleString("en")} ${count === 1 ? "day" : "days"}`).join(", ");
}
