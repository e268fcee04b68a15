"""What Priya and Amara say about her open review, as the discussion of a review is kept."""

from __future__ import annotations

import json

AMARA_TALK = json.dumps(
    {
        "growing-others": [
            [
                "shared",
                "Amara coached two people through the dual-write. I have not yet seen her hand over the lead. "
                "**Next sign:** Nanami runs the 22 May design review; Amara stays in the room and speaks last.",
            ],
            ["only_you", "If this goes well, reopen the mark in August rather than at year end."],
        ]
    },
    ensure_ascii=False,
)
