"""From one version of a ladder to the next: a person decides part by part, confirms, and moves people over."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Operation
from coachdesk.rubric.mapping import Carry
from coachdesk.services.ladder_change import (
    ChangePage,
    ChangeRow,
    Decision,
    confirm_change,
    get_change_page,
    move_people,
    reopen_change,
    save_change,
    with_decision,
)
from coachdesk.store.changes import Topic
from coachdesk.ui.models.ladder_change_rows import MappingModel, MovesModel, parts_key
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.ladder_change_list import MappingList, SteppedList
from coachdesk.ui.views.ladder_change_rail import ChangeRail
from coachdesk.ui.views.page import PageBody
from coachdesk.ui.views.page_ground import lay_ground
from coachdesk.ui.views.route import Route
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.messages import Banner, SectionHeading
from coachdesk.ui.widgets.text import Label, Line
from coachdesk.ui.words import count_words, day_words


class LadderChangeView(View):
    """The page of route `ladder_change`; `item_id` holds both pins with a space between."""

    topics = frozenset({Topic.LADDERS})
    collapses_sidebar = True

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(desk, look, parent)
        self._page: ChangePage | None = None
        self._query = LatestQuery(self, desk)
        self.banner = Banner(look, "info", "", can_dismiss=True)
        self.model = MappingModel()
        self.list = MappingList(
            look, self.tr("Parts of the earlier version"), self.model, two_lines=True, min_height=52
        )
        self.rail = ChangeRail(look)
        self.moves_model = MovesModel()
        self.moves = SteppedList(look, self.tr("People to move"), self.moves_model, two_lines=True, min_height=52)
        self.move_button = Button(look, "")
        self.swap = Button(look, self.tr("Other direction"), icon="repeat")
        self.state = Label(look, "", tone="text2")
        self.reopen = Button(look, self.tr("Open again"))
        self.primary = Button(look, "", kind="primary")
        self._body = PageBody(look)
        self._people = QWidget()
        self._foot = QWidget()
        self._lay_out()
        self._connect()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The mapping, its rail, people to move, the foot."""
        people = (self.moves,) if self.moves_model.rows else ()
        return (self.list, self.rail.successors, *people, self._foot)

    @property
    def bar_widgets(self) -> tuple[QWidget, ...]:
        """The other direction."""
        return (self.swap,)

    def show_route(self, route: Route) -> None:
        """Show another mapping."""
        self.banner.hide()
        if self.route is None or self.route.item_id != route.item_id:
            self._set_page(None)
        super().show_route(route)
        self.title_changed.emit(self.tr("Map two versions"), "")

    def refresh(self) -> None:
        """Ask for the mapping again; it is proposed on a lane."""
        if self.route is not None and " " in self.route.item_id:
            old, new = self.route.item_id.split(" ", 1)
            self._query.ask(get_change_page, old, new, self.desk.now.astimezone(self.desk.zone).date())

    def _lay_out(self) -> None:
        px = self.look.px
        lay_ground(self._body)
        column = self._body.column_layout
        column.setSpacing(px(8))
        words = self.tr("Space accepts an offer. Left and Right change what follows; E, O, I and N what marks carry.")
        people = QVBoxLayout(self._people)
        people.setContentsMargins(0, 0, 0, px(16))
        people.setSpacing(px(8))
        people.addWidget(SectionHeading(self.look, self.tr("People on the earlier version")))
        people.addWidget(self.moves)
        people.addWidget(self.move_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._hint = Label(self.look, words, tone="text2")
        for part in (self.banner, self._people, self._hint, self.list):
            column.addWidget(part)
        column.addStretch(1)
        self._body.rail_layout.setContentsMargins(0, 0, 0, 0)
        self._body.rail_layout.addWidget(self.rail)
        self._body.rail_layout.addStretch(1)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(px(24), px(12), px(24), px(12))
        foot.setSpacing(px(8))
        foot.addWidget(self.state, 1)
        foot.addWidget(self.reopen)
        foot.addWidget(self.primary)
        self._foot.setFocusProxy(self.primary)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._body, 1)
        outer.addWidget(Line())
        outer.addWidget(self._foot)
        for part in (self.banner, self._people, self.reopen):
            part.hide()

    def _connect(self) -> None:
        self._query.answered.connect(self._set_page)
        self._query.failed.connect(self._on_failed)
        self.list.current_changed.connect(self._show_row)
        self.list.accepted.connect(self._on_accepted)
        self.list.stepped.connect(self._on_stepped)
        self.list.carry_chosen.connect(self._on_carry)
        self.list.removal_requested.connect(self._on_undecide)
        self.rail.target_ticked.connect(self._on_target)
        self.rail.carry_chosen.connect(self._on_carry)
        self.moves_model.ticked.connect(self._on_moved_tick)
        self.moves.stepped.connect(self._on_moved_step)
        self.move_button.clicked.connect(self._on_move)
        self.reopen.clicked.connect(self._on_reopen)
        self.primary.clicked.connect(self._on_primary)
        self.swap.clicked.connect(self._on_swap)
        self.banner.dismissed.connect(self.banner.hide)

    @property
    def page(self) -> ChangePage | None:
        """The mapping that shows."""
        return self._page

    def _set_page(self, page: ChangePage | None) -> None:
        is_first, self._page = self._page is None, page
        self.list.setVisible(page is not None)
        self._people.setVisible(page is not None and bool(page.people))
        self.primary.setVisible(page is not None and page.confirmed_on is None)
        self.reopen.setVisible(page is not None and page.confirmed_on is not None)
        if page is None:
            self.state.setText(self.tr("Comparing the two versions"))
            self.rail.hide()
            return
        self.model.set_page(page)
        self.moves_model.set_page(page)
        self._hint.setVisible(page.confirmed_on is None)
        versions = f"{page.from_pin.partition('@')[2]} → {page.to_pin.partition('@')[2]}"
        self.title_changed.emit(page.title, versions)
        self._say_state(page)
        self._say_move()
        if is_first and page.rows:
            at = next((at for at, row in enumerate(page.rows) if row.decision is None), 0)
            self.list.setCurrentIndex(self.model.index(at))
        self._show_row()

    def _say_state(self, page: ChangePage) -> None:
        parts = count_words(len(page.rows), self.tr("part"), self.tr("parts"))
        if page.confirmed_on is not None:
            words = self.tr("Confirmed by {name} on {day}. Earlier reviews keep their own text.")
            day = day_words(page.confirmed_on, self.desk.now.date())
            self.state.setText(words.format(name=page.confirmed_by, day=day))
        elif page.open_count:
            self.state.setText(self.tr("{count} of {parts} to decide").format(count=page.open_count, parts=parts))
        else:
            self.state.setText(
                self.tr("All {parts} are decided. A mapping counts once you confirm it.").format(parts=parts)
            )
        self.primary.setText(self.tr("Confirm {parts}").format(parts=parts))
        self.primary.setEnabled(page.open_count == 0)

    def _say_move(self) -> None:
        count = len(self.moves_model.chosen)
        people = count_words(count, self.tr("person"), self.tr("people"))
        self.move_button.setText(self.tr("Move {people} to the new version").format(people=people))
        self.move_button.setEnabled(count > 0)

    def _row(self, key: str) -> ChangeRow | None:
        return next((row for row in self._page.rows if row.key == key), None) if self._page is not None else None

    def _show_row(self) -> None:
        if self._page is not None:
            row = self._row(self.list.current_id)
            self.rail.show_row(self._page, row, is_fixed=self._page.confirmed_on is not None)

    def _decide(self, row: ChangeRow, decision: Decision | None) -> None:
        if self._page is None or self._page.confirmed_on is not None or decision == row.decision:
            return
        self._set_page(with_decision(self._page, row.key, decision))
        label = self.tr("Mapping changed")
        operation = Operation(self, self.desk, save_change, self._page, label=label)
        operation.failed.connect(self._on_failed)
        operation.start()

    def _on_accepted(self, key: str) -> None:
        """Take the offer, if nothing is decided yet, and go on to the next part."""
        row = self._row(key)
        if row is None:
            return
        if row.decision is None:
            targets = (row.candidates[0].new,) if row.candidates else ()
            self._decide(row, Decision(targets))
        position = self.model.position_of(key)
        if 0 <= position < self.model.rowCount() - 1:
            self.list.setCurrentIndex(self.model.index(position + 1))

    def _on_stepped(self, key: str, step: int) -> None:
        row = self._row(key)
        if row is None or self._page is None:
            return
        near = [one.new for one in row.candidates]
        others = [part.part_id for part in self._page.new[parts_key(row)] if part.part_id not in near]
        ways: list[tuple[str, ...]] = [*((one,) for one in (*near, *others)), ()]
        now = row.decision.targets if row.decision is not None else None
        at = ways.index(now) + step if now in ways else 0 if step > 0 else -1
        self._decide(row, Decision(ways[at % len(ways)]))

    def _on_carry(self, key: str, carry: Carry) -> None:
        row = self._row(key)
        if row is not None and row.decision is not None:
            self._decide(row, replace(row.decision, carry=carry))
            self._show_row()

    def _on_undecide(self, key: str) -> None:
        row = self._row(key)
        if row is not None:
            self._decide(row, None)

    def _on_target(self, key: str, part_id: str, is_ticked: bool) -> None:
        row = self._row(key)
        if row is None:
            return
        targets = row.decision.targets if row.decision is not None else ()
        kept = tuple(one for one in targets if one != part_id)
        self._decide(row, Decision((*kept, part_id) if is_ticked else kept))

    def _on_primary(self) -> None:
        if self._page is not None and self._page.confirmed_on is None and not self._page.open_count:
            today = self.desk.now.astimezone(self.desk.zone).date()
            self._do(confirm_change, self._page, today, label=self.tr("Mapping confirmed"))

    def _on_reopen(self) -> None:
        if self._page is not None:
            self._do(reopen_change, self._page, label=self.tr("Mapping opened again"))

    def _on_moved_tick(self, person_id: str, is_taken: bool) -> None:
        self.moves_model.set_taken(person_id, is_taken)
        self._say_move()

    def _on_moved_step(self, person_id: str, step: int) -> None:
        if self._page is None:
            return
        levels = [part.part_id for part in self._page.new["level"]]
        rows = []
        for row in self._page.people:
            if row.person_id == person_id:
                now = levels.index(row.new_levels[0]) + step if len(row.new_levels) == 1 else 0
                row = replace(row, new_levels=(levels[now % len(levels)],))
            rows.append(row)
        self._set_page(replace(self._page, people=tuple(rows)))

    def _on_move(self) -> None:
        if self._page is not None and self.moves_model.chosen:
            today = self.desk.now.astimezone(self.desk.zone).date()
            label = self.tr("People moved to the new version")
            self._do(move_people, self._page.to_pin, self.moves_model.chosen, today, label=label)

    def _on_swap(self) -> None:
        if self._page is not None:
            self.navigate_requested.emit(Route("ladder_change", item_id=f"{self._page.to_pin} {self._page.from_pin}"))

    def _do(self, service: object, *arguments: object, label: str) -> None:
        operation = Operation(self, self.desk, service, *arguments, label=label, offers_undo=True)  # type: ignore[arg-type]
        operation.succeeded.connect(self._on_done)
        operation.failed.connect(self._on_failed)
        operation.start()

    def _on_done(self) -> None:
        self.banner.hide()
        self.refresh()

    def _on_failed(self, error: Exception) -> None:
        self.banner.set_message("danger", str(error))
        self.banner.show()
        self.refresh() if self._page is not None else self.state.setText("")
