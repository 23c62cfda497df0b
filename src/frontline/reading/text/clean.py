"""Take out of a text what is not prose, without moving a character: offsets into the result are offsets into the text.

Markup, picture file names, citation marks and invisible characters become spaces; curly quotes, odd spaces and
dashes become plain ones. Every replacement has the length of what it replaces.
"""

from __future__ import annotations

__all__ = ["INVISIBLE", "clean"]

import re

# Characters that stand for a plain one, and characters that stand for nothing.
_PLAIN = {
    **dict.fromkeys(map(ord, "‘’‛′ʼʾʿ`´"), "'"),
    **dict.fromkeys(map(ord, "“”„‟«»″"), '"'),
    **dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " "),
    **dict.fromkeys(map(ord, "‐‑−"), "-"),
    **dict.fromkeys([0, 0x200E, 0x200F, 0x61C, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xFFFC], " "),
    **dict.fromkeys(map(ord, "•▪●■◦‣►▶"), "."),
    **dict.fromkeys(map(ord, "*~|\u2028\u2029"), " "),
}  # fmt: skip
_MARKUP = (("*", " "), ("`", "'"), ("|", " "), ("~", " "), ("\0", " "))
_NOT_PLAIN = re.compile("[" + re.escape("".join(map(chr, _PLAIN))) + "]")
# Inside a word these part nothing; words drop them (`words.py`).
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u00ad\u2060"))

# "CTdX1UKXAAAKygL.png large": a picture's file name, as copied with the text from a page.
_PICTURE = re.compile(r"(?<!\S)[\w@%+=-]{4,80}\.(?:png|jpe?g|gif|webp)(?:[ \t]*large)?", re.IGNORECASE)
# The same without its ending, glued to the word that follows: fifteen characters of a media identifier.
_MEDIA = re.compile(
    r"(?<![\w-])[A-Z](?=[\w-]{0,13}[0-9_-])(?=[\w-]{0,13}[a-z][A-Z])[A-Za-z0-9_-]{14}(?=[A-Z][a-z]|\s|$)"
)
_MARK = re.compile(
    r"\[(?:\d{1,4}|[a-z]|note \d{1,3}|citation needed|edit|update)\]"
    r"|https?://[^\s)>\]]{1,2000}|<[^<>\n]{1,300}>|^[ \t]{0,3}#{1,6}[ \t]",
    re.IGNORECASE | re.MULTILINE,
)


def clean(text: str) -> str:
    """Return the text with everything that is not prose blanked; `len(clean(text)) == len(text)`."""
    if not text.isascii():
        text = _NOT_PLAIN.sub(_plain, text)
    else:
        for mark, plain in _MARKUP:
            text = text.replace(mark, plain)
    if "." in text:
        text = _PICTURE.sub(_blank, text)
    text = _MEDIA.sub(_blank, text)
    if "[" in text or "<" in text or "#" in text or "://" in text:
        text = _MARK.sub(_blank, text)
    return text.replace("_", " ")


def _plain(match: re.Match[str]) -> str:
    return _PLAIN[ord(match.group())]


def _blank(match: re.Match[str]) -> str:
    return " " * (match.end() - match.start())
