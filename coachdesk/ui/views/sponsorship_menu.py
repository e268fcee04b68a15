"""The menus of a project on the board and in the list."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from coachdesk.services.project_board import Card
from coachdesk.services.project_moves import list_next_states
from coachdesk.ui.views.sponsorship_words import step_words


def _tr(text: str) -> str:
    return QCoreApplication.translate("sponsorship", text)


def build_move_menu(card: Card, parent: QWidget) -> QMenu:
    """Return the steps that a project may take, as `("step", project, state)`; the digit before a step chooses it."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for number, state in enumerate(list_next_states(card.state), start=1):
        action = QAction(f"&{number}  {step_words(card.state, state)}", menu)
        action.setData(("step", card.project_id, state))
        menu.addAction(action)
    return menu


def build_menu(card: Card, parent: QWidget) -> QMenu:
    """Return the steps and all else that can be done, as `(act, project, person)`: open, ledger, person, remove."""
    menu = build_move_menu(card, parent)
    menu.addSeparator()
    acts = [("open", _tr("Open")), ("ledger", _tr("Open its ledger"))]
    if card.person_id is not None:
        acts.append(("person", _tr("Open the person")))
    for act, words in (*acts, ("remove", _tr("Remove"))):
        action = QAction(words, menu)
        action.setData((act, card.project_id, card.person_id))
        menu.addAction(action)
    return menu
