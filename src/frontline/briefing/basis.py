"""What the picture rests on, and where its sources part, in sentences."""

from __future__ import annotations

__all__ = ["basis", "disputes", "limits"]

from typing import TYPE_CHECKING

from . import words
from .outline import Figure, Section, Sentence, say

if TYPE_CHECKING:
    from .situation import Dispute, Situation


def disputes(situation: Situation) -> Section | None:
    """Set out each place that sources give to different sides: the claims for each, then what the record makes of it."""
    paragraphs = tuple(tuple(_dispute(situation, which, one)) for which, one in enumerate(situation.disputes))
    return Section("disputes", "Contested and contradicted", paragraphs) if paragraphs else None


def basis(situation: Situation) -> Section:
    """Count the reports, their origins and claims, and say how far the reader can be trusted."""
    record = situation.record
    reports = list(record.reports.values())
    note = Figure("/basis", "counts over the record")
    origins = {report.origin for report in reports}
    known = f" as known on {words.day(record.known_on)}" if record.known_on else ""
    sentences = [
        say(
            f"The picture rests on {words.count(len(record.claims), 'claim')} from {words.count(len(reports), 'report')}"
            f" of {words.count(len(origins), 'origin')}{known}.",
            note,
        )
    ]
    grades: dict[str, int] = {}
    for report in reports:
        grades[report.grade] = grades.get(report.grade, 0) + 1
    if grades:
        shown = words.listed([f"{number} of grade {grade}" for grade, number in sorted(grades.items())])
        sentences.append(say(f"By the reliability of their sources: {shown}.", note))
    sentences += _agreement(situation)
    return Section("basis", "What this rests on", (tuple(sentences),))


def limits(situation: Situation) -> Section:
    """Say how it was made and what it cannot show."""
    method = Figure("/method", "see docs/briefing.md, docs/control.md and docs/picture.md")
    paragraph = (
        say(
            "Each place's holder is the posterior of a hidden Markov chain over the claims about it, weighed by their"
            " sources' grade and lean; a place without claims takes its belief from its neighbours.",
            method,
        ),
        say(
            "Ground is drawn as Thiessen cells of the places, so a front runs half-way between two of them and not where"
            " a trench is.",
            method,
        ),
        say(
            "Words of likelihood follow ICD 203: almost certainly 95 % or more, very likely 80 to 95 %, likely 55 to 80 %,"
            " roughly even 45 to 55 %.",
            method,
        ),
        say(
            "It is made from what was already published, by settlement and by day; it shows no unit's position.", method
        ),
    )
    return Section("limits", "Method and limits", (paragraph,))


def _dispute(situation: Situation, which: int, dispute: Dispute) -> list[Sentence]:
    sentences = []
    for side, claims in sorted(dispute.claims.items(), key=lambda item: (-len(item[1]), item[0])):
        sources = {situation.record.reports[c.report].source for c in claims if c.report in situation.record.reports}
        text = f"{dispute.place} is {situation.side(side)}'s by {words.count(len(claims), 'claim')}"
        text += f" ({words.listed(sorted(sources), most=4)})." if sources else "."
        sentences.append(say(text, claims))
    holder, p = max(dispute.p.items(), key=lambda item: item[1])
    note = Figure(f"/disputes/{which}", "posterior of the place's hidden Markov chain on the day")
    sentences.append(say(f"On the record as a whole {situation.side(holder)} {words.holds(p)} it.", note))
    return sentences


def _agreement(situation: Situation) -> list[Sentence]:
    """Say how the reader agrees with people; nothing where no report was read by both."""
    score = situation.agreement.overall if situation.agreement else None
    if situation.agreement is None or score is None or not score.both + score.person_only:
        return []
    note = Figure("/basis/agreement", "claims of the same reports, found by a person and by the reader")
    text = (
        f"Of {score.both + score.person_only:,} claims that people entered by hand from"
        f" {words.count(situation.agreement.reports, 'report')} the automatic reader finds {score.recall:.0%};"
        f" {score.precision:.0%} of what it finds there was also entered by hand."
    )
    return [say(text, note)]
