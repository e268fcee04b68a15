"""Reads object literals out of JavaScript and TypeScript without evaluating anything.

Only literals are understood: objects, lists, strings, template strings without expressions, numbers, `as const` and
type annotations. A name, a call or a spread becomes nothing and is reported with its line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from coachdesk.rubric.importing.failures import MAX_CELL_CHARS, MAX_DEPTH, MAX_NODES, LadderUnreadable, too_big
from coachdesk.rubric.importing.neutral import Source, Tree
from coachdesk.rubric.importing.readers.text import decode_text

_TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<line_comment>//[^\n]*)|(?P<block_comment>/\*.*?\*/)
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?P<template>`(?:[^`\\]|\\.)*`)
    |(?P<number>[-+]?(?:0[xob][0-9a-f_]+|\d[\d_]*(?:\.\d*)?(?:e[-+]?\d+)?n?|\.\d+))
    |(?P<spread>\.\.\.)|(?P<name>[A-Za-z_$\u00a0-\uffff][\w$\u00a0-\uffff]*)|(?P<mark>.)""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_START = re.compile(
    r"(?:export\s+default\s+|module\.exports\s*=\s*|(?:export\s+)?(?:const|let|var)\s+(?P<name>[\w$]{1,80})\s*(?::[^={};]{1,200}|"
    r":\s*\{[^{}]{0,400}\}[^={};]{0,60})?=\s*|(?:exports|window|globalThis)\.(?P<export>[\w$]{1,80})\s*=\s*|[\w$)\]]\.push\()(?:Object\.freeze\()?\(?\s*(?=[\[{])",
)
_NAMED = re.compile(r"\b(?:const|let|var|function)\s{1,20}(?P<name>[\w$]{1,80})")
_CASE = re.compile(r"\bcase\s{1,20}(?P<of>\d{1,3})\s{0,20}:\s{0,40}return\s{1,20}(?P<gives>\d{1,9})\b")
_MAX_CASES = 100
_ESCAPES = {"n": "\n", "t": "\t", "r": "", "b": "", "f": "", "v": "", "0": "", "\n": ""}
_OPENERS, _CLOSERS = "([{", ")]}"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def read_script(file_name: str, content: bytes) -> Source:
    """Return the literals of a script by the names they are bound to. Raises LadderUnreadable when there are none."""
    text, notes = decode_text(file_name, content)
    reader = _LiteralReader(file_name, text)
    found: dict[str, Tree] = {}
    position = 0
    while start := _START.search(text, position):
        value, position = reader.read(start.end())
        name = start["name"] or start["export"] or "default"
        found[name if name not in found else f"{name} {len(found) + 1}"] = value
        position = max(position, start.end() + 1)
    found.update({name: cases for name, cases in _cases(text).items() if name not in found})
    if not found and text.lstrip()[:1] in ("{", "["):
        found["default"], _ = reader.read(len(text) - len(text.lstrip()))
    if not found:
        reason = "There is no object or list literal in it, and scripts are read, never run."
        raise LadderUnreadable(file_name, reason, "Save the ladder as JSON and try again.")
    tree: Tree = next(iter(found.values())) if len(found) == 1 else found
    return Source(file_name, "script", tree=tree, notes=(*notes, *reader.notes))


def _cases(text: str) -> dict[str, Tree]:
    """Return the numbers that functions return case by case, as tables under their names; nothing is run."""
    named = [(one.start(), one["name"]) for one in _NAMED.finditer(text)]
    found: dict[str, Tree] = {}
    for case in _CASE.finditer(text):
        at = bisect_right(named, (case.start(),))
        cases = found.setdefault(named[at - 1][1], {}) if at else None
        if isinstance(cases, dict) and len(cases) < _MAX_CASES:
            cases[case["of"]] = case["gives"]
    return found


class _LiteralReader:
    """A recursive-descent reader of literals, limited in depth and in the number of values."""

    def __init__(self, file_name: str, text: str) -> None:
        self._file_name = file_name
        self._text = text
        self._at = 0
        self._seen = 0
        self._ahead: _Token | None = None
        self.notes: list[str] = []

    def read(self, position: int) -> tuple[Tree, int]:
        """Return the literal that begins at a position, and the position after it."""
        self._at, self._ahead = position, None
        return self._value(0), self._at

    def _peek(self) -> _Token:
        while self._ahead is None:
            found = _TOKEN.match(self._text, self._at)
            if found is None:
                return _Token("end", "", self._at)
            self._at = found.end()
            kind = found.lastgroup or "mark"
            if kind not in ("space", "line_comment", "block_comment"):
                self._ahead = _Token(kind, found[0], found.start())
        return self._ahead

    def _take(self) -> _Token:
        token = self._peek()
        self._ahead = None
        return token

    def _line(self, at: int) -> int:
        return self._text.count("\n", 0, at) + 1

    def _fail(self, token: _Token, reason: str) -> LadderUnreadable:
        return LadderUnreadable(
            self._file_name, reason, "Save the ladder as JSON and try again.", line=self._line(token.at)
        )

    def _value(self, depth: int) -> Tree:
        self._seen += 1
        token = self._peek()
        if depth > MAX_DEPTH:
            raise self._fail(token, "Its values are nested deeper than any ladder.")
        if self._seen > MAX_NODES:
            raise too_big(self._file_name, f"more than {MAX_NODES:,} values")
        value: Tree
        if token.text == "{":
            value = self._object(depth)
        elif token.text == "[":
            value = self._list(depth)
        elif token.kind in ("string", "template"):
            value = self._string()
        elif token.kind == "number":
            value = self._take().text.replace("_", "").lstrip("+")
        elif token.kind == "name" and token.text in ("true", "false", "null", "undefined"):
            value = self._take().text
            value = None if value in ("null", "undefined") else value
        else:
            return self._skip(token)
        return self._finish(value)

    def _finish(self, value: Tree) -> Tree:
        """Step over `as const`, `satisfies X` and `!`; anything else after a value makes it an expression."""
        while self._peek().text in ("as", "satisfies"):
            while self._peek().kind != "end" and self._peek().text not in (",", "}", "]", ")", ";"):
                if self._peek().text in _OPENERS and self._peek().text:
                    self._skip_group()
                else:
                    self._take()
        if self._peek().text in (",", "}", "]", ")", ";", "") or self._peek().kind in ("end", "name"):
            return value
        return self._skip(self._peek())

    def _object(self, depth: int) -> Tree:
        self._take()
        found: dict[str, Tree] = {}
        while True:
            token = self._take()
            if token.text == "}" and token.kind == "mark":
                return found
            if token.kind == "end":
                raise self._fail(token, "A brace is opened and never closed.")
            if token.text == ",":
                continue
            if token.kind == "spread":
                self._skip(self._peek(), token)
                continue
            if token.text == "[":
                self._ahead = token
                self._skip(token, token)
                continue
            if token.kind not in ("string", "name", "number", "template"):
                raise self._fail(token, "This is more than an object literal.")
            if self._peek().text != ":":
                self._skip(token, token)
                continue
            self._take()
            found[_unquote(token)] = self._value(depth + 1)

    def _list(self, depth: int) -> Tree:
        self._take()
        found: list[Tree] = []
        while True:
            token = self._peek()
            if token.text == "]" and token.kind == "mark":
                self._take()
                return found
            if token.kind == "end" or (token.kind == "mark" and token.text in ("}", ")", ";")):
                raise self._fail(token, "A bracket is opened and never closed.")
            if token.text == ",":
                self._take()
            elif token.kind == "spread":
                self._skip(token)
            else:
                found.append(self._value(depth + 1))

    def _string(self) -> Tree:
        parts: list[str] = []
        whole = True
        while True:
            token = self._take()
            if token.kind == "template" and "${" in token.text:
                self._note(token, "a template string with an expression")
                whole = False
            parts.append(_unquote(token))
            if self._peek().text != "+":
                break
            plus = self._take()
            if self._peek().kind not in ("string", "template"):
                return self._skip(plus)
        return "".join(parts)[:MAX_CELL_CHARS] if whole else None

    def _skip(self, token: _Token, named: _Token | None = None) -> Tree:
        """Step over an expression to the next comma or closing mark of this literal, and report it."""
        self._note(named or token, f"“{(named or token).text[:40]}”")
        while True:
            ahead = self._peek()
            if ahead.kind == "end" or (ahead.kind == "mark" and ahead.text in (",", "]", "}", ")", ";")):
                return None
            if ahead.kind == "mark" and ahead.text in _OPENERS:
                self._skip_group()
            else:
                self._take()

    def _skip_group(self) -> None:
        depth = 0
        while True:
            token = self._take()
            if token.kind == "end":
                raise self._fail(token, "A bracket is opened and never closed.")
            if token.kind == "mark":
                depth += (token.text in _OPENERS) - (token.text in _CLOSERS)
            if depth <= 0:
                return

    def _note(self, token: _Token, what: str) -> None:
        if len(self.notes) < 50:
            self.notes.append(f"{self._file_name}, line {self._line(token.at)}: {what} is code and was not evaluated.")


def _unquote(token: _Token) -> str:
    if token.kind not in ("string", "template"):
        return token.text
    return re.sub(
        r"\\(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", _unescape, token.text[1:-1], flags=re.DOTALL
    )


def _unescape(found: re.Match[str]) -> str:
    code = found[1]
    if len(code) > 1:
        number = int(code[1:].strip("{}"), 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "�"
    return _ESCAPES.get(code, code)
