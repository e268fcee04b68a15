"""The application style sheet, built from the template in resources/style."""

from __future__ import annotations

import re
from functools import cache

from coachdesk.assets import resource_path
from coachdesk.ui.theme.metrics import Metrics
from coachdesk.ui.theme.tokens import Theme

_TOKEN = re.compile(r"\$(\w+)")
_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)dp\b")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@cache
def _template() -> str:
    sheets = sorted(resource_path("style").glob("*.qss"))
    return _COMMENT.sub("", "\n".join(sheet.read_text("utf-8") for sheet in sheets))


def build_style_sheet(theme: Theme, metrics: Metrics) -> str:
    """Return the style sheet of a theme and text scale.

    In the template `$accent` is a colour, `8dp` a length of the 100 % design, `$shade` the word
    light or dark for mark files, and `$marks` their folder. Raises KeyError for an unknown token.
    """
    words = {
        "shade": "dark" if theme.is_dark else "light",
        "marks": resource_path("style").as_posix(),
    }

    def value(match: re.Match[str]) -> str:
        name = match[1]
        return words.get(name) or theme.colour(name).name()

    def length(match: re.Match[str]) -> str:
        return f"{metrics.px(float(match[1]))}px"

    return _LENGTH.sub(length, _TOKEN.sub(value, _template()))
