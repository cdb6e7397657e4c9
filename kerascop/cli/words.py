"""What several commands say of the same option."""

PYTHON = "The interpreter that has Keras; by default the one that runs kerascop."
