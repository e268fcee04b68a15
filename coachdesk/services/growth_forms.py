"""What the forms of the growth page offer: ladders with their levels to place someone on, and lines of a rubric."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from coachdesk.assets import ladder_folder
from coachdesk.rubric.cells import BehaviourKind
from coachdesk.rubric.format import Competency, Ladder
from coachdesk.rubric.library import find_ladder
from coachdesk.rubric.queries import cell, next_levels, steps_of
from coachdesk.services.evidence import USUAL_LADDER
from coachdesk.services.ladders import find_placement, get_ladder, list_ladder_choices

_COUNTED = (BehaviourKind.EXPECT, BehaviourKind.SIGNAL)


@dataclass(frozen=True, slots=True)
class LevelChoice:
    """A level of a ladder; `next_ids` are those that it leads to."""

    level_id: str
    title: str
    next_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LadderChoice:
    """A ladder that someone can be placed on."""

    pin: str
    title: str
    levels: tuple[LevelChoice, ...]


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place of a competency, a level or a stage, with its behaviours (id → text)."""

    place_id: str
    title: str
    behaviours: dict[str, str]


@dataclass(frozen=True, slots=True)
class RubricLine:
    """A competency that evidence can be linked to, with its places from the lowest."""

    competency_id: str
    name: str
    places: tuple[PlaceChoice, ...]


@dataclass(frozen=True, slots=True)
class EvidenceForm:
    """The rubric of one ladder version; `target_id` is the level that someone is looked at by, empty for none."""

    ladder_pin: str
    target_id: str
    lines: tuple[RubricLine, ...]


def list_ladders_to_place_on(session: Session) -> tuple[LadderChoice, ...]:
    """Return every ladder with its levels in order, by title."""
    choices = []
    for row in list_ladder_choices(session):
        ladder = get_ladder(session, row.pin)
        levels = (LevelChoice(one.id, one.title, next_levels(ladder, one.id)) for one in ladder.levels)
        choices.append(LadderChoice(row.pin, row.title, tuple(levels)))
    return tuple(choices)


def get_evidence_form(session: Session, person_id: str, on: date) -> EvidenceForm:
    """Return the rubric that evidence about a person is linked to on a day: their ladder's, else the usual one's."""
    placement = find_placement(session, person_id, on)
    if placement is None:
        ladder = find_ladder(ladder_folder(), USUAL_LADDER)
        return EvidenceForm("", "", ()) if ladder is None else _form(ladder, "")
    target = placement.target_level_id or placement.level_id
    return _form(get_ladder(session, placement.ladder_pin), target)


def _form(ladder: Ladder, target_id: str) -> EvidenceForm:
    return EvidenceForm(ladder.pin, target_id, tuple(_line(ladder, one) for one in ladder.rated))


def _line(ladder: Ladder, competency: Competency) -> RubricLine:
    titles = {level.id: level.title for level in ladder.levels}
    titles |= {stage.id: stage.name for scale in ladder.scales.values() for stage in scale}
    places = []
    for place in steps_of(ladder, competency):
        own = cell(ladder, competency.id, place).own
        behaviours = {one.id: one.behaviour.text for one in own if one.behaviour.kind in _COUNTED}
        places.append(PlaceChoice(place, titles.get(place, place), behaviours))
    return RubricLine(competency.id, competency.name, tuple(places))
