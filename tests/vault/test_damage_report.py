"""The report on a damaged vault: what, what is safe, the backup and the next steps, with nothing touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from coachdesk.vault import damage, errors
from coachdesk.vault.attachments import attachments_of
from coachdesk.vault.damage import StepKind, describe_damage

PAGE = 4096
BACKUP = Path("somewhere/good.backup")


def spoil_page(place, number: int) -> None:
    octets = bytearray((place.path / "vault.db").read_bytes())
    octets[(number - 1) * PAGE + 100] ^= 1
    (place.path / "vault.db").write_bytes(octets)


def kinds_of(report: damage.DamageReport) -> list[StepKind]:
    return [step.kind for step in report.next_steps]


def test_damaged_pages_and_one_header_are_named_and_the_rest_is_safe(place):
    spoil_page(place, 5)
    (place.path / "header.b").write_bytes(b"noise")
    before = place.content()
    with place.open(rescue=True) as vault:
        report = describe_damage(place.path, vault, find_backup=lambda: BACKUP)
    assert report.what[0] == "Copy B of the header is damaged."
    assert report.what[1].startswith("1 of the ") and "(page 5)" in report.what[1]
    assert report.safe[0] == "Copy A of the header is whole; one is enough."
    assert any("can be read" in each for each in report.safe)
    assert report.safe[-1] == damage.UNTOUCHED
    assert report.newest_good_backup == BACKUP
    assert kinds_of(report) == [StepKind.OPEN_BACKUP, StepKind.OPEN_READ_ONLY, StepKind.SALVAGE]
    assert place.content() == before


def test_attachments_are_judged_with_their_rows(place):
    with place.open() as vault:
        receipts = [attachments_of(vault).write(content) for content in (b"one", b"two")]
        name = attachments_of(vault).name_of(receipts[0].content_id)
    spoil_page(place, 3)
    entries = [(each.content_id, each.wrapped_key) for each in receipts]
    with place.open(rescue=True) as vault:
        assert "All 2 attachments are whole." in describe_damage(place.path, vault, entries=entries).safe
    (place.path / "blobs" / name).unlink()
    with place.open(rescue=True) as vault:
        what = describe_damage(place.path, vault, entries=entries).what
    assert "1 of 2 attachments are damaged or gone." in what


def test_an_earlier_database_has_authentic_pages_but_is_told(place, copy_of):
    earlier = copy_of("earlier")
    with place.open() as vault:
        place.write(vault, "newer")
    (place.path / "vault.db").write_bytes((earlier.path / "vault.db").read_bytes())
    with place.open(rescue=True) as vault:
        report = describe_damage(place.path, vault)
    assert report.what == (damage.NOT_SEALED,)
    assert kinds_of(report) == [StepKind.OPEN_READ_ONLY, StepKind.SALVAGE]


def test_without_a_secret_it_tells_what_shows(place):
    octets = (place.path / "vault.db").read_bytes()
    (place.path / "vault.db").write_bytes(octets[: -3 * PAGE])
    with pytest.raises(errors.DamagedVault) as raised:
        place.open()
    before = place.content()
    report = describe_damage(place.path, raised.value)
    assert "3 pages at its end are missing" in report.what[0]
    assert report.what[1] == damage.ONLY_LOOKED
    assert place.content() == before


@pytest.mark.parametrize("find_backup", [lambda: BACKUP, lambda: None, None])
def test_with_both_headers_lost_only_a_backup_is_offered(place, find_backup):
    for name in ("header.a", "header.b"):
        (place.path / name).write_bytes(b"COACHDSK noise")
    with pytest.raises(errors.DamagedVault) as raised:
        place.open()
    report = describe_damage(place.path, raised.value, find_backup=find_backup)
    assert report.what == (damage.BOTH_HEADERS,)
    wanted = StepKind.OPEN_BACKUP if report.newest_good_backup else StepKind.FIND_COPY
    assert kinds_of(report) == [wanted]


def test_a_lost_database_is_told(place):
    (place.path / "vault.db").unlink()
    with pytest.raises(errors.DamagedVault) as raised:
        place.open()
    assert describe_damage(place.path, raised.value).what == (damage.NO_DATABASE,)
