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

from rapidfuzz.fuzz import WRatio, ratio
from rapidfuzz.process import extractOne

import frontline
from frontline.model import Place
from frontline.names import Match, NameIndex, build_index, fold, resolve, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

SHARED = Path(os.environ.get("FRONTLINE_SHARED", Path(__file__).parents[2] / "shared"))
THEATRE = Path(frontline.__file__).parent / "theatres" / "kuweires"
TWIN = 80  # of 100: names this much alike a reader could take for one another
BOX = (35.2, 36.5, 36.9, 38.2)

# Names that stand in no gazetteer of northern Syria: towns elsewhere, persons, units, common nouns.
STRANGERS = (
    "Bakhmut;Avdiivka;Kramatorsk;Pokrovsk;Vuhledar;Kupiansk;Toretsk;Chasiv Yar;Robotyne;Kherson;"
    "Melitopol;Severodonetsk;Lysychansk;Soledar;Kreminna;Izium;Velyka Novosilka;Marinka;Orikhiv;Urozhaine;"
    "Бахмут;Авдеевка;Угледар;Купянск;Волноваха;Великая Новосёлка;Часов Яр;Покровськ;Краматорськ;Mosul;"
    "Fallujah;Tikrit;Baghdad;Benghazi;Sirte;Misrata;Sanaa;Hodeidah;Khartoum;Omdurman;Tripoli;Goma;"
    "Mekelle;Stepanakert;Grozny;Sarajevo;Vukovar;الموصل;الفلوجة;طرابلس;بنغازي;الخرطوم;صنعاء;Suheil al-"
    "Hassan;Issam Zahreddine;Abu Bakr al-Baghdadi;Vladimir Putin;Recep Tayyip Erdogan;"
    "Hassan Nasrallah brigade commander;Volodymyr Zelensky;Valerii Zaluzhnyi;Sergei Shoigu;Yevgeny Prigozhin;"
    "Qasem Soleimani;سهيل الحسن;عصام زهر الدين;قاسم سليماني;Tiger Forces;Republican Guard;"
    "National Defence Forces;Jaysh al-Islam;Ahrar al-Sham;Jabhat al-Nusra;Liwa al-Quds;Wagner Group;"
    "Azov Brigade;47th Mechanized Brigade;قوات النمر;الحرس الجمهوري;جبهة النصرة;the village;two hills;"
    "the airport road;a checkpoint;artillery;regime forces;the eastern countryside;supply line;militants;"
    "warplanes;suicide bomber;car bomb;tunnels;the siege;farmland;القرية;التلال;المسلحين;الطيران الحربي;"
    "السيارة المفخخة;Monday;November;yesterday;headquarters"
)

PROSE = (
    "the army and its allies said on Tuesday that fighters had withdrawn from positions after heavy clashes near "
    "a village to the south as artillery struck the road towards it while reinforcements arrived from the city"
)


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
    return ask(index, [Case(name, "", around) for name in STRANGERS.split(";") for around in ((), context)])


def has_twin(places: Sequence[Place], case: Case) -> bool:
    """Say whether another place is called much as the case's place or spelling (rapidfuzz's ratio, folded)."""
    own = next(place.name for place in places if place.id == case.place)
    asked = fold(case.spelling), fold(own)
    others = (fold(place.name) for place in places if place.id != case.place)
    return any(ratio(one, other) >= TWIN for other in others for one in asked)


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
        figures = f"first rank {first:6.1%}  answered right {right:6.1%}  wrong {wrong:6.1%}"
        print(f"  {title:34} {script} n={len(some):3}  {figures}")


def _show_strangers(title: str, results: Sequence[Result]) -> None:
    wrong = [result for result in results if result.answer is not None]
    print(f"  {title:34} n={len(results):3}  answered {len(wrong) / max(len(results), 1):6.1%}")
    if "-v" in sys.argv:
        for result in wrong:
            print("      ", result.case.spelling, "->", result.match.place.name, result.match.score)


def _show_calibration(results: Sequence[Result]) -> None:
    """Print how often the first place is right where its score lies between two bounds."""
    scored = [
        (result.match.alternatives[0].score, result.first == result.case.place) for result in results if result.first
    ]
    for low, high in ((0, 0.2), (0.2, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 1.01)):
        some = [(score, right) for score, right in scored if low <= score < high]
        if some:
            mean, right = (sum(values) / len(some) for values in zip(*some, strict=True))
            print(f"      scores {low:.2f} to {min(high, 1):.2f}: n={len(some):3}  mean {mean:.2f}  right {right:.2f}")


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
            _show_calibration(results)
            for half in (0, 1):
                chosen = [one for one in results if sorted(ids).index(one.case.place) % 2 == half]
                _show(f"  half {half + 1} of the places", chosen)
            if "-v" in sys.argv:
                for result in results:
                    if result.first != result.case.place:
                        print(
                            "      ",
                            result.case,
                            [(other.place.name, other.place.id, other.score) for other in result.match.alternatives],
                        )
            _show(f"B other spellings known{words}", ask_with_aliases(places, here, context=context))
            unknown = hidden(places, here, context=context)
            _show_strangers(f"its place hidden{words}", unknown)
            single = [result for result in unknown if not has_twin(places, result.case)]
            _show_strangers(f"... no place of like name{words}", single)
        _show_strangers("strangers", strangers(index))


