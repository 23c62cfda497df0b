"""The few lines that matter most of a situation, for who has a minute."""

from __future__ import annotations

__all__ = ["highlights"]

from typing import TYPE_CHECKING

from .basis import agreement_sentences, dispute_sentences
from .campaign import neck_sentences, route_sentences, siege_sentences, stall_sentences
from .outline import Sentence, say
from .sentences import lead

if TYPE_CHECKING:
    from .situation import RouteSpell, RouteStory, Situation

_DISPUTES = 3


def highlights(situation: Situation) -> tuple[Sentence, ...]:
    """Return about ten sentences: the longest siege, what hangs by what, roads, contradictions, pace, the reader."""
    told: list[Sentence] = []
    if situation.sieges:
        broken, *rest = siege_sentences(situation, 0)
        told += [broken, *(_joined(part) for part in (rest[:1], rest[1:3]) if part)]
    told += [_joined(neck_sentences(situation, which)[:2]) for which in situation.necks[:1]]
    told += _roads(situation)
    for which in range(min(_DISPUTES, len(situation.disputes))):
        told.append(_joined(dispute_sentences(situation, which)))
    told += stall_sentences(situation)[:1]
    told += agreement_sentences(situation)
    return tuple(told) or lead(situation).sentences


def _joined(sentences: list[Sentence]) -> Sentence:
    """Return several sentences as one line with all their notes."""
    return say(" ".join(one.text for one in sentences), *(note for one in sentences for note in one.notes))


def _roads(situation: Situation) -> list[Sentence]:
    """Return the road cut that was undone, and the one that lasts, of which reports speak most."""
    cuts = [(story, spell) for story in situation.routes for spell in story.spells if spell.status == "cut"]
    lately = [(story, spell) for story, spell in cuts if spell.start > situation.window.start]
    told = []
    for lasting in (False, True):
        these = [(story, spell) for story, spell in lately if (spell.end is None) == lasting and spell.claims]
        if these:
            story, spell = max(these, key=_weight)
            told += route_sentences(situation, _only(story, spell))
    return told


def _weight(cut: tuple[RouteStory, RouteSpell]) -> tuple[int, int]:
    _, spell = cut
    return len(spell.claims), -spell.start.toordinal()


def _only(story: RouteStory, spell: RouteSpell) -> RouteStory:
    return type(story)(story.id, story.route, story.name, (spell,))
