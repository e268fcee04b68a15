"""What people said of themselves leaves the vault nowhere, and the vault's own key opens none of it."""

from __future__ import annotations

import base64
import logging
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import select

import coachdesk
from coachdesk.exchange.archive import export_archive
from coachdesk.exchange.salvage import salvage_vault
from coachdesk.model.group import GroupRelease, SelfDescription
from coachdesk.services.brief import get_brief
from coachdesk.services.group_figures import take_figures
from coachdesk.services.packets import PacketKind, get_packet
from coachdesk.services.people import PersonDraft, ensure_owner, save_person
from coachdesk.services.retention import destroy_person, find_mentions_of
from coachdesk.services.search import search_newest
from coachdesk.services.self_descriptions import (
    BadDescription,
    Description,
    DescriptionDraft,
    UnreadableWords,
    find_description,
    get_description_page,
    list_group_names,
    remove_description,
    save_description,
    save_sealed,
    seal_description,
)
from coachdesk.services.shared.find import search_shared
from coachdesk.services.shared.page import get_shared_page
from coachdesk.services.timeline import list_timeline
from coachdesk.store.backup import Places, back_up
from coachdesk.store.failures import NotFound
from coachdesk.store.schema import open_store
from coachdesk.store.store import Store
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.vault.bundle import OpenVault, RecoveryCode, create_vault, open_vault
from coachdesk.vault.groups_key import GroupsKey
from coachdesk.vault.kdf import FLOOR
from coachdesk.vault.keys import USES
from coachdesk.vault.pages import Pages
from coachdesk.vault.slots import Passphrase

PASSPHRASE = "tulip cobalt ladder heron"
MARK = "zqxheliotrope"
WORDS, GROUP = f"I grew up among {MARK} and Luca Ferri knows", f"{MARK} people"
NOW = datetime(2026, 5, 12, 9, 12, tzinfo=UTC)
TODAY = NOW.date()


@dataclass(frozen=True)
class Told:
    """An open vault in which twelve of twenty-four people told of themselves, and figures were shown."""

    vault: OpenVault
    store: Store
    key: GroupsKey
    ids: list[str]


def tell(unit: UnitOfWork, key: GroupsKey) -> list[str]:
    ensure_owner(unit, "Priya Raman")
    names = ["Luca Ferri", *(f"Person {number}" for number in range(23))]
    ids = [save_person(unit, PersonDraft(None, name)) for name in names]
    for person_id in ids[:12]:
        save_description(unit, key, DescriptionDraft(person_id, WORDS, (GROUP,), TODAY))
    assert [line.name for line in take_figures(unit, key, TODAY).lines] == [GROUP]
    return ids


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, bytes, list[str]]:
    """A sealed vault to copy: its recovery code, its groups key, and who is in it."""
    folder = tmp_path_factory.mktemp("told")
    new = create_vault(folder / "team", PASSPHRASE, kdf=FLOOR, state_dir=folder / "state")
    store, key = open_store(new.vault, lambda: NOW), new.vault.groups_key(PASSPHRASE)
    ids = store.write(lambda unit: tell(unit, key)).result
    store.close()
    new.vault.close()
    return new.vault.path, new.recovery_code, bytes(key._key), ids


@pytest.fixture
def told(made: tuple[Path, str, bytes, list[str]], tmp_path: Path) -> Iterator[Told]:
    path = tmp_path / "team.coachdesk"
    shutil.copytree(made[0], path)
    vault = open_vault(path, RecoveryCode(made[1]), state_dir=tmp_path / "state")
    store = open_store(vault, lambda: NOW)
    yield Told(vault, store, GroupsKey(bytearray(made[2])), made[3])
    store.close()
    vault.close()


def files_with_mark(folder: Path) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    marks = (MARK.encode(), MARK.encode("utf-16-le"))
    return [path.name for path in files if any(mark in path.read_bytes() for mark in marks)]


def clear_pages(vault: OpenVault) -> bytes:
    """Return every page of the database, decrypted with the vault's own key, the free ones too."""
    vault.seal()
    with Pages(vault.database, vault.keys.use("database")) as pages:
        found = [pages.find(number) for number in range(1, pages.count + 1)]
    return b"".join(page or b"" for page in found)


def test_the_vault_key_reads_sealed_bytes_only(told: Told) -> None:
    rows = told.store.read(
        lambda session: [*session.exec(select(SelfDescription)), *session.exec(select(GroupRelease))]
    )
    assert len(rows) == 13
    for row in rows:
        sealed = base64.b64decode(row.sealed)
        assert MARK.encode() not in sealed and MARK in told.key.open(sealed, row.id)
        for other in (told.vault.keys.vault, *(told.vault.keys.use(use) for use in USES)):
            with pytest.raises(UnreadableWords):
                told.store.read(
                    lambda session, other=other: list_group_names(session, GroupsKey(bytearray(other[:32])))
                )
    told.store.close()
    pages = clear_pages(told.vault)
    assert b"Luca Ferri" in pages and MARK.encode() not in pages


def test_no_page_search_brief_packet_or_presenter_model_has_a_word(told: Told) -> None:
    luca, kinds = told.ids[0], tuple(PacketKind)
    read = told.store.read
    assert read(lambda session: search_newest(session, MARK)) == ()
    assert read(lambda session: search_shared(session, luca, MARK, UTC)) == ()
    assert read(lambda session: find_mentions_of(session, luca)) == (), "nothing sealed is quoted in a report"
    shown = [
        read(lambda session: list_timeline(session, luca, UTC)),
        read(lambda session: get_brief(session, luca, NOW, UTC)),
        read(lambda session: get_shared_page(session, luca, NOW, UTC)),
        *(read(lambda session, kind=kind: get_packet(session, luca, kind, TODAY, UTC)) for kind in kinds),
    ]
    assert MARK not in repr(shown)


