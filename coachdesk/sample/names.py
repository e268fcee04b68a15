"""The people of the sample: the owner, nine reports and thirty skip-levels by name, and lists to invent more from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

OWNER = "Priya Raman"
WEEKLY = "FREQ=WEEKLY"
FORTNIGHTLY = "FREQ=WEEKLY;INTERVAL=2"
QUARTERLY = "FREQ=MONTHLY;INTERVAL=3"
ELEVEN_WEEKS = "FREQ=WEEKLY;INTERVAL=11"
"""Kwame's team is met a little more often than once a quarter."""


@dataclass(frozen=True, slots=True)
class Member:
    """Someone of the sample. `lead` is the report whom a skip-level reports to, None for the owner's own reports."""

    name: str
    pronouns: str
    role: str
    level: str
    team: str
    start_on: date
    time_zone: str = "Europe/London"
    cadence: str = QUARTERLY
    tags: str = ""
    about: str = ""
    lead: str | None = None
    left_on: date | None = None

    @property
    def is_lead(self) -> bool:
        """Whether this is a manager, so that skip-levels can report to them."""
        return self.level.startswith("M")


REPORTS: tuple[Member, ...] = (
    Member(
        "Amara Okafor",
        "she/her",
        "Senior Engineer",
        "L5",
        "Ledger",
        date(2022, 3, 14),
        "Africa/Lagos",
        WEEKLY,
        "Aiming for L6, Lagos",
        "Wants hard feedback in writing first, then a talk. Do not offer a second project until the weekend pages calm "
        "down.",
    ),
    Member(
        "Hannah Lindqvist",
        "she/her",
        "Engineering Manager",
        "M1",
        "Checkout",
        date(2019, 8, 5),
        "Europe/Stockholm",
        WEEKLY,
        "Stockholm, Interviewer",
        "Says yes too quickly when she is tired. Ask what she would stop before she starts anything.",
    ),
    Member(
        "Kwame Mensah",
        "he/him",
        "Engineering Manager",
        "M1",
        "Payouts",
        date(2020, 2, 3),
        "Africa/Accra",
        WEEKLY,
        "Accra, Partner launch",
        "Brings bad news late and well solved. Thank him for the early half-finished kind.",
    ),
    Member(
        "Yusuf Demir",
        "he/him",
        "Engineering Manager",
        "M1",
        "Platform",
        date(2019, 3, 11),
        "Europe/Istanbul",
        WEEKLY,
        "Istanbul",
        "Father is ill; Fridays may fall away at short notice. Never mention it in front of others.",
    ),
    Member(
        "Arjun Nair",
        "he/him",
        "Senior Engineer",
        "L5",
        "Ledger",
        date(2023, 1, 9),
        "Asia/Kolkata",
        WEEKLY,
        "Kochi, Mentor",
        "Thinks aloud; the second answer is the real one. Praise in public is fine with him.",
    ),
    Member(
        "Diego Fuentes",
        "he/him",
        "Engineer II",
        "L4",
        "Risk signals",
        date(2023, 5, 22),
        "Europe/Madrid",
        WEEKLY,
        "Madrid",
        "Goes quiet when a plan changes without him. Three cancelled talks were all mine: say so first.",
    ),
    Member(
        "Mei-Lin Chen",
        "she/her",
        "Staff Engineer",
        "L6",
        "Risk signals",
        date(2018, 9, 17),
        "Asia/Singapore",
        FORTNIGHTLY,
        "Singapore, Architecture group",
        "Sponsors others before herself. Wants the reasons behind a decision, not the meeting about it.",
    ),
    Member(
        "Sofia Rinaldi",
        "she/her",
        "Engineer I",
        "L3",
        "Ledger",
        date(2023, 10, 2),
        "Europe/Rome",
        WEEKLY,
        "Milan",
        "Underrates what she does. Write examples down so that she can reread them.",
    ),
    Member(
        "Tomasz Zieliński",
        "he/him",
        "Senior Engineer",
        "L5",
        "Reliability",
        date(2020, 6, 8),
        "Europe/Warsaw",
        WEEKLY,
        "Kraków, On call lead",
        "New baby since January. Protect his mornings; ask about sleep before asking about pages.",
    ),
)

_ROLES = {"L3": "Engineer I", "L4": "Engineer II", "L5": "Senior Engineer", "L6": "Staff Engineer"}

