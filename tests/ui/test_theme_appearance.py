"""One look for the whole application: it scales, switches and tints."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontInfo, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coachdesk.assets import resource_path
from coachdesk.ui.theme.appearance import MODES, Appearance
from coachdesk.ui.theme.icons import icon_pixmap
from coachdesk.ui.theme.style import build_style_sheet


@pytest.fixture
def applied(look: Appearance, qapp: QApplication) -> Appearance:
    look.apply(qapp)
    return look


def test_bundled_fonts_are_used(look: Appearance) -> None:
    assert QFontInfo(look.font("body")).family() == "Inter"
    assert QFontInfo(look.font("display")).family() == "Inter Display"


def test_text_scale_reaches_fonts_and_lengths(look: Appearance, qtbot: QtBot) -> None:
    with qtbot.waitSignal(look.changed):
        look.set_text_scale(2.0)
    assert look.font("body").pixelSize() == 26
    assert look.px(8) == 16
    assert look.metrics.row("twoLine") == 96


@pytest.mark.parametrize(("asked", "given"), [(0.5, 1.0), (3.0, 2.0), (1.3, 1.3)])
def test_text_scale_stays_in_its_range(look: Appearance, asked: float, given: float) -> None:
    look.set_text_scale(asked)
    assert look.text_scale == given


def test_the_same_choice_says_nothing(look: Appearance, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(look.changed):
        look.set_mode("light")
        look.set_text_scale(1.0)
        look.set_reduced_motion(True)


def test_reduced_motion_makes_changes_instant(look: Appearance) -> None:
    assert look.duration_ms("sidebar") == 0
    look.set_reduced_motion(False)
    assert look.duration_ms("sidebar") == 160


def test_unknown_mode_is_refused(look: Appearance) -> None:
    with pytest.raises(ValueError, match="sepia"):
        look.set_mode("sepia")


def test_apply_dresses_the_application(applied: Appearance, qapp: QApplication) -> None:
    assert qapp.palette().window().color() == applied.colour("window")
    applied.set_mode("dark")
    assert qapp.palette().window().color() == QColor("#16181A")
    assert "#16181a" in qapp.styleSheet()


def test_system_scheme_is_followed(qapp: QApplication, qtbot: QtBot) -> None:
    look = Appearance(mode="system")
    look.apply(qapp)
    hints = QGuiApplication.styleHints()
    try:
        hints.setColorScheme(Qt.ColorScheme.Dark)
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
        assert look.theme.is_dark == (hints.colorScheme() == Qt.ColorScheme.Dark)
    finally:
        hints.unsetColorScheme()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_style_sheet_is_complete(look: Appearance, mode: str, scale: float) -> None:
    look.set_mode(mode)
    look.set_text_scale(scale)
    sheet = build_style_sheet(look.theme, look.metrics)
    assert "$" not in sheet
    assert not re.search(r"\d+dp", sheet)
    for file in re.findall(r"url\(([^)]+)\)", sheet):
        assert file.endswith(".svg")
        assert resource_path("style", file.rsplit("/", 1)[1]).is_file()


@pytest.mark.parametrize("tenths", range(10, 21))
def test_round_things_stay_round_at_every_scale(look: Appearance, tenths: int) -> None:
    look.set_text_scale(tenths / 10)
    sheet = build_style_sheet(look.theme, look.metrics)
    rules = {
        "QRadioButton::indicator {": 2,
        "QRadioButton::indicator:checked {": None,
        "QProgressBar {": 0,
    }
    for start, border in rules.items():
        body = sheet.split("\n" + start)[1].split("}")[0]
        side = int(re.search(r"height: (\d+)px", body)[1])  # type: ignore[index]
        radius = int(re.search(r"radius: (\d+)px", body)[1])  # type: ignore[index]
        if border is None:
            border = 2 * int(re.search(r"border: (\d+)px", body)[1])  # type: ignore[index]
        assert radius <= (side + border) / 2, start


def test_icons_are_tinted(look: Appearance) -> None:
    image = icon_pixmap("lock", QColor("#B3261E"), 32).toImage()
    inked = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
    solid = {colour.name() for colour in inked if colour.alpha() == 255}
    assert solid == {"#b3261e"}


def test_icons_are_sharp_on_dense_screens(look: Appearance) -> None:
    pixmap = look.pixmap("lock", "text2", 16, 2.0)
    assert pixmap.width() == 32
    assert pixmap.deviceIndependentSize().width() == 16


def test_every_icon_draws_something(look: Appearance) -> None:
    for file in resource_path("icons").glob("*.svg"):
        image = look.pixmap(file.stem, "text").toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(16) for y in range(16)), file.stem


def test_unknown_icon_is_refused(look: Appearance) -> None:
    with pytest.raises(FileNotFoundError):
        look.pixmap("no-such-icon", "text")
