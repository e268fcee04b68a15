"""What a line of a note can become: a follow-up or evidence. Opens the bars, writes, and shows the quiet marks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Operation
from coachdesk.model.evidence import EvidenceSource
from coachdesk.model.promise import PromiseOwner
from coachdesk.model.visibility import Visibility
from coachdesk.services.evidence import CompetencyChoice, EvidenceDraft, Target, add_evidence
from coachdesk.services.line_sources import LinePage, get_line_page
from coachdesk.services.note_lines import PromiseWords
from coachdesk.services.note_marks import LineMarks
from coachdesk.services.promises import PromiseDraft, add_promise
from coachdesk.store.changes import ChangeSet, Topic
from coachdesk.ui.editor.line_bar import EvidenceBar, LineBar, PromiseBar
from coachdesk.ui.editor.line_chips import LineChip
from coachdesk.ui.editor.note_editor import NoteEditor
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.words import day_words

_TOPICS = frozenset({Topic.PROMISES, Topic.EVIDENCE, Topic.LADDERS})


@dataclass(frozen=True, slots=True)
class NotePlace:
    """Which note the lines belong to. `met_at` is when the meeting began, `first_name` the person's."""

    note_id: str
    person_id: str
    meeting_id: str
    first_name: str
    met_at: datetime


class LineActs(QObject):
    """The bars of one editor and its marks, for the note that `show_note` names."""

    def __init__(self, desk: Desk, look: Appearance, editor: NoteEditor) -> None:
        super().__init__(editor)
        self._desk = desk
        self._editor = editor
        self._place: NotePlace | None = None
        self.promise_bar = PromiseBar(look, editor)
        self.evidence_bar = EvidenceBar(look, editor)
        self._query = LatestQuery(self, desk)
        self._query.answered.connect(self._on_answered)
        self.promise_bar.kept.connect(self._on_promise_kept)
        self.evidence_bar.kept.connect(self._on_evidence_kept)
        desk.bus.changed.connect(self._on_changed)

    @property
    def bars(self) -> tuple[LineBar, ...]:
        """Both bars."""
        return (self.promise_bar, self.evidence_bar)

    def show_note(self, place: NotePlace | None) -> None:
        """Belong to another note, or to none; the marks follow when they are read."""
        if place == self._place:
            return
        if place is None or self._place is None or place.note_id != self._place.note_id:
            self.close_bars()
            self._editor.set_chips({})
        self._place = place
        self._refresh()

    def begin_promise(self) -> bool:
        """Open the bar that makes a follow-up of the line; return whether the line has words."""
        self.evidence_bar.close_bar()
        return self._place is not None and self.promise_bar.open_bar()

    def begin_evidence(self) -> bool:
        """Open the bar that makes evidence of the line; return whether the line has words."""
        self.promise_bar.close_bar()
        return self._place is not None and self.evidence_bar.open_bar()

    def has_typed(self) -> bool:
        """Return whether a bar holds words that nobody kept."""
        return any(bar.has_typed() for bar in self.bars)

    def commit_typed(self) -> None:
        """Keep what is typed in a bar though Enter was not pressed; called before the page or the vault closes."""
        for bar in self.bars:
            if bar.has_typed():
                bar.commit()

    def close_bars(self) -> bool:
        """Take the bars away; return whether one was there."""
        opened = [bar for bar in self.bars if not bar.isHidden()]
        for bar in opened:
            bar.close_bar()
        return bool(opened)

    def _refresh(self) -> None:
        place = self._place
        if place is not None:
            desk = self._desk
            self._query.ask(get_line_page, place.person_id, place.meeting_id, place.note_id, desk.now, desk.zone)

    def _on_changed(self, change_set: ChangeSet, _initiator: object) -> None:
        if change_set.topics & _TOPICS:
            self._refresh()

    def _on_answered(self, page: LinePage) -> None:
        place = self._place
        if place is None or page.note_id != place.note_id:
            return
        today = self._desk.local_now.date()
        next_on = None if page.next_at is None else page.next_at.astimezone(self._desk.zone).date()
        self.promise_bar.set_day(today, place.first_name, next_on)
        self.evidence_bar.set_choices(page.competencies)
        self._editor.set_chips(self._chips(page.marks, place.first_name))

    def _chips(self, marks: LineMarks, first_name: str) -> dict[str, LineChip]:
        today = self._desk.local_now.date()
        chips: dict[str, LineChip] = {}
        for evidence in marks.evidence:
            about = evidence.about or self.tr("Evidence")
            words = self.tr("Counters {about}").format(about=about) if evidence.counters else about
            chips[evidence.text] = LineChip(words, "spark")
        for promise in marks.promises:
            who = self.tr("You") if promise.owner is PromiseOwner.ME else first_name
            day = "" if promise.due_on is None else day_words(promise.due_on, today)
            words = self.tr("{who}, {day}").format(who=who, day=day) if day else who
            if promise.text in chips:
                words = f"{words} · {chips[promise.text].text}"
            chips[promise.text] = LineChip(words, "check" if promise.is_done else "followups")
        return chips

    def _on_promise_kept(self, text: str, words: PromiseWords, visibility: Visibility) -> None:
        if self._place is None:
            return
        place = self._place
        draft = PromiseDraft(
            place.person_id, text, words.owner, words.due_on, meeting_id=place.meeting_id, visibility=visibility
        )
        self._start(Operation(
            self, self._desk, add_promise, draft, label=self.tr("Follow-up added"), offers_undo=True
        ), self.promise_bar)  # fmt: skip

    def _on_evidence_kept(self, text: str, choice: CompetencyChoice, counters: bool, visibility: Visibility) -> None:
        if self._place is None:
            return
        place = self._place
        draft = EvidenceDraft(
            place.person_id,
            text,
            place.met_at.astimezone(self._desk.zone).date(),
            (Target(choice.competency_id, choice.ladder_pin),),
            EvidenceSource.NOTE,
            place.note_id,
            counters=counters,
            visibility=visibility,
        )
        self._start(Operation(
            self, self._desk, add_evidence, draft, label=self.tr("Evidence kept"), offers_undo=True
        ), self.evidence_bar)  # fmt: skip

    def _start(self, operation: Operation, bar: LineBar) -> None:
        """Take the bar away at once; a write that failed brings its words back."""
        typed = bar.field.text()
        bar.close_bar()
        bar.setProperty("kept", typed)
        operation.failed.connect(self._on_promise_failed if bar is self.promise_bar else self._on_evidence_failed)
        operation.start()

    def _on_promise_failed(self, error: Exception) -> None:
        self._reopen(self.promise_bar, error)

    def _on_evidence_failed(self, error: Exception) -> None:
        self._reopen(self.evidence_bar, error)

    def _reopen(self, bar: LineBar, error: Exception) -> None:
        if bar.open_bar():
            bar.field.setText(str(bar.property("kept") or ""))
            bar.show_error(str(error))
