"""Claims that people entered by hand: claims.csv, joined to places, roads and reports."""

from __future__ import annotations

__all__ = ["claim_faults", "claim_id", "load_claims", "unplaced"]

from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from frontline._errors import Fault, InputError
from frontline.model import KINDS, Claim, Span, Stretch
from frontline.names import build_index, fold, is_road, resolve_road

from ._near import did_you_mean
from .days import read_span
from .reports import report_key
from .tables import read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from frontline.model import Place, Report, Theatre
    from frontline.names import NameIndex

    from .tables import Row

_NEEDS = ("kind", "actor", "target", "place", "date")
_KNOWS = (
    "place_id", "date_precision", "spelling", "spelling_in_source", "text", "report", "source", "url", "published",
    "credibility", "factual", "note",
)  # fmt: skip
_NOWHERE = "-"  # in place_id: the place is on no map, and its writer knows it
_STRETCH = ".."  # in place_id, between the ids of two places of one route
_FACTUAL = {"": True, "yes": True, "no": False}
# The Admiralty code's credibility; 3 ("possibly true") unless said: a person read it, nobody has confirmed it yet.
_CREDIBILITY = {"": 3, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6}


def load_claims(folder: Path, theatre: Theatre, reports: Sequence[Report]) -> list[Claim]:
    """Return the claims of claims.csv, in its order; InputError names all its faults.

    `place` is a place (its id, name or an alias, as written or folded) or a road ("Aldham–Beckford road", a route's
    name or alias), which becomes the claim's `stretch`. `place_id` decides where the name alone does not: a place's
    id, the stretch of a route as `id..id`, or `-` for a place that is on no map: the claim is kept, unlocated.
    """
    claims, faults = claim_faults(folder, theatre, reports)
    if faults:
        raise InputError(*faults)
    return claims


