"""`frontline forecast-score`: what forecasts would have been worth, day after day, as they could have been made."""

from __future__ import annotations

__all__ = ["command"]

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ._show import DAY, emit_json, progress, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from frontline.outlook.forecast import Past
    from frontline.outlook.scores import Scores


@click.command()
@click.argument("source", metavar="SERIES|THEATRE")
@click.option("--from", "first", type=DAY, help="First day that is forecast from (half a year before the last).")
@click.option("--to", "last", type=DAY, help="Last day that is forecast from, counted in.")
@click.option("--horizon", type=click.IntRange(1, 90), default=30, show_default=True, help="Days ahead.")
@click.option("--every", type=click.IntRange(1, 90), default=5, show_default=True, help="Days from one to the next.")
@click.option("--within-km", type=click.FloatRange(1, 50), default=12.0, show_default=True, help="Of the front.")
@click.option("--cell-km", type=click.FloatRange(0.25, 20), default=1.0, show_default=True, help="Side of a cell.")
@click.option("--ablate", is_flag=True, help="Score again without each family of features: what each one brings.")
@click.option("--learn", type=click.Path(path_type=Path, dir_okay=False), help="Write a model to carry over (.json).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON value.")
def command(  # noqa: PLR0913
    source: str,
    *,
    first: date | None,
    last: date | None,
    horizon: int,
    every: int,
    within_km: float,
    cell_km: float,
    ablate: bool,
    learn: Path | None,
    as_json: bool,
) -> None:
    """Score forecasts of a SERIES of maps or a THEATRE of reports, each made of what was known on its day."""
    if not Path(source).is_file():  # a theatre is a folder, or the name of one
        from ._outlook_theatre import score  # noqa: PLC0415

        score(source, first=first, last=last, horizon=horizon, every=every, as_json=as_json)
        return
    from frontline.exports.forecast import scores_value  # noqa: PLC0415
    from frontline.outlook.cells import cells_of  # noqa: PLC0415
    from frontline.outlook.features import FAMILIES  # noqa: PLC0415
    from frontline.outlook.forecast import Past  # noqa: PLC0415
    from frontline.sources.series import open_series  # noqa: PLC0415

    past = Past(cells_of(open_series(Path(source)), size_km=cell_km), within_km)
    if learn is not None:
        _learn(past, learn, source)
        return
    days = _days(past, first, last, horizon, every)
    scores, about = _walk(past, days, horizon, ())
    value = {**scores_value(scores, horizon), **about}
    if ablate:
        value["without"] = {}
        for family in FAMILIES:
            less, _ = _walk(past, days, horizon, (family,))
            value["without"][family] = {
                "skill": _rounded(less.skill),
                "brings": _rounded(None if scores.skill is None or less.skill is None else scores.skill - less.skill),
            }
    if as_json:
        emit_json(value)
    else:
        show(value)


def _days(past: Past, first: date | None, last: date | None, horizon: int, every: int) -> list[int]:
    """Return the known days to forecast from whose outcome is known too; all that are left out are told of."""
    from frontline._errors import NotFoundError  # noqa: PLC0415
    from frontline.outlook.cells import known_on  # noqa: PLC0415

    known = past.cells.days
    end = last.toordinal() if last else int(known[-1])
    begin = first.toordinal() if first else max(int(known[0]), end - 183)
    asked = range(begin, end + 1, every)
    days = [day for day in asked if known_on(past.cells, day) and known_on(past.cells, day + horizon)]
    if not days:
        from datetime import date  # noqa: PLC0415

        span = f"{date.fromordinal(int(known[0]))} to {date.fromordinal(int(known[-1]))}"
        raise NotFoundError(
            f"no forecast to score: no day from {date.fromordinal(begin)} to {date.fromordinal(end)} has a map and "
            f"another {horizon} days later; the series has {span}"
        )
    if len(days) < len(asked):
        say(f"{len(asked) - len(days)} of {len(asked)} days are left out: no map of the day or of {horizon} days later")
    return days


