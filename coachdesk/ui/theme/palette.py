"""The Qt palette of a theme, for what style sheets do not reach."""

from __future__ import annotations

from PySide6.QtGui import QPalette

from coachdesk.ui.theme.tokens import Theme

_Role = QPalette.ColorRole
_TOKENS = {
    _Role.Window: "window",
    _Role.Base: "surface",
    _Role.AlternateBase: "rail",
    _Role.Button: "button",
    _Role.Text: "text",
    _Role.WindowText: "text",
    _Role.ButtonText: "text",
    _Role.BrightText: "onAccent",
    _Role.PlaceholderText: "text3",
    _Role.Highlight: "selected",
    _Role.HighlightedText: "text",
    _Role.Accent: "accent",
    _Role.Link: "accent",
    _Role.LinkVisited: "accent",
    _Role.ToolTipBase: "text",
    _Role.ToolTipText: "surface",
    _Role.Light: "surface",
    _Role.Midlight: "divider",
    _Role.Mid: "border",
    _Role.Dark: "controlBorder",
    _Role.Shadow: "border",
}
_DISABLED = (_Role.Text, _Role.WindowText, _Role.ButtonText, _Role.PlaceholderText, _Role.HighlightedText)


def build_palette(theme: Theme) -> QPalette:
    """Return the palette of a theme; disabled text takes the `disabled` token."""
    palette = QPalette()
    for role, token in _TOKENS.items():
        palette.setColor(role, theme.colour(token))
    for role in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.colour("disabled"))
    return palette
