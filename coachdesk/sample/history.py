"""The rows of the sample: people with their past roles, and for each meeting of the plan what was written in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from random import Random
from typing import Any

from coachdesk.model.agenda import AgendaItem, AgendaSource, AgendaState
from coachdesk.model.base import Noun
from coachdesk.model.meeting import Meeting, MeetingKind, MeetingState
from coachdesk.model.note import Note, NoteBlock, NoteRevision
from coachdesk.model.person import Person, RoleChange, first_name
from coachdesk.model.promise import Promise, PromiseOwner
from coachdesk.sample import story
from coachdesk.sample.follow_up import HANDED, tell_kept
from coachdesk.sample.names import OWNER, Member
from coachdesk.sample.phrases import Writer, Written
from coachdesk.sample.plan import Planned
from coachdesk.sample.topics import ENGINEER_TOPICS, LEAD_TOPICS, SKIP_TOPICS, Topic
from coachdesk.services.blocks import normalise
from coachdesk.services.notes import encode_blocks

_STEPS = ("L3", "L4", "L5", "L6")
_TITLES = {"L3": "Engineer I", "L4": "Engineer II", "L5": "Senior Engineer", "L6": "Staff Engineer"}
_EVENING = time(18, 0)
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "ı": "i", "’": "", "Ł": "l"})


class Chronicle:
    """Turns members and planned meetings into rows; identities come from the seed, so that two builds are equal."""

    def __init__(self, members: tuple[Member, ...], today: date, zone: tzinfo, seed: int) -> None:
        self._members = {member.name: member for member in members}
        self._today = today
        self._zone = zone
        self._random = Random(f"{seed}/history")  # noqa: S311 - made-up notes, no secret
        self._writer = Writer(Random(f"{seed}/words"))  # noqa: S311 - made-up notes, no secret
        self._peers: dict[tuple[str, int], tuple[str, ...]] = {}
        self.owner_id = self._new_id()
        self.person_ids = {name: self._new_id() for name in self._members}
        self.notes = 0

    def owner(self, first: date) -> Person:
        """Return the owner of the vault."""
        at = self._moment(first, time(8, 0))
        return Person(
            id=self.owner_id,
            name=OWNER,
            is_owner=True,
            pronouns="she/her",
            email=_email(OWNER),
            role="Director of Engineering",
            level="M3",
            time_zone="Europe/London",
            created_at=at,
            updated_at=at,
        )

    def people(self, first: date) -> Iterator[Noun]:
        """Return the people with the roles that they had, leads before those who report to them."""
        for number, member in enumerate(self._members.values()):
            at = self._moment(max(first, member.start_on), time(8, 0))
            fields = ("name", "pronouns", "role", "level", "team", "start_on", "time_zone", "cadence", "tags", "about")
            yield Person(
                id=self.person_ids[member.name],
                email=_email(member.name),
                employee_id=f"E{1000 + number}",
                track="Management" if member.is_lead else "Engineering",
                manager_id=self.person_ids[member.lead] if member.lead else self.owner_id,
                archived_at=self._moment(member.left_on, _EVENING) if member.left_on else None,
                created_at=at,
                updated_at=at,
                **{field: getattr(member, field) for field in fields},
            )
            yield from self._roles(member)

    def _roles(self, member: Member) -> Iterator[RoleChange]:
        person_id = self.person_ids[member.name]
        end = member.left_on or self._today
        top = "L5" if member.is_lead else member.level
        rank = _STEPS.index(top)
        tenure = (end - member.start_on).days
        steps = min(rank, max(0, (tenure - 200) // 700), 2)
        levels = [*_STEPS[rank - steps : rank + 1], *([member.level] if member.is_lead else [])]
        for number, level in enumerate(levels):
            on = member.start_on + timedelta(days=number * tenure * 2 // (3 * max(1, len(levels) - 1)))
            role = _TITLES.get(level, member.role)
            yield RoleChange(
                id=self._new_id(), person_id=person_id, changed_on=on, role=role, level=level, team=member.team
            )

    def meeting(self, planned: Planned) -> Iterator[Noun]:
        """Return the rows of one meeting: itself, its note, what was on its agenda and what was promised."""
        starts_at = self._moment(planned.on, planned.at)
        is_held = planned.state is MeetingState.HELD
        minutes = self._random.choice((25, 28, 30, 30, 33, 38))
        meeting = Meeting(
            id=self._new_id(),
            person_id=self.person_ids[planned.person],
            kind=planned.kind,
            state=planned.state,
            starts_at=starts_at,
            started_at=starts_at if is_held else None,
            finished_at=starts_at + timedelta(minutes=minutes) if is_held else None,
            closed_at=starts_at + timedelta(minutes=minutes + 5) if is_held else None,
            pulse=planned.pulse,
            created_at=min(starts_at, self._moment(self._today, time())) - timedelta(days=7),
        )
        yield meeting
        if is_held:
            written = self._write(planned)
            self.notes += 1
            yield from self._note(meeting, written)
            yield from self._agenda(meeting, written)
            yield from self._promises(meeting, planned.on, written)

    def _write(self, planned: Planned) -> Written:
        member = self._members[planned.person]
        topics: tuple[Topic, ...] = LEAD_TOPICS if member.is_lead else ENGINEER_TOPICS
        if planned.kind is MeetingKind.SKIP_LEVEL:
            topics = SKIP_TOPICS
        written = self._writer.write(member.name, topics, self._peers_of(member, planned.on))
        told = story.NOTES.get((planned.person, (self._today - planned.on).days))
        return written if told is None else Written(normalise(told), written.agenda, ())

    def _peers_of(self, member: Member, on: date) -> tuple[str, ...]:
        key = (member.name, on.year)
        if key not in self._peers:
            found = tuple(
                first_name(other.name)
                for other in self._members.values()
                if (other.team == member.team and other.lead if member.is_lead else other.lead == member.lead)
                and other is not member
                and not other.is_lead
                and other.start_on.year <= on.year
                and (other.left_on is None or other.left_on.year >= on.year)
            )
            self._peers[key] = found or ("Robin",)
        return self._peers[key]

    def _note(self, meeting: Meeting, written: Written) -> Iterator[Noun]:
        saved_at = meeting.starts_at + timedelta(minutes=self._random.randrange(20, 45))
        note = Note(
            id=self._new_id(),
            person_id=meeting.person_id,
            meeting_id=meeting.id,
            created_at=meeting.starts_at,
            updated_at=saved_at,
        )
        yield note
        for position, block in enumerate(written.blocks):
            yield NoteBlock(
                id=self._new_id(), note_id=note.id, position=position, visibility=block.visibility, text=block.text
            )
        yield NoteRevision(id=self._new_id(), note_id=note.id, saved_at=saved_at, blocks=encode_blocks(written.blocks))

    def _agenda(self, meeting: Meeting, written: Written) -> Iterator[AgendaItem]:
        for position, (text, is_theirs) in enumerate(written.agenda):
            is_dropped = self._random.random() < 0.06
            yield AgendaItem(
                id=self._new_id(),
                person_id=meeting.person_id,
                text=text,
                source=AgendaSource.THEIRS if is_theirs else AgendaSource.MINE,
                state=AgendaState.DROPPED if is_dropped else AgendaState.DISCUSSED,
                position=position,
                discussed_in=None if is_dropped else meeting.id,
                closed_at=meeting.starts_at if is_dropped else meeting.finished_at,
                created_at=meeting.starts_at - timedelta(hours=self._random.randrange(3, 140)),
            )

    def _promises(self, meeting: Meeting, on: date, written: Written) -> Iterator[Promise]:
        """Return promises that were kept, every fifth of them late; those of the last days are the story's."""
        for text, is_mine in written.promises:
            due_on = on + timedelta(days=self._random.choice((3, 7, 7, 10, 14, 21)))
            late = self._random.randrange(1, 12) if self._random.random() < 0.2 else -self._random.randrange(0, 4)
            done_on = max(on, due_on + timedelta(days=late))
            if done_on < self._today:
                yield Promise(
                    id=self._new_id(),
                    person_id=meeting.person_id,
                    meeting_id=meeting.id,
                    text=text,
                    owner=PromiseOwner.ME if is_mine else PromiseOwner.THEM,
                    due_on=due_on,
                    done_at=self._moment(done_on, _EVENING),
                    created_at=meeting.starts_at + timedelta(minutes=20),
                )

    def present(self) -> Iterator[Noun]:
        """Return what is open at the present day: the agenda and the promises that the story tells."""
        places: dict[str, int] = {}
        for name, text, source, visibility, days in _about(story.AGENDA, self.person_ids):
            places[name] = places.get(name, -1) + 1
            yield AgendaItem(
                id=self._new_id(),
                person_id=self.person_ids[name],
                text=text,
                source=source,
                visibility=visibility,
                position=places[name],
                created_at=self._moment(self._today - timedelta(days=days), time(17, 20)),
            )
        for name, text, owner, days_late, days in _about(story.PROMISES, self.person_ids):
            yield Promise(
                id=self._new_id(),
                person_id=self.person_ids[name],
                text=text,
                owner=owner,
                due_on=self._today - timedelta(days=days_late),
                raise_with_id=self.person_ids.get(HANDED.get(text, "")),
                created_at=self._moment(self._today - timedelta(days=days), _EVENING),
            )

        yield from tell_kept(self.person_ids, self._today, self._moment)

    def _moment(self, on: date, at: time) -> datetime:
        return datetime.combine(on, at, self._zone).astimezone(UTC)

    def _new_id(self) -> str:
        return f"{self._random.getrandbits(128):032x}"


def _about(rows: Iterable[tuple[Any, ...]], names: dict[str, str]) -> Iterator[tuple[Any, ...]]:
    return (row for row in rows if row[0] in names)


def _email(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return f"{'.'.join(plain.split())}@example.com"
