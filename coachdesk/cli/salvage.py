"""The command that saves what can still be read of a damaged vault."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coachdesk.cli.backups import RecoveryCodeFile
from coachdesk.cli.options import AsJson, KeyFilePath, PassphraseFile
from coachdesk.cli.outcome import CommandFailed, ExitCode
from coachdesk.cli.passphrases import read_passphrase
from coachdesk.cli.terminal import progress, say, say_json, tell
from coachdesk.exchange.archive import refuse_place
from coachdesk.exchange.salvage import SalvageReport, salvage_vault
from coachdesk.exchange.salvage_report import loss_in_words, report_as_json
from coachdesk.vault.key_file import key_file_to_try
from coachdesk.vault.rescue import find_copies
from coachdesk.vault.slot_secrets import PASSPHRASE_FILE, Passphrase, RecoveryCode, Secret

_NOT_ENCRYPTED = (
    "These files are not encrypted, and what only you see is among them. Anyone who can read the folder can read them."
)


def salvage(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The damaged vault, a folder ending in .coachdesk.")],
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="A new folder for what can be read.")],
    passphrase_file: PassphraseFile = None,
    key_file: KeyFilePath = None,
    recovery_code_file: RecoveryCodeFile = None,
    as_json: AsJson = False,
) -> int:
    """Write every readable row of a damaged vault to a new folder, and list the rest. The vault is left as it is."""
    refuse_place(out)
    slots = {slot.slot_type for copy in find_copies(path).copies for slot in copy.header.slots}
    if recovery_code_file is None:
        secret: Secret = _typed(passphrase_file, key_file, needs_file=PASSPHRASE_FILE in slots)
    else:
        secret = _code(recovery_code_file, passphrase_file)
    with progress("Salvaging") as shown:
        report = salvage_vault(path, secret, out, shown)
    if as_json:
        say_json({"vault": str(path), "folder": str(out), **report_as_json(report)})
    else:
        _say_report(report, out)
    tell(_NOT_ENCRYPTED)
    return ExitCode.DONE if report.is_whole else ExitCode.FOUND_A_PROBLEM


def _typed(passphrase_file: Path | None, key_file: Path | None, *, needs_file: bool) -> Secret:
    """Return what was typed; the key file counts only where the vault asks for one."""
    if needs_file and key_file is None:
        raise CommandFailed("This vault opens with a key file too. Name it with --key-file.")
    tried = key_file_to_try(key_file) if needs_file and key_file is not None else None
    return Passphrase(read_passphrase(passphrase_file), tried)


def _code(recovery_code_file: Path, passphrase_file: Path | None) -> Secret:
    if passphrase_file is not None:
        raise CommandFailed("Name one file: the recovery code's or the passphrase's.")
    return RecoveryCode(read_passphrase(recovery_code_file))


def _say_report(report: SalvageReport, out: Path) -> None:
    database = report.database
    say(f"{database.rows} rows of {len(database.tables)} tables and {report.attachments.read} attachments were read.")
    if report.is_whole:
        say("Every row was read.")
    for table in database.tables:
        if not table.is_whole:
            say(f"{table.name}: rows lost: {loss_in_words(table)}.")
    if not database.is_verified:
        say("The pages could not be authenticated; a row may have been changed.")
    if report.attachments.damaged:
        say(f"{len(report.attachments.damaged)} attachments are damaged.")
    say(f"All of it is in {out}; report.md says what is missing.")
