// The desk: what is shown stands in the page's address, and everything else follows from it.

import { Incoming } from "./add.js";
import { forget, get, peek, takeToken } from "./api.js";
import { $, button, h, iso, km, number, say, words } from "./dom.js";
import { help } from "./help.js";
import { Chart } from "./map.js";
import { dark, key } from "./palette.js";
import { Panel } from "./panel.js";
import { Review } from "./review.js";
import { search } from "./search.js";
import { Swipe } from "./swipe.js";
import { TimeBar } from "./time.js";

const KEYS = ["date", "against", "swipe", "place", "route", "salient", "siege", "tab", "claim", "flip", "known", "view"];
const CHOSEN = ["place", "route", "salient", "siege", "tab"];
const AHEAD = 3; // changes that are asked for before they are needed
const REST = 200; // milliseconds that the day stands still before their geometry is asked for

function read() {
  const given = new URLSearchParams(location.hash.slice(1));
  if (given.has("token")) {
    takeToken(given.get("token"));
    given.delete("token");
    history.replaceState(null, "", `#${given}`);
  }
  return Object.fromEntries(KEYS.flatMap((name) => (given.has(name) ? [[name, given.get(name)]] : [])));
}

// Work that is asked for more often than it can be done: done again once it is done, for what is wanted then.
function latest(work) {
  let wanted = false;
  let running = null;
  const run = async () => {
    while (wanted) {
      wanted = false;
      await work();
    }
  };
  return () => {
    wanted = true;
    running ??= run().finally(() => { running = null; });
    return running;
  };
}

class Desk {
  paint = latest(() => this.guarded(() => this.paintDay()));

  follow = latest(() => this.guarded(() => this.drawOver()));

  async start() {
    this.state = read();
    this.theatre = await get("theatre", { as_known_on: this.state.known });
    const { theatre } = this;
    document.title = `${theatre.name} · frontline`;
    $("title").textContent = theatre.name;
    this.time = new TimeBar(theatre, (day) => this.go({ date: day }, { quiet: true }), (day) => this.go({ against: day }));
    this.check(theatre.day);
    this.panel = new Panel($("panel"), theatre, this);
    this.review = theatre.edit ? new Review(this) : null;
    this.incoming = theatre.edit ? new Incoming(this) : null;
    this.help = help(theatre);
    const view = this.state.view?.split(",").map(Number);
    const acts = {
      onplace: (at) => this.toPlace(theatre.places.id[at]),
      onsalient: (name) => this.go({ salient: name }),
      onroute: (id) => this.go({ route: id }),
      onpocket: (names) => this.toSiege(names),
      onmove: () => this.keepView(),
    };
    this.chart = new Chart("map", theatre, view?.length === 3 && view.every(Number.isFinite) ? view : null, acts);
    $("credit").textContent = theatre.basemap?.attribution ?? "";
    key(theatre);
    this.tabs();
    this.keys();
    search(this);
    const ground = await get("ground");
    await this.chart.lay(ground);
    this.swipe = new Swipe(theatre, ground, this.chart, acts, (at) => this.go({ swipe: String(at) }, { quiet: true }));
    $("mode").addEventListener("click", () => this.go({ swipe: this.state.swipe === undefined ? "50" : null }));
    addEventListener("hashchange", () => {
      const next = read();
      if (this.written === location.hash) return;
      const { date } = this.state;
      this.state = { date, ...next };
      this.check(date);
      this.show();
    });
    await this.show();
    document.documentElement.dataset.ready = "1";
  }

  // An address may have been written by anybody: a day that is none here is not asked for.
  check(day) {
    if (!this.time.valid(this.state.date ?? "")) this.state.date = day;
    if (!this.time.valid(this.state.against ?? "")) delete this.state.against;
  }

  tabs() {
    const tabs = [["Day", {}], ["Outlook", { tab: "outlook" }], ...(this.theatre.edit ? [["Review", { tab: "review" }], ["Add a report", { tab: "add" }]] : [])];
    $("tabs").replaceChildren(...tabs.map(([name, to]) => button(name, () => this.go(to.tab ? to : { tab: null, place: null }), { "data-tab": to.tab ?? "day" })));
  }

  // Show something else: what is named here, the rest as it was. What is chosen is one thing at a time.
  go(to, { quiet = false } = {}) {
    if (CHOSEN.some((name) => name in to)) for (const name of [...CHOSEN, "claim"]) delete this.state[name];
    if (!("flip" in to) && ("date" in to || "place" in to) && this.state.flip && "date" in to) delete this.state.flip;
    if (CHOSEN.some((name) => to[name])) localStorage.setItem("chosen", "1");
    for (const [name, value] of Object.entries(to)) {
      if (value === null) delete this.state[name];
      else this.state[name] = value;
    }
    if (!this.state.against) delete this.state.swipe;
    this.write(quiet);
    return this.show();
  }

