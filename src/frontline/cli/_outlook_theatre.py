"""What `frontline forecast` and `frontline forecast-score` do for a theatre of reports."""

from __future__ import annotations

__all__ = ["forecast", "score"]

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ._show import emit_json, progress, say

if TYPE_CHECKING:
    from pathlib import Path

    from frontline.model import Theatre
    from frontline.outlook.counterattack import Counter

_MOST = 15
_NEAR_DAYS = (7, 14)


def forecast(
    source: str,
    *,
    day: date | None,
    horizon: int,
    known_on: date | None,
    least: float,
    out: Path | None,
    as_json: bool,
) -> None:
    """Forecast from a theatre's day, by what was known then."""
    from frontline._errors import InputError  # noqa: PLC0415
    from frontline.exports.forecast import places_collection, theatre_value  # noqa: PLC0415
    from frontline.outlook.places import foresee  # noqa: PLC0415

    from ._record import open_record  # noqa: PLC0415

    if day is None:
        raise InputError("say the --date to forecast a theatre from, for example --date 2015-11-11")
    theatre, record = open_record(source, known_on=known_on or day)
    outlook = foresee(theatre, record, day, horizon)
    value = theatre_value(outlook, least=least)
    say("little past to learn from: the model is carried over from another war, with low confidence")
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for name, whole in (("forecast.json", value), ("forecast.geojson", places_collection(outlook, least=least))):
            (out / name).write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            say(f"wrote {out / name}")
        from frontline.briefing.supposed_maps import draw_chances  # noqa: PLC0415
        from frontline.control import believe  # noqa: PLC0415

        for path in draw_chances(outlook, believe(theatre, record), out / "forecast", least=least):
            say(f"wrote {path}")
    if as_json:
        emit_json(value)
    elif out is None:
        _show(theatre, value)


def _show(theatre: Theatre, value: dict[str, Any]) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from frontline.briefing.words import likelihood  # noqa: PLC0415

    console = Console()
    places = Table("place", "held by", "front, km", "chance to change hands", "", "because of", title=value["date"])
    for one in value["places"][:_MOST]:
        places.add_row(
            Text(one["place"]),
            Text(theatre.sides[one["holder"]].name),
            f"{one['front_km']:.0f}",
            f"{one['p']:.0%}",
            likelihood(one["p"]),
            ", ".join(one["why"]),
        )
    console.print(places)
    counters = Table("counter-attack at", "by", "within", "chance", "", "base rate", "reasons")
    for one in value["counter_attacks"]:
        base = one["base_rate"]
        counters.add_row(
            Text(one["corridor"]),
            Text(theatre.sides[one["by"]].name),
            f"{one['days']} days",
            f"{one['p']:.0%}",
            likelihood(one["p"]),
            f"{base['hits']} of {base['n']} times",
            Text("; ".join(one["reasons"])),
        )
    console.print(counters)


def score(source: str, *, first: date | None, last: date | None, horizon: int, every: int, as_json: bool) -> None:
    """Score a theatre's forecasts: each of what was known on its day, against what the whole record tells."""
    from frontline._errors import InputError  # noqa: PLC0415
    from frontline.control import believe  # noqa: PLC0415
    from frontline.exports.forecast import counters_value, scores_value  # noqa: PLC0415
    from frontline.outlook.places import foresee, retell, score_places  # noqa: PLC0415

    from ._record import open_records  # noqa: PLC0415

    if first is None or last is None:
        raise InputError("say --from and --to for a theatre, for example --from 2015-11-11 --to 2016-02-11")
    if last < first:
        raise InputError(f"--to {last} lies before --from {first}")
    with open_records(source) as (theatre, record_of):
        record = record_of(None)
        last = min(last, theatre.end - timedelta(days=horizon))
        if last < first:
            raise InputError(
                f"the record of {theatre.name} ends on {theatre.end}: no {horizon} days after {first} in it"
            )
        hindsight = believe(theatre, record)
        days = range(first.toordinal(), last.toordinal() + 1, every)
        steps, counters = [], []
        with progress() as bar:
            task = bar.add_task("forecasting", total=len(days))
            for ordinal in days:
                day = date.fromordinal(ordinal)
                outlook = foresee(theatre, record_of(day), day, horizon)
                steps.append(score_places(outlook, hindsight))
                counters += [(day, one, came) for one, came in retell(outlook, record)]
                bar.advance(task)
    value = {
        **scores_value(_joined(steps), horizon),
        "from": first,
        "to": last,
        "days": len(days),
        "model": "carried over",
        "mistaken": sum(step.mistaken for step in steps),
        "counter_attacks": counters_value(counters),
    }
    if as_json:
        emit_json(value)
        return
    from .forecast_score import show  # noqa: PLC0415

    show(value)
    _show_counters(theatre, counters)


def _joined(steps: list[Any]) -> Any:  # noqa: ANN401
    import numpy as np  # noqa: PLC0415

    from frontline._errors import NotFoundError  # noqa: PLC0415
    from frontline.outlook.scores import score_forecasts  # noqa: PLC0415

    p, came, drift, blocks = (np.concatenate([step[at] for step in steps]) for at in range(4))
    if len(p) == 0:
        raise NotFoundError("no place near a front on these days; there is nothing to score")
    return score_forecasts(p, came, drift, blocks=blocks)


def _show_counters(theatre: Theatre, counters: list[tuple[date, Counter, bool]]) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table("day", "counter-attack at", "by", "within", "chance", "came")
    for day, one, came in counters:
        table.add_row(
            str(day),
            Text(one.corridor),
            Text(theatre.sides[one.by].name),
            f"{one.days} days",
            f"{one.p:.0%}",
            "yes" if came else "no",
        )
    Console().print(table)
