// A map: the ground is sent once, a day only paints it.

import { signed } from "./api.js";
import { lay, tint } from "./basemap.js";
import { Labels, measures } from "./labels.js";
import { CHANCE, DASH, DOUBT, NECK, RING, ROUTE, changed, dark, hatch, ink, most, paper, shade, strength } from "./palette.js";

const NONE = { type: "FeatureCollection", features: [] };
const SHAKE = 5; // pixels that a hand may move while it clicks

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
  constructor(container, theatre, view, acts) {
    this.theatre = theatre;
    this.laid = new Map(); // what each source has
    this.compared = false;
    const [west, south, east, north] = middle(theatre);
    this.map = new window.maplibregl.Map({
      container,
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
      clickTolerance: SHAKE,
      transformRequest: signed,
    });
    const canvas = this.map.getCanvas();
    canvas.setAttribute("aria-label", "Map of who holds what; arrow keys move it, plus and minus zoom. The panel says the same in words.");
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new window.maplibregl.NavigationControl({ showCompass: false }), "top-left");
    this.map.addControl(new window.maplibregl.ScaleControl({ maxWidth: 120 }), "bottom-left");
    this.labels = new Labels(this.map, theatre);
    this.map.on("moveend", acts.onmove);
    this.map.on("click", ({ point }) => this.clicked(point, acts));
    this.map.on("mousemove", ({ point }) => { this.map.getCanvas().style.cursor = this.labels.hit(point) || this.nearest(point, 8) !== null ? "pointer" : ""; });
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

  // What is meant by a click: what is written or marked there, before a line that is near, before the ground.
  clicked(point, { onplace, onsalient, onroute, onpocket }) {
    const mark = this.nearest(point, 10);
    if (mark !== null) return onplace(mark);
    const written = this.labels.hit(point);
    if (written?.salient) return onsalient(written.salient);
    if (written?.pocket) return onpocket(written.pocket);
    if (written) return onplace(written.place);
    const { x, y } = point;
    const near = this.map.queryRenderedFeatures([[x - 4, y - 4], [x + 4, y + 4]], { layers: ["necks", "cells", "routecase"].filter((id) => this.map.getLayer(id)) });
    const of = (id) => near.find((feature) => feature.layer.id === id);
    if (of("necks")) {
      const { lng, lat } = this.map.unproject(point);
      return onsalient(`${of("necks").properties.name}@${lng.toFixed(2)},${lat.toFixed(2)}`);
    }
    if (of("routecase")) return onroute(of("routecase").properties.route);
    return of("cells") && onplace(this.nearest(point) ?? of("cells").id);
  }

  async lay(ground) {
    await this.ready;
    const { map } = this;
    const of = (...names) => ({ ...NONE, features: ground.features.filter((one) => names.includes(one.properties.layer)) });
    if (this.theatre.basemap) lay(map, this.theatre.basemap);
    for (const [id, data] of Object.entries({ edge: of("boundary"), water: of("water"), cells: of("cell"), borders: of("border"), areas: NONE, change: NONE, chances: NONE, layers: NONE })) {
      map.addSource(id, { type: "geojson", data, tolerance: 0, buffer: 32 });
    }
    const layer = (id, source, type, paint, more = {}) => map.addLayer({ id, source, type, paint, ...more });
    const only = (name) => ({ filter: ["==", ["get", "layer"], name] });
    layer("paperland", "edge", "fill", { "fill-color": "#fff" });
    layer("cells", "cells", "fill", {});
    layer("area", "areas", "fill", {}, only("area"));
    layer("areadoubt", "areas", "fill", {}, only("doubt"));
    layer("hatch", "cells", "fill", { "fill-pattern": "hatch", "fill-opacity": ["case", ["boolean", ["feature-state", "doubt"], false], 1, 0] });
    layer("changedground", "change", "fill", {});
    layer("changedstripes", "change", "fill", { "fill-pattern": "changed" });
    layer("changed", "cells", "fill", { "fill-pattern": "changed", "fill-opacity": ["case", ["boolean", ["feature-state", "changed"], false], 1, 0] });
    layer("chances", "chances", "fill", { "fill-color": CHANCE, "fill-opacity": ["interpolate", ["linear"], ["get", "p"], 0.05, 0.12, 0.5, 0.6, 1, 0.85], "fill-antialias": false });
    layer("lake", "water", "fill", { "fill-color": "#9cc3d9" });
    layer("salients", "layers", "fill", { "fill-color": NECK, "fill-opacity": 0.07 }, only("salients"));
    layer("salientedge", "layers", "line", { "line-color": NECK, "line-width": 1.4, "line-dasharray": [2, 2] }, only("salients"));
    layer("frontcase", "borders", "line", { "line-width": ["interpolate", ["linear"], ["zoom"], 7, 3, 11, 7], "line-opacity": ["case", ["boolean", ["feature-state", "front"], false], 0.9, 0] }, { layout: { "line-cap": "round" } });
    layer("front", "borders", "line", { "line-width": ["interpolate", ["linear"], ["zoom"], 7, 1.3, 11, 3.2], "line-opacity": ["case", ["boolean", ["feature-state", "front"], false], 1, 0] }, { layout: { "line-cap": "round" } });
    layer("frontline", "layers", "line", { "line-width": 2 }, this.theatre.kind === "series" ? only("fronts") : { filter: ["boolean", false] });
    // Two sides may use one road, each as it can: a strand for each; the panel says whose is which.
    const strand = ["match", ["get", "side"], ...this.theatre.sides.flatMap((side, at) => [side.id, [-1.8, 1.8, 5.4, -5.4][at % 4]]), 0];
    layer("routecase", "layers", "line", { "line-width": 5, "line-offset": strand }, only("routes"));
    for (const [status, colour] of Object.entries(ROUTE)) {
      layer(`routes-${status}`, "layers", "line", { "line-color": colour, "line-width": 2.4, "line-offset": strand, "line-dasharray": DASH[status] }, { filter: ["all", ["==", ["get", "layer"], "routes"], ["==", ["get", "status"], status]] });
    }
    layer("pockets", "layers", "line", { "line-color": RING, "line-width": 3, "line-dasharray": [1.5, 1] }, only("pockets"));
    layer("necks", "layers", "line", { "line-color": NECK, "line-width": 12, "line-opacity": 0.01 }, only("necks"));
    layer("outline", "edge", "line", { "line-color": "#888", "line-width": 1 });
    this.painted = [];
    this.fronts = [];
    this.theme();
    this.borders = ground.features.filter((one) => one.properties.layer === "border").map((one) => [one.id, one.properties.one, one.properties.other]);
  }

  theme() {
    const { map } = this;
    const { basemap } = this.theatre;
    const sides = this.theatre.sides.map((side) => shade(side.colour));
    const bySide = (name) => ["match", ["get", name], ...this.theatre.sides.flatMap((side, at) => [side.id, sides[at]]), "#999"];
    for (const [name, image] of [["hatch", hatch()], ["changed", changed()]]) {
      if (map.hasImage(name)) map.removeImage(name);
      map.addImage(name, image, { pixelRatio: 2 });
    }
    const opacity = ["interpolate", ["linear"], ["coalesce", ["feature-state", "percent"], 0], ...strength(basemap)];
    const faded = ["case", ["boolean", ["feature-state", "faded"], false], 0.14, opacity];
    const paint = {
      paper: { "background-color": dark() ? "#101316" : "#e7e5df" },
      paperland: { "fill-color": paper(), "fill-opacity": basemap ? 0.2 : 1 },
      cells: { "fill-color": ["match", ["coalesce", ["feature-state", "holder"], -1], ...sides.flatMap((colour, at) => [at, colour]), "#999"], "fill-opacity": faded, "fill-antialias": false },
      area: { "fill-color": bySide("side"), "fill-opacity": this.compared ? 0.16 : most(basemap) },
      changedground: { "fill-color": bySide("to"), "fill-opacity": most(basemap) },
      areadoubt: { "fill-pattern": "hatch" },
      lake: { "fill-color": dark() ? "#23435a" : "#b9d6e6" },
      front: { "line-color": ink() },
      frontline: { "line-color": ink() },
      frontcase: { "line-color": paper() },
      routecase: { "line-color": paper(), "line-opacity": 0.85 },
    };
    for (const [id, values] of Object.entries(paint)) {
      for (const [name, value] of Object.entries(values)) if (map.getLayer(id)) map.setPaintProperty(id, name, value);
    }
    if (basemap) tint(map, basemap);
    this.labels.redraw();
  }

  // Paint a day: only what differs from what is painted is touched.
  paint(frame, other = null) {
    const { map, painted, fronts } = this;
    const lit = new Set();
    for (let id = 0; id < frame.holder.length; id++) {
      const changed = other !== null && other.holder[id] !== frame.holder[id];
      const state = { holder: frame.holder[id], percent: frame.percent[id], changed, faded: other !== null && !changed, doubt: frame.percent[id] < DOUBT };
      if (changed) lit.add(id);
      const was = painted[id];
      if (was && was.percent === state.percent && was.holder === state.holder && was.changed === changed && was.faded === state.faded) continue;
      map.setFeatureState({ source: "cells", id }, state);
      painted[id] = state;
    }
    for (const [id, one, another] of this.borders) {
      const front = frame.holder[one] !== frame.holder[another];
      if (fronts[id] === front) continue;
      fronts[id] = front;
      map.setFeatureState({ source: "borders", id }, { front });
    }
    if (lit.size || this.labels.lit.size) this.labels.redraw({ lit });
    map.triggerRepaint();
  }

  // The sides' areas of a day, and the ground that changed hands against another, where there are no cells to paint.
  areas(areas) {
    this.put("areas", areas);
  }

  change(ground) {
    this.compared = ground !== null;
    this.map.setPaintProperty("area", "fill-opacity", this.compared ? 0.16 : most(this.theatre.basemap));
    this.put("change", ground ?? NONE);
  }

  // What lies over the ground: null where it is not known yet, so that no figure of another day stands there.
  layers(layers) {
    if (layers !== null) this.put("layers", layers);
    this.labels.redraw({ marks: layers === null ? [] : measures(layers) });
  }

  put(source, data) {
    if (this.laid.get(source) === data) return;
    this.laid.set(source, data);
    this.map.getSource(source).setData(data);
  }

  // Chances of changing hands: by number of place, or as ground.
  foresee(places, ground = null) {
    this.put("chances", ground ?? NONE);
    this.labels.redraw({ chances: places });
  }

  choose(at) {
    if (this.labels.chosen !== at) this.labels.redraw({ chosen: at });
  }

  // Bring places into sight, by their ids: where one is seen already the map stays.
  reveal(ids) {
    const { id, lon, lat } = this.theatre.places;
    const where = ids.map((one) => id.indexOf(one)).filter((at) => at >= 0).map((at) => [lon[at], lat[at]]);
    if (where.length && !where.some((one) => this.map.getBounds().contains(one))) this.show(...where[0], 0);
  }

  show(lon, lat, zoom = 10) {
    this.map.easeTo({ center: [lon, lat], zoom: Math.max(zoom, this.map.getZoom()), duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 600 });
  }
}
