"""Forecasts and their scores as plain JSON values and as GeoJSON. Days are ISO dates, points [lon, lat]."""

from __future__ import annotations

__all__ = [
    "cells_collection",
    "counter_row",
    "counters_value",
    "outlook_value",
    "places_collection",
    "scores_value",
    "theatre_value",
]

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from frontline.outlook.carried import card
from frontline.outlook.cells import corners_of
from frontline.outlook.features import NAMES, in_words
from frontline.outlook.hazard import terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontline.outlook.counterattack import Counter
    from frontline.outlook.forecast import Outlook
    from frontline.outlook.places import PlaceChance, TheatreOutlook
    from frontline.outlook.scores import Calibration, Scores

LEAST = 0.05  # a smaller chance is not listed


def outlook_value(outlook: Outlook, *, least: float = LEAST) -> dict[str, Any]:
    """Return a series' forecast, the cells whose chance is `least` or more from the likeliest down."""
    cells, seen = outlook.cells, outlook.seen
    day = date.fromordinal(seen.day)
    likely = _likely(outlook, least)
    middles = corners_of(cells, seen.which[likely]).mean(axis=1)
    return {
        "date": day.isoformat(),
        "horizon_days": outlook.horizon,
        "until": (day + timedelta(days=outlook.horizon)).isoformat(),
        "cell_km": cells.size_km,
        "model": {
            "learnt_on": outlook.model.learnt_on,
            "days": outlook.model.days,
            "flips": outlook.model.flips,
        },
        "expected_cells": round(float(outlook.p.sum()), 2),
        "gains": {
            gain.side: {
                "expected_km2": round(gain.expected_km2, 1),
                "low_km2": round(gain.low_km2, 1),
                "high_km2": round(gain.high_km2, 1),
                "p": 0.8,
            }
            for gain in outlook.gains
        },
        "interval": f"80 %, from the errors of {outlook.hindcasts} hindcasts in the months before",
        "corridors": [
            {
                "name": corridor.name,
                "side": corridor.side,
                "at": [round(value, 6) for value in corridor.at],
                "neck_km": round(corridor.neck_km, 2),
                "p_cut": round(corridor.p_cut, 3),
            }
            for corridor in outlook.corridors
        ],
        "least_p": least,
        "cells": [
            {
                "at": [round(float(value), 5) for value in middle],
                "holder": cells.side if held else cells.against,
                "p": round(float(p), 4),
                "depth_km": round(float(depth), 2),
                "why": why,
            }
            for middle, held, p, depth, why in zip(
                middles,
                seen.held[likely],
                outlook.p[likely],
                seen.depth_km[likely],
                _reasons(outlook, likely),
                strict=True,
            )
        ],
    }


def cells_collection(outlook: Outlook, *, least: float = LEAST) -> dict[str, Any]:
    """Return the likelier cells as a GeoJSON FeatureCollection (RFC 7946)."""
    cells, seen = outlook.cells, outlook.seen
    likely = _likely(outlook, least)
    rings = corners_of(cells, seen.which[likely])
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[[round(float(v), 6) for v in at] for at in (*ring, ring[0])]],
                },
                "properties": {
                    "date": date.fromordinal(seen.day).isoformat(),
                    "horizon_days": outlook.horizon,
                    "holder": cells.side if held else cells.against,
                    "p": round(float(p), 4),
                },
            }
            for ring, held, p in zip(rings, seen.held[likely], outlook.p[likely], strict=True)
        ],
    }


def scores_value(scores: Scores, horizon: int) -> dict[str, Any]:
    """Return the scores of forecasts for a horizon in days."""
    return {
        "horizon_days": horizon,
        "n": scores.n,
        "happened": scores.happened,
        "expected": round(scores.expected, 2),
        "brier": round(scores.brier, 6),
        "brier_persistence": round(scores.brier_persistence, 6),
        "brier_drift": round(scores.brier_drift, 6),
        "skill": None if scores.skill is None else round(scores.skill, 4),
        "skill_drift": None if scores.skill_drift is None else round(scores.skill_drift, 4),
        "log_score": round(scores.log_score, 6),
        "calibration_error": round(scores.calibration.width, 6),
        "calibration_error_near": round(scores.near.width, 6) if scores.near else 0.0,
        "calibration": {"all": _calibration(scores.calibration), "near": scores.near and _calibration(scores.near)},
        "sharpness": round(scores.sharpness, 6),
        "reliability": [
            {"p": round(one.p, 4), "observed": round(one.observed, 4), "n": one.n} for one in scores.reliability
        ],
    }


