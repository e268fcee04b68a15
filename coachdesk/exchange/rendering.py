"""Markdown as HTML that can neither run, load nor hang: for the preview and for what is sent.

Two walls: HTML within Markdown is text here, never markup, and what the converter makes goes through an allow list.
Python-Markdown recurses on nested quotes and is quadratic in unclosed brackets, so a text that is larger or more
tangled than any note is shown as it was typed, with a sentence that says so.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_LETTERS = 200_000
_MOST_LINES = 5_000
TOO_TANGLED = "This text is too large or too deeply nested to be laid out, so it is shown as it was typed."
_MOST_MARKS = 300
_MOST_MARKS_IN_ALL = 10_000
_DEEPEST = 20
_MARKS = re.compile(r"[\[\]()*_`<&!\\]")
_NESTED = re.compile(r"^[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*){20,}", re.MULTILINE)
_INDENTED = re.compile(rf"^(?: {{{2 * _DEEPEST}}}|\t{{{_DEEPEST}}})", re.MULTILINE)
_PARTS = re.compile(r"\n[ \t]*\n")
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)]) ")
_BOX = re.compile(r"^([ \t]*(?:[-*+]|\d{1,9}[.)]) +)\[([ xX])\] ", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")
_ATTACHED = re.compile(r"attachment:[0-9a-f]{32}")
_SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\s\"'<>]*", re.IGNORECASE)
_TAGS = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "del", "code", "pre", "blockquote"),
    *("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a", "img"),
}
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}}


def render_html(markdown: str) -> str:
    """Return the body of an HTML page for a Markdown text.

    Links are http, https or mailto. An image is only ever `attachment:` and its 32 digits, which the caller looks up
    in the vault; any other becomes its words. Costs well under a second for every text.
    """
    text = markdown.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair can be no text in a page
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if _is_tangled(text):
        return f"<p><em>{TOO_TANGLED}</em></p>\n<pre>{escape(text[:MOST_LETTERS], quote=False)}</pre>"
    converter = Markdown(
        extensions=["sane_lists", "tables", "fenced_code", "nl2br", _Plain()], tab_length=2, output_format="html"
    )
    return nh3.clean(
        converter.convert(_prepare(text)),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_filter_attribute,
        url_schemes={"http", "https", "mailto", "attachment"},
        link_rel=None,
        clean_content_tags={"script", "style"},
    )


def list_attached(markdown: str) -> tuple[str, ...]:
    """Return the identities of the attachments that a text refers to, in order, each once."""
    return tuple(dict.fromkeys(found.removeprefix("attachment:") for found in _ATTACHED.findall(markdown)))


class _Plain(Extension):
    """Takes HTML out of the syntax, and images that are no attachments out of the result."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.deregister("html_block")
        for name in ("html", "entity", "autolink", "automail"):
            md.inlinePatterns.deregister(name)
        md.treeprocessors.register(_OwnImages(md), "own_images", 1)


class _OwnImages(Treeprocessor):
    """Turns images from elsewhere into their words, so that nothing is looked for outside the vault."""

    def run(self, root: Element) -> None:
        for element in root.iter("img"):
            if _ATTACHED.fullmatch(element.get("src", "")) is None:
                words = element.get("alt", "")
                element.attrib.clear()
                element.tag, element.text = "em", words


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "src":
        return value if _ATTACHED.fullmatch(value) else None
    if name == "href":
        return value if _SAFE_LINK.fullmatch(value) else None
    return value


def _is_tangled(text: str) -> bool:
    if len(text) > MOST_LETTERS or text.count("\n") > _MOST_LINES:
        return True
    if _NESTED.search(text) or _INDENTED.search(text) or len(_MARKS.findall(text)) > _MOST_MARKS_IN_ALL:
        return True
    return any(len(_MARKS.findall(part)) > _MOST_MARKS for part in _PARTS.split(text))


def _prepare(text: str) -> str:
    """Give lists the empty line above that the converter asks for, and boxes a sign; code stays as it is."""
    lines: list[str] = []
    in_fence = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            in_fence = not in_fence
        elif not in_fence:
            if _ITEM.match(line) and lines and lines[-1].strip() and not _belongs_to_list(lines[-1]):
                lines.append("")
            line = _BOX.sub(_sign, line)
        lines.append(line)
    return "\n".join(lines)


def _belongs_to_list(line: str) -> bool:
    return _ITEM.match(line) is not None or line.startswith((" ", "\t", ">"))


def _sign(match: re.Match[str]) -> str:
    return f"{match[1]}{'☐' if match[2] == ' ' else '☑'} "
