"""The nouns: identities that can merge, times that carry a zone, enumerations that are plain words in the file."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Enum
from sqlalchemy.dialects import sqlite
from sqlmodel import SQLModel

from coachdesk.model import every  # noqa: F401 - registers each table
from coachdesk.model import person as people
from coachdesk.model.base import Noun, UtcDateTime, new_id
from coachdesk.model.person import first_name, split_tags
from coachdesk.model.visibility import Visibility

NOUNS = tuple(Noun.__subclasses__())
DIALECT = sqlite.dialect()
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(
    st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1)),
    ZONES,
)
def test_a_time_comes_back_as_the_same_instant_in_utc(moment: datetime, zone: timezone) -> None:
    kept, kind = moment.replace(tzinfo=zone), UtcDateTime()
    back = kind.process_result_value(kind.process_bind_param(kept, DIALECT), DIALECT)
    assert back == kept
    assert back is not None and back.tzinfo is UTC


def test_a_naive_time_is_refused_and_not_guessed() -> None:
    with pytest.raises(ValueError, match="must carry a zone"):
        UtcDateTime().process_bind_param(datetime(2026, 5, 12, 9, 30), DIALECT)


def test_no_time_stays_no_time() -> None:
    assert UtcDateTime().process_bind_param(None, DIALECT) is None
    assert UtcDateTime().process_result_value(None, DIALECT) is None


def test_identities_are_random_and_fit_their_column() -> None:
    ids = {new_id() for _ in range(200)}
    assert len(ids) == 200
    assert {len(one) for one in ids} == {32}


@pytest.mark.parametrize("kind", NOUNS)
def test_every_noun_is_a_table_with_an_identity(kind: type[Noun]) -> None:
    table = SQLModel.metadata.tables[str(kind.__tablename__)]
    assert [column.name for column in table.primary_key] == ["id"]


@pytest.mark.parametrize("kind", NOUNS)
def test_enumerations_lie_in_the_file_as_their_words(kind: type[Noun]) -> None:
    for column in SQLModel.metadata.tables[str(kind.__tablename__)].columns:
        if isinstance(column.type, Enum):
            assert column.type.enum_class is not None
            assert column.type.enums == [member.value for member in column.type.enum_class]
            assert max(map(len, column.type.enums)) <= 16


def test_there_are_two_visibilities_and_no_third() -> None:
    assert {one.value for one in Visibility} == {"shared", "only_you"}


def test_the_examples_of_the_people_hold() -> None:
    assert doctest.testmod(people).failed == 0


@given(st.lists(st.text(st.characters(exclude_characters=","), max_size=12), max_size=8))
def test_tags_that_were_joined_are_read_back(words: list[str]) -> None:
    kept = tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
    assert split_tags(", ".join(words)) == kept
    assert split_tags(", ".join(kept)) == kept


@given(st.text(max_size=30))
def test_any_name_has_a_first_name(name: str) -> None:
    assert first_name(name) == (name.split()[0] if name.split() else name)


def test_the_nouns_load_without_clock_store_and_windows() -> None:
    script = (
        "import json, sys; import coachdesk.model.person, coachdesk.model.note, coachdesk.model.meeting; "
        "print(json.dumps([name for name in sys.modules if name.startswith(('coachdesk.', 'PySide6'))]))"
    )
    loaded = json.loads(subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout)
    assert loaded
    assert all(name.startswith("coachdesk.model") for name in loaded)
