// Marks and names on a canvas over the map: the browser's own fonts write any script, and nothing is fetched for it.

import { km } from "./dom.js";
import { CHANCE, NECK, RING } from "./palette.js";

const SHAPES = {
  circle: (c, r) => c.arc(0, 0, r, 0, 7),
  square: (c, r) => c.rect(-r, -r, 2 * r, 2 * r),
  triangle: (c, r) => { c.moveTo(0, -1.3 * r); c.lineTo(1.2 * r, r); c.lineTo(-1.2 * r, r); c.closePath(); },
  diamond: (c, r) => { c.moveTo(0, -1.5 * r); c.lineTo(1.5 * r, 0); c.lineTo(0, 1.5 * r); c.lineTo(-1.5 * r, 0); c.closePath(); },
};
const SHAPE_OF = { airbase: "diamond", airport: "diamond", base: "square", checkpoint: "square", hill: "triangle", mountain: "triangle" };
const WIDE = 240; // pixels: a neck that is wider on the screen is not marked
const ROOM = 3; // pixels between two names
const FONT = '"Noto Sans", "DejaVu Sans", system-ui, sans-serif';

export class Labels {
  constructor(map, theatre) {
    this.map = map;
    this.theatre = theatre;
    this.marks = []; // measures: {at: [lon, lat], text, rank, colour}
    this.chosen = null;
    this.chances = null; // of changing hands, by number of place
    this.lit = new Set();
    this.canvas = document.createElement("canvas");
    this.canvas.className = "labels";
    this.canvas.setAttribute("aria-hidden", "true");
    map.getCanvasContainer().append(this.canvas);
    this.context = this.canvas.getContext("2d");
    this.widths = new Map();
    this.hits = []; // what is written where: {box, place | salient | pocket}
    this.drawn = ""; // the view that was drawn
    map.on("render", () => this.drawn !== this.view() && this.draw());
  }

  view() {
    const { lng, lat } = this.map.getCenter();
    const { clientWidth, clientHeight } = this.map.getContainer();
    return `${lng} ${lat} ${this.map.getZoom()} ${clientWidth} ${clientHeight}`;
  }

  // Draw anew with what is given: marks, chosen, lit, chances.
  redraw(given = {}) {
    Object.assign(this, given);
    this.drawn = "";
    this.map.triggerRepaint();
  }

  hit({ x, y }) {
    return this.hits.find(({ box }) => box[0] <= x && x <= box[2] && box[1] <= y && y <= box[3]);
  }

  // From which zoom on a place is drawn: what is large or spoken of comes first.
  from(at) {
    const { size, spoken } = this.theatre.places;
    if (at === this.chosen || this.lit.has(at)) return 0;
    return [11.5, 11, 10.2, 8.6, 7.4, 0][size[at]] - (spoken[at] ? 1.4 : 0);
  }

