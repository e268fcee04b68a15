"""Models of a person's sponsorship: projects and offers, wishes, acts, glue work, and who carries how much of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from coachdesk.model.project import ProjectState
from coachdesk.services.acts import ActRow
from coachdesk.services.glue import GlueLoad, GlueRow
from coachdesk.services.person_sponsorship import ChanceRow
from coachdesk.services.wishes import WishRow
from coachdesk.ui.acts_words import act_words, hours_words, load_words, origin_words
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel
from coachdesk.ui.views.sponsorship_words import state_words
from coachdesk.ui.words import day_words

_TONES = {ProjectState.ACTIVE: "accent", ProjectState.LANDED: "ok", ProjectState.OFFERED: "text"}
_ICONS = {
    ProjectState.IDEA: "bulb",
    ProjectState.OFFERED: "mail",
    ProjectState.ACTIVE: "pulse",
    ProjectState.LANDED: "award",
    ProjectState.DECLINED: "x",
    ProjectState.STOPPED: "x",
}


class _DatedModel(RowsModel):
    """Rows whose days are said as seen from today."""

    def set_dated(self, rows: tuple[object, ...], today: date) -> None:
        """Show other rows as of a day."""
        has_turned = today != self._today
        self._today = today
        self.set_rows(rows)
        if has_turned:
            self.refresh_words()

    def day(self, on: date) -> str:
        """Return a day in words."""
        return day_words(on, self._today)

    _today = date.min


class ChancesModel(_DatedModel):
    """Projects and offers: the title, its days, and where it stands."""

    def row_id(self, row: ChanceRow) -> str:
        """Return the project's identity."""
        return row.project_id

    def cells(self, row: ChanceRow) -> RowCells:
        """Return the title, the way that it went, and the state."""
        tone = _TONES.get(row.state, "text3")
        state = Cell(state_words(row.state), 0, tone, icon=_ICONS[row.state], at_end=True)
        return RowCells(row.title, self._second(row), tail=(state,))

    def _second(self, row: ChanceRow) -> str:
        steps = (f"{state_words(state).lower()} {self.day(on)}" for state, on in row.days)
        words = ", ".join(steps)
        parts = [words[:1].upper() + words[1:]]
        if row.reply_by_on is not None:
            parts.append(self.tr("reply by {day}").format(day=self.day(row.reply_by_on)))
        if row.reason:
            parts.append(row.reason)
        if row.ask_again_on is not None:
            parts.append(self.tr("ask again on {day}").format(day=self.day(row.ask_again_on)))
        elif row.state is ProjectState.DECLINED:
            parts.append(self.tr("did not say when to ask again"))
        parts += [row.competency] if row.competency else []
        return "; ".join(parts)


class WishesModel(_DatedModel):
    """Wishes: their words and what they are about; ticked once they came true or no longer hold."""

    is_checkable = True
    is_editable = True
    _names: Mapping[str, str] = MappingProxyType({})

    def set_wishes(self, rows: tuple[WishRow, ...], names: Mapping[str, str], today: date) -> None:
        """Show other wishes; `names` says what competencies are called, by identity."""
        self._names = names
        self.set_dated(rows, today)

    def row_id(self, row: WishRow) -> str:
        """Return the wish's identity."""
        return row.wish_id

    def cells(self, row: WishRow) -> RowCells:
        """Return the words and the days."""
        words = self.tr("said {day}").format(day=self.day(row.said_on))
        if row.ended_on is not None:
            words = self.tr("ended {day}").format(day=self.day(row.ended_on))
        if row.competency_id:
            words = f"{words}; {self._names.get(row.competency_id, row.competency_id)}"
        tone = "text" if row.ended_on is None else "text3"
        return RowCells(row.text, words, title_tone=tone, is_ticked=row.ended_on is not None)


class ActsModel(_DatedModel):
    """Acts: the words, before whom and with what result, and what was done."""

    is_editable = True

    def row_id(self, row: ActRow) -> str:
        """Return the act's identity."""
        return row.act_id

    def cells(self, row: ActRow) -> RowCells:
        """Return words, audience and result, and the kind."""
        parts = [self.day(row.acted_on)]
        if row.audience:
            parts.append(self.tr("before {audience}").format(audience=row.audience))
        parts += [row.project] if row.project else []
        parts += [self.tr("result: {words}").format(words=row.result)] if row.result else []
        return RowCells(row.text, "; ".join(parts), tail=(Cell(act_words(row.kind), 128, "text2", at_end=True),))


class GlueModel(_DatedModel):
    """Glue work: ticked when it ended, worded in place. With `names` each row says who carries it."""

    is_checkable = True
    is_editable = True

    def __init__(self, *, names: bool = False) -> None:
        super().__init__()
        self._names = names

    def row_id(self, row: GlueRow) -> str:
        """Return its identity."""
        return row.glue_id

    def cells(self, row: GlueRow) -> RowCells:
        """Return words, how it came about and since when, and its credit."""
        is_over = row.ended_on is not None
        lead = (Cell(avatar=row.person, width=20),) if self._names else ()
        return RowCells(
            row.text,
            self._second(row),
            lead=lead,
            tail=self._credit(row),
            title_tone="text3" if is_over else "text",
            is_ticked=is_over,
        )

    def _second(self, row: GlueRow) -> str:
        parts = [row.person, origin_words(row.origin).lower()] if self._names else [origin_words(row.origin)]
        if row.ended_on is None:
            parts.append(self.tr("since {day}").format(day=self.day(row.began_on)))
        else:
            parts.append(self.tr("{day} to {last}").format(day=self.day(row.began_on), last=self.day(row.ended_on)))
        if row.rotated_to:
            parts.append(self.tr("now with {name}").format(name=row.rotated_to))
        hours = row.hours_a_month
        parts.append(self.tr("hours not estimated") if hours is None else hours_words(hours))
        words = ", ".join(parts)
        if row.credited_on is not None or row.credit_for is None:
            return words
        return self.tr("{words}; C credits it for {name}").format(words=words, name=row.credit_for.name)

    def _credit(self, row: GlueRow) -> tuple[Cell, ...]:
        if row.credited_on is None:
            return (Cell(self.tr("Not credited"), 0, "text3", at_end=True),)
        words = self.tr("Credited {day}").format(day=self.day(row.credited_on))
        return (Cell(words, 0, "ok", icon="check", at_end=True),)


class LoadsModel(RowsModel):
    """Who carries how much: a name, and what goes on in counts and known hours."""

    def row_id(self, row: GlueLoad) -> str:
        """Return the person's identity."""
        return row.person_id

    def cells(self, row: GlueLoad) -> RowCells:
        """Return the name and the load."""
        return RowCells(
            row.person, lead=(Cell(avatar=row.person, width=20),), tail=(Cell(load_words(row), 0, "text2"),)
        )
