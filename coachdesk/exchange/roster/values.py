"""What the cells of a roster mean: names, levels, tags, meeting rhythms and time zones."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from zoneinfo import available_timezones

from coachdesk.exchange.roster.vocabulary import fold_words

_NOTHING = frozenset({"", "-", "--", "–", "—", "n/a", "na", "null", "nil", "tbd", "?", "#n/a", "#ref!", "#value!",
                      "#name?", "#div/0!", "(blank)", "not applicable", "none"})  # fmt: skip
_LEVEL = re.compile(r"^([A-Za-z]{1,4})[ \-.]?(\d{1,2})([a-zA-Z+]?)$")
_LEVEL_IN_BRACKETS = re.compile(r"\(([A-Za-z]{1,4}\d{1,2})\)\s*$")
_INVISIBLE = ("Cc", "Cf")


def clean_text(text: str) -> str:
    """Return a cell as plain text: NFC, one space between words, no invisible characters.

    A cell that starts like a formula stays the text that it is; nothing is ever computed.
    """
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():
        return " ".join(text.split())
    text = "".join(" " if char in "\n\r\t\v\f" else char for char in text)
    text = "".join(char for char in text if unicodedata.category(char) not in _INVISIBLE or char in "\u200d\u200c")
    return " ".join(text.split())


def meaning(text: str) -> str:
    """Return a cell's text, or nothing for the ways to write "nothing", such as `n/a` and `–`."""
    text = clean_text(text)
    return "" if text.casefold() in _NOTHING else text


def parse_name(text: str) -> str:
    """Return a name as it is spoken: `Okafor, Amara` becomes `Amara Okafor`; a trailing number in brackets goes."""
    text = re.sub(r"\s*\((?:[A-Za-z]{0,3}-?\d+|on leave|inactive|terminated|contractor|you|me)\)\s*$", "",
                  meaning(text), flags=re.IGNORECASE)  # fmt: skip
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 2 and all(parts) and not re.fullmatch(r"(?i)(jr|sr|ii|iii|iv|phd|md|msc|bsc)\.?", parts[1]):
        text = f"{parts[1]} {parts[0]}"
    return text


def fold_name(text: str) -> str:
    """Return a name for comparison: case, accents, hyphens, dots and word spacing don't count."""
    plain = parse_name(text).casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.translate(_LETTERS))
        plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", plain))


_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def fold_email(text: str) -> str:
    """Return an address for comparison, nothing when the text is no address."""
    found = re.fullmatch(r"(?:mailto:)?([^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+)", meaning(text).casefold())
    return found[1] if found else ""


def parse_email(text: str) -> str:
    """Return the address in a cell, also out of `Amara Okafor <amara@example.org>`; nothing when there is none."""
    text = meaning(text)
    inner = re.search(r"<([^<>]+)>", text)
    text = re.sub(r"(?i)^mailto:", "", inner[1].strip() if inner else text)
    return text if fold_email(text) else ""


def parse_level(text: str) -> str:
    """Return a level in its usual spelling: `l 5` and `Senior (L5)` become `L5`; other words stay."""
    text = meaning(text)
    if found := _LEVEL_IN_BRACKETS.search(text):
        text = found[1]
    if found := _LEVEL.match(text):
        return f"{found[1].upper()}{int(found[2])}{found[3]}"
    return text


def is_level(text: str) -> bool:
    """Return whether a cell looks like a level of a ladder, such as `L5`, `IC4` or `M1`."""
    found = _LEVEL.match(text.strip())
    return found is not None and len(found[1]) <= 2


def parse_tags(text: str) -> tuple[str, ...]:
    """Return the tags of a cell, split at commas, semicolons and bars, each once."""
    tags = (meaning(tag).lstrip("#") for tag in re.split(r"[,;|\n]", text))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


