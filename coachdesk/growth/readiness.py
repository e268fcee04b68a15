"""What the gates of a target level say today, in words and never as a percentage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from coachdesk.growth.gap import Absent, Expectation, Mark
from coachdesk.growth.three_valued import Truth, all_of


class Readiness(Enum):
    """An invitation to talk or not yet, never a verdict: people decide."""

    READY_TO_DISCUSS = "ready to discuss"
    NOT_YET = "not yet"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate and how it stands."""

    gate_id: str
    truth: Truth


@dataclass(frozen=True, slots=True)
class ReadinessView:
    """The word, and the ids of the gates that would change it: those not met first, then the unknown ones."""

    readiness: Readiness
    would_change_it: tuple[str, ...]


def judge_mark(mark: Mark, expected: Expectation) -> Truth | None:
    """Return whether a mark reaches the low end of what is expected; None (it leaves the gate) if not applicable.

    >>> judge_mark(2, Expectation(2, 3)).name, judge_mark(Absent.NOT_ASSESSED, Expectation(2, 3)).name
    ('MET', 'UNKNOWN')
    """
    if isinstance(mark, Absent):
        return Truth.UNKNOWN if mark is Absent.NOT_ASSESSED else None
    return Truth.MET if mark >= expected.low else Truth.NOT_MET


def view_readiness(gates: Iterable[Gate]) -> ReadinessView:
    """Return readiness over the gates that must be met: all met, one not met, or else cannot tell.

    Gates that only should be met are shown beside it and not given here. Every gate that is not met must change before
    the word "not yet" does; with none of those, each unknown gate must be settled. No gates at all is "cannot tell".

    >>> view_readiness([Gate("marks", Truth.MET), Gate("sustained", Truth.UNKNOWN)])
    ReadinessView(readiness=<Readiness.CANNOT_TELL: 'cannot tell'>, would_change_it=('sustained',))
    """
    known = sorted(gates, key=lambda gate: (gate.truth, gate.gate_id))
    if not known:
        return ReadinessView(Readiness.CANNOT_TELL, ())
    word = {
        Truth.MET: Readiness.READY_TO_DISCUSS,
        Truth.NOT_MET: Readiness.NOT_YET,
        Truth.UNKNOWN: Readiness.CANNOT_TELL,
    }[all_of(gate.truth for gate in known)]
    return ReadinessView(word, tuple(gate.gate_id for gate in known if gate.truth is not Truth.MET))
