"""The prep of a meeting: ready in three minutes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Operation
from coachdesk.model.visibility import Visibility
from coachdesk.services.agenda import AgendaDraft, add_item
from coachdesk.services.brief_lines import BriefKind, BriefLine
from coachdesk.services.meeting_page import MeetingPage
from coachdesk.services.prep import PrepCheck, add_evidence_item, add_reply, build_invitation, set_check
from coachdesk.services.prep_page import PrepPage, get_prep_page
from coachdesk.services.question_bank import Purpose
from coachdesk.services.questions import ask_question
from coachdesk.ui.editor.autosave import Autosave
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.meeting_prep_foot import PrepFoot
from coachdesk.ui.views.meeting_prep_notes import PrepNotes
from coachdesk.ui.views.meeting_prep_reply import ReplyPreview
from coachdesk.ui.views.meeting_prep_rows import BriefList, BriefModel, ChecksModel, check_words
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.marks import PrepRing
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import day_words, long_day_words

_SINCE = (
    BriefKind.FEEDBACK,
    BriefKind.KEPT,
    BriefKind.WIN,
    BriefKind.EVIDENCE,
    BriefKind.GOAL_REACHED,
    BriefKind.REVIEW_HANDED_IN,
    BriefKind.REVIEW_AGREED,
)
_WORTH = (BriefKind.WILL, BriefKind.GAP, BriefKind.QUESTION, BriefKind.CARD)
_PRIVATE = (BriefKind.FEEDBACK, BriefKind.EVIDENCE, BriefKind.GAP, BriefKind.WIN)


class PrepStage(QWidget):
    """The middle of the prep page. `source_requested(BriefLine)` opens where a line comes from, `page_shown(PrepPage)`
    tells what was read, `question_list_requested` and `last_meeting_requested` go with two of the checks.
    """

    source_requested = Signal(object)
    page_shown = Signal(object)
    question_list_requested = Signal()
    last_meeting_requested = Signal()

    def __init__(
        self, desk: Desk, look: Appearance, view: QWidget, build_autosave: Callable[..., Autosave] = Autosave
    ) -> None:
        super().__init__(view)
        self.desk = desk
        self.look = look
        self._meeting: MeetingPage | None = None
        self._page: PrepPage | None = None
        self._choice: tuple[Purpose | None, str] = (None, "")
        self._query = LatestQuery(self, desk)
        self.ring = PrepRing(look, 0, len(PrepCheck), size=18)
        self.count = Label(look, role="section", wraps=False)
        self.checks_model = ChecksModel()
        self.checks = RowList(look, self.tr("Prepared"), self.checks_model, min_height=28, divided=False)
        self.since_model, self.worth_model = BriefModel(), BriefModel()
        self.since_heading = SectionHeading(look, "")
        self.since = BriefList(look, self.tr("Since last time"), self.since_model)
        self.worth_heading = SectionHeading(look, self.tr("Worth a thought"))
        self.worth = BriefList(look, self.tr("Worth a thought"), self.worth_model)
        self.reply = ReplyPreview(look)
        self.notes = PrepNotes(view, desk, look, build_autosave)
        self.foot = PrepFoot(look, desk.zone)
        self._lay_out()
        self._connect()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The widgets that F6 walks through, in the order of reading."""
        return (self.checks, self.since, self.notes.edit, self.worth, self.foot.ask)

    def set_page(self, page: MeetingPage) -> None:
        """Show the prep of a meeting; called whenever the page was read again."""
        if self._meeting is None or self._meeting.meeting.meeting_id != page.meeting.meeting_id:
            self._choice = (None, "")
        self._meeting = page
        self._ask()

    def choose(self, purpose: Purpose, area: str) -> None:
        """Offer questions of another purpose or area."""
        self._choice = (purpose, area)
        self._ask()

    def leave(self) -> None:
        """Queue what was typed, before another meeting shows."""
        self.notes.leave()
        self.reply.close_preview()
        self._meeting = self._page = None

    def flush(self) -> None:
        """Queue everything typed but not saved."""
        self.notes.autosave.flush()

    def has_unsaved(self) -> bool:
        """Return whether something typed is not on disk yet."""
        return self.notes.autosave.has_unsaved()

    def run_action(self, action_id: str) -> bool:
        """Copy the words that ask for topics, or paste the reply; return whether it was one of these."""
        acts = {"prep.ask": self.copy_invitation, "prep.paste": self.paste_reply}
        if action_id in acts:
            acts[action_id]()
        return action_id in acts

    def copy_invitation(self) -> None:
        """Put the text that asks the person for topics into the clipboard: the shared agenda and nothing else."""
        if self._meeting is None:
            return
        page = self._meeting
        words = {
            "ask": self.tr("Hi {name}, we meet on {day}. What is on your mind?").replace("{name}", page.first_name),
            "so_far": self.tr("On the list so far:"),
            "how": self.tr("Reply with a line for each topic, in the order that matters to you."),
        }
        day = long_day_words(page.meeting.starts_at.astimezone(self.desk.zone).date())
        QGuiApplication.clipboard().setText(build_invitation(page.agenda, day, words))
        self.foot.show_words(self.tr("Copied. Paste it into a message to {name}.").format(name=page.first_name))

    def paste_reply(self) -> None:
        """Show what the clipboard holds as topics, to be added or not."""
        if self._meeting is not None:
            self.reply.open_preview(QGuiApplication.clipboard().text(), self._meeting.first_name)
            self._scroll.ensureWidgetVisible(self.reply)

    def set_stacked(self, stacked: bool) -> None:
        """Be as high as the contents, because the page scrolls, or scroll by itself."""
        self._is_stacked = stacked
        self._fit()

    def begin(self) -> None:
        """Put the keyboard on the first check that is open."""
        self.checks.setFocus(Qt.FocusReason.OtherFocusReason)
        self._go_to_open()

    def _lay_out(self) -> None:
        px = self.look.px
        self._inner = inner = QWidget()
        inner.setProperty("surface", "surface")
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.count, 1)
        self.count.setMinimumHeight(px(32))
        column = QVBoxLayout(inner)
        column.setContentsMargins(px(24), px(8), px(24), px(16))
        column.setSpacing(0)
        column.addWidget(self.reply)
        column.addLayout(head)
        column.addWidget(self.checks)
        column.addSpacing(px(12))
        column.addWidget(self.since_heading)
        column.addWidget(self.since)
        column.addSpacing(px(12))
        column.addWidget(self.notes, 1)
        column.addSpacing(px(12))
        column.addWidget(self.worth_heading)
        column.addWidget(self.worth)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll, 1)

    def _connect(self) -> None:
        self._query.answered.connect(self._on_answered)
        self.checks_model.ticked.connect(self._on_ticked)
        self.checks.opened.connect(self._on_check_opened)
        self.since.opened.connect(self._on_since_opened)
        self.worth.opened.connect(self._on_worth_opened)
        self.since.added.connect(self._on_since_added)
        self.worth.added.connect(self._on_worth_added)
        self.reply.accepted.connect(self._on_reply_accepted)
        self.notes.saved_shown.connect(self.foot.show_saved)
        self.foot.ask.clicked.connect(self.copy_invitation)
        self.foot.paste.clicked.connect(self.paste_reply)

    def _ask(self) -> None:
        if self._meeting is not None:
            meeting_id = self._meeting.meeting.meeting_id
            self._query.ask(get_prep_page, meeting_id, self.desk.now, self.desk.zone, *self._choice)

    def _on_answered(self, page: PrepPage) -> None:
        if self._meeting is None or page.meeting_id != self._meeting.meeting.meeting_id:
            return
        is_first = self._page is None
        self._page = page
        self._show_checks(page)
        self._show_brief(page)
        self.notes.set_note(page.meeting_id, page.person_id, page.note)
        self.notes.set_next_time(page.next_time)
        self.page_shown.emit(page)
        self._fit()
        if is_first and self.isVisible() and not self.notes.edit.hasFocus():
            self.begin()

    def _show_checks(self, page: PrepPage) -> None:
        prepared = page.prepared
        self.ring.set_progress(prepared.count, prepared.total)
        words = self.tr("{done} of {total} prepared").format(done=prepared.count, total=prepared.total)
        self.count.setText(self.tr("Prepared") if prepared.count == prepared.total else words)
        since = page.brief.since
        self.checks_model.set_prepared(prepared, day_words(since, self.desk.local_now.date()) if since else "")

    def _show_brief(self, page: PrepPage) -> None:
        today, since = self.desk.local_now.date(), page.brief.since
        words = self.tr("Since {day}").format(day=day_words(since, today)) if since else self.tr("Lately")
        earlier = page.brief.of(BriefKind.MEETING)[1:]
        shown = ((self.since_heading, self.since, self.since_model, page.brief.of(*_SINCE)),
                 (self.worth_heading, self.worth, self.worth_model, (*page.brief.of(*_WORTH), *earlier)))  # fmt: skip
        self.since_heading.set_text(words)
        for heading, view, model, lines in shown:
            model.set_lines(lines, today)
            heading.setVisible(bool(lines))
            view.setVisible(bool(lines))
            view.updateGeometry()

    def _fit(self) -> None:
        self.setMinimumHeight(self._inner.sizeHint().height() if self._is_stacked and not self.isHidden() else 0)

    _is_stacked = False

    def _go_to_open(self) -> None:
        check = self._page.prepared.next_open if self._page else None
        if check is not None:
            self.checks.set_current_id(check.value)

    def _on_ticked(self, word: str, is_done: bool) -> None:
        if self._meeting is None:
            return
        check, meeting_id = PrepCheck(word), self._meeting.meeting.meeting_id
        label = self.tr("Ticked: {check}").format(check=check_words(check))
        Operation(self, self.desk, partial(set_check, is_done=is_done), meeting_id, check, label=label).start()
        row = list(PrepCheck).index(check)
        if is_done and row + 1 < len(PrepCheck):
            self.checks.set_current_id(list(PrepCheck)[row + 1].value)

    def _on_check_opened(self, word: str) -> None:
        check = PrepCheck(word)
        if check is PrepCheck.QUESTION:
            self.question_list_requested.emit()
        elif check is PrepCheck.NOTES:
            self.last_meeting_requested.emit()
        elif check is PrepCheck.EVIDENCE and not self.since.isHidden():
            self.since.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_since_opened(self, row_id: str) -> None:
        self._open(self.since_model.find(row_id))

    def _on_worth_opened(self, row_id: str) -> None:
        self._open(self.worth_model.find(row_id))

    def _on_since_added(self, row_id: str) -> None:
        self._add(self.since_model.find(row_id))

    def _on_worth_added(self, row_id: str) -> None:
        self._add(self.worth_model.find(row_id))

    def _open(self, line: BriefLine | None) -> None:
        if line is not None and line.kind is BriefKind.QUESTION:
            self.question_list_requested.emit()
        elif line is not None:
            self.source_requested.emit(line)

    def _add(self, line: BriefLine | None) -> None:
        """Put a line on the agenda; what only the manager sees becomes a private item."""
        if line is None or self._page is None:
            return
        label, page = self.tr("Item added"), self._page
        text = line.text or self.tr("Ladder review")
        if line.kind is BriefKind.EVIDENCE:
            operation = Operation(self, self.desk, add_evidence_item, page.meeting_id, text, label=label)
        elif line.kind is BriefKind.QUESTION:
            question = next((row.question for row in page.questions.rows if row.question.text == text), None)
            if question is None:
                return
            operation = Operation(self, self.desk, ask_question, page.person_id, question, label=label)
        else:
            visibility = Visibility.ONLY_YOU if line.kind in _PRIVATE else Visibility.SHARED
            draft = AgendaDraft(page.person_id, text, visibility=visibility)
            operation = Operation(self, self.desk, add_item, draft, label=label)
        operation.start()

    def _on_reply_accepted(self, topics: tuple[str, ...]) -> None:
        if self._page is not None:
            label = self.tr("Items of the reply added")
            Operation(
                self, self.desk, add_reply, self._page.person_id, topics, label=label, offers_undo=True
            ).start()  # fmt: skip
            self.begin()
