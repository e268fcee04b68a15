"""Files in, files out: roster and archive."""