_COUNTS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "other": 2, "second": 2, "third": 3, "fourth": 4,
    "zwei": 2, "drei": 3, "vier": 4, "deux": 2, "trois": 3, "quatre": 4, "dos": 2, "tres": 3, "cuatro": 4,
}  # fmt: skip
_UNITS = {
    "d": "DAILY", "day": "DAILY", "days": "DAILY", "tag": "DAILY", "tage": "DAILY", "tagig": "DAILY",
    "jours": "DAILY", "dias": "DAILY",
    "w": "WEEKLY", "wk": "WEEKLY", "wks": "WEEKLY", "week": "WEEKLY", "weeks": "WEEKLY", "weekly": "WEEKLY",
    "woche": "WEEKLY", "wochen": "WEEKLY", "wochentlich": "WEEKLY",
    "semaine": "WEEKLY", "semaines": "WEEKLY", "semana": "WEEKLY", "semanas": "WEEKLY",
    "m": "MONTHLY", "month": "MONTHLY", "months": "MONTHLY", "monthly": "MONTHLY", "monat": "MONTHLY",
    "monate": "MONTHLY", "mois": "MONTHLY", "mes": "MONTHLY", "meses": "MONTHLY",
}  # fmt: skip
_RHYTHMS = {
    "weekly": ("WEEKLY", 1), "wochentlich": ("WEEKLY", 1), "hebdomadaire": ("WEEKLY", 1), "semanal": ("WEEKLY", 1),
    "fortnightly": ("WEEKLY", 2), "biweekly": ("WEEKLY", 2), "bi weekly": ("WEEKLY", 2), "fortnight": ("WEEKLY", 2),
    "vierzehntagig": ("WEEKLY", 2), "quincenal": ("WEEKLY", 2), "bimensuel": ("WEEKLY", 2),
    "monthly": ("MONTHLY", 1), "monatlich": ("MONTHLY", 1), "mensuel": ("MONTHLY", 1), "mensual": ("MONTHLY", 1),
    "quarterly": ("MONTHLY", 3), "vierteljahrlich": ("MONTHLY", 3), "trimestriel": ("MONTHLY", 3),
    "trimestral": ("MONTHLY", 3), "bimonthly": ("MONTHLY", 2), "daily": ("DAILY", 1),
    "twice a year": ("MONTHLY", 6), "yearly": ("YEARLY", 1), "annually": ("YEARLY", 1),
}  # fmt: skip
_EVERY = frozenset(
    [
        "every",
        "each",
        "once",
        "a",
        "per",
        "alle",
        "jede",
        "jeden",
        "pro",
        "toutes",
        "tous",
        "les",
        "le",
        "chaque",
        "par",
        "cada",
        "todas",
        "las",
        "los",
        "una",
        "vez",
        "al",
        "por",
        "the",
        "in",
        "einmal",
    ]
)
_RULE_PART = r"(?:INTERVAL=[1-9]\d?|BYDAY=[A-Z0-9,+-]+)"
_RRULE = re.compile(rf"^(?:RRULE:)?(FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;{_RULE_PART})*)$")
_MAX_INTERVAL = 99


def parse_cadence(text: str) -> str | None:
    """Return the RRULE of a meeting rhythm: `fortnightly` is `FREQ=WEEKLY;INTERVAL=2`. None when unreadable."""
    text = meaning(text)
    if found := _RRULE.match(text.upper().replace(" ", "")):
        return found[1]
    text = re.sub(r"(?i)\b1\s*(?::|-|on)\s*1s?\b", " ", text)
    words = fold_words(re.sub(r"(\d)([a-zA-Z])", r"\1 \2", text))
    rhythm = _RHYTHMS.get(" ".join(words))
    if rhythm is None:
        rhythm = _counted(tuple(word for word in words if word not in _EVERY))
    if rhythm is None:
        return None
    frequency, interval = rhythm
    if frequency == "DAILY" and interval % 7 == 0:
        frequency, interval = "WEEKLY", interval // 7
    return f"FREQ={frequency}" + (f";INTERVAL={interval}" if interval > 1 else "")


