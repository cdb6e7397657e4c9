"""Starts the worker: `python kerascop/confirming/worker`, which then speaks JSON lines."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

_NAME = "_kerascop_worker"


def main() -> None:
    """Loads this folder as a package of its own, which leaves the path of imports as it was."""
    folder = Path(__file__).resolve().parent
    # What lies beside this file must not shadow anything that Keras imports.
    sys.path[:] = [each for each in sys.path if Path(each).resolve() != folder]
    spec = importlib.util.spec_from_file_location(
        _NAME, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules[_NAME] = package
    spec.loader.exec_module(package)
    importlib.import_module(f"{_NAME}.serving").serve(*sys.argv[1:2])


if __name__ == "__main__":
    main()