def made_up(places: Sequence[Place], number: int) -> list[Place]:
    """Return places with names mixed from the words of the gazetteer's."""
    mix = random.Random(7)  # noqa: S311
    names = [place.name.split() for place in places]
    heads, tails = [name[0] for name in names], [" ".join(name[1:]) or name[0] for name in names]
    syllables = [name[0][:3].lower() for name in names]
    return [
        Place(
            str(one),
            f"{mix.choice(heads)} {mix.choice(tails)}{mix.choice(syllables)}",
            35 + mix.random() * 2,
            36 + mix.random() * 2,
            size=mix.randint(1, 5),
        )
        for one in range(number)
    ]


def sentences(places: Sequence[Place], number: int) -> list[str]:
    """Return sentences of a report's length, with two known names in each other one."""
    mix = random.Random(8)  # noqa: S311
    words = PROSE.split()
    made = []
    for one in range(number):
        text = [mix.choice(words) for _ in range(18)]
        if one % 2:
            text.insert(6, mix.choice(places).name)
            text.insert(14, mix.choice(places).name)
        made.append(" ".join(text).capitalize() + ".")
    return made


def _timed(work: Callable[[], object], *, least: float = 0.0) -> float:
    start, rounds = time.perf_counter(), 0
    while not rounds or time.perf_counter() - start < least:
        work()
        rounds += 1
    return (time.perf_counter() - start) / rounds


def speed() -> None:
    """Print how fast names are indexed, resolved and found in text, beside rapidfuzz and a regular expression."""
    real = gazetteer()
    many = made_up(real, 200_000)
    seconds = _timed(lambda: build_index(many))
    print(f"indexed {len(many):,} names in {seconds:.2f} s")
    for title, places, few in (("2,675 places", real, 2000), ("200,000 places", many, 400)):
        mix = random.Random(9)  # noqa: S311
        index = build_index(places)
        asked = [_misspelt(mix, mix.choice(places).name) for _ in range(few)]
        ours = _timed(lambda: [resolve(index, name) for name in asked]) / few  # noqa: B023
        names = [place.name for place in places]
        some = asked[: max(few // 20, 5)]
        theirs = _timed(lambda: [extractOne(name, names, scorer=WRatio) for name in some]) / len(some)  # noqa: B023
        figures = f"{ours * 1e3:.2f} ms a name; rapidfuzz extractOne {theirs * 1e3:.2f} ms"
        print(f"resolve, {title}: {figures}: {theirs / ours:.1f} x")
    for title, places in (("2,675 places", real), ("200,000 places", many)):
        index = build_index(places)
        text = sentences(places, 20_000)
        first = _timed(lambda: scan(index, text[0]))  # noqa: B023
        ours = _timed(lambda: [scan(index, one) for one in text], least=1.0) / len(text)  # noqa: B023
        print(f"scan, {title}: automaton {first:.2f} s, {1 / ours:,.0f} sentences a second")
        if len(places) < 10_000:
            names = sorted({place.name for place in places}, key=len, reverse=True)
            pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b")
            theirs = _timed(lambda: [pattern.findall(one) for one in text[:500]]) / 500  # noqa: B023
            print(f"   regular expression of the names: {1 / theirs:,.0f} sentences a second: {theirs / ours:.0f} x")
            matcher, tokenizer = _phrases(names)
            theirs = _timed(lambda: [matcher(tokenizer(one)) for one in text[:2000]]) / 2000  # noqa: B023
            print(f"   spaCy PhraseMatcher and tokenizer: {1 / theirs:,.0f} sentences a second: {theirs / ours:.1f} x")


def _phrases(names: Iterable[str]) -> tuple[Callable[[object], object], Callable[[str], object]]:
    import spacy  # noqa: PLC0415
    from spacy.matcher import PhraseMatcher  # noqa: PLC0415

    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab)
    matcher.add("PLACE", [nlp.make_doc(name) for name in names])
    return matcher, nlp.make_doc


def _misspelt(mix: random.Random, name: str) -> str:
    """Return a name with one letter doubled, one vowel changed."""
    at = mix.randrange(len(name))
    name = name[:at] + name[at] + name[at:]
    return name.replace(mix.choice("aeiou"), mix.choice("aeiou"), 1)


if __name__ == "__main__":
    for part in [part for part in ("accuracy", "speed") if part in sys.argv] or ("accuracy", "speed"):
        globals()[part]()
