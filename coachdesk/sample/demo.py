"""The demo: a fresh sample vault around the present day, which replaces the one before it."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

from coachdesk.sample.attached import add_files
from coachdesk.sample.groups import add_groups
from coachdesk.sample.sample import build_sample
from coachdesk.store.schema import open_store
from coachdesk.vault.attachments import attachments_of
from coachdesk.vault.bundle import create_vault
from coachdesk.vault.kdf import FLOOR

DEMO_PASSPHRASE = "copper lantern meadow violin"  # noqa: S105 - printed for everyone; it guards made-up people
_NAME = "Demo.coachdesk"


def make_demo_vault(folder: Path, today: date | None = None) -> Path:
    """Build the demo vault in `folder`, made if missing, and return its path; an older one there is removed first.

    Times of day are those of this computer. Raises VaultError or StoreFailure.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / _NAME
    if path.exists():
        shutil.rmtree(path)
    here = datetime.now().astimezone()
    with create_vault(path, DEMO_PASSPHRASE, kdf=FLOOR).vault as vault:
        store = open_store(vault)
        try:
            day, zone = today or here.date(), here.tzinfo or UTC
            build_sample(store, today=day, zone=zone)
            store.write(lambda unit: add_files(unit, attachments_of(vault), day, zone, 1))
            add_groups(store, vault, DEMO_PASSPHRASE, day)
        finally:
            store.close()
    return path
