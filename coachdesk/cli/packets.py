"""A packet as a PDF, without a window: for scripts, and for those who only want the file."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from coachdesk.cli.opening import opened_store, secret_for
from coachdesk.cli.options import AsJson, KeyFilePath, PassphraseFile, VaultPath
from coachdesk.cli.outcome import CommandFailed, ExitCode
from coachdesk.cli.reading import find_person
from coachdesk.cli.terminal import say, say_json, tell
from coachdesk.services.packet_rows import Packet, PacketKind
from coachdesk.services.packets import get_packet

_PAPERS = ("a4", "letter")
_PARTS = ("summary", "over_time", "gates", "coverage", "evidence", "goals", "feedback", "comments", "history")


def packet(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The person, by full name or id.")],
    out: Annotated[Path, typer.Option("--out", metavar="F.pdf", help="A file that does not exist yet.")],
    vault: VaultPath,
    kind: Annotated[PacketKind, typer.Option(help="For the person, for a promotion panel, or on one page.")] = (
        PacketKind.GROWTH
    ),
    paper: Annotated[str, typer.Option(metavar="a4|letter", help="The size of the paper.")] = "a4",
    part: Annotated[
        list[str] | None, typer.Option(metavar="PART", help=f"Only this part, once for each: {', '.join(_PARTS)}.")
    ] = None,
    grey: Annotated[bool, typer.Option("--grey", help="Charts and marks without colour.")] = False,
    confidential: Annotated[bool, typer.Option("--confidential", help="Mark each page so.")] = False,
    on: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="As it was known on a day; today if left out.")
    ] = None,
    passphrase_file: PassphraseFile = None,
    key_file: KeyFilePath = None,
    as_json: AsJson = False,
) -> int:
    """Write what is shared about someone's growth as a PDF. Nothing that only you see can be in it."""
    _refuse(out, paper, part)
    day = _day(on)
    secret = secret_for(vault, passphrase_file, key_file)
    with opened_store(vault, secret, read_only=True) as store:
        zone = datetime.now().astimezone().tzinfo
        assert zone is not None
        person_id = find_person(store, name)
        until = day or store.clock().astimezone(zone).date()
        found = store.read(lambda session: get_packet(session, person_id, kind, until, zone))
    pages = _write(found, out, paper, part, is_grey=grey, is_confidential=confidential)
    if as_json:
        say_json({"file": str(out), "kind": kind.value, "paper": paper, "pages": pages, "on": until.isoformat()})
    else:
        say(f"Written to {out}: {pages} {'page' if pages == 1 else 'pages'}.")
        tell("The file is not encrypted. Whoever has it can read it.")
    return ExitCode.DONE


def _refuse(out: Path, paper: str, parts: list[str] | None) -> None:
    if out.exists():
        raise CommandFailed(f"{out} exists. Nothing was written. Choose another name.")
    if not out.absolute().parent.is_dir():
        raise CommandFailed(f"There is no folder for {out}. Nothing was written. Make it first, or choose another.")
    if paper not in _PAPERS:
        raise CommandFailed("--paper takes a4 or letter.")
    if unknown := [one for one in parts or () if one not in _PARTS]:
        raise CommandFailed(f"--part takes {', '.join(_PARTS)}, not {unknown[0]}.")


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise CommandFailed("--on is not a day. Write it as 2026-05-12.") from None


def _write(
    found: Packet, out: Path, paper: str, parts: list[str] | None, *, is_grey: bool, is_confidential: bool
) -> int:
    """Write the file and return its number of pages; Qt is loaded here and not before."""
    try:
        from PySide6.QtGui import QGuiApplication

        from coachdesk.ui.packets.choices import Choices, Part, usual_parts
        from coachdesk.ui.packets.layout import lay_out_packet
        from coachdesk.ui.packets.paper import Paper
        from coachdesk.ui.packets.saving import NotSaved, save_packet
    except ImportError as error:
        if (error.name or "").startswith("coachdesk"):
            raise
        raise CommandFailed(
            f"The parts that draw pages can't be loaded here ({error.msg}). Nothing was written.", ExitCode.ENVIRONMENT
        ) from None
    if QGuiApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QGuiApplication.instance() or QGuiApplication(["coachdesk"])
    wanted = frozenset(Part(one) for one in parts) if parts else usual_parts(found.kind)
    choices = Choices(wanted, Paper(paper), is_grey, is_confidential)
    document = lay_out_packet(found, choices)
    try:
        save_packet(document, choices, out, may_replace=False)
    except NotSaved as error:
        raise CommandFailed(str(error), ExitCode.ENVIRONMENT) from None
    del application
    return len(document.pages)
