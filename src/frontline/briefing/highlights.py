"""The few lines that matter most of a situation, for who has a minute."""

from __future__ import annotations

__all__ = ["Line", "highlights"]

from typing import TYPE_CHECKING, NamedTuple

from .ahead import counter_sentences, event_sentences, halt_sentences
from .basis import agreement_sentences, dispute_sentences
from .campaign import neck_sentences, route_sentences, siege_sentences, stall_sentences
from .outline import Sentence, say
from .sentences import lead

if TYPE_CHECKING:
    from .situation import RouteSpell, RouteStory, Situation

_DISPUTES = 3


class Line(NamedTuple):
    """A sentence that matters, and what it is about."""

    topic: str
    sentence: Sentence


def highlights(situation: Situation) -> tuple[Line, ...]:
    """Return about a dozen lines, those first that weigh most.

    The longest siege, what counted most of late, what hangs by what, roads, contradictions, pace, what may follow,
    the reader.
    """
    told: list[Line] = []
    if situation.sieges:
        broken, *rest = siege_sentences(situation, 0)
        told.append(Line("siege", broken))
        if situation.sieges[0].eve is not None:
            told.append(Line("on its eve" if situation.sieges[0].siege.end else "its pocket", rest.pop(0)))
        told.append(Line("its start", _joined(rest[:2])))
    counted = event_sentences(situation, 0)[:2]
    told += [Line("of the month", _joined(counted))] if counted else []
    told += [
        Line(situation.picture.salients[which].kind, _joined(neck_sentences(situation, which)[:2]))
        for which in situation.necks[:1]
    ]
    told += _roads(situation)
    told += [
        Line(f"{dispute.place}?", _joined(dispute_sentences(situation, which)))
        for which, dispute in enumerate(situation.disputes[:_DISPUTES])
    ]
    told += [Line("stall", sentence) for sentence in stall_sentences(situation)[:1]]
    ahead = [*halt_sentences(situation, 0)[:1], *counter_sentences(situation, 0)[:1]]
    told += [Line("outlook", _joined(ahead))] if ahead else []
    if not told:
        told = [Line("the day", sentence) for sentence in lead(situation).sentences]
    return (*told, *(Line("reader", sentence) for sentence in agreement_sentences(situation)))


def _joined(sentences: list[Sentence]) -> Sentence:
    """Return several sentences as one line with all their notes."""
    return say(" ".join(one.text for one in sentences), *(note for one in sentences for note in one.notes))


def _roads(situation: Situation) -> list[Line]:
    """Return the road cut that was undone, and the one that lasts, of which reports speak most."""
    cuts = [(story, spell) for story in situation.routes for spell in story.spells if spell.status == "cut"]
    lately = [(story, spell) for story, spell in cuts if spell.start > situation.window.start and spell.claims]
    told: list[Sentence] = []
    for lasting in (False, True):
        these = [(story, spell) for story, spell in lately if (spell.end is None) == lasting]
        if these:
            told += route_sentences(situation, _alone(*max(these, key=_weight)))
    return [Line("road", sentence) for sentence in told]


def _weight(cut: tuple[RouteStory, RouteSpell]) -> tuple[int, int]:
    _, spell = cut
    return len(spell.claims), -spell.start.toordinal()


def _alone(story: RouteStory, spell: RouteSpell) -> RouteStory:
    return type(story)(story.id, story.route, story.name, (spell,))
