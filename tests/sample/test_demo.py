"""The demo vault opens with its printed passphrase, and a new one replaces the one before."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import coachdesk.sample.demo as demo
from coachdesk.sample.sample import SampleCounts, build_sample
from coachdesk.services.today import get_today
from coachdesk.store.schema import open_store
from coachdesk.store.store import Store
from coachdesk.vault.bundle import open_vault, peek_vault
from coachdesk.vault.slots import Passphrase


def _small(store: Store, **wishes: object) -> SampleCounts:
    return build_sample(store, years=1, reports=2, skips=1, **wishes)


def test_the_demo_opens_on_its_day_and_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "build_sample", _small)
    day = date(2025, 11, 4)
    folder = tmp_path / "demo"
    first = demo.make_demo_vault(folder, day)
    (first / "left over").write_text("x")
    path = demo.make_demo_vault(folder, day)
    assert path == first == folder / "Demo.coachdesk"
    assert not (path / "left over").exists()
    assert peek_vault(path).state == "sealed"
    with open_vault(path, Passphrase(demo.DEMO_PASSPHRASE)) as vault:
        store = open_store(vault)
        noon = datetime(2025, 11, 4, 12, tzinfo=UTC)
        page = store.read(lambda session: get_today(session, noon, UTC))
        store.close()
    assert [row.meeting.person_name for row in page.meetings] == ["Amara Okafor"]


def test_the_passphrase_is_four_words() -> None:
    assert len(demo.DEMO_PASSPHRASE.split()) == 4
