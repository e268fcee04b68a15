"""The writer's self-audit: habits of writing that may be unfair. It looks at the writer, never at the people.

Sources: S. Correll and C. Simard, "Research: vague feedback is holding women back", HBR, 2016
(unequal length and detail); K. Snyder, "The abrasiveness trap", Fortune, 2014 (words about character).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from coachdesk.growth.outcome import TooLittleHistory

QUARTER_DAYS = 91
MIN_TEXTS = 5
MIN_PEOPLE = 3
TRAIT_WORDS = frozenset({
    "abrasive", "aggressive", "ambitious", "articulate", "bossy", "brilliant", "bubbly", "charismatic", "emotional",
    "genius", "gifted", "hysterical", "introverted", "judgmental", "lazy", "likeable", "nice", "outgoing", "passionate",
    "pushy", "rockstar", "shrill", "shy", "smart", "strident", "superstar", "sweet", "talented", "temperamental",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class WrittenText:
    """One comment of a review or piece of feedback."""

    text_id: str
    person_id: str
    written_on: date
    text: str


@dataclass(frozen=True, slots=True)
class FeedbackParts:
    """Which parts of a piece of feedback are there: situation, behaviour, impact."""

    feedback_id: str
    has_situation: bool
    has_behaviour: bool
    has_impact: bool


@dataclass(frozen=True, slots=True)
class Recency:
    """Texts of the last quarter among all of the period."""

    late: int
    texts: int


@dataclass(frozen=True, slots=True)
class TraitWord:
    """A word about character, where it stands: characters from the start of the text, the end not included."""

    text_id: str
    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LengthRow:
    """Words written about a person, and the median over all people, to be read side by side."""

    person_id: str
    words: int
    median_words: float


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many pieces of feedback have each part, and all three."""

    feedback: int
    situation: int
    behaviour: int
    impact: int
    all_three: int


def count_recency(texts: Iterable[WrittenText], *, period_end_on: date) -> Recency | TooLittleHistory:
    """Return how many texts were written in the last quarter (91 days) of a period: memory favours what is near.

    >>> texts = [WrittenText(str(n), "p", date(2026, n, 1), "") for n in (1, 2, 5, 6, 6)]
    >>> count_recency(texts, period_end_on=date(2026, 6, 30))
    Recency(late=3, texts=5)
    """
    days = [one.written_on for one in texts if one.written_on <= period_end_on]
    if len(days) < MIN_TEXTS:
        return TooLittleHistory(f"{len(days)} texts; it needs {MIN_TEXTS}")
    return Recency(sum(day > period_end_on - timedelta(days=QUARTER_DAYS) for day in days), len(days))


def find_trait_words(texts: Iterable[WrittenText]) -> tuple[TraitWord, ...]:
    """Return words about character rather than work, to be replaced by what somebody did. English words only.

    >>> find_trait_words([WrittenText("t1", "p", date(2026, 1, 1), "A smart fix.")])
    (TraitWord(text_id='t1', word='smart', start=2, end=7),)
    """
    found = [
        TraitWord(one.text_id, word[0].casefold(), word.start(), word.end())
        for one in texts
        for word in re.finditer(r"\w+", one.text)
        if word[0].casefold() in TRAIT_WORDS
    ]
    return tuple(sorted(found, key=lambda word: (word.text_id, word.start)))


def compare_lengths(texts: Iterable[WrittenText]) -> tuple[LengthRow, ...] | TooLittleHistory:
    """Return words per person, fewest first, beside the median: short reviews are seldom about short work.

    >>> lengths = {"a": 10, "b": 80, "c": 90}
    >>> texts = [WrittenText(name, name, date(2026, 1, 1), "word " * number) for name, number in lengths.items()]
    >>> compare_lengths(texts)[0]
    LengthRow(person_id='a', words=10, median_words=80)
    """
    words: dict[str, int] = {}
    for one in texts:
        words[one.person_id] = words.get(one.person_id, 0) + len(one.text.split())
    if len(words) < MIN_PEOPLE:
        return TooLittleHistory(f"texts about {len(words)} people; it needs {MIN_PEOPLE}")
    middle = median(words.values())
    return tuple(LengthRow(key, words[key], middle) for key in sorted(words, key=lambda key: (words[key], key)))


def count_complete(feedback: Iterable[FeedbackParts]) -> Completeness:
    """Return how many pieces of feedback name situation, behaviour and impact.

    Feedback without one of them is hard to act on. Source: S. R. Weitzel, *Feedback That Works* (CCL, 2000).

    >>> count_complete([FeedbackParts("f1", True, True, True), FeedbackParts("f2", False, True, False)])
    Completeness(feedback=2, situation=1, behaviour=2, impact=1, all_three=1)
    """
    known = list(feedback)
    return Completeness(
        len(known),
        sum(one.has_situation for one in known),
        sum(one.has_behaviour for one in known),
        sum(one.has_impact for one in known),
        sum(one.has_situation and one.has_behaviour and one.has_impact for one in known),
    )
