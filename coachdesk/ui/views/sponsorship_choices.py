"""What the sponsorship page shows: as board or list, of all teams or one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.choices import Segmented


class BoardChoices(QWidget):
    """`list_chosen(is list)` and `team_chosen(name, None for all)`."""

    list_chosen = Signal(bool)
    team_chosen = Signal(object)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._team: str | None = None
        self._teams: tuple[str, ...] = ()
        self.switch = Segmented(look, self.tr("Show as"), (self.tr("Board"), self.tr("List")), small=True)
        self.team_button = Button(look, self.tr("All teams"), icon="filter", small=True)
        self.team_menu = QMenu(self.team_button)
        self.team_menu.aboutToShow.connect(self._fill_teams)
        self.team_menu.triggered.connect(self._on_team)
        self.team_button.setMenu(self.team_menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        row.addWidget(self.switch)
        row.addWidget(self.team_button)
        self.switch.chosen.connect(self._on_switch)

    @property
    def team(self) -> str | None:
        """The team that is chosen, None for all."""
        return self._team

    def set_teams(self, teams: tuple[str, ...]) -> None:
        """Tell which teams there are."""
        self._teams = teams

    def set_list(self, is_list: bool) -> None:
        """Show which of the two shows."""
        self.switch.set_index(int(is_list))

    def _fill_teams(self) -> None:
        self.team_menu.clear()
        for team in (None, *self._teams):
            action = QAction(team or self.tr("All teams"), self.team_menu)
            action.setCheckable(True)
            action.setChecked(team == self._team)
            action.setData((team,))
            self.team_menu.addAction(action)

    def _on_team(self, action: QAction) -> None:
        (self._team,) = action.data()
        self.team_button.setText(self._team or self.tr("All teams"))
        self.team_button.updateGeometry()
        self.team_chosen.emit(self._team)

    def _on_switch(self, index: int) -> None:
        self.list_chosen.emit(index == 1)
