"""How well spellings find their places, and how fast: `python benchmarks/bench_names.py [accuracy] [speed]`.

Accuracy is measured on the spellings that the sources of the example theatre use, against the gazetteer of northern
Syria (FRONTLINE_SHARED or ../shared): with no other spelling known, and with a place's other spellings known.
Speed is measured on made-up gazetteers, beside rapidfuzz and a regular expression doing the same in the same run.
"""

from __future__ import annotations

import csv
import os
import random
import re
import sys
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from frontline import theatres
from frontline.model import Place
from frontline.names import Match, NameIndex, build_index, resolve, scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHARED = Path(os.environ.get("FRONTLINE_SHARED", Path(__file__).parents[2] / "shared"))
THEATRE = Path(theatres.__path__[0]) / "kuweires"
BOX = (35.2, 36.5, 36.9, 38.2)

# Names that stand in no gazetteer of northern Syria: towns elsewhere, persons, units, common nouns.
STRANGERS = (
    "Bakhmut;Avdiivka;Kramatorsk;Pokrovsk;Vuhledar;Kupiansk;Toretsk;Chasiv Yar;Robotyne;Kherson;Melitopol;Severodonetsk;"
    "Lysychansk;Soledar;Kreminna;Izium;Velyka Novosilka;Marinka;Orikhiv;Urozhaine;Бахмут;Авдеевка;Угледар;Купянск;"
    "Волноваха;Великая Новосёлка;Часов Яр;Покровськ;Краматорськ;Mosul;Fallujah;Tikrit;Baghdad;Benghazi;Sirte;Misrata;"
    "Sanaa;Hodeidah;Khartoum;Omdurman;Tripoli;Goma;Mekelle;Stepanakert;Grozny;Sarajevo;Vukovar;الموصل;الفلوجة;طرابلس;"
    "بنغازي;الخرطوم;صنعاء;Suheil al-Hassan;Issam Zahreddine;Abu Bakr al-Baghdadi;Vladimir Putin;Recep Tayyip Erdogan;"
    "Hassan Nasrallah brigade commander;Volodymyr Zelensky;Valerii Zaluzhnyi;Sergei Shoigu;Yevgeny Prigozhin;"
    "Qasem Soleimani;سهيل الحسن;عصام زهر الدين;قاسم سليماني;Tiger Forces;Republican Guard;National Defence Forces;"
    "Jaysh al-Islam;Ahrar al-Sham;Jabhat al-Nusra;Liwa al-Quds;Wagner Group;Azov Brigade;47th Mechanized Brigade;"
    "قوات النمر;الحرس الجمهوري;جبهة النصرة;the village;two hills;the airport road;a checkpoint;artillery;regime forces;"
    "the eastern countryside;supply line;militants;warplanes;suicide bomber;car bomb;tunnels;the siege;farmland;"
    "القرية;التلال;المسلحين;الطيران الحربي;السيارة المفخخة;Monday;November;yesterday;headquarters"
).split(";")


class Case(NamedTuple):
    """A spelling in a report, the place that it means, and what else the report names."""

    spelling: str
    place: str
    context: tuple[str, ...]


def gazetteer(*, box: tuple[float, float, float, float] | None = None) -> list[Place]:
    """Return the gazetteer's places and the theatre's that it lacks, by their own names only, no aliases.

    A place of the theatre that lies where a gazetteer's does is that, under the gazetteer's name and the theatre's id.
    """
    with (THEATRE / "places.csv").open(encoding="utf-8") as lines:
        own = list(csv.DictReader(lines))
    ids = {(float(row["lat"]), float(row["lon"])): row["id"] for row in own}
    places = {}
    with (SHARED / "data" / "syria_north_places.csv").open(encoding="utf-8") as lines:
        for number, row in enumerate(csv.DictReader(lines)):
            try:
                point, size = (float(row["lat"]), float(row["lon"])), int(row["size"] or 5)
            except ValueError:
                continue
            id_ = ids.get(point, f"g{number}")
            places.setdefault(id_, Place(id_, row["name"], *point, row["kind"], (), size))
    for row in own:
        point = (float(row["lat"]), float(row["lon"]))
        places.setdefault(row["id"], Place(row["id"], row["name"], *point, row["kind"], (), 2 * int(row["size"] or 2)))
    if box is None:
        return list(places.values())
    south, north, west, east = box
    return [place for place in places.values() if south <= place.lat <= north and west <= place.lon <= east]


