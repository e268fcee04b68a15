"""What a figure of the growth page says about itself: its formula in words, what went into it, and the sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QCoreApplication

from coachdesk.assets import resource_path
from coachdesk.model.evidence import EvidenceSource
from coachdesk.services.growth import CompetencyGrowth, GateView, GrowthPage
from coachdesk.services.growth_coverage import CoverageCell
from coachdesk.services.growth_history import EvidenceLine
from coachdesk.ui.charts.growth_words import (
    age_meaning,
    change_of_gate,
    change_words,
    gap_words,
    gate_words,
    mark_words,
    now_index,
    radar_summary,
    readiness_words,
    target_words,
    truth_words,
)
from coachdesk.ui.views.route import Route
from coachdesk.ui.words import day_words

RADAR, STEPS, COVERAGE, READINESS = "radar", "steps", "coverage", "readiness"
_SECTIONS = {RADAR: "Gap", STEPS: "Marks over time", COVERAGE: "Evidence coverage", READINESS: "Readiness"}


@dataclass(frozen=True, slots=True)
class Source:
    """Something that a figure was worked out from, and the place that shows it."""

    source_id: str
    title: str
    second: str
    route: Route
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure in words. `formula` and `inputs` are sentences."""

    title: str
    formula: tuple[str, ...]
    inputs: tuple[str, ...]
    sources: tuple[Source, ...]


def _tr(text: str) -> str:
    return QCoreApplication.translate("growth", text)


@cache
def formula_words(section: str) -> tuple[str, ...]:
    """Return the paragraphs of a section of the help page of formulas, without its marks."""
    source = resource_path("help", "formulas.md").read_text("utf-8")
    found = re.search(rf"^## {re.escape(section)}\n(.*?)(?=^## |\Z)", source, re.MULTILINE | re.DOTALL)
    paragraphs = found[1].split("\n\n") if found else []
    plain = (re.sub(r"[`*]", "", " ".join(one.split())) for one in paragraphs)
    return tuple(one for one in plain if one)


def explain_figure(figure_id: str, page: GrowthPage) -> Explanation:
    """Return what a whole figure says about itself."""
    inputs: list[str] = []
    if figure_id == READINESS:
        inputs = [readiness_words(page), *(_gate_line(view, page) for view in page.gates)]
    elif figure_id == COVERAGE:
        for row in page.competencies:
            inputs.append(f"{row.axis.name}: {_coverage_words(row)}")
    else:
        inputs = [radar_summary(page)] if figure_id == RADAR else []
        for row in page.competencies:
            detail = gap_words(row) if figure_id == RADAR else change_words(row.change_year)
            inputs.append(f"{row.axis.name}: {mark_words(row, now_index(row))}, {_lowered(detail)}")
    sources = _evidence_sources(page.competencies, page) if figure_id == COVERAGE else _review_sources(page)
    return Explanation(_title(figure_id, page), formula_words(_SECTIONS[figure_id]), tuple(inputs), sources)


def explain_competency(row: CompetencyGrowth, page: GrowthPage) -> Explanation:
    """Return what is known about one competency: mark, gap, change, evidence and next steps."""
    expected = mark_words(row, row.axis.expected.low if row.axis.expected else None)
    inputs = [
        _tr("Mark: {mark}. Expected: {expected}. {gap}.").format(
            mark=mark_words(row, now_index(row)), expected=expected, gap=gap_words(row)
        ),
        change_words(row.change_year),
        _coverage_words(row),
        *(_tr("Next step: {text}").format(text=goal.text) for goal in row.goals),
    ]
    sources = (*_evidence_sources((row,), page), *_review_sources(page))
    return Explanation(row.axis.name, formula_words(_SECTIONS[RADAR]), tuple(inputs), sources)


