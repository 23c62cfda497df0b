// The map: the ground is sent once, a day only paints it.

import { $, h } from "./dom.js";
import { Labels, measures } from "./labels.js";

const DOUBT = 75; // percent: below it the ground is hatched
const ROUTE = { open: "#1b7f5c", threatened: "#b8860b", contested: "#8b3fa0", cut: "#c2185b" };
const DASH = { open: [1, 0], threatened: [4, 1.5], contested: [2, 1.5], cut: [0.6, 1.4] };

export const dark = () => (document.documentElement.dataset.theme ?? "") === "dark";

// A side's colour on the screen: on a dark ground what is nearly black is lifted.
export function shade(colour) {
  const rgb = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const light = (0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]) / 255;
  const lift = dark() && light < 0.4 ? 0.45 : 0;
  return `rgb(${rgb.map((value) => Math.round(value + (235 - value) * lift)).join(" ")})`;
}

function pattern(draw) {
  const canvas = h("canvas", { width: 16, height: 16 });
  const context = canvas.getContext("2d");
  draw(context);
  return context.getImageData(0, 0, 16, 16);
}

const stripes = (ink, width) => pattern((c) => {
  c.strokeStyle = ink;
  c.lineWidth = width;
  for (const at of [-16, -8, 0, 8, 16, 24]) {
    c.beginPath();
    c.moveTo(at - 2, 18);
    c.lineTo(at + 18, -2);
    c.stroke();
  }
});

// Where to look first: the ground that nine tenths of what reports speak of lies on.
function middle({ bounds, places }) {
  const spoken = places.lon.map((_, at) => at).filter((at) => places.spoken[at]);
  if (spoken.length < 10) return bounds;
  const span = (values) => {
    const sorted = spoken.map((at) => values[at]).sort((one, other) => one - other);
    return [sorted[Math.floor(sorted.length * 0.05)], sorted[Math.ceil(sorted.length * 0.95) - 1]];
  };
  const [[west, east], [south, north]] = [span(places.lon), span(places.lat)];
  return [west, south, east, north];
}

