"""From a landed project to evidence: its reflection's sentences are proposed, and kept by one explicit act."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from coachdesk.model.evidence import EvidenceSource
from coachdesk.model.project import Project, ProjectState
from coachdesk.model.visibility import Visibility
from coachdesk.services.competency_names import name_competency
from coachdesk.services.evidence import EvidenceDraft, Target, add_evidence
from coachdesk.services.project_page import list_evidence_of
from coachdesk.services.project_rows import get_name, get_project, list_steps
from coachdesk.store.unit_of_work import UnitOfWork

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_LIST_SIGN = re.compile(r"^(?:[-*+•]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class ReflectionSentence:
    """One sentence to pick. `is_theirs`: the person wrote it; `is_taken`: it is evidence already."""

    text: str
    is_theirs: bool
    is_taken: bool


@dataclass(frozen=True, slots=True)
class EvidenceProposal:
    """What would be kept about whom, for which competency (empty: none named), of the day on which it landed."""

    project_id: str
    person_id: str
    person_name: str
    ladder_pin: str
    competency_id: str
    competency: str
    occurred_on: date
    sentences: tuple[ReflectionSentence, ...]


def split_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text in order; a line ends one too, and signs of lists are left out.

    >>> split_sentences("It held.  No page since!\\n- Two teams copied it")
    ('It held.', 'No page since!', 'Two teams copied it')
    """
    lines = (_LIST_SIGN.sub("", line.strip()) for line in text.splitlines())
    found = (" ".join(part.split()) for line in lines for part in _SENTENCE_END.split(line))
    return tuple(one for one in found if one)


def propose_evidence(session: Session, project_id: str) -> EvidenceProposal:
    """Return the sentences of a landed project's reflection, theirs first; nothing is written, they are to pick from.

    Raises ValueError unless it landed, NotFound.
    """
    project = get_project(session, project_id)
    person_id = _landed_for(project)
    taken = {row.text for row in list_evidence_of(session, project)}
    voices = ((project.reflection_theirs, True), (project.reflection_yours, False))
    return EvidenceProposal(
        project.id,
        person_id,
        get_name(session, person_id),
        project.ladder_pin,
        project.competency_id,
        name_competency(session, project.ladder_pin, project.competency_id),
        list_steps(session, project_id)[-1].stepped_on,
        tuple(
            ReflectionSentence(one, is_theirs, one in taken)
            for words, is_theirs in voices
            for one in split_sentences(words)
        ),
    )


def keep_as_evidence(
    unit: UnitOfWork,
    project_id: str,
    sentences: Iterable[ReflectionSentence],
    visibility: Visibility = Visibility.ONLY_YOU,
) -> tuple[str, ...]:
    """Keep the picked sentences as evidence for the project's competency and return their identities; undoable.

    Theirs are said by the person. What is evidence already is left out. Raises ValueError unless the project landed, or
    when nothing was picked; NotFound.
    """
    proposal = propose_evidence(unit.session, project_id)
    known = {(one.text, one.is_theirs): one for one in proposal.sentences}
    picked = [known.get((one.text, one.is_theirs), one) for one in dict.fromkeys(sentences)]
    if not picked:
        raise ValueError("Pick at least one sentence.")
    target = Target(proposal.competency_id, proposal.ladder_pin)
    return tuple(
        add_evidence(
            unit,
            EvidenceDraft(
                proposal.person_id,
                one.text,
                proposal.occurred_on,
                (target,) if proposal.competency_id else (),
                EvidenceSource.PROJECT,
                project_id,
                said_by=proposal.person_name if one.is_theirs else "",
                visibility=visibility,
            ),
        )
        for one in picked
        if not one.is_taken
    )


def _landed_for(project: Project) -> str:
    if project.state is not ProjectState.LANDED or project.person_id is None:
        raise ValueError("Only a project that landed can become evidence.")
    return project.person_id
