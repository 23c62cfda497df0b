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

const mixed = (rgb, other, share) => rgb.map((value, at) => value + (other[at] - value) * share);
const css = (rgb) => `rgb(${rgb.map(Math.round).join(" ")})`;
const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
const luminance = (rgb) => 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);

// A side's colour on the screen: on a dark ground what is nearly black is lifted.
export function shade(colour) {
  const rgb = numbers(colour);
  const light = (0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]) / 255;
  return css(mixed(rgb, [235, 235, 235], dark() && light < 0.16 ? 0.23 : 0));
}

// A side's colour as a line on the panel's paper: moved towards the ink until it stands out 3 to 1 (WCAG 2.2, 1.4.11).
export function line(colour) {
  const [ground, towards] = [paper(), ink()].map(numbers);
  const apart = (rgb) => {
    const [one, other] = [luminance(rgb), luminance(ground)].sort((a, b) => b - a);
    return (one + 0.05) / (other + 0.05);
  };
  const share = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8].find((one) => apart(mixed(numbers(colour), towards, one)) >= 3) ?? 1;
  return css(mixed(numbers(colour), towards, share));
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

// Doubt leans one way and change the other, so that they are told apart where they meet. Doubt is darker than its
// ground, or on a dark one lighter: on pale yellow white stripes would not be seen.
export const hatch = () => stripes(dark() ? "#ffffff4d" : "#16191c4d", 1.8, -1);
export const changed = () => stripes(ink(), 1.6, 1);

const stripes = (colour, width, lean) => pattern((c) => {
  c.strokeStyle = colour;
  c.lineWidth = width;
  if (lean < 0) c.setTransform(-1, 0, 0, 1, 16, 0);
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
