"""What people of the sample said of themselves, sealed under the groups key; eight of them said nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sqlmodel import col, select

from coachdesk.model.person import Person
from coachdesk.services.self_descriptions import DescriptionDraft, save_description
from coachdesk.store.store import Store
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.vault.bundle import OpenVault
from coachdesk.vault.groups_key import GroupsKey
from coachdesk.vault.slots import Passphrase

_GROUPS: Mapping[str, str] = {
    "Women": "Aiko Mori, Amara Okafor, Ana Kovač, Elif Kaya, Emily Tran, Fatima Benali, Grace Kim, Leila Haddad, "
    "Linnea Berg, Marta Silva, Mei-Lin Chen, Nanami Ito, Ruth Adeyemi, Thandi Nkosi, Yara Costa, Zoe Laurent",
    "Works remotely": "Amara Okafor, Ana Kovač, Chidi Eze, Daniel Osei, Elif Kaya, Emily Tran, Fatima Benali, "
    "Grace Kim, Leila Haddad, Lucas Moreau, Mateo Vargas, Mei-Lin Chen, Nikhil Rao, Owen Gallagher, Thandi Nkosi, "
    "Tomasz Zieliński, Yara Costa, Zoe Laurent",
    "Carers": "Amara Okafor, Arjun Nair, Diego Fuentes, Jonas Weber, Linnea Berg, Lucas Moreau, Marta Silva, "
    "Mei-Lin Chen, Peter Novák, Ruth Adeyemi, Yara Costa, Zoe Laurent",
    "Career changers": "Ana Kovač, Arjun Nair, Elif Kaya, Jonas Weber, Kwame Mensah, Lucas Moreau, Marta Silva, "
    "Mateo Vargas, Nanami Ito, Peter Novák, Thandi Nkosi",
    "Second language": "Amara Okafor, Arjun Nair, Chidi Eze, Daniel Osei, Diego Fuentes, Elif Kaya, Emily Tran, "
    "Fatima Benali, Grace Kim, Leila Haddad, Linnea Berg, Mateo Vargas, Mei-Lin Chen, Nanami Ito, Nikhil Rao, "
    "Noor Siddiqui, Peter Novák, Thandi Nkosi, Yusuf Demir, Zoe Laurent",
    "First at university": "Diego Fuentes, Nikhil Rao, Viktor Petrov, Yara Costa",
    "Hard of hearing": "Owen Gallagher, Viktor Petrov",
}
"""Five groups that may be shown, and two that are too small; every overlap of the five has five people or none."""

_WORDS = "You may count me here. Ask before you mention it."


def add_groups(store: Store, vault: OpenVault, passphrase: str | Passphrase, today: date) -> None:
    """Keep the descriptions of those who are in the sample; it takes the passphrase once more, as always."""
    key = vault.groups_key(passphrase)
    try:
        store.write(lambda unit: _describe(unit, key, today))
    finally:
        key.forget()


def _describe(unit: UnitOfWork, key: GroupsKey, today: date) -> None:
    groups: dict[str, list[str]] = {}
    for group, names in _GROUPS.items():
        for name in names.split(", "):
            groups.setdefault(name, []).append(group)
    present = select(Person.name, Person.id).where(col(Person.archived_at).is_(None), ~col(Person.is_owner))
    for number, (name, person_id) in enumerate(sorted(unit.session.exec(present).all())):
        if name in groups:
            consented_on = today - timedelta(days=30 + 5 * number)
            save_description(unit, key, DescriptionDraft(person_id, _WORDS, tuple(groups[name]), consented_on))
