"""Turns an HTML element into the text of a cell."""

from __future__ import annotations

import re
from typing import Any

SKIPPED = frozenset(("script", "style", "template", "noscript", "head", "svg", "math", "iframe", "object", "nav"))
BLOCKS = frozenset(("p", "div", "section", "article", "blockquote", "pre", "dd", "dt", "figure", "td", "th"))


def element_text(element: Any) -> str:
    """Return the text of a cell or paragraph: list items as `- ` lines, breaks as newlines, paragraphs apart."""
    parts: list[str] = []
    waiting: list[Any] = [(element, 0)]
    while waiting:
        node, depth = waiting.pop()
        if isinstance(node, str):
            parts.append(re.sub(r"\s+", " ", node))
            continue
        if not isinstance(node.tag, str) or node.tag in SKIPPED:
            continue
        inner = depth + (node.tag in ("ul", "ol"))
        if node.tag == "br":
            parts.append("\n")
        elif node.tag == "li":
            parts.append("\n" + "  " * max(inner - 1, 0) + "- ")
        elif node.tag in BLOCKS and node is not element:
            parts.append("\n\n")
        for child in reversed(node):
            if child.tail:
                waiting.append((child.tail, inner))
            waiting.append((child, inner))
        if node.text:
            waiting.append((node.text, inner))
    lines = [line.rstrip() for line in "".join(parts).split("\n")]
    return re.sub(r"(- )\n+\s*", r"\1", re.sub(r"\n{3,}", "\n\n", "\n".join(lines))).strip("\n ")
