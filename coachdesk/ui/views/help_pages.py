"""The help pages: their files, titles and order, and Markdown turned into HTML that is safe to show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from coachdesk.assets import resource_path

ORDER = (
    "index",
    "first-steps",
    "roster",
    "notes",
    "meetings",
    "calendar",
    "reviews",
    "ladders",
    "growth",
    "plan",
    "calibration",
    "sponsorship",
    "opportunities",
    "sponsorship-acts",
    "skip-levels",
    "groups",
    "people",
    "capture",
    "follow-ups",
    "packets",
    "presenter-mode",
    "search",
    "formulas",
    "keyboard",
    "settings",
    "security",
    "accessibility",
    "command-line",
    "vault-format",
    "contributing",
)
_TAGS = {
    "h1", "h2", "h3", "p", "ul", "ol", "li", "a", "strong", "em", "code", "pre", "blockquote", "hr", "br",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page: the name in its file and route, its first heading, and its words for the search."""

    name: str
    title: str
    source: str

    def matches(self, words: tuple[str, ...]) -> bool:
        """Return whether the page holds all of the folded words."""
        text = self.source.casefold()
        return all(word in text for word in words)


def list_pages(folder: Path | None = None) -> tuple[HelpPage, ...]:
    """Return the pages that ship with CoachDesk: those of `ORDER` first, further ones by title."""
    pages = [_read(path) for path in sorted((folder or resource_path("help")).glob("*.md"))]
    place = {name: number for number, name in enumerate(ORDER)}
    return tuple(sorted(pages, key=lambda page: (place.get(page.name, len(ORDER)), page.title)))


@cache
def render_page(source: str) -> str:
    """Return a page's Markdown as HTML with only harmless tags, and links only within the help. Slow: use a worker."""
    import markdown
    import nh3

    html = markdown.markdown(source, extensions=["tables", "fenced_code"], output_format="html")
    return nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"help"}, link_rel=None)


def linked_page(target: str) -> str:
    """Return the page that a link names, `roster` for `roster.md` or `roster.md#columns`; empty for another place."""
    found = re.fullmatch(r"([a-z-]+)\.md(?:#[\w-]*)?", target)
    return found[1] if found else ""


def _read(path: Path) -> HelpPage:
    source = path.read_text("utf-8")
    heading = re.search(r"^# (.+)$", source, re.MULTILINE)
    return HelpPage(path.stem, heading[1].strip() if heading else path.stem, source)
