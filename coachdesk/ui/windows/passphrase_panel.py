"""Choosing a passphrase: typed twice, rated while typed, with words to suggest and three checks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QThreadPool, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.choices import CheckLine
from coachdesk.ui.widgets.fields import Field, hide_input
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.marks import StrengthMeter
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.windows.rating import DELAY_MS, Rate, Rater, Rating

SHORTEST = 14


class _SameMark(QWidget):
    """The word Same inside the second field, when both agree."""

    def __init__(self, look: Appearance) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, look.px(6), 0)
        row.setSpacing(look.px(6))
        row.addWidget(Icon(look, "check", "ok", size=14))
        row.addWidget(Label(look, self.tr("Same"), role="small", tone="ok", wraps=False))


class PassphrasePanel(QWidget):
    """Two fields, a strength meter and the checks. `is_ready` once the passphrase may be used.

    `rate` is called on a worker, so what it imports does not delay the window; `suggest` returns words.
    """

    changed = Signal()

    def __init__(
        self,
        look: Appearance,
        *,
        rate: Rate,
        suggest: Callable[[], str],
        delay_ms: int = DELAY_MS,
        pool: QThreadPool | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._suggest = suggest
        self._suggested = ""
        self._names: tuple[str, ...] = ()
        self._rating: Rating | None = None
        self._rater = Rater(rate, delay_ms=delay_ms, pool=pool, parent=self)
        self.suggest_button = Button(look, self.tr("Suggest words"), kind="link", icon="refresh", small=True)
        self.first = Field(look, self.tr("Passphrase"), tall=True, secret=True, action=self.suggest_button)
        self.again = Field(look, self.tr("Again"), tall=True)
        hide_input(self.again.edit)
        self._same = _SameMark(look)
        self.again.edit.set_trailing(self._same)
        self.meter = StrengthMeter(look, self.tr("Strength"))
        self._verdict_icon = Icon(look, "", size=14)
        self._verdict = Label(look, role="small", weight=500, wraps=False)
        self._detail = Label(look, role="small", tone="text2")
        self.checks = self._build_checks()
        self._lay_out()
        self.setFocusProxy(self.first)
        self._rater.rated.connect(self._on_rated)
        self.first.edit.textChanged.connect(self._on_first_changed)
        self.again.edit.textChanged.connect(self._on_again_changed)
        self.first.revealed.connect(self._on_revealed)
        self.suggest_button.clicked.connect(self._on_suggest_clicked)
        self._show()

    def passphrase(self) -> str:
        """Return what is typed in the first field."""
        return self.first.text()

    @property
    def is_ready(self) -> bool:
        """Whether all checks hold and both fields agree."""
        return all(line.state == "met" for line in self.checks) and self._agrees()

    def set_names(self, names: tuple[str, ...]) -> None:
        """Set the words that a passphrase must not contain, such as the vault's name."""
        self._names = names
        if self.passphrase():
            self._on_first_changed(self.passphrase())

    def clear(self) -> None:
        """Forget what was typed."""
        self._suggested = ""
        self.first.set_text("")
        self.again.set_text("")
        self._rater.forget()
        self.first.set_revealed(False)

    def _build_checks(self) -> tuple[CheckLine, CheckLine, CheckLine]:
        length = self.tr("{count} characters or more").format(count=SHORTEST)
        return (
            CheckLine(self.look, length),
            CheckLine(self.look, self.tr("Not on the list of common passphrases")),
            CheckLine(self.look, self.tr("Does not contain your name or the vault’s name")),
        )

    def _lay_out(self) -> None:
        px = self.look.px
        verdict = QHBoxLayout()
        verdict.setSpacing(px(6))
        verdict.addWidget(self._verdict_icon)
        verdict.addWidget(self._verdict)
        verdict.addSpacing(px(2))
        verdict.addWidget(self._detail, 1)
        card = QFrame()
        card.setProperty("surface", "quietCard")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(*(px(16),) * 4)
        inner.setSpacing(px(8))
        for line in self.checks:
            inner.addWidget(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.first)
        column.addSpacing(px(12))
        column.addWidget(self.meter)
        column.addSpacing(px(8))
        column.addLayout(verdict)
        column.addSpacing(px(24))
        column.addWidget(self.again)
        column.addSpacing(px(32))
        column.addWidget(card)

    def _agrees(self) -> bool:
        return bool(self.again.text()) and self.again.text() == self.first.text()

    def _on_first_changed(self, text: str) -> None:
        self._rating = None
        if text:
            self._rater.request(text, self._names)
        else:
            self._rater.forget()
        self._show()

    def _on_again_changed(self, _text: str) -> None:
        self._show()

    def _on_revealed(self, revealed: bool) -> None:
        self.again.edit.setEchoMode(QLineEdit.EchoMode.Normal if revealed else QLineEdit.EchoMode.Password)

    def _on_rated(self, rating: Rating) -> None:
        self._rating = rating
        self._show()

    def _on_suggest_clicked(self) -> None:
        self._suggested = self._suggest()
        self.again.set_text("")
        self.first.set_revealed(True)
        self.first.set_text(self._suggested)
        self.again.edit.setFocus()

    def _show(self) -> None:
        text, rating = self.passphrase(), self._rating
        long_enough, common, named = self.checks
        long_enough.set_state("met" if len(text) >= SHORTEST else "open")
        if rating is None:
            common.set_state("open")
            named.set_state("open")
        else:
            long_enough.set_state("met" if rating.long_enough and len(text) >= SHORTEST else "open")
            common.set_state("failed" if rating.common else "met")
            named.set_state("failed" if rating.contains_names else "met")
        self._show_strength(rating)
        self._same.setVisible(self._agrees())
        self.again.edit.arrange()
        differs = bool(self.again.text()) and not text.startswith(self.again.text())
        self.again.set_error(self.tr("This differs from the passphrase above.") if differs else "")
        self.changed.emit()

    def _show_strength(self, rating: Rating | None) -> None:
        self.meter.set_score(rating.score if rating else 0)
        if rating is None:
            self._verdict_icon.set_icon("", "text3")
            self._verdict.setText("")
            self._detail.setText(self.tr("The strength shows as you type.") if not self.passphrase() else "")
            return
        words = (
            self.tr("Very weak"),
            self.tr("Weak"),
            self.tr("Fair"),
            self.tr("Strong"),
            self.tr("Very strong"),
        )
        tone = "danger" if rating.score < 2 else "warn" if rating.score == 2 else "ok"
        self._verdict_icon.set_icon("check" if rating.score > 2 else "alert", tone)
        self._verdict.setText(words[rating.score])
        self._verdict.set_tone(tone)
        drawn = self.passphrase() == self._suggested
        detail = (
            self.tr("about {bits} bits when the words are drawn at random") if drawn else self.tr("about {bits} bits")
        )
        self._detail.setText(detail.format(bits=rating.bits))