  // A place was chosen, on the map or by its name: to be looked at, or to be what a claim speaks of.
  toPlace(id) {
    return this.review?.picking ? this.review.picked(id) : this.go({ place: id });
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

  // The ground is painted at once; what takes geometry and words follows.
  async show() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const { state, theatre } = this;
    this.time.show(state.date, state.against, state.swipe !== undefined);
    for (const tab of $("tabs").children) tab.setAttribute("aria-current", String((state.tab ?? "day") === tab.dataset.tab));
    key(theatre, { changed: Boolean(state.against && state.swipe === undefined) || Boolean(state.flip), chances: state.tab === "outlook" });
    await this.paint();
    await this.follow();
    if (turn === this.turn) this.ahead(turn);
  }

  async guarded(work) {
    try {
      await work();
    } catch (error) {
      this.fail(error);
    }
  }

  fail(error) {
    $("banner").hidden = false;
    $("banner").className = "fault";
    $("banner").replaceChildren(error.message);
    if (error.status === 401) $("banner").append(this.tokenForm());
  }

  // Who comes without the address that the desk printed can give its token by hand.
  tokenForm() {
    const field = h("input", { type: "password", name: "token", "aria-label": "The desk's token", autocomplete: "off", required: true });
    return h("form", { class: "choices", onsubmit: (event) => {
      event.preventDefault();
      takeToken(field.value.trim());
      location.reload();
    } }, field, h("button", {}, "Open"));
  }

  asked(date, more = {}) {
    return { date, as_known_on: this.state.known, ...more };
  }

  get series() {
    return this.theatre.kind === "series";
  }

  ground(date) {
    return get(this.series ? "areas" : "control", this.asked(date));
  }

  async paintDay() {
    const { state, chart, turn } = this;
    const flips = Object.entries(this.flips).map(([place, side]) => `${place}:${side}`);
    const [ground, before, supposed] = await Promise.all([
      this.ground(state.date),
      state.against && !flips.length ? this.ground(state.against) : null,
      flips.length ? get("whatif", { ...this.asked(state.date), flip: flips }) : null,
    ]);
    if (turn !== this.turn) return;
    performance.mark("paint");
    const effect = supposed ? null : (this.review?.effectOn(state) ?? null);
    const shown = supposed?.frame ?? effect?.after ?? ground;
    const swiped = before !== null && state.swipe !== undefined;
    const other = supposed ? ground : (effect?.before ?? before);
    this.shown = { shown, other, supposed, swiped, date: state.date };
    if (this.series) chart.areas(shown);
    else chart.paint(shown, swiped ? null : other);
    chart.choose(state.place ? this.theatre.places.id.indexOf(state.place) : (this.review?.chosen ?? null));
    chart.layers(supposed?.layers ?? peek("layers", this.asked(state.date)) ?? null);
    this.banner(supposed, effect);
    performance.measure("paint", "paint");
    if (swiped) await this.beside(before);
    else this.swipe.close();
  }

  // The second map, of the day that is compared with.
  async beside(ground) {
    const { state } = this;
    const chart = await this.swipe.open(Number(state.swipe), [state.against, state.date]);
    if (this.series) chart.areas(ground);
    else chart.paint(ground);
    chart.choose(this.chart.labels.chosen);
    chart.layers(peek("layers", this.asked(state.against)) ?? null);
  }

  async drawOver() {
    const { state, chart, turn } = this;
    if (!this.shown) return;
    const { shown, other, supposed, swiped } = this.shown;
    const sieges = get("sieges", { as_known_on: state.known });
    const [layers, picture, change, beside] = await Promise.all([
      supposed?.layers ?? get("layers", this.asked(state.date)),
      supposed?.after ?? get("picture", this.asked(state.date)),
      this.series && state.against ? get("difference", { ...this.asked(state.date), against: state.against }) : null,
      swiped ? get("layers", this.asked(state.against)) : null,
    ]);
    if (turn !== this.turn) return;
    chart.layers(layers);
    if (this.series) chart.change(swiped ? null : change);
    if (swiped && this.swipe.chart) this.swipe.chart.layers(beside);
    await this.fillPanel(shown, other, picture, await sieges, change, turn);
  }

