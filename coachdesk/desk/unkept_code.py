"""Remembers on this computer that a new recovery code was made and nobody confirmed having kept it.

A lock takes the code off the screen, and it is shown once only; without this the owner would trust the old code.
"""

from __future__ import annotations

from coachdesk.desk.settings import UNKEPT_CODE, Settings
from coachdesk.vault.unlocked import OpenVault


class UnkeptCode:
    """The state of one vault's newest recovery code, in the settings under the vault's random identity."""

    def __init__(self, settings: Settings, vault: OpenVault) -> None:
        self._settings = settings
        self._vault_id = vault.vault_id
        self._before = settings.get(UNKEPT_CODE)

    @property
    def is_open(self) -> bool:
        """Whether this vault's newest code was never confirmed."""
        return self._settings.get(UNKEPT_CODE) == self._vault_id

    def begin(self) -> None:
        """Note it before a new code is made, so that not even a crash in between goes unnoticed."""
        self._before = self._settings.get(UNKEPT_CODE)
        self._settings.set(UNKEPT_CODE, self._vault_id)

    def take_back(self) -> None:
        """No new code was made: all is as it was before."""
        self._settings.set(UNKEPT_CODE, self._before)

    def confirm(self) -> None:
        """The owner kept it."""
        self._settings.set(UNKEPT_CODE, "")
