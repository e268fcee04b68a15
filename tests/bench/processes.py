"""Fresh processes for what must be measured from the start, on a display of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MARK = "BENCH "
_PATIENCE_S = 300


class ChildFailed(Exception):
    """A measuring process did not give its figures; the text is what it wrote."""


@contextmanager
def display() -> Iterator[Mapping[str, str]]:
    """Give the variables of a virtual display with a window manager; without Xvfb those of the offscreen platform."""
    if shutil.which("Xvfb") is None:
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    read, write = os.pipe()
    arguments = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(arguments, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as numbers:
        name = f":{numbers.readline().strip()}"
    windows = None
    if shutil.which("openbox"):
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        windows = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": name}, **quiet)
        time.sleep(0.5)
    try:
        yield {"QT_QPA_PLATFORM": "xcb", "DISPLAY": name}
    finally:
        for process in (windows, server):
            if process is not None:
                process.terminate()
                process.wait()


class Children:
    """Starts measuring processes, each with an empty home, and reads what they print."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.platform = variables["QT_QPA_PLATFORM"]
        self._variables = variables

    def run(self, module: str, *arguments: str, **more: str) -> dict[str, Any]:
        """Run `tests.bench.<module>`; return its figures, with `begun_ns` (monotonic) of the start added."""
        with self.start(module, *arguments, **more) as (process, begun_ns):
            try:
                out, _ = process.communicate(timeout=_PATIENCE_S)
            except subprocess.TimeoutExpired:
                raise ChildFailed(f"{module} did not end in {_PATIENCE_S} s") from None
            line = next((line for line in out.splitlines() if line.startswith(MARK)), None)
            if process.returncode != 0 or line is None:
                raise ChildFailed(f"{module} ended with {process.returncode}\n{out[-3000:]}")
            return {"begun_ns": begun_ns, **json.loads(line.removeprefix(MARK))}

    @contextmanager
    def start(self, module: str, *arguments: str, **more: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
        """Start `tests.bench.<module>` and end it when the block is left."""
        with tempfile.TemporaryDirectory(prefix="cd-bench-") as home:
            environment = {**os.environ, **self._variables, **_home(Path(home)), **more}
            begun_ns = time.monotonic_ns()
            process = subprocess.Popen(
                [sys.executable, "-m", f"tests.bench.{module}", *arguments],
                cwd=ROOT,
                env=environment,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            try:
                yield process, begun_ns
            finally:
                if process.poll() is None:
                    process.kill()
                    process.communicate()


def _home(home: Path) -> dict[str, str]:
    variables = {"HOME": str(home)}
    folders = {"CONFIG": ".config", "DATA": ".local/share", "STATE": ".local/state", "CACHE": ".cache"}
    for name, place in folders.items():
        variables[f"XDG_{name}_HOME"] = str(home / place)
        (home / place).mkdir(parents=True)
    (home / "run").mkdir(mode=0o700)
    return {**variables, "XDG_RUNTIME_DIR": str(home / "run")}


def report(**figures: Any) -> None:
    """Print what a measuring process found, for `Children.run` to read."""
    print(MARK + json.dumps(figures), flush=True)


def pss_mb() -> float:
    """Return the proportional share of memory of this process in MB; 0 where the system does not say."""
    path = Path("/proc/self/smaps_rollup")
    if not path.exists():
        return 0.0
    line = next(line for line in path.read_text().splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) / 1024
