"""The cost of guessing: bounds, and calibration against machines of every speed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from coachdesk.vault import errors, kdf
from coachdesk.vault.kdf import DEFAULT, KdfParams, at_least_floor, calibrate_kdf, derive_key, refuse_unwritable
from tests.cheap_keys import REAL_FLOOR as FLOOR


@pytest.fixture(autouse=True)
def _real_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kdf, "FLOOR", FLOOR)


def test_the_floor_is_that_of_the_format() -> None:
    assert KdfParams(memory_kib=64 * 1024, passes=3, lanes=4) == FLOOR


@pytest.mark.parametrize(
    ("seconds_of_default", "expected"),
    [
        (0.7, DEFAULT),
        (0.1, KdfParams(DEFAULT.memory_kib, 22, 4)),
        (0.0001, KdfParams(DEFAULT.memory_kib, 64, 4)),
        (1.5, KdfParams(128 * 1024, 3, 4)),
        (30.0, FLOOR),
    ],
)
def test_calibration_aims_between_half_a_second_and_one(seconds_of_default, expected):
    def measure(params):
        return seconds_of_default * params.work_kib / DEFAULT.work_kib

    found = calibrate_kdf(measure)
    assert found == expected
    refuse_unwritable(found)


def test_a_machine_short_of_memory_gets_less():
    def measure(params):
        if params.memory_kib > FLOOR.memory_kib:
            raise errors.StorageFailed
        return 0.6

    assert calibrate_kdf(measure) == FLOOR


@pytest.mark.parametrize("cost", [KdfParams(1024, 3, 4), KdfParams(4 * 2**20, 3, 4), KdfParams(2**20, 65, 1)])
def test_a_cost_out_of_bounds_is_never_spent(cost):
    with pytest.raises(errors.DamagedVault):
        derive_key(b"x", bytes(16), cost)


def test_an_old_cost_is_raised_to_the_floor():
    assert at_least_floor(KdfParams(19 * 1024, 2, 1)) == FLOOR
    assert at_least_floor(DEFAULT) == DEFAULT


def test_two_derivations_at_once_both_end() -> None:
    with ThreadPoolExecutor(2) as pool:
        keys = list(pool.map(lambda secret: bytes(derive_key(secret, bytes(16), FLOOR)), (b"one", b"two"), timeout=60))
    assert len(set(keys)) == 2
