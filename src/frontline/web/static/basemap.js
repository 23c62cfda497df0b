// The user's own tiles under the map. A vector tile's layers are known by what they are usually called.

import { dark } from "./palette.js";

const WATER = /water|ocean|river|lake|sea$/i;
const RULES = [
  [/^(earth|land|background)$/i, "Polygon", () => ({ "fill-color": dark() ? "#1d2226" : "#f4f2ec" })],
  [/landcover|landuse|natural|park|wood|forest|green|site/i, "Polygon", () => ({ "fill-color": dark() ? "#26302a" : "#dfe6d6", "fill-opacity": 0.7 })],
  [WATER, "Polygon", () => ({ "fill-color": dark() ? "#23435a" : "#b9d6e6" })],
  [WATER, "LineString", () => ({ "line-color": dark() ? "#2f5876" : "#9cc3d9", "line-width": 1.2 })],
  [/building/i, "Polygon", () => ({ "fill-color": dark() ? "#343a40" : "#d8d3c8" })],
  [/road|transport|street|highway|rail|transit|aeroway/i, "LineString", () => ({ "line-color": dark() ? "#5d666f" : "#9a958a", "line-width": ["interpolate", ["linear"], ["zoom"], 6, 0.5, 12, 2] })],
  [/boundar|admin/i, "LineString", () => ({ "line-color": dark() ? "#8b939b" : "#77726a", "line-width": 1, "line-dasharray": [4, 2] })],
];

const rules = (basemap) => basemap.layers.flatMap((layer) => RULES.filter(([name]) => name.test(layer)).map((rule) => [layer, RULES.indexOf(rule), rule]));

export function lay(map, basemap) {
  const [minzoom, maxzoom] = basemap.zooms;
  const tiles = [basemap.tiles.startsWith("/") ? location.origin + basemap.tiles : basemap.tiles];
  const where = { tiles, minzoom, maxzoom, bounds: basemap.bounds };
  if (basemap.kind === "raster") {
    map.addSource("tiles", { type: "raster", tileSize: 256, ...where });
    map.addLayer({ id: "tiles", type: "raster", source: "tiles" });
  } else {
    map.addSource("tiles", { type: "vector", ...where });
    // What covers comes before what is drawn on it, whatever the order of the file's layers.
    for (const [layer, at, [, shape]] of rules(basemap).sort((one, other) => one[1] - other[1])) {
      map.addLayer({ id: `tiles-${layer}-${at}`, type: shape === "Polygon" ? "fill" : "line", source: "tiles", "source-layer": layer, filter: ["==", ["geometry-type"], shape] });
    }
  }
}

export function tint(map, basemap) {
  if (basemap.kind === "raster") map.setPaintProperty("tiles", "raster-brightness-max", dark() ? 0.55 : 1);
  else for (const [layer, at, [, , paint]] of rules(basemap)) {
    for (const [name, value] of Object.entries(paint())) map.setPaintProperty(`tiles-${layer}-${at}`, name, value);
  }
}
