"""What Keras is: its public names with their parameters, and facts about losses, activations, data
sets and pretrained networks (in `losses`, `activations`, `datasets` and `applications`).

Nothing here imports Keras. The tables were generated from the releases that `generated_from()`
tells and are read when they are first needed.
"""

from __future__ import annotations

from kerascop.keras_api.free_names import free_names
from kerascop.keras_api.identifiers import identifier, identifiers
from kerascop.keras_api.keras1 import modernise, modernise_training
from kerascop.keras_api.members import public_names
from kerascop.keras_api.paths import exists, is_keras_module, resolve
from kerascop.keras_api.symbols import (
    Default,
    Kind,
    Missing,
    Parameter,
    ParameterKind,
    Symbol,
    positional,
)
from kerascop.keras_api.tables import generated_from

__all__ = [
    "Default",
    "Kind",
    "Missing",
    "Parameter",
    "ParameterKind",
    "Symbol",
    "exists",
    "free_names",
    "generated_from",
    "identifier",
    "identifiers",
    "is_keras_module",
    "modernise",
    "modernise_training",
    "positional",
    "public_names",
    "resolve",
]
