"""What is copied from a web page or a word processor, as clean Markdown: shape and words, nothing else.

Scripts, styles, pictures, tracking and hidden text are left behind. Word marks its lists by `mso-list` styles on
paragraphs, Google Docs wraps everything in a `b` of normal weight; both are read as they are meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

if TYPE_CHECKING:
    from lxml.etree import _Element as HtmlElement

MOST_LETTERS = 4_000_000
_DEEPEST = 120
_DROPPED = frozenset(
    "script style head title meta link noscript template iframe object embed svg math canvas audio video source "  # noqa: SIM905
    "img picture button select option textarea map area base applet frame frameset".split()
)
_BLOCKS = frozenset(
    "p div section article header footer main aside nav address figure figcaption form fieldset center dl dt dd "  # noqa: SIM905
    "details summary body html".split()
)
_TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|_hs\w+|yclid|vero_\w+)$", re.IGNORECASE
)
_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_UNSEEN = re.compile(r"[\u200b\u200e\u200f\u2060\ufeff\u00ad\x00]")
_MSO_LEVEL = re.compile(r"mso-list:\s*[^;]*?\blevel(\d)", re.IGNORECASE)
_MSO_MARK = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_NUMBERED = re.compile(r"^\(?(?:\d{1,3}|[a-zA-Z]{1,4})[.)]")
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden|mso-hide:\s*all", re.IGNORECASE)
_WEIGHT = re.compile(r"font-weight:\s*([a-z0-9]+)", re.IGNORECASE)
_SLANT = re.compile(r"font-style:\s*([a-z]+)", re.IGNORECASE)
_BEGINS_MARK = re.compile(r"^(#{1,6} |>|[-*+] |\d{1,9}[.)] |```|~~~|={3,}$|-{3,}$)")
_CONDITIONAL = re.compile(r"<!\[if[^>]*>|<!\[endif\]>", re.IGNORECASE)


def html_to_markdown(html: str) -> str:
    """Return the Markdown of an HTML fragment or page; empty when there are no words in it.

    Takes time in proportion to its length, whatever the nesting; a text above `MOST_LETTERS` is cut there.
    """
    from lxml import etree

    cleaned = _CONDITIONAL.sub("", html[:MOST_LETTERS].replace("\x00", ""))
    if not cleaned.strip():
        return ""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(cleaned.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return ""
    page = _Page()
    if root is not None:
        _read(root, page, 0)
    page.end_line()
    return "\n".join(page.lines).strip("\n")


@dataclass(slots=True)
class _Page:
    """The lines so far, the words of the line that is open, and what goes before each line."""

    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    prefix: str = ""
    mark: str = ""
    in_list: int = 0

    def say(self, text: str) -> None:
        self.words.append(text)

    def end_line(self, *, mark: str = "") -> None:
        """Close the line that is open, if it has words."""
        text = _SPACE.sub(" ", "".join(self.words).replace("\x1f", "")).strip()
        self.words = []
        if not text:
            return
        begin = mark or self.mark
        if not begin and _BEGINS_MARK.match(text) and not text.startswith("#"):
            text = re.sub(r"^(\d+)([.)])", r"\1\\\2", text) if text[0].isdigit() else "\\" + text
        self.lines.append(self.prefix + begin + text)
        if self.mark:
            self.mark = " " * len(self.mark) if self.mark.strip() else self.mark

    def space(self) -> None:
        """Leave one empty line between paragraphs, none within a list."""
        self.end_line()
        if not self.in_list and self.lines and self.lines[-1].strip("> "):
            self.lines.append(self.prefix.rstrip())


def _read(element: HtmlElement, page: _Page, depth: int) -> None:
    """Add an element and what follows within it; deeper than anybody writes, only its words count."""
    tag = element.tag if isinstance(element.tag, str) else ""
    style = element.get("style", "")
    if not tag or tag in _DROPPED or _HIDDEN.search(style) or _MSO_MARK.search(style) or "hidden" in element.attrib:
        return
    if depth > _DEEPEST:
        page.say(_words(element))
        return
    if tag == "input":
        if element.get("type") == "checkbox":
            page.say("[x] " if "checked" in element.attrib else "[ ] ")
    elif tag == "br":
        page.end_line()
    elif (read := _READERS.get(tag)) is not None:
        read(element, page, depth)
    elif (level := _MSO_LEVEL.search(style)) is not None:
        _read_word_item(element, page, int(level[1]), depth)
    elif tag in _BLOCKS:
        _read_block(element, page, depth)
    else:
        _read_span(element, page, tag, style, depth)


def _read_block(element: HtmlElement, page: _Page, depth: int) -> None:
    end = page.space if element.tag in ("p", "body", "html") else page.end_line
    end()
    _read_children(element, page, depth)
    end()


def _read_children(element: HtmlElement, page: _Page, depth: int) -> None:
    if element.text:
        page.say(_plain(element.text))
    for child in element:
        _read(child, page, depth + 1)
        if child.tail:
            page.say(_plain(child.tail))


def _read_span(element: HtmlElement, page: _Page, tag: str, style: str, depth: int) -> None:
    begin = len(page.words), len(page.lines)
    _read_children(element, page, depth)
    if len(page.lines) != begin[1]:
        return
    inner = "".join(page.words[begin[0] :])
    marked = _mark(inner, tag, style, element.get("href", ""))
    if marked != inner:
        page.words[begin[0] :] = [marked]


def _mark(text: str, tag: str, style: str, href: str) -> str:
    """Put the marks of a span round its words, with the spaces outside."""
    core = text.strip()
    if not core:
        return text
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if tag == "a":
        address = _address(href)
        return text if not address else f"{lead}{_link(core, address)}{trail}"
    if tag in ("code", "kbd", "samp", "tt"):
        return f"{lead}`{core.replace('`', '')}`{trail}"
    weight, slant = _WEIGHT.search(style), _SLANT.search(style)
    is_bold = tag in ("b", "strong") if weight is None else weight[1].lower() in ("bold", "bolder") or _heavy(weight[1])
    is_italic = tag in ("i", "em", "cite") if slant is None else slant[1].lower() in ("italic", "oblique")
    if is_italic and not core.startswith("*"):
        core = f"*{core}*"
    if is_bold and not core.startswith("**"):
        core = f"**{core}**"
    return f"{lead}{core}{trail}"


def _heavy(weight: str) -> bool:
    return weight.isdigit() and int(weight) >= 600


def _link(words: str, address: str) -> str:
    bare = words.replace("\\", "")
    return address if bare == address else f"[{words.replace('[', '').replace(']', '')}]({address})"


def _address(href: str) -> str:
    """Return an address without what only tracks, or nothing when it is not for the web or for mail."""
    href = _UNSEEN.sub("", href).strip()
    if href.lower().startswith("mailto:"):
        return href.split("?")[0]
    try:
        parts = urlsplit(href)
        if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
            return ""
        if parts.netloc.lower() == "www.google.com" and parts.path == "/url":
            return _address(dict(parse_qsl(parts.query)).get("q", ""))
        query = [(key, value) for key, value in parse_qsl(parts.query, True) if not _TRACKING.match(key)]
        kept = parts.query if len(query) == len(parse_qsl(parts.query, True)) else urlencode(query)
        whole = urlunsplit((parts.scheme, parts.netloc, parts.path, kept, parts.fragment))
    except ValueError:
        return ""
    return _SPACE.sub("%20", whole).replace("(", "%28").replace(")", "%29")


def _read_heading(element: HtmlElement, page: _Page, depth: int) -> None:
    page.space()
    text = _inline(element, depth).replace("**", "")
    if text:
        page.say(text)
        page.end_line(mark="#" * int(element.tag[1]) + " ")
        page.space()


def _read_list(element: HtmlElement, page: _Page, depth: int) -> None:
    page.space()
    page.in_list += 1
    before, page.mark = page.mark, ""
    start = element.get("start", "1")
    number = int(start) if start.isdigit() and len(start) < 7 else 1
    for child in element:
        if child.tag == "li":
            _read_item(child, page, depth + 1, f"{number}. " if element.tag == "ol" else "- ")
            number += 1
        elif child.tag in ("ul", "ol"):
            _indented(child, page, depth)
        else:
            _read(child, page, depth + 1)
    page.mark = before
    page.in_list -= 1
    if not page.in_list:
        page.space()


def _read_item(element: HtmlElement, page: _Page, depth: int, mark: str = "- ") -> None:
    page.end_line()
    if (checked := element.get("aria-checked")) is not None:
        mark += "[x] " if checked == "true" else "[ ] "
    kept, prefix = page.mark, page.prefix
    page.mark, page.in_list = mark, page.in_list + 1
    if element.text:
        page.say(_plain(element.text))
    for child in element:
        if child.tag in ("ul", "ol"):
            _indented(child, page, depth)
        else:
            _read(child, page, depth + 1)
        if child.tail:
            page.say(_plain(child.tail))
    page.end_line()
    page.mark, page.prefix, page.in_list = kept, prefix, page.in_list - 1


def _indented(element: HtmlElement, page: _Page, depth: int) -> None:
    page.end_line()
    prefix = page.prefix
    page.prefix = prefix + "  " if len(prefix) < 40 else prefix
    _read(element, page, depth + 1)
    page.prefix = prefix


def _read_word_item(element: HtmlElement, page: _Page, level: int, depth: int) -> None:
    """Read a paragraph that Word means as a list item; its bullet or number is in a span that is ignored."""
    page.end_line()
    if page.lines and not page.lines[-1].strip():
        page.lines.pop()
        if page.lines and not re.match(r" *(?:-|\d+\.) ", page.lines[-1]):
            page.lines.append("")
    shown = next((_words(one) for one in element.iter() if _MSO_MARK.search(one.get("style", ""))), "")
    text = _inline(element, depth)
    if text:
        page.say(text)
        page.end_line(mark="  " * (level - 1) + ("1. " if _NUMBERED.match(shown.strip()) else "- "))
        page.lines.append("")


def _read_quote(element: HtmlElement, page: _Page, depth: int) -> None:
    page.space()
    prefix = page.prefix
    page.prefix = prefix + "> " if len(prefix) < 20 else prefix
    _read_children(element, page, depth)
    page.end_line()
    while page.lines and not page.lines[-1].strip("> ") and page.lines[-1]:
        page.lines.pop()
    page.prefix = prefix
    page.space()


def _read_code(element: HtmlElement, page: _Page, _depth: int) -> None:
    page.space()
    text = _UNSEEN.sub("", "".join(map(str, element.itertext()))).replace("```", "'''").strip("\n")
    if text.strip():
        page.lines += ["```", *text.split("\n"), "```"]
        page.space()


def _read_table(element: HtmlElement, page: _Page, _depth: int) -> None:
    """Read a table as rows of words; one of a single column, or one that only lays out, as lines."""
    rows = [[_words(cell) for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")]
    rows = [row for row in rows if any(row)]
    width = max((len(row) for row in rows), default=0)
    page.space()
    if width == 1:
        for row in rows:
            page.say(_plain(row[0]))
            page.end_line()
    elif rows:
        if width <= 50:
            rows = [row + [""] * (width - len(row)) for row in rows]
        for row in (rows[0], ["---"] * len(rows[0]), *rows[1:]):
            page.lines.append(f"{page.prefix}| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |")
    page.space()


def _inline(element: HtmlElement, depth: int) -> str:
    inner = _Page()
    _read_children(element, inner, depth)
    inner.end_line()
    return " ".join(line.lstrip("\\") for line in inner.lines if line)


def _words(element: HtmlElement) -> str:
    texts = (
        text
        for one in element.iter()
        if isinstance(one.tag, str)
        for text in ((one.text if one.tag not in _DROPPED else ""), one.tail if one is not element else "")
        if text
    )
    return _SPACE.sub(" ", _UNSEEN.sub("", " ".join(texts))).strip()


def _plain(text: str) -> str:
    """Return words in which nothing reads as a mark."""
    text = _SPACE.sub(" ", _UNSEEN.sub("", text))
    return re.sub(r"([*`\[\]]|(?<!\w)_|_(?!\w))", r"\\\1", text)


def _read_rule(_element: HtmlElement, page: _Page, _depth: int) -> None:
    page.space()


_READERS = {
    **{f"h{level}": _read_heading for level in range(1, 7)},
    "ul": _read_list,
    "ol": _read_list,
    "li": _read_item,
    "blockquote": _read_quote,
    "pre": _read_code,
    "table": _read_table,
    "hr": _read_rule,
}