  async fillPanel(frame, other, picture, sieges, change, turn) {
    const { state, panel } = this;
    if (state.tab === "outlook") return panel.outlook(state.date);
    this.chart.foresee(null);
    if (state.tab && this.review) return state.tab === "add" ? this.incoming.show() : this.review.show(state);
    if (state.siege) return panel.siege(state.siege, state.date);
    if (state.place && !this.series) return panel.history(state.place, state.date, frame, this.flips);
    if (state.route) return panel.route(state.route, state.date);
    if (state.salient) return panel.salient(state.salient, picture, state.date, this.flips);
    if (this.series) return panel.day(state.date, picture, change && { title: `Changed hands since ${words(state.against)}`, rows: change.features.map((one) => one.properties) }, []);
    const since = state.against ?? iso(Math.max(this.time.first, number(state.date) - 7));
    const before = other ?? (await get("control", this.asked(since)));
    if (turn !== this.turn) return undefined;
    const rows = frame.holder.flatMap((holder, at) => (holder === before.holder[at] ? [] : [{ at, from: this.theatre.sides[before.holder[at]].id, to: this.theatre.sides[holder].id }]));
    const { spoken, size } = this.theatre.places;
    rows.sort((one, another) => spoken[another.at] - spoken[one.at] || size[another.at] - size[one.at]);
    return panel.day(state.date, picture, { title: state.flip ? "What the supposition changes" : state.against ? `Changed against ${words(since)}` : "Changed hands in seven days", rows }, sieges);
  }

  // The siege that a pocket's places are under on the day; the first of them where no report calls it one.
  async toSiege(names) {
    const rows = await get("sieges", { as_known_on: this.state.known });
    const siege = rows.find((row) => names.includes(row.place) && row.start <= this.state.date && (!row.end || row.end > this.state.date));
    if (siege) return this.go({ siege: `${siege.place_id}:${siege.start}` });
    const at = this.theatre.places.name.indexOf(names[0]);
    return at >= 0 && this.go({ place: this.theatre.places.id[at] });
  }

  // The changes after this day and the one before are asked for before they are needed, while the day stands still.
  async ahead(turn) {
    const { time } = this;
    const days = [time.next(-1)];
    for (let day = time.day, n = 0; n < AHEAD; n += 1) days.splice(n, 0, (day = time.next(1, day)));
    const wanted = days.filter((day) => day !== undefined).map((day) => this.asked(iso(day)));
    for (const asked of wanted) this.ground(asked.date).catch(() => {});
    await new Promise((done) => { setTimeout(done, REST); });
    for (const asked of wanted) {
      if (turn !== this.turn || this.state.tab) return;
      await Promise.all([get("layers", asked), get("picture", asked)]).catch(() => {});
    }
  }

  banner(supposed, effect) {
    const banner = $("banner");
    banner.className = "";
    banner.hidden = !supposed && !(this.state.against && this.state.swipe === undefined) && !effect;
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
    } else if (effect) {
      banner.replaceChildren(effect.kept ? "" : h("b", {}, "Tried, not kept. "), effect.words, " ", effect.kept
        ? effect.tab === "review" && this.review.last.length > 0 && button("Undo (u)", () => this.review.undo())
        : button("Back to what is believed", () => this.review.back()));
    } else if (this.state.against && this.state.swipe === undefined) banner.replaceChildren(`${words(this.state.date)} against ${words(this.state.against)}: what is striped changed hands. `);
  }

  // The record was changed: nothing that was answered holds any longer.
  renewed() {
    forget();
    return this.show();
  }

  keys() {
    addEventListener("keydown", (event) => {
      if ($("help-text").open) return;
      if (event.target.closest("input, textarea, select")) {
        // Out of a field again, to where keys act.
        if (event.key === "Escape" && event.target.closest("#panel")) this.review?.back() || $("panel").focus();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const acts = { ",": () => this.time.jump(-1), ".": () => this.time.jump(1), "/": () => $("search").focus(), "?": () => this.help(), Escape: () => this.review?.back() || this.go({ place: null, flip: null }) };
      if (event.key === " " && !event.target.closest("button, summary, a")) acts[" "] = () => this.time.play();
      const act = this.state.tab === "review" && this.review?.keys[event.key] ? this.review.keys[event.key] : acts[event.key];
      if (act) {
        event.preventDefault();
        act();
      }
    });
    // The address is the view's: the link's own would wipe it.
    document.querySelector(".skip").addEventListener("click", (event) => {
      event.preventDefault();
      $("panel").focus();
    });
    $("theme").addEventListener("click", () => this.theme(dark() ? "light" : "dark"));
  }

  theme(name) {
    document.documentElement.dataset.theme = name;
    localStorage.setItem("theme", name);
    this.chart.theme();
    this.swipe.chart?.theme();
    this.time.ticks();
    this.show();
  }
}

document.documentElement.dataset.theme = localStorage.getItem("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
const desk = new Desk();
window.desk = desk;
desk.start().catch((error) => desk.fail(error));
say("");
