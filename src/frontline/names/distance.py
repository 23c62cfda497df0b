"""How far apart two phonetic forms are: an edit distance in which what spellings confuse costs little.

The unit is a consonant: to put in, leave out or change one costs 1, a vowel about a fifth of it, a pair of sounds that
transliterations use for one letter less than either. Method: weighted edit distance with transpositions (Damerau 1964,
"A technique for computer detection and correction of spelling errors", CACM 7; Wagner and Fischer 1974, "The
string-to-string correction problem", J. ACM 21) over the sounds of `sound`.
"""

from __future__ import annotations

__all__ = ["distance", "weight"]

from itertools import accumulate, pairwise
from math import inf

_VOWELS = {"a": 0.2, "e": 0.2, "i": 0.25, "o": 0.25, "u": 0.25}
_SWAP = 0.5  # two neighbours in each other's place
_WEAK = {"h": 0.5}
_UNWRITTEN = dict.fromkeys("aeiou", 0.06)
_WRITTEN = {"a": 0.3, "i": 0.6, "u": 0.6}
# What leaving a sound out of a form costs, by whether this form and the other are of an abjad.
_DROPS = {
    (False, False): _VOWELS | _WEAK,
    (False, True): _UNWRITTEN | _WEAK,
    (True, False): _WRITTEN | _WEAK,
    (True, True): _WRITTEN | _WEAK,
}

# Pairs of sounds that stand for one letter in some transliteration or dialect, and what it costs to take one for
# the other.
_NEAR = {
    0.05: "kq ou Tt Dd",
    0.1: "ae ei hX gG cC jZ jC",
    0.15: "ai ao Dz Zz cj uv",
    0.2: "ck cS gh gk Gk gq Gq gj bp fv pf td",
    0.3: "au eo eu Ts Tz Xk Xq XG cX Ss Sz SZ SC zs bv Cs ji",
    0.4: "iu io",
    0.5: "rG Ds nm jd hG",
    0.8: "hk",
}


def _table(near: dict[float, str]) -> dict[str, float]:
    table = {}
    for cost, pairs in near.items():
        for first, second in (tuple(pair) for pair in pairs.split()):
            table[first + second] = table[second + first] = cost
    return table


_CHANGE = _table(_NEAR)
# A long vowel that is written is the one that is meant.
_CHANGE_WRITTEN = _CHANGE | _table({0.2: "ae", 0.4: "ao", 0.5: "ai", 0.6: "au eu", 0.7: "iu io"})


def weight(form: str) -> float:
    """Return how many consonants a form has, a weak one counted for less."""
    return sum(_WEAK.get(sound, 1.0) for sound in form if sound not in _VOWELS)


def distance(first: str, second: str, *, abjad: tuple[bool, bool] = (False, False), limit: float = inf) -> float:
    """Return the weighted edit distance of two phonetic forms, in consonants.

    `abjad` says which of the two is from a script that writes long vowels only: what it writes is there, and what it
    does not write may be. Where the distance is sure to be beyond `limit`, some distance beyond it is returned.
    """
    if first == second:
        return 0.0
    drops = _DROPS[abjad], _DROPS[abjad[1], abjad[0]]
    changes = _CHANGE_WRITTEN if any(abjad) else _CHANGE
    start, end = 0, min(len(first), len(second))
    while start < end and first[start] == second[start]:
        start += 1
    first, second = first[start:], second[start:]
    end = 0
    while end < min(len(first), len(second)) and first[-1 - end] == second[-1 - end]:
        end += 1
    first, second = first[: len(first) - end], second[: len(second) - end]
    drop = [drops[1].get(sound, 1.0) for sound in second]
    rows = [[0.0, *accumulate(drop)]]
    for at, sound in enumerate(first):
        out = drops[0].get(sound, 1.0)
        left = rows[-1][0] + out
        row = [left]
        for other, cost, (corner, above) in zip(second, drop, pairwise(rows[-1]), strict=True):
            change = corner if sound == other else corner + changes.get(sound + other, max(cost, out))
            left = min(above + out, left + cost, change)
            row.append(left)
            to = len(row) - 1
            if at and to > 1 and sound == second[to - 2] and other == first[at - 1] and sound != other:
                left = row[-1] = min(left, rows[-2][to - 2] + _SWAP)
        rows.append(row)
        if min(row) > limit + _SWAP:
            return min(row)
    return rows[-1][-1]
