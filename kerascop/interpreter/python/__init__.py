"""What Python's operators, built-ins and standard modules do to abstract values.

Importing this package registers all of it with `kerascop.interpreter.registry`.
"""

from kerascop.interpreter.python import (
    classes,
    containers,
    conversions,
    dicts,
    environment,
    functional,
    introspection,
    iterators,
    lists,
    mathematics,
    records,
    sequences,
    sets,
    strings,
)

__all__ = [
    "classes",
    "containers",
    "conversions",
    "dicts",
    "environment",
    "functional",
    "introspection",
    "iterators",
    "lists",
    "mathematics",
    "records",
    "sequences",
    "sets",
    "strings",
]
