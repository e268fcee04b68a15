"""Career ladders as files: the format, its loader and checks, what a level asks for, and the way between versions."""
