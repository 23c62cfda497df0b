"""The API's words: what is sent to it, and what it answers, as OpenAPI describes them."""

from __future__ import annotations

__all__ = ["Amendment", "Decided", "DecisionAsked", "ErrorAnswer", "Frame", "ReportAsked", "ReportGiven", "Unfinished"]

import datetime as dt  # noqa: TC003 - read at run time by pydantic
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from frontline.model import Kind  # noqa: TC001

_Words = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Fault(BaseModel):
    """One thing wrong with the input."""

    where: str
    sentence: str


class Error(BaseModel):
    """What went wrong, in a sentence that says what to do."""

    status: int
    sentence: str
    faults: list[Fault] = []


class ErrorAnswer(BaseModel):
    """The one shape of all errors."""

    error: Error


class Frame(BaseModel):
    """Who holds each place on a day, in the order of the theatre's places."""

    date: dt.date
    holder: list[int] = Field(description="The side's number in the theatre's order.")
    percent: list[int] = Field(description="The probability of that side, in whole percent, rounded down.")
    disputed: list[int] = Field(description="Numbers of the places whose claims contradict each other.")


class Unfinished(BaseModel):
    """What was asked for is being worked out."""

    working: Literal[True]
    seconds: float = Field(description="Since it was first asked for.")


class Changed(BaseModel):
    """A place that is believed of otherwise than before."""

    place_id: str
    place: str
    from_: str = Field(alias="from")
    to: str
    percent_before: int
    percent_after: int

    model_config = ConfigDict(populate_by_name=True)


class Amendment(BaseModel):
    """What a claim says by an analyst's reading; what is left out stays as the reader had it."""

    model_config = _Words

    kind: Kind | None = None
    actor: str | None = Field(default=None, max_length=100)
    target: str | None = Field(default=None, max_length=100)
    place_id: str | None = Field(default=None, max_length=200)
    date: dt.date | None = None
    date_end: dt.date | None = Field(
        default=None, description="The day after the last; the day after `date` if absent."
    )
    factual: bool | None = None


class DecisionAsked(BaseModel):
    """A decision on a claim. With `keep` false nothing is entered: the answer says what it would change."""

    model_config = _Words

    decision: Literal["accepted", "rejected", "amended", "undo"]
    reason: str = Field(default="", max_length=2000)
    amended: Amendment | None = None
    who: str = Field(default="", max_length=100, description="Who decides; else who started the desk.")
    date: dt.date | None = Field(
        default=None, description="The day of the map that is looked at; the last that the claim speaks of if absent."
    )
    keep: bool = True


class Decided(BaseModel):
    """What a decision or a report changes on the map of the day."""

    kept: bool
    date: dt.date
    changed: list[Changed]
    frame: Frame


class ReportAsked(BaseModel):
    """A report to be read. With `keep` false nothing is entered: the answer says what it would change."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=500_000, description="The report, front matter allowed.")
    source: str = Field(default="", max_length=200)
    published: str = Field(default="", max_length=40, description="A day, a month (2015-11) or a year.")
    grade: Literal["", "A", "B", "C", "D", "E", "F"] = ""
    url: str = Field(default="", max_length=2000)
    title: str = Field(default="", max_length=500)
    who: str = Field(default="", max_length=100, description="Who adds it; else who started the desk.")
    date: dt.date | None = Field(
        default=None, description="The day of the map that is looked at; the last that its claims speak of if absent."
    )
    keep: bool = False


class ReportGiven(Decided):
    """What is read in a report, and what it changes."""

    report: dict[str, Any]
    status: str
    new_claims: int
    copy_of: str | None
    claims: list[dict[str, Any]]
