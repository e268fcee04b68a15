"""Quick capture: one line becomes a win, feedback, a follow-up, a topic, a note, an act; what is unfinished is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from coachdesk.model.agenda import AgendaSource
from coachdesk.model.note import Note, NoteKind
from coachdesk.model.observation import ObservationKind
from coachdesk.model.person import Person, split_tags
from coachdesk.model.promise import Promise, PromiseOwner
from coachdesk.model.sponsorship import ActKind, GlueOrigin
from coachdesk.model.visibility import Visibility
from coachdesk.services.acts import ActDraft, add_act
from coachdesk.services.agenda import AgendaDraft, add_item
from coachdesk.services.blocks import Block
from coachdesk.services.capture_words import CaptureKind, Name
from coachdesk.services.glue import GlueDraft, add_glue
from coachdesk.services.notes import NoteDraft, get_note, new_note_id, remove_note, save_note
from coachdesk.services.observations import ObservationDraft, add_observation
from coachdesk.services.people import ensure_owner, list_people
from coachdesk.services.promises import PromiseDraft, add_promise
from coachdesk.store.unit_of_work import UnitOfWork

_SHARED = frozenset({CaptureKind.PROMISE, CaptureKind.TOPIC})
_ACTS = {
    CaptureKind.ADVISED: ActKind.ADVISED,
    CaptureKind.NAMED: ActKind.NAMED,
    CaptureKind.INTRODUCED: ActKind.INTRODUCED,
    CaptureKind.CREDITED: ActKind.CREDITED,
    CaptureKind.VISIBLE: ActKind.MADE_VISIBLE,
}
ALWAYS_PRIVATE = frozenset({*_ACTS, CaptureKind.GLUE})
"""What only the manager ever sees; no sign shares it."""


@dataclass(frozen=True, slots=True)
class CaptureDraft:
    """What is to be kept about each of `person_ids`. `today` is the day in the manager's zone."""

    person_ids: tuple[str, ...]
    kind: CaptureKind
    text: str
    visibility: Visibility
    today: date
    due_on: date | None = None
    is_theirs: bool = False
    said_by: str = ""
    audience: str = ""
    origin: GlueOrigin | None = None


@dataclass(frozen=True, slots=True)
class CaptureChoices:
    """What the box completes: people, tags in use, and the words that were typed last but not kept."""

    names: tuple[Name, ...]
    tags: tuple[str, ...]
    unfinished: str


def default_visibility(kind: CaptureKind) -> Visibility:
    """Return who may see a capture when nothing is said: what is promised or planned is shared, the rest is not."""
    return Visibility.SHARED if kind in _SHARED else Visibility.ONLY_YOU


def save_capture(unit: UnitOfWork, draft: CaptureDraft) -> None:
    """Keep a capture for each person and forget what was unfinished. Raises ValueError without words or people."""
    if not draft.text.strip() or not draft.person_ids:
        raise ValueError("a capture needs words and someone whom it is about")
    for person_id in draft.person_ids:
        _save(unit, draft, person_id)
    save_unfinished(unit, "")


def save_unfinished(unit: UnitOfWork, text: str) -> None:
    """Keep what is typed in the box until it is finished, as the one private note about the owner; empty removes it."""
    owner_id = ensure_owner(unit, "")
    note_id = _find_unfinished(unit.session, owner_id)
    if text.strip():
        blocks = (Block(Visibility.ONLY_YOU, text),)
        save_note(unit, NoteDraft(note_id or new_note_id(), owner_id, None, blocks))
    elif note_id is not None:
        remove_note(unit, note_id)


def get_choices(session: Session) -> CaptureChoices:
    """Return what the box completes."""
    people = list_people(session)
    tags: dict[str, None] = {}
    for line in session.exec(select(Person.tags).where(Person.tags != "")):
        tags.update(dict.fromkeys("-".join(tag.split()) for tag in split_tags(line)))
    owner = session.exec(select(Person.id).where(Person.is_owner)).first()
    note_id = _find_unfinished(session, owner) if owner else None
    blocks = get_note(session, note_id).blocks if note_id else ()
    return CaptureChoices(
        tuple(Name(row.person_id, row.name) for row in people),
        tuple(sorted(tags, key=str.casefold)),
        "\n".join(block.text for block in blocks),
    )


def _find_unfinished(session: Session, owner_id: str) -> str | None:
    statement = select(Note.id).where(
        Note.person_id == owner_id, col(Note.meeting_id).is_(None), Note.kind == NoteKind.NOTES
    )
    return session.exec(statement).first()


def _save(unit: UnitOfWork, draft: CaptureDraft, person_id: str) -> None:
    if draft.kind in (CaptureKind.WIN, CaptureKind.FEEDBACK):
        kind = ObservationKind(draft.kind.value)
        observation = ObservationDraft(person_id, kind, draft.text, draft.today, draft.said_by, draft.visibility)
        add_observation(unit, observation)
    elif draft.kind is CaptureKind.PROMISE:
        owner = PromiseOwner.THEM if draft.is_theirs else PromiseOwner.ME
        promise_id = add_promise(unit, PromiseDraft(person_id, draft.text, owner, draft.due_on))
        unit.session.flush()
        unit.session.get_one(Promise, promise_id).visibility = draft.visibility
    elif draft.kind is CaptureKind.TOPIC:
        source = AgendaSource.THEIRS if draft.is_theirs else AgendaSource.MINE
        add_item(unit, AgendaDraft(person_id, draft.text, source, draft.visibility))
    elif draft.kind in _ACTS:
        add_act(unit, ActDraft(person_id, _ACTS[draft.kind], draft.text, draft.today, draft.audience))
    elif draft.kind is CaptureKind.GLUE:
        add_glue(unit, GlueDraft(person_id, draft.text, draft.today, draft.origin or GlueOrigin.ASKED))
    else:
        blocks = (Block(draft.visibility, draft.text),)
        save_note(unit, NoteDraft(new_note_id(), person_id, None, blocks))
