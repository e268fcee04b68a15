"""The tokens become colours, and text stays readable in both themes."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette

from coachdesk.ui.theme.palette import build_palette
from coachdesk.ui.theme.tokens import Theme, build_high_contrast, build_theme, read_tokens

THEMES = ("light", "dark")
GROUNDS = ("surface", "sidebar", "rail", "window", "selected")


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: QColor, second: QColor) -> float:
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", THEMES)
def test_every_token_is_a_colour(name: str) -> None:
    tokens = read_tokens()
    theme = build_theme(tokens, name)
    for token, entry in tokens["palette"][name].items():
        assert theme.colour(token).name().upper() == entry["value"]


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("ink", ["text", "text2", "text3", "accent"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_is_readable(name: str, ink: str, ground: str) -> None:
    theme = build_theme(read_tokens(), name)
    assert contrast(theme.colour(ink), theme.colour(ground)) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("meaning", ["danger", "warn", "ok", "private"])
def test_meaning_is_readable_on_its_tint(name: str, meaning: str) -> None:
    theme = build_theme(read_tokens(), name)
    assert contrast(theme.colour(meaning), theme.colour(f"{meaning}Tint")) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_outlines_and_ring_are_visible(name: str) -> None:
    theme = build_theme(read_tokens(), name)
    for mark in ("controlBorder", "accent", "accentFill"):
        assert contrast(theme.colour(mark), theme.colour("surface")) >= 3


def test_a_name_keeps_its_avatar() -> None:
    light, dark = (build_theme(read_tokens(), name) for name in THEMES)
    assert light.avatar("Amara Okafor") == light.avatar("amara okafor")
    assert light.avatars.index(light.avatar("Amara Okafor")) == dark.avatars.index(dark.avatar("Amara Okafor"))
    names = [f"Person {number}" for number in range(64)]
    assert len({light.avatar(name).ground.name() for name in names}) == len(light.avatars)


def test_unknown_names_are_refused() -> None:
    theme = build_theme(read_tokens(), "light")
    with pytest.raises(KeyError):
        theme.colour("mauve")
    with pytest.raises(KeyError):
        build_theme(read_tokens(), "sepia")


def high_contrast(ground: str, text: str) -> Theme:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor(ground))
    palette.setColor(QPalette.ColorRole.Text, QColor(text))
    return build_high_contrast(read_tokens(), palette)


def test_high_contrast_takes_the_system_colours_and_drops_tints() -> None:
    theme = high_contrast("#000000", "#FFFF00")
    assert theme.is_dark
    for token in ("surface", "sidebar", "warnTint", "privateTint"):
        assert theme.colour(token) == QColor("#000000")
    for token in ("text", "text3", "danger", "divider", "warnEdge"):
        assert theme.colour(token) == QColor("#FFFF00")


def test_palette_says_disabled_apart() -> None:
    theme = build_theme(read_tokens(), "dark")
    palette = build_palette(theme)
    assert palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Text) == theme.colour("text")
    assert palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) == theme.colour("disabled")