def unplaced(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims that have neither place nor road: they count for nobody's control of anything."""
    return [claim for claim in claims if claim.place_id is None and claim.stretch is None]


def claim_id(claim: Claim) -> str:
    """Return a claim's id: the same words of the same report about the same thing always have the same one."""
    when = "" if claim.when is None else f"{claim.when.start}/{claim.when.end}"
    parts = (
        claim.report,
        claim.kind,
        claim.actor or "",
        claim.target or "",
        claim.place,
        when,
        str(claim.factual),
        f"{claim.start}:{claim.end}",
        claim.quote,
    )
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def claim_faults(folder: Path, theatre: Theatre, reports: Sequence[Report]) -> tuple[list[Claim], list[Fault]]:
    """Return the claims that can be used, and the faults of the others."""
    faults: list[Fault] = []
    rows = read_table(folder / "claims.csv", faults, needs=_NEEDS, knows=_KNOWS, optional=True)
    known = _Known(
        theatre,
        published={report.id: report.published for report in reports},
        by_url={report.url: report.id for report in reports if report.url},
    )
    claims: list[Claim] = []
    lines: dict[str, int] = {}
    for row in rows:
        wrong: list[str] = []
        claim = _claim(row, known, wrong)
        if claim.id in lines:
            wrong.append(f"says the same as line {lines[claim.id]}; keep one")
        lines.setdefault(claim.id, row.line)
        faults += map(row.fault, wrong)
        if not wrong:
            claims.append(claim)
    return claims, faults


def _claim(row: Row, known: _Known, wrong: list[str]) -> Claim:
    """Return the claim of a line; what is wrong with it is added to `wrong`, and the claim is then not to be used."""
    theatre = known.theatre
    kinds = {kind: kind for kind in KINDS}
    kind = kinds.get(row["kind"])  # type: ignore[call-overload]
    if kind is None:
        near = did_you_mean(row["kind"], KINDS)
        wrong.append(f"'{row['kind']}' is no kind of claim{near}; the kinds are {', '.join(KINDS)}")
    wrong += [
        f"no side '{row[column]}' as {column}{did_you_mean(row[column], theatre.sides)}"
        for column in ("actor", "target")
        if row[column] and row[column] not in theatre.sides
    ]
    if row["factual"] not in _FACTUAL:
        wrong.append(f"factual is '{row['factual']}'; write yes or no, or leave it empty for yes")
    if row["credibility"] not in _CREDIBILITY:
        sentence = "is no credibility; write 1 (confirmed) to 5 (improbable), 6 (cannot be judged)"
        wrong.append(f"'{row['credibility']}' {sentence}")
    place_id, stretch = _where(row, known, wrong)
    report = _report(row, known, wrong)
    place = theatre.places.get(place_id or "")
    claim = Claim(
        kind=kind or "hold",
        actor=row["actor"] or None,
        target=row["target"] or None,
        place=row["place"],
        place_id=place_id,
        stretch=stretch,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        when=_when(row, known.published.get(report), wrong),
        factual=_FACTUAL.get(row["factual"], True),
        quote=row["text"],
        readers=("hand",),
        credibility=_CREDIBILITY.get(row["credibility"], 6),
        report=report,
    )
    return replace(claim, id=claim_id(claim))


def _when(row: Row, published: Span | None, wrong: list[str]) -> Span | None:
    """Return the days that a line speaks of: of a month that was not over, those up to the report's publication."""
    when = _span(row, "date", row["date_precision"], wrong)
    if when and published and when.start < published.end < when.end and row["factual"] != "no":
        return Span(when.start, published.end)
    return when


def _span(row: Row, column: str, precision: str, wrong: list[str]) -> Span | None:
    if not row[column]:
        return None
    try:
        return read_span(row[column], precision)
    except ValueError as error:
        wrong.append(str(error))
        return None


def _report(row: Row, known: _Known, wrong: list[str]) -> str:
    """Return the id of the report that a claim is from, by its id, by its address, or by source, address and day."""
    if row["report"]:
        if row["report"] not in known.published:
            wrong.append(f"no report has the id '{row['report']}'{did_you_mean(row['report'], known.published)}")
        return row["report"]
    if row["url"] in known.by_url:
        return known.by_url[row["url"]]
    if not row["source"]:
        wrong.append("names neither report nor source; write one of the two")
    _span(row, "published", "", wrong)
    return report_key(row["source"], row["url"], row["published"])


def _where(row: Row, known: _Known, wrong: list[str]) -> tuple[str | None, Stretch | None]:
    """Return the place or the stretch of road that a line speaks of; neither where its writer says there is none."""
    name, given = row["place"], row["place_id"]
    if not name:
        wrong.append("has no place; write its name as the report has it")
    elif _STRETCH in given:
        return None, _stretch(given, known, wrong)
    elif given in known.theatre.places:
        return given, None
    elif given and given != _NOWHERE:
        wrong.append(f"no place has the id '{given}'{did_you_mean(given, known.theatre.places)}")
    elif not given:
        return _named(name, known, wrong)
    return None, None


def _stretch(given: str, known: _Known, wrong: list[str]) -> Stretch | None:
    """Return the stretch between two places, of the route that is the shortest way from one to the other."""
    start, _, end = given.partition(_STRETCH)
    found = []
    for route in known.theatre.routes.values():
        if start in route.places and end in route.places:
            first, last = sorted((route.places.index(start), route.places.index(end)))
            found.append((last - first, Stretch(route.id, route.places[first], route.places[last])))
    if not found:
        wrong.append(f"no route goes through both '{start}' and '{end}'; take two places of one route")
    return min(found)[1] if found else None


def _named(name: str, known: _Known, wrong: list[str]) -> tuple[str | None, Stretch | None]:
    found = known.places_named(name)
    if len(found) == 1:
        return found[0], None
    if found:
        wrong.append(f"'{name}' may be any of {', '.join(found)}; write the one you mean as place_id")
        return None, None
    stretch = known.road_named(name)
    if stretch is None:
        near = did_you_mean(name, [place.name for place in known.theatre.places.values()])
        wrong.append(f"no place or road '{name}'{near}; write its id as place_id, or '-' where no map has it")
    return None, stretch


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


@dataclass(frozen=True)
class _Known:
    """What a line of claims.csv may name. The tables of names are made when a line first needs them."""

    theatre: Theatre
    published: Mapping[str, Span | None]  # by the report's id
    by_url: Mapping[str, str]
    roads: dict[str, Stretch | None] = field(default_factory=dict)

    def places_named(self, name: str) -> list[str]:
        """Return the ids of the places that a name fits best: as id, as name, as an alias, at last folded alike."""
        if name in self.theatre.places:
            return [name]
        plain = _plain(name)
        return self._by_name.get(plain) or self._by_alias.get(plain) or self._by_fold.get(fold(name), [])

    def road_named(self, name: str) -> Stretch | None:
        """Return the stretch of a route that a road's name means; None for a name that speaks of no road."""
        if name not in self.roads:
            speaks_of_one = is_road(name) or fold(name) in self._own_names
            routes = self.theatre.routes.values()
            self.roads[name] = resolve_road(self._index, routes, name) if speaks_of_one else None
        return self.roads[name]

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        return self._table(_plain, lambda place: [place.name])

    @cached_property
    def _by_alias(self) -> Mapping[str, list[str]]:
        return self._table(_plain, lambda place: place.aliases)

    @cached_property
    def _by_fold(self) -> Mapping[str, list[str]]:
        return self._table(fold, lambda place: [place.name, *place.aliases])

    def _table(self, key: Callable[[str], str], names: Callable[[Place], Iterable[str]]) -> Mapping[str, list[str]]:
        table: dict[str, list[str]] = {}
        for place in self.theatre.places.values():
            for name in dict.fromkeys(map(key, names(place))):
                table.setdefault(name, []).append(place.id)
        return table

    @cached_property
    def _own_names(self) -> set[str]:
        return {fold(name) for route in self.theatre.routes.values() for name in (route.name, *route.aliases)}

    @cached_property
    def _index(self) -> NameIndex:
        return build_index(self.theatre.places.values())
