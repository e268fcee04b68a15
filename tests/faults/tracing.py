"""Run a program under strace and read what it wrote, synced, renamed and removed, in order."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .kill9 import ROOT

CALLS = "write,pwrite64,fsync,fdatasync,ftruncate,rename,renameat,renameat2,unlink,unlinkat,openat"
_LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)")
_BEGUN = re.compile(r"^(\d+) +(\w+)\((.*)")
_FD = re.compile(r"^(?:AT_FDCWD|\d+)<((?:\\x[0-9a-f]{2})*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_LAST_NUMBER = re.compile(r", (\d+)$")


@dataclass(frozen=True)
class Call:
    """One call that went well: its kind, the path it was about, another path or content, and offset or size."""

    kind: str
    path: str
    content: bytes = b""
    number: int = 0
    is_new: bool = False


def has_strace() -> bool:
    """Tell whether calls can be traced here."""
    return shutil.which("strace") is not None


def trace(
    words: Sequence[str],
    said: str,
    trace_file: Path,
    options: Sequence[str] = (),
    variables: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """Run a module of the project traced, with these variables beside the usual; return its exit code and output."""
    tracing = ["strace", "-f", "-y", "-xx", "-s", "100000000", "-o", str(trace_file), "--seccomp-bpf"]
    command = [*tracing, "-e", f"trace={CALLS}", *options, sys.executable, "-B", "-m", *words]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **(variables or {})},
        input=said + "\n",
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def read_trace(trace_file: Path) -> Iterator[Call]:
    """Return each call that went well, at the moment when it returned."""
    begun: dict[str, str] = {}
    with trace_file.open(encoding="ascii") as lines:
        for line in lines:
            thread, _, rest = line.rstrip("\n").partition(" ")
            rest = rest.lstrip()
            if rest.endswith("<unfinished ...>"):
                begun[thread] = rest.removesuffix("<unfinished ...>").rstrip()
                continue
            if rest.startswith("<... "):
                rest = begun.pop(thread, "") + rest.partition(" resumed>")[2]
            call = _parse(rest)
            if call is not None:
                yield call


def list_places(trace_file: Path, names: Iterable[str]) -> dict[str, list[int]]:
    """Return where the calls of each name are that change a file, counted from 1 as strace's `when` counts them.

    Only the main thread's: it does all the writing. What goes into a pipe is not counted out, only left out.
    """
    seen, places = Counter[str](), {name: list[int]() for name in names}
    main = ""
    with trace_file.open(encoding="ascii") as lines:
        for line in lines:
            found = _BEGUN.match(line)
            main = main or (found[1] if found else "")
            if found is None or found[1] != main:
                continue
            name = found[2]
            seen[name] += 1
            if name in places and _changes_a_file(name, found[3]):
                places[name].append(seen[name])
    return places


def _changes_a_file(name: str, arguments: str) -> bool:
    if name == "openat":
        return "O_CREAT" in arguments
    about = _FD.match(arguments)
    return name != "write" or (about is not None and _name(about[1]).startswith("/"))


def _parse(text: str) -> Call | None:
    found = _LINE.match(text)
    if found is None or int(found[3]) < 0:
        return None
    name, arguments, result = found[1], found[2], int(found[3])
    texts = [_plain(each) for each in _TEXT.findall(arguments)]
    if name == "openat":
        opened = text[found.end() :]
        path = _FD.match(f"{result}{opened}")
        is_new = "O_CREAT" in arguments
        return Call("open", _name(path[1]), is_new=is_new, number=int("O_TRUNC" in arguments)) if path else None
    if name.startswith("rename"):
        return Call("rename", texts[0].decode(), texts[1])
    if name.startswith("unlink"):
        return Call("unlink", texts[0].decode())
    about = _FD.match(arguments)
    path_name = _name(about[1]) if about else arguments.partition(",")[0]
    if name in ("fsync", "fdatasync"):
        return Call("sync", path_name)
    number = _LAST_NUMBER.search(arguments)
    at = int(number[1]) if number and name != "write" else 0
    if name == "ftruncate":
        return Call("truncate", path_name, number=at)
    return Call(name, path_name, texts[0][:result] if texts else b"", at)


def _plain(spelled: str) -> bytes:
    return bytes.fromhex(spelled.replace("\\x", ""))


def _name(spelled: str) -> str:
    return _plain(spelled).decode()
