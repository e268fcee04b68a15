"""The place where a vault lies: the names in its bundle, and whether changes may be written there."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

SUFFIX = ".coachdesk"
_NETWORK = frozenset(
    (
        "afs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "gfs2",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "smb3",
        "smbfs",
    )
)
_NETWORK_FUSE = frozenset(("davfs", "davfs2", "gcsfuse", "glusterfs", "rclone", "s3fs", "sshfs"))
_DRIVE_REMOTE = 4
READ_ONLY_FOLDER = "The folder does not allow changes, so the vault is open for reading only."
READ_ONLY_NETWORK = (
    "The vault lies on a network drive, where it could be damaged by two computers at once, "
    "so it is open for reading only. Copy it to this computer to write in it."
)
READ_ONLY_ASKED = "The vault was opened for reading only."
READ_ONLY_NEWER = (
    "This vault was written by a newer CoachDesk, so it is open for reading only. Update CoachDesk to write in it."
)
READ_ONLY_RESCUE = "The vault is damaged and open for reading only, to rescue what can still be read."


@dataclass(frozen=True, slots=True)
class Bundle:
    """The paths inside a bundle folder."""

    path: Path

    @property
    def name(self) -> str:
        """The vault's name as its owner sees it: the folder's without the suffix."""
        return self.path.name.removesuffix(SUFFIX)

    @property
    def headers(self) -> tuple[Path, Path]:
        """The two header copies."""
        return self.path / "header.a", self.path / "header.b"

    @property
    def database(self) -> Path:
        """The SQLCipher file."""
        return self.path / "vault.db"

    @property
    def wal(self) -> Path:
        """The write-ahead log beside it, there while the vault is open or after a crash."""
        return self.path / "vault.db-wal"

    @property
    def blobs(self) -> Path:
        """The folder of attachments."""
        return self.path / "blobs"

    @property
    def lock(self) -> Path:
        """The file that is locked while the vault is open; always empty, never removed."""
        return self.path / "lock"

    def has_wal(self) -> bool:
        """Tell whether there are commits that aren't in the database file yet."""
        return self.wal.exists() and self.wal.stat().st_size > 0


def bundle_path(path: Path) -> Path:
    """Return the path with the suffix that a bundle has, added when it is missing."""
    return path if path.name.endswith(SUFFIX) else path.with_name(path.name + SUFFIX)


def find_read_only_reason(path: Path) -> str | None:
    """Return a plain sentence when a bundle here must not be written to, or None when it may."""
    if is_network_drive(path):
        return READ_ONLY_NETWORK
    bundle = Bundle(path)
    needed = (path, bundle.database, *(each for each in bundle.headers if each.exists()))
    if not all(os.access(each, os.W_OK) for each in needed if each.exists()):
        return READ_ONLY_FOLDER
    return None


def is_network_drive(path: Path) -> bool:
    """Tell whether the path lies on another computer, where file locks and syncs can't be relied on.

    Known on Linux and Windows; elsewhere False, and the process lock alone protects.
    """
    if sys.platform == "win32":
        import ctypes

        anchor = path.resolve().anchor
        return anchor.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(anchor) == _DRIVE_REMOTE
    mounts = Path("/proc/self/mounts")
    return mounts.exists() and is_network_mount(path.resolve(), mounts.read_text(encoding="utf-8", errors="replace"))


def is_network_mount(path: Path, mounts: str) -> bool:
    """Tell the same from a mount table in the form of /proc/self/mounts; the deepest mount above the path decides."""
    deepest, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\"))
        if path.is_relative_to(point) and len(point.parts) >= deepest:
            deepest, kind = len(point.parts), fields[2]
    return kind in _NETWORK or (kind.startswith("fuse.") and kind[5:] in _NETWORK_FUSE)
