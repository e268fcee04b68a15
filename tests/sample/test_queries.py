"""Reads of the skip-level page take a fixed number of queries over the whole sample, not one for each person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from typing import Any

import pytest
from sqlalchemy import event

from coachdesk.sample.sample import SampleCounts
from coachdesk.services import skip_levels, theme_book, themes
from coachdesk.services.skip_rotation import quarter_of
from coachdesk.store.store import Store

from .conftest import NOW, TODAY

PERIOD = quarter_of(TODAY)
PLAN = skip_levels.Plan(PERIOD, 3, UTC)
READS: tuple[Callable[[Any], object], ...] = (
    lambda session: skip_levels.get_rotation(session, PLAN, NOW),
    lambda session: theme_book.get_theme_book(session, PERIOD),
    lambda session: theme_book.list_reports(session, NOW, UTC),
    lambda session: theme_book.list_words(session),
    lambda session: themes.list_shareable_themes(session, PERIOD, NOW),
    lambda session: themes.get_themes_record(session, NOW),
)
MOST = 12
"""Far below the thirty people of the rotation, or the themes that each of them raised."""


@pytest.mark.parametrize("read", READS)
def test_a_read_takes_few_queries(year: tuple[Store, SampleCounts], read: Callable[[Any], object]) -> None:
    store, statements = year[0], []

    def on_execute(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(store._reader, "before_cursor_execute", on_execute)
    try:
        assert store.read(read)
    finally:
        event.remove(store._reader, "before_cursor_execute", on_execute)
    assert 0 < len(statements) <= MOST
    repeated = {one for one in statements if statements.count(one) > 2}
    assert not repeated, "no statement is asked once for each person"
