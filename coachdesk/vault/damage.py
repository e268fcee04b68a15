"""What to tell the owner of a damaged vault: what is damaged, what is safe and what can be done. Nothing is touched."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from .attachments import Entry, attachments_of
from .engine import PAGE_BYTES
from .errors import DamagedVault, VaultError
from .files import environment_errors
from .header import LONGEST_COPY, decode_header
from .header_copies import read_copies
from .keys import KeyRing
from .pages import Pages
from .place import Bundle
from .unlocked import OpenVault

UNTOUCHED = "The vault's files were left exactly as they are."
BOTH_HEADERS = "Both copies of the header are damaged, so that no passphrase can open the database."
NO_DATABASE = "The database, vault.db, is gone."
ONLY_LOOKED = "Which pages of the database are damaged is known only after unlocking."
NOT_SEALED = (
    "Each page of the database is authentic, but together they are not what was last written; "
    "some may be from an earlier time."
)
LOG_BROKE = "The log of the latest changes breaks off; what was written after that point may be lost."
SALT_LOST = "The beginning of the database is lost, so none of its pages can be authenticated."


class StepKind(StrEnum):
    """What a window can offer; each is done only when it is asked for."""

    OPEN_BACKUP = "open_backup"
    OPEN_READ_ONLY = "open_read_only"
    SALVAGE = "salvage"
    FIND_COPY = "find_copy"


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing that can be done, and the sentence for it."""

    kind: StepKind
    text: str


_STEPS = {
    StepKind.OPEN_BACKUP: "Open the newest good backup. The damaged vault is set aside and kept, not overwritten.",
    StepKind.OPEN_READ_ONLY: "Open the vault for reading only, to look at what can still be read.",
    StepKind.SALVAGE: "Salvage it: every row that can be read is written to a folder of your choice, not encrypted.",
    StepKind.FIND_COPY: "Look for a copy of the vault or a backup in another place; without one nothing can be read.",
}


@dataclass(frozen=True, slots=True)
class DamageReport:
    """Plain sentences on what is damaged and what is safe, the newest good backup, and what can be done, best first."""

    what: tuple[str, ...]
    safe: tuple[str, ...]
    newest_good_backup: Path | None
    next_steps: tuple[NextStep, ...]


@environment_errors()
def describe_damage(
    path: Path,
    found: OpenVault | VaultError,
    *,
    find_backup: Callable[[], Path | None] | None = None,
    entries: Iterable[Entry] = (),
) -> DamageReport:
    """Describe the damage of the vault at `path`; call it on a worker, as every page may be read.

    `found` is what opening it gave: the error, or the vault opened with `rescue=True`, which tells far more.
    `find_backup` returns the newest good backup; `entries` are the attachments that rows refer to.
    Raises only errors of the disk.
    """
    keys = found.keys if isinstance(found, OpenVault) else None
    whole, damaged = _judge_headers(Bundle(path), keys)
    what = [f"Copy {name} of the header is damaged." for name in damaged] if whole else [BOTH_HEADERS]
    safe = [f"Copy {name} of the header is whole; one is enough." for name in whole] if damaged and whole else []
    if isinstance(found, OpenVault):
        said = [_judge_database(found), _judge_attachments(found, tuple(entries))]
    else:
        said = [_look_at_database(Bundle(path), found)]
    for bad, good in said:
        what += bad
        safe += good
    backup = find_backup() if find_backup is not None else None
    safe += ["There is a good backup; it opens with the secrets of its time."] if backup is not None else []
    is_hopeless = not whole or not Bundle(path).database.is_file()
    return DamageReport(tuple(what), (*safe, UNTOUCHED), backup, _steps(backup, is_hopeless))


def _steps(backup: Path | None, is_hopeless: bool) -> tuple[NextStep, ...]:
    kinds = [StepKind.OPEN_BACKUP] if backup is not None else []
    if not is_hopeless:
        kinds += [StepKind.OPEN_READ_ONLY, StepKind.SALVAGE]
    elif backup is None:
        kinds.append(StepKind.FIND_COPY)
    return tuple(NextStep(kind, _STEPS[kind]) for kind in kinds)


def _judge_headers(bundle: Bundle, keys: KeyRing | None) -> tuple[list[str], list[str]]:
    """Return the letters of the whole and of the damaged copies; without keys, whole means that it can be parsed."""
    whole: list[str] = []
    damaged: list[str] = []
    for path in bundle.headers:
        try:
            copy = decode_header(path.read_bytes()[: LONGEST_COPY + 1])
            is_whole = keys is None or copy.is_signed_by(keys.use("header"))
        except (VaultError, OSError):
            is_whole = False
        (whole if is_whole else damaged).append(path.suffix[1:].upper())
    return whole, damaged


def _judge_database(vault: OpenVault) -> tuple[list[str], list[str]]:
    try:
        with Pages(vault.database, vault.keys.use("database")) as pages:
            if not pages.is_verified:
                return [SALT_LOST], []
            damaged, count, broke = pages.list_damaged(), pages.count, pages.log_broke
    except (OSError, struct.error):
        return [NO_DATABASE], []
    what = [LOG_BROKE] if broke else []
    if damaged:
        shown = ", ".join(str(number) for number in damaged[:10]) + (", …" if len(damaged) > 10 else "")
        what.append(f"{len(damaged)} of the {count} pages of the database are damaged (page {shown}).")
        return what, [f"{count - len(damaged)} pages of the database are authentic and can be read."]
    if not what:
        what.append(NOT_SEALED)
    return what, [f"All {count} pages of the database are authentic and can be read."]


def _look_at_database(bundle: Bundle, error: VaultError) -> tuple[list[str], list[str]]:
    """Tell what shows without a key: whether the file is there, and its size against the one at the last closing."""
    if not bundle.database.is_file():
        return [NO_DATABASE], []
    what = [] if isinstance(error, DamagedVault) and not error.problems else [str(error)]
    try:
        newest = read_copies(bundle).copies[0].header
    except VaultError:
        return what, []
    size = bundle.database.stat().st_size
    if newest.state == "sealed" and size < newest.seal.size:
        lost = -(-(newest.seal.size - size) // PAGE_BYTES)
        what.append(f"The database is shorter than when it was closed: {lost} pages at its end are missing.")
    elif newest.state == "sealed" and size > newest.seal.size:
        what.append("Something was added to the database after it was closed.")
    return [*what, ONLY_LOOKED], []


def _judge_attachments(vault: OpenVault, entries: tuple[Entry, ...]) -> tuple[list[str], list[str]]:
    if not entries:
        return [], []
    damaged = attachments_of(vault).list_damaged(entries)
    if damaged:
        return [f"{len(damaged)} of {len(entries)} attachments are damaged or gone."], []
    return [], [f"All {len(entries)} attachments are whole."]
