// The panel beside the map: a day, a place, a road, a corridor, a siege; each with what it rests on.

import { get, part } from "./api.js";
import { brief, button, h, km, km2, likelihood, link, number, s, say, words } from "./dom.js";
import { outlookPage } from "./outlook.js";
import { RING, ROUTE, line, shade } from "./palette.js";
import { siegePage } from "./siege.js";

const WIDE = 340; // of a strip, in its own units
const LOSSES = 5; // that are named
const STATUS = { open: "●", threatened: "◐", contested: "◑", cut: "✕" };

// Salients of one name are told apart by where their necks are: "name@lon,lat".
const spot = ({ name, neck }) => `${name}@${neck.at.map((value) => value.toFixed(2)).join(",")}`;

function named(salients, name) {
  const [plain, at] = name.split("@");
  const alike = salients.filter((one) => one.name === plain);
  if (!at || alike.length < 2) return alike[0];
  const [lon, lat] = at.split(",").map(Number);
  const far = ({ neck }) => Math.hypot(neck.at[0] - lon, neck.at[1] - lat);
  return alike.reduce((best, one) => (far(one) < far(best) ? one : best));
}

export class Panel {
  constructor(root, theatre, desk) {
    Object.assign(this, { root, theatre, desk });
    this.side = Object.fromEntries(theatre.sides.map((side) => [side.id, side]));
  }

  put(...children) {
    const within = this.root.contains(document.activeElement) && document.activeElement !== this.root ? document.activeElement : null;
    const held = within && `${within.tagName} ${within.textContent}`;
    this.root.replaceChildren(...children.flat(3).filter(Boolean));
    const title = this.root.querySelector("h2")?.textContent.trim() ?? "";
    const turned = title !== this.title;
    this.title = title;
    if (turned) this.root.scrollTop = 0;
    if (turned && !this.desk.time.timer) say(title);
    // Who had the focus in here keeps it: on what was pressed, where that is still there, else on the page that came.
    if (within) ([...(turned ? [] : this.root.querySelectorAll(within.tagName))].find((one) => `${one.tagName} ${one.textContent}` === held) ?? this.root).focus({ preventScroll: true });
  }

  of(id) {
    const side = this.side[id];
    return h("span", { class: "side", colour: side ? shade(side.colour) : "#888" }, side?.name ?? id ?? "nobody named");
  }

  number(name) {
    return this.theatre.places.name.indexOf(name);
  }

  place(name) {
    const at = this.number(name);
    return at < 0 ? name : button(name, () => this.desk.go({ place: this.theatre.places.id[at] }), { class: "link" });
  }

  places(names, most = 12) {
    const last = Math.min(names.length, most) - 1;
    const shown = names.slice(0, most).map((name, at) => [h("span", { class: "item" }, this.place(name), at < last ? "," : ""), " "]);
    return names.length > most ? [shown, `and ${names.length - most} more`] : shown;
  }

  since(day, days) {
    if (!day) return "since before the record";
    return `since ${brief(day)}${days ? `, ${days.toLocaleString("en")} ${days === 1 ? "day" : "days"}` : ""}`;
  }

