"""Set-up and developer commands of CoachDesk, on the standard library alone."""
