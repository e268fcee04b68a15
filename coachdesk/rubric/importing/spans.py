"""Spreads what is said of several levels at once, such as “L3–L4”, over each of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from coachdesk.rubric.importing.finding import Finding
from coachdesk.rubric.importing.shapes.paths import ordered
from coachdesk.rubric.importing.words import display_name, fold, level_code, level_span


def spread_spans(finding: Finding) -> Finding:
    """Return the finding with spans as single levels where they overlap others; apart they are bands of their own."""
    spans = {fold(one.name): found for one in finding.levels if (found := level_span(one.name)) is not None}
    singles = [code for one in finding.levels if fold(one.name) not in spans and (code := level_code(one.name))]
    covered = Counter(
        (fold(letters), number) for letters, low, high in spans.values() for number in range(low, high + 1)
    )
    covered.update((fold(letters), number) for letters, number in singles)
    if not spans or max(covered.values()) < 2:
        return finding
    names = {code: one.name for one in finding.levels if fold(one.name) not in spans and (code := level_code(one.name))}
    reached: dict[str, list[str]] = {}
    for key, (letters, low, high) in spans.items():
        reached[key] = [
            names.setdefault((fold(letters), number), f"{display_name(letters)}{number}")
            for number in range(low, high + 1)
        ]
    levels = [replace(one, name=name) for one in finding.levels for name in reached.get(fold(one.name), [one.name])]
    return replace(
        finding,
        levels=ordered(list({fold(one.name): one for one in levels}.values())),
        entries=[replace(one, level=to) for one in finding.entries for to in reached.get(fold(one.level), [one.level])],
        demands=[replace(one, level=to) for one in finding.demands for to in reached.get(fold(one.level), [one.level])],
    )
