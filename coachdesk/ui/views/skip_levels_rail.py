"""The rail of the skip-levels page: the owner's own themes with exact counts, and what people are to be told."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.model.person import first_name
from coachdesk.model.theme import ThemeState
from coachdesk.services.day_words import UnknownDay, parse_day
from coachdesk.services.skip_levels import Talk
from coachdesk.services.skip_page import SkipPage
from coachdesk.services.theme_book import OwnTheme, ThemeDraft, raise_theme
from coachdesk.services.themes import MIN_PEOPLE, MIN_TEAMS
from coachdesk.ui.delegates.skip_theme import ThemeDelegate
from coachdesk.ui.models.skip_rows import ReportsModel, ThemesModel, state_names
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.inline_add import InlineAdd
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.views.skip_levels_raise import ThemeAdd
from coachdesk.ui.views.skip_levels_talk import OneLineAdd
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.fields import LineEdit
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Label, Line
from coachdesk.ui.words import count_words


class ThemeList(RowList):
    """The owner's themes; Enter or a click asks what was done about one."""

    def __init__(self, look: Appearance, model: ThemesModel, parent: QWidget | None = None) -> None:
        super().__init__(look, "", model, surface="rail", parent=parent)
        self.setAccessibleName(self.tr("Themes"))
        self._delegate = ThemeDelegate(look, self, model)  # type: ignore[assignment]
        self.setItemDelegate(self._delegate)


class ReportAdd(InlineAdd):
    """What people are to be told, and a day in words. `add_requested(words, day or None)`."""

    add_requested = Signal(str, object)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, "", parent)
        self._today = date.min
        self.add.setText(self.tr("Add"))
        self.text.setPlaceholderText(self.tr("What they will hear"))
        self.text.setAccessibleName(self.tr("What people will be told"))
        self.day = LineEdit(look, small=True)
        self.day.setPlaceholderText(self.tr("Day"))
        self.day.setAccessibleName(self.tr("Day"))
        self.day.setMaximumWidth(look.px(72))
        self.day.returnPressed.connect(self._on_add)
        self._insert(self.day)

    def set_today(self, today: date) -> None:
        """Tell which day `fri` is counted from."""
        self._today = today

    def clear(self) -> None:
        """Be ready for the next line."""
        self.day.clear()
        super().clear()

    def _on_add(self) -> None:
        self.set_error(self.day, "")
        if not self.text.text().strip():
            self.set_error(self.text, self.tr("Type what people will be told."))
            return
        try:
            day = parse_day(self.day.text(), self._today) if self.day.text().strip() else None
        except UnknownDay as error:
            self.set_error(self.day, str(error))
            return
        self.add_requested.emit(self.text.text().strip(), day)


