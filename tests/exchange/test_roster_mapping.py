"""Columns are found by what real exports call them, whatever their order, and never by guesswork."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.exchange.roster import BadMapping, Field, Mapping, Row, Table, guess_mapping, parse_mapping

F = Field


def table_of(header: tuple[str, ...], *rows: tuple[str, ...]) -> Table:
    return Table("t.csv", header, tuple(Row(number, cells) for number, cells in enumerate(rows, start=2)))


def by_header(table: Table, mapping: Mapping) -> dict[Field, str]:
    return {field: table.header[column] for field, column in mapping.columns}


WORKDAY = {
    "Employee ID": (F.EMPLOYEE_ID, "10432", "10433", "10434"),
    "Worker": (F.NAME, "Okafor, Amara", "Nair, Arjun", "Lindqvist, Hannah"),
    "Business Title": (F.ROLE, "Senior Engineer", "Engineer", "Engineering Manager"),
    "Management Level": (F.LEVEL, "L5", "L4", "M1"),
    "Worker's Manager": (F.MANAGER, "Lindqvist, Hannah", "Lindqvist, Hannah", "Raman, Priya"),
    "Supervisory Organization": (F.TEAM, "Payments", "Payments", "Engineering"),
    "Original Hire Date": (F.START_ON, "03/14/2022", "01/09/2023", "08/05/2019"),
    "Email - Primary Work": (F.EMAIL, "a@example.org", "b@example.org", "h@example.org"),
    "Location": (F.LOCATION, "Lagos", "Pune", "Oslo"),
    "Cost Center": (None, "410", "410", "400"),
}
BAMBOO = {
    "Employee #": (F.EMPLOYEE_ID, "1", "2"),
    "First Name": (F.FIRST_NAME, "Amara", "Arjun"),
    "Last Name": (F.LAST_NAME, "Okafor", "Nair"),
    "Preferred Name": (F.PREFERRED_NAME, "", "AJ"),
    "Work Email": (F.EMAIL, "a@example.org", "b@example.org"),
    "Home Email": (None, "a@home.example", "b@home.example"),
    "Job Title": (F.ROLE, "Engineer", "Engineer"),
    "Department": (F.TEAM, "Payments", "Core"),
    "Reporting to": (F.MANAGER, "Priya Raman", "Priya Raman"),
    "Hire Date": (F.START_ON, "2022-03-14", "2023-01-09"),
    "Birth Date": (None, "1990-03-14", "1991-01-09"),
}
PERSONIO = {
    "Personalnummer": (F.EMPLOYEE_ID, "1", "2"),
    "Vorname": (F.FIRST_NAME, "Jörg", "Åsa"),
    "Nachname": (F.LAST_NAME, "Weiß", "Berg"),
    "E-Mail": (F.EMAIL, "j@example.org", "a@example.org"),
    "Position": (F.ROLE, "Entwickler", "Entwicklerin"),
    "Abteilung": (F.TEAM, "Zahlung", "Kern"),
    "Vorgesetzter": (F.MANAGER, "Priya Raman", "Priya Raman"),
    "Eintrittsdatum": (F.START_ON, "14.03.2022", "09.01.2023"),
    "Austrittsdatum": (None, "", ""),
    "Gehalt": (None, "1", "2"),
}
HIBOB = {
    "Display name": (F.NAME, "Amara Okafor", "Arjun Nair"),
    "Email": (F.EMAIL, "a@example.org", "b@example.org"),
    "Reports to": (F.MANAGER, "Priya Raman", "Priya Raman"),
    "Reports to email": (F.MANAGER_EMAIL, "p@example.org", "p@example.org"),
    "Start date": (F.START_ON, "14 Mar 2022", "9 Jan 2023"),
    "Pronouns": (F.PRONOUNS, "she/her", "he/him"),
    "Site": (F.LOCATION, "Lagos", "Pune"),
}
HAND_MADE = {
    "Who": (F.NAME, "Amara", "Arjun"),
    "Job": (F.ROLE, "Engineer", "Engineer"),
    "Lvl": (F.LEVEL, "L5", "L4"),
    "Boss": (F.MANAGER, "Priya", "Hannah"),
    "Since": (F.START_ON, "Mar 2022", "Jan 2023"),
    "1:1": (F.CADENCE, "weekly", "fortnightly"),
    "TZ": (F.TIME_ZONE, "UTC+1", "UTC+5:30"),
    "tags": (F.TAGS, "on call", ""),
    "Birthday cake": (None, "lemon", "plum"),
}
FRENCH = {
    "Matricule": (F.EMPLOYEE_ID, "1", "2"),
    "Nom": (F.LAST_NAME, "Moreau", "Laurent"),
    "Prénom": (F.FIRST_NAME, "Lucas", "Zoé"),
    "Poste": (F.ROLE, "Ingénieur", "Ingénieure"),
    "Responsable hiérarchique": (F.MANAGER, "Priya Raman", "Priya Raman"),
    "Date d'embauche": (F.START_ON, "14/03/2022", "09/01/2023"),
    "Équipe": (F.TEAM, "Paiements", "Noyau"),
}
SPANISH = {
    "Nombre": (F.FIRST_NAME, "Diego", "Yara"),
    "Apellidos": (F.LAST_NAME, "Fuentes", "Costa"),
    "Correo electrónico": (F.EMAIL, "d@example.org", "y@example.org"),
    "Puesto": (F.ROLE, "Ingeniero", "Ingeniera"),
    "Jefe": (F.MANAGER, "Priya Raman", "Priya Raman"),
    "Fecha de ingreso": (F.START_ON, "14/03/2022", "09/01/2023"),
}
NO_WORDS = {
    "A": (F.NAME, "Amara Okafor", "Arjun Nair", "Hannah Lindqvist"),
    "B": (F.EMAIL, "a@example.org", "b@example.org", "h@example.org"),
    "C": (F.LEVEL, "L5", "L4", "M1"),
    "D": (F.MANAGER, "Hannah Lindqvist", "Hannah Lindqvist", "Hannah Lindqvist"),
    "E": (F.START_ON, "14 Mar 2022", "9 Jan 2023", "5 Aug 2019"),
    "F": (F.PRONOUNS, "she/her", "he/him", "she/her"),
    "G": (None, "17", "18", "19"),
}
SHAPES = {
    "workday": WORKDAY, "bamboo": BAMBOO, "personio": PERSONIO, "hibob": HIBOB, "hand": HAND_MADE,
    "french": FRENCH, "spanish": SPANISH, "no words": NO_WORDS,
}  # fmt: skip


def shape_table(shape: dict[str, tuple], order: list[str]) -> Table:
    rows = zip(*(shape[header][1:] for header in order), strict=True)
    return table_of(tuple(order), *rows)


@pytest.mark.parametrize("name", SHAPES)
def test_real_exports_are_understood(name: str):
    shape = SHAPES[name]
    table = shape_table(shape, list(shape))
    expected = {cells[0]: header for header, cells in shape.items() if cells[0]}
    assert by_header(table, guess_mapping(table)) == expected


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(sorted(SHAPES)), seed=st.integers())
def test_the_order_of_columns_does_not_matter(name: str, seed: int):
    shape = SHAPES[name]
    order = list(shape)
    random.Random(seed).shuffle(order)
    first, second = shape_table(shape, list(shape)), shape_table(shape, order)
    assert by_header(first, guess_mapping(first)) == by_header(second, guess_mapping(second))


HEADERS = st.lists(
    st.sampled_from(sorted({header for shape in SHAPES.values() for header in shape})) | st.text(max_size=12),
    min_size=1,
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(header=HEADERS, choice=st.randoms(use_true_random=False))
def test_no_field_and_no_column_is_used_twice(header: list[str], choice: random.Random):
    pool = ["", "Ada Lo", "a@example.org", "L5", "2022-03-14", "she/her", "17"]
    table = table_of(tuple(header), *(tuple(choice.choice(pool) for _ in header) for _ in range(4)))
    mapping = guess_mapping(table)
    assert len({field for field, _ in mapping.columns}) == len(mapping.columns)
    assert len({column for _, column in mapping.columns}) == len(mapping.columns)


def test_cells_veto_headers():
    table = table_of(("Employee", "Start", "Manager", "Name"), ("17", "Lagos", "p@example.org", "Ada Lo"))
    assert by_header(table, guess_mapping(table)) == {
        F.NAME: "Name", F.MANAGER_EMAIL: "Manager", F.EMPLOYEE_ID: "Employee"}  # fmt: skip


def test_a_lone_nom_is_the_whole_name():
    table = table_of(("Nom", "Poste"), ("Zoé Laurent", "Ingénieure"), ("Lucas Moreau", "Ingénieur"))
    assert guess_mapping(table).find(F.NAME) == 0


def test_what_is_unsure_stays_unmapped():
    table = table_of(("Name", "X", "Y"), ("Ada Lo", "2022-01-01", "2023-01-01"), ("Bo Li", "2021-01-01", "2023-02-01"))
    assert by_header(table, guess_mapping(table)) == {F.NAME: "Name"}


def test_other_managers_and_private_data_are_not_taken():
    header = (
        "Name",
        "Skip manager",
        "Manager ID",
        "Manager level",
        "Termination Date",
        "Personal email",
        "Emergency contact name",
    )
    table = table_of(header, ("Ada Lo", "Bo Li", "17", "M1", "2022-01-01", "a@home.example", "Cy Lo"))
    assert by_header(table, guess_mapping(table)) == {F.NAME: "Name"}


def test_a_mapping_changes_one_field_at_a_time():
    mapping = Mapping(((F.NAME, 0), (F.ROLE, 1)))
    assert mapping.with_field(F.MANAGER, 1).columns == ((F.NAME, 0), (F.MANAGER, 1))
    assert mapping.with_field(F.ROLE, None).columns == ((F.NAME, 0),)
    assert mapping.field_of(1) is F.ROLE
    assert mapping.field_of(9) is None


def test_the_command_line_says_what_it_means():
    table = table_of(("Full name", "Boss", "Last, first", "Boss"), ("Ada Lo", "Bo", "Lo, Ada", "Cy"))
    mapping = parse_mapping('name="Last, first", manager=#4', table)
    assert by_header(table, mapping)[F.NAME] == "Last, first"
    assert mapping.find(F.MANAGER) == 3
    assert parse_mapping("manager=", table).find(F.MANAGER) is None
    assert parse_mapping("", table) == guess_mapping(table)
    assert parse_mapping("NAME=full NAME", table).find(F.NAME) == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("boss=Full name", "no field “boss”.*manager"),
        ("name=Nobody", "no column “Nobody”.*Full name"),
        ("name=#9", "no column #9"),
        ("manager=Boss", "2 columns are called “Boss”.*#2"),
        ("name=Full name,role=Full name", "used for two fields"),
        ("name", "not a pair"),
    ],
)
def test_a_wrong_mapping_is_explained(text: str, words: str):
    table = table_of(("Full name", "Boss", "Role", "Boss"), ("Ada Lo", "Bo", "Eng", "Cy"))
    with pytest.raises(BadMapping, match=words):
        parse_mapping(text, table)
