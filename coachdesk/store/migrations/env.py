"""Alembic's entry; CoachDesk configures the context itself and only asks it to run."""

from __future__ import annotations