class SkipRail(QWidget):
    """Themes and reports. Wishes: `state_chosen(theme, ThemeState, action)`, `renamed(theme, title)`,
    `theme_removed(theme)`, `report_added(words, day)`, `report_ticked(report, done)`, `report_removed(report)`.

    `raised` after a theme was raised from the talk that the page shows.
    """

    state_chosen = Signal(str, object, str)
    renamed = Signal(str, str)
    theme_removed = Signal(str)
    report_added = Signal(str, object)
    report_ticked = Signal(str, bool)
    report_removed = Signal(str)
    raised = Signal()

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.look = look
        self._talk: Talk | None = None
        self._theme_id = ""
        self.heading = SectionHeading(look, self.tr("Themes"))
        self.rule = Label(look, role="small", tone="text2")
        self.themes = ThemesModel()
        self.list = ThemeList(look, self.themes)
        self.held_icon = Icon(look, "lock", "text3", size=14)
        self.held_text = Label(look, role="small", tone="text2")
        self.open_raise = Button(look, self.tr("Raise a theme"), kind="quiet", icon="plus", small=True)
        self.raise_row = ThemeAdd(desk, look)
        self.action_row = OneLineAdd(look, self.tr("What is being done"), self.tr("Reviewer rota"), self.tr("Keep"))
        self.title_row = OneLineAdd(look, self.tr("Title of the theme"), self.tr("Title"), self.tr("Keep"))
        self.report_heading = SectionHeading(look, self.tr("Tell people what changed"))
        self.reports = ReportsModel()
        self.report_list = RowList(
            look, self.tr("Tell people what changed"), self.reports, min_height=32, divided=False, surface="rail"
        )
        self.open_report = Button(look, self.tr("Add a line"), kind="quiet", icon="plus", small=True)
        self.report_row = ReportAdd(look)
        self._lay_out()
        self._connect()

    @property
    def rows(self) -> tuple[InlineAdd, ...]:
        """Every row that something may be typed in."""
        return self.raise_row, self.action_row, self.title_row, self.report_row

    def set_page(self, page: SkipPage, span: str) -> None:
        """Show themes and reports; `span` names the period."""
        rotation = page.rotation
        self._talk = rotation.shown
        talks = count_words(rotation.talks, one=self.tr("talk"), many=self.tr("talks"))
        self.heading.set_text(self.tr("Themes"), f"{span}, {talks}")
        self.rule.setText(
            self.tr("Shown once {people} people from {teams} teams raise it.").format(
                people=MIN_PEOPLE, teams=MIN_TEAMS
            )
        )
        self.themes.set_talks(rotation.talks)
        self.themes.set_rows(page.book.themes)
        self.list.setVisible(bool(page.book.themes))
        for part in (self.held_icon, self.held_text):
            part.setVisible(page.book.held_back > 0)
        self.held_text.setText(self._held_words(page.book.held_back))
        self.open_raise.setVisible(self._talk is not None and self.raise_row.isHidden())
        if self._talk is not None:
            words = self.tr("Raise a theme from the talk with {name}").format(name=first_name(self._talk.name))
            self.open_raise.setToolTip(words)
        self.reports.set_today(rotation.today)
        self.reports.set_rows(page.reports)
        self.report_row.set_today(rotation.today)
        self.report_list.setVisible(bool(page.reports))
        late = sum(row.days_late > 0 for row in page.reports)
        self.report_heading.set_text(
            self.tr("Tell people what changed"), self.tr("{count} late").format(count=late) if late else ""
        )

    def open_theme(self) -> None:
        """Begin a theme of the talk that shows."""
        if self._talk is not None:
            self.open_raise.hide()
            self.raise_row.open_row()

    def build_menu(self, theme_id: str) -> QMenu:
        """Return what can be done about a theme."""
        row: OwnTheme = self.themes.rows[self.themes.position_of(theme_id)]
        self._theme_id = theme_id
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for state, (words, _) in state_names(self.themes).items():
            words = self.tr("{words} …").format(words=words) if state is ThemeState.ACTING else words
            action = QAction(words, menu)
            action.setCheckable(True)
            action.setChecked(state is row.state)
            action.setData((state,))
            menu.addAction(action)
        menu.addSeparator()
        for words, method in ((self.tr("Rename"), self._on_rename), (self.tr("Remove"), self._on_remove)):
            action = QAction(words, menu)
            action.triggered.connect(method)
            menu.addAction(action)
        menu.triggered.connect(self._on_menu)
        return menu

    def _held_words(self, count: int) -> str:
        if count == 1:
            return self.tr(
                "1 topic is held back: too few people have raised it. Its notes stay in each talk, only you."
            )
        words = self.tr(
            "{count} topics are held back: too few people have raised them. Their notes stay in each talk, only you."
        )
        return words.format(count=count)

    def _lay_out(self) -> None:
        px = self.look.px
        row = QHBoxLayout()
        row.setContentsMargins(0, px(12), 0, px(4))
        row.setSpacing(px(8))
        row.addWidget(self.held_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.held_text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        for widget in (self.heading, self.rule, self.list, self.title_row, self.action_row):
            column.addWidget(widget)
        column.addLayout(row)
        column.addWidget(self.open_raise, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.raise_row)
        column.addSpacing(px(8))
        column.addWidget(Line())
        column.addSpacing(px(8))
        column.addWidget(self.report_heading)
        column.addWidget(self.report_list)
        column.addWidget(self.open_report, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.report_row)

    def _connect(self) -> None:
        self.list.opened.connect(self._on_opened)
        self.list.menu_requested.connect(self._on_menu_requested)
        self.list.removal_requested.connect(self.theme_removed)
        self.open_raise.clicked.connect(self.open_theme)
        self.raise_row.closed.connect(self._on_raise_closed)
        self.raise_row.add_requested.connect(self._on_raise)
        self.action_row.add_requested.connect(self._on_action)
        self.title_row.add_requested.connect(self._on_title)
        self.reports.ticked.connect(self.report_ticked)
        self.report_list.removal_requested.connect(self.report_removed)
        self.open_report.clicked.connect(self._on_open_report)
        self.report_row.closed.connect(self._on_report_closed)
        self.report_row.add_requested.connect(self._on_report)

    def _on_opened(self, theme_id: str) -> None:
        self.list.set_current_id(theme_id)
        index = self.list.currentIndex()
        place = self.list.viewport().mapToGlobal(self.list.visualRect(index).bottomLeft())
        self.build_menu(theme_id).popup(place)

    def _on_menu_requested(self, theme_id: str, place: QPoint) -> None:
        self.build_menu(theme_id).popup(place)

    def _on_menu(self, action: QAction) -> None:
        if not action.data():
            return
        (state,) = action.data()
        if state is ThemeState.ACTING:
            self.action_row.open_row()
        else:
            self.state_chosen.emit(self._theme_id, state, "")

    def _on_rename(self) -> None:
        row: OwnTheme = self.themes.rows[self.themes.position_of(self._theme_id)]
        self.title_row.open_row()
        self.title_row.text.setText(row.title)
        self.title_row.text.selectAll()

    def _on_remove(self) -> None:
        self.theme_removed.emit(self._theme_id)

    def _on_action(self, words: str) -> None:
        self.state_chosen.emit(self._theme_id, ThemeState.ACTING, words)
        self.action_row.close_row()

    def _on_title(self, words: str) -> None:
        self.renamed.emit(self._theme_id, words)
        self.title_row.close_row()

    def _on_raise(self, title: str, has_consent: bool) -> None:
        if self._talk is None:
            return
        draft = ThemeDraft(title, self._talk.person_id, self._talk.meeting_id, has_consent)
        operation = Operation(self, self.desk, raise_theme, draft, self.desk.zone, label=self.tr("Theme raised"))
        operation.succeeded.connect(self._on_raised)
        operation.start()

    def _on_raised(self, _theme_id: object) -> None:
        self.raise_row.clear()
        self.raised.emit()

    def _on_raise_closed(self) -> None:
        self.open_raise.setVisible(self._talk is not None)
        self.open_raise.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_open_report(self) -> None:
        self.open_report.hide()
        self.report_row.open_row()

    def _on_report_closed(self) -> None:
        self.open_report.show()
        self.open_report.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_report(self, words: str, day: date | None) -> None:
        self.report_added.emit(words, day)
        self.report_row.clear()
