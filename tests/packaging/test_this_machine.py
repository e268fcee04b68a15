"""The real computer behind dev.py, asked only for harmless things."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.made_up_machine import PACKAGING

from devtools.machine import ThisMachine  # isort: skip


def test_exit_codes_pass_through() -> None:
    machine = ThisMachine()
    assert machine.run([sys.executable, "-c", "raise SystemExit(7)"]) == 7


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals that end a program")
def test_a_signal_becomes_the_code_a_shell_would_give() -> None:
    kill = f"import os; os.kill(os.getpid(), {int(signal.SIGKILL)})"
    assert ThisMachine().run([sys.executable, "-c", kill]) == 128 + signal.SIGKILL


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl+C another way")
def test_ctrl_c_ends_the_program_first_and_then_the_command() -> None:
    inner = "import time\ntry: print('ready', flush=True); time.sleep(60)\nexcept KeyboardInterrupt: print('tidied')"
    outer = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"sys.path.insert(0, {str(PACKAGING)!r})\n"
        "from devtools.machine import ThisMachine\n"
        f"try: ThisMachine().run([sys.executable, '-c', {inner!r}])\n"
        "except KeyboardInterrupt: print('passed on')"
    )
    with subprocess.Popen(
        [sys.executable, "-c", outer], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as command:
        assert command.stdout is not None
        assert command.stdout.readline() == "ready\n"
        os.killpg(command.pid, signal.SIGINT)
        assert command.stdout.read().split("\n")[:2] == ["tidied", "passed on"]


def test_captured_output_holds_both_streams() -> None:
    seen = ThisMachine().capture([sys.executable, "-c", "import sys; print('out'); sys.stderr.write('err')"])
    assert seen.code == 0
    assert "out" in seen.text and "err" in seen.text


def test_a_missing_program_is_an_outcome() -> None:
    assert ThisMachine().capture(["/no/such/program"]).code == 127


def test_missing_things_are_told_from_present_ones(home: Path) -> None:
    machine = ThisMachine()
    assert machine.has_module("json") and not machine.has_module("no_such_module")
    assert not machine.has_library("libno-such-thing.so.1")
    assert machine.find_program("no-such-program") is None


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="local sockets as on Unix")
def test_a_local_socket_answers_or_does_not(home: Path) -> None:
    machine, path = ThisMachine(), str(home / "s")
    assert not machine.can_connect(path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        assert machine.can_connect(path)


def test_help_is_plain_and_needs_no_set_up() -> None:
    shown = subprocess.run(
        [sys.executable, str(PACKAGING / "dev.py"), "--help"], capture_output=True, text=True, check=True
    )
    for name in ("run", "test", "bench", "tour", "lint", "faults"):
        assert f"  {name} " in shown.stdout
