"""Missing system libraries are added where that is allowed; elsewhere the exact line is printed."""

from __future__ import annotations

from collections.abc import Callable

from tests.packaging.made_up_machine import QT, WINDOW, WINDOW_TESTS, MadeUpMachine

Dev = Callable[..., int]


def test_nothing_missing_calls_no_installer(dev: Dev, machine: MadeUpMachine) -> None:
    assert dev("test") == 0
    assert not machine.ran("apt-get")


def test_root_installs_only_what_is_missing(dev: Dev, machine: MadeUpMachine) -> None:
    machine.is_root = True
    machine.libraries -= {"libEGL.so.1", "libxcb-cursor.so.0"}
    machine.programs -= {"Xvfb"}
    assert dev("test") == 0
    update, add = machine.ran("apt-get")
    assert "update" in update
    assert add[-3:] == ["libegl1", "libxcb-cursor0", "xvfb"]
    assert "sudo" not in add


def test_sudo_that_asks_nothing_is_used(dev: Dev, machine: MadeUpMachine) -> None:
    machine.programs |= {"sudo"}
    machine.sudo_asks = False
    machine.libraries -= {"libGL.so.1"}
    dev("bench")
    assert all(command[:2] == ["sudo", "-n"] for command in machine.ran("apt-get"))
    assert machine.has_library("libGL.so.1")


def test_without_rights_the_exact_line_is_printed(dev: Dev, machine: MadeUpMachine) -> None:
    machine.programs |= {"sudo"}
    machine.libraries -= {"libEGL.so.1", "libxcb-cursor.so.0"}
    assert dev("test") == 0
    line = "sudo apt-get update && sudo apt-get install -y --no-install-recommends libegl1 libxcb-cursor0"
    assert line in machine.all_said
    assert not machine.ran("apt-get")


def test_fedora_is_served_by_dnf(dev: Dev, machine: MadeUpMachine) -> None:
    machine.programs = (machine.programs - {"apt-get"}) | {"dnf"}
    machine.libraries -= {"libxcb-shape.so.0", "libxcb-randr.so.0"}
    dev("test")
    assert "sudo dnf install -y --setopt=install_weak_deps=False libxcb\n" in machine.all_said
    machine.is_root = True
    dev("test")
    (add,) = machine.ran("dnf")
    assert add[-1] == "libxcb"


def test_another_distribution_hears_what_to_look_for(dev: Dev, machine: MadeUpMachine) -> None:
    machine.programs -= {"apt-get"}
    machine.libraries -= {"libEGL.so.1"}
    dev("bench")
    assert "libEGL.so.1" in machine.all_said


def test_a_failed_installer_shows_the_line(dev: Dev, machine: MadeUpMachine) -> None:
    machine.is_root = True
    machine.codes["update"] = 100
    machine.libraries -= {"libEGL.so.1"}
    dev("bench")
    assert "sudo apt-get update && sudo apt-get install" in machine.all_said


def test_a_qt_that_cannot_start_stops_with_its_reason(dev: Dev, machine: MadeUpMachine) -> None:
    machine.libraries.clear()
    machine.codes["from PySide6.QtWidgets import QApplication; QApplication([])"] = 1
    assert dev("test") == 1
    assert "Qt does not start on this system" in machine.all_said
    assert not machine.ran("pytest")


def test_lint_needs_no_system_library(dev: Dev, machine: MadeUpMachine) -> None:
    machine.libraries.clear()
    assert dev("lint") == 0
    assert "apt-get" not in machine.all_said


def test_each_part_names_a_package_for_both_families() -> None:
    for part in QT + WINDOW + WINDOW_TESTS:
        assert part.apt.strip() and part.dnf.strip()
