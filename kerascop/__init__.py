"""kerascop: a static analyzer that understands Keras model source code without running it."""

__version__ = "0.1.0"
