"""The preview: who is new, who changes, where everyone stands, what needs a look, and the plan that follows."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.assets import resource_path
from coachdesk.exchange.roster import (
    Choices,
    DateOrder,
    Field,
    FixKind,
    KnownPerson,
    ProblemCode,
    Relation,
    Result,
    RosterCheck,
    check_roster,
    guess_mapping,
    read_content,
    read_roster,
)
from coachdesk.services.roster_plan import OWNER_KEY

OWNER = "Priya Raman"
ME = KnownPerson("me", OWNER, is_owner=True)


def check(text: str, *, owner: str = OWNER, known: tuple[KnownPerson, ...] = (), choices: Choices | None = None):
    table = read_content("team.csv", text.encode())
    return check_roster(table, guess_mapping(table), known=known, owner=owner, choices=choices or Choices())


def row_of(checked: RosterCheck, name: str):
    return next(row for row in checked.rows if row.name == name)


def codes(checked: RosterCheck, name: str) -> list[ProblemCode]:
    return [problem.code for problem in row_of(checked, name).problems]


def relations(checked: RosterCheck) -> dict[str, Relation]:
    return {row.name: row.relation for row in checked.rows}


def fix(text: str, name: str, kind: FixKind, choices: Choices | None = None, **arguments) -> RosterCheck:
    """Check, apply the fix of one kind that the named row offers, and check again."""
    choices = choices or Choices()
    row = row_of(check(text, choices=choices, **arguments), name)
    fixes = [one for problem in row.problems for one in problem.fixes if one.kind is kind]
    return check(text, choices=choices.with_fix(fixes[0]), **arguments)


# the sample of the mock-ups


def test_the_sample_checks_as_drawn():
    table = read_roster(resource_path("samples", "roster.csv"))
    mapping = guess_mapping(table)
    checked = check_roster(table, mapping, owner=OWNER)
    assert checked.summary == "38 people ready: 8 direct reports, 30 skip-levels"
    assert checked.look_summary == "1 person needs a look"
    assert len(checked.rows) == 39
    amara = row_of(checked, "Amara Okafor")
    assert [problem.message for problem in amara.problems] == ["Same person twice, row 38"]
    assert amara.problems[0].fix_label == "Merge"
    assert not amara.included
    leads = {row.name: row.relation_text for row in checked.rows if row.leads}
    assert leads == {
        "Hannah Lindqvist": "Direct report, leads 10",
        "Kwame Mensah": "Direct report, leads 11",
        "Yusuf Demir": "Direct report, leads 9",
    }
    merged = check_roster(table, mapping, owner=OWNER, choices=Choices().with_fix(amara.problems[0].fixes[0]))
    assert merged.summary == "39 people ready: 9 direct reports, 30 skip-levels"
    assert merged.look_summary == ""
    plan = merged.to_plan()
    assert len(plan.people) == 39
    hannah = next(person for person in plan.people if person.name == "Hannah Lindqvist")
    assert (hannah.manager_key, hannah.start_on, hannah.level) == (OWNER_KEY, date(2019, 8, 5), "M1")
    assert sum(person.manager_key == hannah.key for person in plan.people) == 10
    diego = next(person for person in plan.people if person.name == "Diego Fuentes")
    assert diego.role == "Engineer II"


# where people stand


def test_the_owner_in_the_file_is_the_root():
    text = "Name,Manager\nCleo Top,\nPriya Raman,Cleo Top\nPia Peer,Cleo Top\n"
    text += "Ada Lo,Priya Raman\nBo Li,Ada Lo\nCy Fu,Bo Li\n"
    checked = check(text)
    assert relations(checked) == {
        "Cleo Top": Relation.ABOVE,
        "Priya Raman": Relation.OWNER,
        "Pia Peer": Relation.OUTSIDE,
        "Ada Lo": Relation.DIRECT,
        "Bo Li": Relation.SKIP,
        "Cy Fu": Relation.SKIP,
    }
    assert [person.name for person in checked.to_plan().people] == ["Ada Lo", "Bo Li", "Cy Fu"]
    assert checked.counts.left_out == 2
    assert row_of(checked, "Bo Li").relation_text == "Skip-level, leads 1"


@pytest.mark.parametrize("owner", ["RAMAN, PRIYA", "priya@example.org", "P. Raman <priya@example.org>"])
def test_the_owner_is_recognised_by_name_or_address(owner: str):
    text = "Name,Email,Manager\nPriya Raman,Priya@Example.org,\nAda Lo,ada@example.org,Priya Raman\n"
    assert relations(check(text, owner=owner)) == {"Priya Raman": Relation.OWNER, "Ada Lo": Relation.DIRECT}


def test_the_owner_can_be_pointed_at():
    text = "Name,Manager\nPriya Anand Raman,\nAda Lo,Priya Anand Raman\n"
    checked = check(text, owner="Someone", choices=Choices(owner_row=2))
    assert relations(checked) == {"Priya Anand Raman": Relation.OWNER, "Ada Lo": Relation.DIRECT}


def test_the_one_manager_without_a_row_is_taken_as_the_owner_and_said():
    checked = check("Name,Manager\nAda Lo,Priya R\nBo Li,Ada Lo\n", owner="")
    assert relations(checked) == {"Ada Lo": Relation.DIRECT, "Bo Li": Relation.SKIP}
    assert any("Priya R is taken as you" in note for note in checked.notes)


def test_people_without_a_manager_report_to_an_owner_who_is_not_in_the_file():
    checked = check("Name,Manager\nAda Lo,\nBo Li,Ada Lo\nCy Fu,me\n", owner="")
    assert relations(checked) == {"Ada Lo": Relation.DIRECT, "Bo Li": Relation.SKIP, "Cy Fu": Relation.DIRECT}


def test_a_stranger_is_not_taken_as_the_owner_of_a_vault_in_use():
    known = (ME, KnownPerson("k1", "Ada Lo", manager_id="me"))
    checked = check("Name,Manager\nNew One,Some Stranger\n", known=known)
    assert codes(checked, "New One") == [ProblemCode.MANAGER_NOT_FOUND]


def test_managers_are_found_by_every_kind_of_word():
    text = (
        "Employee ID,Name,Email,Manager\n7,Hannah Lindqvist,h@example.org,Priya Raman\n"
        '8,Ada,,h@example.org\n9,Bo,,Hannah\n10,Cy,,"Lindqvist, Hannah"\n11,Di,,7\n12,Ed,,HANNAH LINDQVIST (7)\n'
    )
    assert row_of(check(text), "Hannah Lindqvist").leads == 5


def test_a_manager_who_is_only_in_the_vault_is_found():
    known = (ME, KnownPerson("k1", "Hannah Lindqvist", manager_id="me"))
    checked = check("Name,Manager\nAda Lo,Hannah Lindqvist\n", known=known)
    assert relations(checked) == {"Ada Lo": Relation.SKIP}
    assert checked.to_plan().people[0].manager_key == "k1"


# importing again


KNOWN = (
    ME,
    KnownPerson("k1", "Tomasz Zieliński", "t@example.org", "17", "me", role="Engineer", level="L4", tags=("on call",)),
    KnownPerson("k2", "Ada Lo", manager_id="k1", role="Engineer", start_on=date(2020, 1, 2)),
)


def test_a_second_import_changes_nothing_and_blanks_nothing():
    checked = check("Name,Role,Email,Start,Manager\nTomasz Zielinski,,,,\nAda Lo,Engineer,,,\n", known=KNOWN)
    assert [row.result for row in checked.rows] == [Result.SAME, Result.SAME]
    assert row_of(checked, "Ada Lo").start_on == date(2020, 1, 2)
    assert row_of(checked, "Ada Lo").relation is Relation.SKIP
    assert checked.to_plan().people == ()


def test_changes_are_named_and_only_they_are_planned():
    text = "Employee ID,Name,Job title,Level,Manager,Tags\n"
    text += "17,Tom Zieliński,Staff Engineer,,Priya Raman,mentor\n,Ada Lo,,,Priya Raman,\n"
    checked = check(text, known=KNOWN)
    assert [row.changed for row in checked.rows] == [("name", "role", "tags"), ("manager",)]
    tom, ada = checked.to_plan().people
    assert (tom.known_id, tom.name, tom.role, tom.level, tom.tags) == (
        "k1", "Tom Zieliński", "Staff Engineer", None, ("on call", "mentor"))  # fmt: skip
    assert (ada.known_id, ada.key, ada.manager_key, ada.role) == ("k2", "k2", OWNER_KEY, None)


def test_numbers_go_before_addresses_before_names():
    known = (
        ME,
        KnownPerson("k1", "Ada Lo", "old@example.org", "1"),
        KnownPerson("k2", "Ada Li", "ada@example.org", "2"),
    )
    checked = check(
        "Employee ID,Name,Email,Role\n1,Someone Else,new@example.org,Eng\n,Other Name,ADA@example.org,Eng\n",
        known=known,
    )
    assert [row.planned.known_id for row in checked.rows] == ["k1", "k2"]


def test_a_row_that_matches_two_people_is_asked_about():
    known = (ME, KnownPerson("k1", "Ada Lo", "a@example.org", "1"), KnownPerson("k2", "Bo Li", "b@example.org", "2"))
    text = "Employee ID,Name,Email\n1,Ada Lo,b@example.org\n"
    checked = check(text, known=known, choices=Choices(included=frozenset({2})))
    assert codes(checked, "Ada Lo") == [ProblemCode.MATCHES_TWO]
    assert not checked.rows[0].included
    assert not checked.rows[0].may_include
    assert fix(text, "Ada Lo", FixKind.USE_KNOWN, known=known).rows[0].planned.known_id == "k1"


def test_a_known_name_with_another_address_is_asked_about():
    known = (ME, KnownPerson("k1", "Ada Lo", "old@example.org"))
    text = "Name,Email\nAda Lo,new@example.org\n"
    assert codes(check(text, known=known), "Ada Lo") == [ProblemCode.WHICH_PERSON]
    same = fix(text, "Ada Lo", FixKind.USE_KNOWN, known=known).rows[0]
    assert (same.result, same.changed) == (Result.UPDATE, ("email",))
    assert fix(text, "Ada Lo", FixKind.SEPARATE, known=known).rows[0].result is Result.NEW


def test_of_two_known_people_with_one_name_none_is_guessed():
    known = (ME, KnownPerson("k1", "Wei Zhang", role="Engineer"), KnownPerson("k2", "Wei Zhang", role="Designer"))
    assert codes(check("Name,Role\nWei Zhang,Engineer\n", known=known), "Wei Zhang") == [ProblemCode.WHICH_PERSON]


# problems and their fixes


TWICE = "Name,Role,Level,Manager,Email\nAda Lo,Engineer,,Priya Raman,\n"
TWICE += "Bo Li,Engineer,L4,Priya Raman,\nADA LO,Engineer,L5,,ada@example.org\n"


def test_the_same_person_twice_is_merged_or_kept_apart():
    checked = check(TWICE)
    assert [problem.message for problem in checked.rows[0].problems] == ["Same person twice, row 4"]
    assert checked.summary == "1 person ready: 1 direct report"
    merged = row_of(fix(TWICE, "Ada Lo", FixKind.MERGE), "Ada Lo")
    assert (merged.level, merged.email, merged.folded_rows, merged.included) == ("L5", "ada@example.org", (4,), True)
    apart = fix(TWICE, "Ada Lo", FixKind.SEPARATE)
    assert len(apart.rows) == 3
    assert all(row.included for row in apart.rows)
    left = check(TWICE, choices=Choices().with_included(4, False))
    assert row_of(left, "Ada Lo").included


def test_two_people_of_one_name_are_told_apart_by_number():
    text = "Employee ID,Name,Manager\n1,Wei Zhang,\n2,Wei Zhang,\n3,Ada Lo,Wei Zhang\n"
    checked = check(text, owner="")
    assert [row.included for row in checked.rows] == [True, True, False]
    assert codes(checked, "Wei Zhang") == [ProblemCode.SAME_NAME]
    assert codes(checked, "Ada Lo") == [ProblemCode.MANAGER_AMBIGUOUS]


def test_two_rows_of_one_name_with_different_lives_are_asked_about():
    text = "Name,Role,Start\nWei Zhang,Engineer,2020-01-01\nWei Zhang,Designer,2023-05-05\n"
    assert codes(check(text), "Wei Zhang") == [ProblemCode.SAME_NAME]
    assert len(fix(text, "Wei Zhang", FixKind.SEPARATE).to_plan().people) == 2


def test_a_missing_name_cannot_be_ticked_but_can_be_typed():
    text = "Name,Role,Manager\nAda Lo,Eng,\n,Eng,\n"
    checked = check(text, choices=Choices(included=frozenset({3})))
    assert [problem.code for problem in checked.rows[1].problems] == [ProblemCode.MISSING_NAME]
    assert not checked.rows[1].included
    assert row_of(check(text, choices=Choices().with_value(3, Field.NAME, "Bo Li")), "Bo Li").included


MISSING = "Name,Manager\nAda Lo,Priya Raman\nBo Li,Nobody Known\n"


def test_a_manager_who_is_not_found():
    assert codes(check(MISSING), "Bo Li") == [ProblemCode.MANAGER_NOT_FOUND]
    added = fix(MISSING, "Bo Li", FixKind.ADD_OUTSIDER)
    assert added.outsiders[0].name == "Nobody Known"
    people = added.to_plan().people
    assert [(person.name, person.manager_key) for person in people] == [
        ("Nobody Known", None),
        ("Ada Lo", OWNER_KEY),
        ("Bo Li", people[0].key),
    ]
    under = fix(MISSING, "Bo Li", FixKind.UNDER_OWNER)
    assert relations(under)["Bo Li"] is Relation.DIRECT
    without = row_of(fix(MISSING, "Bo Li", FixKind.WITHOUT_MANAGER), "Bo Li")
    assert (without.included, without.planned.manager_key) == (True, None)


def test_a_person_who_reports_to_themselves():
    text = "Name,Manager\nAda Lo,Priya Raman\nBo Li,Bo Li\n"
    assert codes(check(text), "Bo Li") == [ProblemCode.SELF_MANAGER]
    assert row_of(fix(text, "Bo Li", FixKind.UNDER_OWNER), "Bo Li").included
    assert codes(check("Name,Manager\nPriya Raman,Priya Raman\nAda Lo,Priya Raman\n"), "Priya Raman") == []


def test_a_circle_of_managers():
    text = "Name,Manager\nAda Lo,Priya Raman\nBo Li,Cy Fu\nCy Fu,Di Xu\nDi Xu,Bo Li\nEd Wu,Di Xu\n"
    checked = check(text)
    assert [row.name for row in checked.rows if ProblemCode.CYCLE in [p.code for p in row.problems]] == [
        "Bo Li",
        "Cy Fu",
        "Di Xu",
    ]
    assert relations(checked)["Ed Wu"] is Relation.OUTSIDE
    mended = fix(text, "Di Xu", FixKind.UNDER_OWNER)
    assert mended.summary == "5 people ready: 2 direct reports, 3 skip-levels"


def test_people_wait_for_a_manager_who_is_left_out():
    text = "Name,Manager\nAda Lo,Priya Raman\nBo Li,Ada Lo\nCy Fu,Bo Li\n"
    out = Choices().with_included(2, False)
    checked = check(text, choices=out)
    assert codes(checked, "Bo Li") == codes(checked, "Cy Fu") == [ProblemCode.MANAGER_LEFT_OUT]
    assert checked.to_plan().people == ()
    assert len(fix(text, "Bo Li", FixKind.INCLUDE, out).to_plan().people) == 3
    alone = check(text, choices=out.with_included(3, True)).to_plan().people
    assert [(person.name, person.manager_key) for person in alone] == [("Bo Li", None), ("Cy Fu", "row:3")]


def test_dates_that_read_two_ways_are_asked_once():
    text = "Name,Start date\nAda Lo,03/04/2022\nBo Li,05/06/2021\nCy Fu,2020-02-01\n"
    checked = check(text)
    assert [problem.code for problem in checked.questions] == [ProblemCode.AMBIGUOUS_DATE]
    assert "03/04/2022" in checked.questions[0].message
    assert [row.start_on for row in checked.rows] == [None, None, date(2020, 2, 1)]
    day, month = checked.questions[0].fixes
    answered = check(text, choices=Choices().with_fix(month))
    assert (answered.questions, answered.rows[0].start_on) == ((), date(2022, 3, 4))
    assert check(text, choices=Choices().with_fix(day)).rows[0].start_on == date(2022, 4, 3)
    assert check(text, choices=Choices(date_order=DateOrder.MONTH_FIRST)).rows[1].start_on == date(2021, 5, 6)


@pytest.mark.parametrize(
    ("header", "bad", "good", "code"),
    [
        ("Start date", "soonish", "2022-01-01", ProblemCode.UNREADABLE_DATE),
        ("Time zone", "Mars/Olympus", "Europe/Oslo", ProblemCode.UNKNOWN_TIME_ZONE),
        ("Cadence", "now and then", "weekly", ProblemCode.UNKNOWN_CADENCE),
        ("Email", "ada at home", "b@example.org", ProblemCode.UNREADABLE_EMAIL),
    ],
)
def test_a_value_that_cannot_be_read_is_left_out_or_replaced(header: str, bad: str, good: str, code: ProblemCode):
    text = f"Name,{header}\nAda Lo,{bad}\nBo Li,{good}\n"
    checked = check(text)
    assert codes(checked, "Ada Lo") == [code]
    assert not row_of(checked, "Ada Lo").included
    mended = fix(text, "Ada Lo", FixKind.SET_VALUE)
    assert row_of(mended, "Ada Lo").included
    assert codes(mended, "Ada Lo") == []
    assert row_of(check(text, choices=Choices().with_included(2, True)), "Ada Lo").included


def test_a_row_that_slipped_is_shown():
    text = "Name,Role\nLo, Ada,Eng\nBo Li,Eng\n"
    assert codes(check(text), "Lo") == [ProblemCode.RAGGED_ROW]


def test_preferred_names_are_shown_and_still_found():
    text = "First name,Last name,Preferred name,Manager\nRobert,Smith,Bob,Priya Raman\nAda,Lo,,Robert Smith\n"
    checked = check(text)
    assert relations(checked) == {"Bob Smith": Relation.DIRECT, "Ada Lo": Relation.SKIP}


def test_values_reach_the_plan():
    text = "Name,Time zone,Cadence,Pronouns,Tags,Track,Team\nAda Lo,UTC+1,every 2 weeks,she/her,a;b,IC,Payments\n"
    person = check(text).to_plan().people[0]
    assert (person.time_zone, person.cadence, person.pronouns) == ("Etc/GMT-1", "FREQ=WEEKLY;INTERVAL=2", "she/her")
    assert (person.tags, person.track, person.team) == (("a", "b"), "IC", "Payments")


def test_a_table_without_names_says_so():
    checked = check("Level,Start date\nL5,2020-01-01\n")
    assert any("No column is matched to the name" in note for note in checked.notes)
    assert checked.to_plan().people == ()


# properties


NAMES = [f"{first} {last}" for first in ("Ada", "Bo", "Cy", "Di") for last in ("Lo", "Li", "Fu")]
EDGES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from([*NAMES, OWNER, "", "Nobody"])), min_size=1, max_size=16
)
DECISIONS = st.builds(
    Choices,
    included=st.frozensets(st.integers(2, 18)),
    excluded=st.frozensets(st.integers(2, 18)),
    merged=st.frozensets(st.integers(2, 18)),
    separate=st.frozensets(st.integers(2, 18)),
    without_manager=st.frozensets(st.integers(2, 18)),
    under_owner=st.frozensets(st.integers(2, 18)),
)


@settings(max_examples=100, deadline=None)
@given(edges=EDGES, choices=DECISIONS, with_owner=st.booleans())
def test_a_plan_always_holds_together(edges: list[tuple[str, str]], choices: Choices, with_owner: bool):
    rows = [*edges, (OWNER, "")] if with_owner else edges
    text = "Name,Manager\n" + "".join(f"{name},{manager}\n" for name, manager in rows)
    people = check(text, choices=choices).to_plan().people
    parents = {person.key: person.manager_key for person in people}
    assert len(parents) == len(people)
    assert all(person.name and person.name != OWNER for person in people)
    for start in parents:
        key, steps = start, 0
        while key in parents:
            key, steps = parents[key], steps + 1
            assert steps <= len(parents), "a circle of managers was planned"
        assert key in (None, OWNER_KEY)


@settings(max_examples=40, deadline=None)
@given(edges=EDGES)
def test_importing_the_plan_and_the_file_again_changes_nothing(edges: list[tuple[str, str]]):
    text = "Name,Manager\n" + "".join(f"{name},{manager}\n" for name, manager in dict(edges).items())
    people = check(text).to_plan().people
    known = tuple(
        KnownPerson(person.key, person.name, manager_id="me" if person.manager_key == OWNER_KEY else person.manager_key)
        for person in people
    )
    again = check(text, known=(ME, *known))
    assert not any(row.result is Result.UPDATE for row in again.rows)
    assert {row.name for row in again.rows if row.result is Result.SAME} == {person.name for person in people}


def test_a_chain_of_thousands_is_checked():
    lines = [f"P{n} Q{n},P{max(n - 1, 0)} Q{max(n - 1, 0)}" for n in range(1, 3_000)]
    checked = check("Name,Manager\nP0 Q0,Priya Raman\n" + "\n".join(lines))
    assert checked.counts.ready == 3_000


def test_a_workbook_gives_the_same_plan_as_its_csv():
    table = read_roster(resource_path("samples", "roster.csv"))
    workbook = openpyxl.Workbook()
    for cells in (table.header, *(row.cells for row in table.rows)):
        workbook.active.append(cells)
    target = io.BytesIO()
    workbook.save(target)
    workbook.close()
    other = replace(read_content("roster.xlsx", target.getvalue()), name=table.name)
    assert check_roster(other, guess_mapping(other), owner=OWNER) == check_roster(
        table, guess_mapping(table), owner=OWNER
    )


def test_a_deep_branch_waits_without_end_in_any_order():
    lines = [f"P{n} Q{n},P{max(n - 1, 0)} Q{max(n - 1, 0)}" for n in range(2_000, 0, -1)]
    text = "Name,Manager\n" + "\n".join(lines) + "\nP0 Q0,Priya Raman\n"
    checked = check(text, choices=Choices().with_included(2_002, False))
    assert (checked.counts.ready, checked.counts.need_look, checked.counts.left_out) == (0, 2_000, 1)
