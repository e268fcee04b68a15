"""What the tour does on the pages of ladders before it takes a picture."""

from __future__ import annotations

from coachdesk.rubric.format import Ladder
from coachdesk.services.ladders import get_ladder, keep_ladder
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.ui.views.ladder_view import LadderView
from coachdesk.ui.windows.main import MainWindow

PIN = "software-engineer@2026.1"
_NEXT = "2027.1"


def show_cell(window: MainWindow) -> None:
    """Read a cell in the middle of the ladder, with the levels around it open."""
    view = window.view
    if isinstance(view, LadderView):
        view.pane.table.fold_others(4)
        view.pane.table.setCurrentIndex(view.pane.model.index(1, 4))
        view.pane.table.setFocus()


def keep_next_version(unit: UnitOfWork) -> str:
    """Keep a next version in which one competency is shorter and has another name; return both pins."""
    old = get_ladder(unit.session, PIN)
    fields = old.model_dump(mode="json", by_alias=True, exclude_defaults=True) | {"version": _NEXT}
    for one in fields["competencies"]:
        if one["id"] == "collaboration":
            one["name"] = "Working with others"
            one["at"] = {key: cell[:2] for key, cell in one["at"].items()}
    keep_ladder(unit, Ladder.model_validate({"format": old.format, **fields}))
    return f"{PIN} {old.id}@{_NEXT}"
