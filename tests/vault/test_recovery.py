"""Recovery codes as people copy them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.vault.recovery import ALPHABET, BadRecoveryCode, format_groups, make_code, parse_code

CODES = st.builds(make_code)


@given(CODES)
def test_a_code_is_eight_groups_of_four_and_160_bits(code):
    groups = format_groups(code)
    assert [len(group) for group in groups] == [4] * 8
    assert len(parse_code(code)) == 20
    for spelling in (" ".join(groups), "-".join(groups).lower(), "\n".join(groups)):
        assert parse_code(spelling) == parse_code(code)


@given(CODES)
def test_look_alikes_are_read_as_what_they_look_like(code):
    looks = code.replace("1", "l").replace("0", "o")
    assert parse_code(looks) == parse_code(code)


@settings(max_examples=300)
@given(CODES, st.integers(0, 31), st.integers(1, 31))
def test_one_wrong_character_is_found_and_its_group_named(code, at, other):
    wrong = ALPHABET[(ALPHABET.index(code[at]) + other) % 32]
    with pytest.raises(BadRecoveryCode, match=f"group {at // 4 + 1}\\.") as raised:
        parse_code(code[:at] + wrong + code[at + 1 :])
    assert code not in str(raised.value)


@settings(max_examples=300)
@given(CODES, st.lists(st.integers(0, 31), min_size=2, max_size=2, unique=True), st.integers(1, 31), st.integers(1, 31))
def test_two_wrong_or_swapped_characters_are_found(code, places, first, second):
    letters = list(code)
    letters[places[0]], letters[places[1]] = letters[places[1]], letters[places[0]]
    if letters != list(code):
        with pytest.raises(BadRecoveryCode):
            parse_code("".join(letters))
    letters = list(code)
    for at, other in zip(places, (first, second), strict=True):
        letters[at] = ALPHABET[(ALPHABET.index(letters[at]) + other) % 32]
    with pytest.raises(BadRecoveryCode):
        parse_code("".join(letters))


@given(st.text(max_size=40))
def test_anything_else_typed_gets_a_plain_reason(text):
    with pytest.raises(BadRecoveryCode) as raised:
        parse_code(text)
    assert str(raised.value).endswith(".")


def test_codes_differ():
    assert len({make_code() for _ in range(200)}) == 200
