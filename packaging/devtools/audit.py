"""The gate for what CoachDesk is built on: engine, known vulnerabilities, licences, wheels.

Runs in the project's environment, by `dev.py audit`. What needs a network and does not reach it is left out
and says so; it is never called fine, and never fails for that.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PLATFORMS = ("win_amd64", "macosx", "manylinux")
_ALLOWED = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|LGPL|MPL|Mozilla|Unlicense|zlib|Public Domain)\b",
    re.IGNORECASE,
)
_ZLIB_TEXT = "This software is provided 'as-is', without any express or implied warranty."
_WAIT_S = 8
_AUDIT_S = 45
_INDEX = "https://pypi.org/pypi"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says: its name, the problems, or why it could not be made."""

    name: str
    problems: tuple[str, ...] = ()
    skipped: str = ""
    note: str = ""


def check_engine() -> Finding:
    """SQLite >= 3.51.3 (no WAL-reset corruption), SQLCipher and FTS5, as CoachDesk itself asks at start."""
    from coachdesk.vault.engine import assert_engine
    from coachdesk.vault.errors import EngineUnfit

    try:
        assert_engine()
    except EngineUnfit as error:
        return Finding("engine", (str(error),))
    return Finding("engine")


def list_runtime(name: str = "coachdesk") -> tuple[str, ...]:
    """Return the names of all distributions that an installed one needs on this platform, itself left out."""
    from packaging.requirements import Requirement

    found: set[str] = set()
    waiting = [name]
    while waiting:
        for spelled in metadata.requires(waiting.pop()) or ():
            needed = Requirement(spelled)
            key = needed.name.lower().replace("_", "-")
            if key not in found and (needed.marker is None or needed.marker.evaluate({"extra": ""})):
                found.add(key)
                waiting.append(key)
    return tuple(sorted(found))


def check_licences(names: tuple[str, ...]) -> Finding:
    """Every runtime distribution says that it is under a licence that may be shipped with Apache-2.0."""
    unknown = [name for name in names if not _ALLOWED.search(" ".join(_licence_words(name)))]
    return Finding("licences", tuple(f"{name}: no licence of the allow list" for name in unknown))


def _licence_words(name: str) -> Iterator[str]:
    about: Any = metadata.metadata(name)
    yield (about.get("License-Expression") or "").replace("-", " - ")
    yield (about.get("License") or "")[:200]
    yield from (each for each in about.get_all("Classifier") or () if each.startswith("License"))
    for file in metadata.files(name) or ():
        if "LICENSE" in file.name.upper() and _ZLIB_TEXT in " ".join(file.read_text().split()):
            yield "zlib"


def check_vulnerabilities() -> Finding:
    """Ask `pip-audit` for every locked version; skipped where its data cannot be reached."""
    lock = ("-r", str(ROOT / "requirements-dev.lock"), "--no-deps", "--disable-pip")
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        *lock,
        "--format",
        "json",
        "--progress-spinner",
        "off",
        "--timeout",
        "8",
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_AUDIT_S, check=False)
        answer: Any = json.loads(done.stdout)
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return Finding("known vulnerabilities", skipped="the data of pip-audit can't be reached from here")
    known = [one for one in answer["dependencies"] if "skip_reason" not in one]
    missed = len(answer["dependencies"]) - len(known)
    if not known:
        return Finding("known vulnerabilities", skipped="pip-audit's source knows none of the locked versions")
    problems = tuple(f"{one['name']} {one['version']}: {found['id']}" for one in known for found in one["vulns"])
    return Finding("known vulnerabilities", problems, note=f"{len(known)} looked up, {missed} unknown to the source")


def check_wheels(names: tuple[str, ...], fetch: Callable[[str], Any]) -> Finding:
    """Each locked runtime version has a wheel for Windows, macOS and Linux; `fetch` returns JSON, None for 404."""
    locked = [(name, metadata.version(name)) for name in names]
    try:
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda one: fetch(f"{_INDEX}/{one[0]}/{one[1]}/json"), locked))
    except (OSError, ValueError):
        return Finding("wheels", skipped="the package index can't be reached from here")
    problems, missed = [], 0
    for (name, version), answer in zip(locked, answers, strict=True):
        if answer is None:
            missed += 1
            continue
        files = [one["filename"] for one in answer["urls"] if one["filename"].endswith(".whl")]
        lacking = [each for each in PLATFORMS if not any(each in file or "-none-any" in file for file in files)]
        problems += [f"{name} {version}: no wheel for {', '.join(lacking)}"] if lacking else []
    if missed == len(locked):
        return Finding("wheels", skipped="the package index knows none of the installed versions")
    return Finding("wheels", tuple(problems), note=f"{len(locked) - missed} looked up, {missed} unknown to the index")


def fetch_json(address: str) -> Any:
    """Return what the package index says, or None when it doesn't know. Raises OSError when it can't be reached."""
    try:
        with urllib.request.urlopen(address, timeout=_WAIT_S) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return None
        raise


def main() -> int:
    """Make every check and print a line for each; 1 when one found a problem."""
    names = list_runtime()
    findings = [check_engine(), check_licences(names), check_wheels(names, fetch_json), check_vulnerabilities()]
    for one in findings:
        verdict = f"left out: {one.skipped}" if one.skipped else ("found problems" if one.problems else "fine")
        print(f"{one.name}: {verdict}{f' ({one.note})' if one.note else ''}", flush=True)
        for problem in one.problems:
            print(f"  {problem}", flush=True)
    return 1 if any(one.problems for one in findings) else 0


if __name__ == "__main__":
    sys.exit(main())
