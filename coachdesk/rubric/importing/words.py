"""Recognises the words that name a career level or a stage, and folds names that mean the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import IntEnum

MAX_LEVEL_WORDS = 7
"""A heading of more words is a sentence, whatever rank it mentions."""


class Strength(IntEnum):
    """How surely a text names a level: a bare number or role noun is weak, a rank word or a code is strong."""

    NONE = 0
    WEAK = 1
    STRONG = 2


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_RANKS = _words(
    """
    apprentice associate chief cio confirmed confirmé cto director distinguished débutant einsteiger entry evp
    executive experienced fellow grad graduate head ic intermediate intern jr junior leitend mid midlevel
    midweight practitioner president principal senior sr staff stagiaire starter supervisor svp trainee vp
    """
)
_STAGES = _words(
    """
    accomplished advanced authority aware awareness band basic beginner champion competent contributor
    developing emerging exceptional expert explorer foundation foundational fundamental grade initiate
    knowledgeable leading learning level master mastery mature milestone novice performing player practicing
    practising proficient role-model shaping skilled specialist stage step strategist tier unacceptable working
    """
)
_ROLES = _words(
    """
    administrator analyst architect coder consultant designer developer em engineer entwickler individual
    ingénieur lead leader manager owner pm programmer scientist sre technologist tester tl tpm
    """
)
_FILLERS = _words(
    """
    ai and android at back backend band business cloud contributor data design development devops end
    engineering front frontend full fullstack general grade group in individual information infrastructure ios
    learning level machine ml mobile of operations or people platform product production program programme
    project qa quality reliability research role security service services site software solutions stack support
    system systems team technical technology test the tier to web
    """
)
_STEP_NOUNS = frozenset(("step", "tier", "zone"))
_CODE = re.compile(
    r"^(?:ic|m|l|e|d|tl|em|tpm|pm|p|t|s|g|se|sde|swe|mgr|mg|b|n|c|k|ict|eng|sre|qa|ds|de|ux|st|lv|lvl|level|grade|band"
    r"|tier|stage|step|niveau|nivel|nível|livello|stufe|milestone|rank|phase|step)[\s_-]?\d{1,3}(?:\.\d{1,2})?[a-z+]?(?:-[a-z]{0,5}\d{1,3}\+?)?$"
)
_LEADING_CODE = re.compile(r"^(?P<letters>[a-z]{1,9})[\s_-]?(?P<number>\d{1,2})(?=$|[\s:.,–—)(-])")
_SPAN = re.compile(
    r"^(?P<letters>[A-Za-z]{1,5}[\s_-]?)(?P<low>\d{1,2})\s*(?:-|–|—|to|\.\.|/)\s*(?P<to>[A-Za-z]{1,5}[\s_-]?)?(?P<high>\d{1,2})$"
)
_MAX_SPAN = 12
_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d)?|[ivx]{1,4})\+?$")
_ROMAN = re.compile(r"^(?:i{1,3}|iv|vi{0,3}|ix|x)$")
_TOKEN = re.compile(r"[\w'’+.-]+")
_BREAKS = re.compile(r"[\s/&,:;|()\[\]–—_]+|\s-+\s")

_FOLDED = {code: chr(code).lower() if chr(code).isalnum() or chr(code) in "+#" else " " for code in range(128)}
_FOLDED |= {ord("&"): " and ", ord("'"): ""}
"""The quick way for plain ASCII: most names and texts of most ladders."""


def fold(text: str) -> str:
    """Return the form under which two names count as the same: case, spaces, emoji and marks do not matter.

    >>> fold("🛠️  Craft &  Design ") == fold("craft and design")
    True
    """
    if text.isascii():
        return " ".join(text.translate(_FOLDED).split()) or text.lower().replace("&", " and ").strip()
    plain = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    kept = [
        char if unicodedata.category(char)[0] in "LN" or char in "+#" else " " for char in plain if char not in "'’"
    ]
    return " ".join("".join(kept).split()) or plain.strip()


def display_name(text: str) -> str:
    """Return a name as it is shown: no markup, no emoji at its ends, single spaces."""
    plain = plain_text(text)
    kept = [
        char for char in plain if unicodedata.category(char) not in ("So", "Cf", "Co", "Cs", "Mn") or char.isalnum()
    ]
    return " ".join("".join(kept).split()).strip(" :*_#") or plain.strip()


def plain_text(text: str) -> str:
    """Return a line of Markdown without links, emphasis and code marks."""
    text = re.sub(r"!\[([^\]\[]{0,300})\]\([^()\s]{0,500}\)", r"\1", text)
    text = re.sub(r"\[([^\]\[]{1,500})\]\([^()]{0,500}\)", r"\1", text)
    text = re.sub(r"<[^<>]{1,300}>", " ", text)
    return text.replace("**", "").replace("__", "").replace("`", "").strip()


def level_strength(text: str, aliases: Iterable[str] = ()) -> Strength:
    """Return how surely the text names a level or stage.

    >>> level_strength("Senior Software Engineer II"), level_strength("IC3"), level_strength("2")
    (<Strength.STRONG: 2>, <Strength.STRONG: 2>, <Strength.WEAK: 1>)
    >>> level_strength("Technical leadership")
    <Strength.NONE: 0>
    """
    name = display_name(text).casefold().strip()
    if not name or len(name) > 120:
        return Strength.NONE
    if fold(text) in aliases:
        return Strength.STRONG
    tokens = [token.strip(".'’-") for token in _BREAKS.split(name) if token.strip(".'’-")]
    tokens = [token[:-1] if token[:-1] in _RANKS and token[-1] == "+" else token for token in tokens]
    if not tokens or len(tokens) > MAX_LEVEL_WORDS + 3 or name.endswith("?"):
        return Strength.NONE
    return _strength_of(name, tokens)


def _strength_of(name: str, tokens: list[str]) -> Strength:
    if _CODE.match(name) or any(_CODE.match(" ".join(tokens[at : at + 2])) for at in range(len(tokens))):
        return Strength.STRONG if len(tokens) <= MAX_LEVEL_WORDS + 2 else Strength.NONE
    if any(_CODE.match(token) for token in tokens[:1] + tokens[-1:]):
        return Strength.STRONG
    if _NUMBER.match(name):
        return Strength.WEAK
    if len(tokens) > MAX_LEVEL_WORDS:
        return Strength.NONE
    flat = [part for token in tokens for part in token.split("-") if part]
    if flat[-1] in _STEP_NOUNS and 2 <= len(flat) <= 4 and flat[0] not in _RANKS:
        return Strength.WEAK
    known = [token for token in flat if _is_known(token)]
    if len(known) < len(flat) - (1 if len(flat) >= 3 else 0):
        return Strength.NONE
    ranked = any(token in _RANKS for token in flat)
    roles = any(token in _ROLES for token in flat)
    numbered = _NUMBER.match(flat[-1]) is not None
    if ranked or (roles and numbered):
        return Strength.STRONG
    if flat[0] in _STAGES and len(flat) <= 3:
        return Strength.STRONG if len(flat) > 1 and numbered else Strength.WEAK
    return Strength.WEAK if roles and flat[-1] in _ROLES else Strength.NONE


def _is_known(token: str) -> bool:
    return token in _RANKS or token in _ROLES or token in _FILLERS or token in _STAGES or bool(_NUMBER.match(token))


def rank_number(text: str) -> int | None:
    """Return the number that a level's name carries, None without one.

    >>> rank_number("TL4 - Tech Lead 4"), rank_number("Engineer III"), rank_number("Staff")
    (4, 3, None)
    """
    name = display_name(text)
    found = re.search(r"\d{1,3}", name)
    if found:
        return int(found[0])
    last = name.casefold().split()[-1:] or [""]
    return _roman_value(last[0]) if _ROMAN.match(last[0]) else None


def level_code(text: str) -> tuple[str, int] | None:
    """Return the letters and the number of the code that a level's name begins with, None without one.

    >>> level_code("IC3: Senior engineer"), level_code("Level 2"), level_code("Senior 2")
    (('ic', 3), ('level', 2), None)
    """
    found = _LEADING_CODE.match(display_name(text).casefold())
    return (found["letters"], int(found["number"])) if found and _CODE.match(found[0].strip()) else None


def level_span(text: str) -> tuple[str, int, int] | None:
    """Return the letters and the ends of a name that stands for several levels, None for any other name.

    >>> level_span("L3–L4"), level_span("L5"), level_span("L4-L3")
    (('L', 3, 4), None, None)
    """
    found = _SPAN.match(display_name(text))
    if found is None or (found["to"] and found["to"].casefold() != found["letters"].casefold()):
        return None
    low, high = int(found["low"]), int(found["high"])
    return (found["letters"], low, high) if low < high <= low + _MAX_SPAN else None


def _roman_value(text: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[char] for char in text]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split(";"))


_COLUMN_WORDS: Mapping[str, frozenset[str]] = {
    "level": _phrases(
        """
        band; career band; career level; career zone; grade; ic level; job level; job title; level; level code;
        level id; level name; levelid; levels; milestone; niveau; position; proficiency level; rank; role level;
        seniority; stage; step; stufe; zone
        """
    ),
    "competency": _phrases(
        """
        area of focus; areas; aspect; attribute; attributes; axis; capability; competence; competencies; competency;
        competency area; competency id; competency name; competencyid; compétence; criterion; dimension; element;
        expectation area; factor; focus area; pillar; practice; quality; responsibility; skill; skill area; skill
        id; skill name; skills; sub area; sub category; sub competency; sub dimension; sub skill; subarea;
        subcategory; subcompetency; subskill; theme; themes; topic; track; trait; value
        """
    ),
    "area": _phrases(
        """
        area; area id; bucket; category; category id; catégorie; cluster; competency category; competency group;
        domain; domaine; group; heading; kategorie; pillar; section; skill category; skill group; topic area;
        type
        """
    ),
    "text": _phrases(
        """
        behavior; behaviors; behaviour; behaviours; bullet; bullets; content; criteria; criterion; definition;
        description; details; expectation; expectations; indicator; indicators; label; observable behaviours;
        requirement; requirements; responsibilities; signal; signals; skills and behaviours; statement;
        statements; summary; text; what it looks like
        """
    ),
    "example": _phrases(
        """
        evidence examples; example; example behaviours; example criteria; examples; for example
        """
    ),
    "weight": _phrases(
        """
        importance; percent; percentage; points; weight; weight %; weighting; weights
        """
    ),
    "expected": _phrases(
        """
        expected; expected level; goal; minimum; required; requirement level; target; target level
        """
    ),
    "note": _phrases(
        """
        comment; comments; id; last updated; link; links; no; note; notes; owner; reference; remarks; resource;
        resources; source; status; supporting urls; tags; tools; updated; url
        """
    ),
    "person": _phrases(
        """
        assignee; candidate; e mail; email; employee; engineer name; first name; full name; last name;
        manager name; manager rating; member; person; rater; reports to; reviewer; self assessment; self rating;
        team member
        """
    ),
    "pay": _phrases(
        """
        base; base salary; bonus; compensation; compensation range; cost; equity; gehalt; ote; pay; pay band;
        pay range; rsu; salaire; salary; salary band; salary range; stock; total compensation; wage
        """
    ),
}


def column_word(header: str) -> str | None:
    """Return what the head of a column or a key says it is (level, competency, text …), None if unclear."""
    name = fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header.replace("_", " ")))
    for role, words in _COLUMN_WORDS.items():
        if name in words:
            return role
    return None


def is_pay_word(text: str) -> bool:
    """Return whether a label speaks of money, which a ladder never takes in."""
    return column_word(text) == "pay" or bool(
        re.search(r"\b(?:salary|salaries|compensation|bonus|equity)\b", fold(text))
    )


def rank_words(text: str) -> frozenset[str]:
    """Return the rank and role words in a name: two names that differ in them are never the same level."""
    return frozenset(fold(text).split()) & (_RANKS | _ROLES)


def slug(text: str, taken: Iterable[str] = (), *, fallback: str = "x") -> str:
    """Return an id for a name: small letters, digits and hyphens, at most 60 characters, different from `taken`."""
    plain = unicodedata.normalize("NFKD", fold(text)).encode("ascii", "ignore").decode("ascii")
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or fallback
    name, number = base, 2
    known = taken if isinstance(taken, (set, frozenset, dict)) else set(taken)
    while name in known:
        name, number = f"{base}-{number}", number + 1
    return name
