"""What a line of a note says without its Markdown, and how its promise is typed in words: `me fri`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from coachdesk.model.promise import PromiseOwner
from coachdesk.services.day_words import parse_day

_BEGIN = re.compile(r"^\s*(?:#{1,6}\s+|(?:>\s?)+|(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?)*")
_IMAGE = re.compile(r"!?\[([^\]\n]*)\]\([^)\s]*\)")
_MARKS = re.compile(r"(\*\*|__|\*|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|`)")
_ME = ("me", "i", "mine", "you")
_THEM = ("them", "they", "theirs", "he", "she")
_NEXT = re.compile(r"(?:at |by |in |on )?(?:the |our )?next (?:one[- ]on[- ]one|1[:-]1|1on1|meeting|time)")


class NoNextMeeting(ValueError):
    """The words speak of the next one-on-one, and there is none in the calendar."""

    def __init__(self) -> None:
        super().__init__("There is no next one-on-one yet. Plan it below, or type a day such as fri.")


@dataclass(frozen=True, slots=True)
class PromiseWords:
    """Who owes it and until when, as typed."""

    owner: PromiseOwner
    due_on: date | None


def plain_line(line: str) -> str:
    """Return the words of a line without list marks, boxes, emphasis and addresses.

    >>> plain_line("- [ ] **Amara** writes the [proposal](https://a.b)")
    'Amara writes the proposal'
    """
    return _MARKS.sub("", _IMAGE.sub(r"\1", _BEGIN.sub("", line))).strip()


def parse_promise_words(text: str, today: date, *, first_name: str = "", next_on: date | None = None) -> PromiseWords:
    """Return whose promise it is and its day. Either may be left out: then it is mine, or has no day.

    `next_on` is the day of the next one-on-one. Raises UnknownDay, NoNextMeeting.

    >>> parse_promise_words("them, in 2 weeks", date(2026, 5, 12))
    PromiseWords(owner=<PromiseOwner.THEM: 'them'>, due_on=datetime.date(2026, 5, 26))
    """
    words = " ".join(text.lower().replace(",", " ").split())
    owner, rest = PromiseOwner.ME, words
    first, _, after = words.partition(" ")
    if first in _ME:
        rest = after
    elif first in _THEM or (first_name and first == first_name.lower()):
        owner, rest = PromiseOwner.THEM, after
    rest = rest.removeprefix("by ").removeprefix("until ").strip()
    if not rest:
        return PromiseWords(owner, None)
    if _NEXT.fullmatch(rest):
        if next_on is None:
            raise NoNextMeeting
        return PromiseWords(owner, next_on)
    return PromiseWords(owner, parse_day(rest, today))
