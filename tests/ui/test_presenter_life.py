"""Presenter mode through lock and unlock, and a second start meanwhile."""

from __future__ import annotations

import pytest

from coachdesk.services.people import PersonDraft, save_person
from coachdesk.ui.life import PRESENTING_VARIABLE
from tests.ui.test_life import Place, place

__all__ = ["place"]


def begin(place: Place) -> str:
    main = place.open()
    person_id = main.desk.store.write(lambda unit: save_person(unit, PersonDraft(None, "Amara Okafor"))).result
    main.present(person_id)
    return str(person_id)


def test_lock_hides_it_and_hands_over_an_identity_without_a_name(place: Place) -> None:
    person_id = begin(place)
    window = place.life.main.presenter_mode.window  # type: ignore[union-attr]
    place.life.lock()
    assert window is not None and not window.isVisible()
    place.qtbot.waitUntil(lambda: bool(place.replaced.calls), timeout=20_000)
    (_command, environment) = place.replaced.calls[0]
    assert environment[PRESENTING_VARIABLE] == person_id
    assert not [value for value in environment.values() if "Amara" in value]
    files = [file for file in place.path.parent.rglob("*") if file.is_file()]
    assert not [file for file in files if person_id.encode() in file.read_bytes()]


def test_unlock_brings_it_back_before_anything_else_shows(
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(PRESENTING_VARIABLE, "0" * 32)
    main = place.open()
    presenter = main.presenter_mode.window
    assert presenter is not None and presenter.isVisible() and not main.isVisible()
    place.qtbot.waitUntil(presenter.banner.isVisible, timeout=5_000)
    place.life.raise_window()
    assert presenter.isVisible() and not main.isVisible()


def test_quitting_ends_it(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coachdesk.ui.life.QApplication.quit", lambda: place.replaced.calls.append(([], {})))
    begin(place)
    place.life.main.presenter_mode.window.close()  # type: ignore[union-attr]
    place.qtbot.waitUntil(lambda: bool(place.replaced.calls), timeout=20_000)
    assert place.replaced.calls == [([], {})]
    assert place.life.main.presenter_mode.window is None  # type: ignore[union-attr]
