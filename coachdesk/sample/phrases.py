"""The grammar of the sample's notes: what managers and engineers talk about, with gaps for names and numbers.

A phrase holds gaps in braces; `Writer.fill` closes each with a word of `GAPS` or, for `{peer}`, with a colleague.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from string import Formatter

from coachdesk.model.visibility import Visibility
from coachdesk.sample.gaps import GAPS, PRIVATE, QUOTES
from coachdesk.sample.topics import Topic
from coachdesk.services.blocks import Block, normalise

_SHORTEST, _LONGEST = 300, 900
_PRIVATE_SHARE = 1 / 3


@dataclass(frozen=True, slots=True)
class Written:
    """A note with what came out of it: agenda lines as (text, is theirs), promises as (text, is mine)."""

    blocks: tuple[Block, ...]
    agenda: tuple[tuple[str, bool], ...]
    promises: tuple[tuple[str, bool], ...]


class Writer:
    """Writes notes that differ from each other, the same ones for the same generator."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._last: dict[str, Topic] = {}
        self._names: dict[str, tuple[str, ...]] = {}

    def fill(self, phrase: str, peers: Sequence[str]) -> str:
        """Return `phrase` with each gap closed; a gap that stands twice gets one word."""
        names = self._names.get(phrase)
        if names is None:
            names = tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(phrase) if name))
            self._names[phrase] = names
        if not names:
            return phrase
        chosen = {name: self._random.choice(peers if name == "peer" else GAPS[name]) for name in names}
        return phrase.format(**chosen)

    def write(self, person: str, topics: Sequence[Topic], peers: Sequence[str]) -> Written:
        """Return a note about `person`, 300 to 900 characters long, with its agenda and promises.

        `peers` are the first names that it may mention; it must not be empty.
        """
        chosen = self._choose(person, topics)
        opening = self._opening(chosen, peers)
        sections = [self._section(topic, peers) for topic in chosen]
        blocks = self._fit(opening, sections, chosen, peers)
        agenda = tuple(
            (_capital(self.fill(self._random.choice(topic.agenda), peers)), self._random.random() < 0.45)
            for topic in chosen
        )
        promises = tuple(
            (_capital(self.fill(self._random.choice(topic.promises), peers)), self._random.random() < 0.55)
            for topic in chosen
            if self._random.random() < 0.4
        )
        return Written(blocks, agenda, promises)

    def _choose(self, person: str, topics: Sequence[Topic]) -> list[Topic]:
        count = self._random.choice((2, 2, 2, 3, 3))
        fresh = [topic for topic in topics if topic is not self._last.get(person)]
        chosen = self._random.sample(fresh, min(count, len(fresh)))
        self._last[person] = chosen[0]
        return chosen

    def _opening(self, topics: list[Topic], peers: Sequence[str]) -> str:
        gists = [self.fill(self._random.choice(topic.gists), peers) for topic in topics[:2]]
        return "; ".join([_capital(gists[0]), *gists[1:]])

    def _section(self, topic: Topic, peers: Sequence[str]) -> str:
        bullets = self._random.sample(topic.bullets, self._random.choice((2, 2, 3)))
        lines = [
            f"## {_capital(self.fill(self._random.choice(topic.headings), peers))}",
            *(f"- {_capital(self.fill(line, peers))}" for line in bullets),
        ]
        if self._random.random() < 0.12:
            lines.append(f"> “{_capital(self.fill(self._random.choice(QUOTES), peers))}”")
        return "\n".join(lines)

    def _fit(self, opening: str, sections: list[str], topics: list[Topic], peers: Sequence[str]) -> tuple[Block, ...]:
        blocks = [Block(Visibility.SHARED, f"{opening}\n\n{sections[0]}")]
        blocks += [Block(Visibility.SHARED, section) for section in sections[1:]]
        if self._random.random() < _PRIVATE_SHARE:
            lines = self._random.sample(PRIVATE, self._random.choice((1, 2)))
            private = " ".join(self.fill(line, peers) for line in lines)
            blocks.insert(self._random.randrange(1, len(blocks) + 1), Block(Visibility.ONLY_YOU, private))
        while _letters(blocks) > _LONGEST and len(blocks) > 2:
            blocks.pop()
        while _letters(blocks) < _SHORTEST:
            blocks.append(Block(Visibility.SHARED, self._section(self._random.choice(topics), peers)))
        return normalise(blocks)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _letters(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)
