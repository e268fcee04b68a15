"""A ladder in another language: each text has a path, a translation names it, and what is missing is said.

Paths: `name`, `summary`, `tracks.ID.name`, `levels.ID.title|summary|experience`, `scales.ID.STAGE.name|summary`,
`areas.ID.name`, `competencies.ID.name|summary`, `behaviours.ID.text`, `behaviours.ID.examples.0`,
`overlays.ID.name|summary` and `gates.ID.confirm`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from coachdesk.rubric.cells import Behaviour, FileCell
    from coachdesk.rubric.format import Competency, Ladder
    from coachdesk.rubric.requirements import Gate, Overlay

_FIELDS = ("name", "title", "summary", "experience", "text", "confirm")


@dataclass(frozen=True, slots=True)
class Translated:
    """A ladder with the texts of `lang`; `missing` are the paths that fell back to the ladder's own language."""

    ladder: Ladder
    lang: str
    missing: tuple[str, ...]


def behaviours_of(ladder: Ladder) -> Iterator[tuple[Competency, Behaviour]]:
    """Yield each behaviour in the file, those of overlays last, with the competency that it belongs to."""
    owners = {one.id: one for one in ladder.competencies}
    groups = [(one, one.at) for one in ladder.competencies]
    groups += [(owners[name], kept) for one in ladder.overlays for name, kept in one.at.items() if name in owners]
    for owner, cells in groups:
        for cell in cells.values():
            for behaviour in cell if isinstance(cell, tuple) else ():
                yield owner, behaviour


def translatable(ladder: Ladder) -> dict[str, str]:
    """Return every text of a ladder by its path."""
    texts = {"name": ladder.name, **_some("", summary=ladder.summary)}
    for track in ladder.tracks:
        texts[f"tracks.{track.id}.name"] = track.name
    for level in ladder.levels:
        texts |= _some(f"levels.{level.id}.", title=level.title, summary=level.summary, experience=level.experience)
    for name, scale in ladder.scales.items():
        for stage in scale:
            texts |= _some(f"scales.{name}.{stage.id}.", name=stage.name, summary=stage.summary)
    for area in ladder.areas:
        texts[f"areas.{area.id}.name"] = area.name
    for competency in ladder.competencies:
        texts |= _some(f"competencies.{competency.id}.", name=competency.name, summary=competency.summary)
    for overlay in ladder.overlays:
        texts |= _some(f"overlays.{overlay.id}.", name=overlay.name, summary=overlay.summary)
    for competency, behaviour in behaviours_of(ladder):
        prefix = f"behaviours.{competency.behaviour_id(behaviour)}."
        texts[f"{prefix}text"] = behaviour.text
        texts |= {f"{prefix}examples.{at}": one for at, one in enumerate(behaviour.examples)}
    for gate in _gates(ladder):
        texts |= _some(f"gates.{gate.id}.", confirm=gate.confirm)
    return texts


def translated(ladder: Ladder, lang: str) -> Translated:
    """Return the ladder in `lang`, and which texts there is no translation for.

    `de-AT` takes from `de` what it lacks. In the ladder's own language nothing is missing. Ids stay, those of
    behaviours too, so marks and evidence keep their meaning.
    """
    if lang == ladder.lang:
        return Translated(ladder, lang, ())
    texts = {**ladder.i18n.get(lang.partition("-")[0], {}), **ladder.i18n.get(lang, {})}
    missing = tuple(path for path in translatable(ladder) if path not in texts)
    return Translated(_Texts(texts).ladder(ladder, lang), lang, missing)


_P = TypeVar("_P", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class _Texts:
    """Puts texts into copies of the parts they belong to."""

    texts: Mapping[str, str]

    def ladder(self, ladder: Ladder, lang: str) -> Ladder:
        owners = {one.id: one for one in ladder.competencies}
        changed: dict[str, Any] = {
            "lang": lang,
            "tracks": tuple(self._part(f"tracks.{one.id}.", one) for one in ladder.tracks),
            "levels": tuple(self._part(f"levels.{one.id}.", one) for one in ladder.levels),
            "scales": {
                name: tuple(self._part(f"scales.{name}.{one.id}.", one) for one in scale)
                for name, scale in ladder.scales.items()
            },
            "areas": tuple(self._part(f"areas.{one.id}.", one) for one in ladder.areas),
            "competencies": tuple(
                self._part(f"competencies.{one.id}.", one, at=self._cells(one, one.at)) for one in ladder.competencies
            ),
            "profiles": tuple(one.model_copy(update={"gates": self._gates(one.gates)}) for one in ladder.profiles),
            "overlays": tuple(self._overlay(one, owners) for one in ladder.overlays),
        }
        return self._part("", ladder, **changed)

    def _part(self, prefix: str, part: _P, **changed: Any) -> _P:
        """Copy a part with its own texts replaced; `prefix` ends in a dot or is empty."""
        found = {name: self.texts[f"{prefix}{name}"] for name in _FIELDS if f"{prefix}{name}" in self.texts}
        return part.model_copy(update={**found, **changed})

    def _gates(self, gates: Iterable[Gate]) -> tuple[Gate, ...]:
        return tuple(self._part(f"gates.{one.id}.", one) for one in gates)

    def _overlay(self, overlay: Overlay, owners: Mapping[str, Competency]) -> Overlay:
        cells = {name: self._cells(owners[name], kept) for name, kept in overlay.at.items()}
        return self._part(f"overlays.{overlay.id}.", overlay, at=cells, gates=self._gates(overlay.gates))

    def _cells(self, owner: Competency, cells: Mapping[str, FileCell]) -> dict[str, FileCell]:
        return {
            key: tuple(self._behaviour(owner, one) for one in cell) if isinstance(cell, tuple) else cell
            for key, cell in cells.items()
        }

    def _behaviour(self, owner: Competency, one: Behaviour) -> Behaviour:
        name = owner.behaviour_id(one)
        prefix = f"behaviours.{name}."
        examples = tuple(self.texts.get(f"{prefix}examples.{at}", text) for at, text in enumerate(one.examples))
        return self._part(prefix, one, id=name, examples=examples)


def _some(prefix: str, **texts: str | None) -> dict[str, str]:
    return {f"{prefix}{name}": text for name, text in texts.items() if text is not None}


def _gates(ladder: Ladder) -> Iterator[Gate]:
    for profile in ladder.profiles:
        yield from profile.gates
    for overlay in ladder.overlays:
        yield from overlay.gates
