"""Vaults that hold a year of the sample, built once for the tests that only read them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from coachdesk.sample.sample import SampleCounts, build_sample
from coachdesk.store.schema import open_store
from coachdesk.store.store import Store
from coachdesk.vault.bundle import create_vault
from coachdesk.vault.kdf import FLOOR

TODAY = date(2026, 5, 12)
NOW = datetime(2026, 5, 12, 9, 12, tzinfo=UTC)


@contextmanager
def empty_store(folder: Path) -> Iterator[Store]:
    made = create_vault(folder / "Sample", "copper lantern meadow violin", kdf=FLOOR, state_dir=folder / "state")
    store = open_store(made.vault, lambda: NOW)
    try:
        yield store
    finally:
        store.close()
        made.vault.close()


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, SampleCounts]]:
    with empty_store(tmp_path_factory.mktemp("year")) as store:
        yield store, build_sample(store, years=1, today=TODAY)


@pytest.fixture
def two_stores(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    with empty_store(tmp_path / "one") as one, empty_store(tmp_path / "two") as two:
        yield one, two
