"""The brief on one person, in words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from coachdesk.cli.opening import opened_store, secret_for
from coachdesk.cli.options import AsJson, KeyFilePath, PassphraseFile, VaultPath
from coachdesk.cli.outcome import ExitCode
from coachdesk.cli.reading import find_person
from coachdesk.cli.terminal import say, say_json, tell
from coachdesk.services.brief import get_brief
from coachdesk.services.brief_lines import Brief, BriefKind, BriefLine

_HEADINGS = {
    BriefKind.CARRIED: "Carried over",
    BriefKind.MEETING: "Last meetings",
    BriefKind.MINE: "You owe",
    BriefKind.THEIRS: "They owe",
    BriefKind.FEEDBACK: "Feedback to pass on",
    BriefKind.KEPT: "Kept since then",
    BriefKind.WIN: "Wins",
    BriefKind.EVIDENCE: "Evidence",
    BriefKind.GOAL_REACHED: "Goals reached",
    BriefKind.GOAL: "Open skill goals",
    BriefKind.WILL: "Said they will",
    BriefKind.REVIEW_HANDED_IN: "Self marks handed in",
    BriefKind.REVIEW_AGREED: "Review agreed",
    BriefKind.GAP: "Lacks evidence",
    BriefKind.QUESTION: "Not asked for long",
    BriefKind.CARD: "In their words",
}


def brief(
    name: Annotated[list[str], typer.Argument(metavar="NAME", help="The whole name of the person, or an id.")],
    vault: VaultPath,
    passphrase_file: PassphraseFile = None,
    key_file: KeyFilePath = None,
    as_json: AsJson = False,
) -> int:
    """Say what to know before meeting someone. It shows what only you see."""
    secret = secret_for(vault, passphrase_file, key_file)
    zone = datetime.now(UTC).astimezone().tzinfo or UTC
    with opened_store(vault, secret, read_only=True) as store:
        person_id = find_person(store, " ".join(name))
        found = store.read(lambda session: get_brief(session, person_id, store.clock(), zone))
    if as_json:
        say_json(_as_json(found))
    else:
        _say(found)
    return ExitCode.DONE


def _say(found: Brief) -> None:
    say(f"{found.person_name}, last met {found.since:%Y-%m-%d}" if found.since else f"{found.person_name}, not met yet")
    last = None
    for line in found.lines:
        if line.kind is not last:
            say(f"\n{_HEADINGS[line.kind]}")
            last = line.kind
        say(f"- {_words(line)}")
    tell("Some of this is only for you.")


def _words(line: BriefLine) -> str:
    text = line.text or "(no words)"
    detail = "" if line.detail in ("me", "them") else line.detail
    facts = ", ".join(part for part in (f"{line.on:%Y-%m-%d}" if line.on else "", detail) if part)
    return f"{text} ({facts})" if facts else text


def _as_json(found: Brief) -> dict[str, object]:
    return {
        "person": found.person_name,
        "person_id": found.person_id,
        "since": found.since.isoformat() if found.since else None,
        "lines": [
            {
                "kind": line.kind.value,
                "text": line.text,
                "on": line.on.isoformat() if line.on else None,
                "detail": line.detail,
                "source": line.noun,
                "source_id": line.noun_id,
            }
            for line in found.lines
        ],
    }
