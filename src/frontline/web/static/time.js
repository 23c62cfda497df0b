// The time bar: slider, ticks where something changes, play, a day to compare with.

import { $, iso, number, say, words } from "./dom.js";

export class TimeBar {
  constructor(theatre, onday, oncompare) {
    this.theatre = theatre;
    this.first = number(theatre.start);
    this.last = number(theatre.end) - 1;
    this.days = theatre.days.map(number);
    this.onday = onday;
    this.timer = null;
    const slider = $("slider");
    Object.assign(slider, { min: this.first, max: this.last });
    slider.addEventListener("input", () => onday(iso(+slider.value)));
    for (const id of ["date", "other"]) Object.assign($(id), { min: iso(this.first), max: iso(this.last) });
    $("date").addEventListener("change", () => this.valid($("date").value) && onday($("date").value));
    $("other").addEventListener("change", () => oncompare(this.valid($("other").value) ? $("other").value : null));
    $("clear").addEventListener("click", () => oncompare(null));
    $("before").addEventListener("click", () => this.jump(-1));
    $("after").addEventListener("click", () => this.jump(1));
    $("play").addEventListener("click", () => this.play());
    new ResizeObserver(() => this.ticks()).observe($("ticks"));
  }

  valid(day) {
    return /^\d{4}-\d\d-\d\d$/.test(day) && number(day) >= this.first && number(day) <= this.last;
  }

  show(day, other, swiped = false) {
    this.day = number(day);
    $("slider").value = this.day;
    $("slider").setAttribute("aria-valuetext", words(day));
    $("date").value = day;
    $("other").value = other ?? "";
    for (const id of ["clear", "mode"]) $(id).hidden = !other;
    $("mode").setAttribute("aria-pressed", String(swiped));
  }

  next(way, from = this.day) {
    return way > 0 ? this.days.find((day) => day > from) : this.days.findLast((day) => day < from);
  }

  jump(way) {
    const day = this.next(way);
    if (day === undefined) return say(way > 0 ? "No change after this day" : "No change before this day");
    this.onday(iso(day));
    return say(words(iso(day)));
  }

  play() {
    const on = this.timer === null;
    $("play").setAttribute("aria-pressed", String(on));
    $("play").setAttribute("aria-label", on ? "Pause" : "Play");
    $("play").textContent = on ? "❚❚" : "▶";
    if (!on) {
      clearTimeout(this.timer);
      this.timer = null;
      return;
    }
    const step = async () => {
      const day = this.next(1);
      if (day === undefined) return this.play();
      // A day that takes long does not hold up the others.
      await Promise.race([this.onday(iso(day)), new Promise((done) => { setTimeout(done, 1000); })]);
      if (this.timer !== null) this.timer = setTimeout(step, 320);
      return undefined;
    };
    this.timer = setTimeout(step, 0);
  }

  ticks() {
    const canvas = $("ticks");
    const { width, height } = canvas.getBoundingClientRect();
    const scale = window.devicePixelRatio || 1;
    canvas.width = width * scale;
    canvas.height = height * scale;
    const c = canvas.getContext("2d");
    c.scale(scale, scale);
    const style = getComputedStyle(document.documentElement);
    const x = (day) => 8 + ((day - this.first) / Math.max(1, this.last - this.first)) * (width - 16);
    c.fillStyle = style.getPropertyValue("--quiet");
    c.font = "11px system-ui, sans-serif";
    const from = +iso(this.first).slice(0, 4);
    const to = +iso(this.last).slice(0, 4);
    const months = to - from < 3;
    let free = -1;
    for (let month = 0; month <= (to - from) * 12 + 11; month += months ? 1 : 12) {
      const day = `${from + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-01`;
      if (number(day) < this.first || number(day) > this.last) continue;
      c.fillRect(x(number(day)), height - 16, 1, 5);
      const text = months ? day.slice(0, 7) : day.slice(0, 4);
      if (x(number(day)) > free && x(number(day)) + c.measureText(text).width < width) {
        c.fillText(text, x(number(day)) + 3, height - 4);
        free = x(number(day)) + c.measureText(text).width + 12;
      }
    }
    c.fillStyle = style.getPropertyValue("--accent");
    c.globalAlpha = this.days.length > 300 ? 0.25 : 0.75;
    for (const day of this.days) c.fillRect(x(day) - 0.6, 1, 1.2, 8);
  }
}
