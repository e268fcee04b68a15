"""Takes ladders in from the files that companies keep them in: read, guess the shape, map, try, and only then build."""
