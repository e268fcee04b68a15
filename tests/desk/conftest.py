"""The desk's tests use the same open desk as the screens'."""

from __future__ import annotations

from tests.ui.conftest import clock, desk, made_vault, settle, write

__all__ = ["clock", "desk", "made_vault", "settle", "write"]
