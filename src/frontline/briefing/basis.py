"""What the picture rests on, and where its sources part, in sentences."""

from __future__ import annotations

__all__ = ["agreement_sentences", "basis", "dated", "dispute_sentences", "disputes", "limits"]

from typing import TYPE_CHECKING

from . import words
from .outline import Figure, Section, Sentence, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontline.model import Claim, Span

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
    """Return what is reported for each side, what of it the rest does not bear out, and what the record makes of it."""
    dispute = situation.disputes[which]
    sentences = []
    for side, claims in sorted(dispute.claims.items(), key=lambda item: (-len(item[1]), item[0])):
        text = f"That {situation.side(side)} took or held {dispute.place} is reported for {dated(situation, claims)}."
        sentences.append(say(text, claims))
    note = Figure(f"/disputes/{which}", "posterior of the place's hidden Markov chain, day by day")
    text = f"The rest of the record does not bear out what is said for {dated(situation, dispute.against)}."
    sentences.append(say(text, note, dispute.against))
    holder, p = max(dispute.p.items(), key=lambda item: item[1])
    until = [f"{situation.side(one.side)} until {words.day(one.end)}" for one in dispute.spells if one.end]
    first = f"On the record as a whole it was held by {words.listed(until)}; " if until else "On the record as a whole "
    text = f"{first}{words.likely_that(p)} {situation.side(holder)} held it on {words.day(situation.day)}."
    return [*sentences, say(text, note)]


def dated(situation: Situation, claims: Sequence[Claim]) -> str:
    """Return the days that claims speak of, each with the sources that name it: "3 May 2015 (A and B) and ..."."""
    reports = situation.record.reports
    by_when: dict[Span, set[str]] = {}
    for claim in claims:
        if claim.when is not None and claim.report in reports:
            by_when.setdefault(claim.when, set()).add(reports[claim.report].source)
    said = [f"{words.span(when)} ({words.listed(sorted(by), most=2)})" for when, by in sorted(by_when.items())]
    return words.listed(said, most=6)


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
