"""The writes about acts, wishes and glue work, each with its words for undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.services import acts, glue, wishes
from coachdesk.services.acts import ActDraft
from coachdesk.services.evidence import CompetencyChoice
from coachdesk.services.glue import GlueDraft
from coachdesk.services.people import PersonRow
from coachdesk.services.wishes import WishDraft


def _tr(text: str) -> str:
    return QCoreApplication.translate("SponsorshipActs", text)


class SponsorshipActs(QObject):
    """`written` after each act, done or refused; `refused(words)` when a service said why not."""

    written = Signal()
    refused = Signal(str)

    def __init__(self, view: QObject, desk: Desk) -> None:
        super().__init__(view)
        self._desk = desk

    def add_act(self, draft: ActDraft) -> None:
        """Keep an act."""
        self._do(acts.add_act, draft, label=_tr("Act of sponsorship added"))

    def rename_act(self, act_id: str, text: str) -> None:
        """Word an act differently."""
        self._do(acts.set_act_text, act_id, text, label=_tr("Act changed"))

    def save_act(self, act_id: str, draft: ActDraft) -> None:
        """Change everything about an act."""
        self._do(acts.save_act, act_id, draft, label=_tr("Act changed"))

    def set_result(self, act_id: str, result: str) -> None:
        """Say what came of an act."""
        self._do(acts.set_act_result, act_id, result, label=_tr("Result kept"))

    def remove_act(self, act_id: str) -> None:
        """Remove an act."""
        self._do(acts.remove_act, act_id, label=_tr("Act removed"), offers_undo=True)

    def add_wish(self, person_id: str, text: str, competency_id: str) -> None:
        """Keep a wish of today."""
        self._do(wishes.add_wish, WishDraft(person_id, text, self._today, competency_id), label=_tr("Wish added"))

    def save_wish(self, wish_id: str, wish: tuple[str, str]) -> None:
        """Change the words of a wish and what it is about."""
        self._do(wishes.save_wish, wish_id, *wish, label=_tr("Wish changed"))

    def rename_wish(self, wish_id: str, text: str) -> None:
        """Word a wish differently."""
        self._do(wishes.set_wish_text, wish_id, text, label=_tr("Wish changed"))

    def end_wish(self, wish_id: str, is_over: bool) -> None:
        """Say that a wish came true or no longer holds, or holds again."""
        label = _tr("Wish ended") if is_over else _tr("Wish holds again")
        self._do(wishes.end_wish, wish_id, self._today if is_over else None, label=label, offers_undo=is_over)

    def remove_wish(self, wish_id: str) -> None:
        """Remove a wish."""
        self._do(wishes.remove_wish, wish_id, label=_tr("Wish removed"), offers_undo=True)

    def add_glue(self, draft: GlueDraft) -> None:
        """Keep glue work."""
        self._do(glue.add_glue, draft, label=_tr("Glue work added"))

    def rename_glue(self, glue_id: str, text: str) -> None:
        """Word glue work differently."""
        self._do(glue.set_glue_text, glue_id, text, label=_tr("Glue work changed"))

    def save_glue(self, glue_id: str, draft: GlueDraft) -> None:
        """Change everything about glue work."""
        self._do(glue.save_glue, glue_id, draft, label=_tr("Glue work changed"))

    def end_glue(self, glue_id: str, is_over: bool) -> None:
        """Say that glue work ended today, or goes on."""
        label = _tr("Glue work ended") if is_over else _tr("Glue work goes on")
        self._do(glue.end_glue, glue_id, self._today if is_over else None, label=label, offers_undo=is_over)

    def credit_glue(self, glue_id: str, competency: CompetencyChoice) -> None:
        """Make glue work evidence."""
        label = _tr("Credited as evidence for {competency}").format(competency=competency.name)
        self._do(glue.credit_glue, glue_id, competency, self._today, label=label, offers_undo=True)

    def rotate_glue(self, glue_id: str, person: PersonRow) -> None:
        """Hand glue work on to somebody else."""
        self._do(glue.rotate_glue, glue_id, person.person_id, self._today, label=_tr("Glue work rotated"),
                 offers_undo=True)  # fmt: skip

    def remove_glue(self, glue_id: str) -> None:
        """Remove glue work."""
        self._do(glue.remove_glue, glue_id, label=_tr("Glue work removed"), offers_undo=True)

    @property
    def _today(self) -> Any:
        return self._desk.local_now.date()

    def _do(self, service: Callable[..., Any], *arguments: Any, label: str, offers_undo: bool = False) -> None:
        owner = self.parent()
        assert owner is not None
        operation = Operation(owner, self._desk, service, *arguments, label=label, offers_undo=offers_undo)
        operation.succeeded.connect(self._on_succeeded)
        operation.failed.connect(self._on_failed)
        operation.start()

    def _on_succeeded(self, _outcome: object) -> None:
        self.written.emit()

    def _on_failed(self, error: Exception) -> None:
        self.refused.emit(str(error))
        self.written.emit()
