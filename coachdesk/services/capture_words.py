"""The grammar of quick capture: `@sam +win …`, `+promise fri …`, `+feedback from kwame …`, `/named …`; pure, no vault.

    capture = { person | kind | act | visibility | theirs | day | source | audience | origin | word }
    person = "@" name            whom it is about; several are allowed
    kind = "+win" | "+feedback" | "+promise" | "+topic" | "+note", or a beginning of it that is unique
    act = "/advised" | "/named" | "/introduced" | "/credited" | "/visible" | "/glue", or a unique beginning
    visibility = "+private" | "+shared"
    theirs = "+theirs"           a follow-up that they owe, a topic that they brought
    day = after "+promise": up to four words that `day_words.parse_day` knows, with or without "by"
    source = of feedback, after another sign or at the end: "from" name, or after another sign "from" words ":"
    audience = of an act, after another sign: "in" | "to" | "before" | "at" words ":"
    origin = after "/glue": "asked" | "volunteered" | "assigned"

A capture has one kind or one act. The first sign of each sort counts, a later one stays a word. What is no sign stays
in the text, `#tags` too, so every letter is either in the text or in a token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from coachdesk.model.sponsorship import GlueOrigin
from coachdesk.model.visibility import Visibility
from coachdesk.services.day_words import UnknownDay, parse_day
from coachdesk.store.folding import fold

_WORD = re.compile(r"\S+")
_TRAILING = ",;:!?."
_DAY_WORDS = 4
_MOST_SOURCE = 60
_AUDIENCE = ("in", "to", "before", "at")


class CaptureKind(StrEnum):
    """What a capture becomes."""

    WIN = "win"
    FEEDBACK = "feedback"
    PROMISE = "promise"
    TOPIC = "topic"
    NOTE = "note"
    ADVISED = "advised"
    NAMED = "named"
    INTRODUCED = "introduced"
    CREDITED = "credited"
    VISIBLE = "visible"
    GLUE = "glue"


class Sign(StrEnum):
    """The sorts of tokens."""

    PERSON = "person"
    KIND = "kind"
    VISIBILITY = "visibility"
    THEIRS = "theirs"
    DAY = "day"
    SOURCE = "source"
    AUDIENCE = "audience"
    ORIGIN = "origin"


@dataclass(frozen=True, slots=True)
class Name:
    """Someone who can be named."""

    person_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Token:
    """A sign and where it stands in what was typed, as characters from `start` to `end`."""

    sign: Sign
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A person as typed, with everyone whom it could mean: one is clear, of several one is to be chosen."""

    words: str
    start: int
    end: int
    people: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Capture:
    """What was typed, taken apart. `text` is what is left; `kind` is None when none was named."""

    text: str
    kind: CaptureKind | None
    visibility: Visibility | None
    is_theirs: bool
    due_on: date | None
    said_by: str
    audience: str
    origin: GlueOrigin | None
    mentions: tuple[Mention, ...]
    tags: tuple[str, ...]
    tokens: tuple[Token, ...]


