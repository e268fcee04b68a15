"""The stretch projects of the sample: whose, which skill, when each step was, and the words about them."""

from __future__ import annotations

from dataclasses import dataclass

from coachdesk.model.opportunity import OfferAnswer
from coachdesk.model.project import ProjectState, Reach
from coachdesk.sample.story import AMARA, ARJUN, HANNAH, KWAME, MEI_LIN, SOFIA, TOMASZ, YUSUF

_IDEA, _OFFERED, _ACTIVE = ProjectState.IDEA, ProjectState.OFFERED, ProjectState.ACTIVE
_LANDED, _DECLINED = ProjectState.LANDED, ProjectState.DECLINED


@dataclass(frozen=True, slots=True)
class Course:
    """One project. All days count back from today, negative ones lie ahead; None is what did not happen.

    `until` is the day of the reply for an offer, of the next check-in for a running project, and otherwise unused.
    """

    title: str
    state: ProjectState
    person: str
    competency: str
    written: int
    offered: int | None = None
    answered: int | None = None
    ended: int | None = None
    until: int | None = None
    reach: Reach = Reach.DEPARTMENT
    reason: str = ""
    ask_again: int | None = None


COURSES: tuple[Course, ...] = (
    Course("Run the architecture forum for a month", _IDEA, "", "technical-judgement", 20),
    Course("Vendor cost review with Finance", _IDEA, "", "product-sense", 9, reach=Reach.COMPANY),
    Course("Write the post-incident guide", _IDEA, "", "running-systems", 4),
    Course("Seat in capacity planning", _OFFERED, AMARA, "technical-judgement", 16, 7, until=-7, reach=Reach.COMPANY),
    Course("Lead the interface guild", _OFFERED, MEI_LIN, "growing-others", 30, 12, until=-3),
    Course("Host the June game day", _OFFERED, TOMASZ, "running-systems", 25, 5, until=-8),
    Course("Lead the ledger cut-over", _ACTIVE, AMARA, "planning", 118, 110, 105, until=-7, reach=Reach.COMPANY),
    Course("Platform roadmap draft", _ACTIVE, ARJUN, "technical-judgement", 75, 61, 58, until=-2),
    Course("Payouts partner launch", _ACTIVE, KWAME, "collaboration", 140, 122, 120, until=-10, reach=Reach.OUTSIDE),
    Course("Hiring plan for Checkout", _ACTIVE, HANNAH, "planning", 104, 92, 90, until=-15),
    Course("Cost of the platform, told to the board", _ACTIVE, YUSUF, "communication", 160, 152, 149, until=-6,
           reach=Reach.COMPANY),
    Course("Model review with Legal", _ACTIVE, MEI_LIN, "communication", 101, 80, 77, until=-20, reach=Reach.COMPANY),
    Course("Ledger dual-write", _LANDED, AMARA, "code-design", 363, 360, 356, 275),
    Course("Refund rules in one workshop", _LANDED, AMARA, "collaboration", 262, 255, 252, 190),
    Course("Retry RFC across three teams", _LANDED, ARJUN, "technical-judgement", 270, 251, 248, 131),
    Course("Contract tests with the partner", _LANDED, KWAME, "testing", 340, 331, 330, 240, reach=Reach.OUTSIDE),
    Course("Offsite for Payouts", _LANDED, KWAME, "growing-others", 225, 214, 213, 160, reach=Reach.TEAM),
    Course("Interview training for two teams", _LANDED, HANNAH, "growing-others", 310, 300, 297, 180),
    Course("Build-time guild", _LANDED, YUSUF, "collaboration", 345, 333, 329, 205),
    Course("On-call handbook", _LANDED, TOMASZ, "running-systems", 330, 322, 320, 233),
    Course("Company technology radar", _LANDED, MEI_LIN, "technical-judgement", 220, 208, 204, 50, reach=Reach.COMPANY),
    Course("Reading circle for staff engineers", _LANDED, MEI_LIN, "growing-others", 300, 290, 288, 170),
    Course("Talk at the engineering all-hands", _LANDED, MEI_LIN, "communication", 350, 341, 340, 290,
           reach=Reach.COMPANY),
    Course("On-call rota redesign", _LANDED, SOFIA, "running-systems", 250, 243, 242, 225),
    Course("Conference talk, Lisbon", _DECLINED, ARJUN, "communication", 150, 141, 136, reach=Reach.OUTSIDE,
           reason="Travel does not fit this spring", ask_again=-50),
    Course("Hiring panel lead", _DECLINED, TOMASZ, "growing-others", 95, 84, 80,
           reason="Too early after the birth", ask_again=-55),
    Course("Merger review team", _DECLINED, MEI_LIN, "technical-judgement", 60, 44, 41, reach=Reach.COMPANY,
           reason="Two reviews run already; fine with missing this one"),
)  # fmt: skip
"""By column, then as they stand on the board: 3, 3, 6, 12 and 3."""

EARLIER_OFFERS: tuple[tuple[str, str, int, OfferAnswer, str], ...] = (
    ("Payouts partner launch", "Oksana Bondar", 136, OfferAnswer.DECLINED, "Wants to end the audit first"),
    ("Company technology radar", "Linnea Berg", 217, OfferAnswer.DECLINED, "Prefers to write, not to host"),
    ("Model review with Legal", "Elif Kaya", 97, OfferAnswer.DECLINED, "On parental leave until March"),
    ("Cost of the platform, told to the board", "Aroha Ngata", 158, OfferAnswer.DECLINED, "The hours do not fit"),
    ("Hiring plan for Checkout", "Thandi Nkosi", 102, OfferAnswer.DECLINED, "Would rather build this year"),
    ("Merger review team", "Peter Novák", 56, OfferAnswer.DECLINED, "Knows one side too well"),
    ("Retry RFC across three teams", "Zuzana Horvat", 266, OfferAnswer.DECLINED, "Was moving flat"),
)
"""Offers before the one that stands: project, to whom, days ago, answer, and the reason in their words."""

