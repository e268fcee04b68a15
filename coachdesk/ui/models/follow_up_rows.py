"""Models of the follow-ups page: every promise with who owes it to whom."""

from __future__ import annotations

from coachdesk.model.person import first_name
from coachdesk.model.promise import PromiseOwner
from coachdesk.services.promises import PromiseRow
from coachdesk.ui.models.promise_rows import PromisesModel
from coachdesk.ui.models.rows import Cell, RowCells


class FollowUpsModel(PromisesModel):
    """Two lines a promise: its words, then who owes it and when."""

    def cells(self, row: PromiseRow) -> RowCells:
        """Return the words, who owes it to whom, and the day or how late it is."""
        is_over = row.is_done or row.is_dropped
        tone = "text3" if is_over else "text"
        return RowCells(
            row.text,
            self.sentence(row),
            tail=self._late_mark(row),
            is_ticked=row.is_done,
            title_tone=tone,
            is_private=row.is_private,
        )

    def about_words(self, row: PromiseRow) -> str:
        """Return `You, for Amara` or `Amara, for you`, and with whom it is to come up."""
        name = first_name(row.person_name)
        words = self.tr("You, for {name}") if row.owner is PromiseOwner.ME else self.tr("{name}, for you")
        parts = [words.format(name=name)]
        if row.raise_with_name:
            parts.append(self.tr("raise with {name}").format(name=first_name(row.raise_with_name)))
        return ", ".join(parts)

    def sentence(self, row: PromiseRow) -> str:
        """Return `You, for Amara, 14 May` or `You, for Diego, 3 days late`."""
        return ", ".join((self.about_words(row), self.state_words(row)))

    def state_words(self, row: PromiseRow) -> str:
        """Return `3 days late`, `14 May`, `kept` or `dropped`."""
        if row.is_dropped:
            return self.tr("dropped")
        return self.tr("kept") if row.is_done else self._day(row).text[:1].lower() + self._day(row).text[1:]

    def spoken(self, row: PromiseRow) -> str:
        """Return, for example, `Send the budget, You, for Diego, 3 days late`."""
        return ", ".join((row.text, self.sentence(row)))

    def _late_mark(self, row: PromiseRow) -> tuple[Cell, ...]:
        if row.days_late:
            return (Cell(icon="clock", tone="danger"),)
        return (Cell(icon="clock", tone="warn"),) if row.due_on == self._today and not row.is_done else ()
