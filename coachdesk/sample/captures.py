"""What the sample's manager captured: wins, feedback by name, and the cards of the direct reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from random import Random

from coachdesk.model.base import Noun
from coachdesk.model.card import CardAnswer
from coachdesk.model.observation import Observation, ObservationKind
from coachdesk.model.visibility import Visibility
from coachdesk.sample.story import AMARA, ARJUN, DIEGO, HANNAH, KWAME, MEI_LIN, SOFIA, TOMASZ, YUSUF

_EVENING = time(17, 40)
_FEEDBACK, _WIN = ObservationKind.FEEDBACK, ObservationKind.WIN

TOLD: tuple[tuple[str, ObservationKind, str, str, int, bool], ...] = (
    (AMARA, _FEEDBACK, "Her cut-over checklist saved us a day. I copied it for Payouts.", KWAME, 6, True),
    (AMARA, _FEEDBACK, "The review of the idempotency keys changed how we plan retries.", "Thandi Nkosi", 12, True),
    (
        AMARA,
        _FEEDBACK,
        "Answers in the design channel are quick, but at times too short to learn from.",
        MEI_LIN,
        33,
        True,
    ),
    (AMARA, _WIN, "Led the cut-over dry run without me in the room", "", 5, False),
    (AMARA, _WIN, "Said no to a second project and offered a date instead", "", 19, True),
    (ARJUN, _FEEDBACK, "The retry RFC reads well; the failure table is missing.", MEI_LIN, 14, False),
    (ARJUN, _WIN, "Took the comments on the RFC without defending one of them", "", 3, False),
    (DIEGO, _FEEDBACK, "Two false alarms a day is better than anything we had.", "Elif Kaya", 20, False),
    (DIEGO, _WIN, "Put the risk scorer live with a switch to turn it off", "", 29, True),
    (HANNAH, _FEEDBACK, "Stand-ups are shorter and I know what to do after them.", "Thandi Nkosi", 2, False),
    (KWAME, _FEEDBACK, "He told the partner the honest date, and they thanked us.", TOMASZ, 9, True),
    (KWAME, _WIN, "Four of five contract tests pass; he gave the credit to Grace", "", 8, True),
    (MEI_LIN, _FEEDBACK, "The forecast method is the first I can explain to Finance.", "Finance", 15, True),
    (SOFIA, _WIN, "Two examples for Engineer II written down unasked", "", 6, False),
    (TOMASZ, _FEEDBACK, "Asked for help on paging before it hurt; please keep that.", AMARA, 7, True),
    (YUSUF, _WIN, "Handed the reviewer rota to his team and stayed out of it", "", 4, True),
)
"""The last weeks: person, kind, words, who said it, days ago, whether it was passed on."""

_OLDER = (
    "Explains why before how; the review took half the time.",
    "I could hand the release over and sleep.",
    "Asks the question that everyone else avoids.",
    "The summary after the incident was fair to all of us.",
    "Sometimes decides in private what the team should hear.",
    "Stayed late with us, and asked why we had to.",
    "The write-up came two weeks after we needed it.",
    "Made room for the new colleague in the design talk.",
    "The estimate held to the day, which nobody expected.",
    "Took my question seriously though it was the third time.",
    "Was short with support on Monday, and said sorry on Tuesday.",
)
_SOURCES = ("Thandi Nkosi", "Lucas Moreau", "Grace Kim", "Product", "Support", HANNAH, KWAME, YUSUF)

_CARD: Mapping[str, tuple[str, ...]] = {
    "feedback": (
        "In writing first, then a talk the next day.",
        "Straight away and plainly, but never in the stand-up.",
        "With one example, and time until the evening to answer.",
    ),
    "recognition": (
        "Tell the team, and name who helped.",
        "A quiet word is enough; no stage.",
        "Tell the people who use it; that counts more than my manager.",
    ),
    "stress": (
        "I go quiet and my reviews get short.",
        "I say yes to everything.",
        "I fix small things instead of the large one.",
    ),
    "support": ("Take one thing away and tell me which.", "Leave me a morning without meetings."),
    "needs": (
        "1. A problem of my own  2. Time to think  3. Someone who reads my designs",
        "1. A clear next step  2. Feedback each week  3. Calm on-call weeks",
        "1. Trust with the plan  2. Good colleagues  3. To be home at six",
    ),
    "hours": ("Best before eleven. Not after six, except when paged.", "School run until nine; evenings are fine."),
    "me": ("Tell me earlier when the plan changes.", "Ask me what I think before you say what you think."),
}


def plan_captures(person_ids: Mapping[str, str], today: date, zone: tzinfo, seed: int, years: int) -> Iterator[Noun]:
    """Return observations and card answers of those of the story who are in the sample, in the order told."""
    random = Random(f"{seed}/captures")  # noqa: S311 - made-up notes, no secret

    def moment(on: date) -> datetime:
        return datetime.combine(on, _EVENING, zone).astimezone(UTC)

    def new_id() -> str:
        return f"{random.getrandbits(128):032x}"

    def observation(name: str, kind: ObservationKind, text: str, said_by: str, on: date, passed: bool) -> Observation:
        return Observation(
            id=new_id(),
            person_id=person_ids[name],
            kind=kind,
            text=text,
            said_by=said_by,
            visibility=Visibility.SHARED if passed else Visibility.ONLY_YOU,
            observed_on=on,
            passed_on_at=moment(on + timedelta(days=1)) if passed else None,
            created_at=moment(on),
        )

    names = [name for name in (AMARA, ARJUN, DIEGO, HANNAH, KWAME, MEI_LIN, SOFIA, TOMASZ, YUSUF) if name in person_ids]
    for name, kind, text, said_by, days, passed in TOLD:
        if name in person_ids:
            yield observation(name, kind, text, said_by, today - timedelta(days=days), passed)
    for name in names:
        count = 11 if name == AMARA else random.randrange(3, 7)
        span = max(120, years * 365 - 20)
        said = random.sample(_OLDER, len(_OLDER)) * 2
        for place in range(count):
            on = today - timedelta(days=45 + (span - 45) * place // count + random.randrange(0, 14))
            said_by = random.choice([source for source in _SOURCES if source != name])
            yield observation(name, _FEEDBACK, said[place], said_by, on, True)
        yield from _card_of(random, name, person_ids[name], today, moment)


def _card_of(
    random: Random, name: str, person_id: str, today: date, moment: Callable[[date], datetime]
) -> Iterator[CardAnswer]:
    """Return a card: most answers of one talk, some asked again; of two people it is older than a year."""
    first = today - timedelta(days=random.randrange(150, 330) + (230 if name in (DIEGO, YUSUF, AMARA) else 0))
    for key, answers in _CARD.items():
        if key in ("support", "me") and random.random() < 0.4:
            continue
        asked = [first]
        if random.random() < 0.25:
            asked.append(first + timedelta(days=random.randrange(60, 140)))
        chosen = random.sample(answers, len(asked))
        for on, text in zip(asked, chosen, strict=True):
            yield CardAnswer(
                id=f"{random.getrandbits(128):032x}",
                person_id=person_id,
                question_key=key,
                text=text,
                answered_on=on,
                created_at=moment(on),
            )
