"""Ratings that are honest, and suggestions that are random."""

from __future__ import annotations

from coachdesk.assets import resource_path
from coachdesk.vault.passphrase import pause_ms, rate_passphrase, suggest_words


def test_a_common_password_a_name_and_four_random_words_are_told_apart():
    common = rate_passphrase("password123")
    named = rate_passphrase("PriyaRaman2026", also=("Priya Raman", "Platform team"))
    strong = rate_passphrase("tulip cobalt ladder heron")
    assert common.common
    assert common.score <= 1
    assert not common.long_enough
    assert named.contains_names
    assert named.bits < strong.bits
    assert strong.score == 4
    assert strong.long_enough
    assert not strong.common
    assert not strong.contains_names


def test_nothing_typed_is_worth_nothing_and_a_long_text_is_rated():
    assert rate_passphrase("").bits == 0
    assert rate_passphrase("x" * 5000).long_enough


def test_suggestions_are_random_words_of_the_shipped_list():
    words = resource_path("words", "eff_large.txt").read_text(encoding="ascii").split()
    assert len(words) == len(set(words)) == 7776
    seen = [suggest_words(5).split(" ") for _ in range(20)]
    assert all(len(each) == 5 and set(each) <= set(words) for each in seen)
    assert len({tuple(each) for each in seen}) == 20


def test_the_pause_grows_and_never_locks_out():
    pauses = [pause_ms(count) for count in range(50)]
    assert pauses == sorted(pauses)
    assert pauses[0] == 0
    assert pauses[:4] == [0, 0, 5_000, 10_000]
    assert pauses[-1] == 300_000
