"""Steps, ages, gates and summaries of the growth page in words; charts, tables, the rail and packets say them alike."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QCoreApplication

from coachdesk.growth.coverage import Age
from coachdesk.growth.outcome import TooLittleHistory
from coachdesk.growth.readiness import Readiness
from coachdesk.growth.three_valued import Truth
from coachdesk.rubric.expectations import Step
from coachdesk.services.growth import CompetencyGrowth, Finding, GateView, GrowthPage
from coachdesk.services.growth_projects import ProjectSpan
from coachdesk.ui.charts.time_axis import month_words

_SHORT_ID = re.compile(r"[a-z]{1,3}\d{1,2}")


def _tr(text: str) -> str:
    return QCoreApplication.translate("growth", text)


def short_level(level_id: str, title: str) -> str:
    """Return `L6` for an id that is a rank, else the title.

    >>> short_level("l6", "Staff Engineer"), short_level("leading", "Leading")
    ('L6', 'Leading')
    """
    return level_id.upper() if _SHORT_ID.fullmatch(level_id) else title


def short_step(step: Step) -> str:
    """Return `L6 solid` for a step of a level that has a rank, else its label."""
    level, _, firmness = step.id.partition(":")
    return f"{level.upper()} {firmness}".strip() if _SHORT_ID.fullmatch(level) else step.label


def level_words(step: Step) -> str:
    """Return the level or stage of a step."""
    level, colon, _ = step.id.partition(":")
    return short_level(level, step.label.rsplit(", ", 1)[0] if colon else step.label)


def target_words(page: GrowthPage) -> str:
    """Return the level that a page looks towards, `L6`."""
    return "" if page.frame is None else short_level(page.frame.target_id, page.frame.target_title)


def mark_words(row: CompetencyGrowth, index: int | None) -> str:
    """Return a mark in words, or that there is none."""
    return _tr("Not assessed") if index is None else short_step(row.axis.steps[index])


def now_index(row: CompetencyGrowth) -> int | None:
    """Return the place of the mark that holds, None without one."""
    return row.now.rating if row.now is not None and isinstance(row.now.rating, int) else None


def before_index(row: CompetencyGrowth) -> int | None:
    """Return the place of the mark that held six months before, None without one."""
    return row.before.rating if row.before is not None and isinstance(row.before.rating, int) else None


def length_words(days: int) -> str:
    """Return a length of time in its coarsest fitting unit: `12 days`, `3 weeks`, `7 months`, `3 years`."""
    if days < 1:
        return _tr("today")
    for limit, size, one, many in (
        (14, 1, _tr("1 day"), _tr("{count} days")),
        (61, 7, _tr("1 week"), _tr("{count} weeks")),
        (730, 30.44, _tr("1 month"), _tr("{count} months")),
        (10**9, 365.25, _tr("1 year"), _tr("{count} years")),
    ):
        if days < limit:
            count = round(days / size)
            return one if count == 1 else many.format(count=count)
    return ""


def age_words(row: CompetencyGrowth, on: date) -> str:
    """Return how old the newest supporting evidence is."""
    return _tr("None yet") if row.newest is None else length_words((on - row.newest.occurred_on).days)


def age_kind(row: CompetencyGrowth) -> str:
    """Return fresh, ageing or stale; empty without evidence."""
    return "" if row.age is None else row.age.value


def age_meaning(age: Age) -> str:
    """Return what an age is called."""
    return {Age.FRESH: _tr("fresh"), Age.AGEING: _tr("ageing"), Age.STALE: _tr("stale")}[age]


def gap_words(row: CompetencyGrowth) -> str:
    """Return how a mark stands against what is expected: `2 steps to go`."""
    if row.finding is Finding.NOT_ASKED:
        return _tr("Not asked")
    if row.finding is Finding.NOT_ASSESSED or row.gap is None:
        return _tr("Not assessed")
    if row.gap > 0:
        return _tr("1 step to go") if row.gap == 1 else _tr("{count} steps to go").format(count=row.gap)
    if row.gap < 0:
        return _tr("1 step above") if row.gap == -1 else _tr("{count} steps above").format(count=-row.gap)
    return _tr("As expected")


def change_words(change: int | TooLittleHistory) -> str:
    """Return the steps of the last twelve months, or why there is no such figure."""
    if isinstance(change, TooLittleHistory):
        return _tr("Too little history: {reason}").format(reason=change.reason)
    if change == 0:
        return _tr("No change in the last 12 months")
    steps = _tr("1 step") if abs(change) == 1 else _tr("{count} steps").format(count=abs(change))
    words = _tr("{steps} up in the last 12 months") if change > 0 else _tr("{steps} down in the last 12 months")
    return words.format(steps=steps)


def headline(page: GrowthPage) -> str:
    """Return `8 of 12`: how many of the assessed competencies are at the expected level or above."""
    counts = page.counts
    return _tr("{count} of {total}").format(count=counts.inside + counts.above, total=counts.assessed)


def readiness_words(page: GrowthPage) -> str:
    """Return the word of readiness with what it hangs on."""
    if page.readiness is None:
        return ""
    open_gates = len(page.readiness.would_change_it)
    word = {
        Readiness.READY_TO_DISCUSS: _tr("Ready to discuss."),
        Readiness.NOT_YET: _tr("Not yet."),
        Readiness.CANNOT_TELL: _tr("Cannot tell yet."),
    }[page.readiness.readiness]
    if not open_gates:
        return word if page.gates else _tr("Cannot tell: the ladder names no gates.")
    gates = _tr("1 gate would change it.") if open_gates == 1 else _tr("{count} gates would change it.")
    return f"{word} {gates.format(count=open_gates)}"


def truth_words(truth: Truth) -> str:
    """Return how a gate stands."""
    return {Truth.MET: _tr("Met"), Truth.NOT_MET: _tr("Not met"), Truth.UNKNOWN: _tr("Unknown")}[truth]


def gate_words(view: GateView, page: GrowthPage) -> str:
    """Return what a gate asks for."""
    rule, target = view.rule, target_words(page)
    names = _names(rule.competencies, page)
    if rule.kind == "confirm":
        return rule.sentence
    if rule.kind == "points":
        return _tr("The points that the ladder asks for")
    level = short_level(rule.level_id, rule.level_id.replace("-", " ").capitalize())
    if rule.kind == "count":
        words = _tr("At least {count} of {total} competencies at {level}")
        return words.format(count=rule.count, total=len(rule.competencies), level=level)
    if rule.kind == "floor":
        return _tr("Nothing below {level}").format(level=level)
    if len(rule.competencies) > 4:
        return _tr("{count} competencies as {target} expects").format(count=len(rule.competencies), target=target)
    return _tr("{names} as {target} expects").format(names=names, target=target)


def change_of_gate(view: GateView, page: GrowthPage) -> str:
    """Return what would change how a gate stands; empty for one that is met."""
    if view.truth is Truth.MET:
        return ""
    rule = view.rule
    if view.missing:
        return _tr("Would change with: {names}").format(names=_names(view.missing, page))
    if rule.kind == "confirm":
        return _tr("Would change with an answer in a review")
    if rule.kind == "meet" and (rule.checks > 1 or rule.days):
        words = _tr("Would change once it held at {checks} reviews in a row over {days} days")
        return words.format(checks=rule.checks, days=rule.days)
    return _tr("Would change with marks for what is not assessed")


def radar_summary(page: GrowthPage) -> str:
    """Return the radar as one or two sentences, for screen readers and the table's caption."""
    below = [row for row in page.competencies if row.finding is Finding.BELOW]
    words = _tr("{headline} competencies at the level that {target} expects.")
    parts = [words.format(headline=headline(page), target=target_words(page))]
    if below:
        named = ", ".join(f"{row.axis.name} {gap_words(row)}" for row in below)
        parts.append(_tr("Below: {names}.").format(names=named))
    if page.counts.not_assessed:
        parts.append(_tr("{count} not assessed.").format(count=page.counts.not_assessed))
    return " ".join(parts)


def steps_summary(page: GrowthPage) -> str:
    """Return the step lines as sentences: where each stands, how old its evidence is, and the projects."""
    parts = []
    for row in page.competencies:
        mark = mark_words(row, now_index(row))
        parts.append(f"{row.axis.name}: {mark}, {_tr('evidence')} {age_words(row, page.on)}")
    parts += [_tr("project {title}, {days}").format(title=span.title, days=span_words(span)) for span in page.spans]
    return "; ".join(parts)


def span_words(span: ProjectSpan) -> str:
    """Return `May 2025 to Aug 2025`, or `since May 2025` while it runs."""
    if span.ended_on is None:
        return _tr("since {month}").format(month=month_words(span.started_on))
    return _tr("{month} to {last}").format(month=month_words(span.started_on), last=month_words(span.ended_on))


def _names(ids: tuple[str, ...], page: GrowthPage) -> str:
    by_id = {row.axis.competency_id: row.axis.name for row in page.competencies}
    return ", ".join(by_id.get(one, one) for one in ids)
