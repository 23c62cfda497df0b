"""Spelling to sound: one rough phonetic form for Latin, Arabic, Persian and Cyrillic spellings of a name.

A form is written in one letter a sound: lower case as in English, and

    S sh   Z zh   C ch   X kh   G gh   T th   D dh   c the letter c, whatever it stands for

with w written u and y written i (Arabic و and ي are both), doubled letters single, hamza, ayn and other marks left
out, and a final silent h dropped. The steps work on plain text, so a whole gazetteer is folded at once, a name a line.
"""

from __future__ import annotations

__all__ = ["skeleton", "sound", "words_of"]

import re
import unicodedata

from anyascii import anyascii

# Letters to what English writes for them; what is not here is left to anyascii.
_CYRILLIC = (
    "аa бb вv гg ґg дd еe жzh зz иi йy іi їyi кk лl мm нn оo пp рr сs тt уu ўu фf хkh цts чch шsh щshch ъ ыy ь эe юyu"
    " яya ёyo єye ђdj јj љl њn ћch џdj"
)
_ARABIC = (
    "اa أa إi آa ٱa ىa ء ؤw ئy بb تt ثth جj حh خkh دd ذdh رr زz سs شsh صs ضd طt ظz ع غgh فf قq كk کk لl مm نn هh وw يy"
    " یy ېy ةa ۀa ەa گg چch پp ژzh ڤv ںn ھh ہh ـ"
)
_LATIN = "ıi şsh çch ğgh šsh čch žzh đdj ßss øo æae œoe łl þth ðdh ħh ḫkh ẖkh ġgh ǧj ḏdh ṯth ẓz ʿ ʾ ʻ ʼ ‘ ’ ' ` ´ ′ ˈ"
_LETTERS = {ord(pair[0]): pair[1:] for pair in f"{_CYRILLIC} {_ARABIC} {_LATIN}".split()}
_MARKS = dict.fromkeys([*range(0x0300, 0x0370), *range(0x064B, 0x0660), 0x0670, *range(0x200B, 0x2010), 0xFEFF])
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_NEUTRAL = _MARKS | _DIGITS
_PLAIN = str.maketrans(
    {chr(code): " " for code in range(128) if not chr(code).isalnum() and chr(code) not in "'`\n"}
    | {"'": None, "`": None}
)

_ARABIC_ARTICLE = re.compile(r"(?<![^\W_])ال(?=[^\W\d_]{2})")
_CARRIER = re.compile(r"(?<![^\W_])[اأإ](?=[^\W\d_])")  # before a word's first vowel, whichever it is
_FINAL_HEH = re.compile(r"(?<=[^\W\d_])ه(?![^\W_])")
_ARTICLE = re.compile(r"(?<![^ \n])(?:[aeiu]l|[ae](sh|th|dh|[stdznrl])(?= +\1)) +(?=[^ \n])")
_SILENT_H = re.compile(r"(?<=[aeiou])h(?![^ \n])")
_OTHER = re.compile(r"[^\x00-\x7f]+")

_SOUNDS = [
    pair.split(">")
    for pair in (
        *("tsch>C", "dsch>j", "shch>S", "tch>C", "sch>S", "dzh>j", "dj>j", "sh>S", "ch>C", "kh>X", "gh>G", "th>T"),
        *("dh>D", "zh>Z", "ph>f", "ck>k", "x>ks", "ou>u", "oo>u", "ee>i", "w>u", "y>i"),
    )
]
_DOUBLES = [("iii", "i"), ("uuu", "u"), *((2 * letter, letter) for letter in "abcdefghijklmnopqrstuvzSZCXGTD")]


def words_of(text: str) -> str:
    """Return the text in plain lower-case Latin words, parted by spaces, articles left out, line by line."""
    text = text.lower()
    if not text.isascii():
        lines = text.split("\n")
        odd = [number for number, line in enumerate(lines) if not line.isascii()]
        for number, line in zip(odd, _latin("\n".join(lines[number] for number in odd)).split("\n"), strict=True):
            lines[number] = line
        text = "\n".join(lines)
    return _ARTICLE.sub("", text.translate(_PLAIN))


def _latin(text: str) -> str:
    """Transliterate, roughly; lines stay lines."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFC", text).translate(_NEUTRAL))
    text = _FINAL_HEH.sub("ة", _CARRIER.sub("", _ARABIC_ARTICLE.sub("", text)))
    text = unicodedata.normalize("NFKD", text.translate(_LETTERS)).translate(_MARKS)
    return _OTHER.sub(lambda match: anyascii(match[0]).lower().replace("\n", " "), text)


def sound(words: str) -> str:
    """Return the phonetic form of plain lower-case words (see the module), line by line, word by word."""
    for old, new in _SOUNDS:
        words = words.replace(old, new)
    words = _SILENT_H.sub("", words)
    for double, single in _DOUBLES:
        words = words.replace(double, single)
    return words


# Sounds that spellings confuse, a class a group; vowels carry too little to search by.
_GROUPS = ("bp", "fv", "tTdD", "sSz", "jZCc", "kgGq", "hX", "l", "r", "m", "n")
_CLASSES = str.maketrans({sound: group[0] for group in _GROUPS for sound in group} | dict.fromkeys("aeiou "))


def skeleton(form: str) -> str:
    """Return the consonants of a phonetic form as classes of sounds that spellings confuse, line by line."""
    return form.translate(_CLASSES)
