"""A few regions of the parts page against kept pictures, loosely enough for other font rasterisers.

To keep new pictures after a wanted change, run this file with COACHDESK_KEEP_GOLDEN=1 and look at them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.windows.parts import PartsPage

GOLDEN = Path(__file__).parent.parent / "golden"
REGIONS = {
    "swatches": QRect(32, 64, 384, 240),
    "buttons": QRect(440, 50, 400, 124),
    "choices": QRect(440, 312, 400, 56),
    "rows": QRect(440, 470, 400, 170),
    "messages": QRect(860, 176, 396, 210),
}
COARSE = QSize(4, 4)
MOST_DIFFERENT_CELLS = 0.04
CELL_TOLERANCE = 40


def coarse(image: QImage) -> QImage:
    """Average blocks of 4 × 4: shape and colour stay, the rasteriser's edges go."""
    small = QSize(image.width() // COARSE.width(), image.height() // COARSE.height())
    scaled = image.scaled(small, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return scaled.convertToFormat(QImage.Format.Format_RGB32)


def different_share(first: QImage, second: QImage) -> float:
    """Return the share of cells whose colour differs visibly."""
    assert first.size() == second.size()
    a, b = coarse(first), coarse(second)
    cells = [(x, y) for x in range(a.width()) for y in range(a.height())]
    differing = 0
    for x, y in cells:
        one, two = a.pixelColor(x, y), b.pixelColor(x, y)
        apart = max(abs(one.red() - two.red()), abs(one.green() - two.green()), abs(one.blue() - two.blue()))
        differing += apart > CELL_TOLERANCE
    return differing / len(cells)


def picture(qtbot: QtBot, qapp: QApplication, mode: str) -> QImage:
    look = Appearance(mode=mode, reduced_motion=True)
    look.apply(qapp)
    page = PartsPage(look)
    qtbot.addWidget(page)
    page.resize(1280, 800)
    page.show()
    return page.grab().toImage()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_parts_look_as_kept(qtbot: QtBot, qapp: QApplication, mode: str) -> None:
    whole = picture(qtbot, qapp, mode)
    assert whole.size() == QSize(1280, 800)
    for name, region in REGIONS.items():
        found = whole.copy(region)
        kept = GOLDEN / f"parts-{mode}-{name}.png"
        if os.environ.get("COACHDESK_KEEP_GOLDEN"):
            assert found.save(str(kept))
        share = different_share(QImage(str(kept)), found)
        assert share <= MOST_DIFFERENT_CELLS, f"{name} in {mode}: {share:.1%} of the picture differs"


def test_a_wrong_colour_is_noticed(qtbot: QtBot, qapp: QApplication) -> None:
    light, dark = picture(qtbot, qapp, "light"), picture(qtbot, qapp, "dark")
    for region in REGIONS.values():
        assert different_share(light.copy(region), dark.copy(region)) > MOST_DIFFERENT_CELLS
