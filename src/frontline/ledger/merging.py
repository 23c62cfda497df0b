"""When two claims are one: the same thing found twice in a text, or told twice by one origin.

Two claims are the same where kind and factuality are equal, place or road agree, the actor is equal or one of them
does not name it, and their days overlap or one of them gives none.
"""

from __future__ import annotations

__all__ = ["combined", "gather", "place_keys", "preference"]

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from frontline.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from frontline.model import Claim, Report, Route

_CANNOT_BE_JUDGED = 6
_PROBABLY_TRUE = 2  # "confirmed" (1) takes another source, not another reader


def place_keys(claims: Sequence[Claim]) -> list[Hashable]:
    """Return what each claim is about: a place's id, a route's id, or a name that was resolved to neither.

    A name that other claims resolve, all to the same thing, means that thing here too.
    """
    meant: dict[str, set[Hashable]] = defaultdict(set)
    folded = {name: fold(name) for name in {claim.place for claim in claims}}
    for claim in claims:
        if (thing := _resolved(claim)) is not None:
            meant[folded[claim.place]].add(thing)
    only = {name: next(iter(things)) for name, things in meant.items() if len(things) == 1}
    return [_resolved(claim) or only.get(name := folded[claim.place], name) for claim in claims]


def preference(claim: Claim, report: Report) -> tuple[object, ...]:
    """Return what orders claims that may be one: a person's first, then what says most, then what was said first.

    Last is what no reader finds any more.
    """
    return (
        not claim.readers,
        "hand" not in claim.readers,
        claim.actor is None,
        claim.when is None,
        claim.when.days if claim.when else 0,
        report.published is None,
        report.published.end if report.published else date.max,
        claim.report,
        claim.start,
        claim.id,
        claim.readers,
    )


def gather(
    claims: Sequence[Claim], *, within: Callable[[Claim], Hashable], routes: Mapping[str, Route]
) -> list[list[Claim]]:
    """Part claims into groups of one meaning, each group inside one `within` (a text, an origin).

    The claims come in order of preference; each joins the group whose first claim it fits best, or begins its own.
    Being the same is not transitive (a month overlaps two days that do not overlap each other), so a group is held
    together by its first claim alone, completed by what the others add.
    """
    groups: dict[Hashable, list[list[Claim]]] = defaultdict(list)
    said: dict[Hashable, list[Claim]] = defaultdict(list)  # what each group says so far
    for claim, place in zip(claims, place_keys(claims), strict=True):
        bucket = (within(claim), claim.kind, claim.factual, place)
        fits = [(fit, at) for at, other in enumerate(said[bucket]) if (fit := _fit(claim, other, routes))]
        if fits:
            at = max(fits, key=lambda pair: (pair[0], -pair[1]))[1]
            groups[bucket][at].append(claim)
            said[bucket][at] = _completed(said[bucket][at], claim)
        else:
            groups[bucket].append([claim])
            said[bucket].append(claim)
    return [group for bucket in groups.values() for group in bucket]


def combined(group: Sequence[Claim]) -> Claim:
    """Return one claim for those that several readers found in one text, the preferred first.

    The first one's version stands; what it leaves open is taken from the next. Where it quotes nothing of the
    report, the words come from a reader that does. Two readers that agree raise the credibility by one step.
    """
    claim = group[0]
    if len(group) == 1:
        return claim
    for other in group[1:]:
        claim = _completed(claim, other)
    readers = tuple(sorted({reader for each in group for reader in each.readers}, key=lambda one: (one != "hand", one)))
    return replace(claim, readers=readers, credibility=_credibility(group, len(readers)))


def _credibility(group: Sequence[Claim], readers: int) -> int:
    judged = [claim.credibility for claim in group if claim.credibility != _CANNOT_BE_JUDGED]
    if not judged:
        return _CANNOT_BE_JUDGED
    best = judged[0] if "hand" in group[0].readers else min(judged)
    return best if readers == 1 or best <= _PROBABLY_TRUE else best - 1


def _resolved(claim: Claim) -> Hashable | None:
    if claim.place_id is not None:
        return ("place", claim.place_id)
    return None if claim.stretch is None else ("route", claim.stretch.route)


def _fit(one: Claim, other: Claim, routes: Mapping[str, Route]) -> int:
    """Return how well two claims of one bucket agree; 0 where they are not the same."""
    if None not in (one.actor, other.actor) and one.actor != other.actor:
        return 0
    if not _on_one_road(one, other, routes):
        return 0
    if one.when is None or other.when is None:
        days = 1
    elif one.when == other.when:
        days = 3
    elif one.when.start < other.when.end and other.when.start < one.when.end:
        days = 2
    else:
        return 0
    return 2 * days + (one.actor == other.actor)


def _on_one_road(one: Claim, other: Claim, routes: Mapping[str, Route]) -> bool:
    if one.stretch is None or other.stretch is None:
        return True
    route = routes.get(one.stretch.route)
    if route is None:
        return bool({one.stretch.start, one.stretch.end} & {other.stretch.start, other.stretch.end})
    order = {place: at for at, place in enumerate(route.places)}
    (low, high), (below, above) = (
        sorted(order.get(place, 0) for place in (each.start, each.end)) for each in (one.stretch, other.stretch)
    )
    # Two stretches that only meet in a place are two roads' worth of news, but a stretch may be one place itself.
    return max(low, below) < min(high, above) or (low, high) == (below, above) or low == high or below == above


def _completed(claim: Claim, other: Claim) -> Claim:
    """Return the claim with what it leaves open taken from another that says the same."""
    gaps = {
        name: getattr(other, name)
        for name in ("actor", "target", "when")
        if getattr(claim, name) is None and getattr(other, name) is not None
    }
    if claim.place_id is None and claim.stretch is None:
        gaps |= {name: getattr(other, name) for name in ("place_id", "stretch", "lat", "lon")}
    if claim.end <= claim.start and other.end > other.start and claim.report == other.report:
        gaps |= {"start": other.start, "end": other.end, "quote": other.quote}
    return replace(claim, **gaps) if gaps else claim
