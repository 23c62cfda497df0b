"""What the picture rests on, and where its sources part, in sentences."""

from __future__ import annotations

__all__ = ["agreement_sentences", "basis", "dispute_sentences", "disputes", "limits"]

from typing import TYPE_CHECKING

from . import words
from .outline import Figure, Section, Sentence, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontline.model import Claim

    from .situation import Situation


def disputes(situation: Situation) -> Section | None:
    """Set out each place that sources give to different sides, and what the record as a whole makes of it."""
    paragraphs = tuple(tuple(dispute_sentences(situation, which)) for which in range(len(situation.disputes)))
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
            f"The picture rests on {words.count(len(record.claims), 'claim')}"
            f" from {words.count(len(reports), 'report')} of {words.count(len(origins), 'origin')}{known}.",
            note,
        )
    ]
    grades: dict[str, int] = {}
    for report in reports:
        grades[report.grade] = grades.get(report.grade, 0) + 1
    if grades:
        shown = words.listed([f"{number} of grade {grade}" for grade, number in sorted(grades.items())])
        sentences.append(say(f"By the reliability of their sources: {shown}.", note))
    sentences += agreement_sentences(situation)
    return Section("basis", "What this rests on", (tuple(sentences),))


def limits() -> Section:
    """Say how it was made and what it cannot show."""
    method = Figure("/method", "see docs/briefing.md, docs/control.md and docs/picture.md")
    paragraph = (
        say(
            "Each place's holder is the posterior of a hidden Markov chain over the claims about it, weighed by their"
            " sources' grade and lean; a place without claims takes its belief from its neighbours.",
            method,
        ),
        say(
            "Ground is drawn as Thiessen cells of the places, so a front runs half-way between two of them"
            " and not where a trench is.",
            method,
        ),
        say(
            f"Words of likelihood follow ICD 203: {words.scale()}.",
            Figure("/likelihoods", "Intelligence Community Directive 203, Analytic Standards, 2015"),
        ),
        say(
            "It is made from what was already published, by settlement and by day; it shows no unit's position.", method
        ),
    )
    return Section("limits", "Method and limits", (paragraph,))


def dispute_sentences(situation: Situation, which: int) -> list[Sentence]:
    """Return the claims for each side, the most first, and what the record as a whole makes of the place."""
    dispute = situation.disputes[which]
    sentences = []
    for side, claims in sorted(dispute.claims.items(), key=lambda item: (-len(item[1]), item[0])):
        sources = {situation.record.reports[c.report].source for c in claims if c.report in situation.record.reports}
        what = words.count(len(claims), "report says", "reports say")
        by = f" ({words.listed(sorted(sources), most=4)})" if sources else ""
        text = f"{words.start(what)} that {situation.side(side)} held {dispute.place}{by}"
        sentences.append(say(f"{text}, {_when(claims)}.", claims))
    holder, p = max(dispute.p.items(), key=lambda item: item[1])
    note = Figure(f"/disputes/{which}", "posterior of the place's hidden Markov chain on the day")
    sentences.append(
        say(
            f"On the record as a whole {words.likely_that(p)} {situation.side(holder)} held it on {words.day(situation.day)}.",
            note,
        )
    )
    return sentences


def agreement_sentences(situation: Situation) -> list[Sentence]:
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


def _when(claims: Sequence[Claim]) -> str:
    """Return the days that the claims speak of."""
    spans = [claim.when for claim in claims if claim.when]
    return words.period(min(span.start for span in spans), max(span.last for span in spans)) if spans else "on no day"
