"""Reads HTML with lxml: no network, no entities, bounded depth. Tables keep their row and column spans."""

from __future__ import annotations

import re
from typing import Any

from coachdesk.rubric.importing.failures import MAX_NODES, LadderUnreadable, too_big
from coachdesk.rubric.importing.neutral import Item, Section, Source, Table
from coachdesk.rubric.importing.readers.element_text import BLOCKS, SKIPPED, element_text
from coachdesk.rubric.importing.readers.spans import read_table
from coachdesk.rubric.importing.readers.text import decode_text


def read_html(file_name: str, content: bytes) -> Source:
    """Return the outline and tables of a page. Raises LadderUnreadable."""
    text, notes = decode_text(file_name, content)
    if re.search(r"<!ENTITY|<!DOCTYPE[^>\[]{0,300}\[", text, re.IGNORECASE):
        reason = "It defines entities of its own, so it was not opened."
        raise LadderUnreadable(file_name, reason, "Save the page again from a browser.")
    reader = HtmlReader(file_name)
    reader.read(parse_markup(file_name, text))
    return Source(file_name, "html", tuple(reader.tables), reader.root, notes=notes, title=reader.page_title)


def parse_markup(file_name: str, text: str) -> Any:
    """Return the root element of HTML text, None for an empty one."""
    from lxml import etree, html

    if text.count("<") > MAX_NODES * 2:
        raise too_big(file_name, f"more than {MAX_NODES:,} elements")
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8")
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser) if text.strip() else None
    except (etree.LxmlError, ValueError, AssertionError):
        return None


class HtmlReader:
    """Walks a page once, in reading order, into sections, list items and tables."""

    def __init__(self, file_name: str, root: Section | None = None) -> None:
        self._file_name = file_name
        self.root = root or Section("", 0, 1)
        self._open = [self.root]
        self.tables: list[Table] = []
        self.page_title = ""

    def continue_in(self, sections: list[Section]) -> None:
        """Go on below sections that a reader of another format has open; both see the headings that follow."""
        self._open = sections

    def read(self, page: Any) -> None:
        """Take in a page, element by element."""
        if page is None:
            return
        titles = page.xpath("//head/title")
        self.page_title = " ".join(titles[0].text_content().split())[:200] if titles else ""
        waiting = [page]
        while waiting:
            element = waiting.pop()
            name = element.tag if isinstance(element.tag, str) else ""
            if name in SKIPPED or not name:
                continue
            if not self._took(name, element):
                waiting.extend(reversed(element))

    def _took(self, name: str, element: Any) -> bool:
        line = element.sourceline or 1
        if re.fullmatch(r"h[1-6]", name) or name in ("summary", "dt"):
            depth = (
                int(name[1]) if name[0] == "h" else self._open[-1].depth + (0 if self._open[-1].title == "\0" else 1)
            )
            self._start(" ".join(element.text_content().split()), min(depth, 9), line)
        elif name == "table":
            headings = tuple(section.title for section in self._open if section.title)
            self.tables.extend(read_table(self._file_name, element, headings))
        elif name in ("ul", "ol"):
            self._open[-1].items.extend(list_items(element, name == "ol"))
        elif name == "p" or (name in BLOCKS and len(element) == 0):
            self._paragraph(element, line)
        else:
            return False
        return True

    def _paragraph(self, element: Any, line: int) -> None:
        text = element_text(element)
        bold = [child for child in element if child.tag in ("b", "strong")]
        if len(bold) == 1 and " ".join(bold[0].text_content().split()).strip(" :") == " ".join(text.split()).strip(
            " :"
        ):
            text = f"**{' '.join(text.split())}**"
        if text.strip():
            self._open[-1].paragraphs.append((text, line))

    def _start(self, title: str, depth: int, line: int) -> None:
        while self._open[-1].depth >= depth:
            self._open.pop()
        section = Section(title[:300], depth, line)
        self._open[-1].children.append(section)
        self._open.append(section)


def list_items(element: Any, ordered: bool, depth: int = 0) -> list[Item]:
    """Return the items of a list with the lists inside them."""
    found: list[Item] = []
    for child in element:
        if child.tag in ("ul", "ol") and found and depth < 12:
            found[-1].children.extend(list_items(child, child.tag == "ol", depth + 1))
        if child.tag != "li":
            continue
        lists = [inner for inner in child.iterdescendants("ul", "ol") if _nearest_item(inner) is child]
        text = " ".join(_own_text(child).split())
        item = Item(text, child.sourceline or 1, ordered)
        if depth < 12:
            for inner in lists:
                item.children.extend(list_items(inner, inner.tag == "ol", depth + 1))
        if item.text or item.children:
            found.append(item)
    return found


def _nearest_item(element: Any) -> Any:
    parent = element.getparent()
    while parent is not None and parent.tag != "li":
        parent = parent.getparent()
    return parent


def _own_text(item: Any) -> str:
    parts: list[str] = [item.text or ""]
    waiting = list(reversed(item))
    while waiting:
        child = waiting.pop()
        if isinstance(child, str):
            parts.append(child)
            continue
        if child.tag in ("ul", "ol"):
            parts.append(child.tail or "")
            continue
        bold = child.tag in ("b", "strong") and len("".join(parts).strip()) == 0
        waiting.append(child.tail or "")
        if bold:
            parts.append(f"**{' '.join(child.text_content().split())}**")
            continue
        waiting.extend(reversed(child))
        waiting.append(child.text or "")
        parts.append(" " if child.tag == "br" else "")
    return "".join(parts)
