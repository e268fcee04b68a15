"""Tries an import without saving: the counts, the warnings with their places, and all that stays behind."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from coachdesk.rubric.importing.cells import Behaviour, CellState, is_money
from coachdesk.rubric.importing.finding import Demand
from coachdesk.rubric.importing.matrix import Matrix
from coachdesk.rubric.importing.neutral import Refusal
from coachdesk.rubric.importing.proposal import Proposal
from coachdesk.rubric.importing.words import fold, rank_words

_MAX_DUPLICATES = 50
_MAX_NAMES = 300
_NEAR = 0.85
_PERSON = re.compile(
    r"[\w.+-]{1,60}@[\w-]{1,60}\.\w{2,}"
    r"|\b(?i:ask|contact|owner|by|see|from|with)[: ]\s*[A-Z][a-z]{1,20} [A-Z][a-z]{1,20}\b"
)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The answer of a dry run. `refused` is a reason when there is nothing to import, else None.

    `near_names` are pairs that may mean the same; they are joined only when a person says so.
    """

    levels: int = 0
    competencies: int = 0
    areas: int = 0
    tracks: int = 0
    filled: int = 0
    empty: int = 0
    not_applicable: int = 0
    behaviours: int = 0
    columns_ignored: int = 0
    rows_ignored: int = 0
    warnings: tuple[Refusal, ...] = ()
    not_imported: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()
    near_names: tuple[tuple[str, str], ...] = ()
    refused: str | None = None

    @property
    def summary(self) -> str:
        """The counts in a sentence: 5 levels, 13 competencies, 53 filled, 12 empty, 142 behaviours; 1 row ignored."""
        if self.refused is not None:
            return f"Nothing to import. {self.refused}"
        parts = [
            _count(self.levels, "level"),
            _count(self.competencies, "competency", "competencies"),
            f"{self.filled} filled",
            f"{self.empty} empty",
            *([f"{self.not_applicable} not applicable"] if self.not_applicable else []),
            _count(self.behaviours, "behaviour"),
        ]
        ignored = [_count(self.columns_ignored, "column")] if self.columns_ignored else []
        ignored += [_count(self.rows_ignored, "row")] if self.rows_ignored else []
        return ", ".join(parts) + (f"; {' and '.join(ignored)} ignored" if ignored else "")


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def dry_run(proposal: Proposal) -> ImportReport:
    """Return what an import of the proposal would take in, warn of and leave behind; nothing is saved."""
    notes = tuple(note for source in proposal.sources.files for note in source.notes)
    matrix = proposal.matrix
    unread = proposal.sources.refused
    if matrix is None:
        return ImportReport(refused=proposal.refused, not_imported=(*unread, *proposal.left_out), notes=notes)
    other = tuple(
        Refusal(
            one.place,
            f"another matrix, “{one.title}”, of {len(one.levels)} levels and {len(one.competencies)} competencies.",
        )
        for one in proposal.others
    )
    states = [cell.value.state for cell in matrix.cells.values()]
    not_applicable = states.count(CellState.NOT_APPLICABLE)
    near = tuple(_near_names(matrix))
    return ImportReport(
        levels=matrix.step_count,
        competencies=len(matrix.competencies),
        areas=len(matrix.areas),
        tracks=max(len(matrix.tracks), 1),
        filled=matrix.filled,
        empty=len(matrix.columns) * len(matrix.competencies) - matrix.filled - not_applicable,
        not_applicable=not_applicable,
        behaviours=matrix.behaviour_count,
        columns_ignored=_ignored(matrix, "column"),
        rows_ignored=_ignored(matrix, "row"),
        warnings=(*matrix.warnings, *_warnings(matrix), *_near_warnings(matrix, near)),
        not_imported=(*unread, *proposal.left_out, *matrix.ignored, *other),
        notes=notes,
        near_names=near,
    )


def _ignored(matrix: Matrix, kind: str) -> int:
    return sum(part.kind == kind and part.role in ("ignore", "note", "pay", "person") for part in matrix.parts)


def _warnings(matrix: Matrix) -> Iterator[Refusal]:
    yield from _duplicates(matrix)
    yield from _weights(matrix)
    yield from _dropped_demands(matrix)
    for cell in matrix.cells.values():
        for behaviour in cell.value.behaviours:
            if is_money(behaviour.text):
                yield Refusal(cell.places[0], "an amount of money stands here. A ladder is no place for pay.")
            if _PERSON.search(behaviour.text):
                yield Refusal(
                    cell.places[0], "this seems to name a person. Take the name out before the ladder is shared."
                )


def _duplicates(matrix: Matrix) -> Iterator[Refusal]:
    seen: dict[str, tuple[str, Behaviour]] = {}
    found = 0
    for cell in matrix.cells.values():
        for behaviour in cell.value.behaviours:
            key = fold(behaviour.text)
            place = str(cell.places[0])
            if key in seen and seen[key][1] is not behaviour:
                found += 1
                if found <= _MAX_DUPLICATES:
                    yield Refusal(cell.places[0], f"a behaviour here is word for word also at {seen[key][0]}.")
            seen.setdefault(key, (place, behaviour))
    if found > _MAX_DUPLICATES:
        yield Refusal(matrix.place, f"{found - _MAX_DUPLICATES} more behaviours are there twice.")


def _weights(matrix: Matrix) -> Iterator[Refusal]:
    numbers = []
    for _, text, place in matrix.weights:
        try:
            numbers.append(float(text.strip().rstrip("%").replace(",", ".")))
        except ValueError:
            yield Refusal(place, "this weight is not a number and was left out.")
    total = sum(numbers)
    if numbers and min(abs(total - 100), abs(total - 1)) > 0.005:
        yield Refusal(
            matrix.weights[0][2], f"the weights add up to {total:g}, not to 100 or 1. They were kept as they are."
        )


def _dropped_demands(matrix: Matrix) -> Iterator[Refusal]:
    """Tell of each competency whose cells hold text beside numbers or stages: the draft keeps the text alone."""
    if matrix.stages:
        return
    written = {fold(matrix.competencies[theme].name) for theme, _ in matrix.cells}
    asked: dict[str, list[Demand]] = {}
    for one in matrix.demands:
        if fold(one.competency) in written:
            asked.setdefault(one.competency, []).append(one)
    for name, found in asked.items():
        what = f"what {_count(len(found), 'level')} ask of “{name}” in numbers or stages was left out"
        yield Refusal(found[0].place, f"{what}, because text stands there, too.")


def _near_names(matrix: Matrix) -> Iterator[tuple[str, str]]:
    for names in ([one.name for one in matrix.competencies], [one.name for one in matrix.levels]):
        folded = [(name, fold(name)) for name in names[:_MAX_NAMES]]
        for at, (name, key) in enumerate(folded):
            for other, other_key in folded[at + 1 :]:
                if key != other_key and _is_near(key, other_key):
                    yield name, other


def _is_near(one: str, other: str) -> bool:
    if rank_words(one) != rank_words(other) or re.findall(r"\d+|\b[ivx]+\b", one) != re.findall(
        r"\d+|\b[ivx]+\b", other
    ):
        return False
    if abs(len(one) - len(other)) > 0.3 * max(len(one), len(other)):
        return False
    match = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return match.real_quick_ratio() >= _NEAR and match.quick_ratio() >= _NEAR and match.ratio() >= _NEAR


def _near_warnings(matrix: Matrix, near: tuple[tuple[str, str], ...]) -> Iterator[Refusal]:
    for one, other in near:
        yield Refusal(matrix.place, f"“{one}” and “{other}” may be the same. They were kept apart.")
