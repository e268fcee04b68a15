"""Markdown as HTML: what is hostile neither runs, loads nor hangs."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coachdesk.exchange.rendering import TOO_TANGLED, list_attached, render_html

ID = "0123456789abcdef" * 2
_ALLOWED = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "del", "code", "pre", "blockquote"),
    *("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a", "img"),
}


class Elements(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_harmless(html: str) -> None:
    for tag, attributes in Elements(html).found:
        assert tag in _ALLOWED
        assert set(attributes) <= {"href", "src", "alt", "start"}
        if tag == "img":
            assert "src" in attributes
        assert re.fullmatch(r"attachment:[0-9a-f]{32}", attributes.get("src") or f"attachment:{ID}")
        assert re.match(r"(?i)https?://|mailto:", attributes.get("href") or "https://")


def test_a_note_as_it_is_meant() -> None:
    html = render_html(
        "## Plan\nThursday:\n- [ ] **Amara** writes\n  - [x] draft\n\n> so\n\n|a|b|\n|-|-|\n|1|2|\n\n"
        f"[site](https://a.b/?c=d&e=f) ![chart](attachment:{ID})\n```\n- [ ] <b>\n```"
    )
    for part in (
        "<h2>Plan</h2>",
        "<li>☐ <strong>Amara</strong> writes<ul>",
        "<li>☑ draft</li>",
        "<blockquote>",
        "<td>1</td>",
        '<a href="https://a.b/?c=d&amp;e=f">site</a>',
        f'<img alt="chart" src="attachment:{ID}">',
        "- [ ] &lt;b&gt;",
    ):
        assert part in html
    assert list_attached(f"![a](attachment:{ID}) [b](attachment:{ID})") == (ID,)


VECTORS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](//evil.example/a)",
    '[x](https://a.b/" onmouseover="alert(1))',
    "![x](http://evil.example/pixel.png)",
    "![x](file:///etc/passwd)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](attachment:../../etc/passwd)",
    f'![x](attachment:{ID}" onload="alert(1))',
    "![x][1]\n\n[1]: http://evil.example/p.png",
    "<http://evil.example/><script>",
    "<style>@import 'http://evil.example'</style>",
    "<p style='background:url(http://evil.example)'>x</p>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<form action=http://evil.example><input autofocus onfocus=alert(1)>",
    "<base href=http://evil.example>",
    "<meta http-equiv=refresh content='0;url=http://evil.example'>",
    "<object data=http://evil.example></object><embed src=x>",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "<!--><script>alert(1)</script-->",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\<script>alert(1)</script>",
    "# <b onclick=alert(1)>x",
    "| <script> | b |\n|-|-|\n| <img src=x onerror=alert(1)> | 2 |",
    "\x02amp\x03 \x02klzzwxh:0001\x03",
)


@pytest.mark.parametrize("vector", VECTORS)
def test_known_attacks_become_words(vector: str) -> None:
    assert_harmless(render_html(vector))
    assert_harmless(render_html(f"- a\n  > {vector}\n\n1. {vector} *x*"))


@example("half \ud800 a pair")
@settings(max_examples=120, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>[]()!*_`#-|:/\\\"'&; \n\tax=1s") | st.characters(), max_size=120))
def test_nothing_but_the_allow_list_comes_out(text: str) -> None:
    assert_harmless(render_html(text))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(VECTORS), max_size=4), st.text("[]()<>*_` \n", max_size=20))
def test_attacks_do_not_work_together(vectors: list[str], glue: str) -> None:
    assert_harmless(render_html(glue.join(vectors)))


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "> " * 50_000, "*a _b " * 20_000, "- " * 40_000, "a\n" * 90_000, "x" * 300_000, " " * 60 + "- x"],
    ids=["brackets", "quotes", "emphasis", "lists", "lines", "letters", "indent"],
)
def test_what_would_hang_is_shown_as_typed(text: str) -> None:
    html = render_html(text)
    assert TOO_TANGLED in html
    assert_harmless(html)
