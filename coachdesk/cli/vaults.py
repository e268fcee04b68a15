"""Commands on a whole vault: make, check, change its passphrase, fill one with the sample."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from coachdesk.cli.opening import opened_vault, secret_for, stored, with_key_file
from coachdesk.cli.options import AsJson, KeyFilePath, PassphraseFile
from coachdesk.cli.outcome import ExitCode
from coachdesk.cli.passphrases import read_change, read_new_passphrase
from coachdesk.cli.terminal import progress, say, say_json, tell
from coachdesk.services.people import ensure_owner
from coachdesk.store.attachment_rows import AttachmentRows
from coachdesk.store.index import check_index
from coachdesk.vault.bundle import RECOVERED, NewVault, OpenVault, bundle_path, check_vault, create_vault, peek_vault
from coachdesk.vault.check import HEADER, IN_USE
from coachdesk.vault.errors import VaultExists
from coachdesk.vault.recovery import format_groups

Place = Annotated[Path, typer.Argument(metavar="PATH", help="The vault, a folder ending in .coachdesk.")]
_MENDABLE = frozenset({HEADER, IN_USE})
_INDEX_SKIPPED = "The search index was not checked, because the vault can only be read here."


def new(path: Place, passphrase_file: PassphraseFile = None, as_json: AsJson = False) -> int:
    """Make an empty vault and print its recovery code, this once."""
    _refuse_taken(path)
    passphrase = read_new_passphrase(passphrase_file)
    with progress("Making the vault"), _made(path, passphrase) as made, stored(made.vault) as store:
        store.write(lambda unit: ensure_owner(unit, ""))
    _say_made(made, as_json)
    return ExitCode.DONE


def sample(
    path: Place,
    years: Annotated[int, typer.Option(min=1, max=40, help="Years of meetings.")] = 2,
    reports: Annotated[int, typer.Option(min=1, max=100, help="Direct reports.")] = 9,
    skips: Annotated[int, typer.Option(min=0, max=500, help="Skip-level reports.")] = 30,
    seed: Annotated[int, typer.Option(help="The same seed gives the same people and notes.")] = 1,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> int:
    """Make a new vault and fill it with made-up people, meetings and notes."""
    from coachdesk.sample.groups import add_groups
    from coachdesk.sample.sample import build_sample

    _refuse_taken(path)
    passphrase = read_new_passphrase(passphrase_file)
    here = datetime.now().astimezone()
    with progress("Writing the sample") as shown, _made(path, passphrase) as made, stored(made.vault) as store:
        build_sample(
            store,
            years=years,
            reports=reports,
            skips=skips,
            seed=seed,
            today=here.date(),
            progress=shown,
            zone=here.tzinfo or UTC,
        )
        add_groups(store, made.vault, passphrase, here.date())
    _say_made(made, as_json)
    return ExitCode.DONE


def check(
    path: Place, passphrase_file: PassphraseFile = None, key_file: KeyFilePath = None, as_json: AsJson = False
) -> int:
    """Read every page of a vault and say whether all is well."""
    secret = secret_for(path, passphrase_file, key_file)
    with progress("Checking"), opened_vault(path, secret) as vault:
        report = check_vault(vault, AttachmentRows().list_entries)
        problems = [*(notice for notice in vault.notices if notice != RECOVERED), *report.problems]
        is_damaged = any(problem not in _MENDABLE for problem in report.problems)
        if not is_damaged:
            problems += _check_index(vault)
        notices = list(vault.notices)
    if as_json:
        say_json(
            {
                "vault": str(vault.path),
                "ok": not problems,
                "problems": problems,
                "notices": notices,
                "size_bytes": report.size_bytes,
                "commits": report.commits,
                "search_index_checked": not is_damaged and not vault.read_only,
            }
        )
    else:
        _say_check(problems, notices, report.size_bytes)
    if is_damaged:
        return ExitCode.DAMAGED
    return ExitCode.FOUND_A_PROBLEM if problems else ExitCode.DONE


def passwd(
    path: Place, passphrase_file: PassphraseFile = None, key_file: KeyFilePath = None, as_json: AsJson = False
) -> int:
    """Change the passphrase. The file holds the present one, then the new one, on two lines."""
    needs_file = peek_vault(path).uses_key_file
    typed, changed = read_change(passphrase_file)
    current = with_key_file(typed, needs_file, key_file)
    with progress("Changing the passphrase"), opened_vault(path, current) as vault:
        vault.change_passphrase(current, changed)
    if as_json:
        say_json({"vault": str(vault.path), "changed": True})
    else:
        say("The passphrase is changed. Copies that were made before still open with the old one.")
    return ExitCode.DONE


def _refuse_taken(path: Path) -> None:
    """Raise VaultExists before anything is asked; making the vault checks again."""
    if bundle_path(path).exists():
        raise VaultExists


@contextmanager
def _made(path: Path, passphrase: str) -> Iterator[NewVault]:
    """Give a new vault and seal it afterwards; when it could not be filled, it is removed again."""
    made = create_vault(path, passphrase)
    try:
        with made.vault:
            yield made
    except BaseException:
        shutil.rmtree(made.vault.path, ignore_errors=True)
        raise


def _say_made(made: NewVault, as_json: bool) -> None:
    groups = " ".join(format_groups(made.recovery_code))
    if as_json:
        say_json({"vault": str(made.vault.path), "recovery_code": groups})
        return
    say(f"The vault is at {made.vault.path}")
    say(f"Recovery code: {groups}")
    tell(
        "Keep the recovery code away from this computer. It opens the vault without the passphrase, "
        "and it is not shown again."
    )


def _check_index(vault: OpenVault) -> list[str]:
    """Return what is wrong with the search index; its own check needs a connection that may write."""
    if vault.read_only:
        tell(_INDEX_SKIPPED)
        return []
    with stored(vault) as store:
        return list(store.write(lambda unit: check_index(unit.session.connection())).result)


def _say_check(problems: list[str], notices: list[str], size_bytes: int) -> None:
    for line in dict.fromkeys((*notices, *problems)):
        say(line)
    verdict = "Problems were found." if problems else "All is well: every page, the references and the search index."
    say(f"{verdict} The vault takes {size_bytes / 1e6:.1f} MB.")
