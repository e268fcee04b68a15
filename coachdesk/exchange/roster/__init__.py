"""The roster import as pure functions: read a file, guess its columns, check its people, make a plan.

table = read_roster(path)
mapping = guess_mapping(table)
check = check_roster(table, mapping, known=people, owner="Priya Raman")
plan = check.to_plan()
"""

from coachdesk.exchange.roster.check import CheckedRow, Counts, Result, RosterCheck, check_roster
from coachdesk.exchange.roster.dates import DateOrder
from coachdesk.exchange.roster.mapping import BadMapping, Mapping, build_mapping, guess_mapping, parse_mapping
from coachdesk.exchange.roster.problems import Choices, Fix, FixKind, Problem, ProblemCode
from coachdesk.exchange.roster.readers import read_content, read_roster
from coachdesk.exchange.roster.table import RosterUnreadable, Row, Table
from coachdesk.exchange.roster.tree import Relation
from coachdesk.exchange.roster.vocabulary import Field
from coachdesk.services.roster_plan import KnownPerson

__all__ = [
    "BadMapping",
    "CheckedRow",
    "Choices",
    "Counts",
    "DateOrder",
    "Field",
    "Fix",
    "FixKind",
    "KnownPerson",
    "Mapping",
    "Problem",
    "ProblemCode",
    "Relation",
    "Result",
    "RosterCheck",
    "RosterUnreadable",
    "Row",
    "Table",
    "build_mapping",
    "check_roster",
    "guess_mapping",
    "parse_mapping",
    "read_content",
    "read_roster",
]
