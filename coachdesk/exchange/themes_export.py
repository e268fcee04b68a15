"""Themes in files: what others may see by default, and who raised what only where the owner asked for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from coachdesk.model.theme import ThemeState
from coachdesk.services.theme_book import NamedMention
from coachdesk.services.themes import SharedTheme, ThemesRecord

MARKDOWN_NAME = "themes.md"
_STATES = {
    ThemeState.NO_ACTION: "no action yet",
    ThemeState.RAISED: "raised with leads",
    ThemeState.ACTING: "acting",
    ThemeState.THANKED: "thanked the team",
    ThemeState.TOLD: "told",
}


def encode_themes(record: ThemesRecord, named: Iterable[NamedMention] | None = None) -> dict[str, Any]:
    """Return themes as JSON values; `named`, if given, stands under a key that begins with `only_you`."""
    encoded: dict[str, Any] = {
        "from": record.period.first.isoformat(),
        "to": record.period.last.isoformat(),
        "held_back": record.held_back,
        "themes": [
            {
                "title": theme.title,
                "people": theme.people,
                "teams": theme.teams,
                "change": theme.change,
                "state": theme.state.value,
                "action": theme.action,
            }
            for theme in record.themes
        ],
    }
    if named is not None:
        encoded["only_you_mentions"] = [
            {
                "title": one.title,
                "person": one.person_name,
                "team": one.team,
                "mentioned_on": one.mentioned_on.isoformat(),
                "may_be_named": one.has_consent,
            }
            for one in named
        ]
    return encoded


def themes_markdown(record: ThemesRecord, named: Iterable[NamedMention] | None = None) -> str:
    """Return themes for people to read; lines with names are marked as only the owner's."""
    span = f"{record.period.first.isoformat()} to {record.period.last.isoformat()}"
    lines = [
        "# Themes of skip-levels",
        "",
        f"{span}. A theme is shown once enough people of several teams raised it.",
        "",
    ]
    lines += [_line(theme) for theme in record.themes] or ["None yet."]
    if record.held_back:
        lines += ["", f"Held back because too few people have raised them: {record.held_back}."]
    if named is not None:
        lines += ["", "## Only you: who raised what", ""]
        lines += [f"- {one.mentioned_on.isoformat()} {one.person_name}: {_plain(one.title)}" for one in named]
    return "\n".join(lines) + "\n"


def _line(theme: SharedTheme) -> str:
    words = _STATES[theme.state] + (f": {_plain(theme.action)}" if theme.action else "")
    change = "new" if theme.change is None else "same" if not theme.change else f"{theme.change:+d}"
    return f"- {_plain(theme.title)}: {theme.people} people, {theme.teams} teams, {change}; {words}"


def _plain(text: str) -> str:
    """Return a text on one line, so that it can't begin a heading or a list of its own."""
    return " ".join(text.split())
