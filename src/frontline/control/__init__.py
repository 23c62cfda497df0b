"""Where a claim becomes a belief: chains through time, neighbours in space, areas on the ground."""

from .areas import control_map
from .belief import Belief, believe
from .disputes import Testimony, evidence_of
from .questions import (
    change_days,
    leg_beliefs,
    legs_of,
    place_beliefs,
    place_control,
    siege_beliefs,
    siege_probability,
    timeline,
)

__all__ = [
    "Belief",
    "Testimony",
    "believe",
    "change_days",
    "control_map",
    "evidence_of",
    "leg_beliefs",
    "legs_of",
    "place_beliefs",
    "place_control",
    "siege_beliefs",
    "siege_probability",
    "timeline",
]
