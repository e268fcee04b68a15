"""A pytest plugin that makes PySide6 not importable: `pytest -p no:pytest-qt -p tests.no_qt tests/model`.

It proves that what lies below `desk` works where Qt is absent; a contract could name the wrong package.
"""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    import pytest

_QT = ("PySide6", "shiboken6")
_INI_OF_PYTEST_QT = (
    "qt_api",
    "qt_no_exception_capture",
    "qt_default_raising",
    "qt_log_level_fail",
    "qt_log_ignore",
    "qt_log_extend",
    "qt_wait_signal_raising",
    "qt_qapp_name",
)


class QtIsAbsent(MetaPathFinder):
    """Refuses Qt as if it were not installed."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] in _QT:
            raise ModuleNotFoundError(f"No module named {fullname!r} (Qt is blocked)", name=fullname)
        return None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the settings of the absent pytest-qt, so that `--strict-config` accepts them."""
    for name in _INI_OF_PYTEST_QT:
        parser.addini(name, "read by pytest-qt")


assert not any(name in sys.modules for name in _QT), "Qt was imported before it could be blocked"
sys.meta_path.insert(0, QtIsAbsent())