  // What a day shows, in words: the map for those who cannot see it, and the figures for those who can.
  day(day, picture, changes, sieges) {
    const { theatre } = this;
    const total = Object.values(picture.sides).reduce((sum, side) => sum + side.area_km2, 0) || 1;
    const ending = sieges.filter((siege) => siege.end && Math.abs(number(siege.end) - number(day)) <= 7);
    const lasting = (siege) => siege.start <= day && (!siege.end || siege.end > day);
    this.put(
      h("h2", {}, words(day)),
      this.hint(),
      ending.map((siege) => h("p", { class: "lead" }, this.siegeLink(siege, `The siege of ${siege.place}`), number(siege.end) <= number(day) ? " ended on " : " is to end on ", words(siege.end), `, after ${siege.days.toLocaleString("en")} days.`)),
      changes && h("section", {}, h("h3", {}, changes.title), this.changes(changes.rows)),
      picture.salients.length > 0 && h("section", {}, h("h3", {}, "Corridors and salients"), h("ul", { class: "cards" }, picture.salients.map((salient) => h("li", {},
        this.salientLink(salient.name, salient.neck.at),
        h("p", {}, this.of(salient.side), ` ${km(salient.length_km)} long; neck `, h("b", {}, km(salient.neck.width_km)), salient.neck.near ? [" near ", this.place(salient.neck.near)] : "", `; ${Math.round(100 * salient.exposed)} % of its edge faces the enemy.`),
      )))),
      sieges.some(lasting) && h("section", {}, h("h3", {}, "Under siege"), h("ul", { class: "rows" }, sieges.filter(lasting).map((siege) => h("li", {}, this.siegeLink(siege, siege.place), h("small", {}, " by ", siege.by.map((one, n) => [n ? ", " : "", this.of(one)]), `, ${this.since(siege.start, number(day) - number(siege.start))}`))))),
      picture.pockets.length > 0 && h("section", {}, h("h3", {}, "Cut off"), h("ul", { class: "cards" }, picture.pockets.map((pocket) => h("li", {},
        h("b", {}, pocket.name), h("p", {}, this.of(pocket.side), `, ${km2(pocket.area_km2)}, ${this.since(pocket.since, pocket.days)}. `, pocket.places.length ? ["In it: ", this.places(pocket.places, 6)] : ""),
      )))),
      picture.routes.length > 0 && h("section", {}, h("h3", {}, "Supply roads"), this.table(["Road", "Side", "State"], picture.routes.map((route) => [
        button(route.name, () => this.desk.go({ route: route.id }), { class: "link" }), this.of(route.side),
        h("span", { class: `state ${route.status}`, title: route.at.join(", ") }, `${STATUS[route.status]} ${route.status}`, h("small", {}, ` ${this.since(route.since)}`)),
      ]))),
      h("section", {}, h("h3", {}, "Who holds the ground"), h("ul", { class: "bars" }, Object.entries(picture.sides).sort((a, b) => b[1].area_km2 - a[1].area_km2).map(([id, held]) => h("li", {},
        this.of(id), h("span", { class: "figure" }, `${km2(held.area_km2)} · ${Math.round((100 * held.area_km2) / total)} %`),
        s("svg", { viewBox: "0 0 100 3", preserveAspectRatio: "none", "aria-hidden": "true" }, s("rect", { width: (100 * held.area_km2) / total, height: 3, fill: shade(this.side[id]?.colour ?? "#888888") })),
      )))),
      picture.fronts.length > 0 && h("section", {}, h("h3", {}, "Fronts"), this.table(["Between", "Length"], picture.fronts.map((front) => [[this.of(front.sides[0]), " and ", this.of(front.sides[1])], km(front.length_km)]))),
      this.stalls(picture),
      h("p", { class: "quiet" }, theatre.kind === "series" ? "A series of maps: nothing but its polygons stands behind it." : `${theatre.claims} claims in ${theatre.reports} reports stand behind this record. `, h("a", { href: "/docs" }, "API")),
    );
  }

  // For who opens the desk for the first time: gone once something was chosen.
  hint() {
    if (localStorage.getItem("chosen")) return null;
    const what = this.desk.series ? "a road or a red neck" : "a place, a road or a red neck";
    return h("p", { id: "hint", class: "quiet" }, `Click ${what} on the map, or a name here, to see what it rests on. `, h("kbd", {}, ","), " and ", h("kbd", {}, "."), " go from change to change; ", h("kbd", {}, "?"), " has the rest.");
  }

  // What changed hands, by from whom to whom: the places, or of a series the square kilometres.
  changes(rows) {
    if (!rows.length) return h("p", { class: "quiet" }, "Nothing changed hands.");
    const ways = Map.groupBy(rows, (row) => `${row.from}>${row.to}`);
    return h("ul", { class: "cards" }, [...ways.values()].sort((one, other) => other.length - one.length).map((way) => h("li", {},
      h("p", {}, this.of(way[0].from), " → ", this.of(way[0].to), way[0].area_km2 === undefined ? h("small", {}, ` ${way.length} ${way.length === 1 ? "place" : "places"}`) : [" ", h("span", { class: "figure" }, km2(way[0].area_km2))]),
      way[0].at !== undefined && h("p", {}, this.places(way.map((row) => this.theatre.places.name[row.at]), 24)))));
  }

  salientLink(name, at) {
    return button(name, () => this.toSalient({ name, neck: { at } }), { class: "link strong" });
  }

  toSalient(salient) {
    this.desk.chart.show(...salient.neck.at, 10);
    return this.desk.go({ salient: spot(salient) });
  }

  stalls(picture) {
    const rows = Object.entries(picture.tempo).flatMap(([side, tempo]) => tempo.stalls.slice(0, 3).map((stall) => ({ ...stall, side })));
    return rows.length > 0 && h("section", {}, h("h3", {}, "Fought for long"), h("ul", { class: "rows" }, rows.map((stall) => h("li", {},
      this.place(stall.place), h("small", {}, ` by `, this.of(stall.side), `, ${stall.days} days from ${brief(stall.start)}`, stall.broke_to.length ? [`; then within ${stall.break_days} days `, this.places(stall.broke_to, 4)] : ""),
    ))));
  }

