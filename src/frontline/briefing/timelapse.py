"""A series of maps as a moving picture: a page with a slider that stands alone, a GIF, a film."""

from __future__ import annotations

__all__ = ["timelapse_film", "timelapse_gif", "timelapse_page"]

import json
import shutil
import subprocess
from html import escape
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from PIL import Image

from frontline._errors import InputError
from frontline.sources.change import ground_between
from frontline.sources.edges import degrees
from frontline.sources.metrics import area_km2
from frontline.sources.series import edges_on

from .ink import INK, PAPER, figure, muted, patch, strong, write_text
from .series_maps import AGAINST, GREY, SIDE, map_axes, name_places, scale_bar, seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from frontline.model import Life
    from frontline.sources import Measures

    from .series_maps import View

FRESH_DAYS = 30
"""For how many days gained and lost ground is drawn strong."""

_WIDE = 20_000  # units across the page's map: a twentieth of a pixel on a large screen


def timelapse_page(view: View, days: Sequence[Measures], *, lives: Sequence[Life] = ()) -> str:
    """Return the page: a map with a slider over the days, zoom, the area's curve; nothing is fetched.

    It holds each corner once and each edge once with its days, and walks the rings as the map is drawn.
    """
    series = view.series
    mine = np.flatnonzero(series.layer == series.layers.index(series.side))
    edges = series.edges[mine]
    corners, numbers = np.unique(edges.reshape(-1, 2), axis=0, return_inverse=True)
    ends = numbers.reshape(-1, 2)
    x0, y0, x1, y1 = view.frame
    east, north = view.project.transform(*degrees(corners).T)
    unit = _WIDE / (x1 - x0)
    data = {
        "days": [day.isoformat() for day in series.days],
        "area": [round(one.area_km2[series.side], 1) for one in days],
        "gained": [round(one.gained_km2, 2) for one in days],
        "lost": [round(one.lost_km2, 2) for one in days],
        "x": _steps((np.asarray(east) - x0) * unit),
        "y": _steps((y1 - np.asarray(north)) * unit),
        "a": ends[:, 0].tolist(),
        "b": ends[:, 1].tolist(),
        "born": series.born[mine].tolist(),
        "gone": np.minimum(series.gone[mine], len(series.days)).tolist(),
        "wide": _WIDE,
        "high": round((y1 - y0) * unit),
        "km": 1000 * unit,
        "side": series.side,
        "fresh": FRESH_DAYS,
        "places": [
            [place.name, *(round(v) for v in _at(view, place.lon, place.lat, unit)), place.size]
            for place in view.places[:400]
        ],
        "events": [
            [event.day.isoformat(), f"{life.name}: {event.what}"]
            for life in lives[:40]
            for event in life.happenings
            if event.what in {"born", "pinched off", "collapsed", "relieved"}
        ],
        "ink": {
            "held": muted(SIDE, share=0.42),
            "front": INK,
            "gained": strong(SIDE),
            "lost": strong(AGAINST),
            "other": muted(AGAINST, share=0.16),
            "paper": PAPER,
            "grey": GREY,
        },
    }
    # In a script element only a closing tag could do harm; JSON may write "<" as an escape.
    packed = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    title = f"{series.side} against {series.against}, {series.days[0]} to {series.days[-1]}"
    return _PAGE.replace("@title@", escape(title)).replace("@data@", packed)


def _at(view: View, lon: float, lat: float, unit: float) -> tuple[float, float]:
    x0, _, _, y1 = view.frame
    x, y = view.project.transform(lon, lat)
    return (x - x0) * unit, (y1 - y) * unit


def _steps(values: NDArray[np.float64]) -> list[int]:
    """Return whole numbers as steps from one to the next: corners in order lie near each other."""
    whole: list[int] = np.diff(np.rint(values).astype(int), prepend=0).tolist()
    return whole