  draw() {
    const { map, context: c, canvas } = this;
    this.drawn = this.view();
    this.hits = [];
    const box = map.getContainer().getBoundingClientRect();
    const scale = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(box.width * scale) || canvas.height !== Math.round(box.height * scale)) {
      canvas.width = Math.round(box.width * scale);
      canvas.height = Math.round(box.height * scale);
      canvas.style.width = `${box.width}px`;
      canvas.style.height = `${box.height}px`;
    }
    c.setTransform(scale, 0, 0, scale, 0, 0);
    c.clearRect(0, 0, box.width, box.height);
    const style = getComputedStyle(document.documentElement);
    this.ink = style.getPropertyValue("--map-ink");
    this.halo = style.getPropertyValue("--map-halo");
    const taken = [];
    const { lon, lat, size, kind, name } = this.theatre.places;
    const zoom = map.getZoom();
    const seen = [];
    for (let at = 0; at < lon.length; at++) {
      if (zoom < this.from(at)) continue;
      const p = map.project([lon[at], lat[at]]);
      if (p.x < -20 || p.y < -20 || p.x > box.width + 20 || p.y > box.height + 20) continue;
      seen.push([at, p.x, p.y]);
    }
    const rank = (at) => (at === this.chosen ? 100 : 0) + (this.lit.has(at) ? 40 : 0) + 4 * size[at] + 3 * this.theatre.places.spoken[at];
    seen.sort((one, other) => rank(other[0]) - rank(one[0]));
    for (const [at, p] of this.chances ?? []) this.ring(map.project([lon[at], lat[at]]), p);
    for (const [at, x, y] of seen) this.mark(at, x, y, kind[at], size[at]);
    const [first] = seen;
    if (first?.[0] === this.chosen) this.name(name[first[0]], first[1], first[2], first[0], taken);
    for (const mark of this.marks) this.measure(mark, taken);
    for (const [at, x, y] of seen) if (at !== this.chosen) this.name(name[at], x, y, at, taken);
  }

  ring({ x, y }, p) {
    const { context: c } = this;
    c.beginPath();
    c.arc(x, y, 4 + 16 * Math.sqrt(p), 0, 7);
    c.fillStyle = `${CHANCE}33`;
    c.strokeStyle = RING;
    c.lineWidth = 1.5;
    c.fill();
    c.stroke();
  }

  radius(at, size) {
    return (at === this.chosen ? 1.5 : 0) + [1.8, 2, 2.4, 3.4, 4.6, 6][size] * Math.min(1.3, Math.max(0.75, this.map.getZoom() / 10));
  }

  mark(at, x, y, kind, size) {
    const { context: c } = this;
    c.save();
    c.translate(x, y);
    c.beginPath();
    SHAPES[SHAPE_OF[kind] ?? "circle"](c, this.radius(at, size));
    c.fillStyle = this.theatre.places.spoken[at] ? this.ink : this.halo;
    c.strokeStyle = this.theatre.places.spoken[at] ? this.halo : this.ink;
    c.lineWidth = at === this.chosen ? 2.5 : 1;
    c.fill();
    c.stroke();
    if (at === this.chosen) {
      c.beginPath();
      c.arc(0, 0, this.radius(at, size) + 6, 0, 7);
      c.strokeStyle = this.ink;
      c.lineWidth = 2;
      c.stroke();
    }
    c.restore();
  }

  width(text) {
    const key = this.context.font + text;
    if (!this.widths.has(key)) this.widths.set(key, this.context.measureText(text).width);
    return this.widths.get(key);
  }

  name(text, x, y, at, taken) {
    const size = this.theatre.places.size[at];
    const bold = at === this.chosen || this.lit.has(at) || size >= 5;
    this.context.font = `${bold ? 700 : 400} ${[11, 11, 11, 12, 13, 15][size]}px ${FONT}`;
    const w = this.width(text);
    const r = this.radius(at, size) + 3;
    const tries = [[r, 4], [-r - w, 4], [-w / 2, -r - 3], [-w / 2, r + 10], [r, -6], [r, 14], [-r - w, -6], [-r - w, 14]];
    for (const [dx, dy] of tries) {
      if (this.write(text, x + dx, y + dy, w, taken, at === this.chosen)) {
        this.hits.push({ box: taken.at(-1), place: at });
        return;
      }
    }
  }

  write(text, x, y, w, taken, always = false) {
    const box = [x - ROOM, y - 11, x + w + ROOM, y + 4];
    if (!always && taken.some((b) => b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3])) return false;
    taken.push(box);
    const { context: c } = this;
    c.lineJoin = "round";
    c.lineWidth = 3.5;
    c.strokeStyle = this.halo;
    c.fillStyle = this.ink;
    c.strokeText(text, x, y);
    c.fillText(text, x, y);
    return true;
  }

  // A measure on the map: a neck's bar with its width, a pocket's days.
  measure(mark, taken) {
    const { context: c, map } = this;
    if (mark.across) {
      const [one, other] = mark.across.map((end) => map.project(end));
      if (Math.hypot(one.x - other.x, one.y - other.y) > WIDE) return; // too near to be a neck, or too wide to matter here
      for (const [width, colour] of [[6, this.halo], [3, mark.colour]]) {
        c.lineWidth = width;
        c.strokeStyle = colour;
        c.lineCap = "round";
        c.beginPath();
        c.moveTo(one.x, one.y);
        c.lineTo(other.x, other.y);
        c.stroke();
      }
    }
    if (map.getZoom() < mark.from) return;
    const p = map.project(mark.at);
    c.font = `600 12px ${FONT}`;
    const w = this.width(mark.text);
    for (const [dx, dy] of [[8, 18], [8, -10], [-w - 8, 18], [-w - 8, -10], [-w / 2, 30], [-w / 2, -24]]) {
      const box = [p.x + dx - 5, p.y + dy - 13, p.x + dx + w + 5, p.y + dy + 5];
      if (taken.some((b) => b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3])) continue;
      taken.push(box);
      this.hits.unshift({ box, ...mark.of });
      c.fillStyle = mark.colour;
      c.beginPath();
      c.roundRect(box[0], box[1], box[2] - box[0], box[3] - box[1], 4);
      c.fill();
      c.fillStyle = "#fff";
      c.fillText(mark.text, p.x + dx, p.y + dy);
      return;
    }
  }
}

// What a picture's layers have to be labelled with.
export function measures(layers) {
  const found = [];
  for (const { geometry, properties: told } of layers.features) {
    if (!geometry) continue;
    if (told.layer === "necks") {
      const across = geometry.coordinates[0];
      const at = [(across[0][0] + across[1][0]) / 2, (across[0][1] + across[1][1]) / 2];
      found.push({ at, across, text: `neck ${km(told.width_km)}`, from: 7.5, colour: NECK, of: { salient: `${told.name}@${at.map((value) => value.toFixed(2)).join(",")}` } });
    }
    if (told.layer === "pockets") {
      const ring = geometry.coordinates[0][0];
      const at = ring.reduce((sum, p) => [sum[0] + p[0] / ring.length, sum[1] + p[1] / ring.length], [0, 0]);
      found.push({ at, text: told.days ? `cut off ${told.days.toLocaleString("en")} ${told.days === 1 ? "day" : "days"}` : "cut off", from: 7.5, colour: RING, of: { pocket: told.places.split("; ") } });
    }
  }
  return found;
}
