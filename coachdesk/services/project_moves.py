"""Which step of a project may follow which: forward to an end, or one step back by hand."""

from __future__ import annotations

from collections.abc import Mapping

from coachdesk.model.project import ProjectState

_NEXT: Mapping[ProjectState, tuple[ProjectState, ...]] = {
    ProjectState.IDEA: (ProjectState.OFFERED, ProjectState.ACTIVE),
    ProjectState.OFFERED: (ProjectState.ACTIVE, ProjectState.DECLINED, ProjectState.IDEA),
    ProjectState.ACTIVE: (ProjectState.LANDED, ProjectState.STOPPED, ProjectState.OFFERED),
    ProjectState.LANDED: (ProjectState.ACTIVE,),
    ProjectState.DECLINED: (ProjectState.OFFERED, ProjectState.ACTIVE, ProjectState.IDEA),
    ProjectState.STOPPED: (ProjectState.ACTIVE,),
}
_REFUSALS: Mapping[tuple[ProjectState, ProjectState], str] = {
    (ProjectState.IDEA, ProjectState.DECLINED): "Nobody was offered this project, so nobody can decline it.",
    (ProjectState.OFFERED, ProjectState.LANDED): "The offer is still open. Record the answer first.",
    (ProjectState.OFFERED, ProjectState.STOPPED): "The offer is still open. Take it back instead.",
    (ProjectState.ACTIVE, ProjectState.IDEA): "Someone works on this project. Stop it, or go back to the offer first.",
    (ProjectState.ACTIVE, ProjectState.DECLINED): "This was accepted. Stop it, or go back to the offer first.",
}
_NOT_BEGUN = "Nobody has taken this project on yet, so it can't end."
_ENDED = "This project has ended. Take it up again first."


class StepRefused(ValueError):
    """A project can't go to that state from where it stands; the text says why and what to do."""


def list_next_states(state: ProjectState) -> tuple[ProjectState, ...]:
    """Return where a project may go from a state, the usual way first; for menus and for what a drag may do.

    >>> [one.value for one in list_next_states(ProjectState.IDEA)]
    ['offered', 'active']
    """
    return _NEXT[state]


def check_step(from_state: ProjectState, to_state: ProjectState) -> None:
    """Raise StepRefused, with a sentence to show, unless the step may be taken."""
    if to_state in _NEXT[from_state]:
        return
    usual = _ENDED if from_state in (ProjectState.LANDED, ProjectState.STOPPED) else _NOT_BEGUN
    raise StepRefused(_REFUSALS.get((from_state, to_state), usual))
