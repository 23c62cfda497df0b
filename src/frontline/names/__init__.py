"""Spelling to place: names as reports write them, in any script, found in a gazetteer."""

from .index import NameIndex, build_index, fold
from .match import THRESHOLD, Alternative, Match, resolve
from .road import is_road, resolve_road
from .scan import Mention, scan

__all__ = [
    "THRESHOLD",
    "Alternative",
    "Match",
    "Mention",
    "NameIndex",
    "build_index",
    "fold",
    "is_road",
    "resolve",
    "resolve_road",
    "scan",
]
