"""Ladders, placements, reviews, evidence and goals of the sample as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from random import Random
from typing import Any

from coachdesk.assets import ladder_folder
from coachdesk.model.base import Noun
from coachdesk.model.evidence import Evidence, EvidenceTarget
from coachdesk.model.ladder import LadderChange, LadderVersion, Placement
from coachdesk.model.plan import SkillGoal
from coachdesk.model.review import Confidence, GateAnswer, Mark, Rater, Review, ReviewState
from coachdesk.rubric.expectations import steps
from coachdesk.rubric.format import Ladder
from coachdesk.rubric.library import find_ladder
from coachdesk.rubric.load import content_hash, dump_ladder, dump_yaml, load_ladder
from coachdesk.rubric.mapping import dump_mapping, load_mapping
from coachdesk.rubric.queries import cell
from coachdesk.sample.careers import (
    CAREERS,
    COMMENTS,
    COMPETENCIES,
    COURSES,
    EVIDENCE,
    GOALS,
    NEW_PIN,
    NOT_YET_MARKED,
    OLD_PIN,
    OLD_VERSION,
    REVIEW_DAYS,
    TALKED_ABOUT,
    VERSION_CHANGED,
)
from coachdesk.sample.review_words import AMARA_TALK
from coachdesk.sample.story import AMARA, ARJUN
from coachdesk.services.reviews import marks_hash, rubric_text

_OLD_NAMES = {"collaboration": "teamwork"}
_MISSING_BEFORE = "security-data"


@dataclass(frozen=True, slots=True)
class _Time:
    today: date
    zone: tzinfo

    def on(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def at(self, days: int) -> datetime:
        return datetime.combine(self.on(days), time(16, 0), self.zone)


def build_growth(person_ids: Mapping[str, str], today: date, zone: tzinfo, seed: int) -> Iterator[Noun]:
    """Return the rows, what others refer to first, for those of the careers who are in the sample."""
    random = Random(f"{seed}/growth")  # noqa: S311 - made-up reviews, no secret
    ids = _ids(random)
    when = _Time(today, zone)
    new = find_ladder(ladder_folder(), NEW_PIN)
    assert new is not None, "the built-in ladder has another version"
    ladders = {OLD_PIN: _older(new), NEW_PIN: new}
    yield from _ladders(ladders, when, ids)
    for name, career in CAREERS.items():
        if name in person_ids:
            yield from _placements(person_ids[name], career, when, ids)
    for name in COURSES:
        if name in person_ids:
            yield from _agreed(name, person_ids[name], ladders, when, ids)
    for name in (AMARA, ARJUN):
        if name in person_ids:
            yield from _open(name, person_ids[name], new, when, ids)
    yield from _evidence(person_ids, new, when, ids)
    yield from _goals(person_ids, when, ids)


def _ids(random: Random) -> Callable[[], str]:
    def next_id() -> str:
        return f"{random.getrandbits(128):032x}"

    return next_id


def _older(new: Ladder) -> Ladder:
    """Return an earlier version: one competency had another name, another was not there yet."""

    def before(value: Any) -> Any:
        if isinstance(value, dict):
            return {_OLD_NAMES.get(key, key): before(one) for key, one in value.items() if key != _MISSING_BEFORE}
        if isinstance(value, list):
            kept = [one for one in value if not (isinstance(one, dict) and one.get("id") == _MISSING_BEFORE)]
            return [before(one) for one in kept if one != _MISSING_BEFORE]
        return _OLD_NAMES.get(value, value) if isinstance(value, str) else value

    fields = new.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    text = dump_ladder(type(new).model_validate(before(fields) | {"format": new.format, "version": OLD_VERSION}))
    return load_ladder(text, "sample")


def _ladders(ladders: Mapping[str, Ladder], when: _Time, ids: Callable[[], str]) -> Iterator[Noun]:
    for pin, days in ((OLD_PIN, REVIEW_DAYS[0] + 60), (NEW_PIN, VERSION_CHANGED + 30)):
        ladder = ladders[pin]
        yield LadderVersion(
            id=ids(),
            pin=pin,
            title=ladder.name,
            yaml=dump_ladder(ladder),
            content_hash=content_hash(ladder),
            used_at=when.at(days),
            created_at=when.at(days),
        )
    yield LadderChange(
        id=ids(),
        from_pin=OLD_PIN,
        to_pin=NEW_PIN,
        yaml=_mapping_yaml(ladders[OLD_PIN], when.on(VERSION_CHANGED)),
        confirmed_at=when.at(VERSION_CHANGED),
        created_at=when.at(VERSION_CHANGED),
    )


def _mapping_yaml(old: Ladder, reviewed_on: date) -> str:
    entries = []
    for one in old.rated:
        kind = {"teamwork": "renamed", "running-systems": "split"}.get(one.id, "same")
        entry: dict[str, Any] = {"from": [one.id], "to": [one.id], "kind": kind, "carry": "exact"}
        if one.id == "teamwork":
            entry["to"] = ["collaboration"]
        if one.id == "running-systems":
            entry |= {"to": ["running-systems", _MISSING_BEFORE], "carry": "indicative"}
        entries.append(entry)
    text = dump_yaml({
        "format": "coachdesk-ladder-migration/1",
        "from": OLD_PIN,
        "to": NEW_PIN,
        "levels": {level.id: [level.id] for level in old.levels},
        "competencies": entries,
        "reviewed": {"by": "Priya Raman", "on": reviewed_on.isoformat()},
    })  # fmt: skip
    return dump_mapping(load_mapping(text, "sample"))


def _placements(
    person_id: str, career: tuple[tuple[int, str, str], ...], when: _Time, ids: Callable[[], str]
) -> Iterator[Noun]:
    days = sorted({*(days for days, *_ in career), *([VERSION_CHANGED] if career[0][0] > VERSION_CHANGED else [])})
    for day in reversed(days):
        _, level, target = next(step for step in reversed(career) if step[0] >= day)
        pin = NEW_PIN if day <= VERSION_CHANGED else OLD_PIN
        yield Placement(
            id=ids(),
            person_id=person_id,
            ladder_pin=pin,
            level_id=level,
            target_level_id=target,
            placed_on=when.on(day),
        )


def _agreed(
    name: str, person_id: str, ladders: Mapping[str, Ladder], when: _Time, ids: Callable[[], str]
) -> Iterator[Noun]:
    for number, days in enumerate(REVIEW_DAYS):
        pin = NEW_PIN if days <= VERSION_CHANGED else OLD_PIN
        ladder = ladders[pin]
        _, level, target = next(step for step in reversed(CAREERS[name]) if step[0] >= days)
        review = _review(ids(), person_id, pin, level, target, when, days)
        given = {one: COURSES[name][one].split()[number] for one in COMPETENCIES if one in COURSES[name]}
        marks = []
        for competency, place in given.items():
            here = _OLD_NAMES.get(competency, competency) if pin == OLD_PIN else competency
            if place == "-" or here not in {one.id for one in ladder.rated}:
                continue
            step = steps(ladder, here)[int(place)].id
            for rater in Rater:
                marks.append(_mark(ids(), review, here, rater, step, when.at(days)))
                if rater is Rater.AGREED:
                    marks[-1].rubric_text = rubric_text(ladder, here, step)
        review.content_hash = marks_hash(review, [mark for mark in marks if mark.rater is Rater.AGREED])
        review.state, review.agreed_at = ReviewState.AGREED, when.at(days)
        yield review
        yield from marks
        if number >= len(REVIEW_DAYS) - 2:
            yield GateAnswer(id=ids(), review_id=review.id, gate_id="evidence", is_met=name == AMARA)


def _open(name: str, person_id: str, ladder: Ladder, when: _Time, ids: Callable[[], str]) -> Iterator[Noun]:
    is_compared = name == AMARA
    review = _review(ids(), person_id, NEW_PIN, "l5", "l6", when, 0)
    review.created_at = review.self_handed_in_at = when.at(6)
    if is_compared:
        review.state, review.yours_handed_in_at = ReviewState.COMPARING, when.at(5)
        review.notes = AMARA_TALK
    else:
        review.yours_handed_in_at = None
    yield review
    for competency in COMPETENCIES:
        theirs, yours = TALKED_ABOUT[competency] if is_compared else (9, 9)
        for rater, place in ((Rater.SELF, theirs), (Rater.MANAGER, yours)):
            if rater is Rater.MANAGER and not is_compared and competency in NOT_YET_MARKED:
                continue
            step = steps(ladder, competency)[place].id
            mark = _mark(ids(), review, competency, rater, step, when.at(6))
            if is_compared:
                mark.comment = COMMENTS.get((competency, rater is Rater.SELF), "")
            yield mark
        if is_compared and theirs == yours:
            yield _mark(ids(), review, competency, Rater.AGREED, steps(ladder, competency)[yours].id, when.at(5))


def _review(review_id: str, person_id: str, pin: str, level: str, target: str, when: _Time, days: int) -> Review:
    return Review(
        id=review_id,
        person_id=person_id,
        ladder_pin=pin,
        level_id=level,
        target_level_id=target,
        period_from_on=when.on(days + 180),
        period_to_on=when.on(days),
        self_handed_in_at=when.at(days + 6),
        yours_handed_in_at=when.at(days + 4),
        created_at=when.at(days + 14),
    )


def _mark(mark_id: str, review: Review, competency: str, rater: Rater, step: str, at: datetime) -> Mark:
    return Mark(
        id=mark_id,
        review_id=review.id,
        competency_id=competency,
        rater=rater,
        step_id=step,
        confidence=Confidence.MEDIUM,
        updated_at=at,
    )


def _evidence(person_ids: Mapping[str, str], ladder: Ladder, when: _Time, ids: Callable[[], str]) -> Iterator[Noun]:
    turns: dict[tuple[str, str], int] = {}
    for name, competency, level, words, source, said_by, days, counters, visibility in EVIDENCE:
        if name not in person_ids:
            continue
        turn = turns[name, competency] = turns.get((name, competency), -1) + 1
        expected = [one for one in cell(ladder, competency, level).own if one.behaviour.kind == "expect"]
        row = Evidence(
            id=ids(),
            person_id=person_ids[name],
            text=words,
            source=source,
            said_by=said_by,
            counters=counters,
            visibility=visibility,
            occurred_on=when.on(days),
            created_at=when.at(days),
        )
        yield row
        yield EvidenceTarget(
            id=ids(),
            evidence_id=row.id,
            ladder_pin=NEW_PIN,
            competency_id=competency,
            level_id=level,
            behaviour_id=expected[turn % len(expected)].id if expected else "",
        )


def _goals(person_ids: Mapping[str, str], when: _Time, ids: Callable[[], str]) -> Iterator[Noun]:
    for name, competency, step, words, days, due in GOALS:
        if name in person_ids:
            yield SkillGoal(
                id=ids(),
                person_id=person_ids[name],
                text=words,
                ladder_pin=NEW_PIN,
                competency_id=competency,
                target_step_id=step,
                due_on=None if due is None else when.on(due),
                created_at=when.at(days),
            )
