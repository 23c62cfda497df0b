// Two days side by side: a second map over the first, shown up to a divider that is dragged or moved by keys.

import { $, words } from "./dom.js";
import { Chart } from "./map.js";

const STEPS = { ArrowLeft: -2, ArrowRight: 2, ArrowDown: -2, ArrowUp: 2, PageDown: -10, PageUp: 10, Home: -100, End: 100 };

export class Swipe {
  constructor(theatre, ground, main, acts, onmoved) {
    Object.assign(this, { theatre, ground, main, acts, onmoved });
    this.chart = null;
    this.at = 50;
    const divider = $("divider");
    divider.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (step === undefined) return;
      event.preventDefault();
      this.move(this.at + step);
      this.onmoved(this.at);
    });
    divider.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      divider.focus();
      divider.setPointerCapture(event.pointerId);
    });
    divider.addEventListener("pointermove", (event) => {
      if (!divider.hasPointerCapture(event.pointerId)) return;
      const box = $("stage").getBoundingClientRect();
      this.move((100 * (event.clientX - box.left)) / box.width);
    });
    divider.addEventListener("pointerup", () => this.onmoved(this.at));
  }

  move(at) {
    this.at = Math.round(Math.min(100, Math.max(0, at)));
    $("stage").style.setProperty("--at", `${this.at}%`);
    $("divider").setAttribute("aria-valuenow", String(this.at));
    $("divider").setAttribute("aria-valuetext", `${this.at} % of the map shows ${words(this.days?.[0])}, the rest ${words(this.days?.[1])}`);
  }

  // Show the day `days[0]` left of the divider; the map beneath has `days[1]`.
  async open(at, days) {
    this.days = days;
    $("left").textContent = words(days[0]);
    $("right").textContent = words(days[1]);
    this.move(Number.isFinite(at) ? at : 50);
    $("stage").classList.add("swiped");
    if (this.chart === null) {
      const { map } = this.main;
      this.chart = new Chart("beside", this.theatre, [...map.getCenter().toArray(), map.getZoom()], this.acts);
      this.follow(map, this.chart.map);
      this.follow(this.chart.map, map);
      this.laid = this.chart.lay(this.ground);
    }
    this.chart.map.jumpTo({ center: this.main.map.getCenter(), zoom: this.main.map.getZoom() });
    await this.laid;
    return this.chart;
  }

  follow(one, other) {
    one.on("move", () => {
      if (this.moving || !this.open_) return;
      this.moving = true;
      other.jumpTo({ center: one.getCenter(), zoom: one.getZoom() });
      this.moving = false;
    });
  }

  get open_() {
    return $("stage").classList.contains("swiped");
  }

  close() {
    $("stage").classList.remove("swiped");
  }
}
