"""The figures of growth on the command line are those of the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from coachdesk.sample.sample import build_sample
from coachdesk.store.schema import open_store
from coachdesk.vault.bundle import create_vault
from coachdesk.vault.kdf import FLOOR
from tests.cli.conftest import PASSPHRASE, Answer

Run = Callable[..., Answer]
AMARA = "Amara Okafor"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("growth")
    made = create_vault(folder / "team", PASSPHRASE, kdf=FLOOR, state_dir=folder / "state")
    store = open_store(made.vault)
    build_sample(store, years=1, reports=9, skips=0, today=date(2026, 5, 12))
    store.close()
    made.vault.close()
    return made.vault.path


def test_the_figures_of_a_day(run: Run, sample: Path, secret: Path) -> None:
    given = ("growth", AMARA, "--vault", sample, "--passphrase-file", secret)
    now = run(*given, "--on", "2026-05-12", "--json").json
    assert now["counts"] == {
        "formula": "gap", "below": 4, "inside": 8, "above": 0, "assessed": 12, "not_assessed": 0
    }  # fmt: skip
    assert (now["level"], now["target"], now["readiness"]["word"]) == ("l5", "l6", "cannot tell")
    assert now["competencies"][-1]["gap_steps"] == 3
    then = run(*given, "--on", "2023-01-01", "--json").json
    assert (then["ladder"], then["level"]) == ("software-engineer@2024.1", "l4")
    assert len(then["competencies"][0]["line"]) == 2


def test_it_is_said_in_words_and_without_a_percentage(run: Run, sample: Path, secret: Path) -> None:
    said = run("growth", AMARA, "--vault", sample, "--passphrase-file", secret, "--on", "2026-05-12")
    assert "8 of 12 at the expected level" in said.out
    assert "%" not in said.out


def test_someone_on_no_ladder_and_a_bad_day(run: Run, sample: Path, secret: Path) -> None:
    given = ("--vault", sample, "--passphrase-file", secret)
    assert "placed on no ladder" in run("growth", "Diego Fuentes", *given).out
    assert run("growth", AMARA, *given, "--on", "yesterday").code == 2
