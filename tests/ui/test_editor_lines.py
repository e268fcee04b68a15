"""Markdown lines as pure functions, and the round trip of a note through the editor."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block, normalise
from coachdesk.ui.charts import pulse_line
from coachdesk.ui.editor import hits, markdown_lines
from coachdesk.ui.editor.markdown_lines import continue_line, indent_item, outdent_item, wrap_span
from coachdesk.ui.editor.note_editor import NoteEditor
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views import meeting_bar


@pytest.mark.parametrize("module", [markdown_lines, hits, pulse_line, meeting_bar])
def test_the_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "following"),
    [
        ("- [x] done", "- [ ] "),
        ("  * deep", "  * "),
        ("9) nine", "10) "),
        ("> said", "> "),
        ("- [ ] ", None),
        ("> ", None),
        ("## Heading", ""),
        ("-no item", ""),
    ],
)
def test_enter_continues_lists(line: str, following: str | None) -> None:
    assert continue_line(line) == following


def test_items_go_deeper_and_back() -> None:
    deeper = indent_item("- a")
    assert deeper == "  - a"
    assert outdent_item(deeper) == "- a"
    assert outdent_item("- a") is None
    assert indent_item("plain") is None


@given(st.text(alphabet="ab c*", max_size=12), st.data(), st.sampled_from(["**", "*"]))
def test_marking_keeps_the_words(line: str, data: st.DataObject, mark: str) -> None:
    start = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(start, len(line)))
    new, first, last = wrap_span(line, start, end, mark)
    assert 0 <= first <= last <= len(new)
    assert new.replace("*", "") == line.replace("*", "")


_WORDS = st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00\u2028\u2029\ufdd0\ufdd1\ufffc"),
    max_size=40,
)
_BLOCKS = st.lists(st.builds(Block, st.sampled_from(Visibility), _WORDS), max_size=6)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_BLOCKS)
def test_a_note_comes_back_as_it_went_in(qtbot: QtBot, look: Appearance, blocks: list[Block]) -> None:
    editor = NoteEditor(look)
    qtbot.addWidget(editor)
    editor.set_blocks(blocks)
    assert editor.blocks() == normalise(blocks)
    editor.set_blocks(editor.blocks())
    assert editor.blocks() == normalise(blocks)
