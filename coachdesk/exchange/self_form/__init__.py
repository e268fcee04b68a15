"""The self-assessment form: one HTML file out, one answer file back."""

from coachdesk.exchange.self_form.answer import AnswerUnreadable, PassphraseNeeded, read_answer
from coachdesk.exchange.self_form.page import build_form

__all__ = ["AnswerUnreadable", "PassphraseNeeded", "build_form", "read_answer"]
