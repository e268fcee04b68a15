"""Four years of ladder reviews in the sample: who was marked how, what speaks for it, and one change of the ladder.

Days are counted backwards from the present day, as in `coachdesk.sample.story`.
"""

from __future__ import annotations

from collections.abc import Mapping

from coachdesk.model.evidence import EvidenceSource
from coachdesk.model.visibility import Visibility
from coachdesk.sample.story import AMARA, ARJUN, SOFIA, TOMASZ

OLD_VERSION, NEW_PIN = "2024.1", "software-engineer@2026.1"
OLD_PIN = f"software-engineer@{OLD_VERSION}"
VERSION_CHANGED = 440
"""The present version holds since that many days ago."""

REVIEW_DAYS = (1440, 1265, 1080, 900, 715, 545, 360, 178)
"""Eight agreed reviews, oldest first."""

COMPETENCIES = (
    "code-design", "testing", "running-systems", "security-data", "planning", "ownership", "product-sense",
    "technical-judgement", "finding-problems", "communication", "collaboration", "growing-others",
)  # fmt: skip

CAREERS: Mapping[str, tuple[tuple[int, str, str], ...]] = {
    AMARA: ((1520, "l4", "l5"), (553, "l5", "l6")),
    SOFIA: ((1470, "l2", "l3"), (800, "l3", "l4")),
    TOMASZ: ((1600, "l5", "l6"),),
    ARJUN: ((900, "l5", "l6"),),
}
"""Since how many days at which level, towards which one. The second step of Amara's and Sofia's was a promotion."""

COURSES: Mapping[str, Mapping[str, str]] = {
    AMARA: {
        "code-design": "6 7 7 8 8 9 10 11",
        "testing": "6 6 7 7 8 9 10 11",
        "running-systems": "6 6 6 7 7 8 9 10",
        "security-data": "- - - - - - 9 10",
        "planning": "6 7 7 7 8 9 10 11",
        "ownership": "7 7 8 8 9 9 10 11",
        "product-sense": "5 6 6 7 7 8 9 10",
        "technical-judgement": "6 7 7 8 9 9 10 11",
        "finding-problems": "6 6 7 7 8 8 10 11",
        "communication": "6 7 8 8 9 9 10 11",
        "collaboration": "7 8 8 8 9 10 11 11",
        "growing-others": "6 6 7 7 8 8 8 8",
    },
    SOFIA: {
        "code-design": "2 2 3 3 4 4 5 5",
        "testing": "2 3 3 4 4 5 5 6",
        "running-systems": "1 2 2 2 3 3 4 4",
        "security-data": "- - - - - - 3 4",
        "planning": "2 2 3 3 3 4 5 5",
        "ownership": "3 3 3 4 4 5 5 6",
        "product-sense": "2 2 2 3 3 4 4 5",
        "technical-judgement": "1 2 2 3 3 4 4 5",
        "finding-problems": "2 2 3 3 4 4 5 5",
        "communication": "3 3 4 4 5 5 5 5",
        "collaboration": "3 3 4 4 5 5 6 6",
        "growing-others": "1 1 2 2 3 3 4 4",
    },
    TOMASZ: {
        "code-design": "8 8 9 9 9 9 9 9",
        "testing": "8 9 9 9 9 9 10 10",
        "running-systems": "9 9 10 10 11 11 11 11",
        "security-data": "- - - - - - 9 10",
        "planning": "7 7 7 7 7 7 7 7",
        "ownership": "9 9 9 9 10 10 10 10",
        "product-sense": "7 7 7 7 8 8 8 8",
        "technical-judgement": "8 8 9 9 9 10 10 10",
        "finding-problems": "9 9 10 10 10 11 11 11",
        "communication": "7 8 8 8 8 8 9 9",
        "collaboration": "8 8 9 9 9 9 9 9",
        "growing-others": "7 7 8 8 8 9 9 9",
    },
}
"""Agreed marks at `REVIEW_DAYS`: places on the ladder from 0 (L1, emerging), a dash where it was not asked. Tomasz has
stood still in planning for all four years.
"""

TALKED_ABOUT: Mapping[str, tuple[int, int]] = {
    "code-design": (11, 11), "testing": (11, 11), "running-systems": (11, 10), "security-data": (10, 10),
    "planning": (11, 11), "ownership": (11, 11), "product-sense": (10, 11), "technical-judgement": (12, 12),
    "finding-problems": (11, 11), "communication": (11, 11), "collaboration": (11, 11), "growing-others": (10, 8),
}  # fmt: skip
"""Amara's open review: her own mark and Priya's, both handed in."""

NOT_YET_MARKED = frozenset({"product-sense", "communication", "growing-others"})
"""What Priya has not marked yet in Arjun's review."""

COMMENTS: Mapping[tuple[str, bool], str] = {
    ("growing-others", True): "I coached Nanami and Rafael through the dual-write.",
    ("growing-others", False): "Helps when asked; has not handed over a lead yet.",
    ("planning", False): "Cut the scope of the cut-over in time, and said so to three teams.",
    ("running-systems", True): "The pages of the weekend were mine to prevent.",
}
"""Words beside a mark of Amara's open review; true for her own."""

_NOTE, _FEEDBACK, _DOCUMENT, _PROJECT, _WIN = (
    EvidenceSource.NOTE, EvidenceSource.FEEDBACK, EvidenceSource.DOCUMENT, EvidenceSource.PROJECT, EvidenceSource.WIN,
)  # fmt: skip
_SHARED, _ONLY_YOU = Visibility.SHARED, Visibility.ONLY_YOU

