"""The readable model learnt on one war, for series and theatres whose own past is too short to learn from.

`carried.json` holds the curves for horizons of 7, 14 and 30 days; `frontline forecast-score SERIES --learn FILE` makes
one. For other horizons the nearest one's chance is stretched, as if the hazard were the same every day.
"""

from __future__ import annotations

__all__ = ["as_value", "card", "model_for", "of_value"]

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from .hazard import Additive, Curve

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def _shipped() -> Any:  # noqa: ANN401
    return json.loads(files("frontline.outlook").joinpath("carried.json").read_text(encoding="utf-8"))


def card() -> Mapping[str, Any]:
    """Return what the shipped model was learnt from, how, and how well it did."""
    return dict(_shipped()["card"])


def model_for(horizon: int) -> Additive:
    """Return the shipped model for a horizon in days: as it is, or the nearest with its log-odds moved.

    With a small chance p over H days the chance over h days is about p h / H: log-odds rise by log(h / H).
    """
    models = _shipped()["models"]
    nearest = min(models, key=lambda known: (abs(np.log(int(known) / horizon)), int(known)))
    model = of_value(models[nearest])
    return Additive(model.base + float(np.log(horizon / int(nearest))), model.curves)


def as_value(model: Additive) -> dict[str, Any]:
    """Return a model as plain JSON, four digits a number."""
    return {
        "base": round(model.base, 4),
        "curves": [
            {"feature": c.feature, "at": [float(f"{x:.4g}") for x in c.at], "gives": [round(y, 4) for y in c.gives]}
            for c in model.curves
        ],
    }


def of_value(value: Mapping[str, Any]) -> Additive:
    """Read a model back from plain JSON."""
    curves = (Curve(c["feature"], tuple(c["at"]), tuple(c["gives"])) for c in value["curves"])
    return Additive(float(value["base"]), tuple(curves))
