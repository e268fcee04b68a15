"""Rates a passphrase away from the UI thread while it is typed; only the newest answer counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal, Slot
from shiboken6 import isValid

DELAY_MS = 120


class Rating(Protocol):
    """What is known about a passphrase; `score` goes from 0 (none) to 4 (strong)."""

    @property
    def bits(self) -> int:
        """Guessing work in bits."""

    @property
    def score(self) -> int:
        """0 to 4."""

    @property
    def long_enough(self) -> bool:
        """Whether it has the least length."""

    @property
    def common(self) -> bool:
        """Whether it is on the list of common passphrases."""

    @property
    def contains_names(self) -> bool:
        """Whether it contains a name an attacker would try first."""


Rate = Callable[[str, tuple[str, ...]], Rating]


class _Job(QRunnable):
    """One rating on the pool; it answers by a queued signal of its owner."""

    def __init__(self, rater: Rater, number: int, text: str, names: tuple[str, ...]) -> None:
        super().__init__()
        self._rater = rater
        self._number = number
        self._text = text
        self._names = names

    def run(self) -> None:
        """Rate and answer."""
        self._rater.answer(self._number, self._text, self._names)


class Rater(QObject):
    """Waits for a pause in typing, rates on a worker, and emits the rating of the newest text only.

    `pool` is Qt's global one when None. A delay of 0 without a pool rates at once in the caller's
    thread, for tests.
    """

    rated = Signal(object)
    _answered = Signal(int, object)

    def __init__(
        self,
        rate: Rate,
        *,
        delay_ms: int = DELAY_MS,
        pool: QThreadPool | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._rate = rate
        self._is_inline = delay_ms == 0 and pool is None
        self._pool = pool or QThreadPool.globalInstance()
        self._number = 0
        self._text = ""
        self._names: tuple[str, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(delay_ms)
        self._timer.timeout.connect(self._on_pause)
        self._answered.connect(self._on_answered)

    def request(self, text: str, names: tuple[str, ...]) -> None:
        """Ask for the rating of a text; `names` are words an attacker would try first."""
        self._number += 1
        self._text, self._names = text, names
        if self._is_inline:
            self.answer(self._number, text, names)
        else:
            self._timer.start()

    def forget(self) -> None:
        """Drop the text and any answer still on its way."""
        self._timer.stop()
        self._number += 1
        self._text = ""

    def answer(self, number: int, text: str, names: tuple[str, ...]) -> None:
        """Rate in the calling thread and hand the result to this object's thread."""
        rating = self._rate(text, names)
        if isValid(self):  # the window may have closed meanwhile
            self._answered.emit(number, rating)

    def _on_pause(self) -> None:
        self._pool.start(_Job(self, self._number, self._text, self._names))

    @Slot(int, object)
    def _on_answered(self, number: int, rating: object) -> None:
        if number == self._number:
            self.rated.emit(rating)
