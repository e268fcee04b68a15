"""Sponsorship in files, only where private content was asked for; every key of it begins with `only_you`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from coachdesk.services.archive_sponsorship import OfferRecord, ProjectRecord, SponsorshipRecord

MARKDOWN_NAME = "sponsorship.md"


def encode_sponsorship(record: SponsorshipRecord) -> dict[str, Any]:
    """Return sponsorship as JSON values."""
    return {f"only_you_{key}": _encode(value) for key, value in asdict(record).items()}


def sponsorship_markdown(record: SponsorshipRecord) -> str:
    """Return sponsorship for its owner to read."""
    lines = ["# Sponsorship, **Only you**", ""]
    for project in record.projects:
        lines += _project(project)
    lines += _list("Wishes", (f"{one.said_on} {one.person}: {_line(one.text)}" for one in record.wishes))
    lines += _list("Acts", (f"{one.acted_on} {one.person}, {one.kind.value}: {_line(one.text)}" for one in record.acts))
    lines += _list(
        "Glue work", (f"{one.began_on} {one.person}, {one.origin.value}: {_line(one.text)}" for one in record.glue)
    )
    return "\n".join(lines).rstrip() + "\n"


def _project(project: ProjectRecord) -> Iterator[str]:
    whose = f", {project.person}" if project.person else ""
    yield from (f"## {_line(project.title)}", "", f"{project.state.value}{whose}, seen by: {project.reach.value}", "")
    texts = {
        "For": project.purpose,
        "Pays back": project.payoff,
        "Support": project.support,
        "Criteria": project.criteria,
        "In their words": project.reflection_theirs,
        "In yours": project.reflection_yours,
    }
    yield from (f"- {label}: {_line(text)}" for label, text in texts.items() if text)
    yield from (f"- {one.stepped_on} {one.state.value}{_named(one.person)}" for one in project.steps)
    yield from (f"- Check-in {one.held_on or one.planned_on}: {_line(one.text)}" for one in project.check_ins)
    yield from (f"- Considered {one.person}{_said(one.remark)}" for one in project.considered)
    yield from (_offer(one) for one in project.offers)
    yield ""


def _offer(offer: OfferRecord) -> str:
    again = f", ask again {offer.ask_again_on}" if offer.ask_again_on else ""
    return f"- Offered {offer.offered_on} to {offer.person}: {offer.answer.value}{again}{_said(offer.reason)}"


def _list(heading: str, lines: Iterator[str]) -> list[str]:
    found = [f"- {line}" for line in lines]
    return [f"## {heading}", "", *found, ""] if found else []


def _named(name: str) -> str:
    return f", {name}" if name else ""


def _said(text: str) -> str:
    return f": {_line(text)}" if text else ""


def _line(text: str) -> str:
    return " ".join(text.split())


def _encode(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _encode(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_encode(one) for one in value]
    return value.isoformat() if isinstance(value, date | datetime) else value
