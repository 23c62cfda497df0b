"""What the desk shows and what it keeps in mind: one theatre or series, asked by day and by what was known when.

A theatre's record lies in its ledger. What follows from it is computed once for each state of the ledger and kept;
a decision on a claim makes the next state.
"""

from __future__ import annotations

__all__ = ["Desk", "Shelf", "Stage", "desk_of_series", "desk_of_theatre"]

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING

from frontline._errors import InputError, NotFoundError
from frontline.control import Belief, believe, change_days, control_map, place_control
from frontline.ledger import open_ledger, record
from frontline.names import build_index
from frontline.outlook.whatif import what_if
from frontline.picture.draw import draw, draw_map

from .slow import Slow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from frontline.ledger import Ledger
    from frontline.model import Claim, ControlMap, Picture, PlaceControl, Record, Report, Theatre
    from frontline.names import NameIndex
    from frontline.outlook.forecast import Past
    from frontline.outlook.whatif import WhatIf
    from frontline.sources import Series

    from .basemap import Basemap

    Read = Callable[[Report], list[Claim]]

_STAGES = 4  # states of the record that are kept: the present one, some as known on a day
_MAPS = 512  # days whose maps and pictures are kept


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the ledger stands: a file, or one in memory that was made of the theatre's folder."""

    theatre: Theatre
    path: Path | None
    memory: Ledger | None = None

    @contextmanager
    def ledger(self, *, write: bool = False) -> Iterator[Ledger]:
        """Open the ledger for as long as it is needed: between two questions others may write to it."""
        if self.memory is not None:
            yield self.memory
        else:
            with open_ledger(self.path or ":memory:", write=write, theatre=self.theatre) as ledger:
                yield ledger

    @contextmanager
    def copy(self) -> Iterator[Ledger]:
        """Open a copy to try things on; it is gone afterwards."""
        if self.path is None:
            raise InputError("this record is in memory only; `frontline add` makes a ledger of it")
        with tempfile.TemporaryDirectory() as folder:
            trial = Path(folder) / "trial.duckdb"
            shutil.copyfile(self.path, trial)
            with open_ledger(trial, write=True, theatre=self.theatre) as ledger:
                yield ledger


@dataclass(frozen=True, eq=False)
class Stage:
    """What can be shown of one state of the record: maps and pictures by day. A series has no belief behind it."""

    theatre: Theatre
    days: tuple[date, ...]  # on which something changes; of a series, its known days
    placed: Callable[[date], tuple[PlaceControl, ...]]
    mapped: Callable[[date], ControlMap]
    drawn: Callable[[date], Picture]
    belief: Belief | None = None
    supposed: Callable[[date, Mapping[str, str]], WhatIf] | None = None

    def day_shown(self, day: date) -> date:
        """Return the day that is shown for a day: itself, of a series the last known one up to it."""
        if self.belief is not None:
            return day
        known = [one for one in self.days if one <= day]
        return known[-1] if known else self.days[0]


@dataclass(eq=False)
class Desk:
    """One theatre or series, opened to be looked at, and with `edit` to be worked on.

    `read` reads a report's claims; `who` signs decisions; `basemap` lies under all; `slow` does what takes long.
    """

    theatre: Theatre
    shelf: Shelf | None = None
    series: Series | None = None
    read: Read | None = None
    who: str = ""
    edit: bool = False
    basemap: Basemap | None = None
    slow: Slow = field(default_factory=Slow)
    lock: RLock = field(default_factory=RLock)
    _stages: dict[tuple[str, date | None], Stage] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """What tells one state of the record from another: whatever is shown holds for one state."""
        if self.shelf is None or self.shelf.path is None:
            return "0"
        try:
            stat = self.shelf.path.stat()
        except FileNotFoundError:
            raise NotFoundError(f"{self.shelf.path}: the ledger is gone") from None
        return f"{stat.st_mtime_ns:x}-{stat.st_size:x}"

    def stage(self, known_on: date | None = None) -> Stage:
        """Return what can be shown of the record now, or as it was known on a day."""
        with self.lock:
            key = (self.state, known_on)
            if key not in self._stages:
                for old in list(self._stages)[: 1 - _STAGES]:
                    del self._stages[old]
                self._stages[key] = self._staged(known_on)
            return self._stages[key]

    def _staged(self, known_on: date | None) -> Stage:
        if self.series is not None:
            return stage_of_series(self.theatre, self.series)
        if self.shelf is None:
            raise NotFoundError("there is no record to show")
        with self.shelf.ledger() as ledger:
            found = record(ledger, known_on=known_on)
        return stage_of_record(self.theatre, found)

    @cached_property
    def past(self) -> Past:
        """What a forecast of a series learns from, looked at once; NotFoundError of a theatre."""
        from frontline.outlook.cells import cells_of  # noqa: PLC0415
        from frontline.outlook.forecast import Past  # noqa: PLC0415

        if self.series is None:
            raise NotFoundError("a theatre is forecast by its places, not by its past maps")
        return Past(cells_of(self.series))

    @property
    def index(self) -> NameIndex:
        """The theatre's names, to be searched."""
        return _index(self)


@lru_cache(maxsize=2)
def _index(desk: Desk) -> NameIndex:
    return build_index(desk.theatre.places.values())


def stage_of_record(theatre: Theatre, found: Record) -> Stage:
    """Return what can be shown of a record."""
    belief = believe(theatre, found)
    # One at a time: the geometry behind is kept once it is made, and two threads would make it twice.
    making = Lock()

    @lru_cache(maxsize=_MAPS)
    def mapped(day: date) -> ControlMap:
        return control_map(belief, day)

    @lru_cache(maxsize=_MAPS)
    def drawn(day: date) -> Picture:
        with making:
            return draw(belief, day)

    def supposed(day: date, flips: Mapping[str, str]) -> WhatIf:
        with making:
            return what_if(belief, day, flips=flips)

    days = (theatre.start, *(day for day in change_days(belief) if theatre.start < day < theatre.end))
    placed = lru_cache(maxsize=_MAPS)(lambda day: place_control(belief, day))
    return Stage(theatre, days, placed, mapped, drawn, belief, supposed)


def stage_of_series(theatre: Theatre, series: Series) -> Stage:
    """Return what can be shown of a series of maps."""
    from frontline.sources import control_map as map_of_series  # noqa: PLC0415

    mapped = lru_cache(maxsize=_MAPS)(lambda day: map_of_series(series, day))
    drawn = lru_cache(maxsize=_MAPS)(lambda day: draw_map(mapped(day)))
    return Stage(theatre, series.days, lambda _: (), mapped, drawn)


def desk_of_theatre(
    theatre: Theatre,
    ledger: Path | Ledger,
    *,
    read: Read | None = None,
    who: str = "",
    edit: bool = False,
    basemap: Basemap | None = None,
) -> Desk:
    """Open a theatre with its ledger: a file, or one in memory, which can only be looked at."""
    if isinstance(ledger, Path):
        return Desk(theatre, Shelf(theatre, ledger), read=read, who=who, edit=edit, basemap=basemap)
    if edit:
        raise InputError("a ledger in memory keeps nothing; `frontline add` makes a file of it, which can be edited")
    return Desk(theatre, Shelf(theatre, None, ledger), read=read, basemap=basemap)


def desk_of_series(series: Series, *, basemap: Basemap | None = None) -> Desk:
    """Open a series of maps, to be looked at."""
    from frontline.sources import theatre_of  # noqa: PLC0415

    return Desk(theatre_of(series), series=series, basemap=basemap)
