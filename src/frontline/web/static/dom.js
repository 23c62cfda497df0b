// Elements made of data. Text is only ever set as text: whatever a report says stays words on the page.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "colour") element.style.setProperty("--side", value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
export const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
export const $ = (id) => document.getElementById(id);

export function button(text, act, attributes = {}) {
  return h("button", { type: "button", onclick: act, ...attributes }, text);
}

// A link is made only of an address of the web; anything else is shown as the text it is.
export function link(address, text) {
  return /^https?:\/\//i.test(address) ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text) : text;
}

export function say(text) {
  $("say").textContent = text;
}

const DAY = 86_400_000;
export const number = (day) => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY);
export const iso = (n) => new Date(n * DAY).toISOString().slice(0, 10);
const long = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
export const words = (day) => (day ? long.format(Date.parse(`${day}T00:00:00Z`)) : "");
export const brief = (day) => (day ? short.format(Date.parse(`${day}T00:00:00Z`)) : "");
export const km = (value) => `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString("en")} km`;
export const km2 = (value) => `${Math.round(value).toLocaleString("en")} km²`;

// Likelihood in the words of ICD 203.
export function likelihood(p) {
  if (p < 0.05) return "almost no chance";
  if (p < 0.2) return "very unlikely";
  if (p < 0.45) return "unlikely";
  if (p < 0.55) return "roughly even chance";
  if (p < 0.8) return "likely";
  return p < 0.95 ? "very likely" : "almost certain";
}
