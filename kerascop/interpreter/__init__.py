"""The abstract interpreter: executes model code without running it, says what it would build."""

import kerascop.interpreter.keras.functional_layers
import kerascop.interpreter.keras.inspecting
import kerascop.interpreter.keras.internals
import kerascop.interpreter.keras.models
import kerascop.interpreter.keras.optimizers
import kerascop.interpreter.keras.saving
import kerascop.interpreter.keras.stepping
import kerascop.interpreter.keras.tapes
import kerascop.interpreter.keras.training
import kerascop.interpreter.keras.world  # noqa: F401 - imported for what they register
from kerascop.interpreter.analysis import Analysis, analyse
from kerascop.interpreter.builders import analyse_builder
from kerascop.interpreter.limits import LINTING, TESTING

__all__ = ["LINTING", "TESTING", "Analysis", "analyse", "analyse_builder"]
