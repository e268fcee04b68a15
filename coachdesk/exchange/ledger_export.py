"""The ledger of one opportunity in files: criteria and outcome, for people and for programs, without a private word."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from coachdesk.model.opportunity import OfferAnswer
from coachdesk.model.project import ProjectState
from coachdesk.services.ledger import Ledger, LedgerOffer

FORMAT = "coachdesk-ledger"
VERSION = 1
_ANSWERS = {
    OfferAnswer.OPEN: "no answer yet",
    OfferAnswer.ACCEPTED: "accepted",
    OfferAnswer.DECLINED: "declined",
    OfferAnswer.WITHDRAWN: "taken back",
}
_STATES = {
    ProjectState.IDEA: "open",
    ProjectState.OFFERED: "offered",
    ProjectState.ACTIVE: "under way",
    ProjectState.LANDED: "landed",
    ProjectState.DECLINED: "declined",
    ProjectState.STOPPED: "stopped",
}


def encode_ledger(ledger: Ledger) -> dict[str, Any]:
    """Return the ledger as JSON values; moments are in UTC, absent ones null."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "title": ledger.title,
        "purpose": ledger.purpose,
        "competency": ledger.competency,
        "criteria": ledger.criteria,
        "criteria_saved_at": ledger.criteria_saved_at.isoformat() if ledger.criteria_saved_at else None,
        "considered": [{"name": one.name, "considered_at": one.considered_at.isoformat()} for one in ledger.considered],
        "offers": [_encode_offer(one) for one in ledger.offers],
        "steps": [{"state": one.state.value, "on": one.stepped_on.isoformat()} for one in ledger.steps],
        "state": ledger.state.value,
        "person": ledger.person_name or None,
    }


def ledger_markdown(ledger: Ledger, zone: tzinfo) -> str:
    """Return the ledger for people to read; days are those of `zone`."""
    lines = [f"# {_plain(ledger.title)}", ""]
    lines += [_plain(ledger.purpose), ""] if ledger.purpose else []
    lines += [f"Skill: {_plain(ledger.competency)}", ""] if ledger.competency else []
    lines += ["## Criteria", "", *_criteria(ledger, zone), ""]
    lines += [f"## Considered: {len(ledger.considered)}", ""]
    lines += [f"- {_plain(one.name)}, {_day(one.considered_at, zone)}" for one in ledger.considered] or ["Nobody yet."]
    lines += ["", f"## Offered: {len(ledger.offers)}", ""]
    lines += [_offer(one) for one in ledger.offers] or ["Nobody yet."]
    lines += ["", "## Outcome", ""]
    lines += [f"- {one.stepped_on.isoformat()} {_STATES[one.state]}" for one in ledger.steps]
    whose = f", {_plain(ledger.person_name)}" if ledger.person_name else ""
    lines += ["", f"Now: {_STATES[ledger.state]}{whose}."]
    lines += ["", "Private remarks, and the reasons of those who declined, are not part of this ledger."]
    return "\n".join(lines) + "\n"


def _criteria(ledger: Ledger, zone: tzinfo) -> list[str]:
    if ledger.criteria_saved_at is None:
        return ["None were written."]
    quoted = [f"> {line}".rstrip() for line in ledger.criteria.splitlines()]
    return [*quoted, "", f"Saved {_moment(ledger.criteria_saved_at, zone)}, before any name."]


def _offer(offer: LedgerOffer) -> str:
    words = f"- {_plain(offer.name)}, offered {offer.offered_on.isoformat()}: {_ANSWERS[offer.answer]}"
    words += f" {offer.answered_on.isoformat()}" if offer.answered_on else ""
    return f"{words}. Why: {_plain(offer.why)}" if offer.why else f"{words}."


def _encode_offer(offer: LedgerOffer) -> dict[str, Any]:
    return {
        "name": offer.name,
        "why": offer.why,
        "offered_on": offer.offered_on.isoformat(),
        "reply_by": offer.reply_by_on.isoformat() if offer.reply_by_on else None,
        "answer": offer.answer.value,
        "answered_on": offer.answered_on.isoformat() if offer.answered_on else None,
    }


def _day(moment: datetime, zone: tzinfo) -> str:
    return moment.astimezone(zone).date().isoformat()


def _moment(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def _plain(text: str) -> str:
    """Return a text on one line, so that it can't begin a heading or a list of its own."""
    return " ".join(text.split())
