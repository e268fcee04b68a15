"""Settings of this device: typed and documented where they are declared, kept in one JSON file.

Nothing about a person belongs here; the file lies outside the vault.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Signal

T = TypeVar("T", bool, int, str)


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One setting: its key in the file, its default, what it does, and the values that it may have (all if empty)."""

    key: str
    default: T
    description: str
    choices: tuple[T, ...] = ()

    def accepts(self, value: object) -> bool:
        """Return whether a value read from the file may be used."""
        return type(value) is type(self.default) and (not self.choices or value in self.choices)


THEME = Setting("theme", "system", "Light, dark, or as the system says", ("system", "light", "dark", "high_contrast"))
TEXT_PERCENT = Setting("text_percent", 100, "Size of all text", tuple(range(100, 201, 10)))
REDUCED_MOTION = Setting("reduced_motion", False, "Changes are instant instead of sliding")
IDLE_LOCK_MIN = Setting("idle_lock_min", 5, "Minutes without a key or a click before the vault locks; 0 is never",
                        (1, 2, 5, 10, 15, 30, 60, 0))  # fmt: skip
LOCK_WITH_SESSION = Setting("lock_with_session", True, "Lock with the screen and on sleep")
LOCK_WHEN_MINIMISED = Setting("lock_when_minimised", False, "Lock when the window is minimised, but not in a meeting")
CLEAR_CLIPBOARD_S = Setting("clear_clipboard_s", 60, "Seconds until copied private text leaves the clipboard",
                            (15, 30, 60, 120))  # fmt: skip
WAIT_AFTER_WRONG = Setting("wait_after_wrong", True, "Wait after wrong passphrases, from the third one on")
BACK_UP = Setting("back_up", True, "Back up hourly and at lock when something changed")
BACKUP_FOLDER = Setting("backup_folder", "", "Where backups go; empty is a folder beside the vault")
SECOND_BACKUP_FOLDER = Setting(
    "second_backup_folder", "", "A second folder that each backup is copied to; empty is none"
)
KEY_FILE = Setting("key_file", "", "Where the key file was when it last opened a vault; never what is in it")
UNKEPT_CODE = Setting("unkept_code", "", "The random identity of a vault whose new recovery code was not confirmed")
SKIP_LEVELS_A_WEEK = Setting("skip_levels_a_week", 3, "How many skip-level talks fit into a week", tuple(range(1, 11)))
FRESH_DAYS = Setting("fresh_days", 90, "Up to how many days old evidence is fresh", (30, 60, 90, 120, 180))
AGEING_DAYS = Setting("ageing_days", 270, "Up to how many days old evidence is ageing; older is stale",
                      (180, 270, 365, 540, 730))  # fmt: skip
REMIND = Setting("remind", True, "Tell before a meeting starts, where the system has a tray; it names nobody")
REMIND_BEFORE_MIN = Setting("remind_before_min", 10, "Minutes before a meeting at which to tell", (1, 5, 10, 15, 30))
NUDGE_CHECK_IN = Setting("nudge_check_in", True, "Nudge when a skill goal was not talked about for five weeks")
NUDGE_REVIEW = Setting("nudge_review", True, "Nudge when the last ladder review is nearly half a year old")
NUDGE_EVIDENCE = Setting("nudge_evidence", True, "Nudge when the evidence for a competency is half a year old")
NUDGE_PROMISE = Setting("nudge_promise", True, "Nudge when your promise for someone's stretch project is due")
NUDGE_NEVER_OFFERED = Setting("nudge_never_offered", True, "Nudge when someone was never offered a stretch project")
NUDGE_LONGEST_WAIT = Setting("nudge_longest_wait", True, "Nudge about who waits longest for a stretch project")
NAMES_UNDER_IDEAS = Setting("names_under_ideas", True, "Ideas on the sponsorship board name whom they could suit")
SIDEBAR_COLLAPSED = Setting("sidebar_collapsed", False, "The sidebar shows icons only")
LAST_VAULT = Setting("last_vault", "", "The vault that opens next time")
WINDOW_SIZE = Setting("window_size", "1280x800", "Size of the window, for the next start")

SETTINGS: tuple[Setting[Any], ...] = (
    THEME,
    TEXT_PERCENT,
    REDUCED_MOTION,
    IDLE_LOCK_MIN,
    LOCK_WITH_SESSION,
    LOCK_WHEN_MINIMISED,
    CLEAR_CLIPBOARD_S,
    WAIT_AFTER_WRONG,
    BACK_UP,
    BACKUP_FOLDER,
    SECOND_BACKUP_FOLDER,
    KEY_FILE,
    UNKEPT_CODE,
    SKIP_LEVELS_A_WEEK,
    FRESH_DAYS,
    AGEING_DAYS,
    REMIND,
    REMIND_BEFORE_MIN,
    NUDGE_CHECK_IN,
    NUDGE_REVIEW,
    NUDGE_EVIDENCE,
    NUDGE_PROMISE,
    NUDGE_NEVER_OFFERED,
    NUDGE_LONGEST_WAIT,
    NAMES_UNDER_IDEAS,
    SIDEBAR_COLLAPSED,
    LAST_VAULT,
    WINDOW_SIZE,
)


class Settings(QObject):
    """The present values. A file that can't be read gives the defaults; one that can't be written changes nothing."""

    changed = Signal(str)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._values = _read(path)

    def get(self, setting: Setting[T]) -> T:
        """Return the value of a setting."""
        value = self._values.get(setting.key)
        return value if setting.accepts(value) else setting.default  # type: ignore[return-value]

    def set(self, setting: Setting[T], value: T) -> None:
        """Change a setting and write the file. Raises ValueError for a value that it can't have."""
        if not setting.accepts(value):
            raise ValueError(f"{setting.key} can't be set to that")
        if self.get(setting) == value:
            return
        self._values[setting.key] = value
        _write(self._path, self._values)
        self.changed.emit(setting.key)


def _read(path: Path) -> dict[str, object]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def _write(path: Path, values: dict[str, object]) -> None:
    temporary = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary.write_text(json.dumps(values, indent=1, sort_keys=True), encoding="utf-8")
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
