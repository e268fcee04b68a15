"""Lines of notes: their words, promises typed in words, and two versions compared."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.model.promise import PromiseOwner
from coachdesk.model.visibility import Visibility
from coachdesk.services.attachments import clean_name
from coachdesk.services.blocks import Block
from coachdesk.services.day_words import UnknownDay
from coachdesk.services.evidence import CompetencyChoice, match_competencies
from coachdesk.services.note_compare import compare_versions
from coachdesk.services.note_lines import NoNextMeeting, parse_promise_words, plain_line

TODAY = date(2026, 5, 12)
ME, THEM = PromiseOwner.ME, PromiseOwner.THEM
SHARED, PRIVATE = Visibility.SHARED, Visibility.ONLY_YOU


@pytest.mark.parametrize(
    ("typed", "owner", "day"),
    [
        ("", ME, None),
        ("fri", ME, date(2026, 5, 15)),
        ("me fri", ME, date(2026, 5, 15)),
        ("them, in 2 weeks", THEM, date(2026, 5, 26)),
        ("Amara by 15 May", THEM, date(2026, 5, 15)),
        ("them", THEM, None),
        ("next one-on-one", ME, date(2026, 5, 19)),
        ("they by next 1:1", THEM, date(2026, 5, 19)),
    ],
)
def test_promises_in_words(typed: str, owner: PromiseOwner, day: date | None) -> None:
    words = parse_promise_words(typed, TODAY, first_name="Amara", next_on=date(2026, 5, 19))
    assert (words.owner, words.due_on) == (owner, day)


def test_words_that_mean_no_day_are_told() -> None:
    with pytest.raises(UnknownDay):
        parse_promise_words("them soonish", TODAY)
    with pytest.raises(NoNextMeeting):
        parse_promise_words("next one-on-one", TODAY)


def test_a_line_without_marks() -> None:
    assert plain_line("  > - [x] **Amara** writes `x_y` in snake_case, [site](https://a.b)") == (
        "Amara writes x_y in snake_case, site"
    )


def test_competencies_are_matched_from_their_beginning() -> None:
    names = ("Growing others", "Code and design", "Design reviews")
    choices = tuple(CompetencyChoice("l@1", name, name, "Craft") for name in names)
    assert [one.name for one in match_competencies(choices, "des")] == ["Design reviews", "Code and design"]
    assert match_competencies(choices, "") == choices and len(match_competencies(choices, "craft")) == 3


def test_changed_words_and_changed_visibility_are_marked() -> None:
    older = (Block(SHARED, "one two three\nsame"), Block(PRIVATE, "tired"))
    newer = (Block(SHARED, "one 2 three\nsame\ntired"),)
    found = compare_versions(older, newer)
    assert [(s.line, s.start, s.end) for s in found.removed] == [(0, 4, 7), (2, 0, 5)]
    assert [(s.line, s.start, s.end) for s in found.added] == [(0, 4, 5), (2, 0, 5)]


_blocks = st.lists(st.text("ab \n", max_size=12).map(lambda text: Block(SHARED, text)), max_size=3).map(tuple)


@given(_blocks, _blocks)
def test_what_is_not_marked_is_the_same_in_both(older: tuple[Block, ...], newer: tuple[Block, ...]) -> None:
    found = compare_versions(older, newer)

    def rest(blocks: tuple[Block, ...], spans: tuple[object, ...]) -> str:
        lines = [list(line) for block in blocks for line in block.text.split("\n")]
        for span in spans:
            lines[span.line][span.start : span.end] = [""] * (span.end - span.start)  # type: ignore[attr-defined]
        return "".join("".join(line) for line in lines)

    assert rest(older, found.removed) == rest(newer, found.added)


@given(st.text(max_size=300))
def test_names_of_files_are_safe(name: str) -> None:
    clean = clean_name(name)
    assert clean and len(clean) <= 120 and not set(clean) & set("/\\[]()<>\n\r\x00") and not clean.startswith(".")
