"""Fuzzing: laws that hold for any bytes, and a harness that looks for bytes that break them."""
