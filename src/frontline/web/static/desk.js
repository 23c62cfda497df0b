// The desk: what is shown stands in the page's address, and everything else follows from it.

import { forget, get, takeToken } from "./api.js";
import { $, button, h, iso, km, number, say, words } from "./dom.js";
import { Chart, dark, key } from "./map.js";
import { Panel } from "./panel.js";
import { Review } from "./review.js";
import { TimeBar } from "./time.js";

const KEYS = ["date", "against", "place", "route", "salient", "tab", "claim", "flip", "known", "view"];
const CHOSEN = ["place", "route", "salient", "tab"];

function read() {
  const given = new URLSearchParams(location.hash.slice(1));
  if (given.has("token")) {
    takeToken(given.get("token"));
    given.delete("token");
    history.replaceState(null, "", `#${given}`);
  }
  return Object.fromEntries(KEYS.flatMap((name) => (given.has(name) ? [[name, given.get(name)]] : [])));
}

class Desk {
  async start() {
    this.state = read();
    this.theatre = await get("theatre", { as_known_on: this.state.known });
    const { theatre } = this;
    document.title = `${theatre.name} · frontline`;
    $("title").textContent = theatre.name;
    this.time = new TimeBar(theatre, (day) => this.go({ date: day }, { quiet: true }), (day) => this.go({ against: day }));
    if (!this.time.valid(this.state.date ?? "")) this.state.date = theatre.day;
    if (!this.time.valid(this.state.against ?? "")) delete this.state.against;
    this.panel = new Panel($("panel"), theatre, this);
    this.review = theatre.edit ? new Review(this) : null;
    const view = this.state.view?.split(",").map(Number);
    this.chart = new Chart(theatre, view?.length === 3 && view.every(Number.isFinite) ? view : null, {
      onplace: (at) => (this.review?.picking ? this.review.picked(theatre.places.id[at]) : this.go({ place: theatre.places.id[at] })),
      onsalient: (name) => this.go({ salient: name }),
      onroute: (id) => this.go({ route: id }),
      onmove: () => this.keepView(),
    });
    // A series has no places to compare by: `frontline difference` draws what changed between two of its days.
    if (theatre.kind === "series") document.querySelector(".compare").style.display = "none";
    key(theatre);
    this.tabs();
    this.keys();
    this.search();
    await this.chart.lay(await get("ground"));
    addEventListener("hashchange", () => {
      const next = read();
      if (this.written === location.hash) return;
      this.state = { date: this.state.date, ...next };
      this.show();
    });
    await this.show();
    document.documentElement.dataset.ready = "1";
  }

  tabs() {
    const tabs = [["Day", {}], ...(this.theatre.kind === "series" ? [] : [["Outlook", { tab: "outlook" }]]), ...(this.theatre.edit ? [["Review", { tab: "review" }], ["Add a report", { tab: "add" }]] : [])];
    $("tabs").replaceChildren(...tabs.map(([name, to]) => button(name, () => this.go(to.tab ? to : { tab: null, place: null }), { "data-tab": to.tab ?? "day" })));
  }

  // Show something else: what is named here, the rest as it was. What is chosen is one thing at a time.
  go(to, { quiet = false } = {}) {
    if (CHOSEN.some((name) => name in to)) for (const name of [...CHOSEN, "claim"]) delete this.state[name];
    if (!("flip" in to) && ("date" in to || "place" in to) && this.state.flip && "date" in to) delete this.state.flip;
    for (const [name, value] of Object.entries(to)) {
      if (value === null) delete this.state[name];
      else this.state[name] = value;
    }
    this.write(quiet);
    return this.show();
  }

  toDay(n) {
    return this.go({ date: iso(Math.min(Math.max(n, this.time.first), this.time.last)) });
  }

  write(quiet) {
    const query = new URLSearchParams(KEYS.flatMap((name) => (this.state[name] ? [[name, this.state[name]]] : [])));
    this.written = `#${query.toString().replaceAll("%2C", ",").replaceAll("%3A", ":")}`;
    history[quiet ? "replaceState" : "pushState"](null, "", this.written);
  }

  keepView() {
    const { lng, lat } = this.chart.map.getCenter();
    this.state.view = [lng.toFixed(4), lat.toFixed(4), this.chart.map.getZoom().toFixed(2)].join(",");
    this.write(true);
  }

