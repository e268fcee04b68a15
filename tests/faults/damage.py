"""Damage by hand, at its full count: flips in each kind of file, truncations, splices and rollbacks."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from coachdesk.vault.attachments import AttachmentDamaged, BlobStore
from coachdesk.vault.backups.container import compare_bytes
from coachdesk.vault.backups.making import make_backup
from coachdesk.vault.backups.opening import unlock_backup
from coachdesk.vault.backups.restoring import restore_backup
from coachdesk.vault.bundle import RecoveryCode
from coachdesk.vault.engine import PAGE_BYTES
from coachdesk.vault.errors import VaultError
from coachdesk.vault.keys import random_key
from coachdesk.vault.last_seen import OLDER

from .copier import quiet
from .flips import BOTH_COPIES, NOTES, make_unsealed, run_flips
from .scene import Scene, add_note, judge_notes, make_scene
from .table import Row


def flip_database(count: int, folder: Path) -> Row:
    """Flip bits in the database, half of the time after a crash."""
    return _flip("flips in the database", ("vault.db",), count, folder)


def flip_header(count: int, folder: Path) -> Row:
    """Flip bits in either copy of the header, and in both at once."""
    return _flip("flips in the header", ("header.a", "header.b", BOTH_COPIES), count, folder)


def flip_log(count: int, folder: Path) -> Row:
    """Flip bits in the log that a crash left; that may drop the last commits, and nothing else."""
    scene = make_scene(folder, NOTES)
    outcome = run_flips(make_unsealed(scene, folder / "unsealed"), "vault.db-wal", count, folder)
    note = f"{outcome.refused} refused, {outcome.harmless} harmless"
    return Row("flips in a live log", count, "flips", outcome.faults, note)


def _flip(name: str, files: tuple[str, ...], count: int, folder: Path) -> Row:
    sealed = make_scene(folder, NOTES)
    unsealed = make_unsealed(sealed, folder / "unsealed")
    cases = [(scene, file) for scene in (sealed, unsealed) for file in files]
    refused, harmless, faults = 0, 0, []
    for number, (scene, file) in enumerate(cases):
        share = count // len(cases) + (number < count % len(cases))
        outcome = run_flips(scene, file, share, folder / f"case-{number}")
        refused, harmless = refused + outcome.refused, harmless + outcome.harmless
        faults += outcome.faults
        shutil.rmtree(folder / f"case-{number}", ignore_errors=True)
    return Row(name, count, "flips", tuple(faults), f"{refused} refused, {harmless} harmless")


def flip_blob(count: int, folder: Path) -> Row:
    """Flip bits in the file of an attachment."""
    store, content = BlobStore(folder, random_key()), random.Random(1).randbytes(200_000)
    receipt = store.write(content)
    path = next((folder / "blobs").iterdir())

    def is_refused() -> bool:
        try:
            store.read(receipt.content_id, receipt.wrapped_key)
        except AttachmentDamaged:
            return True
        return False

    faults = _flip_each(path, count, is_refused)
    return Row("flips in an attachment", count, "flips", faults, "all refused")


def flip_backup(count: int, folder: Path) -> Row:
    """Flip bits in a backup."""
    scene = make_scene(folder, NOTES)
    path = _back_up(scene, folder)

    def is_refused() -> bool:
        try:
            unlock_backup(path, compare_bytes(path, quiet, ""), RecoveryCode(scene.code)).zero()
        except VaultError:
            return True
        return False

    faults = _flip_each(path, count, is_refused)
    return Row("flips in a backup", count, "flips", faults, "all refused")


def _back_up(scene: Scene, folder: Path) -> Path:
    from datetime import UTC, datetime

    with scene.open() as vault:
        now = datetime(2026, 5, 12, tzinfo=UTC)
        path = make_backup(vault, folder / "backups", now=now, check_content=None, report=quiet)
    whole = folder / "restored.coachdesk"
    restore_backup(path, RecoveryCode(scene.code), whole, now=now, report=quiet)
    return path


def _flip_each(path: Path, count: int, is_refused: object) -> tuple[str, ...]:
    assert callable(is_refused)
    whole, chance, faults = path.read_bytes(), random.Random(1), []
    for number in range(count):
        octets = bytearray(whole)
        place = chance.randrange(len(octets))
        octets[place] ^= 1 << chance.randrange(8)
        path.write_bytes(octets)
        if not is_refused():
            faults.append(f"flip {number} at {place} was taken")
    return tuple(faults)


def truncate_pages(count: int, folder: Path) -> Row:
    """Cut the database at every page, or `count` of them, and one byte beside."""
    scene = make_scene(folder, NOTES)
    path, faults = scene.path / "vault.db", []
    whole = path.read_bytes()
    boundaries = range(0, len(whole), PAGE_BYTES)
    lengths = sorted({max(0, at + beside) for at in boundaries[: count or None] for beside in (-1, 0, 1)})
    for length in lengths:
        path.write_bytes(whole[:length])
        if not _is_refused(scene):
            faults.append(f"{length} bytes were taken")
    return Row("truncations", len(lengths), "lengths", tuple(faults), f"at each of {len(boundaries)} pages and beside")


def splice_pages(count: int, folder: Path) -> Row:
    """Put pages of earlier versions back, each in its own place and for a closed vault."""
    scene = make_scene(folder, NOTES)
    path, versions, number = scene.path / "vault.db", [], NOTES
    versions.append(path.read_bytes())
    while len(_list_splices(versions)) < count:
        number += 1
        with scene.open() as vault:
            connection = vault.connect()
            add_note(connection, number)
            connection.close()
        versions.append(path.read_bytes())
    faults, present = [], versions[-1]
    splices = _list_splices(versions)[:count]
    for version, at in splices:
        old = versions[version]
        path.write_bytes(present[:at] + old[at : at + PAGE_BYTES] + present[at + PAGE_BYTES :])
        if not _is_refused(scene):
            faults.append(f"page at {at} of version {version} was taken")
    return Row("page splices", len(splices), "splices", tuple(faults), f"pages of {len(versions) - 1} earlier versions")


def _list_splices(versions: list[bytes]) -> list[tuple[int, int]]:
    present = versions[-1]
    return [
        (version, at)
        for version, old in enumerate(versions[:-1])
        for at in range(0, min(len(old), len(present)), PAGE_BYTES)
        if old[at : at + PAGE_BYTES] != present[at : at + PAGE_BYTES]
    ]


def roll_back(_count: int, folder: Path) -> Row:
    """Put back an earlier page, an earlier database, and the whole earlier folder."""
    scene = make_scene(folder, NOTES)
    shutil.copytree(scene.path, folder / "old")
    old = (scene.path / "vault.db").read_bytes()
    with scene.open() as vault:
        connection = vault.connect()
        add_note(connection, NOTES + 1)
        connection.close()
    new = (scene.path / "vault.db").read_bytes()
    version, at = _list_splices([old, new])[0]
    assert version == 0
    faults = []
    for kind, octets in (("page", new[:at] + old[at : at + PAGE_BYTES] + new[at + PAGE_BYTES :]), ("database", old)):
        (scene.path / "vault.db").write_bytes(octets)
        faults += [] if _is_refused(scene) else [f"an earlier {kind} was taken"]
    shutil.rmtree(scene.path)
    shutil.copytree(folder / "old", scene.path)
    with scene.open() as vault:
        is_told = OLDER in vault.notices and judge_notes(vault) == (NOTES, ())
    faults += [] if is_told else ["the whole earlier folder was not told"]
    return Row("rollbacks", 3, "kinds", tuple(faults), "page and database refused, the whole folder told")


def _is_refused(scene: Scene) -> bool:
    """Tell whether the vault was refused and left as it was."""
    before = scene.content()
    try:
        scene.open().close()
    except VaultError:
        return scene.content() == before
    return False
