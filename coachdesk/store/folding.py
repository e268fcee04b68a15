"""Folding of case and diacritics, so that `Zielinski` finds `Zieliński` and `strasse` finds `Straße`.

The index keeps folded text; the same folding, with positions, marks the hits in the text as written. Decomposition
is Unicode NFKD with combining marks dropped; letters that do not decompose are mapped by the small table below.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_UNDECOMPOSED = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character).casefold()
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return "".join(_UNDECOMPOSED.get(c, c) for c in kept)


def fold(text: str) -> str:
    """Return `text` in the form that is indexed and compared."""
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


def terms_of(query: str) -> tuple[str, ...]:
    """Return the folded words of a query, in order; each is matched as the beginning of a word.

    >>> terms_of("Über  capac")
    ('uber', 'capac')
    """
    return tuple(_WORD.findall(fold(query)))


def find_spans(text: str, terms: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Return where words of `text` begin with one of the folded `terms`, as (start, end) in `text`, in order.

    >>> find_spans("Straße und Strand", ("str",))
    ((0, 3), (11, 14))
    """
    if not terms:
        return ()
    pieces = [text.lower()] if text.isascii() else list(map(_fold_character, text))
    origins: list[int] | range = range(len(text))
    if not text.isascii():
        origins = [index for index, piece in enumerate(pieces) for _ in piece]
    spans: list[tuple[int, int]] = []
    for word in _WORD.finditer("".join(pieces)):
        length = max((len(term) for term in terms if word.group().startswith(term)), default=0)
        if length:
            spans.append((origins[word.start()], origins[word.start() + length - 1] + 1))
    return tuple(spans)