def _frames(view: View, days: Sequence[Measures], numbers: Sequence[int], width: int) -> Iterator[Image.Image]:
    """Yield a picture for each of the known days, with what changed in the days before it drawn strong."""
    series = view.series
    inches = width / 150
    height = inches / view.aspect + 0.72
    for number in numbers:
        day = series.days[number]
        then = max((n for n, d in enumerate(series.days) if (day - d).days >= FRESH_DAYS), default=0)
        gained, lost = ground_between(edges_on(series, then, series.side), edges_on(series, number, series.side))
        sheet = figure(inches, height)
        sheet.set_dpi(150)
        axes = map_axes(sheet, (0, 0, 1, 1 - 0.72 / height), view)
        ground = view.ground(number)
        axes.add_patch(patch(ground, facecolor=muted(SIDE, share=0.42), edgecolor="none"))
        for change, colour in ((gained, strong(SIDE)), (lost, strong(AGAINST))):
            axes.add_patch(patch(view.metres(seen(change)), facecolor=colour, edgecolor=colour, linewidth=0.3))
        axes.add_patch(patch(ground, facecolor="none", edgecolor=INK, linewidth=0.5))
        name_places(axes, view)
        scale_bar(axes, view)
        head = sheet.add_axes((0, 1 - 0.72 / height, 1, 0.72 / height))
        head.axis("off")
        write_text(head, 0.025, 0.64, f"{day.day} {day:%B %Y}", fontsize=15, fontweight="bold", color=INK, va="center")
        words = (
            f"{series.side} {days[number].area_km2[series.side]:,.0f} km²; in {(day - series.days[then]).days} days "
            f"+{area_km2(gained):,.0f} (red) −{area_km2(lost):,.0f} (blue)"
        )
        write_text(head, 0.025, 0.22, words, fontsize=8.5, color=GREY, va="center")
        canvas = FigureCanvasAgg(sheet)
        canvas.draw()  # type: ignore[no-untyped-call]
        yield Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")  # type: ignore[no-untyped-call]


def _chosen(view: View, every_days: int) -> list[int]:
    """Return the known days at least `every_days` apart, and the last."""
    chosen: list[int] = []
    for number, day in enumerate(view.series.days):
        if not chosen or (day - view.series.days[chosen[-1]]).days >= every_days:
            chosen.append(number)
    last = len(view.series.days) - 1
    return chosen if chosen[-1] == last else [*chosen, last]


def timelapse_gif(
    view: View,
    days: Sequence[Measures],
    out: Path,
    *,
    every_days: int = 7,
    width: int = 900,
    each: Callable[[], None] | None = None,
) -> None:
    """Write a GIF of a frame every `every_days`; colours are of one palette, so nothing flickers."""
    palette = _palette()
    frames = []
    for frame in _frames(view, days, _chosen(view, every_days), width):
        frames.append(frame.quantize(palette=palette, dither=Image.Dither.NONE))
        if each is not None:
            each()
    pauses = [160] * (len(frames) - 1) + [2500]
    frames[0].save(out, save_all=True, append_images=frames[1:], duration=pauses, loop=0, optimize=False)


