"""The rubric of a review as a table: places from left to right, and a line of words and steps for each competency."""

from __future__ import annotations

from dataclasses import dataclass

from coachdesk.rubric.expectations import Expectation, Step, expectation, steps
from coachdesk.rubric.format import Ladder
from coachdesk.rubric.overlays import apply_overlay
from coachdesk.rubric.queries import CellState, cell, get_level
from coachdesk.services.reviews import ReviewRow


@dataclass(frozen=True, slots=True)
class Place:
    """A level, or a stage of a scale, as a column. `code` is short (L6), `title` in words and may be empty."""

    key: str
    code: str
    title: str
    is_now: bool = False
    is_target: bool = False
    is_near: bool = True


@dataclass(frozen=True, slots=True)
class Sign:
    """A behaviour that a place asks for."""

    behaviour_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A competency. `words` are the behaviours by place, `reasons` say why a place has none.

    `expected` are the places that the target level asks for; `signs` the behaviours at the highest of them.
    """

    competency_id: str
    name: str
    area: str
    summary: str
    steps: tuple[Step, ...]
    places: tuple[str, ...]
    words: dict[str, tuple[str, ...]]
    reasons: dict[str, str]
    expected: frozenset[str]
    signs_at: str
    signs: tuple[Sign, ...]
    prefix: str = ""

    def index_of(self, step_id: str) -> int | None:
        """Return the place of a step on this line's scale, from 0; None for none or one that it lacks."""
        return next((at for at, step in enumerate(self.steps) if step.id == step_id), None)

    def place_of(self, step_id: str) -> str:
        """Return the key of the place that a step lies in."""
        return self.prefix + step_id.split(":")[0]

    def steps_at(self, key: str) -> tuple[Step, ...]:
        """Return the steps that lie in a place."""
        return tuple(step for step in self.steps if self.place_of(step.id) == key)

    def step_words(self, step_id: str) -> str:
        """Return `L6 emerging`, or the name of a stage."""
        place, _, how = step_id.partition(":")
        if how:
            return f"{place.upper()} {how}"
        return next((step.label for step in self.steps if step.id == step_id), "")


def build_lines(ladder: Ladder, review: ReviewRow) -> tuple[Line, ...]:
    """Return the competencies of a review in the ladder's order, with the words of its own version."""
    ladder = apply_overlay(ladder, review.shape_id) if review.shape_id else ladder
    track = _track(ladder, review)
    areas = {area.id: area.name for area in ladder.areas}
    return tuple(_line(ladder, review, one.id, one.name, areas.get(one.area or "", ""), track) for one in ladder.rated)


def build_places(ladder: Ladder, review: ReviewRow, lines: tuple[Line, ...]) -> tuple[Place, ...]:
    """Return the columns: the levels that a direct line uses, from one below now to one above the target as near ones,
    then the stages of each scale, all of them near.
    """
    used = {key for line in lines for key in line.places}
    levels = [key for key in _level_keys(lines) if key in used]
    titles = {level.id: level.title for level in ladder.levels}
    target = review.target_level_id or review.level_id
    ends = [levels.index(one) for one in (review.level_id, target) if one in levels]
    low, high = (min(ends) - 1, max(ends) + 1) if ends else (0, len(levels))
    places = [
        Place(key, key.upper(), titles[key], key == review.level_id, key == review.target_level_id, low <= at <= high)
        for at, key in enumerate(levels)
    ]
    for name, scale in ladder.scales.items():
        keys = [(f"{name}/{stage.id}", stage.name) for stage in scale]
        places += [Place(key, words, "") for key, words in keys if key in used]
    return tuple(places)


def _track(ladder: Ladder, review: ReviewRow) -> str:
    here = get_level(ladder, review.level_id).track or ""
    target = get_level(ladder, review.target_level_id).track or "" if review.target_level_id else here
    return here if here == target else ""


def _level_keys(lines: tuple[Line, ...]) -> tuple[str, ...]:
    return next((line.places for line in lines if not line.prefix), ())


def _line(ladder: Ladder, review: ReviewRow, name: str, title: str, area: str, track: str) -> Line:
    rated = next(one for one in ladder.rated if one.id == name)
    prefix = f"{rated.scale}/" if rated.scale else ""
    scale = steps(ladder, name, track)
    plain = tuple(dict.fromkeys(step.id.split(":")[0] for step in scale))
    cells = {one: cell(ladder, name, one) for one in plain}
    level = review.target_level_id or review.level_id
    asked = expectation(ladder, name, level, track, "")
    order = [step.id for step in scale]
    expected: tuple[str, ...] = ()
    if isinstance(asked, Expectation) and {asked.lo.id, asked.hi.id} <= set(order):
        span = order[order.index(asked.lo.id) : order.index(asked.hi.id) + 1]
        expected = tuple(dict.fromkeys(step.split(":")[0] for step in span))
    signs_at = expected[-1] if expected else level if level in plain else ""
    signs = [one for one in cells[signs_at].own if one.behaviour.kind == "expect"] if signs_at else []
    same = {CellState.NOTHING_NEW: "as before", CellState.NOT_APPLICABLE: "n/a"}
    return Line(
        name,
        title,
        area,
        rated.summary or "",
        scale,
        tuple(prefix + one for one in plain),
        {
            prefix + one: tuple(b.behaviour.text for b in found.own if b.behaviour.kind == "expect")
            for one, found in cells.items()
        },
        {prefix + one: found.reason or same.get(found.state, "") for one, found in cells.items()},
        frozenset(prefix + one for one in expected),
        prefix + signs_at if signs_at else "",
        tuple(Sign(one.id, one.behaviour.text) for one in signs),
        prefix,
    )
