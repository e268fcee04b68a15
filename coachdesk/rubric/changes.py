"""What differs between two versions of a ladder, and a first draft of the mapping, for a person to confirm.

Texts are compared word by word with difflib (Ratcliff and Obershelp: twice the words in common, in order, over all
words), so the same two versions always give the same draft.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING

from coachdesk.rubric.mapping import MAPPING_FORMAT, Carry, CompetencyMap, MapKind, ScaleMap, VersionMapping
from coachdesk.rubric.translate import behaviours_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coachdesk.rubric.format import Competency, Ladder

PRESELECTED_FROM = 0.9
OFFERED_FROM = 0.5
_COMPARED_ALL = 60
"""Up to so many parts, each is compared with each; in larger ladders only with the few that share rare words."""
_COMPARED = 3
_RARE_WORDS = 12
_LONGEST, _LONGEST_IN_LARGE = 400, 60
_BEHAVIOURS_COMPARED = 2_000
"""In ladders with more behaviours, one follows another only by its id or by the same words."""
_WORD = re.compile(r"\w+(?:[-’']\w+)*")


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids of one kind of part: only in the new version, only in the old one, in both with other words."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    edited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionDifference:
    """What differs between two versions. `unchanged_behaviours` counts those with the same id and text."""

    levels: Difference
    competencies: Difference
    behaviours: Difference
    unchanged_behaviours: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible successor; from a similarity of 0.9 it is ticked beforehand, from 0.5 offered."""

    new: str
    similarity: float

    @property
    def is_preselected(self) -> bool:
        """Whether the texts are so near that only a glance is needed."""
        return self.similarity >= PRESELECTED_FROM


@dataclass(frozen=True, slots=True)
class Choice:
    """An old part and its possible successors, the nearest first; a person decides."""

    old: str
    candidates: tuple[Candidate, ...]

    @property
    def preselected(self) -> tuple[str, ...]:
        """The one successor that is ticked beforehand, or nothing."""
        return tuple(one.new for one in self.candidates[:1] if one.is_preselected)


@dataclass(frozen=True, slots=True)
class MappingDraft:
    """A proposal that nobody has confirmed. Stages are chosen by scale, those of `scales` by their names alone."""

    from_pin: str
    to_pin: str
    levels: tuple[Choice, ...]
    scales: Mapping[str, tuple[str, tuple[Choice, ...]]]
    competencies: tuple[Choice, ...]
    behaviours: tuple[Choice, ...]

    def to_mapping(self) -> VersionMapping:
        """Return the mapping with what is preselected and nothing else, not reviewed yet."""
        heirs = [name for one in self.competencies for name in one.preselected]
        return VersionMapping(
            format=MAPPING_FORMAT,
            from_=self.from_pin,
            to=self.to_pin,
            levels={one.old: one.preselected for one in self.levels},
            scales={
                name: ScaleMap(to=to, map={one.old: one.preselected for one in choices})
                for name, (to, choices) in self.scales.items()
            },
            competencies=tuple(_entries(self.competencies, heirs)),
            behaviours={one.old: one.preselected[0] for one in self.behaviours if one.preselected},
        )


def similarity(left: str, right: str) -> float:
    """Return how alike two texts are, from 0 to 1; case and punctuation don't count.

    >>> similarity("Tests own changes", "tests own changes.")
    1.0
    """
    return _Words(left).similarity(_Words(right))


def difference(old: Ladder, new: Ladder) -> VersionDifference:
    """Return what differs between two versions, by ids."""
    before, after = _behaviour_texts(old), _behaviour_texts(new)
    levels = _compare({one.id: one.title for one in old.levels}, {one.id: one.title for one in new.levels})
    competencies = _compare({one.id: _text_of(one) for one in old.rated}, {one.id: _text_of(one) for one in new.rated})
    unchanged = sum(after.get(name) == text for name, text in before.items())
    return VersionDifference(levels, competencies, _compare(before, after), unchanged)


def propose_mapping(old: Ladder, new: Ladder) -> MappingDraft:
    """Return possible successors of every level, stage, competency and behaviour of `old`."""
    competencies = _choose(
        {one.id: _Words(_text_of(one)) for one in old.rated}, {one.id: _Words(_text_of(one)) for one in new.rated}
    )
    return MappingDraft(
        old.pin,
        new.pin,
        _choose({one.id: _Words(one.title) for one in old.levels}, {one.id: _Words(one.title) for one in new.levels}),
        {name: found for name in old.scales if (found := _choose_scale(old, new, name)) is not None},
        competencies,
        _choose_behaviours(old, new, {one.old: {c.new for c in one.candidates} for one in competencies}),
    )


class _Words:
    """The words of a text, and how often each occurs, so that hopeless pairs are told apart at once."""

    def __init__(self, text: str) -> None:
        self.words = _WORD.findall(text.casefold())[:_LONGEST]

    def first(self, number: int) -> _Words:
        """Return the first words of the text."""
        return self if len(self.words) <= number else _Words(" ".join(self.words[:number]))

    @cached_property
    def distinct(self) -> frozenset[str]:
        return frozenset(self.words)

    def similarity(self, other: _Words) -> float:
        if not self.words or not other.words:
            return 0.0
        if self.words == other.words:
            return 1.0
        first, second = sorted((self.words, other.words))
        return SequenceMatcher(None, first, second, autojunk=False).ratio()

    def may_be_like(self, other: _Words) -> bool:
        """Return False only where the similarity must be below what is offered."""
        shared = self.distinct & other.distinct
        common = min(sum(w in shared for w in self.words), sum(w in shared for w in other.words))
        return 2 * common >= OFFERED_FROM * (len(self.words) + len(other.words))


