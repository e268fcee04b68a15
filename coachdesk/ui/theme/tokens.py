"""The design tokens as frozen values: a theme is a set of colours by token name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from zlib import crc32

from PySide6.QtGui import QColor, QPalette

from coachdesk.assets import resource_path


@dataclass(frozen=True, slots=True)
class ColourPair:
    """A ground and the text that is readable on it."""

    ground: QColor
    text: QColor


@dataclass(frozen=True, slots=True)
class Theme:
    """All colours of one theme.

    `name` is light, dark or high_contrast; `is_dark` says which marks suit its grounds.
    """

    name: str
    is_dark: bool
    colours: Mapping[str, QColor]
    avatars: tuple[ColourPair, ...]
    series: Mapping[str, QColor]
    presenter: ColourPair

    def colour(self, token: str) -> QColor:
        """Return the colour of a token such as `accent`. Raises KeyError for an unknown token."""
        return self.colours[token]

    def avatar(self, name: str) -> ColourPair:
        """Return the pair that belongs to a name: the same name has the same pair on every machine."""
        return self.avatars[crc32(name.casefold().encode()) % len(self.avatars)]

    def chart(self, series: str) -> QColor:
        """Return the colour of a chart series such as `manager_now`. Raises KeyError for an unknown one."""
        return self.series[series]


def read_tokens() -> dict[str, Any]:
    """Return resources/tokens.json as plain values."""
    parsed: dict[str, Any] = json.loads(resource_path("tokens.json").read_text("utf-8"))
    return parsed


_KINDS = ("accent", "danger", "warn", "ok", "private")


def build_theme(tokens: Mapping[str, Any], name: str) -> Theme:
    """Return the light or the dark theme from parsed tokens. Raises KeyError for another name."""
    colours = {token: QColor(entry["value"]) for token, entry in tokens["palette"][name].items()}
    is_dark = name == "dark"
    colours["button"] = colours["raised" if is_dark else "surface"]
    for kind in _KINDS:
        colours[f"{kind}Edge"] = colours[f"{kind}Tint"]
    strip = tokens["presenter_strip"]
    colours.update(presenter=QColor(strip["ground"]), onPresenter=QColor(strip["text"]))
    return Theme(
        name=name,
        is_dark=is_dark,
        colours=MappingProxyType(colours),
        avatars=tuple(ColourPair(QColor(a["ground"]), QColor(a["text"])) for a in tokens["avatars"][name]),
        series=MappingProxyType({k: QColor(s["color"]) for k, s in tokens["chart_series"][name].items()}),
        presenter=ColourPair(QColor(strip["ground"]), QColor(strip["text"])),
    )


_GROUNDS = ("window", "sidebar", "surface", "rail", "raised", "sunken", "button", "hover")
_TINTS = ("accentTint", "dangerTint", "warnTint", "okTint", "privateTint")
_MARKS = ("danger", "warn", "ok", "private", "text2", "text3", "divider", "border", "controlBorder")
_LINES = ("accentLine", "dangerLine", "warnLine", "okLine", "privateLine")


def build_high_contrast(tokens: Mapping[str, Any], palette: QPalette) -> Theme:
    """Return a theme of the system's own colours without tints, for people who need strong edges."""
    ground = palette.color(QPalette.ColorRole.Base)
    text = palette.color(QPalette.ColorRole.Text)
    fill = palette.color(QPalette.ColorRole.Highlight)
    on_fill = palette.color(QPalette.ColorRole.HighlightedText)
    base = build_theme(tokens, "dark" if ground.lightness() < 128 else "light")
    colours = dict(base.colours)
    colours.update(dict.fromkeys(_GROUNDS + _TINTS, ground))
    colours.update(dict.fromkeys(_MARKS + _LINES, text))
    colours.update(dict.fromkeys((f"{kind}Edge" for kind in _KINDS), text))
    colours.update(text=text, accent=text, accentHover=text, accentFill=fill, accentFillHover=fill)
    colours.update(onAccent=on_fill, pressed=ground, highlight=fill, presenter=text, onPresenter=ground)
    selected = QColor(base.colours["selected"])
    colours.update(selected=selected, sideSelected=selected)
    pair = ColourPair(ground, text)
    return Theme(
        name="high_contrast",
        is_dark=base.is_dark,
        colours=MappingProxyType(colours),
        avatars=(pair,),
        series=base.series,
        presenter=ColourPair(text, ground),
    )
