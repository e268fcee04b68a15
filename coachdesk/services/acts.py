"""Acts of sponsorship: what was said for someone, before whom, and what came of it; and advice, told apart from them.

Advice is said to a person (mentoring), the other acts are said for them where they are not (sponsorship). Both are
counted over a window and never made into a share or a score. The distinction is that of Herminia Ibarra, Nancy M.
Carter and Christine Silva, "Why Men Still Get More Promotions Than Women", Harvard Business Review, September 2010.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from sqlmodel import Session, col, select

from coachdesk.model.project import Project
from coachdesk.model.sponsorship import ActKind, SponsorshipAct
from coachdesk.services.shared.columns import columns, read
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork

WINDOW_MONTHS = 12
"""How far back acts are counted."""


@dataclass(frozen=True, slots=True)
class ActDraft:
    """A new act, or one worded anew. `audience` says before whom, `result` what came of it; both may be empty."""

    person_id: str
    kind: ActKind
    text: str
    acted_on: date
    audience: str = ""
    result: str = ""
    project_id: str | None = None


@dataclass(frozen=True, slots=True)
class ActRow:
    """An act as lists show it; `project` is the title of the project that it belongs to."""

    act_id: str
    person_id: str
    kind: ActKind
    text: str
    audience: str
    result: str
    acted_on: date
    project: str = ""
    project_id: str | None = None


@dataclass(frozen=True, slots=True)
class ActCounts:
    """How many acts there were in a window: advice, and everything else."""

    mentored: int = 0
    sponsored: int = 0


def add_act(unit: UnitOfWork, draft: ActDraft) -> str:
    """Keep an act and return its identity. Raises ValueError when it has no words."""
    row = SponsorshipAct(
        person_id=draft.person_id,
        project_id=draft.project_id,
        kind=draft.kind,
        text=_words(draft.text),
        audience=" ".join(draft.audience.split()),
        result=draft.result.strip(),
        acted_on=draft.acted_on,
        created_at=unit.now,
    )
    unit.add(row)
    return row.id


def set_act_text(unit: UnitOfWork, act_id: str, text: str) -> None:
    """Say an act in other words. Raises ValueError when they are empty, NotFound."""
    _get(unit.session, act_id).text = _words(text)


def set_act_result(unit: UnitOfWork, act_id: str, result: str) -> None:
    """Say what came of an act; empty takes it back. Raises NotFound."""
    _get(unit.session, act_id).result = result.strip()


def save_act(unit: UnitOfWork, act_id: str, draft: ActDraft) -> None:
    """Replace everything about an act but whose it is. Raises ValueError when it has no words, NotFound."""
    row = _get(unit.session, act_id)
    row.kind, row.text, row.acted_on = draft.kind, _words(draft.text), draft.acted_on
    row.audience, row.result = " ".join(draft.audience.split()), draft.result.strip()
    row.project_id = draft.project_id


def remove_act(unit: UnitOfWork, act_id: str) -> None:
    """Remove an act; undoable. Raises NotFound."""
    unit.remove([_get(unit.session, act_id)])


def list_acts(session: Session, person_id: str) -> tuple[ActRow, ...]:
    """Return the acts for a person, newest first."""
    statement = (
        select(SponsorshipAct, Project.title)
        .join(Project, col(Project.id) == col(SponsorshipAct.project_id), isouter=True)
        .where(SponsorshipAct.person_id == person_id)
        .order_by(col(SponsorshipAct.acted_on).desc(), col(SponsorshipAct.created_at).desc())
    )
    return tuple(_row(row, title or "") for row, title in session.exec(statement))


def count_acts(acts: Iterable[tuple[ActKind, date]], on: date, months: int = WINDOW_MONTHS) -> ActCounts:
    """Return how many acts fall into the `months` that end on a day; the same day of the month before them is out.

    >>> acts = [(ActKind.ADVISED, date(2026, 5, 12)), (ActKind.NAMED, date(2025, 5, 12))]
    >>> count_acts(acts, date(2026, 5, 12))
    ActCounts(mentored=1, sponsored=0)
    """
    after_on = on - relativedelta(months=months)
    kinds = [kind for kind, acted_on in acts if after_on < acted_on <= on]
    mentored = sum(kind is ActKind.ADVISED for kind in kinds)
    return ActCounts(mentored, len(kinds) - mentored)


def count_acts_by_person(session: Session, on: date, months: int = WINDOW_MONTHS) -> dict[str, ActCounts]:
    """Return the counts of everyone for whom there was an act in the window, by person, with one query."""
    after_on = on - relativedelta(months=months)
    acted_on = col(SponsorshipAct.acted_on)
    statement = columns(SponsorshipAct.person_id, SponsorshipAct.kind, SponsorshipAct.acted_on)
    found: dict[str, list[tuple[ActKind, date]]] = {}
    for row in read(session, statement.where(acted_on > after_on, acted_on <= on)):
        found.setdefault(row.person_id, []).append((row.kind, row.acted_on))
    return {person_id: count_acts(acts, on, months) for person_id, acts in found.items()}


def _row(act: SponsorshipAct, project: str) -> ActRow:
    said = act.text, act.audience, act.result
    return ActRow(act.id, act.person_id, act.kind, *said, act.acted_on, project, act.project_id)


def _words(text: str) -> str:
    if not text.strip():
        raise ValueError("Say in a few words what you did.")
    return text.strip()


def _get(session: Session, act_id: str) -> SponsorshipAct:
    row = session.get(SponsorshipAct, act_id)
    if row is None:
        raise NotFound("The act is no longer in the vault.")
    return row
