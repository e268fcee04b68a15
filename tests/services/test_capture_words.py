"""The grammar of quick capture: what is meant is found, and no word is ever lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.model.sponsorship import GlueOrigin
from coachdesk.model.visibility import Visibility
from coachdesk.services.capture_words import CaptureKind, Name, complete_name, complete_sign, parse_capture

TODAY = date(2026, 5, 12)
NAMES = (
    Name("sam", "Sam Okoro"),
    Name("kwame", "Kwame Mensah"),
    Name("mei", "Mei-Lin Chen"),
    Name("tomasz", "Tomasz Zieliński"),
    Name("anna-b", "Anna Berg"),
    Name("anna-k", "Anna Kowalska"),
)


def _ids(typed: str) -> list[list[str]]:
    return [[name.person_id for name in one.people] for one in parse_capture(typed, NAMES, TODAY).mentions]


@pytest.mark.parametrize(
    ("typed", "kind", "text", "more"),
    [
        ("@sam +win Ran the incident", CaptureKind.WIN, "Ran the incident", {}),
        ("@sam +promise fri send the numbers", CaptureKind.PROMISE, "send the numbers", {"due_on": date(2026, 5, 15)}),
        ("+promise by 15 May, send it @sam", CaptureKind.PROMISE, ", send it", {"due_on": date(2026, 5, 15)}),
        ("@sam +promise in 2 weeks ask", CaptureKind.PROMISE, "ask", {"due_on": date(2026, 5, 26)}),
        ("@sam +promise friendly words", CaptureKind.PROMISE, "friendly words", {"due_on": None}),
        ("@sam +feedback from kwame saved a day", CaptureKind.FEEDBACK, "saved a day", {"said_by": "Kwame Mensah"}),
        ("@sam +feedback saved a day from Kwame", CaptureKind.FEEDBACK, "saved a day", {"said_by": "Kwame Mensah"}),
        ("@sam +feedback from the board: good", CaptureKind.FEEDBACK, "good", {"said_by": "the board"}),
        ("@sam +feedback learned from anna", CaptureKind.FEEDBACK, "learned from anna", {"said_by": ""}),
        ("@sam +feedback came from kwame to us", CaptureKind.FEEDBACK, "came from kwame to us", {"said_by": ""}),
        ("@sam +topic +private load", CaptureKind.TOPIC, "load", {"visibility": Visibility.ONLY_YOU}),
        ("@sam +t +theirs leave", None, "+t leave", {"is_theirs": True}),
        ("@sam +w good +topic list", CaptureKind.WIN, "good +topic list", {}),
        ("@sam /named for the forum", CaptureKind.NAMED, "for the forum", {"audience": ""}),
        ("@sam /named In the staff meeting for it", CaptureKind.NAMED, "In the staff meeting for it", {}),
        ("@sam /n in the staff meeting: for it", CaptureKind.NAMED, "for it", {"audience": "the staff meeting"}),
        ("/v @sam to the board: her plan", CaptureKind.VISIBLE, "her plan", {"audience": "the board"}),
        ("@sam +win /named to the board: x", CaptureKind.WIN, "/named to the board: x", {"audience": ""}),
        ("@sam /named +win it", CaptureKind.NAMED, "+win it", {}),
        ("@sam /glue volunteered the rota", CaptureKind.GLUE, "the rota", {"origin": GlueOrigin.VOLUNTEERED}),
        ("@sam /glue rota, assigned", CaptureKind.GLUE, "rota, assigned", {"origin": None}),
        ("@sam /tmp/x and/or /etc 24 /7", None, "/tmp/x and/or /etc 24 /7", {}),
        ("@sam +named it", None, "+named it", {}),
        ("@sam 2 +1 = 3 #on-call", None, "2 +1 = 3 #on-call", {"tags": ("on-call",)}),
    ],
)
def test_what_is_meant_is_found(typed: str, kind: CaptureKind | None, text: str, more: dict[str, Any]) -> None:
    found = parse_capture(typed, NAMES, TODAY)
    assert (found.kind, found.text) == (kind, text)
    assert {name: getattr(found, name) for name in more} == more


def test_people_are_found_by_folded_beginnings_and_by_several_words() -> None:
    assert _ids("@sam a win") == [["sam"]]
    assert _ids("@zielinski x") == [["tomasz"]]
    assert _ids("@mei-lin chen x") == [["mei"]]
    assert _ids("@anna kowalska x @kwame, y") == [["anna-k"], ["kwame"]]
    assert _ids("@anna x") == [["anna-b", "anna-k"]]
    assert _ids("@nobody x") == [[]]
    assert parse_capture("@sam a win", NAMES, TODAY).text == "a win"
    assert parse_capture("ask @anna kowalska: when", NAMES, TODAY).text == "ask : when"


def test_completion_ranks_first_names_and_reads_several_words() -> None:
    assert [name.person_id for name in complete_name("k", NAMES)] == ["kwame", "anna-k"]
    assert [name.person_id for name in complete_name("anna k", NAMES)] == ["anna-k"]
    assert [name.person_id for name in complete_name("lin", NAMES)] == ["mei"]
    assert complete_sign("pr") == ("promise", "private")
    assert complete_sign("win") == ("win",)
    assert complete_sign("1") == ()


_PIECES = st.sampled_from(
    [
        "@",
        "+",
        "#",
        "from",
        "by",
        "@sam",
        "@anna",
        "+promise",
        "+p",
        "+feedback",
        "/named",
        "/glue",
        "/",
        "assigned,",
        "in",
        "the board:",
        "fri",
        "in 2 weeks",
        "kwame",
        ":",
        "x",
    ]
)


@given(st.lists(st.one_of(_PIECES, st.text(max_size=8)), max_size=12).map(" ".join))
def test_every_letter_is_in_the_text_or_in_a_token(typed: str) -> None:
    found = parse_capture(typed, NAMES, TODAY)
    rest, at = "", 0
    for token in found.tokens:
        assert at <= token.start < token.end <= len(typed)
        rest += typed[at : token.start] + " "
        at = token.end
    rest += typed[at:]
    assert found.text.split() == rest.split()
    for mention in found.mentions:
        assert typed[mention.start : mention.end] == f"@{mention.words}"
