"""Whatever is added, decided and undone, in whatever order: the ledger says what a plain model of it says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from frontline._errors import InputError
from frontline.ledger import add, decide, open_ledger, record
from frontline.model import Claim, Report, Span

START = datetime(2015, 11, 1, tzinfo=UTC)
READERS = ("hand", "grammar", "llm:small")
REPORTS = {
    id_: Report(id_, origin, "", origin, published=Span.day(date(2015, 11, number)))
    for number, (id_, origin) in enumerate({"a": "Courier", "b": "Courier", "c": "Herald"}.items(), 10)
}
TEXTS = (
    "In the first edition it was said of {} that the town had fallen before noon.",
    "A second edition put it of {} with more care and named the hour as four.",
)


class Meaning(NamedTuple):
    """What a claim says; in this small world two claims are the same where this is equal."""

    kind: Any
    place: str
    number: int

    def claim(self, report: str, reader: str) -> Claim:
        when = Span.day(date(2015, 11, self.number))
        id_ = f"{report}-{'-'.join(map(str, self))}-{reader}"
        return Claim(self.kind, "army", None, self.place, self.place, when=when, readers=(reader,), id=id_)


# Few, so that the same claim is met, and decided on, again and again.
MEANINGS = [Meaning("gain", "alpha", 1), Meaning("gain", "alpha", 2), Meaning("hold", "beta", 1)]
AMENDED = Meaning("advance", "gamma", 3)


class Stands(NamedTuple):
    """What the record shows of a claim."""

    report: str
    meaning: Meaning
    readers: frozenset[str]
    id: str
    decision: str


class Model:
    """The same in dictionaries: the latest text and readings, and each claim's decisions."""

    def __init__(self) -> None:
        self.edition: dict[str, int] = {}
        self.readings: dict[tuple[str, int, str], frozenset[Meaning]] = {}
        self.seen: set[tuple[str, Meaning, str]] = set()
        self.decisions: dict[str, list[tuple[int, str]]] = defaultdict(list)  # those not undone, with their turn
        self.turn = 0

    def told(self) -> list[Stands]:
        found: dict[tuple[str, Meaning], set[str]] = defaultdict(set)
        for (report, edition, reader), meanings in self.readings.items():
            for meaning in meanings:
                if self.edition[report] == edition:
                    found[report, meaning].add(reader)
        out = []
        for report, meaning in {(report, meaning) for report, meaning, _ in self.seen}:
            readers = found[report, meaning]
            ids = [meaning.claim(report, reader).id for reader in READERS if (report, meaning, reader) in self.seen]
            last = max((self.decisions[id_][-1] + (id_,) for id_ in ids if self.decisions[id_]), default=None)
            if last is None and readers:
                out.append(Stands(report, meaning, frozenset(readers), "", ""))
            elif last and last[1] == "accepted":
                out.append(Stands(report, meaning, frozenset(readers or {"hand"}), last[2], "accepted"))
            elif last and last[1] == "amended":
                out.append(Stands(report, AMENDED, frozenset({"hand"}), last[2], "amended"))
        return out

    def claims(self) -> set[tuple[str, Meaning, frozenset[str]]]:
        """Return the first of each origin's claims of one meaning, a person's before a reader's, and the others'."""
        groups: dict[tuple[str, Meaning], list[Stands]] = defaultdict(list)
        for told in self.told():
            groups[REPORTS[told.report].origin, told.meaning].append(told)
        once = set()
        for (_, said), group in groups.items():
            first = min(group, key=lambda told: ("hand" not in told.readers, told.report)).report
            once.add((first, said, frozenset(told.report for told in group) - {first}))
        return once


class LedgerMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.ledger = open_ledger(":memory:", write=True)
        self.model = Model()
        self.past: list[tuple[datetime, list[Claim]]] = []

    def moment(self) -> datetime:
        self.model.turn += 1
        return START + timedelta(seconds=self.model.turn)

    @rule(
        report=st.sampled_from(sorted(REPORTS)),
        edition=st.sampled_from([0, 0, 0, 1]),
        reader=st.sampled_from(READERS),
        meanings=st.frozensets(st.sampled_from(MEANINGS), max_size=3),
        twice=st.booleans(),
    )
    def add(self, report: str, edition: int, reader: str, meanings: frozenset[Meaning], *, twice: bool) -> None:
        text = TEXTS[edition].format(" ".join([report] * 6))
        claims = [meaning.claim(report, reader) for meaning in sorted(meanings)]
        for _ in range(1 + twice):  # the second time nothing happens
            done = add(
                self.ledger,
                replace(REPORTS[report], text=text),
                claims,
                who="anna",
                when=self.moment(),
                readers=[reader],
            )
        assert not twice or (done.status, done.claims, done.readers) == ("known", 0, ())
        self.model.edition[report] = edition
        self.model.readings[report, edition, reader] = meanings
        self.model.seen |= {(report, meaning, reader) for meaning in meanings}

    @precondition(lambda self: self.model.seen)
    @rule(data=st.data(), decision=st.sampled_from(["accepted", "rejected", "amended", "undo"]))
    def decide(self, data: st.DataObject, decision: Any) -> None:  # noqa: ANN401
        before = sorted(seen for seen in self.model.seen if self.model.decisions[identity(*seen)])
        again = bool(before) and data.draw(st.booleans())  # as likely one that was decided on already
        report, meaning, reader = data.draw(st.sampled_from(before if again else sorted(self.model.seen)))
        id_ = meaning.claim(report, reader).id
        past = self.model.decisions[id_]
        amended = replace(AMENDED.claim(report, "hand"), id="") if decision == "amended" else None
        try:
            decide(self.ledger, id_, decision, who="ben", amended=amended, when=self.moment())
        except InputError:
            assert decision == "undo"
            assert not past
            return
        if decision == "undo":
            past.pop()
        else:
            past.append((self.model.turn, decision))

    @rule()
    def remember(self) -> None:
        moment = START + timedelta(seconds=self.model.turn, milliseconds=500)
        self.past.append((moment, list(record(self.ledger).claims)))

    @invariant()
    def the_record_is_the_models(self) -> None:
        now = record(self.ledger)
        told = [
            Stands(c.report, meaning(c), frozenset(c.readers), c.id if c.decision else "", c.decision) for c in now.told
        ]
        assert sorted(told, key=repr) == sorted(self.model.told(), key=repr)
        assert {(c.report, meaning(c), frozenset(c.also)) for c in now.claims} == self.model.claims()

    @invariant()
    def the_past_is_as_it_was(self) -> None:
        for moment, claims in self.past[-2:]:
            assert list(record(self.ledger, at=moment).claims) == claims

    def teardown(self) -> None:
        self.ledger.close()


def identity(report: str, meaning: Meaning, reader: str) -> str:
    return meaning.claim(report, reader).id


def meaning(claim: Claim) -> Meaning:
    assert claim.when is not None
    return Meaning(claim.kind, claim.place, claim.when.start.day)


TestLedger = LedgerMachine.TestCase
TestLedger.settings = settings(max_examples=15, stateful_step_count=15, deadline=None, derandomize=True)
