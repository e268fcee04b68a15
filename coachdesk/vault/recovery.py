"""The recovery code: 160 bits as eight groups of four characters that can be copied by hand.

Crockford's base32 (no I, L, O, U). Thirty characters are random; the last two are checks over GF(32) that find any
two wrong characters, so any two swapped ones too, and tell which group a single slip is in.
"""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 32
GROUP = 4
_PAYLOAD = 30
_READ_AS = {"I": "1", "L": "1", "O": "0"}
_SEPARATORS = frozenset(" -\t\r\n.·–—\u00a0")


class BadRecoveryCode(ValueError):
    """What was typed can't be a recovery code; the text says why and never repeats what was typed."""


def make_code() -> str:
    """Return a new random code as 32 characters without separators; show it through `format_groups`."""
    payload = [secrets.randbelow(32) for _ in range(_PAYLOAD)]
    return "".join(ALPHABET[value] for value in (*payload, *_checks(payload)))


def format_groups(code: str) -> tuple[str, ...]:
    """Return the eight groups of four in which a code is shown, printed and typed back."""
    letters = _letters(code)
    return tuple(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def parse_code(text: str) -> bytes:
    """Return the 20 bytes of a code; case, spaces and hyphens don't matter, I and L read as 1, O as 0.

    Raises BadRecoveryCode with a plain reason.
    """
    values = [_value(letter) for letter in _letters(text)]
    if len(values) != LENGTH:
        raise BadRecoveryCode(f"A recovery code has {LENGTH} characters in 8 groups of 4; this has {len(values)}.")
    payload, checks = values[:_PAYLOAD], values[_PAYLOAD:]
    expected = _checks(payload)
    if list(expected) != checks:
        raise BadRecoveryCode(_explain(expected[0] ^ checks[0], expected[1] ^ checks[1]))
    number = 0
    for value in values:
        number = number << 5 | value
    return number.to_bytes(LENGTH * 5 // 8, "big")


def _letters(text: str) -> str:
    upper = (letter for letter in text.upper() if letter not in _SEPARATORS)
    return "".join(_READ_AS.get(letter, letter) for letter in upper)


def _value(letter: str) -> int:
    value = ALPHABET.find(letter)
    if value < 0:
        raise BadRecoveryCode("A recovery code has only the digits 0 to 9 and letters other than I, L, O and U.")
    return value


def _powers() -> tuple[int, ...]:
    powers = [1]
    while len(powers) < 31:
        doubled = powers[-1] << 1
        powers.append(doubled ^ 0b100101 if doubled & 32 else doubled)
    return tuple(powers)


_POWERS = _powers()


def _times(left: int, right: int) -> int:
    if not left or not right:
        return 0
    return _POWERS[(_POWERS.index(left) + _POWERS.index(right)) % 31]


def _checks(payload: list[int]) -> tuple[int, int]:
    """Return the two check values: the sum of all, and the sum of each times the power of its place."""
    plain = weighted = 0
    for place, value in enumerate(payload):
        plain ^= value
        weighted ^= _times(value, _POWERS[place])
    return plain, weighted


def _explain(plain: int, weighted: int) -> str:
    """Name the group when one wrong character explains both syndromes; a single slip is the usual case."""
    if plain and weighted:
        place = (_POWERS.index(weighted) - _POWERS.index(plain)) % 31
    else:
        place = _PAYLOAD if plain else _PAYLOAD + 1
    if place < _PAYLOAD or not (plain and weighted):
        return f"A character seems to be wrong, most likely in group {place // GROUP + 1}. Compare it with your copy."
    return "Some characters seem to be wrong. Compare each group with your copy."
