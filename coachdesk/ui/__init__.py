"""Windows, views, widgets, delegates, Qt models, charts and theme."""