def _calibration(found: Calibration) -> dict[str, Any]:
    errors = {name: round(value, 6) for name, value in found._asdict().items() if name != "n"}
    return {"n": found.n, **errors}


def theatre_value(outlook: TheatreOutlook, *, least: float = LEAST) -> dict[str, Any]:
    """Return a theatre's forecast, the places whose chance is `least` or more from the likeliest down."""
    return {
        "date": outlook.day.isoformat(),
        "horizon_days": outlook.horizon,
        "until": (outlook.day + timedelta(days=outlook.horizon)).isoformat(),
        "model": {"learnt_on": "carried over", "confidence": "low", "card": dict(card())},
        "least_p": least,
        "places": [_place(one) for one in outlook.places if one.p >= least],
        "counter_attacks": [counter_row(one) for one in outlook.counters],
    }


def places_collection(outlook: TheatreOutlook, *, least: float = LEAST) -> dict[str, Any]:
    """Return the likelier places as a GeoJSON FeatureCollection (RFC 7946) of points."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [one.lon, one.lat]},
                "properties": {
                    "date": outlook.day.isoformat(),
                    "horizon_days": outlook.horizon,
                    "confidence": "low",
                    **_place(one),
                },
            }
            for one in outlook.places
            if one.p >= least
        ],
    }


def counters_value(told: Iterable[tuple[date, Counter, bool]]) -> dict[str, Any]:
    """Return counter-attacks as thought of and as they came, with their Brier scores by days ahead."""
    told = list(told)
    scores = {}
    for days in sorted({one.days for _, one, _ in told}):
        mine = [(one.p, came) for _, one, came in told if one.days == days]
        rate = sum(came for _, came in mine) / len(mine)
        scores[str(days)] = {
            "n": len(mine),
            "came": sum(came for _, came in mine),
            "brier": round(sum((p - came) ** 2 for p, came in mine) / len(mine), 4),
            "brier_always_their_rate": round(rate * (1 - rate), 4),
        }
    return {
        "scores": scores,
        "forecasts": [{"date": day.isoformat(), **counter_row(one), "came": came} for day, one, came in told],
    }


def _place(one: PlaceChance) -> dict[str, Any]:
    return {
        "place_id": one.place_id,
        "place": one.place,
        "at": [one.lon, one.lat],
        "holder": one.holder,
        "p": round(one.p, 4),
        "front_km": round(one.front_km, 2),
        "why": list(one.why),
    }


def counter_row(one: Counter) -> dict[str, Any]:
    """Return the chance of a counter-attack with its base rate and reasons."""
    base = one.base
    return {
        "corridor": one.corridor,
        "kind": one.kind,
        "side": one.side,
        "by": one.by,
        "days": one.days,
        "p": round(one.p, 4),
        "base_rate": {
            "hits": base.hits,
            "n": base.n,
            "all_hits": base.all_hits,
            "all_n": base.all_n,
            "low": round(base.low, 4),
            "high": round(base.high, 4),
        },
        "lost_lately": list(one.lost_lately),
        "reasons": list(one.reasons),
    }


def _likely(outlook: Outlook, least: float) -> Any:  # noqa: ANN401
    likely = np.flatnonzero(outlook.p >= least)
    return likely[np.argsort(-outlook.p[likely], kind="stable")]


def _reasons(outlook: Outlook, which: Any, most: int = 3) -> list[list[str]]:  # noqa: ANN401
    """Return for each cell the features that raise its odds most."""
    if len(which) == 0:
        return []
    parts = terms(outlook.model.additive, outlook.seen.features[which], NAMES)
    names = [in_words(curve.feature) for curve in outlook.model.additive.curves]
    best = np.argsort(-parts, axis=1, kind="stable")[:, :most]
    return [[names[at] for at in row if parts[number, at] > 0] for number, row in enumerate(best)]
