"""The self-assessment form in a real browser, from disk, driven by what a screen reader hears."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from coachdesk.exchange.self_form import build_form, read_answer
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.services.reviews import ReviewDraft, begin_review
from coachdesk.services.self_assessment import (
    FormContent,
    check_answer,
    ensure_form_key,
    get_form_content,
    take_answer,
)
from coachdesk.store.store import Store
from coachdesk.store.unit_of_work import UnitOfWork

pytestmark = pytest.mark.window
PASSPHRASE = "quiet harbour seven lanterns"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is missing: the set-up of the tests installs it"
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(accept_downloads=True, locale="en-GB")
    yield made
    made.close()


def begin(unit: UnitOfWork) -> str:
    person_id = save_person(unit, PersonDraft(None, "Amara </script> Okafor"))
    unit.session.flush()
    draft = ReviewDraft(person_id, "software-engineer@2026.1", "l5", date(2026, 5, 12), "l6")
    review_id = begin_review(unit, draft)
    unit.session.flush()
    ensure_form_key(unit, review_id)
    return review_id


@pytest.fixture
def content(store: Store) -> FormContent:
    review_id = store.write(begin).result
    return store.read(lambda session: get_form_content(session, review_id))


def opened(context: BrowserContext, path: Path, asked: list[str]) -> Page:
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(path.as_uri())
    return page


def fill(page: Page) -> None:
    growing = page.get_by_role("group", name="Growing others")
    growing.get_by_role("radio", name="Staff Engineer, emerging").check()
    growing.get_by_role("textbox", name="What shows it: Growing others").fill("Nanami leads the review")
    growing.get_by_role("combobox", name="How sure are you: Growing others").select_option("high")
    page.get_by_role("group", name="Testing").get_by_role("radio", name="Not part of my work").check()
    expect(page.get_by_role("status")).to_contain_text("2 of 12 answered")


def download(page: Page, to: Path) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download my answer").click()
    waiting.value.save_as(to)
    return to.read_bytes()


def test_the_round_trip(context: BrowserContext, store: Store, content: FormContent, tmp_path: Path) -> None:
    form, asked = tmp_path / "form.html", list[str]()
    form.write_text(build_form(content), encoding="utf-8")
    page = opened(context, form, asked)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your self-assessment")
    expect(page.get_by_text("Amara </script> Okafor")).to_be_visible()
    fill(page)
    expect(page.get_by_role("status")).to_contain_text("kept in this browser")
    page.close()
    page = opened(context, form, asked)
    growing = page.get_by_role("group", name="Growing others")
    expect(growing.get_by_role("radio", name="Staff Engineer, emerging")).to_be_checked()
    answer = read_answer(download(page, tmp_path / "answer.json"))
    assert all(url.startswith(("file:", "blob:")) for url in asked)
    preview = store.read(lambda session: check_answer(session, answer))
    said = {line.competency: (line.mark, line.comment) for line in preview.lines}
    assert said["Growing others"] == ("Staff Engineer, emerging", "Nanami leads the review")
    assert said["Testing"] == ("n/a", "")
    store.write(lambda unit: take_answer(unit, answer))


def test_a_sealed_form_keeps_answer_and_draft_sealed(
    context: BrowserContext, content: FormContent, tmp_path: Path
) -> None:
    form = tmp_path / "form.html"
    form.write_text(build_form(content, PASSPHRASE), encoding="utf-8")
    page = opened(context, form, [])
    page.get_by_label("Passphrase of this form").fill("not this one")
    page.get_by_role("button", name="Open the form").click()
    expect(page.get_by_role("alert")).to_contain_text("does not open")
    page.get_by_label("Passphrase of this form").fill(PASSPHRASE)
    page.keyboard.press("Enter")
    fill(page)
    expect(page.get_by_role("status")).to_contain_text("kept in this browser")
    assert "Nanami" not in page.evaluate("JSON.stringify(localStorage)")
    written = download(page, tmp_path / "answer.json")
    assert b"Nanami" not in written
    assert "answer" not in json.loads(written)
    assert [mark.comment for mark in read_answer(written, PASSPHRASE).marks if mark.comment] == [
        "Nanami leads the review"
    ]


def test_it_is_filled_in_by_keyboard_alone(context: BrowserContext, content: FormContent, tmp_path: Path) -> None:
    form = tmp_path / "form.html"
    form.write_text(build_form(content), encoding="utf-8")
    page = opened(context, form, [])
    first = page.get_by_role("group", name="Code & design").get_by_role("radio", name="I can't say yet")
    while not first.evaluate("element => element === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("status")).to_contain_text("1 of 12 answered")
    for _ in range(80):
        if page.evaluate("document.activeElement.textContent") == "Download my answer":
            break
        page.keyboard.press("Tab")
    with page.expect_download():
        page.keyboard.press("Enter")


def test_it_prints_every_level(context: BrowserContext, content: FormContent, tmp_path: Path) -> None:
    form = tmp_path / "form.html"
    form.write_text(build_form(content), encoding="utf-8")
    page = opened(context, form, [])
    page.emulate_media(media="print")
    assert page.get_by_role("button", name="Download my answer").count() == 0
    assert len(page.pdf(format="A4")) > 10_000
