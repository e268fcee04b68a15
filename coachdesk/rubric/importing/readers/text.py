"""Finds the encoding of a text file: a mark decides, else UTF-8, else Windows-1252 as older spreadsheets write."""

from __future__ import annotations

import codecs

from coachdesk.rubric.importing.failures import LadderUnreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ADVICE = "Save it as UTF-8 text and try again."


def decode_text(file_name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file, and a note when its encoding was assumed. Raises LadderUnreadable."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _checked(file_name, _decode(file_name, content, encoding)), ()
    try:
        return _checked(file_name, content.decode("utf-8")), ()
    except UnicodeDecodeError:
        text = _checked(file_name, _decode(file_name, content, "cp1252"))
    return text, (f"{file_name} was read as Windows-1252. Please look at letters with accents.",)


def _decode(file_name: str, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        reason = "The text is in an encoding that cannot be read."
        raise LadderUnreadable(file_name, reason, _ADVICE, line=line) from None


def _checked(file_name: str, text: str) -> str:
    at = text.find("\x00")
    if at >= 0:
        line = text.count("\n", 0, at) + 1
        raise LadderUnreadable(
            file_name, "This is not a text file.", "Choose a ladder as a file of text or XLSX.", line=line
        )
    return text
