"""Reports laid over a map: they disagree where they name another holder, and from the day on which they do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from shapely import box

from frontline._errors import InputError
from frontline.control import Belief, believe
from frontline.model import Claim, Hold, Place, Record, Report, Side, Span, Theatre
from frontline.picture.overlay import disagreements
from frontline.sources.edges import edges_of
from frontline.sources.holders import holders
from frontline.sources.series import Day, Series, build
from frontline.theatre.geometry import equal_area_about

START = date(2025, 3, 1)
LAND = box(30, 0, 31, 1)
WEST, EAST = Place("west", "Westham", 0.5, 30.2), Place("east", "Eastham", 0.5, 30.8)


def _day(number: int) -> date:
    return START + timedelta(days=number)


def _series(*widths: float) -> Series:
    days = [Day(_day(k), "by hand", {"red": edges_of(box(30, 0, 30 + w, 1))}) for k, w in enumerate(widths)]
    return build("red", "blue", days, layers=("red",), boundary=LAND)


def _belief() -> Belief:
    theatre = Theatre(
        id="t",
        name="Test",
        start=START - timedelta(days=30),
        end=_day(60),
        sides={side: Side(side, side, "#000000") for side in ("red", "blue")},
        places={place.id: place for place in (WEST, EAST)},
        boundary=LAND,
        crs=equal_area_about(LAND),
        start_holds=(
            Hold("west", "red", START - timedelta(days=30), "known"),
            Hold("east", "blue", START - timedelta(days=30), "known"),
        ),
    )
    reports = {
        name: Report(name, name, "Red took Eastham.", name, "A", published=Span.day(_day(3)))
        for name in ("a", "b", "c")
    }
    claims = tuple(
        Claim(
            "gain",
            "red",
            "blue",
            "Eastham",
            place_id="east",
            when=Span.day(_day(3)),
            credibility=1,
            report=name,
            id=name,
        )
        for name in reports
    )
    return believe(theatre, Record(reports, claims))


def test_whose_ground_a_point_is_on_every_day() -> None:
    found = holders(_series(0.5, 0.9, 0.1), [(30.2, 0.5), (30.8, 0.5), (29, 0.5)])
    assert found.tolist() == [["red", "red", "blue"], ["blue", "red", "blue"], ["", "", ""]]


def test_reports_that_are_ahead_of_the_map_disagree_from_the_day_of_the_claim_until_the_map_follows() -> None:
    widths = [0.5] * 8 + [0.9] * 3
    (one,) = disagreements(_belief(), _series(*widths))
    assert (one.place, one.holder, one.map_holder) == ("Eastham", "red", "blue")
    assert one.since in {_day(3), _day(4)}
    assert one.until == _day(8)
    assert one.p > 0.9


def test_a_disagreement_that_lasts_has_no_end() -> None:
    (one,) = disagreements(_belief(), _series(*[0.5] * 8))
    assert one.until is None
    assert one.days == (_day(7) - one.since).days + 1


def test_a_map_that_says_what_the_reports_say_disagrees_nowhere() -> None:
    assert disagreements(_belief(), _series(*[0.5] * 3, *[0.9] * 5), first=_day(5)) == []


def test_sides_may_have_other_names_in_the_series() -> None:
    days = [Day(_day(k), "by hand", {"rot": edges_of(box(30, 0, 30.5, 1))}) for k in range(8)]
    series = build("rot", "blue", days, layers=("rot",), boundary=LAND)
    with pytest.raises(InputError, match="the series' side 'rot' is none of the theatre's"):
        disagreements(_belief(), series)
    assert len(disagreements(_belief(), series, same={"red": "rot"})) == 1
