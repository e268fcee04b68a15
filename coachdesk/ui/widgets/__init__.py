"""Reusable controls; each takes the current `Appearance` and follows its changes."""
