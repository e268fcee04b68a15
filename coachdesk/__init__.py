"""CoachDesk: an encrypted, local-first desk for engineering managers."""

__version__ = "0.1.0"
