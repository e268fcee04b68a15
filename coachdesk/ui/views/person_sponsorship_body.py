"""What the sponsorship tab shows: three lists in the column, wishes in the rail, each with a row that adds to it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.services.acts import ActCounts
from coachdesk.services.glue import sum_loads
from coachdesk.services.person_sponsorship import SponsorshipPage
from coachdesk.services.wishes import WishRow
from coachdesk.ui.acts_words import counts_words, load_words
from coachdesk.ui.models.chance_rows import ActsModel, ChancesModel, WishesModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.glue_list import GlueList
from coachdesk.ui.views.inline_add import InlineAdd
from coachdesk.ui.views.page import PageBody
from coachdesk.ui.views.page_ground import lay_ground
from coachdesk.ui.views.person_sponsorship_acts import SponsorshipActs
from coachdesk.ui.views.person_sponsorship_add import ActAdd, AskField, GlueAdd, WishAdd
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.messages import EmptyState, SectionHeading
from coachdesk.ui.widgets.text import Label


class SponsorshipBody(PageBody):
    """Widgets only; `PersonSponsorship` wires them."""

    def __init__(self, desk: Desk, look: Appearance, acts: SponsorshipActs, parent: QWidget | None = None) -> None:
        super().__init__(look, parent=parent)
        self.look = look
        lay_ground(self)
        self._build_chances()
        self._build_acts()
        self._build_glue(desk, acts)
        self._build_wishes()
        self._lay_out()

    @property
    def adders(self) -> tuple[InlineAdd, ...]:
        """The rows whose words are kept when the page is left."""
        return self.act_add, self.result_ask, self.glue_add, self.wish_add

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """Each list that has rows, else the button that adds to it."""
        pairs = (
            (self.chances_list, self.chances_empty.button),
            (self.acts_list, self.acts_empty.button),
            (self.glue.rows, self.glue_empty.button),
            (self.wishes_list, self.wishes_heading.button),
        )
        return tuple(rows if rows.isVisible() else button for rows, button in pairs)

    def clear(self) -> None:
        """Take everything about one person away."""
        for model in (self.chances, self.acts, self.wishes, self.glue.model):
            model.set_rows(())
        for adder in (*self.adders, self.glue.rotate_ask, self.glue.credit_ask):
            adder.close_row()
        self.glue.hint.set_text("")

    def set_person(self, person_id: str, today: date) -> None:
        """Tell whom new rows are about."""
        self.act_add.set_person(person_id, today)
        self.glue_add.set_person(person_id, today)

    def set_page(self, page: SponsorshipPage) -> None:
        """Show everything."""
        self.chances.set_dated(page.chances, page.today)
        self.acts.set_dated(page.acts, page.today)
        names = {one.competency_id: one.name for one in page.competencies}
        self.wishes.set_wishes(page.wishes, names, page.today)
        self.wish_add.set_choices(page.competencies)
        self.glue.set_glue(page.glue, page.people, page.today)
        for rows, empty, shown in (
            (self.chances_list, self.chances_empty, bool(page.chances)),
            (self.acts_list, self.acts_empty, bool(page.acts)),
            (self.glue, self.glue_empty, bool(page.glue)),
            (self.wishes_list, self.wishes_empty, bool(page.wishes)),
        ):
            rows.setVisible(shown)
            empty.setVisible(not shown)
        self._show_counts(page.counts, shown=bool(page.acts))
        loads = sum_loads(page.glue)
        self.glue_load.setText(load_words(loads[0]) if loads else "")
        self.glue_load.setVisible(bool(loads))
        self._show_wishes(page.wishes)

    def _show_counts(self, counts: ActCounts, *, shown: bool) -> None:
        words = counts_words(counts)
        self.counts.setText(words[:1].upper() + words[1:])
        self.counts.setVisible(shown)

    def _show_wishes(self, wishes: tuple[WishRow, ...]) -> None:
        holding = sum(wish.ended_on is None for wish in wishes)
        self.wishes_heading.set_text(self.tr("What they would like"), str(holding) if holding else "")

    def _build_chances(self) -> None:
        look = self.look
        self.chances_heading = SectionHeading(look, self.tr("Projects and offers"), action=self.tr("Board"))
        self.chances_heading.button.setAccessibleName(self.tr("The board of all projects"))
        self.chances = ChancesModel()
        self.chances_list = RowList(look, self.tr("Projects and offers"), self.chances, two_lines=True, min_height=52)
        self.chances_list.setToolTip(self.tr("Enter opens the project"))
        self.chances_empty = EmptyState(
            look,
            self.tr("Nothing was offered to them yet"),
            self.tr("Stretch projects are made and offered on the board; what becomes of them shows here."),
            action=self.tr("Open the board"),
            icon="sponsorship",
        )

    def _build_acts(self) -> None:
        look = self.look
        self.acts_heading = SectionHeading(look, self.tr("What you did for them"), action=self.tr("Add"))
        self.acts_heading.button.setAccessibleName(self.tr("Add an act"))
        self.counts = Label(look, role="small", tone="text2")
        self.act_add = ActAdd(look)
        self.result_ask = AskField(look, self.tr("Keep"), self.tr("What came of it"))
        self.acts = ActsModel()
        self.acts_list = RowList(look, self.tr("What you did for them"), self.acts, two_lines=True, min_height=52)
        self.acts_list.setToolTip(
            self.tr("A adds, R says what came of it, Enter edits words, E all of it, Del removes")
        )
        self.acts_empty = EmptyState(
            look,
            self.tr("No acts yet"),
            self.tr("Advice, a word for them in a room, an introduction, credit: note it when it happens."),
            action=self.tr("Add an act"),
        )
        for signal in (self.acts_heading.acted, self.acts_empty.acted):
            signal.connect(self.act_add.open_row)
        for adder in (self.act_add, self.result_ask):
            adder.closed.connect(self._on_act_closed)

    def _build_glue(self, desk: Desk, acts: SponsorshipActs) -> None:
        look = self.look
        self.glue_heading = SectionHeading(look, self.tr("Glue work"), action=self.tr("Add"))
        self.glue_heading.button.setAccessibleName(self.tr("Add glue work"))
        self.everybody = Button(look, self.tr("Everybody"), kind="link", small=True)
        self.everybody.setAccessibleName(self.tr("Glue work of everybody"))
        heading = self.glue_heading.layout()
        assert isinstance(heading, QHBoxLayout)
        heading.insertWidget(heading.count() - 1, self.everybody)
        self.glue_load = Label(look, role="small", tone="text2")
        self.glue_add = GlueAdd(look)
        self.glue = GlueList(desk, look, acts)
        self.glue_empty = EmptyState(
            look,
            self.tr("No glue work noted"),
            self.tr("Rotas, notes, onboarding, the offsite: work that holds a team together and that few see."),
            action=self.tr("Add glue work"),
        )
        for signal in (self.glue_heading.acted, self.glue_empty.acted, self.glue.add_requested):
            signal.connect(self.glue_add.open_row)
        self.glue_add.closed.connect(self._on_glue_closed)

    def _build_wishes(self) -> None:
        look = self.look
        self.wishes_heading = SectionHeading(look, self.tr("What they would like"), action=self.tr("Add"))
        self.wishes_heading.button.setAccessibleName(self.tr("Add a wish"))
        self.wish_add = WishAdd(look)
        self.wishes = WishesModel()
        self.wishes_list = RowList(
            look, self.tr("What they would like"), self.wishes, two_lines=True, min_height=52, surface="rail"
        )
        self.wishes_list.setToolTip(self.tr("A adds, Space ends, Enter edits the words, E all of it, Del removes"))
        self.wishes_empty = Label(
            look, self.tr("No wish noted. Ask what they would like to do, and write it in their words."), tone="text3"
        )
        self.wishes_heading.acted.connect(self.wish_add.open_row)
        self.wish_add.closed.connect(self._on_wish_closed)

    def _lay_out(self) -> None:
        px = self.look.px
        column = self.column_layout
        column.setSpacing(px(4))
        parts: tuple[tuple[QWidget, ...], ...] = (
            (self.chances_heading, self.chances_empty, self.chances_list),
            (self.acts_heading, self.counts, self.act_add, self.result_ask, self.acts_empty, self.acts_list),
            (self.glue_heading, self.glue_load, self.glue_add, self.glue_empty, self.glue),
        )
        for at, group in enumerate(parts):
            if at:
                column.addSpacing(px(20))
            for part in group:
                column.addWidget(part)
        column.addStretch(1)
        rail: QVBoxLayout = self.rail_layout
        rail.setSpacing(px(4))
        for part in (self.wishes_heading, self.wish_add, self.wishes_empty, self.wishes_list):
            rail.addWidget(part)
        rail.addStretch(1)
        for part in (self.chances_empty, self.chances_list, self.acts_empty, self.acts_list, self.glue_empty,
                     self.glue, self.wishes_empty, self.wishes_list):  # fmt: skip
            part.hide()

    def _on_act_closed(self) -> None:
        self._return_to(self.acts_list, self.acts_empty.button)

    def _on_glue_closed(self) -> None:
        self._return_to(self.glue.rows, self.glue_empty.button)

    def _on_wish_closed(self) -> None:
        self._return_to(self.wishes_list, self.wishes_heading.button)

    def _return_to(self, rows: RowList, button: QWidget) -> None:
        (rows if rows.isVisible() else button).setFocus(Qt.FocusReason.OtherFocusReason)
