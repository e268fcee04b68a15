"""Keys that cost little: a suite opens a vault more than a thousand times, and what it costs is tested apart.

Import it before any module that takes `FLOOR` by name.
"""

from __future__ import annotations

from coachdesk.vault import kdf

REAL_FLOOR = kdf.FLOOR
kdf.FLOOR = kdf.KdfParams(memory_kib=19 * kdf.MIB_IN_KIB, passes=1, lanes=1)