export class Chart {
  constructor(theatre, view, { onplace, onsalient, onroute, onmove }) {
    this.theatre = theatre;
    this.frame = null;
    this.other = null;
    const [west, south, east, north] = middle(theatre);
    this.map = new window.maplibregl.Map({
      container: "map",
      style: { version: 8, sources: {}, layers: [{ id: "paper", type: "background", paint: { "background-color": "#ddd" } }] },
      bounds: view ? undefined : [[west, south], [east, north]],
      center: view?.slice(0, 2),
      zoom: view?.[2],
      fitBoundsOptions: { padding: 20 },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      maxPitch: 0,
      fadeDuration: 0,
      renderWorldCopies: false,
    });
    const canvas = this.map.getCanvas();
    canvas.setAttribute("aria-label", "Map of who holds what; arrow keys move it, plus and minus zoom. The panel says the same in words.");
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new window.maplibregl.NavigationControl({ showCompass: false }), "top-left");
    this.map.addControl(new window.maplibregl.ScaleControl({ maxWidth: 120 }), "bottom-left");
    this.labels = new Labels(this.map, theatre);
    this.map.on("moveend", onmove);
    this.map.on("click", (event) => {
      const mark = this.nearest(event.point, 10);
      if (mark !== null) return onplace(mark);
      const { x, y } = event.point;
      const near = this.map.queryRenderedFeatures([[x - 4, y - 4], [x + 4, y + 4]], { layers: ["necks", "cells", "routecase"].filter((id) => this.map.getLayer(id)) });
      const of = (id) => near.find((feature) => feature.layer.id === id);
      if (of("necks")) return onsalient(of("necks").properties.name);
      if (of("routecase")) return onroute(of("routecase").properties.route);
      return of("cells") && onplace(this.nearest(event.point) ?? of("cells").id);
    });
    this.map.on("mousemove", (event) => { this.map.getCanvas().style.cursor = this.onMark(event.point) ? "pointer" : ""; });
    this.ready = new Promise((done) => { this.map.on("load", done); });
  }

  // The place whose mark is under the pointer, if one is.
  nearest({ x, y }, reach = 14) {
    const { lon, lat } = this.theatre.places;
    const zoom = this.map.getZoom();
    let best = null;
    for (let at = 0; at < lon.length; at++) {
      if (zoom < this.labels.from(at)) continue;
      const p = this.map.project([lon[at], lat[at]]);
      const far = Math.hypot(p.x - x, p.y - y);
      if (far < reach) [best, reach] = [at, far];
    }
    return best;
  }

  onMark(point) {
    return this.nearest(point, 8) !== null;
  }

  async lay(ground) {
    await this.ready;
    const { map } = this;
    const none = { type: "FeatureCollection", features: [] };
    const of = (...names) => ({ ...none, features: ground.features.filter((one) => names.includes(one.properties.layer)) });
    if (this.theatre.basemap) {
      map.addSource("tiles", { type: "raster", tiles: [this.theatre.basemap], tileSize: 256 });
      map.addLayer({ id: "tiles", type: "raster", source: "tiles" });
    }
    for (const [id, data] of Object.entries({ edge: of("boundary"), water: of("water"), cells: of("cell"), borders: of("border"), areas: none, layers: none })) {
      map.addSource(id, { type: "geojson", data, tolerance: 0, buffer: 32 });
    }
    const layer = (id, source, type, paint, more = {}) => map.addLayer({ id, source, type, paint, ...more });
    const only = (name) => ({ filter: ["==", ["get", "layer"], name] });
    layer("paperland", "edge", "fill", { "fill-color": "#fff" });
    layer("cells", "cells", "fill", {});
    layer("area", "areas", "fill", {}, only("area"));
    layer("areadoubt", "areas", "fill", {}, only("doubt"));
    layer("hatch", "cells", "fill", { "fill-pattern": "hatch", "fill-opacity": ["case", ["boolean", ["feature-state", "doubt"], false], 0.5, 0] });
    layer("changed", "cells", "fill", { "fill-pattern": "changed", "fill-opacity": ["case", ["boolean", ["feature-state", "changed"], false], 1, 0] });
    layer("lake", "water", "fill", { "fill-color": "#9cc3d9" });
    layer("salients", "layers", "fill", { "fill-color": "#a3123f", "fill-opacity": 0.07 }, only("salients"));
    layer("salientedge", "layers", "line", { "line-color": "#a3123f", "line-width": 1.4, "line-dasharray": [2, 2] }, only("salients"));
    layer("frontcase", "borders", "line", { "line-width": ["interpolate", ["linear"], ["zoom"], 7, 3, 11, 7], "line-opacity": ["case", ["boolean", ["feature-state", "front"], false], 0.9, 0] }, { layout: { "line-cap": "round" } });
    layer("front", "borders", "line", { "line-width": ["interpolate", ["linear"], ["zoom"], 7, 1.3, 11, 3.2], "line-opacity": ["case", ["boolean", ["feature-state", "front"], false], 1, 0] }, { layout: { "line-cap": "round" } });
    layer("frontline", "layers", "line", { "line-width": 2 }, this.theatre.kind === "series" ? only("fronts") : { filter: ["boolean", false] });
    // Two sides may use one road, each as it can: a strand for each; the panel says whose is which.
    const strand = ["match", ["get", "side"], ...this.theatre.sides.flatMap((side, at) => [side.id, [-1.8, 1.8, 5.4, -5.4][at % 4]]), 0];
    layer("routecase", "layers", "line", { "line-width": 5, "line-offset": strand }, only("routes"));
    for (const [status, colour] of Object.entries(ROUTE)) {
      layer(`routes-${status}`, "layers", "line", { "line-color": colour, "line-width": 2.4, "line-offset": strand, "line-dasharray": DASH[status] }, { filter: ["all", ["==", ["get", "layer"], "routes"], ["==", ["get", "status"], status]] });
    }
    layer("pockets", "layers", "line", { "line-color": "#5b2a86", "line-width": 3, "line-dasharray": [1.5, 1] }, only("pockets"));
    layer("necks", "layers", "line", { "line-color": "#a3123f", "line-width": 12, "line-opacity": 0.01 }, only("necks"));
    layer("outline", "edge", "line", { "line-color": "#888", "line-width": 1 });
    this.theme();
    this.borders = ground.features.filter((one) => one.properties.layer === "border").map((one) => [one.id, one.properties.one, one.properties.other]);
    this.painted = [];
    this.fronts = [];
  }

  theme() {
    const { map } = this;
    const sides = this.theatre.sides.map((side) => shade(side.colour));
    const ink = dark() ? "#f2f0ea" : "#16191c";
    const paper = dark() ? "#181c20" : "#fcfbf8";
    for (const [name, image] of [["hatch", stripes(dark() ? "#0008" : "#fff", 2.5)], ["changed", stripes(ink, 1.6)]]) {
      if (map.hasImage(name)) map.removeImage(name);
      map.addImage(name, image, { pixelRatio: 2 });
    }
    const under = this.theatre.basemap ? 0.45 : 0.62;
    const opacity = ["interpolate", ["linear"], ["coalesce", ["feature-state", "percent"], 0], 30, 0.22, DOUBT, 0.42, 100, under];
    const faded = ["case", ["boolean", ["feature-state", "faded"], false], 0.14, opacity];
    const paint = {
      paper: { "background-color": dark() ? "#101316" : "#e7e5df" },
      paperland: { "fill-color": paper, "fill-opacity": this.theatre.basemap ? 0.2 : 1 },
      cells: { "fill-color": ["match", ["coalesce", ["feature-state", "holder"], -1], ...sides.flatMap((colour, at) => [at, colour]), "#999"], "fill-opacity": faded, "fill-antialias": false },
      area: { "fill-color": ["match", ["get", "side"], ...this.theatre.sides.flatMap((side, at) => [side.id, sides[at]]), "#999"], "fill-opacity": under },
      areadoubt: { "fill-pattern": "hatch", "fill-opacity": 0.6 },
      lake: { "fill-color": dark() ? "#23435a" : "#b9d6e6" },
      front: { "line-color": ink },
      frontline: { "line-color": ink },
      frontcase: { "line-color": paper },
      routecase: { "line-color": paper, "line-opacity": 0.85 },
    };
    for (const [id, values] of Object.entries(paint)) {
      for (const [name, value] of Object.entries(values)) if (map.getLayer(id)) map.setPaintProperty(id, name, value);
    }
    map.triggerRepaint();
  }

  // Paint a day: only what differs from what is painted is touched.
  paint(frame, other = null) {
    const { map } = this;
    const now = frame.holder.map((holder, at) => {
      const changed = other !== null && other.holder[at] !== holder;
      return [holder, frame.percent[at], changed, other !== null && !changed];
    });
    now.forEach((state, id) => {
      const was = this.painted[id];
      if (was && was.every((value, at) => value === state[at])) return;
      const [holder, percent, changed, faded] = state;
      map.setFeatureState({ source: "cells", id }, { holder, percent, changed, faded, doubt: percent < DOUBT });
    });
    this.painted = now;
    for (const [id, one, another] of this.borders) {
      const front = frame.holder[one] !== frame.holder[another];
      if (this.fronts[id] === front) continue;
      this.fronts[id] = front;
      map.setFeatureState({ source: "borders", id }, { front });
    }
    this.labels.lit = new Set(other === null ? [] : now.flatMap((state, at) => (state[2] ? [at] : [])));
    map.triggerRepaint();
  }

  areas(areas) {
    this.map.getSource("areas").setData(areas);
  }

  layers(layers) {
    this.map.getSource("layers").setData(layers);
    this.labels.marks = measures(layers);
    this.map.triggerRepaint();
  }

  foresee(chances) {
    this.labels.chances = chances;
    this.map.triggerRepaint();
  }

  choose(at) {
    this.labels.chosen = at;
    this.map.triggerRepaint();
  }

  show(lon, lat, zoom = 10) {
    this.map.easeTo({ center: [lon, lat], zoom: Math.max(zoom, this.map.getZoom()), duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 600 });
  }
}

export function key(theatre) {
  const row = (mark, text) => h("li", {}, mark, text);
  const swatch = (name, colour) => h("i", { class: `swatch ${name}`, colour });
  $("key").replaceChildren(h("details", { open: innerWidth > 800 }, h("summary", {}, "Key"), h("ul", {},
    theatre.sides.map((side) => row(swatch("", shade(side.colour)), side.name)),
    row(swatch("hatched"), "in doubt (below 75 %)"),
    row(swatch("line"), "front"),
    row(swatch("neck"), "neck of a salient"),
    row(swatch("pocket"), "pocket: cut off"),
    theatre.routes.length ? Object.entries(ROUTE).map(([status, colour]) => row(swatch(`road ${status}`, colour), `road ${status}`)) : null,
  )));
}
