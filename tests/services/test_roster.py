"""Carrying out a roster import."""

from __future__ import annotations

from typing import Any

from coachdesk.services.history import History
from coachdesk.services.people import PersonDraft, find_owner, get_person, get_tree, list_people, save_person
from coachdesk.services.roster import ImportResult, import_roster, list_known_people
from coachdesk.services.roster_plan import OWNER_KEY, PlannedPerson, RosterPlan
from coachdesk.store.store import Store

PLAN = RosterPlan(
    (
        PlannedPerson("row:2", None, "Grace Kim", role="Engineer II", manager_key="row:3"),
        PlannedPerson("row:3", None, "Kwame Mensah", role="Engineering Manager", manager_key=OWNER_KEY, tags=("lead",)),
    ),
    owner_name="Priya Raman",
)


def test_a_manager_may_stand_below_their_reports(store: Store) -> None:
    written = store.write(lambda unit: import_roster(unit, PLAN))
    tree = store.read(get_tree)
    assert written.result == ImportResult(added=2, updated=0, unchanged=0)
    assert [person.name for person in tree.direct] == ["Kwame Mensah"]
    assert [member.name for member in tree.teams[0].members] == ["Grace Kim"]


def test_the_file_names_an_owner_who_had_no_name(store: Store) -> None:
    store.write(lambda unit: import_roster(unit, PLAN))
    owner: Any = store.read(find_owner)
    assert owner.name == "Priya Raman"


def test_silence_keeps_what_is_known_and_a_second_import_updates(store: Store) -> None:
    draft = PersonDraft(None, "Kwame Mensah", role="Lead", pronouns="he/him")
    person_id = store.write(lambda unit: save_person(unit, draft)).result
    plan = RosterPlan((PlannedPerson(person_id, person_id, "Kwame Mensah", role="Engineering Manager"),))
    first = store.write(lambda unit: import_roster(unit, plan)).result
    again = store.write(lambda unit: import_roster(unit, plan)).result
    kept = store.read(lambda session: get_person(session, person_id))
    assert (first.updated, again.unchanged) == (1, 1)
    assert (kept.role, kept.pronouns) == ("Engineering Manager", "he/him")
    assert len(store.read(list_people)) == 1


def test_one_undo_takes_the_whole_import_back(store: Store) -> None:
    history = History()
    before = store.read(list_known_people)
    written = store.write(lambda unit: import_roster(unit, PLAN))
    history.record("Import", written.changes)
    store.write(history.undo)
    assert store.read(list_people) == ()
    assert store.read(list_known_people) == before
