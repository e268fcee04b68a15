"""Commands on backups: make one, restore one, and practise restoring."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from coachdesk.cli.opening import opened_vault, secret_for, with_key_file
from coachdesk.cli.options import AsJson, KeyFilePath, PassphraseFile
from coachdesk.cli.outcome import CommandFailed, ExitCode
from coachdesk.cli.passphrases import read_passphrase
from coachdesk.cli.terminal import Progress, progress, say, say_json, tell
from coachdesk.cli.vaults import Place
from coachdesk.store.backup import DrillReport, Places, back_up, drill, drill_with
from coachdesk.store.backup import restore as restore_vault
from coachdesk.vault.backups.container import DamagedBackup, Report, read_beginning
from coachdesk.vault.backups.listing import list_backups, newest_good
from coachdesk.vault.backups.places import backup_folder
from coachdesk.vault.bundle import RecoveryCode, Secret
from coachdesk.vault.errors import VaultExists, VaultMissing
from coachdesk.vault.place import bundle_path
from coachdesk.vault.slot_secrets import PASSPHRASE_FILE

Backup = Annotated[Path, typer.Argument(metavar="BACKUP", help="A file ending in .coachdesk-backup.")]
RecoveryCodeFile = Annotated[
    Path | None,
    typer.Option("--recovery-code-file", metavar="PATH", help="Read the recovery code from a file; - is input."),
]


ALL_DAMAGED = "Every backup of this vault in its folder is damaged. They were left as they are; make a new one now."


class NoBackup(VaultMissing):
    """There is nothing to restore from."""

    text = "There is no usable backup of this vault in its folder. Make one with coachdesk vault backup."


def backup(
    path: Place,
    to: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Put it there, not beside the vault.")] = None,
    passphrase_file: PassphraseFile = None,
    key_file: KeyFilePath = None,
    as_json: AsJson = False,
) -> int:
    """Make a backup, open it and check it."""
    secret = secret_for(path, passphrase_file, key_file)
    with progress("Backing up") as shown, opened_vault(path, secret) as vault:
        places = Places(to or backup_folder(vault.path))
        done = back_up(vault, places, now=_now(), report=_report(shown), force=True)
        notices = (*vault.notices, *done.notices)
    assert done.path is not None
    size = done.path.stat().st_size
    if as_json:
        say_json(
            {
                "vault": str(vault.path),
                "backup": str(done.path),
                "size_bytes": size,
                "verified": True,
                "removed": [str(each) for each in done.removed],
                "notices": list(notices),
            }
        )
        return ExitCode.DONE
    for notice in notices:
        tell(notice)
    say(f"The backup is at {done.path}")
    say(f"It was opened and checked: all is well. It takes {size / 1e6:.1f} MB.")
    if done.removed:
        say(f"Older backups that were let go: {len(done.removed)}.")
    return ExitCode.DONE


def restore(
    backup: Backup,
    to: Annotated[Path, typer.Option("--to", metavar="PATH", help="Where the vault shall lie.")],
    recovery_code_file: RecoveryCodeFile = None,
    passphrase_file: PassphraseFile = None,
    key_file: KeyFilePath = None,
    set_aside: Annotated[bool, typer.Option("--set-aside", help="Rename a vault that is at PATH, keeping it.")] = False,
    as_json: AsJson = False,
) -> int:
    """Make a vault out of a backup; what is there already is never overwritten."""
    if not set_aside and bundle_path(to).exists():
        raise VaultExists
    secret = _read_secret(backup, recovery_code_file, passphrase_file, key_file)
    with progress("Restoring") as shown:
        done = restore_vault(backup, secret, to, now=_now(), report=_report(shown), in_place=set_aside)
    if as_json:
        say_json(
            {
                "vault": str(done.path),
                "made_at": done.made_at.isoformat(),
                "set_aside": str(done.set_aside) if done.set_aside else None,
            }
        )
        return ExitCode.DONE
    say(f"The vault is at {done.path}")
    say(f"It is as it was on {_moment(done.made_at)}, and everything in it was checked.")
    if done.set_aside:
        say(f"The vault that was there is now at {done.set_aside}")
    return ExitCode.DONE


def practise(
    path: Annotated[Path, typer.Argument(metavar="PATH_OR_BACKUP", help="A vault, or one of its backups.")],
    recovery_code_file: RecoveryCodeFile = None,
    passphrase_file: PassphraseFile = None,
    key_file: KeyFilePath = None,
    as_json: AsJson = False,
) -> int:
    """Open a backup as if the vault were lost, check all of it, and throw the copy away."""
    if path.is_dir():
        if recovery_code_file is not None:
            raise CommandFailed("For a vault, name its passphrase. A recovery code opens a backup file here.")
        chosen, found = _drill_newest(path, passphrase_file, key_file)
    else:
        secret = _read_secret(path, recovery_code_file, passphrase_file, key_file)
        with progress("Opening the backup") as shown:
            chosen, found = path, drill_with(path, secret, now=_now(), report=_report(shown))
    _say_drill(chosen, found, as_json)
    return ExitCode.DONE if found.ok else ExitCode.DAMAGED


def _drill_newest(path: Path, passphrase_file: Path | None, key_file: Path | None) -> tuple[Path, DrillReport]:
    secret = secret_for(path, passphrase_file, key_file)
    with progress("Opening the backup") as shown, opened_vault(path, secret) as vault:
        rows = list_backups(backup_folder(vault.path), vault_id=vault.vault_id)
        row = newest_good(rows)
        if row is None:
            raise DamagedBackup(ALL_DAMAGED) if rows else NoBackup
        return row.path, drill(vault, row, now=_now(), report=_report(shown))


def _say_drill(path: Path, found: DrillReport, as_json: bool) -> None:
    if as_json:
        answer = asdict(found) | {"made_at": found.made_at.isoformat(), "counts": dict(found.counts)}
        say_json({"backup": str(path), "ok": found.ok, **answer})
        return
    say(f"{path}")
    for problem in found.problems:
        say(problem)
    if not found.ok:
        say("This backup would not restore whole. It was left as it is; make a new one.")
        return
    say(f"It was made on {_moment(found.made_at)} and would restore whole. Checking took {found.seconds:.1f} s.")
    say(", ".join(f"{noun}: {count}" for noun, count in found.counts))


def _read_secret(
    backup: Path, recovery_code_file: Path | None, passphrase_file: Path | None, key_file: Path | None
) -> Secret:
    """Return what opens a backup; its own header says whether a key file is asked for."""
    slots = read_beginning(backup).header.slots
    if recovery_code_file is not None and passphrase_file is not None:
        raise CommandFailed("Name one file: the recovery code's or the passphrase's.")
    if recovery_code_file is not None:
        return RecoveryCode(read_passphrase(recovery_code_file))
    needs_file = any(slot.slot_type == PASSPHRASE_FILE for slot in slots)
    return with_key_file(read_passphrase(passphrase_file), needs_file, key_file)


def _report(shown: Progress) -> Report:
    def report(fraction: float, _words: str) -> None:
        shown(round(1000 * fraction), 1000)

    return report


def _moment(moment: datetime) -> str:
    return moment.astimezone().strftime("%d %B %Y, %H:%M")


def _now() -> datetime:
    return datetime.now(UTC)