  table(heads, rows) {
    return h("table", {}, h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))), h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell) => h("td", {}, cell))))));
  }

  // A strip of days: spells by colour, sieges over them, and the day shown.
  strip(rows, day, label) {
    const { first, last } = this.desk.time;
    const x = (one) => ((Math.min(Math.max(one, first), last + 1) - first) / (last + 1 - first)) * WIDE;
    const pick = (event) => {
      const box = event.currentTarget.getBoundingClientRect();
      this.desk.toDay(Math.round(first + ((event.clientX - box.left) / box.width) * (last + 1 - first)));
    };
    const tall = rows.length * 18;
    return s("svg", { class: "strip", viewBox: `0 0 ${WIDE} ${tall + 12}`, role: "img", "aria-label": label, onclick: pick },
      rows.map((row, at) => row.map((spell) => s("rect", { x: x(number(spell.start)), width: Math.max(0.8, (spell.end ? x(number(spell.end)) : WIDE) - x(number(spell.start))), y: at * 18, height: spell.thin ? 6 : 15, fill: spell.colour, class: spell.name ?? "" }, s("title", {}, spell.title)))),
      this.years(x, tall),
      s("line", { x1: x(number(day)), x2: x(number(day)), y1: -1, y2: tall, class: "now" }));
  }

  years(x, tall) {
    const { first, last } = this.desk.time;
    const years = [];
    for (let year = new Date(first * 864e5).getUTCFullYear(); number(`${year}-01-01`) <= last; year += 1) {
      if (number(`${year}-01-01`) >= first) years.push(year);
    }
    const every = Math.ceil(years.length / 8);
    return years.filter((_, at) => at % every === 0).map((year) => s("text", { x: x(number(`${year}-01-01`)) + 1, y: tall + 9, class: "axis" }, String(year)));
  }

  // The probability of each side through time. It is drawn as it was asked for: no smoothing.
  curve({ days, p }, day) {
    const { first, last } = this.desk.time;
    const tall = 74;
    const x = (one) => ((number(one) - first) / (last + 1 - first)) * WIDE;
    const points = days.map(x);
    return s("svg", { class: "strip", viewBox: `0 -3 ${WIDE} ${tall + 14}`, role: "img", "aria-label": "Probability of each side through time" },
      [0, 0.5, 1].map((level) => [s("line", { x1: 0, x2: WIDE, y1: tall * (1 - level), y2: tall * (1 - level), class: "grid" }), s("text", { x: 2, y: tall * (1 - level) - 2, class: "axis" }, level ? `${100 * level} %` : "")]),
      Object.entries(p).map(([side, values]) => s("polyline", { points: values.map((value, at) => `${points[at].toFixed(1)},${(tall * (1 - value)).toFixed(1)}`).join(" "), stroke: line(this.side[side].colour), class: "curve" }, s("title", {}, this.side[side].name))),
      this.years((one) => ((one - first) / (last + 1 - first)) * WIDE, tall),
      s("line", { x1: x(day), x2: x(day), y1: 0, y2: tall, class: "now" }));
  }

  async history(id, day, frame, flips) {
    const at = this.theatre.places.id.indexOf(id);
    if (at < 0) return this.put(h("p", {}, "There is no such place here."));
    const told = await get(`places/${part(id)}`, { as_known_on: this.desk.state.known });
    const holder = this.theatre.sides[frame.holder[at]];
    const p = frame.percent[at] / 100;
    const spells = told.spells.map((spell) => ({ ...spell, colour: shade(this.side[spell.side].colour), title: `${this.side[spell.side].name}: ${brief(spell.start)} to ${brief(spell.end) || "the end of the record"}` }));
    const rings = told.sieges.map((siege) => ({ ...siege, thin: true, colour: RING, title: `Besieged ${brief(siege.start)} to ${brief(siege.end) || "the end of the record"}` }));
    return this.put(
      h("h2", {}, told.place, " ", h("small", {}, told.kind)),
      h("p", { class: "lead" }, this.of(holder.id), flips[id] ? " holds it, as supposed." : [` held it on ${words(day)}: ${likelihood(p)}, `, h("span", { class: "figure" }, `${frame.percent[at]} %`), "."], frame.disputed.includes(at) && h("em", { class: "warn" }, " Reports contradict each other.")),
      h("section", {}, h("h3", {}, "Who held it"), this.strip([spells, ...(rings.length ? [rings] : [])], day, spells.map((spell) => spell.title).join("; ")),
        told.sieges.map((siege) => h("p", {}, this.siegeLink({ ...siege, place_id: id }, "Besieged"), " by ", siege.by.map((one, n) => [n ? ", then " : "", this.of(one)]), `: ${words(siege.start)} to ${words(siege.end) || "the end of the record"}, ${siege.days.toLocaleString("en")} days. It began between ${brief(siege.start_doubt[0])} and ${brief(siege.start_doubt[1])}.`)),
        h("h3", {}, "Probability"), this.curve(told.curve, day)),
      this.suppose(told.place, id, holder.id, flips),
      h("section", {}, h("h3", {}, told.claims.length ? `${told.claims.length} claims` : "Claims"), told.claims.length
        ? h("ol", { class: "claims" }, this.nearest(told.claims, day).map((claim) => this.claim(claim, told.reports[claim.report])))
        : h("p", { class: "quiet" }, "No report on record speaks of it: it is believed of as its neighbours are.")),
    );
  }

  // Claims in the order of time, so that those about the day shown come first and the others follow.
  nearest(claims, day) {
    const far = (claim) => (claim.date ? Math.abs(number(claim.date) - number(day)) : 1e6);
    return [...claims].sort((one, other) => far(one) - far(other));
  }

  span(claim) {
    if (!claim.date) return "no day given";
    const last = number(claim.date_end) - 1;
    return last > number(claim.date) ? `${brief(claim.date)} to ${brief(new Date(last * 864e5).toISOString().slice(0, 10))}` : brief(claim.date);
  }

  told(claim) {
    return [h("b", {}, claim.kind), " ", claim.actor ? ["by ", this.of(claim.actor)] : "", claim.target ? [" against ", this.of(claim.target)] : "", claim.factual === false ? h("em", {}, " (not told as a fact)") : ""];
  }

  claim(claim, report) {
    const open = h("details", { ontoggle: async () => {
      if (!open.open || open.dataset.full) return;
      open.dataset.full = "1";
      open.append(await this.text(claim.report, claim));
    } }, h("summary", {}, "In the report"));
    return h("li", { class: claim.for ? "for" : "against", id: `claim-${claim.id}` },
      h("p", {}, h("time", { datetime: claim.date }, this.span(claim)), " ", this.told(claim), h("span", { class: "verdict" }, claim.for ? "believed" : "not believed")),
      h("blockquote", {}, claim.quote),
      this.source(report, claim),
      claim.against?.length > 0 && h("p", { class: "quiet" }, `${claim.against.length} ${claim.against.length > 1 ? "claims say" : "claim says"} otherwise`),
      open,
      this.theatre.edit && button("Review", () => this.desk.go({ tab: "review", claim: claim.id }), { class: "link" }));
  }

  source(report, claim) {
    if (!report) return null;
    return h("p", { class: "source" }, link(report.url, report.source || "unknown source"), ` · ${report.grade}${claim?.credibility ?? ""}`, report.lean ? [" · leans to ", this.of(report.lean)] : "", report.published ? ` · published ${brief(report.published)}` : "", claim?.reader ? ` · read by ${claim.reader.replaceAll("+", " and ")}` : "");
  }

  async text(id, chosen) {
    const report = await get(`reports/${part(id)}`);
    if (!report.text) return h("p", { class: "quiet" }, "The text of this report is not on record, only what was entered of it.");
    return this.marked(report.text, report.claims, chosen);
  }

  // A report's text with the words of its claims marked. Offsets count characters, as the ledger does, not UTF-16.
  // `pick` takes the id of another claim whose words are clicked.
  marked(text, claims, chosen, pick = null) {
    const letters = [...text];
    const cuts = new Set([0, letters.length]);
    const spans = claims.filter((claim) => claim.end > claim.start);
    for (const claim of spans) cuts.add(claim.start).add(claim.end);
    const edges = [...cuts].sort((one, other) => one - other);
    return h("div", { class: "report", dir: "auto", tabindex: 0 }, edges.slice(1).map((end, at) => {
      const start = edges[at];
      const here = spans.filter((claim) => claim.start <= start && end <= claim.end);
      const words = letters.slice(start, end).join("");
      if (!here.length) return words;
      const main = chosen && chosen.start <= start && end <= chosen.end;
      const title = here.map((claim) => `${claim.kind} ${claim.place}`).join("; ");
      const act = pick && !main && (() => pick(here[0].id));
      return h("mark", { class: main ? "chosen" : "", title, ...(act ? { role: "button", tabindex: 0, onclick: act, onkeydown: (event) => event.key === "Enter" && act() } : {}) }, words);
    }));
  }

  suppose(name, id, holder, flips) {
    return h("section", {}, h("h3", {}, "What if"), h("p", { class: "choices" }, `${name} in the hands of `,
      this.theatre.sides.filter((side) => side.id !== holder || flips[id]).map((side) => button(side.name, () => this.desk.suppose(id, side.id), { class: "chip", colour: shade(side.colour), "aria-pressed": String(flips[id] === side.id) })),
    ));
  }

  salient(name, picture, day, flips) {
    const salient = named(picture.salients, name);
    if (!salient) return this.put(h("h2", {}, name.split("@")[0]), h("p", {}, `It is not there on ${words(day)}.`));
    const { neck } = salient;
    const near = this.number(neck.near);
    const losses = h("section", {});
    this.put(
      h("h2", {}, salient.name, !salient.name.endsWith(salient.kind) && [" ", h("small", {}, salient.kind)]),
      h("p", { class: "lead" }, this.of(salient.side), salient.against ? [" against ", this.of(salient.against)] : "", ` on ${words(day)}`),
      h("dl", { class: "figures" }, [["Neck", [h("b", {}, km(neck.width_km)), neck.near ? [" near ", this.place(neck.near)] : ""]], ["Length", km(salient.length_km)], ["Base", km(salient.base_km)], ["Area", km2(salient.area_km2)],
        ["Flanks", [km(salient.flank_km), ` face the enemy, ${Math.round(100 * salient.exposed)} % of its edge: `, Object.entries(salient.flanks).map(([side, length], at) => [at ? ", " : "", this.of(side), ` ${km(length)}`])]],
        ["Beyond the neck", salient.beyond.length ? this.places(salient.beyond, 30) : "no named place"]].map(([term, value]) => [h("dt", {}, term), h("dd", {}, value)])),
      near >= 0 && h("section", {}, h("h3", {}, "What if"), h("p", { class: "choices" }, [neck.near, ...salient.beyond.slice(0, 6)].filter((one, at, all) => all.indexOf(one) === at && this.number(one) >= 0).map((one) => {
        const id = this.theatre.places.id[this.number(one)];
        return button(`${one} falls`, () => this.desk.suppose(id, salient.against), { class: "chip", "aria-pressed": String(flips[id] === salient.against) });
      }))),
      losses,
    );
    return this.desk.series ? undefined : this.losses(losses, salient, day);
  }

  // Which single losses would cut off what lies beyond the neck, the worst first.
  async losses(into, salient, day) {
    const rows = await get("sweep", this.desk.asked(day, { side: salient.side }));
    const within = (row) => row.cuts_off.filter((one) => salient.beyond.includes(one));
    const worst = rows.filter((row) => !row.with && within(row).length).sort((one, other) => within(other).length - within(one).length).slice(0, LOSSES);
    if (worst.length) into.append(h("h3", {}, "Single losses that would cut it off"), h("ul", { class: "rows" }, worst.map((row) => h("li", {},
      button(row.place, () => this.desk.suppose(row.place_id, salient.against), { class: "link" }), h("small", {}, ` would cut off ${within(row).length} of its ${salient.beyond.length}: `), this.places(within(row), 4)))));
  }

  outlook(day) {
    return outlookPage(this, day);
  }

  siege(named, day) {
    return siegePage(this, named, day);
  }

  siegeLink(siege, text) {
    return button(text, () => this.desk.go({ siege: `${siege.place_id ?? this.theatre.places.id[this.number(siege.place)]}:${siege.start}` }), { class: "link" });
  }

  toPlace(id) {
    const at = this.theatre.places.id.indexOf(id);
    if (at >= 0) this.desk.chart.show(this.theatre.places.lon[at], this.theatre.places.lat[at], 10.5);
  }

  async route(id, day) {
    const told = await get(`routes/${part(id)}`, { as_known_on: this.desk.state.known });
    this.put(h("h2", {}, told.route, " ", h("small", {}, "road")), Object.entries(told.sides).map(([side, spells]) => h("section", {}, h("h3", {}, this.of(side)),
      this.strip([spells.map((spell) => ({ ...spell, colour: ROUTE[spell.status], name: spell.status, title: `${spell.status} ${brief(spell.start)} to ${brief(spell.end) || "the end of the record"}` }))], day, spells.map((spell) => `${spell.status} from ${spell.start}`).join("; ")),
      this.table(["State", "From", "Until", "Where"], spells.map((spell) => [h("span", { class: `state ${spell.status}` }, `${STATUS[spell.status]} ${spell.status}`), button(brief(spell.start), () => this.desk.go({ date: spell.start }), { class: "link" }), brief(spell.end) || "still", this.places(spell.at, 4)])))));
  }
}