def _counted(words: tuple[str, ...]) -> tuple[str, int] | None:
    if len(words) == 1 and words[0] in _UNITS:
        return _UNITS[words[0]], 1
    if len(words) != 2 or words[1] not in _UNITS:
        return None
    count = int(words[0]) if words[0].isascii() and words[0].isdigit() else _COUNTS.get(words[0], 0)
    return (_UNITS[words[1]], count) if 1 <= count <= _MAX_INTERVAL else None


_OFFSET = re.compile(r"(?i)^\(?\s*(?:utc|gmt)?\s*([+\-−–])\s*(\d{1,2})(?::?(\d\d))?\s*(?:h|hours)?\)?")
_HALF_HOURS = {
    ("+", 3, 30): "Asia/Tehran", ("+", 4, 30): "Asia/Kabul", ("+", 5, 30): "Asia/Kolkata",
    ("+", 5, 45): "Asia/Kathmandu", ("+", 6, 30): "Asia/Yangon", ("+", 9, 30): "Australia/Darwin",
}  # fmt: skip
_SHORT_NAMES = {
    "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "pt": "America/Los_Angeles",
    "pacific time": "America/Los_Angeles", "mdt": "America/Denver", "mountain time": "America/Denver",
    "cdt": "America/Chicago", "central time": "America/Chicago", "edt": "America/New_York",
    "est": "America/New_York", "et": "America/New_York", "eastern time": "America/New_York",
    "cest": "Europe/Berlin", "cet": "Europe/Berlin", "central european time": "Europe/Berlin",
    "bst": "Europe/London", "utc": "Etc/UTC", "gmt": "Etc/UTC", "z": "Etc/UTC", "jst": "Asia/Tokyo",
    "wat": "Africa/Lagos", "eat": "Africa/Nairobi",
}  # fmt: skip


@lru_cache(maxsize=1)
def _zones() -> tuple[dict[str, str], dict[str, str]]:
    """Return the IANA zones by folded name, and by the city at their end where only one zone has it."""
    names = sorted(available_timezones())
    cities: dict[str, str] = {}
    for name in names:
        if "/" in name and not name.startswith(("Etc/", "posix", "right", "US/", "SystemV")):
            city = " ".join(fold_words(name.rsplit("/", 1)[1].replace("_", " ")))
            cities[city] = "" if city in cities else name
    return {name.casefold(): name for name in names}, {city: name for city, name in cities.items() if name}


def parse_time_zone(text: str) -> str | None:
    """Return the IANA name of a zone, a lone city, `UTC+9` or `(GMT+01:00) Berlin`. None when unknown.

    Whole hours become `Etc/GMT-9` (the sign of those names is reversed), so that every answer can be loaded.
    """
    text = meaning(text)
    names, cities = _zones()
    short = " ".join(fold_words(text))
    if short in _SHORT_NAMES:
        return _SHORT_NAMES[short]
    if zone := names.get(text.casefold().replace(" ", "_")):
        return zone
    found = _OFFSET.match(text)
    rest = text[found.end() :] if found else text
    for part in re.split(r"[,;()]", rest):
        folded = part.strip().casefold().replace(" ", "_")
        city = cities.get(" ".join(fold_words(part.replace("_", " "))))
        if zone := (names.get(folded) if "/" in folded else None) or city:
            return zone
    return _from_offset(found) if found and not rest.strip(" )") else None


def _from_offset(found: re.Match[str]) -> str | None:
    sign, hours, minutes = "+" if found[1] == "+" else "-", int(found[2]), int(found[3] or 0)
    if minutes:
        return _HALF_HOURS.get((sign, hours, minutes))
    if hours == 0:
        return "Etc/UTC"
    if hours > (14 if sign == "+" else 12):
        return None
    return f"Etc/GMT{'-' if sign == '+' else '+'}{hours}"
