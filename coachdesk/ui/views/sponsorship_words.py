"""The words of stretch projects, in one place, so that board, list and page say them alike."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from coachdesk.model.project import ProjectState, Reach


def _tr(text: str) -> str:
    return QCoreApplication.translate("sponsorship", text)


def state_words(state: ProjectState) -> str:
    """Return what a state is called."""
    return {
        ProjectState.IDEA: _tr("Idea"),
        ProjectState.OFFERED: _tr("Offered"),
        ProjectState.ACTIVE: _tr("Active"),
        ProjectState.LANDED: _tr("Landed"),
        ProjectState.DECLINED: _tr("Declined"),
        ProjectState.STOPPED: _tr("Stopped"),
    }[state]


def column_words(state: ProjectState, *, has_stopped: bool) -> str:
    """Return the heading of the column of a state; stopped projects stand with the declined ones and are named."""
    return _tr("Declined or stopped") if has_stopped else state_words(state)


def step_words(from_state: ProjectState, to_state: ProjectState) -> str:
    """Return the step as an act, such as `They said yes`."""
    special = {
        (ProjectState.IDEA, ProjectState.OFFERED): _tr("Offer it to someone"),
        (ProjectState.IDEA, ProjectState.ACTIVE): _tr("Someone took it on"),
        (ProjectState.OFFERED, ProjectState.ACTIVE): _tr("They said yes"),
        (ProjectState.OFFERED, ProjectState.DECLINED): _tr("They said no"),
        (ProjectState.OFFERED, ProjectState.IDEA): _tr("Take the offer back"),
        (ProjectState.ACTIVE, ProjectState.LANDED): _tr("It landed"),
        (ProjectState.ACTIVE, ProjectState.STOPPED): _tr("Stop it"),
        (ProjectState.ACTIVE, ProjectState.OFFERED): _tr("Back to the open offer"),
        (ProjectState.DECLINED, ProjectState.OFFERED): _tr("Offer it again"),
        (ProjectState.DECLINED, ProjectState.ACTIVE): _tr("They take it on after all"),
        (ProjectState.DECLINED, ProjectState.IDEA): _tr("Leave it open for others"),
    }
    return special.get((from_state, to_state), _tr("Take it up again"))


def moved_words(state: ProjectState) -> str:
    """Return what a step is called in the list of what can be undone."""
    return {
        ProjectState.IDEA: _tr("Offer taken back"),
        ProjectState.OFFERED: _tr("Project offered"),
        ProjectState.ACTIVE: _tr("Project active"),
        ProjectState.LANDED: _tr("Project landed"),
        ProjectState.DECLINED: _tr("Offer declined"),
        ProjectState.STOPPED: _tr("Project stopped"),
    }[state]


def reach_words(reach: Reach) -> str:
    """Return who will see the work."""
    return {
        Reach.TEAM: _tr("Team"),
        Reach.DEPARTMENT: _tr("Department"),
        Reach.COMPANY: _tr("Company"),
        Reach.OUTSIDE: _tr("Outside"),
    }[reach]


def month_words(day: date) -> str:
    """Return `August 2025`."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "MMMM yyyy")


def either_words(names: tuple[str, ...]) -> str:
    """Return `Diego`, `Diego or Sofia`, or `Diego, Sofia or Amara`."""
    if len(names) < 2:
        return "".join(names)
    return _tr("{names} or {last}").format(names=", ".join(names[:-1]), last=names[-1])
