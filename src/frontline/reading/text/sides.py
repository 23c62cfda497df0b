"""Wars as data: the sides with all their names, found in the words of a sentence."""

from __future__ import annotations

__all__ = ["WARS", "War", "count_names", "find_sides", "load_war", "sides_in", "war_of"]

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache, partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontline._errors import Fault, InputError, NotFoundError
from frontline.model import Side

from .clean import clean
from .lexicon import nouns_of
from .words import tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ahocorasick import Automaton

WARS = ("syria", "ukraine")
_GREY = "#888888"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_SITES = nouns_of("site") - {"area", "point", "line", "side"}
_LONGEST = 8  # words of a name that are compared
_SHORT = 3  # letters of a name that may be found in any word

# A name's words to the side's id, how strongly it speaks, and whether its capitals must agree.
_Names = dict[tuple[str, ...], tuple[str, int, bool]]
# How strongly a name speaks: a whole name, an adjective that means the side only beside forces or deeds
# ("Syrian troops"), a short name that any side might bear ("the army").
WHOLE, GENTILIC, SHORT = 0, 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class War:
    """The sides of a war and their names, as a reader needs them.

    `names` maps a name's first word (also with an s) to all names that begin with it, the longest first: its words,
    the side's id, how strongly it speaks, and whether its capitals must agree ("IS" is a side, "is" is not). `shared`
    maps a name of one word to the longer names of other sides that end in it; `common` are the short names that
    several sides have ("militants"), and `meaning` maps a side to those of them that mean it once it was named.
    `provinces` are cities' names that are provinces' too. `means` maps words for what only some sides have
    ("helicopters") to those sides, `foes` a side to the one it fights where a text does not tell.
    """

    name: str
    sides: Mapping[str, Side]
    names: Mapping[str, tuple[tuple[tuple[str, ...], str, int, bool], ...]]
    regions: frozenset[str] = frozenset()
    provinces: frozenset[str] = frozenset()
    shared: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    common: frozenset[str] = frozenset()
    meaning: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    means: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    foes: Mapping[str, str] = field(default_factory=dict)


def load_war(name_or_path: str | Path) -> War:
    """Load a war that ships ("syria", "ukraine") or one's own file.

    Raises `NotFoundError` where there is none of that name, `InputError` where the file is not as docs/reading.md
    has it, with all its faults.
    """
    text_name = str(name_or_path)
    if text_name.lower() in WARS:
        source = files("frontline.wars").joinpath(f"{text_name.lower()}.toml").read_bytes()
        return _war(source, f"{text_name.lower()}.toml")
    path = Path(name_or_path)
    if path.suffix != ".toml" or not path.is_file():
        raise NotFoundError(f"no war '{text_name}'; there are {' and '.join(WARS)}, or give the path of a .toml file")
    return _war(path.read_bytes(), text_name)


def war_of(sides: Mapping[str, Side], *, name: str = "") -> War:
    """Make a war of a theatre's sides: their names and aliases, as they stand."""
    names: _Names = {}
    for side in sides.values():
        for alias in (side.name, *side.aliases):
            _add(names, alias, side.id, WHOLE)
    foes = {side.id: side.foe for side in sides.values() if side.foe is not None}
    return War(name, dict(sides), _by_first(names), foes=foes)