def _entries(choices: Sequence[Choice], heirs: list[str]) -> Iterable[CompetencyMap]:
    merged: dict[str, list[str]] = {}
    for one in choices:
        for heir in one.preselected:
            merged.setdefault(heir, []).append(one.old)
    for one in choices:
        if not one.preselected:
            yield CompetencyMap(from_=(one.old,), to=(), kind=MapKind.RETIRED)
            continue
        heir = one.preselected[0]
        if heirs.count(heir) == 1:
            kind = MapKind.SAME if heir == one.old else MapKind.RENAMED
            yield CompetencyMap(from_=(one.old,), to=(heir,), kind=kind, carry=Carry.EXACT)
        elif merged[heir][0] == one.old:
            yield CompetencyMap(from_=tuple(merged[heir]), to=(heir,), kind=MapKind.MERGE, carry=Carry.INDICATIVE)


def _compare(before: Mapping[str, str], after: Mapping[str, str]) -> Difference:
    return Difference(
        tuple(name for name in after if name not in before),
        tuple(name for name in before if name not in after),
        tuple(name for name, text in before.items() if name in after and after[name] != text),
    )


def _choose(old: Mapping[str, _Words], new: Mapping[str, _Words]) -> tuple[Choice, ...]:
    if len(old) * len(new) <= _COMPARED_ALL**2:
        return tuple(Choice(name, _candidates(name, words, new)) for name, words in old.items())
    near = _Near(new)
    return tuple(
        Choice(name, _candidates(name, words.first(_LONGEST_IN_LARGE), near.pick(name, words)))
        for name, words in old.items()
    )


class _Near:
    """Picks the few parts that a part may be like, so that the cost of large ladders grows with their size alone."""

    def __init__(self, new: Mapping[str, _Words]) -> None:
        self._new = new
        self._same: dict[tuple[str, ...], list[str]] = {}
        self._homes: dict[str, list[str]] = {}
        for name, words in new.items():
            self._same.setdefault(tuple(words.words), []).append(name)
            for word in words.distinct:
                self._homes.setdefault(word, []).append(name)

    def pick(self, name: str, words: _Words) -> dict[str, _Words]:
        """Return the part of the same name, one with the same words, and those that share most rare words."""
        chosen = [name] if name in self._new else []
        chosen += self._same.get(tuple(words.words), [])[:_COMPARED]
        known = (word for word in words.distinct if word in self._homes)
        rare = sorted(known, key=lambda word: (len(self._homes[word]), word))[:_RARE_WORDS]
        shared = Counter(other for word in rare for other in self._homes[word])
        chosen += [other for other, _ in sorted(shared.items(), key=lambda one: (-one[1], one[0]))[:_COMPARED]]
        return {other: self._new[other].first(_LONGEST_IN_LARGE) for other in dict.fromkeys(chosen)}


def _candidates(name: str, words: _Words, new: Mapping[str, _Words]) -> tuple[Candidate, ...]:
    near = [
        Candidate(other, round(words.similarity(text), 4)) for other, text in new.items() if words.may_be_like(text)
    ]
    offered = [one for one in near if one.similarity >= OFFERED_FROM]
    return tuple(sorted(offered, key=lambda one: (-one.similarity, one.new != name, one.new)))


def _choose_scale(old: Ladder, new: Ladder, name: str) -> tuple[str, tuple[Choice, ...]] | None:
    """Return the nearest scale of the new version, by the names of its stages, and where each stage may go."""
    before = {one.id: _Words(one.name) for one in old.scales[name]}
    found = []
    for other, scale in new.scales.items():
        choices = _choose(before, {one.id: _Words(one.name) for one in scale})
        found.append((-sum(bool(one.preselected) for one in choices), other != name, other, choices))
    if not found or not min(found, key=lambda one: one[:3])[0]:
        return None
    _, _, other, choices = min(found, key=lambda one: one[:3])
    return other, choices


def _choose_behaviours(old: Ladder, new: Ladder, heirs: Mapping[str, set[str]]) -> tuple[Choice, ...]:
    """Compare behaviours within competencies that may follow each other; the same id or text counts everywhere."""
    texts = _behaviour_texts(new)
    owned: dict[str, list[str]] = {}
    for one, behaviour in behaviours_of(new):
        owned.setdefault(one.id, []).append(one.behaviour_id(behaviour))
    words = {name: _Words(text) for name, text in texts.items()}
    by_text: dict[str, list[str]] = {}
    for name, text in texts.items():
        by_text.setdefault(text, []).append(name)
    choices: dict[str, Choice] = {}
    for competency, behaviour in behaviours_of(old):
        name = competency.behaviour_id(behaviour)
        if name in choices:
            continue
        near = sorted(heirs.get(competency.id, set()) | {competency.id})
        pool = [other for owner in near for other in owned.get(owner, ())] if len(texts) <= _BEHAVIOURS_COMPARED else []
        pool += [*by_text.get(behaviour.text, ())[:_COMPARED_ALL], *({name} & texts.keys())]
        same = texts.get(name) == behaviour.text
        looked = {name: words[name]} if same else {one: words[one] for one in dict.fromkeys(pool)}
        choices[name] = Choice(name, _candidates(name, _Words(behaviour.text), looked))
    return tuple(choices.values())


def _behaviour_texts(ladder: Ladder) -> dict[str, str]:
    return {competency.behaviour_id(one): one.text for competency, one in behaviours_of(ladder)}


def _text_of(competency: Competency) -> str:
    cells = [one.text for cell in competency.at.values() if isinstance(cell, tuple) for one in cell]
    return "\n".join((competency.name, competency.summary or "", *cells))
