"""How far apart two phonetic forms are: an edit distance in which what spellings confuse costs little.

The unit is a consonant: to put in, leave out or change one costs 1, a vowel about a fifth of it, a pair of sounds that
transliterations use for one letter less than either. Method: weighted Levenshtein distance (Wagner and Fischer 1974,
"The string-to-string correction problem", J. ACM 21) over the sounds of `sound`.
"""

from __future__ import annotations

__all__ = ["distance", "weight"]

from itertools import pairwise

_VOWELS = {"a": 0.2, "e": 0.2, "i": 0.25, "o": 0.25, "u": 0.25}
_WEAK = {"h": 0.5}

# Pairs of sounds that stand for one letter in some transliteration or dialect, and what it costs to take one for
# the other.
_NEAR: dict[float, str] = {
    0.05: "kq ou ei ai ae Tt Dd",
    0.1: "hX gG cC ao jZ jC",
    0.15: "Dz Zz cj ie uv iy",
    0.2: "au eo eu ck cs cS gh gk Gk gq Gq gj bp fv pf td",
    0.3: "Ts Tz Xk Xq XG cX Ss Sz SZ SC zs iu io bv Cs ji hk",
    0.5: "rG Ds nm jd hG",
}


def _table() -> dict[str, float]:
    table = {}
    for cost, pairs in _NEAR.items():
        for first, second in (tuple(pair) for pair in pairs.split()):
            table[first + second] = table[second + first] = cost
    return table


_CHANGE = _table()


def weight(form: str) -> float:
    """Return what it costs to leave out the whole form."""
    return sum(_VOWELS.get(sound) or _WEAK.get(sound, 1.0) for sound in form)


def distance(first: str, second: str) -> float:
    """Return the weighted edit distance of two phonetic forms, in consonants."""
    if first == second:
        return 0.0
    start, end = 0, min(len(first), len(second))
    while start < end and first[start] == second[start]:
        start += 1
    first, second = first[start:], second[start:]
    end = 0
    while end < min(len(first), len(second)) and first[-1 - end] == second[-1 - end]:
        end += 1
    first, second = first[: len(first) - end], second[: len(second) - end]
    drop = [_VOWELS.get(sound) or _WEAK.get(sound, 1.0) for sound in second]
    row = [0.0]
    for cost in drop:
        row.append(row[-1] + cost)
    for sound in first:
        out = _VOWELS.get(sound) or _WEAK.get(sound, 1.0)
        left = row[0] + out
        new = [left]
        for other, cost, (corner, above) in zip(second, drop, pairwise(row), strict=True):
            change = (
                corner if sound == other else corner + _CHANGE.get(sound + other, cost + out if cost < out else out)
            )
            best = above + out
            left += cost
            if left < best:
                best = left
            if change < best:
                best = change
            left = best
            new.append(left)
        row = new
    return row[-1]
