"""The tree of commands, and the one place where a command ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Annotated

import typer
from typer.main import get_command

from coachdesk import __version__
from coachdesk.cli import (
    backups,
    brief,
    calendar,
    growth,
    ladder_import,
    ladders,
    packets,
    reading,
    retention,
    reviews,
    roster,
    salvage,
    secrets,
    sponsorship,
    themes,
    vaults,
    windows,
)
from coachdesk.cli.outcome import CommandFailed, ExitCode, explain
from coachdesk.cli.terminal import say, tell

_USAGE_ERROR: type[BaseException] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)
"""The base of what typer raises for a wrong command line; its module differs between versions of typer."""


def _group(text: str) -> typer.Typer:
    return typer.Typer(
        help=text,
        no_args_is_help=False,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )


def build_app() -> typer.Typer:
    """Return the whole tree of commands."""
    app = _group("CoachDesk: a local-first, encrypted desk for engineering managers. Without a command, the window.")
    app.callback(invoke_without_command=True)(_window)
    app.command()(windows.demo)
    app.command()(windows.tour)
    app.command()(vaults.sample)
    vault = _group("Make, check, re-key, back up or restore a vault.")
    for command in (vaults.new, vaults.check, vaults.passwd):
        vault.command()(command)
    vault.command()(backups.backup)
    vault.command()(backups.restore)
    vault.command("drill")(backups.practise)
    vault.command()(salvage.salvage)
    vault.command("redact")(retention.take_out)
    vault.command("destroy-person")(retention.destroy)
    vault.command()(secrets.rotate)
    vault.command()(secrets.recovery_code)
    vault.command()(secrets.slots)
    key_file = _group("Ask for a key file beside the passphrase, or no longer.")
    key_file.command("add")(secrets.add_key_file)
    key_file.command("remove")(secrets.remove_key_file)
    vault.add_typer(key_file, name="key-file")
    app.add_typer(vault, name="vault")
    imports = _group("Bring something into a vault.")
    imports.callback()(_alone)
    imports.command()(roster.roster)
    imports.command("calendar")(calendar.import_calendar)
    app.add_typer(imports, name="import")
    ladder = _group("Check, list and show career ladders.")
    ladder.command()(ladders.check)
    ladder.command()(ladders.show)
    ladder.command()(ladders.schema)
    ladder.command("list")(ladders.list_)
    ladder.command("import")(ladder_import.import_ladder)
    app.add_typer(ladder, name="ladder")
    review = _group("Send a self-assessment form and read its answer.")
    review.command()(reviews.form)
    review.command()(reviews.read)
    app.add_typer(review, name="review")
    chances = _group("What became of an opportunity.")
    chances.callback()(_alone)
    chances.command()(sponsorship.ledger)
    app.add_typer(chances, name="sponsorship")
    app.command()(reading.search)
    app.command()(reading.export)
    app.command()(themes.themes)
    app.command("export-calendar")(calendar.export_calendar)
    app.command()(brief.brief)
    app.command()(growth.growth)
    app.command()(packets.packet)
    return app


@cache
def _commands() -> Callable[..., object]:
    """Return the tree as it is called: reading every signature takes longer than most commands."""
    return get_command(build_app())


def main(argv: list[str]) -> int:
    """Run the command that `argv` names (without the program's name) and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = _run(argv)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads the answer has enough of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    except (KeyboardInterrupt, typer.Abort):
        tell("Stopped. Nothing is half written.")
        return ExitCode.STOPPED
    return code


def _run(argv: list[str]) -> int:
    try:
        code = _commands()(argv, prog_name="coachdesk", standalone_mode=False)
    except (BrokenPipeError, typer.Abort):
        raise
    except Exception as error:
        if isinstance(error, _USAGE_ERROR):
            tell(f"{_usage_text(error)}\nTry coachdesk --help.")
            return ExitCode.USAGE
        found, text = explain(error)
        tell(text)
        return found
    return code if isinstance(code, int) else ExitCode.DONE


def _usage_text(error: BaseException) -> str:
    """Return typer's message, unless it would repeat a stray argument, which may be a passphrase."""
    message = str(getattr(error, "format_message", error.__str__)()).strip()
    return "There is an argument too many." if "unexpected extra argument" in message else message


def _window(
    context: typer.Context,
    vault: Annotated[Path | None, typer.Option(metavar="PATH", help="Open the window on this vault.")] = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> int:
    if context.invoked_subcommand is not None:
        if vault is not None:
            raise CommandFailed("For a command, --vault comes after its name.")
        return ExitCode.DONE
    if version:
        say(f"CoachDesk {__version__}")
        return ExitCode.DONE
    return windows.open_window(vault)


def _alone() -> None:
    """Keep a command one of its group although it is the only one so far."""
