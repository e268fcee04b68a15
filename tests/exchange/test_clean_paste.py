"""Pasted pages and word processor text as clean Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.exchange.clean_paste import html_to_markdown

GOOGLE_DOCS = (
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"><span '
    'style="font-weight:700">Plan</span></h2><p><span style="font-weight:700">Bold</span><span> and </span>'
    '<span style="font-style:italic">slanted</span>, <a href="https://www.google.com/url?q=https://x.y/a%3Futm_source'
    '%3Db%26k%3D1&amp;sa=D"><span>link</span></a></p><ul><li dir="ltr"><p>One</p></li><li>Two<ul><li>Three</li></ul>'
    "</li></ul><ol start=3><li>x</li><li>y</li></ol></b><br class='Apple-interchange-newline'>"
)
WORD = (
    "<html><head><style>p.MsoNormal {margin:0}</style><!--[if gte mso 9]><xml>x</xml><![endif]--></head>"
    "<body><p class=MsoNormal>Intro<o:p></o:p></p><p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>"
    "<![if !supportLists]><span style='mso-list:Ignore'>·<span style='x'>&nbsp; </span></span><![endif]>First"
    "<o:p></o:p></p><p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o</span>Sub</p>"
    "<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.</span>Number</p><p class=MsoNormal>After</p>"
    "</body></html>"
)


def test_google_docs() -> None:
    assert html_to_markdown(GOOGLE_DOCS) == (
        "## Plan\n\n**Bold** and *slanted*, [link](https://x.y/a?k=1)\n\n- One\n- Two\n  - Three\n\n3. x\n4. y"
    )


def test_word() -> None:
    assert html_to_markdown(WORD) == "Intro\n\n- First\n  - Sub\n1. Number\n\nAfter"


def test_a_web_page() -> None:
    html = (
        "<nav hidden>menu</nav><h1>Title</h1><p>Words with <code>code</code>&nbsp;and <em>stress</em>.</p>"
        "<ul><li><input type=checkbox checked> done</li><li><input type=checkbox> open</li></ul>"
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2|3</td></tr></table>"
        "<blockquote><p>one</p><p>two</p></blockquote><pre>x = 1\n  y</pre>"
    )
    assert html_to_markdown(html) == (
        "# Title\n\nWords with `code` and *stress*.\n\n- [x] done\n- [ ] open\n\n"
        "| a | b |\n| --- | --- |\n| 1 | 2\\|3 |\n\n> one\n>\n> two\n\n```\nx = 1\n  y\n```"
    )


def test_what_tracks_runs_or_hides_is_left_behind() -> None:
    html = (
        "<p>Hello<img src='https://t.example/p.gif?id=1'><script>steal()</script><style>p{}</style>"
        "<span style='display:none'>secret words</span> <a href='https://a.b/c?utm_campaign=x&amp;fbclid=y'>site</a> "
        "<a href='javascript:alert(1)'>bad</a> <a href='file:///etc/passwd'>file</a></p><iframe src=x>frame</iframe>"
    )
    assert html_to_markdown(html) == "Hello [site](https://a.b/c) bad file"


def test_plain_words_that_look_like_marks_stay_words() -> None:
    assert html_to_markdown("<p>- no list</p><p>1. no number *star*</p>") == "\\- no list\n\n1\\. no number \\*star\\*"
    assert html_to_markdown("") == html_to_markdown("<img src=x>") == ""


@pytest.mark.parametrize(
    "html",
    [
        "<b>" * 60_000 + "x",
        "<ul><li>" * 30_000 + "x",
        "<table><tr><td>" * 20_000 + "x",
        "<blockquote>" * 30_000 + "x",
        "<" * 300_000,
        "&" * 300_000,
        "<p>x" * 30_000,
    ],
    ids=["bold", "lists", "tables", "quotes", "angles", "ampersands", "open"],
)
def test_hostile_pages_end(html: str) -> None:
    assert len(html_to_markdown(html)) <= 2 * len(html)


@settings(max_examples=80, deadline=None)
@given(st.text(st.sampled_from("<>/abpliutd =\"'&;x\n") | st.characters(), max_size=200))
def test_any_text_is_read(html: str) -> None:
    assert "\x00" not in html_to_markdown(html)
