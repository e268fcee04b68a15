"""One vault for all fault tests; each damages its own copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.flips import NOTES
from tests.faults.scene import Scene, make_scene


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """A closed vault of thirty notes; not to be changed."""
    return make_scene(tmp_path_factory.mktemp("faults"), NOTES)


@pytest.fixture
def scene(sealed: Scene, tmp_path: Path) -> Scene:
    """A copy of it for this test alone."""
    return sealed.copy(tmp_path / "copy")
