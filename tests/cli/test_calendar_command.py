"""import calendar and export-calendar: a preview, an import, and a file without a word of a note."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.cli.conftest import SECRET, SHARED, Run, write_lines


def _calendar(path: Path) -> Path:
    start = datetime.now(UTC) + timedelta(days=3)
    return write_lines(
        path,
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "BEGIN:VEVENT",
        "UID:a",
        f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
        "DURATION:PT30M",
        "ATTENDEE;CN=Amara Okafor:mailto:amara@example.com",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:b",
        "DTSTART:soon",
        "END:VEVENT",
        "END:VCALENDAR",
    )


def test_import_twice_then_export(run: Run, vault: Path, secret: Path, tmp_path: Path) -> None:
    words = ("--vault", vault, "--passphrase-file", secret)
    file = _calendar(tmp_path / "work.ics")
    dry = run("import", "calendar", file, *words, "--zone", "Europe/London", "--dry-run")
    assert dry.code == 1 and "line 11, VEVENT, DTSTART" in dry.out and "nothing was written" in dry.out
    assert "add: Amara Okafor" in dry.out
    first = run("import", "calendar", file, *words, "--zone", "Europe/London", "--json").json
    assert first["imported"] == {"added": 1, "moved": 0, "cancelled": 0}
    again = run("import", "calendar", file, *words, "--zone", "Europe/London", "--json").json
    assert again["imported"] == {"added": 0, "moved": 0, "cancelled": 0}
    out = tmp_path / "out.ics"
    assert run("export-calendar", out, *words, "--zone", "Europe/London").code == 0
    text = out.read_text()
    assert text.count("BEGIN:VEVENT") == 1
    assert not any(part in text for part in ("Amara", SHARED, SECRET, "Quince", "Roadmap"))
    assert run("export-calendar", out, *words, "--zone", "Europe/London").code == 2


def test_a_zone_or_a_file_that_is_not_known(run: Run, vault: Path, secret: Path, tmp_path: Path) -> None:
    words = ("--vault", vault, "--passphrase-file", secret)
    assert run("import", "calendar", tmp_path / "none.ics", *words).code == 2
    file = _calendar(tmp_path / "work.ics")
    assert "time zone is not known" in run("import", "calendar", file, *words, "--zone", "Mars").err
    assert run("import", "calendar", write_lines(tmp_path / "x.ics", "no"), *words, "--zone", "UTC").code == 1
