"""Reports of our own about the example theatre, with verdicts decided by hand from its record before any was run.

T is what the record bears out, F what it denies, U what it leaves open. A verdict is right where T is supported, F
contradicted and U untested; wrong where T is contradicted, F supported, or U either; else the check has passed it by.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pytest

from frontline.check import check
from frontline.cli._record import grammar, open_record
from frontline.model import Report, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from frontline.check import Checked, Statement

WANTED = {"T": "supported", "F": "contradicted", "U": "untested"}


class Dispatch(NamedTuple):
    day: date
    text: str
    claims: tuple[tuple[str, str, str], ...]  # the claim's kind, its place as written, the verdict
    figures: tuple[tuple[str, str], ...] = ()  # the duration's words, the verdict


DISPATCHES = (
    Dispatch(
        date(2015, 11, 12),
        "On 9 November the Syrian army captured Sheikh Ahmad from Islamic State. A day later it broke the siege of "
        "Kuweires air base, which had been cut off for more than two years. Islamic State still held Kuweires Sharqi "
        "on 11 November. On 10 November government troops also took Rasm al-Abboud.",
        (
            ("gain", "Sheikh Ahmad", "T"),
            ("relieve", "Kuweires air base", "T"),
            ("besiege", "Kuweires air base", "T"),
            ("hold", "Kuweires Sharqi", "F"),
            ("gain", "Rasm al-Abboud", "T"),
        ),
        (("more than two years", "T"),),
    ),
    Dispatch(
        date(2015, 11, 6),
        "Islamic State cut the Khanaser–Ithriya road on 23 October 2015. The army reopened the Khanaser–Ithriya road "
        "on 4 November. The road had been closed for twelve days.",
        (
            ("cut", "Khanaser–Ithriya road", "T"),
            ("reopen", "Khanaser–Ithriya road", "T"),
            ("cut", "Khanaser–Ithriya road", "U"),
        ),
        (("twelve days", "T"),),
    ),
    Dispatch(
        date(2015, 11, 6),
        "The rebels cut the Khanaser–Ithriya road on 23 October 2015. Islamic State reopened the Khanaser–Ithriya "
        "road on 4 November. It had been closed for two months.",
        (
            ("cut", "Khanaser–Ithriya road", "F"),
            ("reopen", "Khanaser–Ithriya road", "F"),
            ("cut", "Khanaser–Ithriya road", "U"),
        ),
        (("two months", "F"),),
    ),
    Dispatch(
        date(2016, 2, 27),
        "On 23 February 2016 Islamic State captured Khanaser. Government forces recaptured Khanaser on 25 February. "
        "On 26 February Islamic State still held Khanaser. The rebels took Khanaser on 23 February.",
        (
            ("gain", "Khanaser", "T"),
            ("gain", "Khanaser", "T"),
            ("hold", "Khanaser", "F"),
            ("gain", "Khanaser", "F"),
        ),
    ),
    Dispatch(
        date(2015, 10, 30),
        "Government troops recaptured Jabbul on 24 October 2015. Islamic State captured al-Safira on 27 October. "
        "On 27 October Islamic State fighters reached the outskirts of al-Safira. "
        "On 29 October Islamic State captured Sheikh Hilal.",
        (
            ("gain", "Jabbul", "T"),
            ("gain", "al-Safira", "F"),
            ("advance", "al-Safira", "T"),
            ("gain", "Sheikh Hilal", "F"),
        ),
    ),
    Dispatch(
        date(2015, 11, 18),
        "On 14 November 2015 Islamic State recaptured Kuweires air base. On 15 November the rebels besieged Kuweires "
        "air base. On 9 November Islamic State repelled an attack on Sheikh Ahmad. "
        "The siege had lasted six months.",
        (
            ("gain", "Kuweires air base", "F"),
            ("besiege", "Kuweires air base", "F"),
            ("repel", "Sheikh Ahmad", "F"),
        ),
        (("six months", "F"),),
    ),
    Dispatch(
        date(2016, 2, 23),
        "On 20 February 2016 government forces captured the Aleppo Thermal Power Plant. On 21 February they took Jubb "
        "al-Safa. Islamic State withdrew from Jubb al-Safa on 21 February. On 20 February Islamic State still held "
        "Sheikh Ahmad. Rebels captured the Aleppo Thermal Power Plant on 20 February.",
        (
            ("gain", "Aleppo Thermal Power Plant", "T"),
            ("gain", "Jubb al-Safa", "T"),
            ("withdraw", "Jubb al-Safa", "T"),
            ("hold", "Sheikh Ahmad", "F"),
            ("gain", "Aleppo Thermal Power Plant", "F"),
        ),
    ),
    Dispatch(
        date(2015, 11, 12),
        "On 8 November 2015 clashes broke out at Barlahin. Government warplanes struck Maskanah on 8 November. The "
        "rebels plan to capture Khanaser. On 7 November the army entered Nowheretown.",
        (
            ("attack", "Barlahin", "U"),
            ("attack", "Maskanah", "U"),
            ("gain", "Khanaser", "U"),
            ("advance", "Nowheretown", "U"),
        ),
    ),
    # Those below were written when the rules stood, and run once.
    Dispatch(
        date(2015, 10, 2),
        "Government forces captured Tal Na'am on 14 September 2015. On 28 September they took Salihiyah from Islamic "
        "State. On 29 September Islamic State recaptured Salihiyah. On 14 September the army lost Tal Sab'in to "
        "Islamic State.",
        (
            ("gain", "Tal Na'am", "T"),
            ("gain", "Salihiyah", "T"),
            ("gain", "Salihiyah", "F"),
            ("gain", "Tal Sab'in", "F"),
        ),
    ),
    Dispatch(
        date(2015, 11, 30),
        "On 28 November 2015 Syrian government troops seized Kaskis and Aqulah. Islamic State still controlled Kaskis "
        "on 29 November. The rebels captured Aqulah on 28 November.",
        (("gain", "Kaskis", "T"), ("gain", "Aqulah", "T"), ("hold", "Kaskis", "F"), ("gain", "Aqulah", "F")),
    ),
    Dispatch(
        date(2016, 3, 2),
        "Islamic State cut the Khanaser–Aleppo road on 22 February 2016, and the army reopened the Khanaser–Aleppo "
        "road on 29 February. The road had been closed for a week. On 23 February Islamic State took Rasm al-Nafal "
        "from the government. On 25 February government troops took Shilallah.",
        (
            ("cut", "Khanaser–Aleppo road", "T"),
            ("reopen", "Khanaser–Aleppo road", "T"),
            ("gain", "Rasm al-Nafal", "F"),
            ("gain", "Shilallah", "T"),
        ),
        (("a week", "T"),),
    ),
    Dispatch(
        date(2015, 12, 29),
        "On 26 December 2015 government forces captured Jaruf and Tal Sharba'. On 27 December the army took Humaymah. "
        "Islamic State recaptured Kuweires Sharqi on 20 December.",
        (("gain", "Jaruf", "T"), ("gain", "Humaymah", "U"), ("gain", "Kuweires Sharqi", "U")),
    ),
)


@pytest.fixture(scope="module")
def checked() -> list[Checked]:
    theatre, record = open_record("kuweires")
    read = grammar(theatre)
    found = []
    for number, one in enumerate(DISPATCHES):
        report = Report(f"dispatch-{number}", "a desk", one.text, "a desk", published=Span.day(one.day))
        found.append(check(theatre, record, report, read(report)))
    return found


def verdicts(checked: list[Checked]) -> Iterator[tuple[str, str, str]]:
    """Yield what each claim and figure that was read is by hand, what was found, and a word on it."""
    for one, done in zip(DISPATCHES, checked, strict=True):
        found: list[Statement] = list(done.statements)
        for kind, place, truth in one.claims:
            statement = next((each for each in found if (each.claim.kind, each.claim.place) == (kind, place)), None)
            if statement is not None:
                found.remove(statement)
                yield truth, statement.verdict, f"{kind} {place}: {statement.reason}"
        said = {figure.quantity.quote: figure for figure in done.figures}
        for words, truth in one.figures:
            yield truth, said[words].verdict, f"{words}: {said[words].reason}"


def test_nearly_all_claims_are_read(checked: list[Checked]) -> None:
    asked = sum(len(one.claims) + len(one.figures) for one in DISPATCHES)
    assert len(list(verdicts(checked))) >= 0.9 * asked


def test_no_truth_is_called_false_and_no_falsehood_true(checked: list[Checked]) -> None:
    wrong = [why for truth, verdict, why in verdicts(checked) if verdict != "untested" and verdict != WANTED[truth]]
    assert wrong == []


def test_more_than_two_verdicts_in_three_are_those_of_a_person(checked: list[Checked]) -> None:
    found = [verdict == WANTED[truth] for truth, verdict, _ in verdicts(checked)]
    assert sum(found) > 2 / 3 * len(found)
