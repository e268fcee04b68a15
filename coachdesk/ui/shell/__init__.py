"""The frame of the main window: sidebar, toolbar, page stack, command box, bars and their models."""