def test_no_export_backup_or_salvage_has_a_word(told: Told, tmp_path: Path) -> None:
    export_archive(told.store, tmp_path / "export", include_private=True)
    told.store.close()
    back_up(told.vault, Places(tmp_path / "backups"), now=NOW, report=lambda _share, _words: None, force=True)
    told.vault.close()
    salvage_vault(told.vault.path, Passphrase(PASSPHRASE), tmp_path / "salvaged")
    for folder in ("export", "backups", "salvaged", "state", "team.coachdesk"):
        assert files_with_mark(tmp_path / folder) == []
    lines = (tmp_path / "salvaged" / "tables" / "self_description.jsonl").read_text("utf-8")
    assert lines.count('"sealed"') == 12, "what is sealed is salvaged as it is"


def test_only_few_rooms_of_the_house_know_of_the_key() -> None:
    """Who does not name the key or these services can't open a word; the list is short enough to read."""
    knows = re.compile(r"groups_key|self_descriptions|group_figures")
    root = Path(coachdesk.__file__).parent
    found = {path.relative_to(root).as_posix() for path in root.rglob("*.py") if knows.search(path.read_text("utf-8"))}
    assert {name for name in found if not name.startswith("vault/")} == {
        "model/group.py",
        "sample/groups.py",
        "services/group_figures.py",
        "services/self_descriptions.py",
        "ui/views/groups_unlock.py",
        "ui/views/person_groups.py",
        "ui/views/person_groups_form.py",
        "ui/views/sponsorship_groups.py",
        "ui/views/sponsorship_groups_words.py",
    }


def test_removing_consent_removes_the_words_and_nothing_brings_them_back(told: Told) -> None:
    luca, read = told.ids[0], told.store.read
    told.store.write(lambda unit: remove_description(unit, told.key, luca))
    assert read(lambda session: find_description(session, told.key, luca)) is None
    release = read(lambda session: session.exec(select(GroupRelease)).one())
    text = told.key.open(base64.b64decode(release.sealed), release.id)
    assert luca not in text.partition('"snapshots"')[2] and '"gone:' in text
    assert told.store.write(lambda unit: take_figures(unit, told.key, TODAY)).result.lines[0].name == GROUP


def test_consent_can_be_removed_without_the_key_and_is_healed_when_it_is_next_open(told: Told) -> None:
    luca = told.ids[0]
    told.store.write(lambda unit: remove_description(unit, None, luca))
    assert told.store.read(lambda session: find_description(session, told.key, luca)) is None
    told.store.write(lambda unit: take_figures(unit, told.key, TODAY))
    release = told.store.read(lambda session: session.exec(select(GroupRelease)).one())
    assert luca not in told.key.open(base64.b64decode(release.sealed), release.id).partition('"snapshots"')[2]


def test_destroying_a_person_takes_their_words(told: Told) -> None:
    luca = told.ids[0]
    assert dict(told.store.write(lambda unit: destroy_person(unit, luca)).result.counts)["self_description"] == 1


def test_a_new_description_replaces_the_old_one(told: Told) -> None:
    luca, read = told.ids[0], told.store.read
    draft = DescriptionDraft(luca, " New  words ", (GROUP.upper(), "Carers", " carers ", ""), date(2026, 5, 1))
    told.store.write(lambda unit: save_description(unit, told.key, draft))
    page = read(lambda session: get_description_page(session, told.key, luca))
    assert page.found == Description("New  words", (GROUP, "Carers"), date(2026, 5, 1))
    assert page.known == ("Carers", GROUP)
    rows = read(lambda session: session.exec(select(SelfDescription).where(SelfDescription.person_id == luca)).all())
    assert len(rows) == 1


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        (DescriptionDraft("", " ", (" ",), TODAY), "no words"),
        (DescriptionDraft("", "x", (), date(2026, 5, 13)), "lies ahead"),
        (DescriptionDraft("", "x", ("y" * 61,), TODAY), "60 letters"),
    ],
)
def test_what_is_wrong_with_a_description_is_said_without_quoting_it(told: Told, draft, says) -> None:
    with pytest.raises(BadDescription, match=says) as failure:
        seal_description(told.key, draft, TODAY)
    assert "yyy" not in str(failure.value)


def test_words_of_nobody_and_changed_words_are_refused(told: Told) -> None:
    with pytest.raises(NotFound):
        told.store.write(
            lambda unit: save_sealed(unit, seal_description(told.key, DescriptionDraft("x", "y", (), TODAY), TODAY))
        )

    def swap(unit: UnitOfWork) -> None:
        one, other = unit.session.exec(select(SelfDescription)).all()[:2]
        one.sealed, other.sealed = other.sealed, one.sealed

    told.store.write(swap)
    with pytest.raises(UnreadableWords) as failure:
        told.store.read(lambda session: list_group_names(session, told.key))
    assert MARK not in str(failure.value)


def test_no_word_is_logged_or_shown_by_a_value(told: Told, caplog: pytest.LogCaptureFixture) -> None:
    draft = DescriptionDraft(told.ids[1], WORDS, (GROUP,), TODAY)
    with caplog.at_level(logging.DEBUG):
        told.store.write(lambda unit: save_description(unit, told.key, draft))
        told.store.write(lambda unit: take_figures(unit, told.key, TODAY))
    page = told.store.read(lambda session: get_description_page(session, told.key, told.ids[1]))
    assert MARK not in caplog.text + repr((draft, page, page.found, seal_description(told.key, draft, TODAY)))