CRITERIA = {
    "planning": "Has cut a plan into steps before. Needs a plan that others depend on. Has four hours a week.",
    "technical-judgement": "Can say what would make each option wrong. Has not yet done it outside the own team.",
    "product-sense": "Is curious about cost. Has not yet talked with Finance.",
    "running-systems": "Carries the pager or will soon. Wants to leave something that others can follow.",
    "growing-others": "Has taught one person well. Is ready to let others lead in the room.",
    "collaboration": "Trusted by the other team. Needs work whose end nobody alone decides.",
    "communication": "Knows the matter best. Has not yet told it to people from elsewhere.",
    "code-design": "Has changed the same part twice. Is ready to own its shape for a year.",
    "testing": "Has found a defect by a test that nobody asked for. Can explain it to a partner.",
}
"""Who it should go to, by the skill that it is for; written before any name."""

REFLECTIONS: dict[str, tuple[str, str]] = {
    "Ledger dual-write": (
        "I wrote the rollback first and it changed the design. I asked for help a week too late. Next time I would "
        "draw the failure table with the other team.",
        "Two services ran side by side for nine weeks without a lost entry. She led the review of the idempotency keys "
        "herself. Four teams copied the checklist.",
    ),
    "On-call rota redesign": (
        "I was sure nobody would follow a rota by an Engineer I. They did, because I had asked each of them.",
        "She talked to all twelve people before she drew anything. Swaps fell from nine a month to two.",
    ),
    "Company technology radar": (
        "The hard part was to leave things out. I learned to write down who decides.",
        "Nine teams use it for their plans. She named two others as the next editors.",
    ),
    "Retry RFC across three teams": (
        "The second draft was short since I had heard the objections first.",
        "He changed his proposal twice in public and said why. Three teams adopted it.",
    ),
}
"""In the person's own words, and in the sponsor's."""

WISHES: tuple[tuple[str, str, str, int], ...] = (
    ("Diego Fuentes", "To lead something that other teams see, the forum for example", "technical-judgement", 75),
    ("Diego Fuentes", "To write down how we handle incidents", "running-systems", 40),
    (SOFIA, "To sit where designs are decided, even if only to take the notes", "technical-judgement", 52),
    (AMARA, "To be in the room where capacity is planned", "technical-judgement", 33),
    (YUSUF, "To teach managers who are new", "growing-others", 60),
)

HELD = {
    AMARA: "Dry run passed. The second gap is a rounding rule; she asked Risk herself.",
    ARJUN: "First draft is a list of wishes. He will bring three options with what each one stops.",
    KWAME: "Partner moved the date. He told them the honest one.",
    HANNAH: "Two roles, not five. She wants to see the numbers by team.",
    YUSUF: "Slides are too many. One story: what an hour of build time costs.",
    MEI_LIN: "Legal reads the model card gladly. Next: what we do when it is wrong.",
}
"""Words of the last check-in."""

GLUE: tuple[tuple[str, str, str, int | None, int, int | None, str], ...] = (
    (SOFIA, "Takes the notes in the ledger review", "asked", 4, 210, None, ""),
    (SOFIA, "Welcomes new colleagues", "volunteered", 3, 150, None, ""),
    ("Diego Fuentes", "Keeps the rota of alerts", "assigned", 5, 300, None, ""),
    (TOMASZ, "Plans who is on call over holidays", "assigned", 6, 340, None, ""),
    (AMARA, "Answers questions in the design channel", "volunteered", None, 280, None, ""),
    (HANNAH, "Organised the spring offsite", "asked", 8, 120, 35, ""),
    (YUSUF, "Runs the reviewer rota", "assigned", 3, 330, 20, "Ruth Adeyemi"),
)
"""Who, what, how it came, hours a month, since, until (days ago), and who took it over."""

ACTS: tuple[tuple[str, str, str, str, str, int], ...] = (
    (AMARA, "introduced", "Introduced to the lead of capacity planning", "Infrastructure leads", "Invited as a guest",
     26),
    (AMARA, "named", "Named for the seat in capacity planning", "Directors’ meeting", "Offered on 5 May", 9),
    (AMARA, "advised", "How to answer a director in two sentences", "", "", 47),
    (ARJUN, "made_visible", "His RFC opened the platform review", "Platform review", "Two teams asked him in", 66),
    (ARJUN, "advised", "Second answers first: write before talking", "", "", 101),
    (KWAME, "credited", "Contract tests named as his work", "Quarterly update", "", 88),
    (MEI_LIN, "made_visible", "Presented the radar herself", "Company all-hands", "Nine teams use it", 48),
    (MEI_LIN, "named", "Named for the merger review", "Directors’ meeting", "Declined, gladly named", 45),
    (TOMASZ, "credited", "The alert checklist, by name", "Incident review", "", 70),
    (HANNAH, "advised", "Saying no with a date", "", "", 58),
    (YUSUF, "advised", "One number, one story", "", "", 31),
    (SOFIA, "advised", "Examples for Engineer II, written down", "", "Two came unasked", 30),
    (SOFIA, "advised", "How to prepare the first pager week", "", "", 77),
    ("Diego Fuentes", "advised", "Reading a forecast before trusting it", "", "", 93),
)  # fmt: skip
"""Who, what kind, what was done, before whom, what came of it, days ago."""
