"""Where the database keeps what opens the attachments, for a rotation of the keys and for checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coachdesk.vault.attachments import Entry
from coachdesk.vault.engine import Connection


class AttachmentRows:
    """The rows of the table `attachment`, as `coachdesk.vault.rotation.BlobRows` asks for them."""

    def list_entries(self, connection: Connection) -> Iterable[Entry]:
        """Return content id and wrapped key of every attachment, each once."""
        rows = connection.execute("SELECT DISTINCT content_id, content_key FROM attachment ORDER BY content_id")
        return [(str(content_id), bytes(key)) for content_id, key in rows.fetchall()]

    def renew_entries(self, connection: Connection, renewed: Mapping[str, Entry]) -> None:
        """Write the new pair for each content id; called inside a transaction."""
        for content_id, (new_id, new_key) in renewed.items():
            connection.execute(
                "UPDATE attachment SET content_id = ?, content_key = ? WHERE content_id = ?",
                (new_id, new_key, content_id),
            )
