"""Top-level windows and whole pages that stand outside the page stack."""
