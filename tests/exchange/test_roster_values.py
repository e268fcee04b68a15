"""Cells mean what people mean by them, and what is unclear is not guessed."""

from __future__ import annotations

import unicodedata
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.exchange.roster.dates import DateOrder, decide_date_order, parse_date
from coachdesk.exchange.roster.values import (
    clean_text,
    fold_name,
    parse_cadence,
    parse_email,
    parse_level,
    parse_name,
    parse_tags,
    parse_time_zone,
)

DAY = date(2022, 3, 14)


@pytest.mark.parametrize(
    "text",
    [
        "2022-03-14",
        "2022-03-14T09:00:00Z",
        "2022/03/14",
        "20220314",
        "14 Mar 2022",
        "14 March 2022",
        "March 14, 2022",
        "Mar 14th, 2022",
        "14-Mar-22",
        "14.03.2022",
        "14.3.22",
        "14/03/2022",
        "03/14/2022",
        "14. März 2022",
        "14 mars 2022",
        "14 de marzo de 2022",
        "Mon, 14 Mar 2022",
        "44634",
        "44634.0",
        " 14  Mar 2022 ",
        "14/03/2022 00:00",
    ],
)
def test_dates_of_many_hands(text: str):
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    "text", ["", "soon", "2022-02-30", "31/31/2022", "0001-01-01", "9999-12-31", "12", "L5", "Q3 2022"]
)
def test_what_is_no_date_is_none(text: str):
    assert parse_date(text) is None


def test_a_column_decides_between_day_and_month():
    assert decide_date_order(["03/04/2022", "25/12/2021"]) is DateOrder.DAY_FIRST
    assert decide_date_order(["03/04/2022", "12/25/2021"]) is DateOrder.MONTH_FIRST
    assert decide_date_order(["03/04/2022", "05/05/2021"]) is DateOrder.UNDECIDED
    assert decide_date_order(["13/04/2022", "04/13/2022", "01/02/2022"]) is DateOrder.UNDECIDED
    assert decide_date_order(["03.04.2022", "2022-01-02", ""]) is DateOrder.DAY_FIRST
    assert decide_date_order(["05/05/2021"]) is DateOrder.DAY_FIRST


@given(
    days=st.lists(st.dates(date(1980, 1, 1), date(2040, 1, 1)), min_size=1),
    form=st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]),
)
def test_a_column_is_read_rightly_or_called_undecided(days: list[date], form: str):
    texts = [day.strftime(form) for day in days]
    order = decide_date_order(texts)
    for day, text in zip(days, texts, strict=True):
        assert parse_date(text, order) in (day, None if order is DateOrder.UNDECIDED else day)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Okafor, Amara", "Amara Okafor"),
        ("  Amara \u00a0 Okafor\n", "Amara Okafor"),
        ("Hannah Lindqvist (10432)", "Hannah Lindqvist"),
        ("King, Jr.", "King, Jr."),
        ("Zielin\u0301ski", "Zieliński"),
        ("n/a", ""),
        ("Ada\u200b Lo", "Ada Lo"),
        ("Amara Okafor (On Leave)", "Amara Okafor"),
    ],
)
def test_names_are_spoken(text: str, name: str):
    assert parse_name(text) == name


@given(st.text(max_size=30))
def test_folding_ignores_case_form_and_space(text: str):
    folded = fold_name(text)
    assert fold_name(unicodedata.normalize("NFD", text)) == fold_name(unicodedata.normalize("NFC", text))
    assert fold_name(f"  {clean_text(text)} ") == folded
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tomasz Zieliński", "TOMASZ ZIELINSKI"),
        ("Mei-Lin Chen", "Mei Lin Chen"),
        ("Okafor, Amara", "amara okafor"),
        ("José Núñez", "Jose Nunez"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("Straße", "STRASSE"),
    ],
)
def test_names_fold_together(one: str, other: str):
    assert fold_name(one) == fold_name(other)


def test_different_names_stay_apart():
    assert len({fold_name(name) for name in ("Ada Lo", "Ada Li", "Ad Alo", "Wei Zhang", "Wei Zheng")}) == 5


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("weekly", "FREQ=WEEKLY"),
        ("Every 2 weeks", "FREQ=WEEKLY;INTERVAL=2"),
        ("fortnightly", "FREQ=WEEKLY;INTERVAL=2"),
        ("Bi-weekly", "FREQ=WEEKLY;INTERVAL=2"),
        ("every other week", "FREQ=WEEKLY;INTERVAL=2"),
        ("2w", "FREQ=WEEKLY;INTERVAL=2"),
        ("monthly", "FREQ=MONTHLY"),
        ("once a month", "FREQ=MONTHLY"),
        ("quarterly", "FREQ=MONTHLY;INTERVAL=3"),
        ("alle zwei Wochen", "FREQ=WEEKLY;INTERVAL=2"),
        ("14-tägig", "FREQ=WEEKLY;INTERVAL=2"),
        ("wöchentlich", "FREQ=WEEKLY"),
        ("toutes les deux semaines", "FREQ=WEEKLY;INTERVAL=2"),
        ("cada semana", "FREQ=WEEKLY"),
        ("weekly 1:1", "FREQ=WEEKLY"),
        ("RRULE:FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;BYDAY=TU"),
        ("sometimes", None),
        ("every 0 weeks", None),
        ("every 500 weeks", None),
    ],
)
def test_cadence_words_become_rules(text: str, rule: str | None):
    assert parse_cadence(text) == rule


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("Lagos", "Africa/Lagos"),
        ("UTC+9", "Etc/GMT-9"),
        ("GMT+5:30", "Asia/Kolkata"),
        ("(GMT+01:00) Amsterdam, Berlin", "Europe/Amsterdam"),
        ("+0200", "Etc/GMT-2"),
        ("UTC", "Etc/UTC"),
        ("PST", "America/Los_Angeles"),
        ("New York", "America/New_York"),
        ("UTC−3", "Etc/GMT+3"),
        ("Mars", None),
        ("UTC+25", None),
        ("+1:17", None),
    ],
)
def test_time_zones_can_be_loaded_or_are_unknown(text: str, zone: str | None):
    assert parse_time_zone(text) == zone
    if zone:
        assert ZoneInfo(zone).key == zone


def test_levels_tags_and_addresses():
    assert [parse_level(text) for text in ("l5", "L 5", "IC-4", "Senior (L5)", "Senior", "5", "–")] == [
        "L5", "L5", "IC4", "L5", "Senior", "5", ""]  # fmt: skip
    assert parse_tags("on call; Lagos, #api,, Lagos") == ("on call", "Lagos", "api")
    assert parse_email("Ada Lo <ada@example.org>") == "ada@example.org"
    assert parse_email("ada at example") == ""


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(text: str):
    parse_date(text)
    parse_cadence(text)
    parse_time_zone(text)
    parse_email(text)
    parse_level(text)
