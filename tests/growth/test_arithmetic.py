"""What must hold for any marks: monotone, order is irrelevant, unknown is not zero, not applicable is not there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.growth.agreement import Direction, MarkPair, compare_marks, sign_test
from coachdesk.growth.balance import Offer, OfferState, balance_access
from coachdesk.growth.calibration import PersonMark, dot_rows, find_inversions
from coachdesk.growth.coverage import Age, EvidenceItem, age_of, cover_cell, is_recency_heavy
from coachdesk.growth.gap import Absent, Expectation, count_gaps, gap_steps
from coachdesk.growth.keep_rate import DatedPromise, count_kept
from coachdesk.growth.outcome import TooLittleHistory
from coachdesk.growth.readiness import Gate, Readiness, judge_mark, view_readiness
from coachdesk.growth.three_valued import Truth, all_of, at_least
from coachdesk.growth.totals import CutAnswer, WeightedMark, compare_with_cut, total_of
from coachdesk.growth.trajectory import AgreedMark, net_change, step_line
from coachdesk.growth.writing_audit import WrittenText, compare_lengths, count_recency, find_trait_words

TODAY = date(2026, 5, 11)
U, NA = Absent.NOT_ASSESSED, Absent.NOT_APPLICABLE
steps = st.integers(0, 6)
marks = st.one_of(steps, st.sampled_from(Absent))
days = st.integers(0, 900).map(lambda ago: TODAY - timedelta(days=ago))
expectations = st.tuples(steps, steps).map(lambda ends: Expectation(min(ends), max(ends)))
truths = st.lists(st.sampled_from(Truth), max_size=6)
agreed = st.lists(st.builds(AgreedMark, days, marks, st.sampled_from(["lead", "self"])), max_size=8)
names = st.sampled_from(["a", "b", "c", "d"])
items = st.lists(
    st.builds(EvidenceItem, st.uuids().map(str), names, days, st.sampled_from(["s1", "s2"]), st.booleans()), max_size=9
)
offers = st.lists(st.builds(Offer, names, days, st.sampled_from(OfferState)), max_size=9)
weighted = st.builds(WeightedMark, marks, st.decimals(0, 5, places=1), st.just(0), st.just(6), st.booleans())


@given(steps, steps, expectations)
def test_a_higher_mark_never_widens_a_gap_below(one, other, expected) -> None:
    low, high = sorted((one, other))
    assert gap_steps(low, expected) >= gap_steps(high, expected)
    assert (gap_steps(low, expected) == 0) == (expected.low <= low <= expected.high)


@given(st.lists(st.tuples(marks, expectations)), st.randoms())
def test_counts_of_gaps_ignore_order_and_what_does_not_apply_and_never_take_unknown_for_a_mark(pairs, shuffled) -> None:
    counts, again = count_gaps(pairs), list(pairs)
    shuffled.shuffle(again)
    assert count_gaps(again) == counts == count_gaps([*pairs, (NA, Expectation(1, 1))])
    assert counts.assessed == sum(isinstance(mark, int) for mark, _expected in pairs)
    assert count_gaps([*pairs, (U, Expectation(0, 6))]).assessed == counts.assessed


def test_an_expectation_with_crossed_ends_is_refused() -> None:
    with pytest.raises(ValueError, match="low end first"):
        Expectation(3, 2)


@given(truths, st.integers(0, 6))
def test_three_valued_answers_hold_whatever_the_unknown_turn_out_to_be(values, number) -> None:
    choices = [[one] if one is not Truth.UNKNOWN else [Truth.MET, Truth.NOT_MET] for one in values]
    worlds = list(product(*choices))
    for answer, outcomes in (
        (all_of(values), {all(one is Truth.MET for one in world) for world in worlds}),
        (at_least(number, values), {world.count(Truth.MET) >= number for world in worlds}),
    ):
        assert answer is (Truth.UNKNOWN if len(outcomes) == 2 else Truth.MET if True in outcomes else Truth.NOT_MET)


@given(truths)
def test_readiness_names_gates_that_really_would_change_it(values) -> None:
    gates = [Gate(f"g{number}", truth) for number, truth in enumerate(values)]
    view = view_readiness(gates)
    assert view == view_readiness(gates[::-1])
    settled = [replace(gate, truth=Truth.MET) if gate.gate_id in view.would_change_it else gate for gate in gates]
    assert not gates or view_readiness(settled).readiness is Readiness.READY_TO_DISCUSS
    assert (view.readiness is Readiness.NOT_YET) == (Truth.NOT_MET in values)


def test_a_mark_that_is_not_there_is_unknown_and_one_that_does_not_apply_leaves_the_gate() -> None:
    assert judge_mark(U, Expectation(0, 3)) is Truth.UNKNOWN
    assert judge_mark(NA, Expectation(0, 3)) is None
    assert judge_mark(1, Expectation(2, 3)) is Truth.NOT_MET


@given(agreed, st.randoms())
def test_the_step_line_ignores_order_what_is_absent_and_what_comes_later(history, shuffled) -> None:
    again = [*history, AgreedMark(TODAY, U), AgreedMark(TODAY + timedelta(days=1), 3)]
    shuffled.shuffle(again)
    assert step_line(again, on=TODAY) == step_line(history, on=TODAY)
    assert net_change(again, on=TODAY) == net_change(history, on=TODAY)


@pytest.mark.parametrize(
    ("ages_days", "roles", "expected"),
    [((300, 150, 0), "lll", 2), ((269, 150, 0), "lll", None), ((300, 0), "ll", None), ((300, 150, 0), "lsl", None),
     ((400, 300, 0), "lll", None)],
)  # fmt: skip
def test_a_change_needs_three_marks_of_one_role_over_270_days(ages_days, roles, expected) -> None:
    history = [
        AgreedMark(TODAY - timedelta(days=ago), number, role)
        for number, (ago, role) in enumerate(zip(ages_days, roles, strict=True))
    ]
    change = net_change(history, on=TODAY)
    assert change == expected if expected is not None else isinstance(change, TooLittleHistory)


def test_marks_of_another_ladder_line_are_not_in_the_arithmetic() -> None:
    history = [
        AgreedMark(TODAY - timedelta(days=ago), 1, line_id=line) for ago, line in ((330, "old"), (300, ""), (0, ""))
    ]
    assert isinstance(net_change(history, on=TODAY), TooLittleHistory)


@given(items, st.builds(EvidenceItem, st.uuids().map(str), names, days, st.just("s3"), st.booleans()))
def test_evidence_only_adds_to_coverage_and_counter_evidence_takes_nothing_away(known, further) -> None:
    expected = frozenset("abc")
    before, after = cover_cell(expected, known, on=TODAY), cover_cell(expected, [further, *known], on=TODAY)
    assert after.covered >= before.covered and after.months >= before.months and after.sources >= before.sources
    assert not further.is_counter or replace(after, counter_items=before.counter_items) == before
    assert cover_cell(expected, known[::-1], on=TODAY) == before
    assert (before.age is None) == (before.covered == 0)


@pytest.mark.parametrize(("ago", "age"), [(90, Age.FRESH), (91, Age.AGEING), (270, Age.AGEING), (271, Age.STALE)])
def test_age_changes_after_its_limit(ago, age) -> None:
    assert age_of(TODAY - timedelta(days=ago), on=TODAY) is age


@pytest.mark.parametrize(("late", "early", "flag"), [(3, 2, False), (4, 1, True), (4, 0, False), (61, 39, True)])
def test_recency_is_flagged_above_60_percent_of_five_items(late, early, flag) -> None:
    found = [
        EvidenceItem(f"{number}", "a", TODAY - timedelta(days=0 if number < late else 91), "s")
        for number in range(late + early)
    ]
    assert is_recency_heavy(found, period_end_on=TODAY) is flag


@given(st.integers(0, 9), st.integers(0, 9))
def test_the_sign_test_is_what_counting_all_coin_tosses_gives(higher, lower) -> None:
    number = higher + lower
    lopsided = sum(
        abs(2 * sum(tosses) - number) >= abs(higher - lower) for tosses in product((0, 1), repeat=min(number, 12))
    )
    if number <= 12:
        assert sign_test(higher, lower) == Fraction(lopsided, 2**number)
    assert sign_test(higher, lower) == sign_test(lower, higher) <= 1


def test_only_blind_pairs_close_in_time_count_and_a_direction_needs_six_in_a_row() -> None:
    pairs = [MarkPair(f"c{number}", 3, 2, TODAY, TODAY, True) for number in range(6)]
    assert compare_marks(pairs).direction is Direction.SELF_HIGHER
    assert compare_marks(pairs[:5]).direction is None
    late = replace(pairs[0], self_on=TODAY - timedelta(days=46))
    for unfit in (late, replace(pairs[0], self_first=False), replace(pairs[0], your_mark=U)):
        agreement = compare_marks([unfit, *pairs[1:]])
        assert agreement.one_apart == 5 and agreement.direction is None


@given(st.lists(weighted, max_size=6), marks)
def test_a_total_holds_every_value_the_missing_marks_could_take(known, mark) -> None:
    total = total_of(known)
    assert total == total_of(known[::-1])
    if not isinstance(mark, int):
        return
    settled = total_of([replace(one, mark=mark) if one.mark is U else one for one in known])
    assert total.least <= settled.least <= settled.most <= total.most


def test_a_total_that_straddles_a_cut_is_not_decided_and_what_does_not_apply_is_out() -> None:
    one = WeightedMark(3, Decimal(1), 0, 4)
    assert compare_with_cut(total_of([one]), Decimal(3)) is CutAnswer.REACHED
    assert compare_with_cut(total_of([replace(one, is_low_confidence=True)]), Decimal(3)) is CutAnswer.NOT_DECIDED
    assert total_of([one, replace(one, mark=NA)]) == total_of([one])
    with pytest.raises(ValueError, match="negative"):
        total_of([replace(one, weight=Decimal(-1))])


@given(
    st.lists(
        st.builds(PersonMark, names, st.just("c"), st.sampled_from(["l1", "l2"]), marks, st.frozensets(steps)),
        max_size=5,
        unique_by=lambda one: one.person_id,
    )
)
def test_inversions_are_pairs_with_marks_in_one_cell_and_ignore_order(people) -> None:
    found = find_inversions(people)
    assert found == find_inversions(people[::-1]) and dot_rows(people) == dot_rows(people[::-1])
    by_id = {one.person_id: one for one in people}
    for pair in found:
        higher, lower = by_id[pair.higher_id], by_id[pair.lower_id]
        assert higher.mark - lower.mark == pair.steps >= 1 and higher.level_id == lower.level_id
        assert higher.covered < lower.covered
    in_plot = {key for row in dot_rows(people) for _step, here in row.people_at for key in here}
    waiting = {key for row in dot_rows(people) for key in row.not_assessed}
    assert in_plot == {one.person_id for one in people if isinstance(one.mark, int)}
    assert waiting == {one.person_id for one in people if one.mark is U}


@given(offers, st.randoms())
def test_everyone_has_a_row_and_an_offer_to_one_changes_no_other(known, shuffled) -> None:
    balance, again = balance_access("abcd", known, on=TODAY), list(known)
    shuffled.shuffle(again)
    assert balance_access("dcba", again, on=TODAY) == balance
    assert {row.person_id for row in balance.rows} == set("abcd")
    more = balance_access("abcd", [*known, Offer("a", TODAY, OfferState.OFFERED)], on=TODAY)
    assert {row for row in more.rows if row.person_id != "a"} == {row for row in balance.rows if row.person_id != "a"}
    assert more.median_offers >= balance.median_offers
    assert all((row.days_since is None) == all(one.person_id != row.person_id for one in known) for row in balance.rows)


def test_an_old_offer_is_no_unit_but_still_the_last_one() -> None:
    row = balance_access(["a"], [Offer("a", TODAY - timedelta(days=365), OfferState.LANDED)], on=TODAY).rows[0]
    assert row.units == () and row.days_since == 365


def test_an_open_promise_is_neither_kept_nor_broken() -> None:
    due = TODAY + timedelta(days=1)
    counts = count_kept([DatedPromise("a", due, None), DatedPromise("b", TODAY - timedelta(days=1), None)], on=TODAY)
    assert (counts.kept, counts.kept_late, counts.overdue, counts.not_due) == (0, 0, 1, 1)


def test_the_self_audit_stays_silent_without_enough_texts() -> None:
    texts = [WrittenText(str(number), "p", TODAY, "Bossy, or clear?") for number in range(4)]
    assert isinstance(count_recency(texts, period_end_on=TODAY), TooLittleHistory)
    assert isinstance(compare_lengths(texts), TooLittleHistory)
    assert [texts[0].text[one.start : one.end] for one in find_trait_words(texts[:1])] == ["Bossy"]
