"""Every page of the tour at large text: what can have the keyboard has a name, buttons act, no words are cut off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import SIGNAL, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.ui import tour
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.text import ElidedLabel, Label

pytestmark = pytest.mark.long

_ACTS = ("clicked()", "clicked(bool)", "pressed()", "released()", "toggled(bool)")
_SLACK = 2


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tour.Stage]:
    """The stage of the tour at 200 % in a small window, settling as soon as all is answered."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    look = Appearance(mode="light", text_scale=2.0, reduced_motion=True)
    monkeypatch.setattr(tour, "SETTLE_MS", 30)
    with ExitStack() as stack:
        look.apply(application)
        stack.callback(application.setStyleSheet, "")
        yield stack.enter_context(tour._stage(tmp_path / "tour", look, (1024, 700), tour.STOPS))


def test_every_page_names_its_controls_and_cuts_no_words(stage: tour.Stage) -> None:
    wrong: dict[str, list[str]] = {}
    for stop in tour.STOPS:
        stage.main.command_box.close_box()
        stage.main.capture_box.close_box()
        window = stop.show(stage)
        tour._settle(stage)
        if not (found := _list_wrong(window, stop)):
            continue
        tour._settle(stage)  # a page that was still being laid out is given its time
        found = _list_wrong(window, stop)
        if found:
            wrong[stop.name] = found
    assert not wrong, "\n".join(f"{name}: {one}" for name, found in wrong.items() for one in found)


def _list_wrong(window: QWidget, stop: tour.Stop) -> list[str]:
    idle = () if stop.name == "parts" else _idle(window)  # the parts alone are on show, in no page
    return [*_nameless(window), *idle, *_cut(window)]


def _nameless(window: QWidget) -> Iterator[str]:
    """Find what Tab reaches and a screen reader cannot say."""
    for widget in _shown(window):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled()
        inside = widget.focusProxy() is not None or widget.objectName().startswith("qt_")
        if takes and not inside and not _name(widget):
            yield f"no name: {type(widget).__name__} {widget.objectName()}"


def _idle(window: QWidget) -> Iterator[str]:
    """Find buttons that nothing listens to."""
    for widget in _shown(window):
        if isinstance(widget, QAbstractButton) and not widget.objectName().startswith("qt_"):
            heard = any(widget.receivers(SIGNAL(act)) for act in _ACTS)
            has_menu = isinstance(widget, QToolButton) and (widget.defaultAction() or widget.arrowType())
            holds = widget.isCheckable()  # what it says is read when the rest is kept
            if not heard and not holds and widget.group() is None and not has_menu:
                yield f"does nothing: {type(widget).__name__} {widget.text()}"


def _cut(window: QWidget) -> Iterator[str]:
    """Find words that have less room than they need; those that elide have the whole as a tool tip."""
    for widget in _shown(window):
        if (
            isinstance(widget, QAbstractButton)
            and widget.text()
            and widget.width() + _SLACK < widget.sizeHint().width()
        ):
            yield f"cut: {widget.text()} ({widget.width()} of {widget.sizeHint().width()})"
        elif isinstance(widget, Label) and not isinstance(widget, ElidedLabel) and widget.text():
            if widget.wordWrap() and widget.height() + _SLACK < widget.heightForWidth(widget.width()):
                yield f"cut below: {widget.text()[:60]}"
            elif not widget.wordWrap() and widget.width() + _SLACK < widget.sizeHint().width():
                yield f"cut at the end: {widget.text()[:60]}"


def _shown(window: QWidget) -> Iterator[QWidget]:
    return (one for one in window.findChildren(QWidget) if one.isVisible())


def _name(widget: QWidget) -> str:
    interface: Any = QAccessible.queryAccessibleInterface(widget)
    return str(interface.text(QAccessible.Text.Name)) if interface is not None else ""
