"""What the calibration looks at: ladder, levels, one competency or all, and whose marks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from coachdesk.services.calibration import CalibrationAsk, CalibrationPage
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.choices import Segmented
from coachdesk.ui.words import count_words


class CalibrationBar(QWidget):
    """Three menus and a choice. `changed` whenever `ask` is another one."""

    changed = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ask = CalibrationAsk()
        self._page: CalibrationPage | None = None
        self.ladder = Button(look, "", icon="ladder", small=True)
        self.levels = Button(look, "", icon="layers", small=True)
        self.competency = Button(look, "", icon="list", small=True)
        self.marks = Segmented(look, self.tr("Whose marks"), (self.tr("Agreed"), self.tr("With yours")), small=True)
        self._menus = []
        for button, fill, pick in (
            (self.ladder, self._fill_ladders, self._on_ladder),
            (self.levels, self._fill_levels, self._on_level),
            (self.competency, self._fill_competencies, self._on_competency),
        ):
            menu = QMenu(button)
            menu.aboutToShow.connect(fill)
            menu.triggered.connect(pick)
            button.setMenu(menu)
            self._menus.append(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        for part in (self.ladder, self.levels, self.competency, self.marks):
            row.addWidget(part)
        row.addStretch(1)
        self.marks.setToolTip(self.tr("With yours also shows your own marks of reviews that are not agreed, hollow"))
        self.marks.chosen.connect(self._on_marks)

    def set_page(self, page: CalibrationPage) -> None:
        """Name what is chosen."""
        self._page = page
        self.ladder.setText(next((one.title for one in page.ladders if one.pin == page.pin), ""))
        self.ladder.setVisible(len(page.ladders) > 1)
        chosen = [one.title for one in page.levels if one.level_id in self.ask.level_ids]
        self.levels.setText(", ".join(chosen) if chosen else self.tr("All levels"))
        names = {one.competency_id: one.name for one in page.competencies}
        self.competency.setText(names.get(self.ask.competency_id, self.tr("All competencies")))

    def _fill_ladders(self) -> None:
        self._fill(0, [(one.title, one.pin, one.people, one.pin == self._page.pin)
                       for one in self._page.ladders] if self._page else [])  # fmt: skip

    def _fill_levels(self) -> None:
        levels = self._page.levels if self._page else ()
        rows = [(one.title, one.level_id, one.people, one.level_id in self.ask.level_ids) for one in levels]
        self._fill(1, [(self.tr("All levels"), "", 0, not self.ask.level_ids), *rows])

    def _fill_competencies(self) -> None:
        names = self._page.competencies if self._page else ()
        rows = [(one.name, one.competency_id, 0, one.competency_id == self.ask.competency_id) for one in names]
        self._fill(2, [(self.tr("All competencies"), "", 0, not self.ask.competency_id), *rows])

    def _fill(self, number: int, rows: list[tuple[str, str, int, bool]]) -> None:
        menu = self._menus[number]
        menu.clear()
        for title, value, people, is_chosen in rows:
            about = count_words(people, self.tr("person"), self.tr("people"))
            action = QAction(f"{title} ({about})" if people else title, menu)
            action.setCheckable(True)
            action.setChecked(is_chosen)
            action.setData(value)
            menu.addAction(action)

    def _on_ladder(self, action: QAction) -> None:
        self._choose(CalibrationAsk(str(action.data()), with_yours=self.ask.with_yours))

    def _on_level(self, action: QAction) -> None:
        """Add a level to those that show, or take it out."""
        value = str(action.data())
        levels = self.ask.level_ids ^ {value} if value else frozenset[str]()
        self._choose(CalibrationAsk(self.ask.pin, levels, self.ask.competency_id, self.ask.with_yours))

    def _on_competency(self, action: QAction) -> None:
        ask = self.ask
        self._choose(CalibrationAsk(ask.pin, ask.level_ids, str(action.data()), ask.with_yours))

    def _on_marks(self, index: int) -> None:
        ask = self.ask
        self._choose(CalibrationAsk(ask.pin, ask.level_ids, ask.competency_id, index == 1))

    def _choose(self, ask: CalibrationAsk) -> None:
        self.ask = ask
        self.changed.emit()
