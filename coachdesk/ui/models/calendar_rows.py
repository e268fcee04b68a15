"""The model of a calendar import: whom, when, how often, and what happens to the meetings."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import QObject

from coachdesk.exchange.calendar.importing import CalendarChoices, CalendarFile, CalendarGroup, find_person
from coachdesk.exchange.calendar.plan import PlanAction, PlanReason
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel
from coachdesk.ui.words import cadence_words, clock_words, count_words, weekday_words

_TONES = {PlanAction.ADD: "ok", PlanAction.MOVE: "accent", PlanAction.CANCEL: "warn"}


class CalendarModel(RowsModel):
    """Groups of meetings of the file; those that change something have a tick."""

    is_checkable = True

    def __init__(self, zone: tzinfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._file: CalendarFile | None = None
        self._choices = CalendarChoices()
        self._names: dict[str, str] = {}

    def set_file(self, file: CalendarFile, choices: CalendarChoices) -> None:
        """Tell what the groups come from and what is decided."""
        self._file, self._choices = file, choices
        self._names = {person.person_id: person.name for person in file.known.people}

    def row_id(self, row: CalendarGroup) -> str:
        """Return the group's key."""
        return row.key

    def cells(self, row: CalendarGroup) -> RowCells:
        """Return who, rhythm and reason, when and what."""
        name = self._who(row)
        is_taken = row.is_change and row.key not in self._choices.left_out
        action = self._action(row) if is_taken or not row.is_change else self.tr("Left out")
        tone = _TONES.get(row.first.action, "text3") if is_taken else "text3"
        when = f"{weekday_words(row.starts_at, self._zone)}, {clock_words(row.starts_at, self._zone)}"
        return RowCells(
            name or self._other(row),
            self._about(row),
            lead=(Cell(width=28, avatar=name),) if name and not self._must_choose(row) else (),
            tail=(
                Cell(when, 148, "text2"),
                Cell(action, 120, tone, at_end=True),
            ),
            title_tone="text" if row.is_change or row.candidates else "text3",
            is_ticked=is_taken if row.is_change else None,
        )

    def spoken(self, row: CalendarGroup) -> str:
        """Return, for example, `Amara Okafor, weekly, 8 meetings, Tue 12 May, 09:30, add`."""
        cells = self.cells(row)
        return ", ".join(part for part in (cells.title, cells.second, *(cell.text for cell in cells.tail)) if part)

    def _other(self, row: CalendarGroup) -> str:
        if row.first.reason is PlanReason.LARGER:
            return self.tr("Larger meeting")
        return self.tr("Whole day") if row.first.reason is PlanReason.ALL_DAY else self.tr("Another meeting")

    def _must_choose(self, row: CalendarGroup) -> bool:
        return bool(row.candidates) and not row.first.person_id

    def _who(self, row: CalendarGroup) -> str:
        if self._must_choose(row):
            names = [self._names.get(person, "") for person in row.candidates]
            return self.tr("Which one? {names}").format(names=self.tr(" or ").join(sorted(set(names))))
        return self._names.get(find_person(self._file, row), "") if self._file is not None else ""

    def _about(self, row: CalendarGroup) -> str:
        parts = []
        event = row.first.match.event if row.first.match else None
        if event is not None and event.rrule:
            parts.append(cadence_words(event.rrule))
        if len(row.rows) > 1:
            parts.append(count_words(len(row.rows), self.tr("meeting"), self.tr("meetings")))
        if row.candidates:
            words = (
                self.tr("choose with Left and Right")
                if not row.first.person_id
                else self.tr("Left and Right choose another")
            )
            parts.append(words)
        else:
            parts.append(self._why(row.first.reason))
        words = ", ".join(part for part in parts if part)
        return words[:1].upper() + words[1:]

    def _action(self, row: CalendarGroup) -> str:
        words = {
            PlanAction.ADD: self.tr("Add"),
            PlanAction.MOVE: self.tr("Move"),
            PlanAction.CANCEL: self.tr("Cancel"),
            PlanAction.UNCHANGED: self.tr("Unchanged"),
            PlanAction.SKIP: self.tr("Not taken"),
        }
        return words[row.first.action]

    def _why(self, reason: PlanReason) -> str:
        words = {
            PlanReason.NEW: "",
            PlanReason.OTHER_TIME: self.tr("another time in the file"),
            PlanReason.CANCELLED: self.tr("cancelled in the file"),
            PlanReason.GONE: self.tr("no longer in the file"),
            PlanReason.SAME: self.tr("as it was"),
            PlanReason.PAST_IS_KEPT: self.tr("it is over, and is kept"),
            PlanReason.OLDER: self.tr("the file is older than what was imported"),
            PlanReason.LARGER: self.tr("more than two people"),
            PlanReason.ALL_DAY: self.tr("a whole day"),
            PlanReason.NO_PERSON: self.tr("nobody of your people is invited"),
            PlanReason.SEVERAL: self.tr("several people have that name"),
            PlanReason.NEVER_TAKEN: self.tr("cancelled before it was imported"),
        }
        return words[reason]