_HANNAH = """
Chidi Eze|he/him|L4|2024-04-03|Africa/Lagos
Jonas Weber|he/him|L5|2021-04-12|Europe/Berlin
Leila Haddad|she/her|L4|2023-08-21|Europe/Paris
Linnea Berg|she/her|L5|2022-01-10|Europe/Stockholm
Lucas Moreau|he/him|L4|2024-03-04|Europe/Paris
Mateo Vargas|he/him|L4|2023-02-13|America/Bogota
Nanami Ito|she/her|L3|2024-09-02|Asia/Tokyo
Samir Patel|he/him|L3|2025-02-03|Europe/London
Thandi Nkosi|she/her|L5|2021-11-15|Africa/Johannesburg
Zoe Laurent|she/her|L4|2023-07-10|Europe/Brussels
"""
_KWAME = """
Aiko Mori|she/her|L3|2025-01-13|Asia/Tokyo
Callum Reid|he/him|L3|2025-08-18|Europe/London
Daniel Osei|he/him|L4|2023-11-06|Africa/Accra
Elif Kaya|she/her|L5|2021-10-11|Europe/Istanbul
Fatima Benali|she/her|L5|2022-02-07|Africa/Casablanca
Grace Kim|she/her|L4|2024-09-30|Asia/Seoul
Marta Silva|she/her|L3|2025-06-16|Europe/Lisbon
Nikhil Rao|he/him|L4|2024-07-08|Asia/Kolkata
Oksana Bondar|she/her|L5|2021-04-26|Europe/Kyiv
Owen Gallagher|he/him|L4|2024-02-19|Europe/Dublin
Viktor Petrov|he/him|L4|2023-12-11|Europe/Sofia
"""
_YUSUF = """
Ana Kovač|she/her|L4|2024-09-02|Europe/Zagreb
Aroha Ngata|she/her|L5|2022-07-04|Pacific/Auckland
Emily Tran|she/her|L4|2024-01-15|Asia/Ho_Chi_Minh
Noor Siddiqui|they/them|L3|2025-10-06|Asia/Karachi
Peter Novák|he/him|L5|2022-11-28|Europe/Prague
Ruth Adeyemi|she/her|L4|2023-06-05|Africa/Lagos
Wei Zhang|he/him|L3|2025-09-22|Asia/Shanghai
Yara Costa|she/her|L4|2024-04-29|America/Sao_Paulo
Zuzana Horvat|she/her|L5|2021-07-19|Europe/Ljubljana
"""


def _team(lines: str, lead: str, team: str, cadence: str) -> tuple[Member, ...]:
    rows = [line.split("|") for line in lines.strip().splitlines()]
    return tuple(
        Member(name, pronouns, _ROLES[level], level, team, date.fromisoformat(start), zone, cadence, lead=lead)
        for name, pronouns, level, start, zone in rows
    )


SKIPS: tuple[Member, ...] = (
    *_team(_HANNAH, "Hannah Lindqvist", "Checkout", QUARTERLY),
    *_team(_KWAME, "Kwame Mensah", "Payouts", ELEVEN_WEEKS),
    *_team(_YUSUF, "Yusuf Demir", "Platform", QUARTERLY),
)

_GIVEN = """
Adaeze Aisling Alejandra Amina Anders Anika Anselm Ayşe Beatriz Bilal Bogdan Camille Catarina Chiara Dalia Dariusz
Deniz Dilnoza Ebba Efua Elena Emeka Enrique Erik Esther Farah Finn Florin Gabriela Giorgos Hana Haruto Hélène Idris
Ines Ingrid Isabela Ismail Jin Joanna Jomo Julia Kaito Karim Katarzyna Kenji Khadija Lars Lerato Lina Luca Maja
Malik Mariam Matteo Mina Mireille Naledi Nadia Naveen Nils Nina Olga Omar Pablo Paola Pavel Rania Rafael Ravi Rosa
Sana Santiago Selin Sina Siobhán Sipho Stefan Sunita Tariq Tatiana Tevita Theo Timo Uma Vera Wanjiru Xavier Ximena
Yannick Yuki Zainab Zoran
"""
_FAMILY = """
Abebe Achterberg Afolabi Aguilar Almeida Andersson Anand Baptiste Bauer Bianchi Björk Castillo Cohen Dahl Delgado
Diallo Dimitrov Dubois Farouk Fernandes Fischer García Gupta Hassan Herrera Hoang Ibrahim Ivanova Jansen Johansen
Kamau Kapoor Katz Khan Kimura Kowalska Larsen Lefèvre Lim Lopes Madsen Mahlangu Marino Mbeki Meyer Molnár Morales
Mwangi Nakata Nguyen Nowak Obi Odhiambo Okoye Oliveira Ortega Owusu Papadaki Park Pereira Popescu Quispe Rahman
Ramos Rossi Saito Santos Schneider Sharma Sato Sørensen Tamm Tanaka Teixeira Tesfaye Torres Tuilagi Varga Virtanen
Wójcik Yamada Yıldız Zhou
"""
_ZONES = ("Europe/London", "Europe/Berlin", "Africa/Nairobi", "Asia/Kolkata", "America/Toronto", "America/Lima")
_PRONOUNS = ("she/her", "he/him", "they/them", "she/her", "he/him")


class Inventor:
    """Makes up people whose names were not used before; the same generator makes the same people."""

    def __init__(self, random: Random, taken: set[str]) -> None:
        self._random = random
        self._taken = taken
        self._given, self._family = _GIVEN.split(), _FAMILY.split()

    def invent(self, *, start_on: date, team: str, lead: str | None, level: str = "", cadence: str = WEEKLY) -> Member:
        """Return someone new in a team."""
        level = level or self._random.choice(("L3", "L4", "L4", "L5", "L5"))
        role = "Engineering Manager" if level.startswith("M") else _ROLES[level]
        zone = self._random.choice(_ZONES)
        return Member(
            self._name(), self._random.choice(_PRONOUNS), role, level, team, start_on, zone, cadence, lead=lead
        )

    def _name(self) -> str:
        for _ in range(200):
            name = f"{self._random.choice(self._given)} {self._random.choice(self._family)}"
            if name not in self._taken:
                break
        else:
            name = f"{name} {len(self._taken)}"
        self._taken.add(name)
        return name
