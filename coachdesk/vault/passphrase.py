"""Passphrases: one spelling for the same keys on every keyboard, an honest rating, and good suggestions."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from functools import cache

from coachdesk.assets import resource_path

from .errors import SecretRefused

SHORTEST = 14
_MOST_RATED = 100
_PAUSES_MS = (0, 0, 5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000)


@dataclass(frozen=True, slots=True)
class PassphraseRating:
    """How hard a passphrase is to guess: bits of guessing work, and a score of 0 (none) to 4 (strong)."""

    bits: int
    score: int
    long_enough: bool
    common: bool
    contains_names: bool


def normalise(text: str) -> bytes:
    """Return the bytes that go into the KDF: NFKC, then UTF-8, so that é typed in two ways is one passphrase.

    Raises SecretRefused when nothing is left.
    """
    normal = unicodedata.normalize("NFKC", text)
    if not normal:
        raise SecretRefused
    return normal.encode("utf-8", "surrogatepass")


def rate_passphrase(text: str, *, also: tuple[str, ...] = ()) -> PassphraseRating:
    """Rate a passphrase; `also` holds words an attacker would try first, such as the user's and team's names."""
    from zxcvbn import zxcvbn

    normal = unicodedata.normalize("NFKC", text)
    names = [word for phrase in also for word in phrase.casefold().split() if len(word) > 2]
    if not normal:
        return PassphraseRating(bits=0, score=0, long_enough=False, common=False, contains_names=False)
    found = zxcvbn(normal[:_MOST_RATED], user_inputs=names, max_length=_MOST_RATED)
    bits = max(int(found["guesses"]) - 1, 1).bit_length() - 1
    lists = [match.get("dictionary_name") for match in found["sequence"]]
    return PassphraseRating(
        bits=bits,
        score=int(found["score"]),
        long_enough=len(normal) >= SHORTEST,
        common=len(lists) == 1 and lists[0] == "passwords",
        contains_names=any(name in normal.casefold() for name in names),
    )


def suggest_words(count: int = 4) -> str:
    """Return random words of the EFF long list joined by spaces; each adds 12.9 bits."""
    words = _words()
    return " ".join(secrets.choice(words) for _ in range(count))


def pause_ms(wrong_attempts: int) -> int:
    """Return how long the unlock window waits after so many wrong secrets in a row; grows, never locks out."""
    return _PAUSES_MS[min(max(wrong_attempts, 0), len(_PAUSES_MS) - 1)]


@cache
def _words() -> tuple[str, ...]:
    return tuple(resource_path("words", "eff_large.txt").read_text(encoding="ascii").split())