def _walk(past: Past, days: Sequence[int], horizon: int, without: Sequence[str]) -> tuple[Scores, dict[str, Any]]:
    from datetime import date  # noqa: PLC0415

    import numpy as np  # noqa: PLC0415

    from frontline.outlook.forecast import covered, drifts, sums_of, walk  # noqa: PLC0415
    from frontline.outlook.scores import blocks_of, score_forecasts  # noqa: PLC0415

    cells = past.cells
    chance, came, drift, blocks, learnt, sums = [], [], [], [], [], []
    with progress() as bar:
        task = bar.add_task("forecasting" + "".join(f" without {name}" for name in without), total=len(days))
        for step in walk(past, days, horizon, without=without):
            if step.came is not None:
                chance.append(step.p)
                came.append(step.came)
                drift.append(drifts(step.seen, horizon))
                row, column = (at * cells.size_km for at in np.divmod(step.seen.which, cells.start.shape[1]))
                sums.append(sums_of(cells, step))
                blocks.append(blocks_of(column, row, step.seen.day, horizon))
                learnt.append(step.model.learnt_on)
            bar.advance(task)
    carried = learnt.count("carried over")
    if carried and not without:
        say(f"too little past to learn from on {carried} of {len(days)} days: there the model is carried over")
    about = {
        "from": date.fromordinal(days[0]),
        "to": date.fromordinal(days[-1]),
        "days": len(days),
        "days_carried_over": carried,
        "cell_km": cells.size_km,
        "within_km": past.within_km,
        "intervals": {
            side: {"held": held, "n": n, "p": 0.8} for side, (held, n) in covered(cells, sums, horizon).items()
        },
    }
    scores = score_forecasts(
        np.concatenate(chance), np.concatenate(came), np.concatenate(drift), blocks=np.concatenate(blocks)
    )
    return scores, about


def _learn(past: Past, path: Path, source: str) -> None:
    """Write the models of all shipped horizons, learnt from the whole series, with a card."""
    from datetime import date  # noqa: PLC0415

    from frontline._errors import InputError  # noqa: PLC0415
    from frontline.outlook import carried  # noqa: PLC0415
    from frontline.outlook.forecast import HORIZONS, learn  # noqa: PLC0415

    models = {}
    for horizon in HORIZONS:
        model = learn(past, int(past.cells.days[-1]), horizon, forget=False)
        if model.learnt_on != "this series":
            raise InputError(f"{source} has too little past to learn from: {model.days} days, {model.flips} changes")
        models[str(horizon)] = carried.as_value(model.additive)
        say(f"{horizon} days: {model.flips:,} changes of hands on {model.days} days")
    card = {
        "what": "chance that a cell of about 1 km is in other hands after some days: curves that add to log-odds",
        "learnt_from": f"{past.cells.side} against {past.cells.against}, daily maps",
        "first_day": date.fromordinal(int(past.cells.days[0])).isoformat(),
        "last_day": date.fromordinal(int(past.cells.days[-1])).isoformat(),
        "cell_km": past.cells.size_km,
        "made_by": "frontline forecast-score SERIES --learn FILE",
        "holds": "weights only, no map and no part of one",
    }
    path.write_text(json.dumps({"card": card, "models": models}, indent=1) + "\n", encoding="utf-8")
    say(f"wrote {path}")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def show(value: dict[str, Any]) -> None:
    """Print scores as tables."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    console = Console()
    table = Table("score", "value", title=f"{value['horizon_days']} days ahead, {value['from']} to {value['to']}")
    for name, figure in value.items():
        if isinstance(figure, int | float) and name != "horizon_days":
            table.add_row(name.replace("_", " "), f"{figure:,}")
    console.print(table)
    bins = Table("chance said", "came about", "how many", title="Reliability")
    for one in value["reliability"]:
        bins.add_row(f"{one['p']:.1%}", f"{one['observed']:.1%}", f"{one['n']:,}")
    console.print(bins)
    errors = Table("of chances", "by tenths of chance", "of forecasts", "by luck alone", "at most", title="Calibration")
    for name, one in value["calibration"].items():
        if one is not None:
            label = {"all": "any", "near": "5 % or more"}[name]
            errors.add_row(label, *(f"{one[key]:.4f}" for key in ("width", "mass", "noise", "noise_high")))
    console.print(errors)
    for side, one in value.get("intervals", {}).items():
        say(f"of {one['n']} intervals of what {side} takes, meant to hold {one['p']:.0%}, {one['held']} held it")
    if "without" in value:
        parts = Table("family of features", "skill without it", "what it brings", title="Ablation")
        for name, one in value["without"].items():
            parts.add_row(name, str(one["skill"]), str(one["brings"]))
        console.print(parts)