  get flips() {
    return Object.fromEntries((this.state.flip ?? "").split(",").filter(Boolean).map((one) => [one.slice(0, one.lastIndexOf(":")), one.slice(one.lastIndexOf(":") + 1)]));
  }

  suppose(place, side) {
    const flips = this.flips;
    if (flips[place] === side) delete flips[place];
    else flips[place] = side;
    const flip = Object.entries(flips).map(([one, other]) => `${one}:${other}`).join(",");
    return this.go({ flip: flip || null });
  }

  async show() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const { state, theatre } = this;
    try {
      this.time.show(state.date, state.against);
      const began = performance.now();
      if (theatre.kind === "series") await this.showSeries(turn);
      else await this.showPlaces(turn);
      this.stepped = performance.now() - began;
      for (const tab of $("tabs").children) tab.setAttribute("aria-current", String((state.tab ?? "day") === tab.dataset.tab));
    } catch (error) {
      this.fail(error);
    }
  }

  fail(error) {
    $("banner").hidden = false;
    $("banner").className = "fault";
    $("banner").replaceChildren(error.message);
  }

  asked(date) {
    return { date, as_known_on: this.state.known };
  }

  async showPlaces(turn) {
    const { state, chart } = this;
    const flips = state.flip ? Object.entries(this.flips).map(([place, side]) => `${place}:${side}`) : [];
    const [frame, supposed] = await Promise.all([get("control", this.asked(state.date)), flips.length ? get("whatif", { ...this.asked(state.date), flip: flips }) : null]);
    const other = supposed ? frame : state.against ? await get("control", this.asked(state.against)) : null;
    if (turn !== this.turn) return;
    const shown = supposed?.frame ?? this.review?.tried ?? frame;
    chart.paint(shown, other ?? (this.review?.tried ? frame : null));
    chart.choose(state.place ? this.theatre.places.id.indexOf(state.place) : null);
    this.ahead();
    this.banner(supposed);
    clearTimeout(this.later);
    // What takes geometry follows when the day stands still for a moment: stepping never waits for it.
    await new Promise((done) => { this.later = setTimeout(done, this.time.timer === null ? 60 : 0); });
    if (turn !== this.turn) return;
    const [layers, picture, sieges] = supposed ? [supposed.layers, supposed.after, await get("sieges", { as_known_on: state.known })] : await Promise.all([get("layers", this.asked(state.date)), get("picture", this.asked(state.date)), get("sieges", { as_known_on: state.known })]);
    if (turn !== this.turn) return;
    chart.layers(layers);
    await this.fillPanel(shown, other, picture, sieges, turn);
  }

  async fillPanel(frame, other, picture, sieges, turn) {
    const { state, panel } = this;
    if (state.tab === "outlook") return panel.outlook(state.date);
    this.chart.foresee(null);
    if (state.tab && this.review) return this.review.show(state);
    if (state.place) return panel.history(state.place, state.date, frame, this.flips);
    if (state.route) return panel.route(state.route, state.date);
    if (state.salient) return panel.salient(state.salient, picture, state.date, this.flips);
    const since = state.against ?? iso(Math.max(this.time.first, number(state.date) - 7));
    const before = other ?? (await get("control", this.asked(since)));
    if (turn !== this.turn) return undefined;
    const rows = frame.holder.flatMap((holder, at) => (holder === before.holder[at] ? [] : [{ at, from: this.theatre.sides[before.holder[at]].id, to: this.theatre.sides[holder].id }]));
    const { spoken, size } = this.theatre.places;
    rows.sort((one, another) => spoken[another.at] - spoken[one.at] || size[another.at] - size[one.at]);
    return panel.day(state.date, picture, { title: state.flip ? "What the supposition changes" : state.against ? `Changed against ${words(since)}` : "Changed hands in seven days", rows }, sieges);
  }

  async showSeries(turn) {
    const { state, chart } = this;
    const areas = await get("areas", { date: state.date });
    if (turn !== this.turn) return;
    chart.areas(areas);
    clearTimeout(this.later);
    await new Promise((done) => { this.later = setTimeout(done, 120); });
    if (turn !== this.turn) return;
    const [layers, picture] = await Promise.all([get("layers", { date: state.date }), get("picture", { date: state.date })]);
    if (turn !== this.turn) return;
    chart.layers(layers);
    this.panel.salientOr(state, picture);
  }

  // The next changes are asked for before they are needed.
  ahead() {
    let day = this.time.day;
    for (let n = 0; n < 4; n += 1) {
      day = this.time.next(1, day);
      if (day === undefined) return;
      get("control", this.asked(iso(day))).catch(() => {});
    }
  }

  banner(supposed) {
    const banner = $("banner");
    banner.className = "";
    banner.hidden = !supposed && !this.state.against && !this.review?.tried;
    const names = (list, most = 6) => list.slice(0, most).join(", ") + (list.length > most ? ` and ${list.length - most} more` : "");
    if (supposed) {
      const change = supposed.front_km_change;
      const lost = (how) => supposed.isolated.filter((one) => one.how === how).map((one) => one.place);
      banner.replaceChildren(h("b", {}, "Supposed. "),
        lost("ground").length ? h("span", { class: "warn" }, `Cut off: ${names(lost("ground"))}. `) : "",
        lost("road").length ? h("span", { class: "warn" }, `Without a road: ${names(lost("road"))}. `) : "",
        supposed.isolated.length ? "" : "Nothing is cut off. ",
        ...supposed.routes.map((route) => `${route.name} for ${this.panel.side[route.side].name}: ${route.before ?? "no line"} → ${route.after ?? "no line"}${route.detour_km > 0.5 ? `, ${km(route.detour_km)} longer` : ""}. `),
        `The front ${change < 0 ? "shrinks" : "grows"} by ${km(Math.abs(change))}. `,
        button("Back to what is believed", () => this.go({ flip: null })));
    } else if (this.state.against) banner.replaceChildren(`${words(this.state.date)} against ${words(this.state.against)}: what is striped changed hands. `);
    else if (this.review?.tried) banner.replaceChildren("Tried, not kept: what is striped would change hands.");
  }

  // The record was changed: nothing that was answered holds any longer.
  renewed() {
    forget();
    return this.show();
  }

  keys() {
    addEventListener("keydown", (event) => {
      if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
      const acts = { ",": () => this.time.jump(-1), ".": () => this.time.jump(1), "/": () => $("search").focus(), Escape: () => this.go({ place: null, flip: null }) };
      if (event.key === " " && !event.target.closest("button, summary, a")) acts[" "] = () => this.time.play();
      const act = this.state.tab === "review" && this.review?.keys[event.key] ? this.review.keys[event.key] : acts[event.key];
      if (act) {
        event.preventDefault();
        act();
      }
    });
    $("theme").addEventListener("click", () => this.theme(dark() ? "light" : "dark"));
  }

  theme(name) {
    document.documentElement.dataset.theme = name;
    localStorage.setItem("theme", name);
    this.chart.theme();
    key(this.theatre);
    this.time.ticks();
    this.show();
  }

  search() {
    const input = $("search");
    const list = $("found");
    let rows = [];
    let at = -1;
    let timer = null;
    const close = () => {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const take = (row) => {
      close();
      input.value = "";
      if (row.route_id) return this.go({ route: row.route_id });
      this.chart.show(row.lon, row.lat, 10.5);
      return this.go({ place: row.place_id });
    };
    const draw = () => {
      list.replaceChildren(...(rows.length ? rows.map((row, n) => h("li", { role: "option", id: `found-${n}`, "aria-selected": String(n === at), onmousedown: (event) => { event.preventDefault(); take(row); } }, row.place, " ", h("small", {}, row.kind, row.score >= 0.01 ? ` · ${Math.round(100 * row.score)} %` : ""))) : [h("li", {}, "Nothing of that name here")]));
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      if (at >= 0) input.setAttribute("aria-activedescendant", `found-${at}`);
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        if (!input.value.trim()) return close();
        rows = await get("search", { q: input.value.trim() });
        at = rows.length ? 0 : -1;
        return draw();
      }, 90);
    });
    input.addEventListener("keydown", async (event) => {
      if (event.key === "Escape") return close();
      if (event.key === "Enter" && input.value.trim()) {
        rows = await get("search", { q: input.value.trim() });
        if (rows.length) take(rows[Math.max(at, 0)] ?? rows[0]);
        return undefined;
      }
      if (!["ArrowDown", "ArrowUp"].includes(event.key) || !rows.length) return undefined;
      event.preventDefault();
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % rows.length;
      return draw();
    });
    input.addEventListener("blur", close);
  }
}

document.documentElement.dataset.theme = localStorage.getItem("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
const desk = new Desk();
window.desk = desk;
desk.start().catch((error) => desk.fail(error));
say("");
