"""Budgets of the interpretation, and the signals that end a path."""

from __future__ import annotations

from msgspec import Struct

MAX_STEPS = 40_000
"""Statements and calls that one run may execute."""
MAX_ENTRY_STEPS = 5_500
"""Steps after which no further path through the same entry point is begun."""
MAX_FILE_STEPS = 150_000
"""Steps that all runs over one file may take together."""
MAX_DRAWING_STEPS = 20_000
"""Steps that applying the layers of a run's models may take when its program is drawn up."""
STEPS_BETWEEN_QUESTIONS = 100
"""Steps after which somebody who waits for the result is asked whether they still do."""
MAX_CALL_DEPTH = 24
"""Calls inside calls that are executed."""
MAX_RECURSION_STEPS = 5_000
"""Steps since a function was called after which it is no longer followed into itself."""
MAX_FORKS = 6
"""Undecidable conditions at which one run may fork; further ones are joined."""
MAX_PATHS = 16
"""Paths that are explored for one entry point."""
MAX_PATHS_TO_KERAS = 4
"""The same as long as none of them has done anything to a model, or where the entry has no word of
models: what it calls is executed where it is written, too."""
MAX_UNPROMISING_STEPS = 1_000
"""Steps that do nothing to a model after which an entry without a word of models is left; steps,
whatever they do, after which no further path through it is begun."""
WRITES_OF_A_STEP = 32
"""Changes that cost a step when a branch that was tried is taken back: hundreds of branches in each
other take back, each, what all the inner ones wrote."""
WEIGHT_OF_A_STEP = 64
"""Values in containers, or numbers in arrays, that cost a step when something is done with them."""
FREE_WEIGHT = 512
"""Values that a container may hold, and numbers an array, until they cost anything."""
CHARACTERS_OF_A_STEP = 1_024
"""Characters of a text that cost a step when it is taken apart or put together."""
MAX_UNROLLED_STEPS = 8_000
"""Steps that one loop may spend on being unrolled; the rest of it is forgotten."""
MAX_BARREN_STEPS = 1_400
"""The same for a loop that neither makes nor applies a layer, nor compiles or trains a model."""
MAX_IDLE_ITERATIONS = 8
"""Iterations of a known loop after which it is left, if it has only computed in local names."""
MAX_MODULE_DEPTH = 8
"""Imports of imports that are followed."""
MAX_IMPORTED_CHARACTERS = 500_000
"""Source of all modules that are executed for one file."""
CHARACTERS_OF_A_MODULE = 2_000
"""What each of them counts besides its own: that many small ones cost as much as a large one."""


class Budget(Struct, frozen=True):
    """How much an analysis may spend: the constants above, for a file among many.

    Attributes:
        steps: statements and calls of one run.
        entry_steps: steps after which no further path through one entry point is begun.
        file_steps: steps of all runs together.
        drawing_steps: steps of applying the layers of a run's models.
        loop_steps: steps of one loop.
        barren_steps: steps of one loop that does nothing to a model.
        idle_iterations: iterations of a loop that only computes in local names.
        call_depth: calls inside calls that are executed.
        unpromising_steps: steps of an entry that is not likely to do anything to a model, on all
            its paths together.
    """

    steps: int = MAX_STEPS
    entry_steps: int = MAX_ENTRY_STEPS
    file_steps: int = MAX_FILE_STEPS
    drawing_steps: int = MAX_DRAWING_STEPS
    loop_steps: int = MAX_UNROLLED_STEPS
    barren_steps: int = MAX_BARREN_STEPS
    idle_iterations: int = MAX_IDLE_ITERATIONS
    call_depth: int = MAX_CALL_DEPTH
    unpromising_steps: int = MAX_UNPROMISING_STEPS


LINTING = Budget()
TESTING = Budget(
    steps=2_000,
    entry_steps=0,
    loop_steps=140,
    barren_steps=140,
    call_depth=3,
    unpromising_steps=140,
)
"""For a file of unit tests, of whose models nothing is said: what they call is read on its own."""
BUILDING = Budget(400_000, 600_000, 1_500_000, 400_000, 300_000, 300_000, 1_000)
"""For one builder that somebody asks for by name, and waits for."""


class BudgetExceeded(Exception):
    """The run has used up its steps: what it has not seen stays unknown."""


class Raised(Exception):
    """The interpreted program raises the exception called `name` for certain.

    Who remembers it keeps the name alone: an exception holds on to all that it has passed
    through, and that to the exception.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name