@dataclass(slots=True)
class _Reader:
    """Walks over the words and takes the signs out."""

    typed: str
    names: Sequence[Name]
    today: date
    words: list[tuple[int, int]] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    kind: CaptureKind | None = None
    visibility: Visibility | None = None
    is_theirs: bool = False
    due_on: date | None = None
    said_by: str = ""
    audience: str = ""
    origin: GlueOrigin | None = None

    def read(self) -> Capture:
        self.words = [match.span() for match in _WORD.finditer(self.typed)]
        at, follows_sign = 0, True
        has_kind = False
        while at < len(self.words):
            taken = self._take(at, follows_sign)
            follows_sign = taken > 0
            at += taken or 1
            if self.kind is CaptureKind.PROMISE and not has_kind:
                at += self._take_day(at)
            if self.kind is CaptureKind.GLUE and not has_kind:
                at += self._take_origin(at)
            has_kind = self.kind is not None
        return self._result()

    def word(self, at: int) -> str:
        start, end = self.words[at]
        return self.typed[start:end]

    def _take(self, at: int, follows_sign: bool) -> int:
        """Return how many words the sign at `at` takes, 0 for a plain word."""
        word = self.word(at)
        if word[0] == "@" and len(word) > 1:
            return self._take_person(at)
        if word[0] == "+" and len(word) > 1:
            return self._take_plus(at, word[1:].rstrip(_TRAILING))
        if word[0] == "/" and len(word) > 1:
            return self._take_act(at, word[1:].rstrip(_TRAILING))
        if follows_sign and self.kind in ACTS and not self.audience and fold(word) in _AUDIENCE:
            self.audience, taken = self._take_to_colon(at, Sign.AUDIENCE)
            return taken
        if fold(word) == "from" and not self.said_by and self.kind in (None, CaptureKind.FEEDBACK):
            return self._take_source(at, follows_sign)
        return 0

    def _take_person(self, at: int) -> int:
        taken, people = _match_name([self.word(n) for n in range(at, min(at + 4, len(self.words)))], self.names)
        start, end = self.words[at][0], self.words[at + taken - 1][1]
        end -= len(self.typed[start:end]) - len(self.typed[start:end].rstrip(_TRAILING))
        if end <= start + 1:
            return 0
        self.mentions.append(Mention(self.typed[start + 1 : end], start, end, people))
        self._add(Sign.PERSON, start, end)
        return taken

    def _take_plus(self, at: int, word: str) -> int:
        start = self.words[at][0]
        end = start + 1 + len(word)
        found = complete_sign(word)
        if len(found) != 1:
            return 0
        sign = found[0]
        if sign == "theirs" and not self.is_theirs:
            self.is_theirs = True
            return self._add(Sign.THEIRS, start, end)
        if sign in _VISIBILITY and self.visibility is None:
            self.visibility = _VISIBILITY[sign]
            return self._add(Sign.VISIBILITY, start, end)
        if sign in KINDS and self.kind is None:
            self.kind = CaptureKind(sign)
            return self._add(Sign.KIND, start, end)
        return 0

    def _take_act(self, at: int, word: str) -> int:
        start = self.words[at][0]
        found = complete_act(word)
        if len(found) != 1 or self.kind is not None:
            return 0
        self.kind = CaptureKind(found[0])
        return self._add(Sign.KIND, start, start + 1 + len(word))

    def _take_origin(self, at: int) -> int:
        if at == len(self.words) or (word := fold(self.word(at).rstrip(_TRAILING))) not in set(GlueOrigin):
            return 0
        start, end = self.words[at]
        self.origin = GlueOrigin(word)
        return self._add(Sign.ORIGIN, start, end - len(self.word(at)) + len(self.word(at).rstrip(_TRAILING)))

    def _take_day(self, at: int) -> int:
        first = at
        if at < len(self.words) and self.word(at).lower() in ("by", "on"):
            first += 1
        for count in range(min(_DAY_WORDS, len(self.words) - first), 0, -1):
            start, end = self.words[first][0], self.words[first + count - 1][1]
            words = self.typed[start:end].rstrip(_TRAILING)
            try:
                self.due_on = parse_day(words, self.today)
            except UnknownDay:
                continue
            self._add(Sign.DAY, self.words[at][0], start + len(words))
            return first - at + count
        return 0

    def _take_source(self, at: int, follows_sign: bool) -> int:
        rest = [self.word(n) for n in range(at + 1, min(at + 5, len(self.words)))]
        if not rest:
            return 0
        if rest[0].startswith("@") and len(rest[0]) > 1:
            taken, people = _match_name(rest, self.names)
        else:
            taken, people = _match_name(rest, self.names, whole=True)
        ends = at + 1 + taken == len(self.words)
        if len(people) == 1 and (follows_sign or ends or rest[0].startswith("@")):
            self.said_by = people[0].name
            last = self.words[at + taken]
            end = last[1] - (len(self.typed[: last[1]]) - len(self.typed[: last[1]].rstrip(_TRAILING)))
            self._add(Sign.SOURCE, self.words[at][0], end)
            return taken + 1
        if not follows_sign:
            return 0
        self.said_by, taken = self._take_to_colon(at, Sign.SOURCE)
        return taken

    def _take_to_colon(self, at: int, sign: Sign) -> tuple[str, int]:
        """Take `from the payments team:`; return the words between and how many were taken, none without a colon."""
        if at + 1 == len(self.words):
            return "", 0
        start = self.words[at + 1][0]
        colon = self.typed.find(":", start, start + _MOST_SOURCE)
        words = self.typed[start:colon] if colon > start else ""
        if not words.strip() or any(one in words for one in "@+\n"):
            return "", 0
        last = next(n for n, (_, end) in enumerate(self.words) if end > colon)
        if self.words[last][1] != colon + 1:
            return "", 0
        self._add(sign, self.words[at][0], colon + 1)
        return " ".join(words.split()), last - at + 1

    def _add(self, sign: Sign, start: int, end: int) -> int:
        self.tokens.append(Token(sign, start, end))
        return 1

    def _result(self) -> Capture:
        text = " ".join(piece for piece in map(_tidy, self._between()) if piece)
        tags = tuple(dict.fromkeys(re.findall(r"(?<!\S)#([^\W_][\w-]*)", text)))
        return Capture(
            text,
            self.kind,
            self.visibility,
            self.is_theirs,
            self.due_on,
            self.said_by,
            self.audience,
            self.origin,
            tuple(self.mentions),
            tags,
            tuple(self.tokens),
        )

    def _between(self) -> Iterator[str]:
        at = 0
        for token in self.tokens:
            yield self.typed[at : token.start]
            at = token.end
        yield self.typed[at:]


