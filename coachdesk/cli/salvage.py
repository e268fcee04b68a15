"""The command that saves what can still be read of a damaged vault."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coachdesk.cli.backups import RecoveryCodeFile
from coachdesk.cli.options import AsJson, PassphraseFile
from coachdesk.cli.outcome import CommandFailed, ExitCode
from coachdesk.cli.passphrases import read_passphrase
from coachdesk.cli.terminal import progress, say, say_json, tell
from coachdesk.exchange.archive import refuse_place
from coachdesk.exchange.salvage import SalvageReport, salvage_vault
from coachdesk.exchange.salvage_report import report_as_json
from coachdesk.vault.rescue import find_copies
from coachdesk.vault.slots import Passphrase, RecoveryCode, Secret

_NOT_ENCRYPTED = (
    "These files are not encrypted, and what only you see is among them. Anyone who can read the folder can read them."
)


def salvage(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The damaged vault, a folder ending in .coachdesk.")],
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="A new folder for what can be read.")],
    passphrase_file: PassphraseFile = None,
    recovery_code_file: RecoveryCodeFile = None,
    as_json: AsJson = False,
) -> int:
    """Write every readable row of a damaged vault to a new folder, and list the rest. The vault is left as it is."""
    refuse_place(out)
    find_copies(path)
    secret = _read_secret(passphrase_file, recovery_code_file)
    with progress("Salvaging") as shown:
        report = salvage_vault(path, secret, out, shown)
    if as_json:
        say_json({"vault": str(path), "folder": str(out), **report_as_json(report)})
    else:
        _say_report(report, out)
    tell(_NOT_ENCRYPTED)
    return ExitCode.DONE if report.is_whole else ExitCode.FOUND_A_PROBLEM


def _read_secret(passphrase_file: Path | None, recovery_code_file: Path | None) -> Secret:
    if recovery_code_file is None:
        return Passphrase(read_passphrase(passphrase_file))
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
            count = f"{len(table.lost)} rows are" if table.is_exact else f"{len(table.lost)} rows or more are"
            say(f"Lost in {table.name}: {count} missing.")
    if not database.is_verified:
        say("The pages could not be authenticated; a row may have been changed.")
    if report.attachments.damaged:
        say(f"{len(report.attachments.damaged)} attachments are damaged.")
    say(f"All of it is in {out}; report.md says what is missing.")
