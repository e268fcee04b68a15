"""What people say of themselves: their own words, and the groups they want to be counted in, sealed apart.

Nothing here goes into undo. A step of undo would keep the words after the person took them back, and would bring them
back with Ctrl+Z; so a view starts these writes without a label, and asks before consent is removed instead.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from coachdesk.model.base import new_id
from coachdesk.model.group import SelfDescription
from coachdesk.model.person import Person
from coachdesk.store.failures import NotFound
from coachdesk.store.folding import fold
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.vault.errors import DamagedVault
from coachdesk.vault.groups_key import GroupsKey

LONGEST_GROUP = 60


class BadDescription(ValueError):
    """A description can't be kept like this; the text says what to do."""


class UnreadableWords(ValueError):
    """Something that was sealed apart can't be opened."""

    def __init__(self) -> None:
        super().__init__(
            "Something that is sealed apart is damaged, or was sealed under another key. It was left exactly as it is, "
            "and the rest of the vault is open as usual. A backup may still have it."
        )


@dataclass(frozen=True, slots=True, repr=False)
class DescriptionDraft:
    """What a person asked to be kept: their words, and the names of groups that they want to be counted in."""

    person_id: str
    words: str
    groups: tuple[str, ...]
    consented_on: date


@dataclass(frozen=True, slots=True, repr=False)
class Description:
    """What is kept of a person, opened."""

    words: str
    groups: tuple[str, ...]
    consented_on: date


@dataclass(frozen=True, slots=True, repr=False)
class DescriptionPage:
    """What the form about a person needs: what is kept, and the names of groups to offer."""

    person_id: str
    found: Description | None
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class SealedDescription:
    """A draft made ready for the vault: sealed for one row, so that it may wait its turn when the key is forgotten."""

    description_id: str
    person_id: str
    consented_on: date
    sealed: str


def group_key(name: str) -> str:
    """Return what tells groups apart: spelling with capitals or accents makes no other group.

    >>> group_key("  Works  Remotely ")
    'works remotely'
    """
    return " ".join(fold(name).split())


def split_groups(text: str) -> tuple[str, ...]:
    """Return the names in a list with commas, each once.

    >>> split_groups("Carers, works  remotely,, carers")
    ('Carers', 'works remotely')
    """
    return _once(text.split(","))


def seal_description(
    key: GroupsKey, draft: DescriptionDraft, today: date, known: Iterable[str] = ()
) -> SealedDescription:
    """Check and seal a draft; quick enough for the UI thread. A group in `known` keeps the spelling it has there.

    Raises BadDescription.
    """
    words, groups = draft.words.strip(), _once(draft.groups)
    if not words and not groups:
        raise BadDescription("There are no words to keep. Write what the person said, or remove their consent.")
    if draft.consented_on > today:
        raise BadDescription("The day of consent lies ahead. Choose the day on which they agreed.")
    if any(len(name) > LONGEST_GROUP for name in groups):
        raise BadDescription(f"The name of a group has {LONGEST_GROUP} letters at most. Put a comma between groups.")
    spelt = {group_key(name): name for name in known}
    content = {"words": words, "groups": [spelt.get(group_key(name), name) for name in groups]}
    description_id = new_id()
    sealed = seal_json(key, content, description_id)
    return SealedDescription(description_id, draft.person_id, draft.consented_on, sealed)


def save_sealed(unit: UnitOfWork, sealed: SealedDescription) -> None:
    """Keep a description in place of any before; start it without a label. Raises NotFound."""
    if unit.session.get(Person, sealed.person_id) is None:
        raise NotFound
    unit.remove(_list_rows(unit.session, sealed.person_id))
    unit.add(
        SelfDescription(
            id=sealed.description_id,
            person_id=sealed.person_id,
            consented_on=sealed.consented_on,
            sealed=sealed.sealed,
            created_at=unit.now,
        )
    )


def save_description(unit: UnitOfWork, key: GroupsKey, draft: DescriptionDraft) -> None:
    """Seal and keep a description at once. Raises BadDescription, NotFound."""
    known = list_group_names(unit.session, key)
    save_sealed(unit, seal_description(key, draft, unit.now.date(), known))


def find_description(session: Session, key: GroupsKey, person_id: str) -> Description | None:
    """Return what is kept of a person, or None. Raises UnreadableWords."""
    rows = _list_rows(session, person_id)
    return _opened(key, rows[0]) if rows else None


def get_description_page(session: Session, key: GroupsKey, person_id: str) -> DescriptionPage:
    """Return what the form shows. Raises UnreadableWords."""
    return DescriptionPage(person_id, find_description(session, key, person_id), list_group_names(session, key))


def list_group_names(session: Session, key: GroupsKey) -> tuple[str, ...]:
    """Return the names of all groups that somebody wants to be counted in, each in one spelling, by name."""
    spelt: dict[str, str] = {}
    for groups in list_groups_by_person(session, key).values():
        for name in groups:
            spelt.setdefault(group_key(name), name)
    return tuple(spelt[one] for one in sorted(spelt))


def list_groups_by_person(session: Session, key: GroupsKey) -> Mapping[str, tuple[str, ...]]:
    """Return the groups that each person who described themselves wants to be counted in, by the person's id."""
    rows = session.exec(select(SelfDescription).order_by(col(SelfDescription.created_at)))
    return {row.person_id: _opened(key, row).groups for row in rows}


def list_described(session: Session) -> frozenset[str]:
    """Return whose consent stands; no key is needed, and no word is read."""
    return frozenset(session.exec(select(SelfDescription.person_id)))


def remove_description(unit: UnitOfWork, key: GroupsKey | None, person_id: str) -> None:
    """Take consent back: the words go for good, and the person leaves the snapshots behind the figures.

    What was aggregated before stays, without them. Start it without a label, after asking. Without the key, as when
    that is lost, the words still go, and the snapshots are healed when the key is next open.
    """
    from coachdesk.services.group_figures import forget_departed

    unit.remove(_list_rows(unit.session, person_id))
    unit.session.flush()
    if key is not None:
        forget_departed(unit, key)


def seal_json(key: GroupsKey, content: object, record_id: str) -> str:
    """Return values of JSON sealed for one row, in base64."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(key.seal(text, record_id)).decode("ascii")


def open_json(key: GroupsKey, sealed: str, record_id: str) -> dict[str, Any]:
    """Return what `seal_json` sealed. Raises UnreadableWords."""
    try:
        content = json.loads(key.open(base64.b64decode(sealed, validate=True), record_id))
    except (DamagedVault, binascii.Error, json.JSONDecodeError):
        raise UnreadableWords from None
    if not isinstance(content, dict):
        raise UnreadableWords
    return content


def _opened(key: GroupsKey, row: SelfDescription) -> Description:
    content = open_json(key, row.sealed, row.id)
    words, groups = content.get("words"), content.get("groups")
    if not isinstance(words, str) or not isinstance(groups, list):
        raise UnreadableWords
    return Description(words, tuple(str(name) for name in groups), row.consented_on)


def _list_rows(session: Session, person_id: str) -> list[SelfDescription]:
    """Return the rows of a person, the newest first; more than one only where two copies of a vault met."""
    newest = col(SelfDescription.created_at).desc()
    statement = select(SelfDescription).where(SelfDescription.person_id == person_id).order_by(newest)
    return list(session.exec(statement))


def _once(names: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in names:
        if name.strip():
            found.setdefault(group_key(name), " ".join(name.split()))
    return tuple(found.values())
