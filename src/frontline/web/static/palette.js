// Colours and patterns of the map, and the key that says what they mean.

import { $, h } from "./dom.js";

export const DOUBT = 75; // percent: below it the ground is hatched
export const ROUTE = { open: "#1b7f5c", threatened: "#b8860b", contested: "#8b3fa0", cut: "#c2185b" };
export const DASH = { open: [1, 0], threatened: [4, 1.5], contested: [2, 1.5], cut: [0.6, 1.4] };
export const NECK = "#a3123f";
export const RING = "#5b2a86";
export const CHANCE = "#7a2fd0";

export const dark = () => (document.documentElement.dataset.theme ?? "") === "dark";

const numbers = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

// A side's colour on the screen: on a dark ground what is nearly black is lifted.
export function shade(colour) {
  const rgb = numbers(colour);
  const light = (0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]) / 255;
  const lift = dark() && light < 0.4 ? 0.45 : 0;
  return `rgb(${rgb.map((value) => Math.round(value + (235 - value) * lift)).join(" ")})`;
}

// How much of a side's colour lies on the ground, by how sure it is; less where a basemap lies under it.
export const most = (basemap) => (basemap ? 0.45 : 0.62);
export const strength = (basemap) => [30, 0.22, DOUBT, 0.42, 100, most(basemap)];

export const ink = () => (dark() ? "#f2f0ea" : "#16191c");
export const paper = () => (dark() ? "#181c20" : "#fcfbf8");

function pattern(draw) {
  const canvas = h("canvas", { width: 16, height: 16 });
  const context = canvas.getContext("2d");
  draw(context);
  return context.getImageData(0, 0, 16, 16);
}

export const stripes = (colour, width) => pattern((c) => {
  c.strokeStyle = colour;
  c.lineWidth = width;
  for (const at of [-16, -8, 0, 8, 16, 24]) {
    c.beginPath();
    c.moveTo(at - 2, 18);
    c.lineTo(at + 18, -2);
    c.stroke();
  }
});

export function key(theatre, { changed = false, chances = false } = {}) {
  const row = (mark, text) => h("li", {}, mark, text);
  const swatch = (name, colour) => h("i", { class: `swatch ${name}`, colour });
  const open = $("key").querySelector("details")?.open ?? innerWidth > 800;
  $("key").replaceChildren(h("details", { open }, h("summary", {}, "Key"), h("ul", {},
    theatre.sides.map((side) => row(swatch("", shade(side.colour)), side.name)),
    theatre.kind === "series" ? null : row(swatch("hatched"), `in doubt (below ${DOUBT} %)`),
    changed && row(swatch("striped"), "changed hands"),
    chances && row(swatch("chance"), "may change hands: the stronger, the likelier"),
    row(swatch("line"), "front"),
    row(swatch("neck"), "neck of a salient"),
    row(swatch("pocket"), "pocket: cut off"),
    theatre.routes.length ? Object.entries(ROUTE).map(([status, colour]) => row(swatch(`road ${status}`, colour), `road ${status}`)) : null,
  )));
}