def cases() -> list[Case]:
    """Return each place's distinct spellings, with the other places' spellings in one report that has it."""
    with (THEATRE / "places.csv").open(encoding="utf-8") as lines:
        ids = {row["id"] for row in csv.DictReader(lines)}
    with (THEATRE / "claims.csv").open(encoding="utf-8") as lines:
        claims = [row for row in csv.DictReader(lines) if row["place_id"] in ids]
    reports = defaultdict(dict)
    for row in claims:
        reports[row["report"]][row["spelling"]] = row["place_id"]
    found = {}
    for row in claims:
        context = tuple(name for name, place in reports[row["report"]].items() if place != row["place_id"])
        known = found.get((row["place_id"], row["spelling"]))
        if known is None or len(context) > len(known.context):
            found[row["place_id"], row["spelling"]] = Case(row["spelling"], row["place_id"], context)
    return list(found.values())


def is_latin(text: str) -> bool:
    """Say whether a spelling is in Latin letters."""
    return all(ord(character) < 0x370 or not character.isalpha() for character in text)


def with_aliases(places: Sequence[Place], known: Iterable[Case], without: Case) -> list[Place]:
    """Return the places with the other spellings of the case's place as aliases."""
    names = tuple(case.spelling for case in known if case.place == without.place and case.spelling != without.spelling)
    return [replace(place, aliases=names) if place.id == without.place else place for place in places]


class Result(NamedTuple):
    """A case with what was answered, at first rank whether sure or not, and as the answer."""

    case: Case
    match: Match

    @property
    def first(self) -> str | None:
        """The id at first rank."""
        return self.match.alternatives[0].place.id if self.match.alternatives else None

    @property
    def answer(self) -> str | None:
        """The id that was answered, None for none."""
        return self.match.place.id if self.match.place else None


def ask(index: NameIndex, asked: Iterable[Case], *, context: bool = True) -> list[Result]:
    """Resolve each case's spelling."""
    return [Result(case, resolve(index, case.spelling, context=case.context if context else ())) for case in asked]


def ask_with_aliases(places: Sequence[Place], asked: Sequence[Case], *, context: bool = True) -> list[Result]:
    """Resolve each case's spelling with the place's other spellings known, never the one that is asked."""
    spellings = defaultdict(list)
    for case in asked:
        spellings[case.place].append(case.spelling)
    results = []
    for case in asked:
        rest = [
            replace(place, aliases=tuple(name for name in spellings.get(place.id, ()) if name != case.spelling))
            for place in places
        ]
        results += ask(build_index(rest), [case], context=context)
    return results


def hidden(places: Sequence[Place], asked: Sequence[Case], *, context: bool = True) -> list[Result]:
    """Resolve each case's spelling against the gazetteer without its place."""
    return [
        result
        for case in asked
        for result in ask(build_index(place for place in places if place.id != case.place), [case], context=context)
    ]


def strangers(index: NameIndex) -> list[Result]:
    """Resolve names that stand in no gazetteer, beside places of the theatre."""
    context = ("Khanasir", "al-Safira", "Kuweires Airbase")
    return ask(index, [Case(name, "", around) for name in STRANGERS for around in ((), context)])


def share(results: Sequence[Result], right: Iterable[bool]) -> float:
    """Return the share of the results for which it is so."""
    return sum(right) / max(len(results), 1)


def _show(title: str, results: Sequence[Result]) -> None:
    for script, some in (
        ("Latin", [result for result in results if is_latin(result.case.spelling)]),
        ("other", [result for result in results if not is_latin(result.case.spelling)]),
    ):
        first = share(some, (result.first == result.case.place for result in some))
        right = share(some, (result.answer == result.case.place for result in some))
        wrong = share(some, (result.answer not in (None, result.case.place) for result in some))
        print(f"  {title:34} {script} n={len(some):3}  first rank {first:6.1%}  answered right {right:6.1%}  wrong {wrong:6.1%}")


def _show_strangers(title: str, results: Sequence[Result]) -> None:
    wrong = [result for result in results if result.answer is not None]
    print(f"  {title:34} n={len(results):3}  answered {len(wrong) / max(len(results), 1):6.1%}")
    if "-v" in sys.argv:
        for result in wrong:
            print("      ", result.case.spelling, "->", result.match.place.name, result.match.score)


def accuracy() -> None:
    """Print the shares of right and wrong answers."""
    asked = cases()
    for title, box in (("whole gazetteer", None), ("box of the theatre", BOX)):
        places = gazetteer(box=box)
        ids = {place.id for place in places}
        here = [case for case in asked if case.place in ids]
        index = build_index(places)
        print(f"{title}: {len(places)} places, {len(here)} spellings")
        for words, context in (("", True), (", no context", False)):
            results = ask(index, here, context=context)
            _show(f"A no aliases{words}", results)
            if "-v" in sys.argv:
                for result in results:
                    if result.first != result.case.place:
                        print("      ", result.case, [(other.place.name, other.place.id, other.score) for other in result.match.alternatives])
            _show(f"B other spellings known{words}", ask_with_aliases(places, here, context=context))
            _show_strangers(f"its place hidden{words}", hidden(places, here, context=context))
        _show_strangers("strangers", strangers(index))


if __name__ == "__main__":
    accuracy()
