"""Claims that people entered by hand: `claims.csv`, joined to places, roads and reports."""

from __future__ import annotations

__all__ = ["claim_id", "load_claims", "unplaced"]

from hashlib import sha256
from typing import TYPE_CHECKING

from frontline._errors import Fault, InputError
from frontline.model import KINDS, Claim, Span, Stretch

from ._near import did_you_mean
from .days import read_span
from .reports import report_key
from .tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from frontline.model import Kind, Report, Theatre

    from .tables import Row

CLAIM_COLUMNS = ("kind", "actor", "target", "place", "date")
_OPTIONAL = (
    "date_precision",
    "place_id",
    "spelling",
    "spelling_in_source",
    "text",
    "report",
    "source",
    "url",
    "published",
    "credibility",
    "factual",
    "note",
)
_NOWHERE = "-"  # a place that the theatre cannot locate, said so on purpose
_TRUE = {"": True, "yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def load_claims(folder: Path, theatre: Theatre, reports: Sequence[Report]) -> list[Claim]:
    """Return the claims of claims.csv, in its order; InputError names all its faults.

    `place` is a place (its id, name or an alias) or a road ("Khanaser–Ithriya road", a route's name or alias), which
    becomes the claim's `stretch`. A place that is on no map has `-` in `place_id`: the claim is kept, unlocated.
    """
    claims, faults = claim_faults(folder, theatre, reports)
    if faults:
        raise InputError(*faults)
    return claims


def unplaced(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims that have neither place nor road."""
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
    path = folder / "claims.csv"
    if not path.exists():
        return [], faults
    known = _Known(theatre, reports)
    claims: list[Claim] = []
    lines: dict[str, int] = {}
    for row in read_table(path, faults, needs=CLAIM_COLUMNS, knows=_OPTIONAL):
        wrong: list[str] = []
        claim = known.claim(row, wrong)
        if claim is not None and claim.id in lines:
            wrong.append(f"says the same as line {lines[claim.id]}; keep one")
        faults += map(row.fault, wrong)
        if claim is not None and not wrong:
            lines[claim.id] = row.line
            claims.append(claim)
    return claims, faults


class _Known:
    """What a line of claims.csv may name: sides, places, roads, reports."""

    def __init__(self, theatre: Theatre, reports: Sequence[Report]) -> None:
        self.theatre = theatre
        self.reports = {report.id for report in reports}
        self.by_url = {report.url: report.id for report in reports if report.url}
        self.places = _named(
            (place.id, place.name, place.aliases) for place in theatre.places.values()
        )
        self.roads = _named((route.id, route.name, route.aliases) for route in theatre.routes.values())

    def claim(self, row: Row, wrong: list[str]) -> Claim | None:
        from dataclasses import replace  # noqa: PLC0415

        kind = self._kind(row, wrong)
        actor, target = (self._side(row[column], column, wrong) for column in ("actor", "target"))
        when = self._when(row, wrong)
        place_id, stretch = self._place(row, wrong)
        report = self._report(row, wrong)
        factual = _TRUE.get(row["factual"].lower())
        if factual is None:
            wrong.append(f"factual '{row['factual']}' is neither yes nor no")
        if row["credibility"] and row["credibility"] not in {"1", "2", "3", "4", "5", "6"}:
            wrong.append(
                f"credibility '{row['credibility']}' is none; write 1 (confirmed) to 5 (improbable), 6 (cannot be judged)"
            )
        if wrong or kind is None or factual is None:
            return None
        place = self.theatre.places.get(place_id or "")
        claim = Claim(
            kind=kind,
            actor=actor,
            target=target,
            place=row["place"],
            place_id=place_id,
            stretch=stretch,
            lat=place.lat if place else None,
            lon=place.lon if place else None,
            when=when,
            factual=factual,
            quote=row["text"],
            readers=("hand",),
            credibility=int(row["credibility"] or 3),
            report=report,
        )
        return replace(claim, id=claim_id(claim))

    def _kind(self, row: Row, wrong: list[str]) -> Kind | None:
        for kind in KINDS:
            if row["kind"].lower() == kind:
                return kind
        wrong.append(f"'{row['kind']}' is no kind of claim{did_you_mean(row['kind'], KINDS)}; write one of {' '.join(KINDS)}")
        return None

    def _side(self, name: str, column: str, wrong: list[str]) -> str | None:
        if name and name not in self.theatre.sides:
            wrong.append(f"no side '{name}' ({column}){did_you_mean(name, self.theatre.sides)}")
        return name or None

    def _when(self, row: Row, wrong: list[str]) -> Span | None:
        if not row["date"]:
            return None
        try:
            return read_span(row["date"], row["date_precision"])
        except ValueError as error:
            wrong.append(str(error))
            return None

    def _place(self, row: Row, wrong: list[str]) -> tuple[str | None, Stretch | None]:
        name, given = row["place"], row["place_id"]
        if not name:
            wrong.append("has no place; write its name, and '-' as place_id where no map has it")
            return None, None
        if given == _NOWHERE:
            return None, None
        if given:
            if given not in self.theatre.places:
                wrong.append(f"no place has the id '{given}'{did_you_mean(given, self.theatre.places)}")
            return given, None
        found = self._places(name)
        if len(found) == 1:
            return found[0], None
        if len(found) > 1:
            wrong.append(f"'{name}' may be any of {', '.join(found)}; write the id you mean as place_id")
            return None, None
        stretch = self._road(name)
        if stretch is None:
            near = did_you_mean(name, [place.name for place in self.theatre.places.values()])
            wrong.append(f"no place or road '{name}'{near}; write '-' as place_id where no map has it")
        return None, stretch

    def _places(self, name: str) -> list[str]:
        """Return the ids of the places that the name fits best: by id, else by name, else by alias."""
        if name in self.theatre.places:
            return [name]
        return self.places.get(_key(name), [])

    def _road(self, name: str) -> Stretch | None:
        """Return the part of a route that a road's name means: a route's own name, or its two ends with a dash."""
        import re  # noqa: PLC0415

        routes = self.theatre.routes
        for route in self.roads.get(_key(name), []):
            return Stretch(route, routes[route].places[0], routes[route].places[-1])
        bare = re.sub(r"\b(supply road|road|highway|corridor)\b", "", name, flags=re.IGNORECASE)
        ends = [self._places(part.strip()) for part in re.split(r"[–—-]", bare) if part.strip()]
        for route in routes.values():
            at = [[place for place in ids if place in route.places] for ids in ends]
            if len(at) > 1 and all(at):
                places = sorted((ids[0] for ids in (at[0], at[-1])), key=route.places.index)
                return Stretch(route.id, places[0], places[1])
        return None

    def _report(self, row: Row, wrong: list[str]) -> str:
        if row["report"]:
            if row["report"] not in self.reports:
                wrong.append(f"no report has the id '{row['report']}'{did_you_mean(row['report'], self.reports)}")
            return row["report"]
        if row["url"] in self.by_url:
            return self.by_url[row["url"]]
        key = report_key(row["source"], row["url"], row["published"])
        if key in self.reports:
            return key
        if not row["source"]:
            wrong.append("names neither report nor source; each claim has one")
        elif row["published"]:
            try:
                read_span(row["published"])
            except ValueError as error:
                wrong.append(f"published: {error}")
        return key


def _key(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").replace("‘", "'").split())


def _named(things: object) -> Mapping[str, list[str]]:
    """Return ids by name, a thing's own name before others' aliases."""
    names: dict[str, list[str]] = {}
    aliases: dict[str, list[str]] = {}
    for id_, name, also in things:  # type: ignore[attr-defined]
        names.setdefault(_key(name), []).append(id_)
        for alias in also:
            aliases.setdefault(_key(alias), []).append(id_)
    return {**aliases, **names}
