"""The tour: every screen of the sample vault as a PNG file, for the README, for review and where no display is."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from coachdesk.assets import resource_path
from coachdesk.desk.desk import Desk
from coachdesk.desk.opening import rate, suggest
from coachdesk.desk.settings import Settings
from coachdesk.model.meeting import MeetingState
from coachdesk.model.project import ProjectState
from coachdesk.model.visibility import Visibility
from coachdesk.sample.attached import add_files
from coachdesk.sample.demo import DEMO_PASSPHRASE
from coachdesk.sample.follow_up import tell_follow_up
from coachdesk.sample.groups import add_groups
from coachdesk.sample.sample import build_sample
from coachdesk.services.blocks import Block
from coachdesk.services.meetings import find_next, list_meetings, remove_meeting, start_meeting
from coachdesk.services.notes import NoteDraft, save_note
from coachdesk.services.people import ReportingTree, get_tree
from coachdesk.services.project_board import load_board
from coachdesk.services.review_page import list_review_states
from coachdesk.store.schema import open_store
from coachdesk.store.store import Store
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.ui import tour_groups, tour_growth, tour_ladders, tour_notes, tour_opportunity
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.route import Route
from coachdesk.ui.widgets.focus import FocusRing
from coachdesk.ui.windows.main import MainWindow
from coachdesk.ui.windows.parts import PartsPage
from coachdesk.ui.windows.presenter import PresenterWindow
from coachdesk.ui.windows.unlock import UnlockWindow
from coachdesk.vault.attachments import attachments_of
from coachdesk.vault.bundle import create_vault
from coachdesk.vault.kdf import FLOOR

TODAY = date(2026, 5, 12)
NOW = datetime(2026, 5, 12, 9, 12, tzinfo=UTC)
SETTLE_MS = 250


@dataclass(frozen=True, slots=True)
class Stop:
    """One picture: its name and how to bring the window there."""

    name: str
    show: Callable[[Stage], QWidget]


class Stage:
    """The windows of the tour over two vaults, the sample and an empty one, at a fixed moment."""

    def __init__(self, desk: Desk, empty: Desk, look: Appearance, size: tuple[int, int]) -> None:
        self.look = look
        self.size = size
        self.desk = desk
        self.tree: ReportingTree = desk.store.read(get_tree)
        self.main = MainWindow(desk, look)
        self.empty = MainWindow(empty, look)
        self.others: list[QWidget] = []
        for window in (self.main, self.empty):
            window.resize(*size)

    def person(self, name: str) -> str:
        """Return the identity of someone in the sample by name."""
        people = (*self.tree.direct, *(member for team in self.tree.teams for member in team.members))
        return next(person.person_id for person in people if person.name == name)

    def go(self, route: Route) -> QWidget:
        """Show a page of the sample."""
        self.main.show()
        self.main.go(route)
        return self.main

    def keep(self, window: QWidget) -> QWidget:
        """Keep a window alive until the tour is over."""
        window.resize(*self.size)
        window.show()
        self.others.append(window)
        return window

    def close(self) -> None:
        """Take every window down."""
        self.main.allow_close()
        self.empty.allow_close()
        for window in (*self.others, self.main, self.empty):
            window.close()
            window.deleteLater()


def _unlock(stage: Stage) -> QWidget:
    return stage.keep(UnlockWindow(stage.look, vault_name="Priya’s vault", last_opened_text="11 May 2026, 18:42"))


def _unlock_ways(stage: Stage) -> QWidget:
    window = UnlockWindow(stage.look, vault_name="Priya’s vault", last_opened_text="11 May 2026, 18:42")
    window.set_ways(uses_key_file=True, quick_until=datetime(2026, 5, 19, 9, 12, tzinfo=UTC))
    return stage.keep(window)


def _damaged(stage: Stage) -> QWidget:
    from coachdesk.ui.windows.damaged import DamagedPage
    from coachdesk.vault.damage import UNTOUCHED, DamageReport, NextStep, StepKind

    window = UnlockWindow(stage.look, vault_name="Priya’s vault")
    page = DamagedPage(stage.look)
    steps = (
        NextStep(StepKind.OPEN_BACKUP, "Open the newest good backup. The damaged vault is set aside and kept."),
        NextStep(StepKind.OPEN_READ_ONLY, "Open the vault for reading only, to look at what can still be read."),
        NextStep(StepKind.SALVAGE, "Write every row that can be read to a folder of your choice, not encrypted."),
    )
    what = ("3 of the 9,412 pages of the database are damaged (page 5120, 5121, 5122).",)
    safe = ("9,409 pages of the database are authentic and can be read.", UNTOUCHED)
    page.set_damage(DamageReport(what, safe, Path("backup"), steps))
    window.show_page(page)
    return stage.keep(window)


def _first_run(stage: Stage) -> QWidget:
    from coachdesk.ui.windows.first_run import FirstRunWindow

    return stage.keep(
        FirstRunWindow(stage.look, default_place=Path("/home/priya/Documents"), rate=rate, suggest=suggest)
    )


def _today(stage: Stage) -> QWidget:
    return stage.go(Route("today"))


def _empty(stage: Stage) -> QWidget:
    stage.empty.show()
    return stage.empty


def _person(stage: Stage) -> QWidget:
    return stage.go(Route("person", person_id=stage.person("Amara Okafor")))


def _presenter(stage: Stage) -> QWidget:
    return stage.keep(PresenterWindow(stage.desk, stage.look, stage.person("Amara Okafor")))


def _presenter_meetings(stage: Stage) -> QWidget:
    return stage.keep(PresenterWindow(stage.desk, stage.look, stage.person("Amara Okafor"), tab="one-on-ones"))


def _person_meetings(stage: Stage) -> QWidget:
    return stage.go(Route("person", person_id=stage.person("Amara Okafor"), tab="one-on-ones"))


def _person_feedback(stage: Stage) -> QWidget:
    return stage.go(Route("person", person_id=stage.person("Amara Okafor"), tab="feedback"))


def _person_card(stage: Stage) -> QWidget:
    return stage.go(Route("person", person_id=stage.person("Amara Okafor"), tab="card"))


def _person_sponsorship(stage: Stage) -> QWidget:
    return stage.go(Route("person", person_id=stage.person("Amara Okafor"), tab="sponsorship"))


def _glue(stage: Stage) -> QWidget:
    return stage.go(Route("glue"))


def _person_timeline(stage: Stage) -> QWidget:
    return stage.go(Route("person", person_id=stage.person("Amara Okafor"), tab="timeline"))


def _growth(stage: Stage) -> QWidget:
    return stage.go(Route("person", person_id=stage.person("Amara Okafor"), tab="growth"))


def _growth_in(stage: Stage, show: Callable[[MainWindow], None]) -> QWidget:
    """Show the growth page, wait until it is there, and do something on it."""
    window = _growth(stage)
    _settle(stage)
    show(stage.main)
    return window


def _growth_table(stage: Stage) -> QWidget:
    return _growth_in(stage, tour_growth.show_tables)


def _growth_past(stage: Stage) -> QWidget:
    return _growth_in(stage, tour_growth.show_past)


def _growth_explained(stage: Stage) -> QWidget:
    return _growth_in(stage, tour_growth.show_explained)


def _growth_evidence(stage: Stage) -> QWidget:
    return _growth_in(stage, tour_growth.show_evidence)


def _growth_unplaced(stage: Stage) -> QWidget:
    return stage.go(Route("person", person_id=stage.person("Diego Fuentes"), tab="growth"))


def _person_first(stage: Stage) -> QWidget:
    return stage.go(Route("person", person_id=stage.person("Noor Siddiqui")))


def _packet(stage: Stage) -> QWidget:
    return stage.go(Route("packet", person_id=stage.person("Amara Okafor")))


def _packet_promotion(stage: Stage) -> QWidget:
    return stage.go(Route("packet", person_id=stage.person("Amara Okafor"), tab="promotion"))


def _capture(stage: Stage) -> QWidget:
    window = stage.go(Route("today"))
    stage.main.capture_box.open_box(None, "@Hannah +feedback from kwame her stand-ups are shorter +p")
    return window


def _person_form(stage: Stage) -> QWidget:
    return stage.go(Route("person_form", person_id=stage.person("Amara Okafor")))


def _prep(stage: Stage) -> QWidget:
    person_id = stage.person("Amara Okafor")
    meeting = stage.desk.store.read(lambda session: find_next(session, person_id, after=NOW))
    assert meeting is not None
    return stage.go(Route("meeting", person_id=person_id, meeting_id=meeting.meeting_id, tab="prep"))


def _meeting(stage: Stage) -> QWidget:
    person_id = stage.person("Amara Okafor")
    meeting_id = stage.desk.store.write(lambda unit: start_meeting(unit, person_id)).result
    draft = NoteDraft("tour", person_id, meeting_id, _LIVE_NOTE)
    stage.desk.store.write(lambda unit: save_note(unit, draft))
    return stage.go(Route("meeting", person_id=person_id, meeting_id=meeting_id))


def _line_promise(stage: Stage) -> QWidget:
    return _in_notes(stage, tour_notes.show_promise_bar)


def _line_evidence(stage: Stage) -> QWidget:
    return _in_notes(stage, tour_notes.show_evidence_bar)


def _note_preview(stage: Stage) -> QWidget:
    return _in_notes(stage, tour_notes.show_preview)


def _note_versions(stage: Stage) -> QWidget:
    return _in_notes(stage, tour_notes.show_versions)


def _note_attachment(stage: Stage) -> QWidget:
    """Show the newest note of Tomasz with its file."""
    person_id = stage.person("Tomasz Zieliński")
    rows = stage.desk.store.read(lambda session: list_meetings(session, person_id))
    held = next(row for row in rows if row.state is MeetingState.HELD)
    window = stage.go(Route("meeting", person_id=person_id, meeting_id=held.meeting_id, tab="live"))
    _settle(stage)
    return window


def _in_notes(stage: Stage, show: Callable[[MainWindow], None]) -> QWidget:
    """Show the live note, wait until it is there, and do something in it."""
    window = _meeting(stage)
    _settle(stage)
    show(stage.main)
    return window


_LIVE_NOTE = (
    Block(
        Visibility.SHARED,
        "## Ledger cut-over\n- Thursday’s dry run passed; rounding and late refunds still differ\n"
        "- Amara proposes a schema freeze from 25 May\n- [ ] **Amara** writes the freeze proposal, 15 May",
    ),
    Block(Visibility.ONLY_YOU, "Sounded worn out about the weekend page. Ask about load again before offering more."),
    Block(
        Visibility.SHARED,
        "## Toward Staff\n- Idempotency-key review: four teams changed their plans after it\n"
        "> “I’d like to lead the next one end to end.”",
    ),
)


def _follow_up(stage: Stage) -> QWidget:
    _meeting(stage)
    person_id = stage.person("Amara Okafor")
    meeting_id = stage.desk.store.write(lambda unit: tell_follow_up(unit, person_id, TODAY)).result
    return stage.go(Route("meeting", person_id=person_id, meeting_id=meeting_id, tab="follow-up"))


def _follow_ups(stage: Stage) -> QWidget:
    return stage.go(Route("follow_ups"))


def _sweep(stage: Stage) -> QWidget:
    return stage.go(Route("follow_ups", tab="sweep"))


def _search(stage: Stage) -> QWidget:
    window = stage.go(Route("today"))
    stage.main.command_box.open_box(None, "capacity")
    return window


def _reviews(stage: Stage) -> QWidget:
    return stage.go(Route("reviews"))


def _review(stage: Stage, name: str, tab: str) -> QWidget:
    """Show the newest review of someone at one of its steps."""
    rows = stage.desk.store.read(list_review_states)
    review_id = next(row.review_id for row in rows if row.person_name == name)
    return stage.go(Route("review", stage.person(name), item_id=review_id, tab=tab))


def _sponsorship(stage: Stage) -> QWidget:
    return stage.go(Route("sponsorship"))


def _sponsorship_groups(stage: Stage) -> QWidget:
    window = stage.go(Route("sponsorship"))
    _settle(stage)
    tour_groups.open_pane(stage.main, DEMO_PASSPHRASE)
    _settle(stage)
    return window


def _self_description(stage: Stage) -> QWidget:
    return stage.go(Route("self_description", person_id=stage.person("Amara Okafor")))


def _self_description_open(stage: Stage) -> QWidget:
    window = _self_description(stage)
    _settle(stage)
    tour_groups.open_words(stage.main, DEMO_PASSPHRASE)
    _settle(stage)
    return window


def _sponsorship_list(stage: Stage) -> QWidget:
    return stage.go(Route("sponsorship", tab="list"))


def _project(stage: Stage) -> QWidget:
    """Show the newest landed project at the sentences that can become evidence."""
    cards = stage.desk.store.read(lambda session: load_board(session, TODAY)).cards
    landed = next(card.project_id for card in cards if card.state is ProjectState.LANDED)
    window = stage.go(Route("project", item_id=landed))
    _settle(stage)
    stage.main.run_action("line.evidence")
    return window


def _skip_levels(stage: Stage) -> QWidget:
    return stage.go(Route("skip_levels"))


def _import(stage: Stage) -> QWidget:
    stage.empty.show()
    stage.empty.import_file(str(resource_path("samples", "roster.csv")))
    return stage.empty


def _calendar_import(stage: Stage) -> QWidget:
    window = stage.go(Route("calendar_import"))
    stage.main.view.set_file(resource_path("samples", "calendar.ics"))  # type: ignore[attr-defined]
    return window


def _ladders(stage: Stage) -> QWidget:
    return stage.go(Route("ladders"))


def _ladder(stage: Stage) -> QWidget:
    window = stage.go(Route("ladder", item_id="software-engineer@2026.1"))
    _settle(stage)
    tour_ladders.show_cell(stage.main)
    return window


def _ladder_import(stage: Stage) -> QWidget:
    window = stage.go(Route("ladder_import"))
    stage.main.view.set_files((resource_path("samples", "ladder.csv"),))  # type: ignore[attr-defined]
    return window


def _ladder_change(stage: Stage) -> QWidget:
    pins = stage.desk.store.write(tour_ladders.keep_next_version).result
    return stage.go(Route("ladder_change", item_id=pins))


def _plan_week(stage: Stage) -> QWidget:
    for name in ("Diego Fuentes", "Mei-Lin Chen", "Sofia Rinaldi", "Arjun Nair", "Yusuf Demir"):
        stage.desk.store.write(partial(_clear_planned, person_id=stage.person(name)))
    return stage.go(Route("plan"))


def _clear_planned(unit: UnitOfWork, person_id: str) -> None:
    for row in list_meetings(unit.session, person_id, with_planned=True):
        if row.state is MeetingState.PLANNED:
            remove_meeting(unit, row.meeting_id)


def _goals(stage: Stage) -> QWidget:
    return stage.go(Route("person", person_id=stage.person("Amara Okafor"), tab="goals"))


def _calibration(stage: Stage) -> QWidget:
    tomasz, amara = (stage.person(name) for name in ("Tomasz Zieliński", "Amara Okafor"))
    return stage.go(Route("calibration", item_id=f"growing-others/{tomasz}/{amara}"))


def _calibration_table(stage: Stage) -> QWidget:
    window = stage.go(Route("calibration"))
    _settle(stage)
    stage.main.run_action("figure.table")
    return window


def _opportunity(stage: Stage, title: str, show: Callable[[MainWindow], None]) -> QWidget:
    """Show a project of the sample as an opportunity, wait until it is there, and do something on it."""
    project_id = stage.desk.store.write(lambda unit: tour_opportunity.write_criteria(unit, title)).result
    window = stage.go(Route("opportunity", item_id=project_id))
    _settle(stage)
    show(stage.main)
    return window


def _opportunity_new(stage: Stage) -> QWidget:
    return stage.go(Route("opportunity"))


def _own_writing(stage: Stage) -> QWidget:
    return stage.go(Route("calibration", tab="writing"))


def _security(stage: Stage) -> QWidget:
    return stage.go(Route("settings", tab="security"))


def _backups(stage: Stage) -> QWidget:
    return stage.go(Route("settings", tab="backups"))


def _appearance(stage: Stage) -> QWidget:
    return stage.go(Route("settings", tab="appearance"))


def _keyboard(stage: Stage) -> QWidget:
    return stage.go(Route("settings", tab="keyboard"))


def _help(stage: Stage) -> QWidget:
    return stage.go(Route("help"))


def _parts(stage: Stage) -> QWidget:
    return stage.keep(PartsPage(stage.look))


STOPS: tuple[Stop, ...] = (
    Stop("unlock", _unlock),
    Stop("unlock-ways", _unlock_ways),
    Stop("damaged", _damaged),
    Stop("first-run", _first_run),
    Stop("empty", _empty),
    Stop("import", _import),
    Stop("calendar-import", _calendar_import),
    Stop("today", _today),
    Stop("person", _person),
    Stop("person-one-on-ones", _person_meetings),
    Stop("presenter", _presenter),
    Stop("presenter-one-on-ones", _presenter_meetings),
    Stop("person-feedback", _person_feedback),
    Stop("person-card", _person_card),
    Stop("person-sponsorship", _person_sponsorship),
    Stop("glue", _glue),
    Stop("person-timeline", _person_timeline),
    Stop("growth", _growth),
    Stop("growth-table", _growth_table),
    Stop("growth-past", _growth_past),
    Stop("growth-explained", _growth_explained),
    Stop("growth-evidence", _growth_evidence),
    Stop("growth-unplaced", _growth_unplaced),
    Stop("person-first-meeting", _person_first),
    Stop("packet", _packet),
    Stop("packet-promotion", _packet_promotion),
    Stop("capture", _capture),
    Stop("person-form", _person_form),
    Stop("one-on-one-prep", _prep),
    Stop("one-on-one", _meeting),
    Stop("note-promise", _line_promise),
    Stop("note-evidence", _line_evidence),
    Stop("note-preview", _note_preview),
    Stop("note-versions", _note_versions),
    Stop("note-attachment", _note_attachment),
    Stop("follow-up", _follow_up),
    Stop("follow-ups", _follow_ups),
    Stop("sweep", _sweep),
    Stop("reviews", _reviews),
    Stop("review-self", partial(_review, name="Arjun Nair", tab="self")),
    Stop("review-yours", partial(_review, name="Arjun Nair", tab="yours")),
    Stop("review-compare", partial(_review, name="Amara Okafor", tab="compare")),
    Stop("review-agree", partial(_review, name="Amara Okafor", tab="agree")),
    Stop("sponsorship", _sponsorship),
    Stop("sponsorship-groups", _sponsorship_groups),
    Stop("sponsorship-list", _sponsorship_list),
    Stop("self-description", _self_description),
    Stop("self-description-open", _self_description_open),
    Stop("project", _project),
    Stop("skip-levels", _skip_levels),
    Stop("ladders", _ladders),
    Stop("ladder", _ladder),
    Stop("ladder-import", _ladder_import),
    Stop("ladder-change", _ladder_change),
    Stop("search", _search),
    Stop("plan-week", _plan_week),
    Stop("opportunity-new", _opportunity_new),
    Stop("opportunity", partial(_opportunity, title=tour_opportunity.FORUM, show=tour_opportunity.show_people)),
    Stop("opportunity-offer", partial(_opportunity, title=tour_opportunity.FORUM, show=tour_opportunity.show_offer)),
    Stop("opportunity-answer", partial(_opportunity, title=tour_opportunity.SEAT, show=tour_opportunity.show_decline)),
    Stop("opportunity-ledger", partial(_opportunity, title=tour_opportunity.REVIEW, show=tour_opportunity.show_ledger)),
    Stop("person-goals", _goals),
    Stop("calibration", _calibration),
    Stop("calibration-table", _calibration_table),
    Stop("own-writing", _own_writing),
    Stop("settings-security", _security),
    Stop("settings-backups", _backups),
    Stop("settings-appearance", _appearance),
    Stop("settings-keyboard", _keyboard),
    Stop("help", _help),
    Stop("parts", _parts),
)


def run(out: Path, *, theme: str, scale: float, size: tuple[int, int], only: str | None) -> int:
    """Write the pictures and say where; returns 0, or 2 when `only` names no screen."""
    stops = tuple(stop for stop in STOPS if only in (None, stop.name))
    if not stops:
        print(f"There is no screen named {only}. Screens: {', '.join(s.name for s in STOPS)}", file=sys.stderr)  # noqa: T201
        return 2
    application = QApplication.instance() or QApplication(["coachdesk"])
    assert isinstance(application, QApplication)
    out.mkdir(parents=True, exist_ok=True)
    look = Appearance(mode="light", text_scale=scale, reduced_motion=True)
    look.apply(application)
    ring = FocusRing(look, application)
    with tempfile.TemporaryDirectory(prefix="coachdesk-tour-") as folder:
        for name in ("light", "dark") if theme == "both" else (theme,):
            look.set_mode(name)
            with _stage(Path(folder) / name, look, size, stops) as stage:
                for stop in stops:
                    _picture(stop, stage, out / f"{stop.name}{'-dark' if name == 'dark' else ''}.png")
    ring.deleteLater()
    print(f"{len(list(out.glob('*.png')))} pictures are in {out}")  # noqa: T201
    return 0


@contextmanager
def _stage(folder: Path, look: Appearance, size: tuple[int, int], stops: tuple[Stop, ...]) -> Iterator[Stage]:
    folder.mkdir()
    settings = Settings(folder / "settings.json")
    desks, vaults = [], []
    for name, is_sample in (
        ("Sample", any(s.name not in ("unlock", "parts", "empty") for s in stops)),
        ("Empty", False),
    ):
        made = create_vault(folder / name, DEMO_PASSPHRASE, kdf=FLOOR, state_dir=folder / "state")
        store: Store = open_store(made.vault, _clock)
        if is_sample:
            build_sample(store, years=1, today=TODAY)
            store.write(partial(add_files, blobs=attachments_of(made.vault), today=TODAY, zone=UTC, seed=1))
            add_groups(store, made.vault, DEMO_PASSPHRASE, TODAY)
        vaults.append(made.vault)
        desks.append(Desk(made.vault, store, settings, zone=UTC))
    stage = Stage(desks[0], desks[1], look, size)
    try:
        yield stage
    finally:
        stage.close()
        for desk, vault in zip(desks, vaults, strict=True):
            desk.rest()
            desk.close()
            vault.close()
            desk.deleteLater()


def _clock() -> datetime:
    return NOW


def _picture(stop: Stop, stage: Stage, path: Path) -> None:
    window = stop.show(stage)
    _settle(stage)
    window.grab().save(str(path))
    stage.main.command_box.close_box()
    stage.main.capture_box.close_box()
    for shown in QGuiApplication.topLevelWindows():
        shown.hide()


def _settle(stage: Stage) -> None:
    """Wait until the answers are in and painted."""
    loop = QEventLoop()
    QTimer.singleShot(SETTLE_MS, loop.quit)
    loop.exec()
    while any(lane.pending for lane in (stage.desk.read_lane, stage.desk.store_lane)):
        QTimer.singleShot(SETTLE_MS, loop.quit)
        loop.exec()
    QTimer.singleShot(SETTLE_MS // 5, loop.quit)  # what the last answer changed is laid out
    loop.exec()