_VISIBILITY = {"private": Visibility.ONLY_YOU, "shared": Visibility.SHARED}
_K = CaptureKind
KINDS: tuple[CaptureKind, ...] = (_K.WIN, _K.FEEDBACK, _K.PROMISE, _K.TOPIC, _K.NOTE)
ACTS: tuple[CaptureKind, ...] = (_K.ADVISED, _K.NAMED, _K.INTRODUCED, _K.CREDITED, _K.VISIBLE)
SIGNS: tuple[str, ...] = (*KINDS, *_VISIBILITY, "theirs")
"""The words that may stand after a plus."""
ACT_SIGNS: tuple[str, ...] = (*ACTS, _K.GLUE)
"""The words that may stand after a slash."""


def parse_capture(typed: str, names: Sequence[Name], today: date) -> Capture:
    """Take a capture apart. Never raises: what is no sign is text.

    >>> sam = Name("1", "Sam Okoro")
    >>> found = parse_capture("@sam +promise fri send the numbers", [sam], date(2026, 5, 12))
    >>> found.kind.value, found.text, found.due_on.isoformat(), found.mentions[0].people[0].name
    ('promise', 'send the numbers', '2026-05-15', 'Sam Okoro')
    """
    return _Reader(typed, names, today).read()


def complete_sign(word: str) -> tuple[str, ...]:
    """Return the signs that a word after a plus may mean: itself, or all that begin with it."""
    return _complete(word, SIGNS)


def complete_act(word: str) -> tuple[str, ...]:
    """Return the signs that a word after a slash may mean: itself, or all that begin with it."""
    return _complete(word, ACT_SIGNS)


def complete_name(words: str, names: Sequence[Name]) -> tuple[Name, ...]:
    """Return everyone whose name has words that begin with the typed ones in order, first names first."""
    asked = fold(words).split()
    ranked = []
    for name in names:
        parts = fold(name.name).replace("-", " ").split()
        place = _place(asked, parts)
        if place is not None:
            ranked.append((place, name.name, name))
    return tuple(name for _, _, name in sorted(ranked, key=lambda one: one[:2]))


def _complete(word: str, signs: tuple[str, ...]) -> tuple[str, ...]:
    folded = fold(word)
    if folded in signs:
        return (folded,)
    return tuple(sign for sign in signs if sign.startswith(folded)) if folded.isalpha() else ()


def _place(asked: list[str], parts: list[str]) -> int | None:
    """Return where the first of the asked words is found in a name, None when one is missing."""
    if not asked:
        return 0
    flat = [piece for word in asked for piece in word.replace("-", " ").split()]
    at, first = 0, None
    for word in flat:
        found = next((n for n in range(at, len(parts)) if parts[n].startswith(word)), None)
        if found is None:
            return None
        first = found if first is None else first
        at = found + 1
    return first if first is not None else 0


def _match_name(words: Sequence[str], names: Sequence[Name], *, whole: bool = False) -> tuple[int, tuple[Name, ...]]:
    """Return how many of the words name someone, and whom.

    The first word may be the beginning of a name, unless `whole`; the words after it count only when they are the
    next words of that name in full, so that `@sam a win` leaves `a win` alone.
    """
    first = fold(words[0].lstrip("@").rstrip(_TRAILING))
    first = first.removesuffix("'s").removesuffix("’s")
    found: list[tuple[int, bool, Name]] = []
    for name in names:
        parts = fold(name.name).split()
        for at, part in enumerate(parts):
            if part == first or (not whole and first and part.startswith(first)):
                count = 1
                while (
                    count < len(words)
                    and at + count < len(parts)
                    and words[count - 1].rstrip(_TRAILING) == words[count - 1]
                    and fold(words[count].rstrip(_TRAILING)) == parts[at + count]
                ):
                    count += 1
                found.append((count, part == first, name))
                break
    if not found:
        return 1, ()
    longest = max(count for count, _, _ in found)
    best = [(exact, name) for count, exact, name in found if count == longest]
    exact_only = tuple(name for exact, name in best if exact)
    return longest, exact_only or tuple(name for _, name in best)


def _tidy(piece: str) -> str:
    return " ".join(piece.split())
