"""KC901: a source file that cannot be read."""
