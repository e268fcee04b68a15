"""Each command starts one program of the project, with the right words, and passes its exit code on."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.packaging.made_up_machine import MadeUpMachine

Dev = Callable[..., int]


def last_arguments(machine: MadeUpMachine) -> list[str]:
    return machine.commands[-1][1:]


@pytest.mark.parametrize(
    ("environ", "address"),
    [
        ({"DISPLAY": ":7"}, "/tmp/.X11-unix/X7"),
        ({"DISPLAY": ":7.0"}, "@/tmp/.X11-unix/X7"),
        ({"DISPLAY": "localhost:10.0"}, ("localhost", 6010)),
        ({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/run/user/1"}, "/run/user/1/wayland-0"),
    ],
)
def test_run_opens_the_window_on_a_display(
    dev: Dev, machine: MadeUpMachine, environ: dict[str, str], address: str | tuple[str, int]
) -> None:
    machine.environ = environ
    machine.listening = {address}
    assert dev("run") == 0
    assert last_arguments(machine) == ["-m", "coachdesk", "demo"]


def test_run_without_a_display_draws_the_tour_and_says_why(dev: Dev, machine: MadeUpMachine, project: Path) -> None:
    def draw(command: object) -> None:
        (project / "tour").mkdir(exist_ok=True)
        (project / "tour/today.png").touch()

    machine.on_run = draw
    assert dev("run") == 0
    assert last_arguments(machine) == ["-m", "coachdesk", "tour", str(project / "tour")]
    assert machine.environs[-1] is not None
    assert machine.environs[-1]["QT_QPA_PLATFORM"] == "offscreen"
    assert "neither DISPLAY nor WAYLAND_DISPLAY is set" in machine.all_said
    assert f"Pictures of the screens: 1, in {project / 'tour'}" in machine.all_said


def test_run_with_a_display_that_does_not_answer_draws_the_tour(dev: Dev, machine: MadeUpMachine) -> None:
    machine.environ = {"DISPLAY": ":99"}
    assert dev("run") == 0
    assert "the display :99 does not answer" in machine.all_said
    assert "tour" in last_arguments(machine)


def test_run_opens_a_window_on_macos_without_asking_for_a_display(dev: Dev, machine: MadeUpMachine) -> None:
    machine.system = "darwin"
    machine.libraries.clear()
    dev("run")
    assert last_arguments(machine) == ["-m", "coachdesk", "demo"]


def test_run_passes_a_failed_tour_on(dev: Dev, machine: MadeUpMachine) -> None:
    machine.codes["tour"] = 4
    assert dev("run") == 4
    assert "Pictures of" not in machine.all_said


def test_test_passes_words_and_exit_code_on(dev: Dev, machine: MadeUpMachine) -> None:
    machine.codes["pytest"] = 1
    assert dev("test", "tests/model", "-x") == 1
    assert last_arguments(machine) == ["-m", "pytest", "-q", "tests/model", "-x"]


def test_test_leaves_window_tests_out_only_where_they_cannot_run(dev: Dev, machine: MadeUpMachine) -> None:
    dev("test")
    assert "not long and not window" not in last_arguments(machine)
    machine.programs -= {"Xvfb"}
    dev("test")
    assert "not long and not window" in last_arguments(machine)
    assert "left out" in machine.all_said


def test_test_without_qt_blocks_qt(dev: Dev, machine: MadeUpMachine, project: Path) -> None:
    for name in ("model", "ui", "vault"):
        (project / "tests" / name).mkdir(parents=True)
    assert dev("test", "--without-qt", "-x") == 0
    arguments = last_arguments(machine)
    assert arguments[-3:] == ["tests/model", "tests/vault", "-x"]
    assert "tests.no_qt" in arguments
    assert "no:pytest-qt" in arguments


@pytest.mark.parametrize("name", ["bench", "faults"])
def test_bench_and_faults_pass_their_words_on(dev: Dev, machine: MadeUpMachine, name: str) -> None:
    dev(name, "--json", "x.json")
    assert last_arguments(machine) == ["-m", f"tests.{name}", "--json", "x.json"]


def test_fuzz_adds_the_fuzzer_once_and_passes_its_words_on(dev: Dev, machine: MadeUpMachine) -> None:
    machine.codes["import atheris"] = 1
    assert dev("fuzz", "--minutes", "3") == 0
    assert len(machine.ran("install", "--editable")) == 2, "the project, then the fuzzer"
    assert machine.ran("install")[-1][-1].endswith("[fuzz]")
    assert last_arguments(machine) == ["-m", "tests.fuzz", "--minutes", "3"]
    machine.codes.clear()
    assert dev("fuzz") == 0
    assert len(machine.ran("install", "--editable")) == 2
    machine.codes = {"import atheris": 1, "install": 4}
    assert dev("fuzz") == 4
    assert "could not be installed" in machine.all_said


def test_tour_takes_a_folder_or_its_own(dev: Dev, machine: MadeUpMachine, project: Path) -> None:
    dev("tour", "out", "--theme", "dark")
    assert last_arguments(machine)[2:] == ["tour", "out", "--theme", "dark"]
    dev("tour", "--theme", "dark")
    assert last_arguments(machine)[2:] == ["tour", str(project / "tour"), "--theme", "dark"]


def test_lint_runs_every_check_and_names_the_failed(dev: Dev, machine: MadeUpMachine) -> None:
    machine.codes["mypy"] = 1
    assert dev("lint") == 1
    assert machine.ran("ruff", "check") and machine.ran("ruff", "format") and machine.ran("mypy")
    assert any("importlinter" in word for word in last_arguments(machine))
    assert machine.said[-1] == "Failed: types"


def test_an_unknown_command_is_wrong_use(dev: Dev, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        dev("dance")
    assert stop.value.code == 2
    assert re.search(r"usage: dev\.py", capsys.readouterr().err)
