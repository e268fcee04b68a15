"""The steps of the set-up: place, passphrase and team."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QThreadPool, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.fields import Field
from coachdesk.ui.widgets.icon import IconTile
from coachdesk.ui.widgets.text import Label, Line
from coachdesk.ui.windows.first_run_dialogs import FirstRunDialogs
from coachdesk.ui.windows.passphrase_panel import PassphrasePanel
from coachdesk.ui.windows.rating import Rate
from coachdesk.ui.windows.set_up_page import SetUpPage

_SUFFIX = ".coachdesk"
_REFUSED = frozenset('<>:"/\\|?*')


class PlacePage(SetUpPage):
    """The vault's name and the folder that it goes into. `restore_requested` asks to start from a backup instead."""

    restore_requested = Signal(object)

    def __init__(self, look: Appearance, default_place: Path, dialogs: FirstRunDialogs) -> None:
        super().__init__(look)
        self.set_words(
            self.tr("Choose a place"),
            self.tr(
                "CoachDesk keeps everything in one encrypted vault on this computer. "
                "Give it a name and a folder that you back up."
            ),
        )
        self._dialogs = dialogs
        self.name = Field(look, self.tr("Name of the vault"), tall=True)
        self.name.set_text(self.tr("My vault"))
        self.folder = Field(look, self.tr("Folder"), tall=True)
        self.folder.set_text(str(default_place))
        self.browse = Button(look, self.tr("Browse"), icon="folder", tall=True)
        self.browse.setAccessibleDescription(self.tr("Choose the folder of the vault"))
        self.result = Label(look, role="small", tone="text2")
        self.restore = Button(look, self.tr("Restore a backup instead"), kind="link", icon="undo")
        self.restore.clicked.connect(self._on_restore)
        self._lay_out()
        self.name.edit.textChanged.connect(self._on_changed)
        self.folder.edit.textChanged.connect(self._on_changed)
        self.browse.clicked.connect(self._on_browse)
        self._on_changed("")

    def place(self) -> Path:
        """Return where the vault will be made."""
        return Path(self.folder.text().strip()).expanduser() / f"{self.name.text().strip()}{_SUFFIX}"

    @property
    def is_ready(self) -> bool:
        """Whether name and folder can be used."""
        return not (self._name_problem() or self._folder_problem()) and bool(self.name.text().strip())

    def start(self) -> None:
        """Begin with the name, selected so that typing replaces it."""
        self.name.edit.setFocus()
        self.name.edit.selectAll()

    def _lay_out(self) -> None:
        px = self.look.px
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.folder, 1)
        beside = QVBoxLayout()
        beside.addSpacing(self.look.metrics.line("section") + px(6))
        beside.addWidget(self.browse)
        beside.addStretch(1)
        row.addLayout(beside)
        self.column.addSpacing(px(8))
        self.column.addWidget(self.name)
        self.column.addSpacing(px(24))
        self.column.addLayout(row)
        self.column.addSpacing(px(12))
        self.column.addWidget(self.result)
        self.column.addStretch(1)
        self.column.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignLeft)

    def _on_restore(self) -> None:
        self.restore_requested.emit(self.place())

    def _name_problem(self) -> str:
        name = self.name.text().strip()
        if _REFUSED & set(name) or name.startswith(".") or not name.isprintable():
            return self.tr('A name cannot begin with a dot or contain < > : " / \\ | ? *')
        if name and self.place().exists():
            return self.tr("There is already a vault with this name in the folder.")
        return ""

    def _folder_problem(self) -> str:
        folder = Path(self.folder.text().strip()).expanduser()
        if not folder.is_absolute():
            return self.tr("Give the whole path of a folder, or choose one with Browse.")
        return self.tr("This is a file, not a folder.") if folder.is_file() else ""

    def _on_changed(self, _text: str) -> None:
        name, folder = self._name_problem(), self._folder_problem()
        self.name.set_error(name)
        self.folder.set_error(folder)
        words = self.tr("The vault will be one folder: {place}")
        self.result.setText(words.format(place=self.place()) if self.is_ready else "")
        self.ready_changed.emit()

    def _on_browse(self) -> None:
        start = Path(self.folder.text().strip()).expanduser()
        found = self._dialogs.choose_folder(self, start)
        if found is not None:
            self.folder.set_text(str(found))


