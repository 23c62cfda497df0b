"""Take out of a text what is not prose, without moving a character: offsets into the result are offsets into the text.

Markup, picture file names, citation marks and invisible characters become spaces; curly quotes, odd spaces and
dashes become plain ones. Every replacement has the length of what it replaces.
"""

from __future__ import annotations

__all__ = ["clean"]

import re

# Characters that stand for a plain one, and characters that stand for nothing.
_PLAIN = {
    **dict.fromkeys(map(ord, "‘’‛′ʼʾʿ`´"), "'"),
    **dict.fromkeys(map(ord, "“”„‟«»″"), '"'),
    **dict.fromkeys(map(ord, "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "),
    **dict.fromkeys(map(ord, "‐‑−"), "-"),
    **dict.fromkeys(map(ord, "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u0000\ufffc"), " "),
    **dict.fromkeys(map(ord, "•▪●■◦‣►▶"), "."),
    **dict.fromkeys(map(ord, "*_~|\u2028\u2029"), " "),
}  # fmt: skip
# Inside a word these part nothing; words drop them (`syntax.tokens`).
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u00ad\u2060"))

# "CTdX1UKXAAAKygL.png large": a picture's file name, as copied with the text from a page.
_PICTURE = re.compile(r"(?<!\S)[\w@%+=-]{4,80}\.(?:png|jpe?g|gif|webp)(?:[ \t]*large)?", re.IGNORECASE)
# The same without its ending, glued to the word that follows: fifteen characters of a media identifier.
_MEDIA = re.compile(
    r"(?<![\w-])[A-Z](?=[\w-]{0,13}[0-9_-])(?=[\w-]{0,13}[a-z][A-Z])[A-Za-z0-9_-]{14}(?=[A-Z][a-z]|\s|$)"
)
_MARK = re.compile(
    r"\[(?:\d{1,4}|[a-z]|note \d{1,3}|citation needed|edit|update)\]|https?://[^\s)>\]]{1,2000}|<[^<>\n]{1,300}>|^[ \t]{0,3}#{1,6}[ \t]",
    re.IGNORECASE | re.MULTILINE,
)


def clean(text: str) -> str:
    """Return the text with everything that is not prose blanked; `len(clean(text)) == len(text)`."""
    if not text.isascii():
        text = text.translate(_PLAIN)
    elif "*" in text or "_" in text or "`" in text or "|" in text or "~" in text or "\x00" in text:
        text = _MEDIA.sub(_blank, text) if "_" in text else text
        text = text.replace("*", " ").replace("`", "'").replace("|", " ").replace("~", " ").replace("\x00", " ")
    if "." in text:
        text = _PICTURE.sub(_blank, text)
    text = _MEDIA.sub(_blank, text)
    if "[" in text or "<" in text or "#" in text or "://" in text:
        text = _MARK.sub(_blank, text)
    return text.replace("_", " ")


def _blank(match: re.Match[str]) -> str:
    return " " * (match.end() - match.start())
