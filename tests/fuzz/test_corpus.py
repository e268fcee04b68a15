"""Every input that the fuzzer begins with or ever kept is answered: read, or refused in the reader's own way."""

from __future__ import annotations

import pytest

from tests.fuzz.targets import KEPT, TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_and_kept_inputs_are_answered(name: str) -> None:
    target = TARGETS[name]
    kept = sorted((KEPT / name).glob("*")) if (KEPT / name).is_dir() else []
    inputs = [*target.list_seeds(), *(path.read_bytes() for path in kept)]
    assert len(inputs) > 2
    for content in inputs:
        target.read(content[: target.longest])
