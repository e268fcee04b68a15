"""Options that several commands share, said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

PassphraseFile = Annotated[
    Path | None,
    typer.Option("--passphrase-file", metavar="PATH", help="Read the passphrase from a file; - is standard input."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]
VaultPath = Annotated[Path, typer.Option("--vault", metavar="PATH", help="The vault, a folder ending in .coachdesk.")]
KeyFilePath = Annotated[
    Path | None, typer.Option("--key-file", metavar="FILE", help="The key file, when the vault asks for one.")
]
