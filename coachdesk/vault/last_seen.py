"""How far a vault had come when this device saw it last, so that an older copy put in its place is noticed.

The note is authenticated with the vault's state key and lies outside of the bundle; it names only the vault's id.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from .files import replace_file
from .strict_json import NotCanonical, decode_canonical, encode_canonical, fields_of, text, whole

OLDER = (
    "This vault is older than the one last seen on this computer. "
    "If you did not put back an earlier copy yourself, find out who did before you rely on it."
)
UNREADABLE = (
    "The note of how far this vault had come on this computer can't be read, so an earlier copy would not be noticed."
)
_MAC_BYTES = 32
_LONGEST = 1024


@dataclass(frozen=True, slots=True)
class LastSeen:
    """The header's generation and the database's commits, as they were."""

    generation: int
    commits: int


def default_state_dir() -> Path:
    """Return the user's folder for state that isn't settings, as the platform names it."""
    return platformdirs.user_state_path("coachdesk", appauthor=False)


def find_last_seen(state_dir: Path, vault_id: str, state_key: bytearray) -> LastSeen | None:
    """Return the note about a vault, or None when there is none. Raises NotCanonical when it isn't authentic."""
    try:
        content = _path(state_dir, vault_id).read_bytes()[:_LONGEST]
    except OSError:
        return None
    body, mac = content[:-_MAC_BYTES], content[-_MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(state_key, body)):
        raise NotCanonical("last seen")
    fields = fields_of(decode_canonical(body), frozenset({"commits", "generation", "vault"}))
    if text(fields, "vault") != vault_id:
        raise NotCanonical("last seen")
    return LastSeen(whole(fields, "generation"), whole(fields, "commits"))


def record_last_seen(state_dir: Path, vault_id: str, state_key: bytearray, seen: LastSeen) -> None:
    """Write the note. A state folder that can't be written is no reason to keep a vault closed: it is left out."""
    body = encode_canonical({"vault": vault_id, "generation": seen.generation, "commits": seen.commits})
    path = _path(state_dir, vault_id)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(path, body + _mac(state_key, body))
    except OSError:
        return


def rollback_notice(state_dir: Path, vault_id: str, state_key: bytearray, now: LastSeen) -> str | None:
    """Return the sentence to show when the vault is behind what was seen here, or None."""
    try:
        seen = find_last_seen(state_dir, vault_id, state_key)
    except NotCanonical:
        return UNREADABLE
    if seen is not None and (now.generation < seen.generation or now.commits < seen.commits):
        return OLDER
    return None


def _path(state_dir: Path, vault_id: str) -> Path:
    return state_dir / "last-seen" / vault_id


def _mac(state_key: bytearray, body: bytes) -> bytes:
    return hmac.new(state_key, body, hashlib.sha256).digest()
