"""Kill the update of an older vault at any moment: it is the old one to the last row, or the new one, found and whole.

`python -m tests.faults.kill_migration BUNDLE STATE` is the process that is killed; it reads the recovery code.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from coachdesk.services.notes import get_note
from coachdesk.services.search import search_newest
from coachdesk.store.index import check_index
from coachdesk.store.schema import SCHEMA_VERSION, open_store, schema_version
from coachdesk.vault.bundle import OpenVault, check_vault
from coachdesk.vault.errors import VaultError
from tests.fixtures.make_kept_vault import BLOCKS, FOLDER, NOTE_ID, SECRETS

from .kill9 import ROOT, Outcome
from .scene import Scene

_OLDEST = "0001"
_LONGEST_S = 0.25
_ASKED = ("strasse", "worn out", "cut-over")


def run_migration_kills(cycles: int, folder: Path, seed: int = 1) -> Outcome:
    """Kill so many updates, each of a fresh copy of the oldest kept vault; `acknowledged` counts the finished ones."""
    chance, faults, finished = random.Random(seed), [], 0
    for cycle in range(cycles):
        scene = _copy(folder / str(cycle))
        before = _dump(scene)
        finished += _kill_once(scene, chance)
        faults += [f"cycle {cycle}: {each}" for each in _judge(scene, before)]
        shutil.rmtree(folder / str(cycle))
    return Outcome(cycles, finished, tuple(faults))


def _copy(folder: Path) -> Scene:
    path = folder / f"{_OLDEST}.coachdesk"
    shutil.copytree(FOLDER / path.name, path)
    path.chmod(0o700)
    for file in path.iterdir():
        file.chmod(0o600)
    code = json.loads(SECRETS.read_text("utf-8"))[_OLDEST]["recovery_code"]
    return Scene(path, folder / "state", code)


def _kill_once(scene: Scene, chance: random.Random) -> bool:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.kill_migration", str(scene.path), str(scene.state_dir)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin and process.stdout
    process.stdin.write(scene.code + "\n")
    process.stdin.close()
    process.stdout.readline()
    time.sleep(chance.random() * _LONGEST_S)
    process.kill()
    rest = process.stdout.read()
    process.wait()
    process.stdout.close()
    return "done" in rest


def _judge(scene: Scene, before: dict[str, list[tuple[object, ...]]]) -> list[str]:
    try:
        with scene.open() as vault:
            faults = list(check_vault(vault).problems)
            if _version(vault) < SCHEMA_VERSION and _dump_open(vault) != before:
                faults.append("not updated, and other rows than before")
            return faults + _judge_updated(vault)
    except VaultError as error:
        return [type(error).__name__]


def _judge_updated(vault: OpenVault) -> list[str]:
    """Bring it up to date if it isn't yet, and look for what the kept vault holds."""
    store = open_store(vault)
    try:
        faults = [f"index: {each}" for each in store.write(lambda unit: check_index(unit.session.connection())).result]
        if store.read(lambda session: get_note(session, NOTE_ID)).blocks != BLOCKS:
            faults.append("the note is another")
        found = store.read(lambda session: [bool(search_newest(session, asked)) for asked in _ASKED])
        return [*faults, *("full text does not find a word" for each in found if not each)]
    finally:
        store.close()


def _dump(scene: Scene) -> dict[str, list[tuple[object, ...]]]:
    with scene.open() as vault:
        return _dump_open(vault)


def _dump_open(vault: OpenVault) -> dict[str, list[tuple[object, ...]]]:
    connection = vault.connect(read_only=True)
    try:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")]
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
            for name in names
            if not name.startswith("search_text")
        }
    finally:
        connection.close()


def _version(vault: OpenVault) -> int:
    connection = vault.connect(read_only=True)
    try:
        return schema_version(connection)
    finally:
        connection.close()


def main(words: list[str]) -> int:
    """Be the process that is killed: open, say that it begins, update, say that it is done."""
    import coachdesk.store.migrate  # noqa: F401 - so that the killing falls into the work, not into the imports

    vault = Scene(Path(words[0]), Path(words[1]), sys.stdin.readline().strip()).open()
    print("begun", flush=True)
    open_store(vault)
    print("done", flush=True)
    time.sleep(5)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
