"""Large vaults, built once and kept under the ignored folder `bench/`, keyed by the code that wrote them.

Each is opened by its recovery code, which costs no key stretching, except where that is what is measured.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from coachdesk.assets import resource_path
from coachdesk.store.store import Store
from coachdesk.vault.bundle import OpenVault, create_vault, open_vault
from coachdesk.vault.kdf import DEFAULT
from coachdesk.vault.slots import RecoveryCode

from .processes import ROOT

PASSPHRASE = "tulip cobalt ladder heron"
TODAY = date(2026, 5, 12)
NOW = datetime(2026, 5, 12, 9, 12, tzinfo=UTC)
NOTE_LETTERS = 1500
_KEPT = ROOT / "bench" / "vaults"
_WRITERS = (
    "coachdesk/sample",
    "coachdesk/model",
    "coachdesk/store/folding.py",
    "coachdesk/store/index.py",
    "coachdesk/store/migrations",
    "tests/bench/vaults.py",
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A vault on disk and the code that opens it at once."""

    path: Path
    code: str

    def open(self, state_dir: Path) -> OpenVault:
        return open_vault(self.path, RecoveryCode(self.code), state_dir=state_dir)

    @contextmanager
    def copied(self) -> Iterator[Kept]:
        """Give a copy that may be written; it lies beside the original, on the same disk."""
        with tempfile.TemporaryDirectory(dir=_KEPT, prefix="copy-") as folder:
            path = Path(folder) / self.path.name
            shutil.copytree(self.path, path)
            yield Kept(path, self.code)


def clock() -> datetime:
    return NOW


def sample_vault(years: int) -> Kept:
    """The sample of so many years: ten thousand meetings in twenty."""
    from coachdesk.sample.sample import build_sample

    return _keep(f"sample-{years}", lambda vault, store: build_sample(store, years=years, today=TODAY))


def notes_vault(count: int) -> Kept:
    """Many notes of 1.5 kB on forty people."""
    return _keep(f"notes-{count}", lambda vault, store: _write_notes(vault, store, count))


def _keep(name: str, write: Callable[[OpenVault, Store], object]) -> Kept:
    from coachdesk.store.schema import open_store

    folder = _KEPT / f"{name}-{_fingerprint()}"
    code = folder / "code"
    if not code.exists():
        print(f"Building the vault {name}, once …", flush=True)
        for older in (*_KEPT.glob(f"{name}-*"), *_KEPT.glob("copy-*")):
            shutil.rmtree(older)
        folder.mkdir(parents=True)
        made = create_vault(folder / "Sample.coachdesk", PASSPHRASE, kdf=DEFAULT, state_dir=folder / "state")
        store = open_store(made.vault, clock)
        write(made.vault, store)
        store.checkpoint()
        store.close()
        made.vault.close()
        code.write_text(made.recovery_code)
    return Kept(next(folder.glob("Sample*")), code.read_text())


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for writer in _WRITERS:
        place = ROOT / writer
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


class Prose:
    """Words in the proportions of a language: few are everywhere, most are rare."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        stems = resource_path("words", "eff_large.txt").read_text(encoding="utf-8").split()
        random.Random(1).shuffle(stems)
        self.words = stems + [stem + "s" for stem in stems] + [stem + "ing" for stem in stems]
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))

    def write(self, letters: int) -> str:
        """Return about so many letters in sentences and lines."""
        words = self._random.choices(self.words, cum_weights=self._weights, k=letters // 7)
        lines = [" ".join(words[start : start + 14]).capitalize() for start in range(0, len(words), 14)]
        return ".\n".join(lines) + "."


def typed_queries(words: list[str]) -> list[str]:
    """Return what a search field holds while words of many frequencies are typed, from the second letter on."""
    chosen = [words[rank] for rank in (0, 3, 9, 30, 90, 200, 400, 900, 1500, 2500, 4000, 6000, 9000, 15000, 20000)]
    single = [word[:length] for word in chosen for length in range(2, len(word) + 1)]
    double = [f"{words[rank]} {words[rank + 7][:length]}" for rank in (1, 20, 150, 700) for length in (1, 2, 3, 5)]
    return single + double


def _write_notes(vault: OpenVault, store: Store, count: int) -> None:
    """Write by tables rather than by services, which keep a version and an undo image of each note."""
    from coachdesk.model.meeting import Meeting, MeetingState
    from coachdesk.model.note import Note, NoteBlock
    from coachdesk.model.visibility import Visibility
    from coachdesk.services.people import PersonDraft, ensure_owner, save_person
    from coachdesk.store.engine import build_engine
    from coachdesk.store.index import rebuild_index

    store.write(lambda unit: ensure_owner(unit, "Priya Raman"))
    names = [f"Person {number:02}" for number in range(40)]
    people = [store.write(lambda unit, name=name: save_person(unit, PersonDraft(None, name))).result for name in names]
    prose, tables = Prose(7), {kind: kind.__table__ for kind in (Meeting, Note, NoteBlock)}  # type: ignore[attr-defined]
    meetings, notes, blocks = [], [], []
    for number in range(count):
        at = NOW - timedelta(minutes=(count - number) * 200)
        person_id, key = people[number % 40], f"{number:032x}"
        meetings.append(
            Meeting(
                id=key, person_id=person_id, state=MeetingState.HELD, starts_at=at, finished_at=at, created_at=at
            ).model_dump()
        )
        notes.append(Note(id=key, person_id=person_id, meeting_id=key, created_at=at, updated_at=at).model_dump())
        text, visibility = prose.write(NOTE_LETTERS), Visibility.SHARED if number % 3 else Visibility.ONLY_YOU
        blocks.append(NoteBlock(id=key, note_id=key, position=0, visibility=visibility, text=text).model_dump())
    engine = build_engine(vault, read_only=False)
    with engine.begin() as connection:
        for kind, rows in ((Meeting, meetings), (Note, notes), (NoteBlock, blocks)):
            connection.execute(tables[kind].insert(), rows)
        rebuild_index(connection)
    engine.dispose()
