// The search: places, sieges and roads by any spelling, as one types.

import { get } from "./api.js";
import { $, h, words } from "./dom.js";

export function search(desk) {
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
    if (row.siege) return desk.go({ siege: `${row.place_id}:${row.siege}` });
    if (row.route_id) return desk.go({ route: row.route_id });
    desk.chart.show(row.lon, row.lat, 10.5);
    return desk.toPlace(row.place_id);
  };
  const draw = () => {
    list.replaceChildren(...(rows.length ? rows.map((row, n) => h("li", { role: "option", id: `found-${n}`, "aria-selected": String(n === at), onmousedown: (event) => { event.preventDefault(); take(row); } }, row.place, " ", h("small", {}, row.siege ? `since ${words(row.siege)}` : row.kind, row.score >= 0.01 ? ` · ${Math.round(100 * row.score)} %` : ""))) : [h("li", {}, "Nothing of that name here")]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (at >= 0) input.setAttribute("aria-activedescendant", `found-${at}`);
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      if (!input.value.trim()) return close();
      const asked = input.value.trim();
      const found = await get("search", { q: asked });
      if (input.value.trim() !== asked) return undefined; // typed on meanwhile
      rows = found;
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
