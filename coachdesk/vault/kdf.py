"""Turning a passphrase into a key slowly enough that guessing is dear, and never so slowly that opening is.

Argon2id through `cryptography`. A vault file may come from a stranger, so what it asks for has bounds too.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from .errors import DamagedVault, StorageFailed

MIB_IN_KIB = 1024
SALT_BYTES = 16
KEY_BYTES = 32
SHORTEST_S = 0.5
LONGEST_S = 1.0
_MOST_PASSES = 64
_MOST_LANES = 16
_LEAST_READ_KIB = 19 * MIB_IN_KIB
_MOST_READ_KIB = 2048 * MIB_IN_KIB
_MOST_WORK_KIB = 16 * 1024 * MIB_IN_KIB


_ONE_AT_A_TIME = Lock()
"""Two derivations at once in one process never came to an end: they wait for each other's lanes in OpenSSL."""


@dataclass(frozen=True, slots=True)
class KdfParams:
    """What Argon2id is asked to spend: memory in KiB, passes over it, and lanes side by side."""

    memory_kib: int
    passes: int
    lanes: int

    @property
    def work_kib(self) -> int:
        """Memory times passes, the measure of how long it takes."""
        return self.memory_kib * self.passes


DEFAULT = KdfParams(memory_kib=256 * MIB_IN_KIB, passes=3, lanes=4)
FLOOR = KdfParams(memory_kib=64 * MIB_IN_KIB, passes=3, lanes=4)


def refuse_unwritable(params: KdfParams) -> None:
    """Raise ValueError for a cost below the floor or above what every reader accepts: a bug of the caller."""
    below = params.memory_kib < FLOOR.memory_kib or params.passes < FLOOR.passes or params.lanes < FLOOR.lanes
    if below or not is_readable(params):
        raise ValueError("KDF cost outside of what may be written")


def at_least_floor(params: KdfParams) -> KdfParams:
    """Return the cost with each part raised to the floor, for a vault that was once written with less."""
    return KdfParams(
        max(params.memory_kib, FLOOR.memory_kib), max(params.passes, FLOOR.passes), max(params.lanes, FLOOR.lanes)
    )


def is_readable(params: KdfParams) -> bool:
    """Tell whether a vault may ask for this cost: 19 MiB to 2 GiB, and bounded work in all."""
    return (
        _LEAST_READ_KIB <= params.memory_kib <= _MOST_READ_KIB
        and 1 <= params.passes <= _MOST_PASSES
        and 1 <= params.lanes <= _MOST_LANES
        and params.work_kib <= _MOST_WORK_KIB
    )


def derive_key(secret: bytes, salt: bytes, params: KdfParams) -> bytearray:
    """Return the 32-byte key of a secret; the caller zeroes it.

    Raises DamagedVault when the cost is out of bounds and StorageFailed when the machine lacks the memory.
    """
    if not is_readable(params):
        raise DamagedVault("This vault asks for an unreasonable amount of work to open. It was left as it is.")
    key = bytearray(KEY_BYTES)
    argon = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=params.passes, lanes=params.lanes, memory_cost=params.memory_kib
    )
    try:
        with _ONE_AT_A_TIME:
            argon.derive_into(secret, key)
    except MemoryError:
        raise StorageFailed(
            "There is not enough free memory to open this vault. Nothing was changed; "
            "close other programs and try again."
        ) from None
    return key


def measure_kdf(params: KdfParams) -> float:
    """Return the seconds that one derivation takes on this machine now."""
    started = time.perf_counter()
    derive_key(b"calibration", bytes(SALT_BYTES), params)
    return time.perf_counter() - started


def calibrate_kdf(measure: Callable[[KdfParams], float] = measure_kdf) -> KdfParams:
    """Return the cost that takes about 0.5 to 1 s here, at least the floor; measures two or three times.

    A quick machine gets more passes; a slow one, or one short of memory, gets less memory.
    """
    params = DEFAULT
    seconds = _measure_or_inf(measure, params)
    while seconds > LONGEST_S and params.memory_kib > FLOOR.memory_kib:
        params = replace(params, memory_kib=max(params.memory_kib // 2, FLOOR.memory_kib))
        seconds = _measure_or_inf(measure, params)
    if 0 < seconds < SHORTEST_S:
        middle = (SHORTEST_S + LONGEST_S) / 2
        passes = math.floor(params.passes * middle / seconds)
        params = replace(params, passes=max(params.passes, min(passes, _MOST_PASSES)))
    return params


def _measure_or_inf(measure: Callable[[KdfParams], float], params: KdfParams) -> float:
    try:
        return measure(params)
    except StorageFailed:
        return math.inf
