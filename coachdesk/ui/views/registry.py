"""The pages of the window, one line each. A page is made when it is first visited."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.translate import QT_TRANSLATE_NOOP
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View, ViewSpec


def _today(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.today_view import TodayView

    return TodayView(desk, look, parent)


def _skip_levels(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.skip_levels_view import SkipLevelsView

    return SkipLevelsView(desk, look, parent)


def _follow_ups(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.follow_ups_view import FollowUpsView

    return FollowUpsView(desk, look, parent)


def _sponsorship(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.sponsorship_view import SponsorshipView

    return SponsorshipView(desk, look, parent)


def _project(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.project_view import ProjectView

    return ProjectView(desk, look, parent)


def _reviews(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.reviews_view import ReviewsView

    return ReviewsView(desk, look, parent)


def _review(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.review_view import ReviewView

    return ReviewView(desk, look, parent)


def _person(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.person_view import PersonView

    return PersonView(desk, look, parent)


def _person_form(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.person_form import PersonFormView

    return PersonFormView(desk, look, parent)


def _meeting(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.meeting_view import MeetingView

    return MeetingView(desk, look, parent)


def _import(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.import_view import ImportView

    return ImportView(desk, look, parent)


def _plan(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.plan_view import PlanView

    return PlanView(desk, look, parent)


def _calendar_import(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.calendar_import import CalendarImportView

    return CalendarImportView(desk, look, parent)


def _ladders(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.ladder_list import LaddersView

    return LaddersView(desk, look, parent)


def _ladder(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.ladder_view import LadderView

    return LadderView(desk, look, parent)


def _ladder_import(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.ladder_import_view import LadderImportView

    return LadderImportView(desk, look, parent)


def _ladder_change(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.ladder_change_view import LadderChangeView

    return LadderChangeView(desk, look, parent)


def _calibration(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.calibration_view import CalibrationView

    return CalibrationView(desk, look, parent)


def _settings(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.settings_view import SettingsView

    return SettingsView(desk, look, parent)


def _help(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.help_view import HelpView

    return HelpView(desk, look, parent)


def _glue(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.glue_view import GlueView

    return GlueView(desk, look, parent)


def _retention(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.retention_view import RetentionView

    return RetentionView(desk, look, parent)


def _self_description(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.person_groups import SelfDescriptionView

    return SelfDescriptionView(desk, look, parent)


def _packet(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.packet_view import PacketView

    return PacketView(desk, look, parent)


def _opportunity(desk: Desk, look: Appearance, parent: QWidget) -> View:
    from coachdesk.ui.views.opportunity_view import OpportunityView

    return OpportunityView(desk, look, parent)


VIEWS: tuple[ViewSpec, ...] = (
    ViewSpec("today", _today, "today", QT_TRANSLATE_NOOP("views", "Today"), is_place=True),
    ViewSpec("follow_ups", _follow_ups, "followups", QT_TRANSLATE_NOOP("views", "Follow-ups"), is_place=True),
    ViewSpec("reviews", _reviews, "ladder", QT_TRANSLATE_NOOP("views", "Ladder reviews"), is_place=True),
    ViewSpec("sponsorship", _sponsorship, "sponsorship", QT_TRANSLATE_NOOP("views", "Sponsorship"), is_place=True),
    ViewSpec("skip_levels", _skip_levels, "skip", QT_TRANSLATE_NOOP("views", "Skip-levels"), is_place=True),
    ViewSpec("person", _person),
    ViewSpec("person_form", _person_form),
    ViewSpec("glue", _glue),
    ViewSpec("retention", _retention),
    ViewSpec("packet", _packet),
    ViewSpec("self_description", _self_description),
    ViewSpec("meeting", _meeting),
    ViewSpec("review", _review),
    ViewSpec("project", _project),
    ViewSpec("opportunity", _opportunity),
    ViewSpec("import", _import),
    ViewSpec("plan", _plan),
    ViewSpec("calendar_import", _calendar_import),
    ViewSpec("ladders", _ladders),
    ViewSpec("ladder", _ladder),
    ViewSpec("ladder_import", _ladder_import),
    ViewSpec("ladder_change", _ladder_change),
    ViewSpec("calibration", _calibration),
    ViewSpec("settings", _settings),
    ViewSpec("help", _help),
)


def list_places() -> tuple[ViewSpec, ...]:
    """Return the pages that stand in the sidebar, in order, with their titles in the user's language."""
    return tuple(
        ViewSpec(spec.view_id, spec.build, spec.icon, QCoreApplication.translate("views", spec.title), is_place=True)
        for spec in VIEWS
        if spec.is_place
    )


def get_view_spec(view_id: str) -> ViewSpec:
    """Return the declaration of a page. Raises KeyError."""
    return next(spec for spec in VIEWS if spec.view_id == view_id)
