"""The help: pages in order, safe HTML, no loads; and the pages themselves, which must name every action and setting."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from coachdesk.assets import resource_path
from coachdesk.desk.actions import ACTIONS
from coachdesk.desk.desk import Desk
from coachdesk.desk.settings import SETTINGS
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.help_pages import ORDER, linked_page, list_pages, render_page
from coachdesk.ui.views.help_view import HelpView
from coachdesk.ui.views.route import Route


@pytest.fixture
def view(qtbot: QtBot, desk: Desk, look: Appearance) -> HelpView:
    page = HelpView(desk, look)
    qtbot.addWidget(page)
    page.resize(1048, 752)
    with qtbot.waitExposed(page):
        page.show()
    page.show_route(Route("help"))
    qtbot.waitUntil(lambda: "Start here" in page.text.toPlainText())
    return page


def rows_of(name: str) -> list[tuple[str, ...]]:
    source = resource_path("help", f"{name}.md").read_text("utf-8")
    lines = [line for line in source.splitlines() if line.startswith("|")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


def test_keyboard_page_lists_every_action_and_key() -> None:
    listed = {row[1]: row[0].split(", ") for row in rows_of("keyboard")}
    for action in ACTIONS:
        assert action.title in listed, action.title
        assert all(keys in listed[action.title] for keys in action.shortcuts), action.title


def test_keyboard_page_tells_each_action_once() -> None:
    titles = [row[1] for row in rows_of("keyboard")]
    assert [action.title for action in ACTIONS if titles.count(action.title) > 1] == []


def test_first_page_leads_to_every_other() -> None:
    first, *others = list_pages()
    assert [page.name for page in others if f"({page.name}.md)" not in first.source] == []


def test_settings_page_documents_every_setting() -> None:
    source = resource_path("help", "settings.md").read_text("utf-8")
    assert [setting.key for setting in SETTINGS if f"`{setting.key}`" not in source] == []


def test_links_lead_to_pages_of_the_help() -> None:
    for page in list_pages():
        for target in re.findall(r"\]\(([^)]+)\)", page.source):
            assert linked_page(target) in ORDER, f"{page.name}: {target}"


def test_pages_come_in_order() -> None:
    names = [page.name for page in list_pages()]
    assert names[:4] == ["index", "first-steps", "roster", "notes"]
    assert all(page.title and page.source.startswith("# ") for page in list_pages())


def test_unknown_pages_come_last(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("# Start here\n", encoding="utf-8")
    (tmp_path / "abacus.md").write_text("# Abacus\n", encoding="utf-8")
    assert [page.title for page in list_pages(tmp_path)] == ["Start here", "Abacus"]


def test_html_is_harmless() -> None:
    html = render_page("# A\n\n<script>x</script><img src='https://example.org/a.png'> [b](https://example.org)")
    assert "script" not in html and "img" not in html and "https" not in html


@pytest.mark.parametrize(
    ("target", "page"),
    [("roster.md", "roster"), ("roster.md#columns", "roster"), ("https://example.org/a.md", ""), ("../a.md", "")],
)
def test_only_links_within_the_help_are_followed(target: str, page: str) -> None:
    assert linked_page(target) == page


def test_relative_links_survive_rendering() -> None:
    assert 'href="roster.md"' in render_page("[r](roster.md)")


def test_nothing_is_loaded(view: HelpView) -> None:
    assert view.text.loadResource(2, QUrl("https://example.org/a.png")) is None
    assert view.text.loadResource(2, QUrl.fromLocalFile("/etc/hostname")) is None


def test_pages_by_keys(qtbot: QtBot, view: HelpView) -> None:
    QAbstractItemModelTester(view.list_model, QAbstractItemModelTester.FailureReportingMode.Warning)
    view.list.setFocus()
    qtbot.keyClick(view.list, Qt.Key.Key_Down)
    assert view.page == "first-steps"
    qtbot.waitUntil(lambda: "Make a vault" in view.text.toPlainText())


def test_link_goes_through_the_window(qtbot: QtBot, view: HelpView) -> None:
    with qtbot.waitSignal(view.navigate_requested) as gone:
        view.text.anchorClicked.emit(QUrl("roster.md"))
    assert gone.args == [Route("help", tab="roster")]
    view.show_route(Route("help", tab="roster"))
    qtbot.waitUntil(lambda: "Bring in a roster" in view.text.toPlainText())
    with qtbot.assertNotEmitted(view.navigate_requested):
        view.text.anchorClicked.emit(QUrl("https://example.org"))


def test_find_keeps_pages_with_the_words_and_marks_them(qtbot: QtBot, view: HelpView) -> None:
    qtbot.keyClicks(view.finder, "argon2id")
    assert "security" in [page.name for page in view.list_model.rows]
    assert "index" not in [page.name for page in view.list_model.rows]
    qtbot.waitUntil(lambda: bool(view.text.extraSelections()))
    qtbot.keyClick(view.finder, Qt.Key.Key_Escape)
    assert view.finder.text() == "" and view.text.extraSelections() == []


def test_narrow_page_has_a_box_instead_of_the_list(qtbot: QtBot, view: HelpView) -> None:
    view.resize(600, 600)
    assert view.picker.isVisible() and not view.list.isVisible()
    view.picker.setFocus()
    qtbot.keyClick(view.picker, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: view.page == "first-steps")
