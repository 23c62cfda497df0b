"""What every call of the API is asked with: the desk it is asked of, a day, and what was known when."""

from __future__ import annotations

__all__ = ["Answer", "Asked", "Day", "Key", "Known", "asked", "day_asked"]

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request

from frontline._errors import InputError, NotFoundError
from frontline.control import Belief  # noqa: TC001
from frontline.model import Theatre  # noqa: TC001

from .desk import Desk, Stage  # noqa: TC001 - read at run time by FastAPI

Answer = dict[str, Any]
Day = Annotated[dt.date | None, Query(description="The day, at its end. The theatre's own where none is given.")]
Known = Annotated[dt.date | None, Query(description="Count only reports published by the end of this day.")]
Key = Annotated[str, Path(max_length=200)]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the desk: of what state of the record, and of which day."""

    desk: Desk
    stage: Stage
    day: dt.date

    @property
    def theatre(self) -> Theatre:
        """The theatre that is asked about."""
        return self.desk.theatre

    @property
    def belief(self) -> Belief:
        """What is believed of the theatre; NotFoundError of a series of maps."""
        if self.stage.belief is None:
            raise NotFoundError("a series of maps has no reports behind it")
        return self.stage.belief


def day_asked(theatre: Theatre, day: dt.date | None) -> dt.date:
    """Return the day asked for, the theatre's own where none is; InputError where the theatre does not reach it."""
    if day is None:
        return theatre.day or theatre.start
    if not theatre.start <= day < theatre.end:
        raise InputError(f"{day} is no day of {theatre.name}, which runs from {theatre.start} up to {theatre.end}")
    return day


def _asked(request: Request, date: Day = None, as_known_on: Known = None) -> Asked:
    desk: Desk = request.app.state.desk
    theatre = desk.theatre
    # From the theatre's end on all reports count: one state of the record, not one for each day after.
    known_on = None if as_known_on is None or as_known_on >= theatre.end else max(as_known_on, theatre.start)
    day = day_asked(theatre, date)
    stage = desk.stage(known_on)
    return Asked(desk, stage, stage.day_shown(day))


asked = Depends(_asked)
