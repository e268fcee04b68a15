"""Import a ladder: files, a check in which roles are chosen, one write. Nothing is written before the last button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation, Task
from coachdesk.rubric.importing import Recipe, dump_recipe
from coachdesk.rubric.importing.words import slug
from coachdesk.services.ladder_import import ImportDraft, keep_import
from coachdesk.services.ladder_page import ladder_id_of
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.attachment_strip import ChooseFile, choose_place
from coachdesk.ui.views.base import View
from coachdesk.ui.views.import_file import FileStep
from coachdesk.ui.views.ladder_import_check import LadderCheck
from coachdesk.ui.views.ladder_import_session import LadderImportSession
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.scrolled import build_scrolled
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.messages import Banner
from coachdesk.ui.widgets.text import Label, Line
from coachdesk.ui.words import count_words
from coachdesk.vault.files import replace_file

FILE, CHECK = range(2)
_ROOMY_UNDER = 1.5
ChooseFiles = Callable[[QWidget], list[Path]]


def choose_ladders(parent: QWidget) -> list[Path]:
    """Ask with the system's file chooser for the files of a ladder."""
    kinds = parent.tr("Ladders (*.csv *.tsv *.xlsx *.md *.html *.htm *.json *.yaml *.yml *.js *.ts);;All files (*)")
    chosen, _ = QFileDialog.getOpenFileNames(parent, parent.tr("Choose the files of a ladder"), "", kinds)
    return [Path(one) for one in chosen]


def _no_file(parent: QWidget) -> Path | None:
    return None


@dataclass(frozen=True, slots=True)
class RecipeWriting:
    """Writes a recipe to a file whole or not at all."""

    recipe: Recipe
    path: Path

    def __call__(self, progress: Callable[[int, int], None]) -> Path:
        """Write, and return the place."""
        replace_file(self.path, dump_recipe(self.recipe).encode("utf-8"))
        return self.path


class LadderFileStep(FileStep):
    """One file or several that make one ladder."""

    files_given = Signal(tuple)

    def __init__(self, look: Appearance, choose: ChooseFiles) -> None:
        self._choose_all = choose
        super().__init__(look, _no_file)
        self._title_words()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome local files."""
        if event.mimeData().urls() and all(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files that were dropped."""
        event.acceptProposedAction()
        self.files_given.emit(tuple(Path(url.toLocalFile()) for url in event.mimeData().urls()))

    def _title_words(self) -> None:
        self.button.setText(self.tr("Choose files"))

    def _lay_out(self) -> None:
        self._title = self.tr("Bring in your ladder")
        self._text = self.tr(
            "Drop it here, or choose it: tables, Markdown, HTML, JSON, YAML or scripts. Several files can make one."
        )
        super()._lay_out()

    def _on_choose(self) -> None:
        paths = self._choose_all(self)
        if paths:
            self.files_given.emit(tuple(paths))


