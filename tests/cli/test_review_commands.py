"""The round trip of a self-assessment on the command line, with an answer made as the page makes it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coachdesk.exchange.self_form.sealed import seal, unseal
from tests.cli.conftest import Answer

Run = Callable[..., Answer]
NAME = "Luca Ferri"
PIN = "software-engineer@2026.1"


def content_of(form: Path) -> Any:
    found = re.search(r'id="content">(.*?)</script>', form.read_text(), re.DOTALL)
    assert found is not None
    return json.loads(found.group(1))


def answer_to(holder: Any, content: Any, **changes: Any) -> dict[str, Any]:
    first = content["competencies"][0]
    given = {
        "review_id": content["review_id"],
        "person_id": content["person_id"],
        "ladder": content["ladder"],
        "ladder_hash": content["ladder_hash"],
        "written_at": "2026-05-06T10:00:00.000Z",
        "marks": [{"competency": first["id"], "step": first["places"][4]["steps"][1]["id"], "comment": "the split"}],
    }
    return {"format": "coachdesk-answer/1", "form_key": holder["form_key"], "answer": given | changes}


@pytest.fixture
def form(run: Run, vault: Path, secret: Path, tmp_path: Path) -> Path:
    out = tmp_path / "form.html"
    done = run("review", "form", NAME, "--out", out, "--vault", vault, "--ladder", PIN, "--level", "L5",
        "--json", "--passphrase-file", secret)  # fmt: skip
    assert done.code == 0
    return out


def test_an_answer_that_belongs_is_taken_in_once(
    run: Run, vault: Path, secret: Path, form: Path, tmp_path: Path
) -> None:
    holder = content_of(form)
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(answer_to(holder, holder["content"])))
    shown = run("review", "read", file, "--passphrase-file", secret, "--vault", vault, "--dry-run", "--json")
    assert (shown.code, shown.json["given"], shown.json["asked"], shown.json["taken"]) == (0, 1, 12, False)
    taken = run("review", "read", file, "--passphrase-file", secret, "--vault", vault)
    assert taken.code == 0
    assert "the split" in taken.out
    again = run("review", "read", file, "--passphrase-file", secret, "--vault", vault)
    assert again.code == 1
    assert "is in already" in again.err


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"person_id": "0" * 32}, "another person"),
        ({"ladder_hash": "0" * 64}, "another version"),
        ({"review_id": "0" * 32}, "belongs to no review"),
        ({"marks": [{"competency": "x", "step": "", "comment": ""}]}, "did not ask"),
        ({"marks": [{"competency": "testing", "step": "l99:solid", "comment": ""}]}, "does not have"),
        ({"marks": "many"}, "“marks”"),
    ],
)
def test_what_does_not_belong_is_refused(
    run: Run, vault: Path, secret: Path, form: Path, tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    holder = content_of(form)
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(answer_to(holder, holder["content"], **change)))
    refused = run("review", "read", file, "--passphrase-file", secret, "--vault", vault)
    assert refused.code == 1
    assert words in refused.err


def test_a_sealed_form_shows_nothing_and_its_answer_needs_the_passphrase(
    run: Run, vault: Path, secret: Path, tmp_path: Path
) -> None:
    words, out, file = tmp_path / "words", tmp_path / "form.html", tmp_path / "answer.json"
    words.write_text("quiet harbour seven lanterns\n")
    run("review", "form", NAME, "--out", out, "--vault", vault, "--ladder", PIN, "--level", "l5",
        "--passphrase-file", secret, "--form-passphrase-file", words)  # fmt: skip
    assert NAME not in out.read_text()
    holder = content_of(out)
    content = unseal(holder["sealed"], "quiet harbour seven lanterns", "form", holder["form_key"])
    answer = answer_to(holder, content)
    sealed = seal(answer.pop("answer"), "quiet harbour seven lanterns", "answer", holder["form_key"])
    file.write_text(json.dumps(answer | {"sealed": sealed}))
    assert run("review", "read", file, "--passphrase-file", secret, "--vault", vault).code == 1
    words.write_text("another passphrase\n")
    assert (
        run("review", "read", file, "--passphrase-file", secret, "--vault", vault, "--form-passphrase-file", words).code
        == 1
    )
    words.write_text("quiet harbour seven lanterns\n")
    assert (
        run("review", "read", file, "--passphrase-file", secret, "--vault", vault, "--form-passphrase-file", words).code
        == 0
    )


def test_someone_on_no_ladder_needs_one(run: Run, vault: Path, secret: Path, tmp_path: Path) -> None:
    refused = run("review", "form", NAME, "--out", tmp_path / "f.html", "--passphrase-file", secret, "--vault", vault)
    assert (refused.code, "--ladder and --level" in refused.err) == (2, True)
    assert not (tmp_path / "f.html").exists()