def _palette() -> Image.Image:
    """Return the colours that frames are made of, and the mixtures between each two where one meets the other."""
    colours = [PAPER, INK, GREY, muted(SIDE, share=0.42), strong(SIDE), strong(AGAINST), muted(AGAINST, share=0.16)]
    rgb = np.array([[int(to_hex(one)[k : k + 2], 16) for k in (1, 3, 5)] for one in colours])
    mixed = [
        tuple(np.rint(rgb[a] + (rgb[b] - rgb[a]) * share).astype(int))
        for a in range(len(rgb))
        for b in range(a + 1, len(rgb))
        for share in np.linspace(0, 1, 10)
    ]
    flat = [int(v) for colour in list(dict.fromkeys(mixed))[:256] for v in colour]
    image = Image.new("P", (1, 1))
    image.putpalette(flat + flat[:3] * (256 - len(flat) // 3))
    return image


def timelapse_film(
    view: View,
    days: Sequence[Measures],
    out: Path,
    *,
    every_days: int = 2,
    width: int = 1280,
    each: Callable[[], None] | None = None,
) -> None:
    """Write an MP4, by the program ffmpeg; InputError where there is none."""
    program = shutil.which("ffmpeg")
    if program is None:
        raise InputError("a film needs the program ffmpeg, which is not here; write a .gif or a .html instead")
    command = [
        *(program, "-y", "-loglevel", "error", "-f", "image2pipe", "-framerate", "12", "-i", "-"),
        *("-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p", "-movflags", "+faststart", str(out)),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:  # noqa: S603 - found by name, no shell
        assert process.stdin is not None  # noqa: S101 - for the types
        for frame in _frames(view, days, _chosen(view, every_days), width):
            frame.save(process.stdin, "PNG")
            if each is not None:
                each()
        process.stdin.close()
    if process.returncode:
        raise InputError(f"ffmpeg could not write {out} (exit code {process.returncode})")


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>@title@</title>
<style>
* { box-sizing: border-box; } html, body { margin: 0; height: 100%; }
body { background: #fcfbf8; color: #1f2326;
  font: 15px/1.4 "Helvetica Neue", Helvetica, Arial, "DejaVu Sans", sans-serif;
  display: flex; flex-direction: column; }
header { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; align-items: baseline; padding: .8rem 1.1rem .4rem; }
h1 { font-size: 1.55rem; margin: 0; font-variant-numeric: tabular-nums; min-width: 12.5rem; }
header p { margin: 0; color: #5c6165; font-variant-numeric: tabular-nums; } i { display: inline-block; width: .8em;
  height: .8em; margin: 0 .3em 0 .7em; vertical-align: -.05em; }
#map { flex: 1; min-height: 0; width: 100%; touch-action: none; cursor: grab; display: block; }
footer { padding: .3rem 1.1rem .8rem; display: grid; grid-template-columns: auto 1fr; gap: .2rem .8rem;
  align-items: center; }
button { font: inherit; border: 1px solid #1f2326; background: none; border-radius: 3px; padding: .25rem .7rem;
  cursor: pointer; min-width: 4.2rem; } input { width: 100%; accent-color: #8f2f1e; margin: 0; }
#curve { grid-column: 2; width: 100%; height: 74px; display: block; } #told { grid-column: 2; color: #5c6165;
  font-size: .84rem; min-height: 1.3em; }
</style></head><body>
<header><h1 id="day"></h1><p id="figures"></p><p id="key"></p></header>
<canvas id="map" role="img" aria-label="Map of the day chosen with the slider"></canvas>
<footer><button id="play">Play</button><input id="slider" type="range" min="0" step="1" aria-label="Day">
<canvas id="curve"></canvas><div id="told"></div></footer>
<script>
"use strict";
const D = @data@;
const sum = list => { let at = 0; return list.map(step => at += step); };
const X = sum(D.x), Y = sum(D.y), N = D.days.length, E = D.a.length;
const $ = name => document.getElementById(name);
const dates = D.days.map(day => Date.parse(day + "T00:00:00Z"));
const long = new Intl.DateTimeFormat("en-GB", {day: "numeric", month: "long", year: "numeric", timeZone: "UTC"});
const number = new Intl.NumberFormat("en-GB", {maximumFractionDigits: 0});
const map = $("map"), curve = $("curve"), slider = $("slider");
slider.max = N - 1;
let at = N - 1, zoom = 1, left = 0, top_ = 0, timer = 0;

// The rings of a day: from corner to corner along the edges that stand on it.
const rings = new Map();
function ground(day) {
  if (rings.has(day)) return rings.get(day);
  const next = new Map();
  for (let e = 0; e < E; e++) if (D.born[e] <= day && day < D.gone[e]) {
    const more = next.get(D.a[e]); if (more) more.push(D.b[e]); else next.set(D.a[e], [D.b[e]]);
  }
  const path = new Path2D();
  for (const [start, ways] of next) while (ways.length) {
    let corner = start; path.moveTo(X[corner], Y[corner]);
    for (let on = next.get(corner); on && on.length; on = next.get(corner)) {
      corner = on.pop(); path.lineTo(X[corner], Y[corner]);
    }
    path.closePath();
  }
  if (rings.size > 200) rings.delete(rings.keys().next().value);
  rings.set(day, path);
  return path;
}
function before(day) {
  let then = day;
  while (then > 0 && dates[day] - dates[then] < D.fresh * 864e5) then--;
  return then;
}
function fit(canvas) {
  const ratio = window.devicePixelRatio || 1, box = canvas.getBoundingClientRect();
  if (canvas.width !== Math.round(box.width * ratio) || canvas.height !== Math.round(box.height * ratio)) {
    canvas.width = Math.round(box.width * ratio); canvas.height = Math.round(box.height * ratio);
  }
  return [canvas.getContext("2d"), ratio, box.width, box.height];
}
function scale() {
  const box = map.getBoundingClientRect();
  return zoom * Math.min(box.width / D.wide, box.height / D.high);
}
function draw() {
  const [pen, ratio, wide, high] = fit(map), k = scale();
  const x = (wide - D.wide * k) / 2 + left, y = (high - D.high * k) / 2 + top_;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.fillStyle = D.ink.other; pen.fillRect(0, 0, map.width, map.height);
  pen.setTransform(k * ratio, 0, 0, k * ratio, x * ratio, y * ratio);
  const now = ground(at), then = ground(before(at));
  pen.fillStyle = D.ink.lost; pen.fill(then, "evenodd");
  pen.fillStyle = D.ink.gained; pen.fill(now, "evenodd");
  pen.save(); pen.clip(now, "evenodd"); pen.fillStyle = D.ink.held; pen.fill(then, "evenodd"); pen.restore();
  pen.strokeStyle = D.ink.front; pen.lineWidth = .9 / k; pen.lineJoin = "round"; pen.stroke(now);
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  places(pen, k, x, y, wide, high); bar(pen, k, high);
  words(); course();
}
function places(pen, k, x, y, wide, high) {
  const taken = [];
  pen.textBaseline = "middle"; pen.lineJoin = "round";
  for (const [name, px, py, size] of D.places) {
    const cx = px * k + x, cy = py * k + y;
    if (cx < 0 || cy < 0 || cx > wide || cy > high) continue;
    pen.font = (size > 3 ? "600 13px " : "12px ") + "Helvetica, Arial, sans-serif";
    const box = [cx - 3, cy - 8, cx + 8 + pen.measureText(name).width, cy + 8];
    if (taken.some(b => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) continue;
    taken.push(box);
    pen.fillStyle = D.ink.front; pen.beginPath(); pen.arc(cx, cy, 2, 0, 7); pen.fill();
    pen.strokeStyle = D.ink.paper; pen.lineWidth = 3; pen.strokeText(name, cx + 5, cy); pen.fillText(name, cx + 5, cy);
  }
}
function bar(pen, k, high) {
  const wanted = 120 / (k * D.km), step = 10 ** Math.floor(Math.log10(wanted));
  const km = [5, 2, 1].map(n => n * step).find(n => n <= wanted), long_ = km * k * D.km;
  pen.fillStyle = D.ink.front; pen.fillRect(16, high - 18, long_, 2);
  pen.font = "12px Helvetica, Arial, sans-serif"; pen.textBaseline = "bottom"; pen.fillText(km + " km", 16, high - 21);
}
function words() {
  const then = before(at), days = Math.round((dates[at] - dates[then]) / 864e5);
  const total = list => number.format(list.slice(then + 1, at + 1).reduce((all, one) => all + one, 0));
  $("day").textContent = long.format(dates[at]);
  $("figures").textContent = D.side + " " + number.format(D.area[at]) + " km\\u00b2; in " + days + " days +" +
    total(D.gained) + " \\u2212" + total(D.lost) + (at && dates[at] - dates[at - 1] > 864e5 ?
    "; the days since " + D.days[at - 1] + " are not known" : "");
  const near = D.events.filter(([day]) => Math.abs(Date.parse(day) - dates[at]) <= 3 * 864e5);
  $("told").textContent = near.map(([day, what]) => day + " " + what).join("; ");
}
function course() {
  const [pen, ratio, wide, high] = fit(curve);
  pen.setTransform(ratio, 0, 0, ratio, 0, 0); pen.clearRect(0, 0, wide, high);
  const low = Math.min(...D.area), span = Math.max(...D.area) - low || 1, all = dates[N - 1] - dates[0] || 1;
  const px = d => 8 + (wide - 16) * (dates[d] - dates[0]) / all;
  const py = d => high - 16 - (high - 26) * (D.area[d] - low) / span;
  pen.strokeStyle = D.ink.gained; pen.lineWidth = 1.6; pen.beginPath();
  for (let d = 0; d < N; d++) {
    if (d && dates[d] - dates[d - 1] > 864e5) pen.moveTo(px(d), py(d)); else pen.lineTo(px(d), py(d));
  }
  pen.stroke();
  pen.fillStyle = D.ink.grey; pen.font = "11px Helvetica, Arial, sans-serif"; pen.textBaseline = "alphabetic";
  pen.textAlign = "left"; pen.fillText(D.days[0], 8, high - 2);
  pen.textAlign = "right"; pen.fillText(D.days[N - 1], wide - 8, high - 2); pen.textAlign = "left";
  for (const [day] of D.events) {
    const t = Date.parse(day); if (t < dates[0] || t > dates[N - 1]) continue;
    pen.fillRect(8 + (wide - 16) * (t - dates[0]) / all - .5, high - 16, 1, 4);
  }
  pen.fillStyle = D.ink.front; pen.beginPath(); pen.arc(px(at), py(at), 4, 0, 7); pen.fill();
}
function go(day) { at = Math.max(0, Math.min(N - 1, day)); slider.value = at; requestAnimationFrame(draw); }
function stop() { clearInterval(timer); timer = 0; $("play").textContent = "Play"; }
$("play").onclick = () => {
  if (timer) return stop();
  if (at === N - 1) go(0);
  $("play").textContent = "Stop";
  timer = setInterval(() => at === N - 1 ? stop() : go(at + 1), 60);
};
slider.oninput = () => { stop(); go(+slider.value); };
curve.onclick = event => {
  const box = curve.getBoundingClientRect(), share = (event.clientX - box.left - 8) / (box.width - 16);
  const t = dates[0] + share * (dates[N - 1] - dates[0]);
  let best = 0; for (let d = 0; d < N; d++) if (Math.abs(dates[d] - t) < Math.abs(dates[best] - t)) best = d;
  stop(); go(best);
};
map.onwheel = event => {
  event.preventDefault();
  const box = map.getBoundingClientRect(), factor = Math.min(40, Math.max(.5, zoom * 1.0015 ** -event.deltaY)) / zoom;
  const cx = event.clientX - box.left - box.width / 2, cy = event.clientY - box.top - box.height / 2;
  left = cx - (cx - left) * factor; top_ = cy - (cy - top_) * factor; zoom *= factor; requestAnimationFrame(draw);
};
map.onpointerdown = event => { map.setPointerCapture(event.pointerId); map.style.cursor = "grabbing"; };
map.onpointermove = event => {
  if (event.buttons) { left += event.movementX; top_ += event.movementY; requestAnimationFrame(draw); }
};
map.onpointerup = () => { map.style.cursor = "grab"; };
map.ondblclick = () => { zoom = 1; left = top_ = 0; draw(); };
window.onkeydown = event => {
  if (event.target === slider) return;
  if (event.key === "ArrowRight") go(at + 1); else if (event.key === "ArrowLeft") go(at - 1);
};
window.onresize = draw;
for (const [colour, what] of [["held", "held"], ["gained", "gained"], ["lost", "lost in " + D.fresh + " days"]]) {
  const key = document.createElement("i"); key.style.background = D.ink[colour]; $("key").append(key, what);
}
go(N - 1);
</script></body></html>
"""
