"""What the sample's people talk about, written by hand; gaps in braces are closed by the writer of notes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """One subject: openings for the first line, headings, and lines for the note, the agenda and the promises."""

    gists: tuple[str, ...]
    headings: tuple[str, ...]
    bullets: tuple[str, ...]
    agenda: tuple[str, ...]
    promises: tuple[str, ...]


_DELIVERY = (
    Topic(
        ("{change} rolled out to {percent}", "cut-over of {system} moved to {day}", "{system} migration is halfway"),
        ("Cut-over", "Migration", "Roll-out", "This week’s delivery"),
        (
            "Moved {system} to {change} for {percent} of the traffic; no surprise so far",
            "{count} tables are left; the large one needs a quiet night",
            "Dry run on {day} found a rounding difference in {system}",
            "Back-out plan is written, and {peer} tried it once",
            "Wants to hold until {people} confirm the numbers",
            "Old path of {system} stays for {span}, then goes",
            "The last {percent} are clients that we can’t reach by mail",
        ),
        ("Cut-over of {system}: what is left?", "Who says go on {day}?", "Back-out plan for {change}"),
        (
            "Ask {people} for a quiet window",
            "Write down the back-out plan for {system}",
            "Confirm the date with {peer}",
        ),
    ),
    Topic(
        ("estimate for {system} slipped by {span}", "scope cut agreed", "plan for {season} is thin"),
        ("Planning", "Scope", "What we will not do"),
        (
            "Estimate for {change} more than doubled; the reason is clients that nobody knew",
            "Offered to drop the {people} report; nobody has read it for {span}",
            "Needs a decision on {system} by {day}, else the order of work turns round",
            "Plan changed {few} times since {place}; asked for one list",
            "Capacity for {season} is planned at {percent} above last year",
            "Would rather ship {change} late than half",
        ),
        ("What drops out if {change} stays in?", "Plan for {season}", "Too many small asks from {people}"),
        (
            "Settle the order of work with {people}",
            "Cut the scope of {change} on paper",
            "Take the {people} report off",
        ),
    ),
    Topic(
        ("capacity forecast for {season} discussed", "{system} hits its write limit", "headroom is below {percent}"),
        ("Capacity", "Capacity planning", "Headroom"),
        (
            "{system} runs at {percent} headroom; {season} needs twice that",
            "Load test on {day} broke at {count} times the normal rate, in the pool and not in the database",
            "Wants to bring the case to {group}",
            "Forecast was off by {percent} because refunds are counted twice",
            "{peer} has the numbers of last year; compare before buying anything",
            "Who decides on capacity for next year is still unclear",
        ),
        ("Capacity before {season}", "Who owns the forecast for {system}?", "Results of the load test"),
        ("Share the capacity numbers of last year", "Repeat the load test on {system}", "Ask {group} for a slot"),
    ),
)

_CRAFT = (
    Topic(
        ("design of {change} went well", "design review on {day} was hard", "wrote the design for {system}"),
        ("Design review", "Design", "Architecture"),
        (
            "Presented {change}; {count} comments, {few} of them changed the plan",
            "The part on failure was the best: each step says what happens when it stops halfway",
            "Chose the boring option for {system} and could say why",
            "{peer} asked what it costs to take back; no answer yet",
            "Next time send the draft {span} before, not the evening before",
            "Wants {people} in the room from the start",
        ),
        ("Design of {change}: one page before {day}", "Feedback after {place}", "Who reviews {system}?"),
        ("Read the draft for {change}", "Invite {people} to the design review", "Write up the option we left out"),
    ),
    Topic(
        ("{signal} fell by {percent}", "hunted {signal} down", "found out why {system} is slow"),
        ("Performance", "Latency", "Measurements"),
        (
            "{signal} of {system} fell by {percent} after {change}",
            "The rest is waiting for locks; {peer} has a trace that shows it",
            "Agreed on one chart that everyone looks at, beside {signal}",
            "A faster path would need {change}; not worth it before {season}",
            "Measured first, and was surprised: the guess was wrong by half",
        ),
        ("{signal}: what is good enough?", "Show the trace of {system}", "Stop or go on with {signal}"),
        ("Send the trace to {peer}", "Agree a target for {signal}", "Put {signal} on the team’s chart"),
    ),
    Topic(
        ("reviews wait too long", "review habits are changing", "tests of {system} are steady again"),
        ("Reviews", "Code health", "Tests"),
        (
            "Reviews wait for the same two people; {peer} proposes a rota",
            "Split {change} into {count} small parts, and each was read within a day",
            "{few} flaky tests of {system} are gone; build time is down by {percent}",
            "Comments were sharp on {day}; talked to {peer} directly, it is settled",
            "Took {span} to remove dead code around {system}; nobody missed it",
        ),
        ("Reviews wait for too long", "Rota for reviews", "Flaky tests in {system}"),
        ("Try the reviewer rota for {span}", "Talk to {peer} about the tone", "Delete the old tests of {system}"),
    ),
)

_OPERATIONS = (
    Topic(
        ("weekend page discussed", "on-call was quiet", "paged {few} times by {system}"),
        ("On call", "The pages of this week", "Reliability"),
        (
            "Paged {few} times, each by {system}; the alert is about a symptom",
            "Proposed to page on {signal} rather than on every failed job",
            "Hand-over on {day} took ten minutes and was worth it",
            "Swap with {peer} for the week of {season} is agreed",
            "Runbook of {system} was wrong in {few} places; mended the same night",
            "Sleep comes first: a page after two means a late start, no questions",
        ),
        ("On-call load since last time", "Alert of {system}: keep or drop?", "Who covers {season}?"),
        ("Mend the runbook of {system}", "Confirm the on-call swap with {peer}", "Take the noisy alert out"),
    ),
    Topic(
        ("incident in {system} reviewed", "led the incident on {day}", "actions of the last incident are done"),
        ("Incident", "After the incident", "What the incident taught"),
        (
            "Led the incident on {day}: calm, wrote to {people} every half hour",
            "{system} was down for {count} minutes; the cause was {change} without a limit",
            "{count} actions came out of it, {few} are done",
            "The hard part was to find who owns {system}",
            "Wants to write the review as a story, not as a list",
            "{peer} took the notes, and they were very good",
        ),
        ("Incident review: your part", "Actions from {day} that are still open", "Owner for {system}"),
        ("Publish the incident review", "Find an owner for {system}", "Thank {peer} for the notes"),
    ),
)

_GROWTH = (
    Topic(
        ("next level: {few} examples are missing", "wants wider scope", "staff path talked through"),
        ("Growth", "Next level", "Toward the next level"),
        (
            "Asked what is missing for the next level: work that others build on",
            "Evidence so far: {change}, and the review of {system}",
            "Wants to lead one thing end to end; {season} could be it",
            "Would like a seat in {group}; asked who decides on it",
            "Reading about writing for people who decide; shares a page with {peer}",
            "Named Growing others as the gap, before I did",
        ),
        ("What is missing for the next level?", "Evidence from {change}", "A course in {season}?"),
        ("Introduce them to {group}", "Write two examples for the ladder", "Look for a project of {span}"),
    ),
    Topic(
        ("mentoring {peer} goes well", "pairs with {peer} now", "handed {system} to {peer}"),
        ("Growing others", "Mentoring", "Pairing"),
        (
            "Pairs with {peer} every {day}; the driver changes half-way",
            "Let {peer} run {place} alone and stayed silent; it went well",
            "Handed {change} over with a page of what to watch",
            "Noticed that explaining takes longer than doing, and does it still",
            "{peer} asked for harder work, which is the best sign",
        ),
        ("How is the pairing with {peer}?", "Who could run {place} without you?", "Hand {change} over"),
        ("Let {peer} present at {place}", "Pair with {peer} on {system}", "Give {peer} the next review"),
    ),
    Topic(
        ("feedback from {people} passed on", "gave {peer} hard feedback", "thanked by {people}"),
        ("Feedback", "Heard from others", "Working together"),
        (
            "{people} said that the answers are quick and clear, and that the dates move too often",
            "Told {peer} about the late reviews; was nervous, went well",
            "Interrupts in {place} when it gets technical; knows it, wants a sign from me",
            "The checklist for {system} was copied by another team",
            "Asked {people} for feedback without being told to",
        ),
        ("Feedback from {people}", "How did the talk with {peer} go?", "A sign for {place}"),
        ("Pass on what {people} said", "Ask {peer} for feedback on {change}", "Thank {people} for the example"),
    ),
)

_LIFE = (
    Topic(
        ("leave planned for {season}", "load is high before {season}", "quiet week, good mood"),
        ("Load and leave", "Energy", "How it goes"),
        (
            "Energy is fine; the meetings on {day} are what tires",
            "Leave around {season} for {few} weeks; {peer} covers {system}",
            "Load check: {count} things open, {few} of them matter",
            "Works from home on {day} now, which helps with focus",
            "Asked for fewer meetings rather than shorter ones",
            "Enjoys the work on {change} more than anything since the start of the year",
        ),
        ("Leave around {season}", "Load check", "Which meeting could go?"),
        ("Decline the {day} meeting for both of us", "Enter the leave", "Ask {peer} to cover {system}"),
    ),
    Topic(
        ("interviews take {percent} of the week", "new colleague starts on {day}", "hiring loop reviewed"),
        ("Hiring", "New colleague", "Interviews"),
        (
            "{count} interviews this month; the notes are late each time",
            "Proposes a shorter exercise: reading {system} together instead of writing from nothing",
            "First week plan for the new colleague is ready; {peer} is the buddy",
            "Wants to be on {group}",
            "Debrief on {day} drifted to taste; bring it back to the sheet",
        ),
        ("Too many interviews?", "First weeks of the new colleague", "Exercise for the loop"),
        ("Share the interview load with {peer}", "Write the first week plan", "Bring the new exercise to {group}"),
    ),
)

_LEADING = (
    Topic(
        ("{peer} may be ready for more", "team health is better", "two in the team do not talk"),
        ("Team health", "The team", "People in the team"),
        (
            "{peer} runs {place} now; the others follow",
            "Pulse of the team is up since the on-call change",
            "{few} people want to move within the year; made a plan for each",
            "Shorter stand-ups since {day}; asks again in {span} whether it helped",
            "Delegates {system}, but still reads every change; knows it",
            "Has not met {peer} for {span}; puts it into the calendar today",
        ),
        ("Team health after {season}", "Who is ready for more?", "How do you spend your week?"),
        ("Check back: did shorter stand-ups help?", "Speak with {peer} about scope", "Share the delegation sheet"),
    ),
    Topic(
        ("hard talk with {peer} prepared", "level case for {peer} is thin", "calibration notes compared"),
        ("Performance talk", "Levels", "Calibration"),
        (
            "Prepared the talk with {peer}: one pattern, {few} examples, one ask",
            "Level case lacks work outside the team; look for {few} months more",
            "Compared marks with another lead: the same words, half a step apart",
            "Unclear what Staff means here; {count} people asked this quarter",
            "Will write the expectation down and repeat it in {span}",
        ),
        ("Talk with {peer}: rehearse it", "Case for {peer}", "What does Staff mean here?"),
        ("Read the level case for {peer}", "Find a second opinion on levels", "Answer “what is Staff?” at all-hands"),
    ),
    Topic(
        ("head count for {season} is open", "budget talk with {people}", "road map redrawn with {people}"),
        ("Head count and budget", "Road map", "Working with {people}"),
        (
            "One seat is open; {people} would rather have it in {season}",
            "Road map shows {count} bets; agreed to name the {few} that can fail",
            "Budget for conferences: {percent} used, most of it by {few} people",
            "{people} hear of changes too late; a note every {day} from now on",
            "Capacity of the team is {percent} below plan with the leave in {season}",
        ),
        ("Open seat: which level?", "Note for {people} every {day}", "Capacity in {season}"),
        ("Ask Finance about the open seat", "Write the first note to {people}", "Redraw the road map with {peer}"),
    ),
)

SKIP_TOPICS = (
    Topic(
        ("planning changes too late", "likes the new plan", "planning still feels far away"),
        ("Planning", "What reaches me late", "From the team"),
        (
            "Planning changes too late in the quarter; {change} was dropped after {span} of work",
            "Hears about decisions from {people} before hearing them from us",
            "Would like to see why {system} came first",
            "The reasons in the last all-hands helped; more of those",
        ),
        ("What should I know that does not reach me?", "Planning"),
        ("Explain the order of work at all-hands", "Ask how decisions on {system} reach the team"),
    ),
    Topic(
        ("reviews wait for the same two people", "on-call is better since March", "the tools slow the team down"),
        ("What slows the team", "Tools and habits", "On call"),
        (
            "Reviews wait for the same two people; likes the idea of a rota",
            "On-call is better since March: fewer pages from {system}",
            "Builds take {count} minutes; everyone opens another window and forgets",
            "Test data for {system} is a week of work for every change",
            "{peer} answers everything; what happens when {peer} is away?",
        ),
        ("What slows your team down that I could remove?", "Reviews"),
        ("Report back on the reviewer rota", "Find an owner for the test data"),
    ),
    Topic(
        ("unclear what the next level means", "wants other work", "happy with the scope"),
        ("Growth", "Work they would like", "Sponsorship"),
        (
            "Unclear what Staff means here; has read the ladder twice",
            "Would like to work on {system}, has not been offered it",
            "Learned most from {change} and from {peer}",
            "Speaks at {place} now; a year ago that was unthinkable",
            "Would like to know somebody in {group}",
        ),
        ("Which work would you like that you have not been offered?", "Your next year"),
        ("Introduce them to {group}", "Mention them for {system}"),
    ),
    Topic(
        ("speaks well of the lead", "asks for clearer feedback", "team spirit is good"),
        ("The lead", "The team", "Working together"),
        (
            "Trusts the lead; would like feedback sooner and shorter",
            "One-on-ones fall away in busy weeks, {few} this quarter",
            "Said thank you for the change to {place}",
            "The team laughs again; the new seating and {peer} are the reason",
            "Asked what I hear about the team; said the themes, no names",
        ),
        ("What do you need more or less of from your lead?", "One thing to change by autumn"),
        ("Thank the team for the on-call change", "Tell the lead about the theme, without names"),
    ),
)

ENGINEER_TOPICS = (*_DELIVERY, *_CRAFT, *_OPERATIONS, *_GROWTH, *_LIFE)
LEAD_TOPICS = (*_LEADING, _DELIVERY[1], _DELIVERY[2], _OPERATIONS[1], *_GROWTH[1:], *_LIFE)
