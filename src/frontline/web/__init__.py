"""The desk: the record on a map in the browser, with the evidence one click away, and the API behind it."""

from .app import desk_app
from .desk import Desk, desk_of_series, desk_of_theatre

__all__ = ["Desk", "desk_app", "desk_of_series", "desk_of_theatre"]
