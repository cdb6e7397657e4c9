"""Running the part of a user's file that builds models, confined. Start at `execution`."""
