"""Locking: how soon the page is gone, how long the seal takes behind it, and what stalls meanwhile."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from .figures import Figure, bound, fact
from .processes import Children
from .vaults import PASSPHRASE, notes_vault

NAME = "lock"
_SEALED_MB, _SEAL_MS = 220, 500


def run(children: Children, *, quick: bool) -> list[Figure]:
    """Lock the vault of 50,000 notes after a change, in the whole program."""
    runs, hashed, size_mb = [], [], 1.0
    with notes_vault(5_000 if quick else 50_000).copied() as vault:
        database = vault.path / "vault.db"
        for _ in range(2 if quick else 5):
            more = {"COACHDESK_VAULT": str(vault.path), "BENCH_PASSPHRASE": PASSPHRASE}
            runs.append(children.run("child_life", "lock", **more))
            hashed.append(_hash_ms(database))
        size_mb = database.stat().st_size / 1e6
    sealed = [run["sealed_ms"] for run in runs]
    limit = _SEAL_MS * max(1.0, size_mb / _SEALED_MB)
    note = f"{size_mb:.0f} MB; the floor is reading and hashing the file"
    return [
        bound(NAME, "page hidden", [run["hidden_ms"] for run in runs], 100),
        bound(NAME, "unlock window over it painted", [run["covered_ms"] for run in runs], 100),
        bound(NAME, "vault sealed", sealed, limit, floor=hashed, note=note),
        fact(NAME, "sealed, each 220 MB", [ms * _SEALED_MB / size_mb for ms in sealed]),
        bound(NAME, "stall while locking", [run["locking_stall_ms"] for run in runs], 50),
    ]


def _hash_ms(file: Path) -> float:
    begun = time.perf_counter()
    with file.open("rb") as stream:
        hashlib.file_digest(stream, "sha256")
    return (time.perf_counter() - begun) * 1000
