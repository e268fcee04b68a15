"""The export: nothing private by default, whole or not there, and JSON that says what the vault says."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachdesk.exchange import archive
from coachdesk.exchange.archive import ExportRefused, encode_person, export_archive
from coachdesk.exchange.archive_markdown import file_name
from coachdesk.model.meeting import Meeting, MeetingKind, MeetingState
from coachdesk.model.promise import PromiseOwner
from coachdesk.model.sponsorship import ActKind, GlueOrigin
from coachdesk.model.visibility import Visibility
from coachdesk.services.acts import ActDraft, add_act
from coachdesk.services.agenda import AgendaDraft, add_item
from coachdesk.services.archive import read_private, read_shared
from coachdesk.services.blocks import Block
from coachdesk.services.glue import GlueDraft, add_glue
from coachdesk.services.meetings import MeetingPlan, plan_meeting, set_pulse
from coachdesk.services.notes import NoteDraft, new_note_id, save_note
from coachdesk.services.opportunities import consider, decline, offer, save_criteria
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.services.projects import ProjectDraft, save_project
from coachdesk.services.promises import PromiseDraft, add_promise
from coachdesk.services.wishes import WishDraft, add_wish
from coachdesk.store.failures import NotFound
from coachdesk.store.schema import open_store
from coachdesk.store.store import Store
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.vault.bundle import create_vault
from coachdesk.vault.errors import DiskFull
from coachdesk.vault.kdf import FLOOR

NOW = datetime(2026, 5, 12, 9, 44, tzinfo=UTC)
MARK = "quincequince"
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=60).filter(str.strip)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that tests add people to, each with a name of its own."""
    folder = tmp_path_factory.mktemp("archive")
    made = create_vault(folder / "v", "tulip cobalt ladder heron", kdf=FLOOR, state_dir=folder / "state")
    opened = open_store(made.vault, lambda: NOW)
    yield opened
    opened.close()
    made.vault.close()


def _person(store: Store, shared: str, private: str, name: str = "Amara Okafor") -> str:
    """Put someone into the vault with a shared and a private text at every place that has room for one."""

    def write(unit: UnitOfWork) -> str:
        about = f"{MARK} {private}"
        person = save_person(unit, PersonDraft(None, name, role="Engineer", start_on=date(2024, 1, 8), about=about))
        unit.session.flush()
        meeting = plan_meeting(unit, MeetingPlan(person, NOW))
        unit.session.flush()
        set_pulse(unit, meeting, 4)
        unit.session.get_one(Meeting, meeting).state = MeetingState.HELD
        blocks = (
            Block(Visibility.ONLY_YOU, f"{MARK} {private}"),
            Block(Visibility.SHARED, shared),
            Block(Visibility.ONLY_YOU, f"{private} {MARK}"),
        )
        for at in (meeting, None):
            save_note(unit, NoteDraft(new_note_id(), person, at, blocks))
        save_note(unit, NoteDraft(new_note_id(), person, None, blocks[:1]))
        add_item(unit, AgendaDraft(person, f"{MARK} {private}", visibility=Visibility.ONLY_YOU))
        add_item(unit, AgendaDraft(person, shared))
        add_promise(unit, PromiseDraft(person, shared, PromiseOwner.THEM, date(2026, 6, 1)))
        add_promise(unit, PromiseDraft(person, f"{MARK} {private}", visibility=Visibility.ONLY_YOU))
        _sponsor(unit, person, f"{MARK} {private}")
        return person

    return store.write(write).result


def _sponsor(unit: UnitOfWork, person: str, private: str) -> None:
    on = date(2026, 5, 12)
    project = save_project(unit, ProjectDraft(None, private, private, payoff=private, support=private), on)
    save_criteria(unit, project, private)
    consider(unit, project, person, private)
    offer(unit, project, person, on, why=private)
    decline(unit, project, on, reason=private)
    add_wish(unit, WishDraft(person, private, on))
    add_act(unit, ActDraft(person, ActKind.NAMED, private, on, private, private, project))
    add_glue(unit, GlueDraft(person, private, on, GlueOrigin.VOLUNTEERED, 3))


def _bytes_below(folder: Path) -> bytes:
    return b"".join(str(path).encode() + path.read_bytes() for path in folder.rglob("*") if path.is_file())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shared=TEXTS, private=TEXTS)
def test_private_text_is_in_no_byte_of_a_default_export(store: Store, shared: str, private: str) -> None:
    person = _person(store, shared, private)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        summary = export_archive(store, out, person_id=person)
        written = _bytes_below(out)
    assert MARK.encode() not in written
    assert b"only_you" not in written and b"Only you" not in written and b"pulse" not in written
    assert summary.notes == 2
    # five blocks, an item, a promise, a pulse, the lines about them, a project, a wish, an act and glue work
    assert summary.left_out == 13


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shared=TEXTS, private=TEXTS)
def test_json_says_what_the_records_say(store: Store, shared: str, private: str) -> None:
    person = _person(store, shared, private)
    for include_private, read in ((False, read_shared), (True, read_private)):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out"
            summary = export_archive(store, out, person_id=person, include_private=include_private)
            told = json.loads((out / "archive.json").read_text("utf-8"))
        assert (told["format"], told["version"], told["includes_private"]) == ("coachdesk-archive", 1, include_private)
        (one,) = told["people"]
        record = store.read(lambda session, read=read: read(session, person))  # type: ignore[misc]
        assert {"file": one["file"], **encode_person(record)} == one
        assert one["agenda"][0]["text"] == shared.strip()
        assert (one["meetings"][0]["kind"], one["meetings"][0]["state"]) == (MeetingKind.ONE_ON_ONE, MeetingState.HELD)
        assert datetime.fromisoformat(one["meetings"][0]["starts_at"]) == NOW
        assert summary.left_out == (0 if include_private else 13)
        if include_private:
            assert one["only_you_about"] == f"{MARK} {private}".strip()
            assert [list(block) for block in one["meetings"][0]["notes"][0]["blocks"]] == [
                ["only_you"],
                ["shared"],
                ["only_you"],
            ]