def explain_gate(view: GateView, page: GrowthPage) -> Explanation:
    """Return what a gate asks, how each competency that decides it stands, and what would change it."""
    deciding = [row for row in page.competencies if row.axis.competency_id in view.rule.competencies]
    inputs = [_gate_line(view, page)]
    inputs += [f"{row.axis.name}: {mark_words(row, now_index(row))}, {_lowered(gap_words(row))}" for row in deciding]
    title = gate_words(view, page)
    return Explanation(title, formula_words(_SECTIONS[READINESS]), tuple(inputs), _review_sources(page))


def explain_cell(row: CompetencyGrowth, quarter: str, cell: CoverageCell, page: GrowthPage) -> Explanation:
    """Return the evidence of one competency in one quarter."""
    counts = _tr("{supporting} supporting, {countering} countering").format(
        supporting=len(cell.supporting), countering=len(cell.countering)
    )
    lines = (*cell.supporting, *cell.countering)
    return Explanation(
        f"{row.axis.name}, {quarter}",
        formula_words(_SECTIONS[COVERAGE])[:1],
        (counts,),
        tuple(_evidence_source(line, page) for line in reversed(lines)),
    )


def _title(figure_id: str, page: GrowthPage) -> str:
    return {
        RADAR: _tr("How the competencies stand against {target}"),
        STEPS: _tr("How the lines over time are drawn"),
        COVERAGE: _tr("How evidence is counted"),
        READINESS: _tr("How readiness for {target} is worked out"),
    }[figure_id].format(target=target_words(page))


def _gate_line(view: GateView, page: GrowthPage) -> str:
    parts = [f"{gate_words(view, page).rstrip('.')}: {_lowered(truth_words(view.truth))}"]
    if not view.rule.is_must:
        parts.append(_tr("advice only"))
    change = change_of_gate(view, page)
    return ", ".join(parts) + (f". {change}." if change else ".")


def _coverage_words(row: CompetencyGrowth) -> str:
    found = row.coverage
    words = _tr("{covered} of {expected} expected behaviours have evidence, from {months} months and {sources} sources")
    parts = [words.format(covered=found.covered, expected=found.expected, months=found.months, sources=found.sources)]
    if found.counter_items:
        parts.append(_tr("{count} against").format(count=found.counter_items))
    if row.newest is not None and row.age is not None:
        parts.append(_tr("newest {age}, {kind}").format(age=_age(row), kind=age_meaning(row.age)))
    return ", ".join(parts)


def _age(row: CompetencyGrowth) -> str:
    assert row.newest is not None
    return day_words(row.newest.occurred_on, row.newest.occurred_on, with_year=True)


def _review_sources(page: GrowthPage) -> tuple[Source, ...]:
    reviews = [event for event in page.events if event.kind == "review"]
    return tuple(
        Source(
            one.noun_id,
            _tr("Ladder review"),
            day_words(one.happened_on, page.on, with_year=True),
            Route("review", page.person_id, item_id=one.noun_id),
        )
        for one in reversed(reviews)
    )


def _evidence_sources(rows: Iterable[CompetencyGrowth], page: GrowthPage) -> tuple[Source, ...]:
    found: dict[str, EvidenceLine] = {line.evidence_id: line for row in rows for line in row.evidence}
    newest = sorted(found.values(), key=lambda line: (line.occurred_on, line.evidence_id), reverse=True)
    return tuple(_evidence_source(line, page) for line in newest)


def _evidence_source(line: EvidenceLine, page: GrowthPage) -> Source:
    parts = [
        day_words(line.occurred_on, page.on, with_year=True),
        line.said_by,
        _tr("counters") if line.is_counter else _tr("supports"),
    ]
    is_observation = line.source in (EvidenceSource.FEEDBACK, EvidenceSource.WIN) and not line.is_redacted
    tab = "feedback" if is_observation and line.source_id else "timeline"
    item_id = line.source_id if is_observation and line.source_id else line.evidence_id
    return Source(
        line.evidence_id,
        line.text,
        ", ".join(part for part in parts if part),
        Route("person", page.person_id, tab=tab, item_id=item_id),
        line.is_private,
    )


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]
