"""Marks as another version of their ladder shows them: projected on view through confirmed mappings, never stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from coachdesk.growth.gap import Absent, Expectation
from coachdesk.growth.gap import Mark as Rating
from coachdesk.rubric.cells import BehaviourKind
from coachdesk.rubric.expectations import Step
from coachdesk.rubric.format import Ladder
from coachdesk.rubric.mapping import Carry, Mark, VersionMapping, project
from coachdesk.rubric.queries import cell

Mappings = Mapping[tuple[str, str], VersionMapping]
"""Confirmed mappings by the pins that they lead from and to."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One competency as a ladder version has it: its ordered steps and what the target level expects.

    `expected` is None where the ladder does not say; `is_asked` is False where the level asks for nothing.
    `behaviours` are those expected at the target (id → text).
    """

    competency_id: str
    name: str
    area: str
    scale: str
    steps: tuple[Step, ...]
    expected: Expectation | None
    is_asked: bool
    behaviours: dict[str, str]

    def index_of(self, step_id: str) -> int | None:
        """Return the place of a step from 0, or None when the scale lacks it."""
        return next((step.index for step in self.steps if step.id == step_id), None)


@dataclass(frozen=True, slots=True)
class HeldMark:
    """A mark as it was given, in the words of its own ladder version. Not agreed ones are the owner's alone."""

    review_id: str
    given_on: date
    pin: str
    competency_id: str
    step_id: str
    absent: Absent | None
    is_agreed: bool
    rubric_text: str


@dataclass(frozen=True, slots=True)
class SeenMark:
    """A mark as the ladder of the day shows it. Only agreed marks with *exact* carry enter any arithmetic."""

    given_on: date
    rating: Rating
    step_label: str
    carry: Carry
    is_agreed: bool
    pin: str
    review_id: str

    @property
    def counts(self) -> bool:
        """Whether the mark may be computed with."""
        return self.is_agreed and self.carry is Carry.EXACT


def expected_behaviours(ladder: Ladder, competency_id: str, at: str) -> dict[str, str]:
    """Return what a cell expects, in words by id: its own behaviours, without signals, extras and warnings."""
    found = cell(ladder, competency_id, at).own
    return {one.id: one.behaviour.text for one in found if one.behaviour.kind is BehaviourKind.EXPECT}


def see_mark(pin: str, axis: Axis, held: HeldMark, mappings: Mappings) -> list[SeenMark]:
    """Return a mark as the ladder `pin` shows this competency: as it is, through confirmed mappings, or not at all."""
    found, carry = {(held.competency_id, held.step_id)}, Carry.EXACT
    if held.pin != pin:
        path = _path(mappings, held.pin, pin)
        if path is None:
            return []
        for mapping_pins in path:
            mapping = mappings[mapping_pins]
            projected = [project(Mark(name, step, axis.scale), mapping) for name, step in found]
            carry = max([carry, *(one.carry for one in projected)], key=list(Carry).index)
            found = {(name, step) for one in projected for name in one.competencies for step in one.steps or ("",)}
    steps = [step for name, step in found if name == axis.competency_id]
    if not steps:
        return []
    if held.absent is not None:
        return [SeenMark(held.given_on, held.absent, "", carry, held.is_agreed, held.pin, held.review_id)]
    marks = []
    for step in sorted(steps):
        index = axis.index_of(step)
        if index is not None:
            label = axis.steps[index].label
            marks.append(SeenMark(held.given_on, index, label, carry, held.is_agreed, held.pin, held.review_id))
    return marks


def _path(mappings: Mappings, source: str, target: str) -> list[tuple[str, str]] | None:
    """Return the confirmed mappings that lead from one version to another, by the shortest way, or None."""
    ways: dict[str, list[tuple[str, str]]] = {source: []}
    queue = [source]
    while queue:
        here = queue.pop(0)
        if here == target:
            return ways[here]
        for pins in mappings:
            if pins[0] == here and pins[1] not in ways:
                ways[pins[1]] = [*ways[here], pins]
                queue.append(pins[1])
    return None