def _war(source: bytes, file: str) -> War:
    try:
        raw: dict[str, Any] = tomllib.loads(source.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(Fault(file, None, f"no TOML in UTF-8: {error}")) from error
    rows = raw.get("sides")
    if not isinstance(rows, dict) or not rows:
        raise InputError(Fault(file, None, "no sides; write a table [sides.<id>] with name and aliases for each"))
    faults: list[Fault] = []
    sides: dict[str, Side] = {}
    names: _Names = {}
    for side_id, row in rows.items():
        if isinstance(row, dict):
            _side(side_id, row, sides, names, partial(_texts, faults=faults, file=file))
        else:
            faults.append(Fault(file, None, f"side '{side_id}' is no table; write [sides.{side_id}]"))
    regions = _texts(raw, "regions", faults=faults, file=file)
    provinces = frozenset(name.casefold() for name in _texts(raw, "provinces", faults=faults, file=file))
    means, foes = _means_and_foes(rows, faults, file)
    if faults:
        raise InputError(*faults)
    known = frozenset(region.casefold() for region in regions)
    shared, common = _shared(names), _common(rows, names)
    meaning = {side: {word: side for word, owners in common.items() if side in owners} for side in sides}
    return War(
        str(raw.get("name", file)),
        sides,
        _by_first(names),
        known,
        provinces,
        shared,
        frozenset(common),
        meaning,
        means,
        foes,
    )


def _common(rows: Mapping[str, Any], names: _Names) -> dict[str, tuple[str, ...]]:
    """Return the short names of one word that several sides have, with those sides: "militants", "soldiers"."""
    common: dict[str, list[str]] = {}
    for side_id, row in rows.items():
        for alias in row.get("short", []):
            common.setdefault(alias.casefold(), []).append(side_id)
    known = ((word, names.get((word,))) for word, owners in common.items() if len(owners) > 1)
    return {word: tuple(common[word]) for word, name in known if name is not None and name[1] == SHORT}


def _means_and_foes(
    rows: Mapping[str, Any], faults: list[Fault], file: str
) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Return which sides have what, by its word in small letters, and whom each side mostly fights."""
    means: dict[str, tuple[str, ...]] = {}
    foes: dict[str, str] = {}
    for side_id, row in rows.items():
        if not isinstance(row, dict):
            continue
        for word in _texts(row, "means", faults=faults, file=file, where=f"sides.{side_id}."):
            means[word.casefold()] = (*means.get(word.casefold(), ()), side_id)
        foe = row.get("foe")
        if isinstance(foe, str) and foe in rows:
            foes[side_id] = foe
        elif foe is not None:
            faults.append(Fault(file, None, f"sides.{side_id}.foe must be the id of a side: {', '.join(rows)}"))
    return means, foes


def _side(
    side_id: str, row: dict[str, Any], sides: dict[str, Side], names: _Names, texts: Callable[..., list[str]]
) -> None:
    """Add a side's row; its faults go to where `texts` puts them."""
    where = f"sides.{side_id}."
    name = (texts({"name": [row.get("name", side_id)]}, "name", where=where) or [side_id])[0]
    colour = row.get("colour", _GREY)
    if not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
        texts({"colour": colour}, "colour", where=where, wanted="a colour; write it as #rrggbb")
        colour = _GREY
    whole = [name, *texts(row, "aliases", where=where), *texts(row, "units", where=where)]
    sides[side_id] = Side(side_id, name, colour, tuple(whole[1:]))
    for strength, aliases in (
        (WHOLE, whole),
        (SHORT, texts(row, "short", where=where)),
        (GENTILIC, texts(row, "gentilics", where=where)),
    ):
        for alias in aliases:
            _add(names, alias, side_id, strength)


def _texts(
    row: Mapping[str, Any],
    key: str,
    *,
    faults: list[Fault],
    file: str,
    where: str = "",
    wanted: str = "a list of texts",
) -> list[str]:
    """Return a row's list of texts; where it is none, note the fault and return an empty one."""
    value = row.get(key, [])
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    faults.append(Fault(file, None, f"{where}{key} must be {wanted}"))
    return []


def _add(names: _Names, alias: str, side: str, strength: int) -> None:
    words = tokens(clean(alias))[0]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    if not words or len(words) > _LONGEST:
        return
    exact = len(words) == 1 and len(alias) <= 3 and alias.isupper()
    key = tuple(word if exact else word.casefold() for word in words)
    if key not in names or names[key][1] > strength:
        names[key] = (side, strength, exact)


def _by_first(
    names: Mapping[tuple[str, ...], tuple[str, int, bool]],
) -> dict[str, tuple[tuple[tuple[str, ...], str, int, bool], ...]]:
    by_first: dict[str, list[tuple[tuple[str, ...], str, int, bool]]] = {}
    for words, (side, strength, exact) in names.items():
        by_first.setdefault(words[0].casefold(), []).append((words, side, strength, exact))
    groups = {first: tuple(sorted(group, key=lambda row: -len(row[0]))) for first, group in by_first.items()}
    return {first + "s": group for first, group in groups.items()} | groups  # "the NGFs attack"


def _shared(names: _Names) -> dict[str, tuple[tuple[str, str], ...]]:
    """Find names of one word that end longer names of another side: "rebels" ends "Turkish-backed rebels"."""
    shared: dict[str, list[tuple[str, str]]] = {}
    for words, (side, _, _) in names.items():
        last = names.get(words[-1:])
        if len(words) > 1 and last and last[0] != side and last[1] == WHOLE:
            shared.setdefault(words[-1], []).append((" ".join(words), side))
    return {word: tuple(longer) for word, longer in shared.items()}


def find_sides(
    war: War, words: Sequence[str], lows: Sequence[str], narrowed: Mapping[str, str] | None = None
) -> list[tuple[int, int, str, int]]:
    """Find the names of sides: (first word, one past the last, side's id, how strongly it speaks).

    `narrowed` tells which side a name of one word means in this text, where that is not the war's own meaning. A name
    that several sides have means the one of them that was named last.
    """
    found: list[tuple[int, int, str, int]] = []
    names, done = war.names, 0
    last: dict[str, str] = {}
    for i in [i for i, low in enumerate(lows) if low in names]:
        if i < done:
            continue
        for key, side, strength, exact in names[lows[i]]:
            size = len(key)
            if size > 1 and tuple(lows[i : i + size]) != key:
                continue
            if size == 1 and (
                (exact and words[i].removesuffix("s") != key[0]) or (strength == SHORT and _in_name(words, i))
            ):
                continue
            meant = last.get(key[0]) or (narrowed or {}).get(key[0], side) if size == 1 else side
            done = i + size
            found.append((i, done, meant, strength))
            if key[0] not in war.common:
                last |= war.meaning.get(meant, {})
            break
    return found


def _in_name(words: Sequence[str], i: int) -> bool:
    """Tell whether a short name stands in a longer one: "Military Academy", "military air base" are no military."""
    if words[i].isupper() and len(words[i]) > 3:
        return False  # a line in capitals
    after = words[i + 1] if i + 1 < len(words) else ""
    if not words[i][0].isupper():
        return after.lower() in _SITES
    return after[:1].isupper() or (i > 1 and words[i - 1][:1].isupper() and words[i - 1].lower() not in ("the", "an"))


def count_names(war: War, text: str) -> int:
    """Count how often a text names the war's sides, by names that are theirs alone: not "the troops"."""
    words, _ = tokens(clean(text))
    return sum(strength != SHORT for *_, strength in find_sides(war, words, [word.lower() for word in words]))


def sides_in(war: War, low: str) -> set[str]:
    """Return the ids of the sides whose names stand anywhere in a text in lower case, if only inside other words."""
    spotter = _spotter(war)
    # Without a single name it is no automaton, and finds nothing.
    return {side for _, sides in spotter.iter(low) for side in sides} if len(spotter) else set()


@lru_cache(maxsize=16)
def _spotter(war: War) -> Automaton:
    """Return what finds all names at once, however many there are."""
    from ahocorasick import Automaton  # noqa: PLC0415

    owners: dict[str, set[str]] = {}
    for side in war.sides.values():
        for alias in side.aliases:
            if len(alias) > _SHORT:
                owners.setdefault(alias.lower(), set()).add(side.id)
    spotter = Automaton()
    for alias, sides in owners.items():
        spotter.add_word(alias, sides)
    spotter.make_automaton()
    return spotter
