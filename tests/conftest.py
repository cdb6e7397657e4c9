"""Settings of the whole suite: what Hypothesis draws is the same in every run."""

from hypothesis import settings

settings.register_profile("kerascop", derandomize=True, deadline=None)
settings.load_profile("kerascop")
