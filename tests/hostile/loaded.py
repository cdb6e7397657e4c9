"""What processes under limits start with: all that the doors import, loaded once for all."""

import tempfile
from pathlib import Path

from tests.hostile.control import write_control
from tests.hostile.doors import DOORS

with tempfile.TemporaryDirectory() as folder:
    write_control(Path(folder))
    for _look in DOORS.values():
        _look(Path(folder))
