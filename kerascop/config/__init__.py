"""Settings: what they may say, where they are found, and which of them hold for a file."""

from kerascop.config.configuration import Configuration
from kerascop.config.options import Options
from kerascop.config.settings import Settings

__all__ = ["Configuration", "Options", "Settings"]
