"""What the tour does where people described themselves: it types the passphrase again."""

from __future__ import annotations

from coachdesk.ui.views.groups_unlock import GroupsUnlock
from coachdesk.ui.views.person_groups import SelfDescriptionView
from coachdesk.ui.views.sponsorship_view import SponsorshipView
from coachdesk.ui.windows.main import MainWindow


def open_pane(main: MainWindow, passphrase: str) -> None:
    """Unlock the shares by group."""
    view = main.view
    assert isinstance(view, SponsorshipView)
    _unlock(view.groups.unlock, passphrase)


def open_words(main: MainWindow, passphrase: str) -> None:
    """Unlock what a person said of themselves."""
    view = main.view
    assert isinstance(view, SelfDescriptionView)
    _unlock(view.unlock, passphrase)


def _unlock(form: GroupsUnlock, passphrase: str) -> None:
    form.current.set_text(passphrase)
    form.apply.click()