EVIDENCE: tuple[tuple[str, str, str, str, EvidenceSource, str, int, bool, Visibility], ...] = (
    (AMARA, "growing-others", "l6", "Reconciliation guide, used by three teams", _DOCUMENT, "", 218, False, _SHARED),
    (AMARA, "growing-others", "l6", "“She let me find it myself”", _FEEDBACK, "Nanami Ito", 232, False, _SHARED),
    (AMARA, "growing-others", "l6", "Took the keyboard while pairing", _NOTE, "", 245, True, _ONLY_YOU),
    (AMARA, "growing-others", "l6", "Dual-write: two people paired in", _PROJECT, "", 257, False, _SHARED),
    (
        AMARA,
        "technical-judgement",
        "l6",
        "Idempotency-key review: four teams changed their plans",
        _NOTE,
        "",
        12,
        False,
        _SHARED,
    ),
    (
        AMARA,
        "technical-judgement",
        "l6",
        "Chose to keep the old posting path for one quarter",
        _NOTE,
        "",
        96,
        False,
        _SHARED,
    ),
    (AMARA, "planning", "l6", "Cut two of seven steps from the cut-over and said why", _WIN, "", 7, False, _SHARED),
    (AMARA, "planning", "l6", "Plan for three teams with one owner a step", _DOCUMENT, "", 61, False, _SHARED),
    (
        AMARA,
        "collaboration",
        "l6",
        "“Her checklist saved us a day. I copied it for Payouts.”",
        _FEEDBACK,
        "Kwame Mensah",
        6,
        False,
        _SHARED,
    ),
    (
        AMARA,
        "collaboration",
        "l6",
        "Settled the rounding question between Ledger and Payouts",
        _NOTE,
        "",
        21,
        False,
        _SHARED,
    ),
    (AMARA, "code-design", "l6", "Posting interface that three services build on", _DOCUMENT, "", 23, False, _SHARED),
    (AMARA, "code-design", "l5", "Split the posting module without a stop", _PROJECT, "", 190, False, _SHARED),
    (AMARA, "testing", "l6", "Replay test that found the late refunds", _WIN, "", 40, False, _SHARED),
    (AMARA, "running-systems", "l6", "Paged twice on one weekend by the same cause", _NOTE, "", 9, True, _ONLY_YOU),
    (AMARA, "running-systems", "l6", "Load test before the summer peak", _PROJECT, "", 44, False, _SHARED),
    (AMARA, "security-data", "l6", "Removed card numbers from the trace", _WIN, "", 88, False, _SHARED),
    (
        AMARA,
        "ownership",
        "l6",
        "Stayed with the ledger gap until the last cent was found",
        _NOTE,
        "",
        35,
        False,
        _SHARED,
    ),
    (
        AMARA,
        "product-sense",
        "l6",
        "Asked support which refunds hurt, then changed the order",
        _NOTE,
        "",
        70,
        False,
        _SHARED,
    ),
    (AMARA, "finding-problems", "l6", "Saw the write limit before it was reached", _WIN, "", 52, False, _SHARED),
    (
        AMARA,
        "communication",
        "l6",
        "“Clear, fast, and she kept us calm in the dry run.”",
        _FEEDBACK,
        "Thandi Nkosi",
        4,
        False,
        _SHARED,
    ),
    (SOFIA, "testing", "l4", "Found the wrong rounding with a test of four lines", _WIN, "", 18, False, _SHARED),
    (SOFIA, "ownership", "l4", "Took the late refunds from ticket to finish", _NOTE, "", 30, False, _SHARED),
    (
        SOFIA,
        "collaboration",
        "l4",
        "“Explains her reviews so that I learn from them.”",
        _FEEDBACK,
        "Nanami Ito",
        55,
        False,
        _SHARED,
    ),
    (SOFIA, "code-design", "l4", "First change across two services", _PROJECT, "", 120, False, _SHARED),
    (SOFIA, "running-systems", "l4", "Shadowed on-call, wrote the missing step", _NOTE, "", 210, False, _SHARED),
    (SOFIA, "communication", "l4", "Update that needed no second question", _NOTE, "", 300, False, _SHARED),
    (TOMASZ, "running-systems", "l6", "Halved the pages of the payout service", _WIN, "", 60, False, _SHARED),
    (TOMASZ, "finding-problems", "l6", "Traced the slow start to a lock in the driver", _NOTE, "", 33, False, _SHARED),
    (TOMASZ, "planning", "l6", "Two plans this year ended a month late", _NOTE, "", 26, True, _ONLY_YOU),
    (TOMASZ, "growing-others", "l6", "Runbook that new people follow alone", _DOCUMENT, "", 150, False, _SHARED),
    (TOMASZ, "code-design", "l5", "Design that three people built without asking", _PROJECT, "", 96, False, _SHARED),
    (TOMASZ, "code-design", "l5", "Broke the payout change into five steps", _NOTE, "", 54, False, _SHARED),
)
"""Person, competency, level, words, kind, who said it, days ago, speaks against it, who may see it."""

GOALS: tuple[tuple[str, str, str, str, int, int | None], ...] = (
    (AMARA, "growing-others", "l6:emerging", "Let Nanami lead a design review; coach from the side", 90, -10),
    (AMARA, "running-systems", "l6:emerging", "Bring Ledger’s view to capacity planning", 60, -40),
    (SOFIA, "running-systems", "l4:emerging", "Carry the pager for one week with a second", 75, -30),
    (TOMASZ, "planning", "l5:solid", "Break the next plan into steps of two weeks and review each", 120, -5),
)
"""Person, competency, step aimed at, words, days since it was set, days until it is due (negative: ahead)."""
