"""Themes of skip-levels as others may see them."""

from __future__ import annotations

from coachdesk.cli.opening import opened_store, secret_for
from coachdesk.cli.options import AsJson, KeyFilePath, PassphraseFile, VaultPath
from coachdesk.cli.outcome import ExitCode
from coachdesk.cli.terminal import say, say_json
from coachdesk.exchange.themes_export import encode_themes, themes_markdown
from coachdesk.services.themes import get_themes_record


def themes(
    vault: VaultPath, passphrase_file: PassphraseFile = None, key_file: KeyFilePath = None, as_json: AsJson = False
) -> int:
    """Say the themes of this quarter that may be shown: counted, without names, once enough people raised them."""
    secret = secret_for(vault, passphrase_file, key_file)
    with opened_store(vault, secret, read_only=True) as store:
        record = store.read(lambda session: get_themes_record(session, store.clock()))
    if as_json:
        say_json(encode_themes(record))
    else:
        for line in themes_markdown(record).splitlines():
            say(line)
    return ExitCode.DONE
