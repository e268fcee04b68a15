"""The wheel carries what the program reads at run time, and nothing of the workshop."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Built:
    """The names in the wheel, and those of the files that were in the project before it was built."""

    names: frozenset[str]
    sources: frozenset[str]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the wheel offline."""
    out = tmp_path_factory.mktemp("wheel")
    sources = frozenset(_list_sources())
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--no-deps", "--no-build-isolation"]
    run = subprocess.run(
        [*pip, "--no-index", "-w", str(out), str(ROOT)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    (wheel,) = out.glob("coachdesk-*-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        return Built(frozenset(archive.namelist()), sources)


def _list_sources() -> Iterator[str]:
    for folder in ("coachdesk", "resources", "ladders"):
        for path in (ROOT / folder).rglob("*"):
            name = path.relative_to(ROOT).as_posix()
            if path.is_file() and path.suffix != ".pyc" and not path.name.startswith("."):
                yield name if folder == "coachdesk" else f"coachdesk/{name}"


@pytest.mark.parametrize("folder", ["resources", "ladders"])
def test_every_shipped_file_is_in_the_wheel(built: Built, folder: str) -> None:
    shipped = {name for name in built.sources if name.startswith(f"coachdesk/{folder}/")}
    assert shipped
    assert shipped <= built.names


def test_every_module_and_the_licence_are_in_the_wheel(built: Built) -> None:
    assert built.sources <= built.names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in built.names)


def test_the_workshop_stays_at_home(built: Built) -> None:
    tops = {name.split("/")[0] for name in built.names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"coachdesk"}
    assert not [name for name in built.names if name.endswith(".pyc")]
