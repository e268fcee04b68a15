"""The one current look: theme, text size and motion, and the signal that says it changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from coachdesk.ui.theme.fonts import load_fonts
from coachdesk.ui.theme.icons import build_icon, icon_pixmap
from coachdesk.ui.theme.metrics import Metrics, build_metrics
from coachdesk.ui.theme.palette import build_palette
from coachdesk.ui.theme.style import build_style_sheet
from coachdesk.ui.theme.tokens import Theme, build_high_contrast, build_theme, read_tokens

MODES = ("system", "light", "dark", "high_contrast")


class Appearance(QObject):
    """Which theme and text size apply now. Widgets take it by argument and repaint on `changed`."""

    changed = Signal()

    def __init__(
        self,
        *,
        mode: str = "system",
        text_scale: float = 1.0,
        reduced_motion: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tokens = read_tokens()
        self._mode = mode
        self._reduced_motion = reduced_motion
        self._app: QApplication | None = None
        self._system_palette = QGuiApplication.palette()
        load_fonts()
        self.metrics: Metrics = build_metrics(self._tokens, text_scale)
        self.theme: Theme = self._build_theme()

    @property
    def mode(self) -> str:
        """What the user chose: system, light, dark or high_contrast."""
        return self._mode

    @property
    def text_scale(self) -> float:
        """The text size as a factor between 1.0 and 2.0."""
        return self.metrics.scale

    @property
    def reduced_motion(self) -> bool:
        """Whether every change of the interface is instant."""
        return self._reduced_motion

    def apply(self, app: QApplication) -> None:
        """Give the application this look and follow the system's colour scheme from now on."""
        self._app = app
        app.setStyle("Fusion")
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._on_system_changed)
        self._show()

    def set_mode(self, mode: str) -> None:
        """Choose a theme from MODES. Raises ValueError for another word."""
        if mode not in MODES:
            raise ValueError(f"no such theme: {mode}")
        if mode != self._mode:
            self._mode = mode
            self._refresh()

    def set_text_scale(self, scale: float) -> None:
        """Choose the text size; values outside 1.0 to 2.0 are clamped."""
        metrics = build_metrics(self._tokens, scale)
        if metrics.scale != self.metrics.scale:
            self.metrics = metrics
            self._refresh()

    def set_reduced_motion(self, reduced: bool) -> None:
        """Choose whether changes are instant."""
        if reduced != self._reduced_motion:
            self._reduced_motion = reduced
            self.changed.emit()

    def colour(self, token: str) -> QColor:
        """Return a colour of the current theme."""
        return QColor(self.theme.colour(token))

    def font(self, role: str, *, weight: int | None = None) -> QFont:
        """Return a font of the type scale at the current text size."""
        return self.metrics.font(role, weight=weight)

    def px(self, length: float) -> int:
        """Return a length of the 100 % design at the current text size."""
        return self.metrics.px(length)

    def scaled_line(self, width: float) -> float:
        """Return a line's width at the current text size, not rounded to whole pixels."""
        return width * self.metrics.scale

    def duration_ms(self, kind: str) -> int:
        """Return how long a motion takes (sidebar, rail, undo_bar …), 0 with reduced motion."""
        return 0 if self._reduced_motion else int(self._tokens["motion_ms"][kind])

    def timing_ms(self, kind: str) -> int:
        """Return a waiting time of the design, such as `show_progress_after`."""
        return int(self._tokens["timing_ms"][kind])

    def pixmap(self, name: str, tint: str, size: float = 16, dpr: float = 1.0) -> QPixmap:
        """Return an icon in a token's colour; `size` is its edge in the 100 % design."""
        return icon_pixmap(name, self.colour(tint), self.px(size), dpr)

    def icon(self, name: str, tint: str = "text2", size: float = 16) -> QIcon:
        """Return an icon for an action; set it again when `changed` is emitted."""
        return build_icon(name, self.colour(tint), self.colour("disabled"), self.px(size))

    def _on_system_changed(self) -> None:
        if self._mode == "system":
            self._refresh()

    def _refresh(self) -> None:
        self.theme = self._build_theme()
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        if self._app is not None:
            self._app.setPalette(build_palette(self.theme))
            self._app.setFont(self.font("body"))
            self._app.setStyleSheet(build_style_sheet(self.theme, self.metrics))

    def _build_theme(self) -> Theme:
        hints = QGuiApplication.styleHints()
        strong = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
        is_dark = hints.colorScheme() == Qt.ColorScheme.Dark
        if self._mode == "system" and strong:
            return build_high_contrast(self._tokens, self._system_palette)
        if self._mode == "high_contrast":
            return build_high_contrast(self._tokens, _strong_palette(is_dark))
        if self._mode == "system":
            return build_theme(self._tokens, "dark" if is_dark else "light")
        return build_theme(self._tokens, self._mode)


def _strong_palette(is_dark: bool) -> QPalette:
    """Black and white, for systems that offer no high contrast palette of their own."""
    ground, text = ("#000000", "#FFFFFF") if is_dark else ("#FFFFFF", "#000000")
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor(ground))
    palette.setColor(QPalette.ColorRole.Text, QColor(text))
    palette.setColor(QPalette.ColorRole.Highlight, QColor(text))
    palette.setColor(QPalette.ColorRole.HighlightedText, QColor(ground))
    return palette
