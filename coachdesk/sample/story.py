"""The present weeks of the sample, told by hand: who is met today, what waits, what was promised and said lately.

Days are counted backwards from the present day: 7 is a week ago, -2 the day after tomorrow.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

from coachdesk.model.agenda import AgendaSource
from coachdesk.model.promise import PromiseOwner
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block

AMARA, ARJUN, DIEGO, HANNAH, KWAME = "Amara Okafor", "Arjun Nair", "Diego Fuentes", "Hannah Lindqvist", "Kwame Mensah"
MEI_LIN, SOFIA, TOMASZ, YUSUF = "Mei-Lin Chen", "Sofia Rinaldi", "Tomasz Zieliński", "Yusuf Demir"
NOOR = "Noor Siddiqui"
SHARED, ONLY_YOU = Visibility.SHARED, Visibility.ONLY_YOU
MINE, THEIRS = AgendaSource.MINE, AgendaSource.THEIRS
ME, THEM = PromiseOwner.ME, PromiseOwner.THEM

SLOTS: Mapping[str, tuple[int, time]] = {
    AMARA: (0, time(9, 30)),
    KWAME: (0, time(11, 0)),
    ARJUN: (0, time(14, 0)),
    SOFIA: (0, time(15, 30)),
    DIEGO: (0, time(9, 0)),
    TOMASZ: (1, time(10, 0)),
    YUSUF: (2, time(11, 0)),
    HANNAH: (6, time(10, 0)),
    MEI_LIN: (10, time(9, 0)),
}
"""The usual one-on-one: days until the next one and its time."""

TOLD: Mapping[str, tuple[int, frozenset[int]]] = {
    AMARA: (364, frozenset({77, 126, 168, 231, 280, 329})),
    DIEGO: (28, frozenset({7, 14, 21})),
    MEI_LIN: (18, frozenset({4})),
}
"""How many days back chance is silent, and which meetings within them did not happen."""

MOVED: Mapping[tuple[str, int], tuple[int, time]] = {
    (DIEGO, 0): (-1, time(13, 0)),
    (MEI_LIN, 18): (16, time(8, 0)),
}
"""A slot that was held, or is planned, on another day."""

PULSES: Mapping[tuple[str, int], int] = {
    (AMARA, days): pulse for days, pulse in zip(range(7, 63, 7), (2, 3, 3, 4, 3, 4, 4, 4), strict=True)
}

BOOKED: Mapping[str, tuple[int, time]] = {
    NOOR: (0, time(10, 30)),
    "Thandi Nkosi": (2, time(15, 0)),
    "Lucas Moreau": (6, time(15, 0)),
    "Chidi Eze": (8, time(13, 0)),
    "Linnea Berg": (14, time(13, 30)),
    "Peter Novák": (21, time(15, 30)),
}
"""Skip-levels in the calendar: in how many days."""

NEVER_MET = frozenset({NOOR})

LAST_MET: Mapping[str, tuple[int, time]] = {
    "Grace Kim": (95, time(15, 0)),
    "Viktor Petrov": (89, time(15, 0)),
    "Mateo Vargas": (82, time(13, 30)),
    "Elif Kaya": (80, time(13, 0)),
    "Zoe Laurent": (78, time(16, 0)),
    "Fatima Benali": (75, time(15, 0)),
    "Oksana Bondar": (74, time(13, 0)),
    "Owen Gallagher": (1, time(15, 0)),
    "Thandi Nkosi": (82, time(13, 0)),
    "Lucas Moreau": (81, time(13, 0)),
    "Chidi Eze": (77, time(13, 0)),
    "Linnea Berg": (76, time(16, 0)),
    "Peter Novák": (75, time(15, 30)),
}
"""Skip-levels whose last talk the story knows. At a quarter past nine that is a day less than the calendar says."""

AGENDA: tuple[tuple[str, str, AgendaSource, Visibility, int], ...] = (
    (AMARA, "Ledger cut-over: two reconciliation gaps left", MINE, SHARED, 10),
    (AMARA, "Weekend page: what changed since?", MINE, SHARED, 9),
    (AMARA, "How do I get into the capacity-planning group?", THEIRS, SHARED, 1),
    (AMARA, "Leave in July, who covers on-call?", THEIRS, SHARED, 1),
    (AMARA, "Staff evidence: the idempotency-key design review", MINE, SHARED, 4),
    (AMARA, "Hand Nanami the 22 May review", MINE, SHARED, 4),
    (AMARA, "Load check after the weekend", MINE, ONLY_YOU, 2),
    (NOOR, "What should I know that does not reach me?", MINE, SHARED, 3),
    (NOOR, "What slows your team down that I could remove?", MINE, SHARED, 3),
    (NOOR, "Which work would you like that you have not been offered?", MINE, SHARED, 3),
    (NOOR, "What do you need more or less of from Yusuf?", MINE, ONLY_YOU, 3),
    (NOOR, "What is one thing you would change by autumn?", MINE, SHARED, 3),
    (KWAME, "Partner launch: who says go, and when?", THEIRS, SHARED, 2),
    (KWAME, "Schema freeze from 25 May: what does Payouts need?", MINE, SHARED, 4),
    (KWAME, "Grace and Viktor: skip-level talks are late", MINE, SHARED, 8),
    (KWAME, "Delegates little before the launch; ask what he would stop", MINE, ONLY_YOU, 1),
    (ARJUN, "Marks for the ladder review: three are missing", MINE, SHARED, 5),
    (ARJUN, "Retry RFC: what did the comments change?", THEIRS, SHARED, 1),
    (DIEGO, "Three talks fell away: say so first", MINE, ONLY_YOU, 5),
    (DIEGO, "Conference in autumn: talk on the risk scorer", THEIRS, SHARED, 16),
    (TOMASZ, "Paging goal: where does it stand?", MINE, SHARED, 3),
    (TOMASZ, "June release and the on-call plan", THEIRS, SHARED, 2),
    (HANNAH, "Did shorter stand-ups help?", MINE, SHARED, 1),
    (MEI_LIN, "Capacity forecast: method for the summer peak", THEIRS, SHARED, 6),
    (YUSUF, "Noor after seven months", MINE, SHARED, 2),
)
"""What is open: person, words, who brought it, who may see it, days ago."""

PROMISES: tuple[tuple[str, str, PromiseOwner, int, int], ...] = (
    (TOMASZ, "Confirm the on-call swap for the June release", ME, 6, 13),
    (ARJUN, "Pass on Mei-Lin’s feedback about the retry RFC", ME, 4, 14),
    (DIEGO, "Ask Finance about the conference budget", ME, 3, 28),
    (HANNAH, "Check back: did shorter stand-ups help?", ME, 1, 22),
    (AMARA, "Introduce Amara to the capacity-planning group", ME, 0, 14),
    (AMARA, "Clear the freeze with Kwame’s team", ME, -2, 7),
    (AMARA, "Write the schema-freeze proposal", THEM, -3, 7),
    (AMARA, "Pair with Nanami on her first design review", THEM, -10, 7),
    (KWAME, "Find a date for the partner launch rehearsal", ME, -3, 7),
    (KWAME, "Send the capacity numbers for Payouts", THEM, -6, 7),
    (SOFIA, "Plan the ladder review with Sofia", ME, -7, 7),
    (SOFIA, "Write down two examples for Engineer II", THEM, -9, 7),
    (MEI_LIN, "Read the forecast method before the architecture group", ME, -8, 16),
    (YUSUF, "Tell Yusuf’s team what came of the reviewer rota", ME, -17, 5),
    (TOMASZ, "Draw the paging chart by service", THEM, -4, 6),
    (HANNAH, "Draft the case for Thandi’s next level", THEM, -14, 8),
    (ARJUN, "Hand in the self marks for the ladder review", THEM, -1, 7),
)
"""What is promised and open: person, words, whose it is, days since it was due, days since it was made."""

NOTES: Mapping[tuple[str, int], tuple[Block, ...]] = {
    (AMARA, 7): (
        Block(
            SHARED,
            "Cut-over dry run planned; weekend page discussed\n\n## Ledger cut-over\n"
            "- Dry run planned for Thursday, with Kwame and Thandi watching\n"
            "- Two reconciliation gaps left: rounding, and refunds that arrive late\n\n## Weekend page\n"
            "- Paged twice over the weekend; tired but steady\n- Both pages came from the old alert on queue depth",
        ),
        Block(ONLY_YOU, "Tired, and does not want it to count. No second project until the pages calm down."),
        Block(
            SHARED,
            "## Scope\n- Asked for wider scope: a seat in the capacity-planning group\n"
            "- I introduce her by next Tuesday",
        ),
    ),
    (AMARA, 14): (
        Block(
            SHARED,
            "Design review went well; wants wider scope\n\n## Idempotency-key design review\n"
            "- Four teams changed their plans after it; Kwame’s team copied the checklist\n"
            "- The part on retries was the clearest page we had this year\n\n## Scope\n"
            "- Wants wider scope; asked who decides on capacity for next year\n"
            "- Her case: three launches this year hit our write limits\n> “I’d like to lead the next one end to end.”",
        ),
    ),
    (AMARA, 21): (
        Block(
            SHARED,
            "Staff path: named Growing others as the gap\n\n## Toward Staff\n"
            "- Five of seven areas are at the mark; Growing others and Direction are not\n"
            "- Named Growing others herself, before I did\n- Nanami’s first design review would be a start\n\n"
            "## Posting latency\n- 99th percentile went from 520 to 470 ms after the batch change\n"
            "- Aims for 300 ms by the summer peak",
        ),
    ),
    (KWAME, 7): (
        Block(
            SHARED,
            "Partner launch is on track; freeze needs a date\n\n## Partner launch\n"
            "- Contract tests pass for four of five partners\n- The rehearsal needs a day without a release\n\n"
            "## Schema freeze\n- Could live with a freeze from 25 May if the refunds land before\n"
            "- Amara’s cut-over checklist saved the team a day",
        ),
        Block(
            ONLY_YOU,
            "Is worried about capacity before the partner launch, not ready to say so in front of the others. "
            "Ask again before Thursday, alone.",
        ),
    ),
    (DIEGO, 28): (
        Block(
            SHARED,
            "Risk scorer is live; plan changed again\n\n## Risk scorer\n"
            "- Live for 40 % of the checkouts, two false alarms a day\n"
            "- The plan changed for the third time since March, and he heard it at stand-up\n\n## Conference\n"
            "- Would like to speak in autumn; I ask Finance about the budget\n- The talk would be about false alarms",
        ),
        Block(ONLY_YOU, "Quieter than in March. The changed plans are the reason, not the work. Do not cancel again."),
    ),
    (MEI_LIN, 16): (
        Block(
            SHARED,
            "Talked on the way to the airport after the off-site; forecast method is ready\n\n## Off-site\n"
            "- Good days in Singapore; the two architecture groups agreed on one list\n"
            "- Wants to write the reasons down before they are forgotten\n\n## Capacity forecast\n"
            "- Method for the summer peak is ready; Tomasz brings the numbers\n"
            "- Forecast was off by 17 % last year because refunds were counted twice",
        ),
    ),
    (TOMASZ, 6): (
        Block(
            SHARED,
            "Capacity forecast within reach; paging goal stands still\n\n## Capacity forecast\n"
            "- Now off by 17 %, aims for 10 % by the end of June\n- Needs the write limits of the ledger from Amara\n\n"
            "## Paging\n- No check-in on the paging goal for five weeks; draws a chart by service\n"
            "- Swap for the June release still needs a yes from me",
        ),
    ),
    ("Owen Gallagher", 1): (
        Block(
            SHARED,
            "Reviews wait for the same two people; on-call is better\n\n## What slows the team\n"
            "- Reviews wait for Elif and Fatima; likes the idea of a rota\n"
            "- Planning changes too late in the quarter, twice since January\n\n## On call\n"
            "- Fewer pages since March; said thank you for it",
        ),
        Block(ONLY_YOU, "Said in passing that capacity before the launch is on everyone’s mind. Theme, no names."),
    ),
}
"""Notes of the last weeks by person and days ago."""
