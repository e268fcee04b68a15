"""The set-up makes `.venv` once, completes it when its recipe changes, and leaves nothing half made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.packaging.made_up_machine import MadeUpMachine

from devtools.commands import main  # isort: skip

Dev = Callable[..., int]


def test_first_start_makes_installs_and_compiles(dev: Dev, machine: MadeUpMachine, project: Path) -> None:
    assert dev("lint") == 0
    (pip,) = machine.ran("pip")
    assert pip[0] == str(project / ".venv/bin/python")
    assert pip[-1] == f"{project}[dev]"
    assert str(project / "requirements-dev.lock") in pip
    assert machine.ran("compileall", str(project / "coachdesk"))


def test_second_start_does_no_work_twice(dev: Dev, machine: MadeUpMachine) -> None:
    dev("lint")
    first = [command for command in machine.commands if "venv" in command or "pip" in command]
    machine.commands.clear()
    dev("lint")
    assert len(first) == 2
    assert not machine.ran("venv") + machine.ran("pip") + machine.ran("compileall")


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements-dev.lock"])
def test_a_changed_recipe_installs_again_into_the_same_place(
    dev: Dev, machine: MadeUpMachine, project: Path, name: str
) -> None:
    dev("lint")
    machine.commands.clear()
    (project / name).write_text("changed\n")
    dev("lint")
    assert machine.ran("pip")
    assert not machine.ran("venv")


def test_another_python_installs_again(dev: Dev, machine: MadeUpMachine) -> None:
    dev("lint")
    machine.commands.clear()
    machine.python_version = "3.12.1 (made up)"
    dev("lint")
    assert machine.ran("pip")


def test_a_python_that_vanished_is_made_anew(dev: Dev, machine: MadeUpMachine, project: Path) -> None:
    dev("lint")
    (project / ".venv/bin/python").unlink()
    machine.commands.clear()
    dev("lint")
    assert machine.ran("venv")


def test_a_project_that_moved_gets_an_environment_of_its_new_place(
    dev: Dev, machine: MadeUpMachine, project: Path
) -> None:
    dev("lint")
    machine.commands.clear()
    moved = project / "moved"
    moved.mkdir()
    for name in (".venv", "pyproject.toml", "requirements-dev.lock"):
        (project / name).rename(moved / name)
    assert main(["lint"], machine, moved) == 0
    assert machine.ran("venv")


def test_a_failed_installation_leaves_nothing_and_says_what_to_do(
    dev: Dev, machine: MadeUpMachine, project: Path
) -> None:
    machine.codes["pip"] = 1
    assert dev("lint") == 5
    assert not (project / ".venv").exists()
    assert "Check the network" in machine.all_said


def test_a_failed_update_keeps_the_environment_and_tries_again(dev: Dev, machine: MadeUpMachine, project: Path) -> None:
    dev("lint")
    (project / "pyproject.toml").write_text("changed\n")
    machine.codes["pip"] = 1
    assert dev("lint") == 5
    machine.codes.clear()
    machine.commands.clear()
    assert dev("lint") == 0
    assert machine.ran("pip")
    assert not machine.ran("venv")


def test_a_killed_set_up_is_begun_afresh(dev: Dev, machine: MadeUpMachine, project: Path) -> None:
    half = project / ".venv"
    (half / "bin").mkdir(parents=True)
    (half / "bin/python").touch()
    (half / "coachdesk-building").touch()
    (half / "left-over").touch()
    assert dev("lint") == 0
    assert not (half / "left-over").exists()
    assert not (half / "coachdesk-building").exists()


def test_an_environment_of_the_users_own_is_completed_not_replaced(
    dev: Dev, machine: MadeUpMachine, project: Path
) -> None:
    (project / ".venv/bin").mkdir(parents=True)
    (project / ".venv/bin/python").touch()
    (project / ".venv/own").touch()
    assert dev("lint") == 0
    assert (project / ".venv/own").exists()


def test_ctrl_c_stops_plainly_and_leaves_nothing(dev: Dev, machine: MadeUpMachine, project: Path) -> None:
    def interrupt(command: Sequence[str]) -> None:
        raise KeyboardInterrupt

    machine.on_run = interrupt
    assert dev("lint") == 130
    assert machine.said[-1].strip() == "Stopped."
    assert not (project / ".venv").exists()


def test_a_venv_that_cannot_be_made_leaves_nothing(dev: Dev, machine: MadeUpMachine, project: Path) -> None:
    machine.codes["venv"] = 1
    assert dev("lint") == 5
    assert not (project / ".venv").exists()
    assert "could not make an environment" in machine.all_said


def test_a_python_without_ensurepip_gets_the_package_that_brings_it(dev: Dev, machine: MadeUpMachine) -> None:
    machine.modules.clear()
    dev("lint")
    assert "sudo apt-get install -y --no-install-recommends python3-venv" in machine.all_said


def test_the_callers_settings_for_pip_reach_pip(dev: Dev, machine: MadeUpMachine) -> None:
    machine.environ = {"PIP_CERT": "/own/bundle.pem"}
    dev("lint")
    first = machine.environs[0]
    assert first is not None
    assert first["PIP_CERT"] == "/own/bundle.pem"
