"""The Markdown note editor: text lines with a visibility, typed, marked, kept and found."""
