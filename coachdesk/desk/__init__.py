"""The Qt runtime without widgets: bus, lanes, operations, actions, settings, auto-lock."""