class LadderImportView(View):
    """The page of route `ladder_import`; `item_id` is the pin of the version that a new one is to follow."""

    collapses_sidebar = True

    def __init__(
        self,
        desk: Desk,
        look: Appearance,
        parent: QWidget | None = None,
        *,
        choose: ChooseFiles = choose_ladders,
        choose_recipe: ChooseFile = choose_place,
    ) -> None:
        super().__init__(desk, look, parent)
        self._choose_recipe = choose_recipe
        self._writing = False
        self._is_named = False
        self.session = LadderImportSession(desk, self)
        self.file_step = LadderFileStep(look, choose)
        self.check = LadderCheck(look)
        self.banner = Banner(look, "danger", "", can_dismiss=True)
        self.recipe_button = Button(look, self.tr("Export decisions"), icon="download")
        self.back = Button(look, self.tr("Back"))
        self.primary = Button(look, "", kind="primary")
        self._stack = QStackedWidget()
        self._foot = QWidget()
        self._lay_out()
        self._connect()

    @property
    def step(self) -> int:
        """Which step shows: FILE or CHECK."""
        return self._stack.currentIndex()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The file step; or source, matrix, findings and foot."""
        if self.step == FILE:
            return (self.file_step,)
        check = self.check
        shown = [pane for pane in (check.source, check.grid, check.findings) if pane.isVisibleTo(check)]
        return (*shown, check.title, self._foot)

    def show_route(self, route: Route) -> None:
        """Begin anew unless an import is under way or goes on for the same ladder."""
        is_other = self.route is None or route.item_id != self.route.item_id
        super().show_route(route)
        if not self._writing and (is_other or self.session.preview is None):
            self._restart()
        self._say_title()

    def set_files(self, paths: tuple[Path, ...]) -> None:
        """Read files and show what would come in."""
        if not self._writing:
            self._is_named = False
            self._go(FILE)
            self.file_step.set_busy(True)
            self.session.read(paths)

    def run_action(self, action_id: str) -> bool:
        """Let undo take the last decision back while nothing is written yet."""
        return action_id == "undo" and self.step == CHECK and not self._writing and self.session.undo_decision()

    def _lay_out(self) -> None:
        px = self.look.px
        self._stack.addWidget(build_scrolled(self.file_step))
        self._stack.addWidget(build_scrolled(self.check))
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(px(24), px(12), px(24), px(12))
        foot.setSpacing(px(8))
        if self.look.text_scale < _ROOMY_UNDER:
            foot.addWidget(Icon(self.look, "undo", "text3"), 0, Qt.AlignmentFlag.AlignVCenter)
            foot.addWidget(Label(self.look, self.tr("One undo takes the whole import back."), tone="text2"))
        foot.addStretch(1)
        foot.addWidget(self.recipe_button)
        foot.addWidget(self.back)
        foot.addWidget(self.primary)
        self._foot.setFocusProxy(self.primary)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._line = Line()
        for widget, stretch in ((self.banner, 0), (self._stack, 1), (self._line, 0), (self._foot, 0)):
            column.addWidget(widget, stretch)
        self.banner.hide()

    def _connect(self) -> None:
        session, check = self.session, self.check
        session.shown.connect(self._on_shown)
        session.progressed.connect(self._on_progress)
        session.read_failed.connect(self._on_read_failed)
        session.read_cancelled.connect(self._restart)
        self.file_step.files_given.connect(self.set_files)
        self.file_step.cancel_requested.connect(self._restart)
        check.role_chosen.connect(session.set_role)
        check.merge_requested.connect(session.merge)
        check.matrix_chosen.connect(session.set_matrix)
        check.name_changed.connect(self._show_primary)
        check.afresh.clicked.connect(self._on_afresh)
        self.recipe_button.clicked.connect(self._on_recipe)
        self.back.clicked.connect(self._restart)
        self.primary.clicked.connect(self._on_primary)
        self.banner.dismissed.connect(self.banner.hide)

    def _go(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        self._foot.setVisible(step == CHECK)
        self._line.setVisible(step == CHECK)
        self._say_title()

    def _say_title(self) -> None:
        follows = self.route.item_id if self.route is not None else ""
        title = self.tr("New version of {ladder}").format(ladder=ladder_id_of(follows)) if follows else ""
        files = self.session.paths
        note = count_words(len(files), self.tr("file"), self.tr("files")) if len(files) > 1 else ""
        note = files[0].name if len(files) == 1 else note
        self.title_changed.emit(title or self.tr("Import a ladder"), note)

    def _restart(self) -> None:
        self.session.clear()
        self.file_step.set_busy(False)
        self.banner.hide()
        self._go(FILE)
        if self.isVisible():
            self.file_step.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_progress(self, done: int, total: int) -> None:
        if self.step == FILE and total > 2:
            self.file_step.progress.set_percent(round(100 * done / total))

    def _on_read_failed(self, text: str) -> None:
        self._go(FILE)
        self.file_step.show_error(text)

    def _on_shown(self) -> None:
        preview = self.session.preview
        if preview is None:
            return
        if not self.session.sheets and preview.ladder is None:
            self.session.clear()
            self._on_read_failed(preview.problem)
            return
        if not self._is_named:
            self._propose_name()
        was_check = self.step == CHECK
        self.check.show_preview(preview, self.session.sheets)
        self.file_step.set_busy(False)
        self._go(CHECK)
        self._show_primary()
        if self.isVisible() and not was_check:
            first = self.check.source if self.session.sheets else self.check.grid
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _propose_name(self) -> None:
        preview, self._is_named = self.session.preview, True
        assert preview is not None
        if preview.ladder is not None:
            self.check.set_name(preview.ladder.id, preview.ladder.version, preview.ladder.name)
            return
        follows = self.route.item_id if self.route is not None else ""
        stem = self.session.paths[0].stem if len(self.session.paths) == 1 else self.session.paths[0].parent.name
        title = stem.replace("-", " ").replace("_", " ").strip().capitalize()
        ladder_id = ladder_id_of(follows) or slug(stem, fallback="ladder")
        self.check.set_name(ladder_id, str(self.desk.now.year), title)

    def _draft(self) -> ImportDraft | None:
        preview, check = self.session.preview, self.check
        if preview is None or preview.problem:
            return None
        ladder_id, version = slug(check.ladder_id.text(), fallback="ladder"), check.version.text().strip()
        return ImportDraft(preview.proposal, ladder_id, version, check.title.text().strip(), preview.ladder)

    def _show_primary(self) -> None:
        preview, version = self.session.preview, self.check.version.text().strip()
        is_named = bool(self.check.ladder_id.text().strip()) and bool(version)
        is_version = is_named and " " not in version and "@" not in version and len(version) <= 40
        self.check.version.set_error(
            "" if is_version or not version else self.tr("No spaces and no @, 40 characters at most")
        )
        can = preview is not None and not preview.problem and is_version and not self._writing
        count = preview.report.competencies if preview is not None and not preview.problem else 0
        names = count_words(count, self.tr("competency"), self.tr("competencies"))
        self.primary.setText(self.tr("Import {names}").format(names=names) if count else self.tr("Nothing to import"))
        self.primary.setEnabled(can and count > 0)
        self.recipe_button.setVisible(preview is not None and preview.ladder is None)

    def _on_afresh(self) -> None:
        self.session.set_recipe(Recipe())

    def _on_recipe(self) -> None:
        path = self._choose_recipe(self, self.tr("Export your decisions"), "ladder-recipe.yaml")
        if path is not None:
            task = Task(self, self.desk, RecipeWriting(self.session.recipe, path))
            task.succeeded.connect(self._on_recipe_written)
            task.failed.connect(self._on_recipe_failed)
            task.start()

    def _on_recipe_written(self, path: Path) -> None:
        self.banner.set_message("ok", self.tr("Your decisions are in {file}.").format(file=path.name))
        self.banner.show()

    def _on_recipe_failed(self, error: Exception) -> None:
        if not isinstance(error, OSError):
            self.desk.bus.crashed.emit(error)
            return
        words = self.tr("The file could not be written. Your decisions are kept on this page. Choose another place.")
        self.banner.set_message("danger", words)
        self.banner.show()

    def _on_primary(self) -> None:
        draft = self._draft()
        if draft is None or self._writing:
            return
        self._writing = True
        self._show_primary()
        label = self.tr("Import of a ladder")
        operation = Operation(self, self.desk, keep_import, draft, label=label, offers_undo=True)
        operation.succeeded.connect(self._on_imported)
        operation.failed.connect(self._on_failed)
        operation.start()

    def _on_imported(self, pin: str) -> None:
        self._writing = False
        follows = self.route.item_id if self.route is not None else ""
        self.session.clear()
        self._go(FILE)
        if follows and follows != pin and ladder_id_of(follows) == ladder_id_of(pin):
            self.navigate_requested.emit(Route("ladder_change", item_id=f"{follows} {pin}"))
        else:
            self.navigate_requested.emit(Route("ladder", item_id=pin))

    def _on_failed(self, error: Exception) -> None:
        self._writing = False
        self._show_primary()
        self.banner.set_message("danger", self.tr("{what} Your choices on this page are kept.").format(what=error))
        self.banner.show()