class PassphraseStep(SetUpPage):
    """The passphrase, typed twice."""

    def __init__(
        self,
        look: Appearance,
        *,
        rate: Rate,
        suggest: Callable[[], str],
        delay_ms: int,
        pool: QThreadPool | None,
    ) -> None:
        super().__init__(look)
        self.set_words(
            self.tr("Choose a passphrase"),
            self.tr(
                "It is the only key to this vault. Four unrelated words are easy to type and hard to guess. "
                "Nobody can reset it for you."
            ),
        )
        self.panel = PassphrasePanel(look, rate=rate, suggest=suggest, delay_ms=delay_ms, pool=pool)
        self.column.addSpacing(look.px(8))
        self.column.addWidget(self.panel)
        self.column.addStretch(1)
        self.panel.changed.connect(self.ready_changed)

    @property
    def is_ready(self) -> bool:
        """Whether the passphrase passes every check and both fields agree."""
        return self.panel.is_ready

    def start(self) -> None:
        """Begin with the first field."""
        self.panel.first.edit.setFocus()


class TeamPage(SetUpPage):
    """What to begin with: a roster, one person by hand, or nothing yet."""

    roster_chosen = Signal(object)
    person_requested = Signal()

    def __init__(self, look: Appearance, dialogs: FirstRunDialogs) -> None:
        super().__init__(look)
        self.set_words(
            self.tr("Bring in your team"),
            self.tr("Start from what you have. You see every change before it is made, and one undo takes it back."),
        )
        self._dialogs = dialogs
        self.roster = Button(look, self.tr("Choose"), kind="primary")
        self.roster.setAccessibleName(self.tr("Choose a roster"))
        self.roster.setAutoDefault(True)
        self.person = Button(look, self.tr("Add"))
        self.person.setAccessibleName(self.tr("Add one person"))
        card = QFrame()
        card.setProperty("surface", "card")
        rows = QVBoxLayout(card)
        rows.setContentsMargins(1, 1, 1, 1)
        rows.setSpacing(0)
        roster_words = (self.tr("Roster, CSV or Excel"), self.tr("Names, roles, levels, who reports to whom"))
        person_words = (self.tr("One person by hand"), self.tr("Begin with the next one-on-one you have"))
        rows.addWidget(self._build_source("table", *roster_words, self.roster))
        rows.addWidget(Line())
        rows.addWidget(self._build_source("user", *person_words, self.person))
        self.column.addSpacing(look.px(8))
        self.column.addWidget(card)
        self.column.addSpacing(look.px(16))
        words = self.tr("Files are read on this computer and stay where they are.")
        self.column.addWidget(Label(look, words, role="small", tone="text3"))
        self.column.addStretch(1)
        self.roster.clicked.connect(self._on_roster_clicked)
        self.person.clicked.connect(self.person_requested)

    def start(self) -> None:
        """Begin with the roster."""
        self.roster.setFocus()

    def _build_source(self, icon: str, title: str, text: str, button: Button) -> QWidget:
        px = self.look.px
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(px(16), px(16), px(16), px(16))
        line.setSpacing(px(16))
        line.addWidget(IconTile(self.look, icon))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(self.look, title, role="section"))
        words.addWidget(Label(self.look, text, tone="text2"))
        line.addLayout(words, 1)
        line.addWidget(button)
        return row

    def _on_roster_clicked(self) -> None:
        found = self._dialogs.choose_roster(self)
        if found is not None:
            self.roster_chosen.emit(found)
