"""Actions as declarations: identity, words, keys and icon in one place; windows bind them to their methods."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from coachdesk.desk.translate import QT_TRANSLATE_NOOP

CONTEXT = "actions"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing that a key, a menu or the command box can do.

    `title` is marked for translation, `shortcuts` are portable key sequences, `section` groups them in help.
    """

    action_id: str
    title: str
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    section: str = "General"
    in_palette: bool = True

    @property
    def text(self) -> str:
        """The title in the user's language."""
        return QCoreApplication.translate(CONTEXT, self.title)


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("search", QT_TRANSLATE_NOOP("actions", "Search or jump to"), ("Ctrl+K",), "search", in_palette=False),
    ActionSpec("capture", QT_TRANSLATE_NOOP("actions", "Capture a note"), ("Ctrl+N",), "note"),
    ActionSpec("go.today", QT_TRANSLATE_NOOP("actions", "Today"), ("Ctrl+1",), "today", "Places"),
    ActionSpec("go.follow_ups", QT_TRANSLATE_NOOP("actions", "Follow-ups"), ("Ctrl+2",), "followups", "Places"),
    ActionSpec("go.reviews", QT_TRANSLATE_NOOP("actions", "Ladder reviews"), ("Ctrl+5",), "ladder", "Places"),
    ActionSpec("go.sponsorship", QT_TRANSLATE_NOOP("actions", "Sponsorship"), ("Ctrl+6",), "sponsorship", "Places"),
    ActionSpec("go.skip_levels", QT_TRANSLATE_NOOP("actions", "Skip-levels"), ("Ctrl+7",), "skip", "Places"),
    ActionSpec("go.ladders", QT_TRANSLATE_NOOP("actions", "Ladders"), (), "ladder", "Places"),
    ActionSpec("go.calibration", QT_TRANSLATE_NOOP("actions", "Calibration"), (), "users", "Places"),
    ActionSpec("go.glue", QT_TRANSLATE_NOOP("actions", "Glue work: who carries how much"), (), "layers", "Places"),
    ActionSpec("go.settings", QT_TRANSLATE_NOOP("actions", "Settings"), ("Ctrl+,",), "settings", "Places"),
    ActionSpec("go.help", QT_TRANSLATE_NOOP("actions", "Help"), ("F1",), "info", "Places"),
    ActionSpec("go.back", QT_TRANSLATE_NOOP("actions", "Back"), ("Alt+Left",), "al", "Places", in_palette=False),
    ActionSpec("go.forward", QT_TRANSLATE_NOOP("actions", "Forward"), ("Alt+Right",), "ar", "Places", in_palette=False),
    ActionSpec(
        "meeting.start",
        QT_TRANSLATE_NOOP("actions", "Start meeting, or finish it"),
        ("Ctrl+Return", "Ctrl+Enter"),
        "timer",
        "Meetings",
    ),
    ActionSpec(
        "agenda.next",
        QT_TRANSLATE_NOOP("actions", "Item discussed, on to the next"),
        ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
        "check",
        "Meetings",
    ),
    ActionSpec(
        "agenda.outcome",
        QT_TRANSLATE_NOOP("actions", "What came of the question"),
        ("Ctrl+Shift+J",),
        "pencil",
        "Meetings",
    ),
    ActionSpec("prep.ask", QT_TRANSLATE_NOOP("actions", "Copy a message that asks for topics"), (), "copy", "Meetings"),
    ActionSpec("prep.paste", QT_TRANSLATE_NOOP("actions", "Paste the reply as topics"), (), "list", "Meetings"),
    ActionSpec("agenda.add", QT_TRANSLATE_NOOP("actions", "New agenda item"), ("Ctrl+Shift+A",), "plus", "Meetings"),
    ActionSpec(
        "block.toggle",
        QT_TRANSLATE_NOOP("actions", "Shared or only you"),
        ("Ctrl+Shift+L",),
        "lock",
        "Meetings",
    ),
    ActionSpec("week.plan", QT_TRANSLATE_NOOP("actions", "Plan the week"), ("Ctrl+Shift+W",), "calendar", "Meetings"),
    ActionSpec("calendar.import", QT_TRANSLATE_NOOP("actions", "Import a calendar"), (), "upload", "Meetings"),
    ActionSpec("action.add", QT_TRANSLATE_NOOP("actions", "New action"), ("Ctrl+Shift+I",), "plus", "Meetings"),
    ActionSpec(
        "summary.copy", QT_TRANSLATE_NOOP("actions", "Copy the shared summary"), ("Ctrl+Shift+C",), "copy", "Meetings"
    ),
    ActionSpec("promises.sweep", QT_TRANSLATE_NOOP("actions", "Friday sweep"), (), "followups", "Meetings"),
    ActionSpec("theme.raise", QT_TRANSLATE_NOOP("actions", "Raise a theme"), ("Ctrl+Shift+T",), "flag", "Meetings"),
    ActionSpec(
        "line.promise",
        QT_TRANSLATE_NOOP("actions", "Make a follow-up of this line"),
        ("Ctrl+Shift+F",),
        "followups",
        "Notes",
    ),
    ActionSpec(
        "line.evidence",
        QT_TRANSLATE_NOOP("actions", "Make evidence of this line"),
        ("Ctrl+Shift+E",),
        "spark",
        "Notes",
    ),
    ActionSpec(
        "note.item_heading",
        QT_TRANSLATE_NOOP("actions", "Heading of the agenda item"),
        ("Ctrl+Shift+G",),
        "heading",
        "Notes",
    ),
    ActionSpec("note.attach", QT_TRANSLATE_NOOP("actions", "Attach files"), (), "clip", "Notes"),
    ActionSpec("note.preview", QT_TRANSLATE_NOOP("actions", "Preview of the note"), ("Ctrl+Shift+V",), "eye", "Notes"),
    ActionSpec(
        "note.history", QT_TRANSLATE_NOOP("actions", "Versions of the note"), ("Ctrl+Alt+H",), "history", "Notes"
    ),
    ActionSpec("review.new", QT_TRANSLATE_NOOP("actions", "New ladder review"), ("Ctrl+Shift+R",), "ladder", "People"),
    ActionSpec("figure.table", QT_TRANSLATE_NOOP("actions", "Show figures as tables"), ("Ctrl+T",), "table", "People"),
    ActionSpec("person.add", QT_TRANSLATE_NOOP("actions", "Add a person"), (), "plus", "People"),
    ActionSpec("person.edit", QT_TRANSLATE_NOOP("actions", "Edit this person"), ("Ctrl+E",), "pencil", "People"),
    ActionSpec("person.groups", QT_TRANSLATE_NOOP("actions", "Self-description of this person"), (), "lock", "People"),
    ActionSpec(
        "packet", QT_TRANSLATE_NOOP("actions", "Growth packet; there, print it"), ("Ctrl+P",), "printer", "People"
    ),
    ActionSpec(
        "packet.save", QT_TRANSLATE_NOOP("actions", "Save the packet as PDF"), ("Ctrl+S",), "download", "People"
    ),
    ActionSpec("project.new", QT_TRANSLATE_NOOP("actions", "New stretch project"), ("Ctrl+Shift+Y",), "plus", "People"),
    ActionSpec("project.list", QT_TRANSLATE_NOOP("actions", "Stretch projects as a list"), (), "list", "People"),
    ActionSpec("goal.add", QT_TRANSLATE_NOOP("actions", "New skill goal"), ("Ctrl+Shift+S",), "goals", "People"),
    ActionSpec("goal.talk", QT_TRANSLATE_NOOP("actions", "New coaching note"), ("Ctrl+Shift+N",), "note", "People"),
    ActionSpec("roster.import", QT_TRANSLATE_NOOP("actions", "Import a roster"), (), "upload", "People"),
    ActionSpec("ladder.import", QT_TRANSLATE_NOOP("actions", "Import a ladder"), (), "upload", "People"),
    ActionSpec("undo", QT_TRANSLATE_NOOP("actions", "Undo"), ("Ctrl+Z",), "undo", "Editing"),
    ActionSpec("redo", QT_TRANSLATE_NOOP("actions", "Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "repeat", "Editing"),
    ActionSpec(
        "find", QT_TRANSLATE_NOOP("actions", "Find on this page"), ("Ctrl+F",), "search", "Editing", in_palette=False
    ),
    ActionSpec("row.move", QT_TRANSLATE_NOOP("actions", "Move to"), ("Ctrl+Shift+M",), "", "Editing", in_palette=False),
    ActionSpec(
        "presenter", QT_TRANSLATE_NOOP("actions", "Presenter mode: show what you share"), ("Ctrl+Shift+P",), "present"
    ),
    ActionSpec("lock", QT_TRANSLATE_NOOP("actions", "Lock now"), ("Ctrl+Alt+L",), "lock"),
    ActionSpec("sidebar", QT_TRANSLATE_NOOP("actions", "Show or hide the sidebar"), ("F9",), "sidebar", "Window"),
    ActionSpec("pane.next", QT_TRANSLATE_NOOP("actions", "Next pane"), ("F6",), "", "Window", in_palette=False),
    ActionSpec(
        "pane.previous", QT_TRANSLATE_NOOP("actions", "Previous pane"), ("Shift+F6",), "", "Window", in_palette=False
    ),
    ActionSpec("rail", QT_TRANSLATE_NOOP("actions", "Show or hide the side notes"), ("Shift+F9",), "", "Window"),
    ActionSpec("text.larger", QT_TRANSLATE_NOOP("actions", "Larger text"), ("Ctrl++", "Ctrl+="), "plus", "Window"),
    ActionSpec("text.smaller", QT_TRANSLATE_NOOP("actions", "Smaller text"), ("Ctrl+-",), "minus", "Window"),
    ActionSpec("text.reset", QT_TRANSLATE_NOOP("actions", "Normal text size"), ("Ctrl+0",), "", "Window"),
    ActionSpec("theme.next", QT_TRANSLATE_NOOP("actions", "Light or dark"), (), "palette", "Window"),
    ActionSpec("quit", QT_TRANSLATE_NOOP("actions", "Lock and quit"), ("Ctrl+Q",), "x"),
)


def get_action(action_id: str) -> ActionSpec:
    """Return a declared action. Raises KeyError."""
    return _BY_ID[action_id]


def find_conflicts(actions: tuple[ActionSpec, ...] = ACTIONS) -> tuple[tuple[str, str, str], ...]:
    """Return (shortcut, one action, another) for each key sequence that is declared twice."""
    seen: dict[str, str] = {}
    conflicts = []
    for action in actions:
        for shortcut in action.shortcuts:
            if shortcut in seen:
                conflicts.append((shortcut, seen[shortcut], action.action_id))
            seen[shortcut] = action.action_id
    return tuple(conflicts)


_BY_ID = {action.action_id: action for action in ACTIONS}
