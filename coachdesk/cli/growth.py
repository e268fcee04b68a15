"""The figures of someone's growth page on the command line, each with the formula it comes from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from coachdesk.cli.opening import opened_store, secret_for
from coachdesk.cli.options import AsJson, KeyFilePath, PassphraseFile, VaultPath
from coachdesk.cli.outcome import CommandFailed, ExitCode
from coachdesk.cli.reading import find_person
from coachdesk.cli.terminal import say, say_json
from coachdesk.growth.outcome import TooLittleHistory
from coachdesk.services.growth import CompetencyGrowth, Finding, GateView, GrowthPage, growth_at
from coachdesk.services.growth_history import get_growth_history
from coachdesk.services.growth_marks import SeenMark

_WORDS = {
    Finding.BELOW: "below",
    Finding.INSIDE: "as expected",
    Finding.ABOVE: "above",
    Finding.NOT_ASSESSED: "not assessed",
    Finding.NOT_ASKED: "not asked",
}


def growth(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The person, by full name or id.")],
    vault: VaultPath,
    on: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="As it was known on a day; today if left out.")
    ] = None,
    passphrase_file: PassphraseFile = None,
    key_file: KeyFilePath = None,
    as_json: AsJson = False,
) -> int:
    """Say how someone stands against the level they aim for, in counts and words. It shows what only you see."""
    secret = secret_for(vault, passphrase_file, key_file)
    with opened_store(vault, secret, read_only=True) as store:
        zone = datetime.now().astimezone().tzinfo
        assert zone is not None
        person_id = find_person(store, name)
        day = _day(on) or store.clock().astimezone(zone).date()
        page = growth_at(store.read(lambda session: get_growth_history(session, person_id, zone)), day)
    if as_json:
        say_json(_as_json(page))
    else:
        _say(page)
    return ExitCode.DONE


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise CommandFailed("--on is not a day. Write it as 2026-05-12.") from None


def _say(page: GrowthPage) -> None:
    if page.frame is None:
        say(f"{page.name} is placed on no ladder by {page.on}.")
        return
    counts = page.counts
    say(f"{page.name} on {page.on}, {page.frame.pin}: {page.frame.level_title}, towards {page.frame.target_title}")
    say(f"  {counts.inside + counts.above} of {counts.assessed} at the expected level, {counts.below} below, "
        f"{counts.not_assessed} not assessed")  # fmt: skip
    for row in page.competencies:
        newest = f"newest evidence {row.newest.occurred_on}" if row.newest else "no evidence"
        steps = f" by {row.gap} steps" if row.gap else ""
        say(f"  {row.axis.name}: {row.now.step_label if row.now else 'no agreed mark'}, "
            f"{_WORDS[row.finding]}{steps}; {newest}")  # fmt: skip
    if page.readiness is not None:
        say(f"  Readiness: {page.readiness.readiness.value}")
        for gate in page.gates:
            say(f"    {gate.rule.gate_id}: {gate.truth.name.lower().replace('_', ' ')}")


def _as_json(page: GrowthPage) -> dict[str, object]:
    frame, counts = page.frame, page.counts
    return {
        "person": page.name,
        "person_id": page.person_id,
        "on": page.on.isoformat(),
        "ladder": frame.pin if frame else None,
        "level": frame.level_id if frame else None,
        "target": frame.target_id if frame else None,
        "counts": {
            "formula": "gap",
            "below": counts.below,
            "inside": counts.inside,
            "above": counts.above,
            "assessed": counts.assessed,
            "not_assessed": counts.not_assessed,
        },
        "competencies": [_competency(row) for row in page.competencies],
        "readiness": None
        if page.readiness is None
        else {
            "formula": "readiness",
            "word": page.readiness.readiness.value,
            "would_change_it": list(page.readiness.would_change_it),
            "gates": [_gate(gate) for gate in page.gates],
        },
        "projects": [
            {
                "title": span.title,
                "from": span.started_on.isoformat(),
                "until": span.ended_on and span.ended_on.isoformat(),
            }
            for span in page.spans
        ],
        "version_changes": [{"on": on.isoformat(), "ladder": pin} for on, pin in page.version_changes],
    }


def _competency(row: CompetencyGrowth) -> dict[str, object]:
    change = row.change_year
    expected = row.axis.expected
    return {
        "id": row.axis.competency_id,
        "name": row.axis.name,
        "area": row.axis.area,
        "now": _mark(row.now),
        "six_months_before": _mark(row.before),
        "expected": None
        if expected is None
        else {"low": row.axis.steps[expected.low].id, "high": row.axis.steps[expected.high].id},
        "finding": row.finding.value,
        "gap_steps": row.gap,
        "steps_last_12_months": None if isinstance(change, TooLittleHistory) else change,
        "too_little_history": change.reason if isinstance(change, TooLittleHistory) else None,
        "line": [
            {"from": tread.from_on.isoformat(), "until": tread.until_on and tread.until_on.isoformat(),
             "step": row.axis.steps[tread.mark].id}
            for tread in row.line
        ],
        "hollow": [_mark(mark) for mark in row.hollow],
        "evidence": {
            "newest_on": row.newest.occurred_on.isoformat() if row.newest else None,
            "age": row.age.value if row.age else None,
            "covered": row.coverage.covered,
            "expected": row.coverage.expected,
            "months": row.coverage.months,
            "sources": row.coverage.sources,
            "counter": row.coverage.counter_items,
        },
        "next_steps": [goal.text for goal in row.goals],
    }  # fmt: skip


def _mark(mark: SeenMark | None) -> dict[str, object] | None:
    if mark is None:
        return None
    return {
        "on": mark.given_on.isoformat(),
        "step": mark.step_label,
        "index": mark.rating if isinstance(mark.rating, int) else None,
        "agreed": mark.is_agreed,
        "carry": mark.carry.value,
        "ladder": mark.pin,
    }


def _gate(gate: GateView) -> dict[str, object]:
    return {
        "id": gate.rule.gate_id,
        "must": gate.rule.is_must,
        "kind": gate.rule.kind,
        "state": gate.truth.name.lower(),
        "missing": list(gate.missing),
    }
