"""search and export by command."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import SECRET, SHARED, Run


def test_search_finds_and_marks_what_is_private(run: Run, vault: Path, secret: Path) -> None:
    answer = run("search", "capac", "--vault", vault, "--passphrase-file", secret, "--json")
    assert answer.code == 0
    hits = {hit["snippet"]: hit for hit in answer.json["hits"]}
    assert hits[SHARED]["only_you"] is False and hits[SECRET]["only_you"] is True
    start, end = hits[SHARED]["snippet_spans"][0]
    assert SHARED[start:end] == "capac"
    text = run("search", "capac", "--vault", vault, "--passphrase-file", secret)
    assert f"Amara Okafor (only you, note): {SECRET}" in text.out
    assert text.err == "2 found.\n"


def test_search_takes_several_words_and_a_limit(run: Run, vault: Path, secret: Path) -> None:
    words = ("--vault", vault, "--passphrase-file", secret, "--json")
    assert len(run("search", "capacity", "plan", *words).json["hits"]) == 1
    assert len(run("search", "capacity", "--limit", 1, *words).json["hits"]) == 1
    assert run("search", "zebra", *words).json == {"hits": []}


def test_a_search_is_not_repeated_in_errors(run: Run, vault: Path, tmp_path: Path) -> None:
    for words in (("x",), ("salary", "--vault", tmp_path / "none"), ("salary", "--vault", vault)):
        answer = run("search", *words) if len(words) > 1 else run("search", *words, "--vault", vault)
        assert answer.code == 2
        assert "salary" not in answer.err


def test_export_leaves_private_items_out_and_says_so(run: Run, vault: Path, secret: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    answer = run("export", out, "--vault", vault, "--passphrase-file", secret)
    assert answer.code == 0
    assert "3 private items were left out" in answer.out
    written = b"".join(path.read_bytes() for path in out.iterdir())
    assert SHARED.encode() in written and b"uince" not in written


def test_export_of_one_person_with_what_is_private(run: Run, vault: Path, secret: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ("export", out, "--vault", vault, "--passphrase-file", secret, "--json")
    answer = run(*words, "--person", "amara  okafor", "--include-private")
    assert answer.json == {"folder": str(out), "people": 1, "notes": 1, "left_out": 0}
    assert json.loads((out / "archive.json").read_text("utf-8"))["includes_private"] is True
    text = (out / "amara-okafor.md").read_text("utf-8")
    assert f"> **Only you**\n>\n> {SECRET}" in text
    assert run(*words).code == 2


def test_export_of_nobody(run: Run, vault: Path, secret: Path, tmp_path: Path) -> None:
    words = ("export", tmp_path / "out", "--vault", vault, "--passphrase-file", secret)
    answer = run(*words, "--person", "Zed Unknown")
    assert answer.code == 2
    assert "Zed" not in answer.err and not (tmp_path / "out").exists()


def test_a_brief_says_what_to_know_before_a_meeting(run: Run, vault: Path, secret: Path) -> None:
    words = ("--vault", vault, "--passphrase-file", secret)
    answer = run("brief", "Amara", "Okafor", *words)
    assert answer.code == 0 and answer.out.startswith("Amara Okafor, not met yet\n")
    assert "Not asked for long\n- " in answer.out and answer.err == "Some of this is only for you.\n"
    found = run("brief", "Amara Okafor", *words, "--json").json
    assert found["person"] == "Amara Okafor" and found["since"] is None
    assert [line["source"] for line in found["lines"]] == ["question"]
    nobody = run("brief", "Amara Secretname", *words)
    assert nobody.code == 2 and "Secretname" not in nobody.err
