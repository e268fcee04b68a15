"""Folding of case and diacritics, so that `Zielinski` finds `Zieliński` and `strasse` finds `Straße`.

The index keeps folded text; the same folding, with positions, marks the hits in the text as written. Decomposition
is Unicode NFKD with combining marks dropped; letters that do not decompose are mapped by the small table below.
"""

from __future__ import annotations

import re
import unicodedata

_UNDECOMPOSED = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+")


class _Folding(dict[int, str]):
    """What each character folds to, worked out when it is first met; `str.translate` reads it without a Python call."""

    def __missing__(self, point: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(point)).casefold()
        kept = "".join(c for c in decomposed if not unicodedata.combining(c))
        self[point] = folded = "".join(_UNDECOMPOSED.get(c, c) for c in kept)
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Return `text` in the form that is indexed and compared."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)


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
    begins = "|".join(sorted(terms, key=len, reverse=True))
    spans = (match.span() for match in re.finditer(rf"(?<![^\W_])(?:{begins})", fold(text)))
    if all(len(_FOLDING[ord(character)]) == 1 for character in set(text)):
        return tuple(spans)
    origins = [index for index, character in enumerate(text) for _ in _FOLDING[ord(character)]]
    return tuple((origins[start], origins[end - 1] + 1) for start, end in spans)
