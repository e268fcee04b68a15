"""The look of CoachDesk: colours, sizes, fonts, icons and the one object that says which are current."""
