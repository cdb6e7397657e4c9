"""The start: `python -I -B inside/__main__.py`, with the task on standard input.

`-I` keeps the folder off `sys.path`, and kerascop is not there: the folder is loaded by its path.
"""

import importlib
import importlib.util
import sys
from pathlib import Path

_NAME = "kerascop_inside"


def _load() -> None:
    folder = Path(__file__).resolve().parent
    spec = importlib.util.spec_from_file_location(
        _NAME, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    sys.modules[_NAME] = importlib.util.module_from_spec(spec)


if __name__ == "__main__":
    _load()
    importlib.import_module(f"{_NAME}.running").main()
