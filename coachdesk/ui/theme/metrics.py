"""Sizes at the current text scale: every length and font of the interface comes from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

_UI_FAMILIES = ("Inter",)
_DISPLAY_FAMILIES = ("Inter Display", "Inter")


@dataclass(frozen=True, slots=True)
class TypeRole:
    """One step of the type scale; px and line are logical pixels at 100 %."""

    px: int
    line: int
    weight: int
    family: str


@dataclass(frozen=True, slots=True)
class Metrics:
    """Lengths in logical pixels at `scale` (1.0 to 2.0)."""

    scale: float
    roles: Mapping[str, TypeRole]
    spacing: Mapping[str, Any]
    radii: Mapping[str, Any]
    _lines: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    def px(self, length: float) -> int:
        """Return a length of the 100 % design at the current text scale."""
        return round(length * self.scale)

    def font(self, role: str, *, weight: int | None = None) -> QFont:
        """Return the font of a type role (body, small, section …) with tabular figures.

        `weight` replaces the role's own. `mono` is the system's fixed font at body size.
        """
        if role == "mono":
            return self._mono_font(weight)
        step = self.roles[role]
        font = QFont(list(_DISPLAY_FAMILIES if step.family == "display" else _UI_FAMILIES))
        font.setPixelSize(self.px(step.px))
        font.setWeight(QFont.Weight(weight or step.weight))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def _mono_font(self, weight: int | None) -> QFont:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(self.px(self.roles["body"].px))
        font.setWeight(QFont.Weight(weight or 400))
        return font

    def line(self, role: str) -> int:
        """Return the height of one line of a role, never below what the font needs; layouts ask often."""
        if role not in self._lines:
            design = self.roles["body" if role == "mono" else role]
            self._lines[role] = max(self.px(design.line), QFontMetrics(self.font(role)).height())
        return self._lines[role]

    def row(self, kind: str) -> int:
        """Return the height of a row: nav, list, twoLine or meeting."""
        return self.px(self.spacing["row"][kind])

    def control(self, kind: str = "height") -> int:
        """Return the height of a control: height (32), small (28) or minTarget (24)."""
        return self.px(self.spacing["control"][kind])

    def radius(self, kind: str) -> int:
        """Return a corner radius: chip, control, card or panel."""
        return self.px(self.radii[kind])


def build_metrics(tokens: Mapping[str, Any], scale: float) -> Metrics:
    """Return the metrics of a text scale between 1.0 and 2.0; values outside are clamped."""
    roles = {
        name: TypeRole(step["px"], step["line"], step["weight"], step["family"])
        for name, step in tokens["type"]["scale"].items()
    }
    return Metrics(
        scale=min(2.0, max(1.0, scale)),
        roles=MappingProxyType(roles),
        spacing=MappingProxyType(tokens["spacing"]),
        radii=MappingProxyType({k: v for k, v in tokens["radii"].items() if k != "avatar"}),
    )
