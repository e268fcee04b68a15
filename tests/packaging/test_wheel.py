"""The wheel carries what the program reads at run time, and nothing of the workshop."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Build the wheel offline and return the names within it."""
    out = tmp_path_factory.mktemp("wheel")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
    ]
    built = subprocess.run(
        [*pip, "--no-index", "-w", str(out), str(ROOT)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout
    (wheel,) = out.glob("coachdesk-*-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("folder", ["resources", "ladders"])
def test_every_shipped_file_is_in_the_wheel(names: set[str], folder: str) -> None:
    shipped = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()}
    shipped = {name for name in shipped if not Path(name).name.startswith(".")}
    assert shipped
    assert {f"coachdesk/{name}" for name in shipped} <= names


def test_every_module_and_the_licence_are_in_the_wheel(names: set[str]) -> None:
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "coachdesk").rglob("*.py")}
    assert modules <= names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_workshop_stays_at_home(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"coachdesk"}
    assert not [name for name in names if name.endswith(".pyc")]
