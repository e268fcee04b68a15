"""Checks a mapping against the two versions that it joins. All that is wrong is collected."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from coachdesk.rubric.mapping import Carry, MapKind
from coachdesk.rubric.problems import Problem, suggest
from coachdesk.rubric.queries import get_competency
from coachdesk.rubric.selectors import level_names, stage_names
from coachdesk.rubric.translate import behaviours_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coachdesk.rubric.format import Ladder
    from coachdesk.rubric.mapping import CompetencyMap, VersionMapping

_SINGLE = (MapKind.SAME, MapKind.RENAMED, MapKind.EDITED)


def check_mapping(mapping: VersionMapping, old: Ladder, new: Ladder, name: str = "mapping") -> tuple[Problem, ...]:
    """Return what is wrong with a mapping from `old` to `new`; nothing when it may be used."""
    check = _Check(mapping, old, new, name)
    check.run()
    return tuple(check.found)


class _Check:
    def __init__(self, mapping: VersionMapping, old: Ladder, new: Ladder, name: str) -> None:
        self.mapping, self.old, self.new, self.name = mapping, old, new, name
        self.found: list[Problem] = []

    def run(self) -> None:
        for field, pin, ladder in (("from", self.mapping.from_, self.old), ("to", self.mapping.to, self.new)):
            if pin != ladder.pin:
                self._say(field, f"the mapping is for {pin}, not for {ladder.pin}", "take the mapping of this version")
        old_levels, new_levels = level_names(self.old).ordered, level_names(self.new).ordered
        self._check_table("levels", self.mapping.levels, old_levels, new_levels)
        self._check_scales()
        self._check_competencies()
        self._check_behaviours()
        if self.mapping.reviewed is None:
            self._say("reviewed", "nobody confirmed this mapping", "look through it and say who and when")

    def _say(self, field: str, what: str, what_to_do: str) -> None:
        self.found.append(Problem(self.name, 0, field, what, what_to_do))

    def _known(self, field: str, kind: str, names: Iterable[str], known: Iterable[str]) -> bool:
        known = set(known)
        unknown = [one for one in names if one not in known]
        for one in unknown:
            self._say(field, f"there is no {kind} {one}", suggest(one, known))
        return not unknown

    def _check_table(
        self, field: str, table: Mapping[str, tuple[str, ...]], old: tuple[str, ...], new: tuple[str, ...]
    ) -> None:
        for one in old:
            if one not in table:
                self._say(field, f"{one} is missing", f"add {one}: with its successors, or [] for none")
        known = self._known(field, "old level or stage", table, old)
        if not (
            known and all(self._known(f"{field}.{one}", "new level or stage", to, new) for one, to in table.items())
        ):
            return
        places = [[new.index(to) for to in table.get(one, ())] for one in old]
        for lower, upper in pairwise([one for one in places if one]):
            if field != "levels" and max(lower) > min(upper):
                self._say(field, "the order of the stages is turned around", "map lower stages to lower ones")

    def _check_scales(self) -> None:
        self._known("scales", "scale", self.mapping.scales, self.old.scales)
        for name, scale in self.mapping.scales.items():
            if self._known(f"scales.{name}.to", "scale", [scale.to], self.new.scales):
                old, new = stage_names(self.old, name).ordered, stage_names(self.new, scale.to).ordered
                self._check_table(f"scales.{name}.map", scale.map, old, new)

    def _check_competencies(self) -> None:
        named = Counter(one for entry in self.mapping.competencies for one in entry.from_)
        rated = [one.id for one in self.old.rated]
        self._known("competencies", "old competency", named, (one.id for one in self.old.competencies))
        for one in rated:
            if one not in named:
                self._say("competencies", f"{one} is missing", "add it, with kind: retired when nothing follows it")
        for one, number in named.items():
            if number > 1:
                self._say("competencies", f"{one} stands in {number} entries", "keep one of them")
        targets = {one.id for one in self.new.rated}
        for place, entry in enumerate(self.mapping.competencies):
            if self._known(f"competencies[{place}].to", "new competency", entry.to, targets):
                self._check_entry(f"competencies[{place}]", entry)

    def _check_entry(self, field: str, entry: CompetencyMap) -> None:
        is_single = len(entry.from_) == 1 and len(entry.to) == 1
        fits = {
            MapKind.SPLIT: len(entry.to) > 1,
            MapKind.MERGE: len(entry.from_) > 1,
            MapKind.RETIRED: not entry.to,
        }
        if not fits.get(entry.kind, is_single):
            to_do = "split has several in to, merge several in from, retired none in to, the others one in each"
            self._say(field, f"{entry.kind} does not fit what stands in from and to", to_do)
        if entry.kind not in _SINGLE and entry.carry in (Carry.EXACT, Carry.ORDINAL):
            self._say(field, f"{entry.kind} cannot carry {entry.carry}", "use indicative or none")
        if entry.carry is not Carry.NONE and not self._steps_fit(entry):
            to_do = "add its scale to scales, or use carry: none"
            self._say(field, "its old steps do not lead to the new ones", to_do)

    def _steps_fit(self, entry: CompetencyMap) -> bool:
        rated = {one.id for one in self.old.competencies}
        for old in (get_competency(self.old, one).scale for one in entry.from_ if one in rated):
            for new in (get_competency(self.new, one).scale for one in entry.to):
                mapped = self.mapping.scales.get(old or "")
                same = old == new and stage_names(self.old, old or "") == stage_names(self.new, new or "")
                if (old is None) != (new is None) or (old and not (mapped.to == new if mapped else same)):
                    return False
        return True

    def _check_behaviours(self) -> None:
        old, new = ({one.behaviour_id(b) for one, b in behaviours_of(ladder)} for ladder in (self.old, self.new))
        self._known("behaviours", "old behaviour", self.mapping.behaviours, old)
        self._known("behaviours", "new behaviour", self.mapping.behaviours.values(), new)
