"""Commands on the ways to unlock a vault: its keys, its recovery code, its key file, and the list of all."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import Annotated

import typer

from coachdesk.cli.opening import passphrase_for, secret_for
from coachdesk.cli.options import AsJson, KeyFilePath, PassphraseFile
from coachdesk.cli.outcome import CommandFailed, ExitCode
from coachdesk.cli.terminal import progress, say, say_json, tell
from coachdesk.store.attachment_rows import AttachmentRows
from coachdesk.store.backup import check_content
from coachdesk.vault.backups.listing import list_backups
from coachdesk.vault.backups.places import backup_folder
from coachdesk.vault.bundle import open_vault, peek_vault
from coachdesk.vault.key_file import make_key_file, read_key_file
from coachdesk.vault.recovery import format_groups
from coachdesk.vault.rotation import rotate_keys
from coachdesk.vault.slot_secrets import KEYCHAIN, PASSPHRASE, PASSPHRASE_FILE, RECOVERY, Passphrase

Place = Annotated[Path, typer.Argument(metavar="PATH", help="The vault, a folder ending in .coachdesk.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="The key file.")]
KEEP_CODE = (
    "Keep the recovery code away from this computer. It opens the vault without the passphrase, "
    "and it is not shown again. The one before opens only copies that were made before."
)
_NAMES = {
    PASSPHRASE: "Passphrase",
    PASSPHRASE_FILE: "Passphrase with a key file",
    RECOVERY: "Recovery code",
    KEYCHAIN: "Quick unlock",
}


def rotate(
    path: Place, passphrase_file: PassphraseFile = None, key_file: KeyFilePath = None, as_json: AsJson = False
) -> int:
    """Encrypt the whole vault under new keys and print its new recovery code, this once."""
    secret = secret_for(path, passphrase_file, key_file)
    with progress("Changing the keys") as shown, open_vault(path, secret) as vault:
        rotation = rotate_keys(
            vault,
            secret,
            blob_rows=AttachmentRows(),
            check_text=check_content,
            progress=shown,
            list_backups=lambda: [row.path for row in list_backups(backup_folder(path), vault_id=vault.vault_id)],
        )
    groups = " ".join(format_groups(rotation.recovery_code))
    backups = [str(each) for each in rotation.old_backups]
    if as_json:
        notices = list(rotation.notices)
        say_json({"vault": str(path), "recovery_code": groups, "notices": notices, "old_backups": backups})
        return ExitCode.DONE
    say("The keys are changed.")
    say(f"Recovery code: {groups}")
    for backup in backups:
        say(f"Still opens with the old keys: {backup}")
    for notice in (*rotation.notices, KEEP_CODE):
        tell(notice)
    return ExitCode.DONE


def recovery_code(
    path: Place, passphrase_file: PassphraseFile = None, key_file: KeyFilePath = None, as_json: AsJson = False
) -> int:
    """Make a new recovery code in place of the present one and print it, this once."""
    secret = secret_for(path, passphrase_file, key_file)
    with progress("Making a recovery code"), open_vault(path, secret) as vault:
        groups = " ".join(format_groups(vault.replace_recovery_code(secret)))
    if as_json:
        say_json({"vault": str(path), "recovery_code": groups})
        return ExitCode.DONE
    say(f"Recovery code: {groups}")
    tell(KEEP_CODE)
    return ExitCode.DONE


def add_key_file(path: Place, file: File, passphrase_file: PassphraseFile = None, as_json: AsJson = False) -> int:
    """Ask for a key file beside the passphrase from now on. FILE is made when there is none."""
    if peek_vault(path).uses_key_file:
        raise CommandFailed("This vault has a key file already. Remove that one first.")
    secret = Passphrase(passphrase_for(path, passphrase_file))
    with progress("Adding the key file"), open_vault(path, secret) as vault:
        is_new = not file.exists()
        vault.add_key_file(secret, make_key_file(file) if is_new else read_key_file(file))
    if as_json:
        say_json({"vault": str(path), "key_file": str(file), "made": is_new})
        return ExitCode.DONE
    say("The vault now opens with the passphrase and the key file together.")
    tell(
        "Keep a copy of the key file elsewhere: with one byte changed it opens nothing. "
        "Without it, only the recovery code opens the vault."
    )
    return ExitCode.DONE


def remove_key_file(path: Place, file: File, passphrase_file: PassphraseFile = None, as_json: AsJson = False) -> int:
    """Ask for the passphrase alone from now on. The file itself is left where it is."""
    if not peek_vault(path).uses_key_file:
        raise CommandFailed("This vault has no key file. Nothing was changed.")
    secret = secret_for(path, passphrase_file, file)
    with progress("Removing the key file"), open_vault(path, secret) as vault:
        vault.remove_key_file(secret)
    if as_json:
        say_json({"vault": str(path), "key_file": None})
    else:
        say("The vault now opens with the passphrase alone.")
    return ExitCode.DONE


def slots(
    path: Place, passphrase_file: PassphraseFile = None, key_file: KeyFilePath = None, as_json: AsJson = False
) -> int:
    """List the ways to unlock, without their secrets."""
    secret = secret_for(path, passphrase_file, key_file)
    with progress("Opening"), open_vault(path, secret, read_only=True) as vault:
        found = vault.slots()
    if as_json:
        listed = [
            {
                "id": slot.slot_id,
                "type": slot.slot_type,
                "made_on": slot.made_on.isoformat(),
                "expires_at": None if slot.expires_at is None else slot.expires_at.astimezone(UTC).isoformat(),
            }
            for slot in found
        ]
        say_json({"vault": str(path), "slots": listed})
        return ExitCode.DONE
    for slot in found:
        ends = "" if slot.expires_at is None else f", ends {slot.expires_at.astimezone():%Y-%m-%d %H:%M}"
        say(f"{_NAMES.get(slot.slot_type, slot.slot_type)}, made {slot.made_on.isoformat()}{ends}")
    return ExitCode.DONE
