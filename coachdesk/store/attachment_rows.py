"""The attachments' rows as the rotation of keys needs them: on a plain connection, without a session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlcipher3 import dbapi2

from coachdesk.vault.attachments import Entry
from coachdesk.vault.engine import Connection
from coachdesk.vault.errors import VaultError
from coachdesk.vault.unlocked import OpenVault


def list_readable_entries(vault: OpenVault) -> tuple[Entry, ...]:
    """Return what the rows of a damaged vault, opened for rescue, still tell of its attachments."""
    try:
        connection = vault.connect(read_only=True)
    except (VaultError, dbapi2.Error):
        return ()
    try:
        return tuple(AttachmentRows().list_entries(connection))
    except dbapi2.Error:
        return ()
    finally:
        connection.close()


class AttachmentRows:
    """Lists and renews what opens the attachments, for `vault.rotation.rotate_keys`."""

    def list_entries(self, connection: Connection) -> Iterable[Entry]:
        """Return content id and wrapped key of every attachment."""
        rows = connection.execute("SELECT content_id, content_key FROM attachment ORDER BY id").fetchall()
        return [(str(content_id), bytes(key)) for content_id, key in rows]

    def renew_entries(self, connection: Connection, renewed: Mapping[str, Entry]) -> None:
        """Write the new pair for each content id, within the transaction that is open."""
        connection.executemany(
            "UPDATE attachment SET content_id = ?, content_key = ? WHERE content_id = ?",
            [(new_id, key, old_id) for old_id, (new_id, key) in renewed.items()],
        )
