"""The first step of a review: a form goes out and its answer comes back, or both type it together in the room."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Operation, Task
from coachdesk.exchange.self_form import AnswerUnreadable, PassphraseNeeded, build_form, read_answer
from coachdesk.exchange.self_form.answer import MOST_BYTES
from coachdesk.model.person import first_name
from coachdesk.services.review_page import ReviewPage
from coachdesk.services.self_assessment import (
    AnswerPreview,
    FormContent,
    SelfAnswer,
    check_answer,
    ensure_form_key,
    get_form_content,
)
from coachdesk.ui.models.review_rows import AnswerModel, ReadLine
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.fields import Field, Hint
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import day_words
from coachdesk.vault.files import replace_file

ChooseFile = Callable[[QWidget, str, str], str]


def choose_form(parent: QWidget, title: str, name: str) -> str:
    """Ask where to write the form; empty when the user thought better of it."""
    return QFileDialog.getSaveFileName(parent, title, str(Path.home() / name), "HTML (*.html)")[0]


def choose_answer(parent: QWidget, title: str, _name: str) -> str:
    """Ask which answer to read; empty when the user thought better of it."""
    return QFileDialog.getOpenFileName(parent, title, str(Path.home()), "JSON (*.json);;* (*)")[0]


class SelfPanel(QWidget):
    """What can be done while the person's marks are not in. `answer_accepted(SelfAnswer)`, `together_requested`."""

    answer_accepted = Signal(object)
    together_requested = Signal()

    def __init__(
        self,
        desk: Desk,
        look: Appearance,
        parent: QWidget | None = None,
        *,
        choose_form: ChooseFile = choose_form,
        choose_answer: ChooseFile = choose_answer,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.look = look
        self._choose_form, self._choose_answer = choose_form, choose_answer
        self._page: ReviewPage | None = None
        self._path: Path | None = None
        self._form_path: Path | None = None
        self._answer: SelfAnswer | None = None
        self._content = LatestQuery(self, desk)
        self._check = LatestQuery(self, desk)
        self.title = Label(look, role="heading")
        self.about = Label(look, tone="text2")
        self.ways = QWidget()
        self.export = Button(look, self.tr("Export form…"), icon="download")
        self.read = Button(look, self.tr("Read answer…"), icon="upload")
        self.together = Button(look, self.tr("Type it together"), icon="keyboard")
        self.passphrase = Field(
            look, self.tr("Passphrase of the form, if you wish one"), secret=True,
            placeholder=self.tr("Tell it to them in another way than the form"),
        )  # fmt: skip
        self.hint = Hint(look)
        self.preview = QWidget()
        self.heading = SectionHeading(look, "")
        self.answer = AnswerModel()
        self.list = RowList(look, self.tr("The answer"), self.answer, min_height=32)
        self.accept = Button(look, self.tr("Take it in"), kind="primary")
        self.cancel = Button(look, self.tr("Leave it"), kind="quiet")
        self._lay_out()
        self._connect()

    def set_page(self, page: ReviewPage, *, can_edit: bool) -> None:
        """Show what there is to do for the review's self marks."""
        if self._page is not None and self._page.review.review_id != page.review.review_id:
            self.leave()
        self._page = page
        name = first_name(page.person_name)
        handed_in_at = page.review.self_handed_in_at
        self.ways.setVisible(handed_in_at is None and can_edit)
        if handed_in_at is None:
            self.title.setText(self.tr("{name} marks first").format(name=name))
            words = self.tr(
                "Send a form that opens in any browser and works without a network. What comes back stays hidden "
                "until your own marks are in."
            )
        else:
            day = day_words(handed_in_at.astimezone(self.desk.zone).date(), self.desk.local_now.date())
            self.title.setText(self.tr("{name}’s marks are in since {day}").format(name=name, day=day))
            words = self.tr("They stay hidden until your own marks are in. Nobody reads them before.")
            self.leave()
        self.about.setText(words)

    def leave(self) -> None:
        """Forget an answer that was not taken in, and the passphrase."""
        self._answer = self._path = None
        self.preview.hide()
        self.passphrase.set_text("")
        self.passphrase.set_error("")
        self.hint.set_text("")

    def export_form(self) -> None:
        """Ask where to, then write the form of this review."""
        if self._page is None:
            return
        chosen = self._choose_form(self, self.tr("Write the form"), f"self-assessment-{self.desk.local_now:%Y-%m}.html")
        if chosen:
            self._form_path = Path(chosen)
            operation = Operation(self, self.desk, ensure_form_key, self._page.review.review_id)
            operation.succeeded.connect(self._on_key)
            operation.failed.connect(self._on_failed)
            operation.start()

    def read_file(self) -> None:
        """Ask for a file, then read and check it."""
        chosen = self._choose_answer(self, self.tr("Read an answer"), "")
        if chosen:
            self._path = Path(chosen)
            self._read()

    def _read(self) -> None:
        if self._path is None:
            return
        self.passphrase.set_error("")
        self.hint.set_text("")
        task = Task(self, self.desk, partial(_read_answer, self._path, self.passphrase.text() or None))
        task.succeeded.connect(self._on_read)
        task.failed.connect(self._on_unreadable)
        task.start()

    def _on_key(self, _key: object) -> None:
        if self._page is not None:
            self._content.ask(get_form_content, self._page.review.review_id)

    def _on_content(self, content: FormContent) -> None:
        if self._form_path is None:
            return
        sealing = self.passphrase.text() or None
        task = Task(self, self.desk, partial(_write_form, content, sealing, self._form_path))
        task.succeeded.connect(self._on_written)
        task.failed.connect(self._on_not_written)
        task.start()

    def _on_written(self, path: Path) -> None:
        sealed = self.tr("It opens with the passphrase that you typed. Tell it to them in another way.")
        words = self.tr("Wrote {file}. Send it to them; read the file that they send back.").format(file=path.name)
        self.hint.set_text(f"{words} {sealed}" if self.passphrase.text() else words, tone="ok", icon="check")

    def _on_not_written(self, error: Exception) -> None:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else self.tr("it can’t be written")
        words = self.tr("The form was not written: {reason}. The review is unchanged. Choose another place.")
        self._refuse(words.format(reason=reason))

    def _on_read(self, answer: SelfAnswer) -> None:
        self._answer = answer
        self._check.ask(check_answer, answer)

    def _on_unreadable(self, error: Exception) -> None:
        if isinstance(error, PassphraseNeeded):
            self.passphrase.set_error(self.tr("This answer is sealed. Type the passphrase of its form, then Enter."))
            self.passphrase.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(error, AnswerUnreadable):
            self._refuse(str(error))
        else:
            self._refuse(self.tr("The file can’t be read. Nothing was changed. Choose another one."))

    def _on_checked(self, preview: AnswerPreview) -> None:
        if self._page is None or preview.review_id != self._page.review.review_id:
            words = self.tr("This answer belongs to another review, of {name}. Nothing was changed. Read it there.")
            self._refuse(words.format(name=preview.person_name))
            return
        is_hidden = self._page.review.yours_handed_in_at is None
        self.answer.set_rows(tuple(ReadLine(line, is_hidden) for line in preview.lines))
        day = day_words(preview.written_at.astimezone(self.desk.zone).date(), self.desk.local_now.date())
        note = self.tr("{given} of {asked} answered, written {day}")
        if is_hidden:
            note = self.tr("{given} of {asked} answered, written {day}; the marks stay hidden until yours are in")
        self.heading.set_text(preview.person_name, note.format(given=preview.given, asked=preview.asked, day=day))
        self.preview.show()
        self.list.updateGeometry()
        self.accept.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_accept(self) -> None:
        if self._answer is not None:
            answer = self._answer
            self.leave()
            self.answer_accepted.emit(answer)

    def _on_failed(self, error: Exception) -> None:
        self._refuse(str(error))

    def _refuse(self, words: str) -> None:
        self._answer = None
        self.preview.hide()
        self.hint.set_text(words, tone="danger", icon="alert")

    def _connect(self) -> None:
        self._content.answered.connect(self._on_content)
        self._content.failed.connect(self._on_failed)
        self._check.answered.connect(self._on_checked)
        self._check.failed.connect(self._on_failed)
        self.export.clicked.connect(self.export_form)
        self.read.clicked.connect(self.read_file)
        self.together.clicked.connect(self.together_requested)
        self.passphrase.edit.returnPressed.connect(self._read)
        self.accept.clicked.connect(self._on_accept)
        self.cancel.clicked.connect(self.leave)

    def _lay_out(self) -> None:
        px, look = self.look.px, self.look
        rows = (
            (self.export, self.tr("One file, tied to this review. They mark, and send a file back.")),
            (self.read, self.tr("The file that came back. It is checked and shown before it is taken in.")),
            (self.together, self.tr("They tell their marks in the room, you type. Yours stay out of sight.")),
        )
        grid = QGridLayout(self.ways)
        grid.setContentsMargins(0, px(8), 0, 0)
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(12))
        grid.setColumnStretch(1, 1)
        for at, (button, words) in enumerate(rows):
            grid.addWidget(button, at, 0)
            grid.addWidget(Label(look, words, tone="text2"), at, 1)
        self.passphrase.setMaximumWidth(px(420))
        grid.addWidget(self.passphrase, len(rows), 0, 1, 2)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.accept)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        inner = QVBoxLayout(self.preview)
        inner.setContentsMargins(0, px(8), 0, 0)
        for widget in (self.heading, self.list):
            inner.addWidget(widget)
        inner.addLayout(foot)
        self.preview.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(4))
        for part in (self.title, self.about, self.ways, self.hint, self.preview):
            column.addWidget(part)
        column.addStretch(1)


def _read_answer(path: Path, passphrase: str | None, _progress: object) -> SelfAnswer:
    with path.open("rb") as file:
        return read_answer(file.read(MOST_BYTES + 1), passphrase)


def _write_form(content: FormContent, passphrase: str | None, path: Path, _progress: object) -> Path:
    replace_file(path, build_form(content, passphrase).encode())
    return path