def test_sponsorship_goes_along_with_private_content_and_names_nobody_else(store: Store, tmp_path: Path) -> None:
    person = _person(store, "shared", "told", "Amara Okafor")
    _person(store, "shared", "elsewhere", "Nobodyelse Knows")
    export_archive(store, tmp_path / "one", person_id=person, include_private=True)
    found = json.loads((tmp_path / "one" / "archive.json").read_text("utf-8"))
    assert [one["offers"][0]["reason"] for one in found["only_you_projects"]] == [f"{MARK} told"]
    assert [one["text"] for one in found["only_you_wishes"]] == [f"{MARK} told"]
    told = f"{MARK} told"
    (act,), (work,) = found["only_you_acts"], found["only_you_glue"]
    assert (act["kind"], act["text"], act["audience"], act["result"]) == ("named", told, told, told)
    assert (work["origin"], work["text"], work["hours_a_month"]) == ("volunteered", told, 3)
    assert "declined: quincequince told" in (tmp_path / "one" / "sponsorship.md").read_text("utf-8")
    assert b"Nobodyelse" not in _bytes_below(tmp_path / "one")


def test_private_markdown_is_marked_piece_by_piece(store: Store, tmp_path: Path) -> None:
    person = _person(store, "Plan\n\n- [ ] one", "first\n\nsecond")
    export_archive(store, tmp_path / "out", person_id=person, include_private=True)
    text = (tmp_path / "out" / "amara-okafor.md").read_text("utf-8")
    for line in text.splitlines():
        if MARK in line and not line.startswith("- ["):
            assert line.startswith("> ")
    assert text.count("> **Only you**") == 6
    assert "## Agenda, **Only you**" in text and "**Only you** · pulse 4 of 5" in text


def test_everyone_is_exported_with_a_file_each_and_progress_is_told(store: Store, tmp_path: Path) -> None:
    for name in ("Bo Twin", "BO TWIN", "../../etc/passwd", "CON"):
        _person(store, "Plan", "hidden", name)
    told: list[tuple[int, int]] = []
    summary = export_archive(store, tmp_path / "out", progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (summary.people, summary.people)
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"bo-twin.md", "bo-twin-2.md", "etc-passwd.md", "person-con.md", "archive.json"} <= names
    assert len(names) == summary.people + 1
    assert {path.name for path in tmp_path.iterdir()} == {"out"}


def test_the_files_are_for_their_owner_alone(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir(mode=0o755)
    export_archive(store, out, person_id=_person(store, "Plan", "hidden"))
    assert out.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in out.iterdir())


def test_a_place_that_is_taken_is_refused_and_left_alone(store: Store, tmp_path: Path) -> None:
    full, file, link = tmp_path / "full", tmp_path / "file", tmp_path / "link"
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    file.write_text("mine")
    (tmp_path / "elsewhere").mkdir()
    link.symlink_to(tmp_path / "elsewhere")
    before = _bytes_below(tmp_path)
    for place in (full, file, link, tmp_path / "none" / "out"):
        with pytest.raises(ExportRefused):
            export_archive(store, place)
    assert _bytes_below(tmp_path) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "file", "full", "link"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt(), RuntimeError("bug")])
def test_an_interrupted_export_leaves_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    _person(store, "Plan", "hidden")
    real, made = archive.create_file, []

    def fail_later(path: Path, content: bytes) -> None:
        if made:
            raise error
        made.append(path)
        real(path, content)

    monkeypatch.setattr(archive, "create_file", fail_later)
    with pytest.raises(DiskFull if isinstance(error, OSError) else type(error)):
        export_archive(store, tmp_path / "out")
    assert made and list(tmp_path.iterdir()) == []


def test_someone_who_is_gone_leaves_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        export_archive(store, tmp_path / "out", person_id="nobody")
    assert list(tmp_path.iterdir()) == []


@settings(deadline=None)
@given(names=st.lists(st.text(max_size=300), max_size=6))
def test_file_names_are_safe_and_different(names: list[str]) -> None:
    taken: set[str] = set()
    made = [file_name(name, taken) for name in names]
    assert len({name.casefold() for name in made}) == len(made)
    for name in made:
        assert len(name.encode()) < 200
        assert not set(name) & set('/\\:*?"<>|\0') and not name.startswith(".") and name.endswith(".md")


def test_shared_records_have_no_room_for_private_text() -> None:
    from coachdesk.services import archive as records

    def fields(kind: Any) -> set[str]:
        return set(kind.__slots__)

    for kind in (records.SharedPersonRecord, records.SharedMeeting, records.PersonFacts, records.MeetingFacts):
        assert not fields(kind) & {"about", "pulse", "private_agenda", "private_promises", "blocks"}


def test_a_folder_that_takes_no_changes_is_said_plainly(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coachdesk.vault.errors import PlaceNotWritable

    def refuse(*_words: Any, **_options: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(PlaceNotWritable):
        export_archive(store, tmp_path / "out")
    monkeypatch.undo()
    shutil.rmtree(tmp_path)
