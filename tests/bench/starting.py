"""From the start of the process to the first paint, and from the passphrase to Today; memory at both."""

from __future__ import annotations

from typing import Any

from coachdesk.vault.kdf import DEFAULT, measure_kdf

from .figures import Figure, bound, compare, fact
from .processes import Children
from .vaults import PASSPHRASE, sample_vault

NAME = "start"


def run(children: Children, *, quick: bool) -> list[Figure]:
    """Measure whole processes, floor and ours in turn, after one of each to warm the caches."""
    rounds, openings = (3, 2) if quick else (9, 5)
    bare: list[dict[str, Any]] = []
    peer: list[dict[str, Any]] = []
    ours: list[dict[str, Any]] = []
    opened: list[dict[str, Any]] = []
    kdf: list[float] = []
    with sample_vault(1 if quick else 20).copied() as vault:
        more = {"COACHDESK_VAULT": str(vault.path), "BENCH_PASSPHRASE": PASSPHRASE}
        for number in range(rounds + 1):
            kept = number > 0
            bare += [children.run("child_bare")] * kept
            peer += [children.run("child_peer")] * kept
            ours += [children.run("child_life", "unlock", **more)] * kept
            if number < openings:
                kdf.append(measure_kdf(DEFAULT) * 1000)
                opened.append(children.run("child_life", "open", **more))
    return [*_windows(bare, peer, ours), *_openings(bare, opened, kdf), *_stalls(bare, ours, opened)]


def _windows(bare: list[dict[str, Any]], peer: list[dict[str, Any]], ours: list[dict[str, Any]]) -> list[Figure]:
    painted = [_since(run, "begun_ns", "painted_ns") for run in ours]
    floor = [_since(run, "begun_ns", "painted_ns") for run in bare]
    form = [_since(run, "begun_ns", "painted_ns") for run in peer]
    memory, least = [run["painted_pss_mb"] for run in ours], [run["pss_mb"] for run in bare]
    return [
        compare(NAME, "unlock window painted", painted, floor, times=1.15),
        fact(NAME, "peer: a small form painted", form, floor=floor),
        fact(NAME, "PSS with the unlock window", memory, floor=least, unit="MB"),
    ]


def _openings(bare: list[dict[str, Any]], opened: list[dict[str, Any]], kdf: list[float]) -> list[Figure]:
    whole = [_since(run, "asked_ns", "today_ns") for run in opened]
    after = [_since(run, "keyed_ns", "today_ns") for run in opened]
    memory, least = [run["today_pss_mb"] for run in opened], [run["pss_mb"] for run in bare]
    note = "the floor is the key stretching alone, in the bench's own process"
    return [
        compare(NAME, "passphrase to Today painted", whole, kdf, times=1, plus=250, note=note),
        bound(NAME, "vault open to Today painted", after, 250),
        compare(NAME, "PSS with Today", memory, least, times=2.6, unit="MB"),
    ]


def _stalls(bare: list[dict[str, Any]], ours: list[dict[str, Any]], opened: list[dict[str, Any]]) -> list[Figure]:
    quiet = [run["stall_ms"] for run in bare]
    loading = [run["loading_stall_ms"] for run in ours]
    opening = [run["opening_stall_ms"] for run in opened]
    return [
        bound(NAME, "longest stall while the rest is loaded", loading, 50, floor=quiet),
        bound(NAME, "longest stall while the vault opens", opening, 50, floor=quiet),
    ]


def _since(run: dict[str, Any], begin: str, end: str) -> float:
    return (run[end] - run[begin]) / 1e6
