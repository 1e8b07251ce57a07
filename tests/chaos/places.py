"""Which proofs may run beside each other, when several processes share them out.

What is timed runs alone (`@pytest.mark.alone`); whatever else
runs beside its neighbours. It knows nothing of what is proven.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl


@contextmanager
def place(folder: Path, *, alone: bool) -> Iterator[None]:
    """Wait for a place, and keep it. Whoever wants to be alone lets nobody else in first."""
    if sys.platform == "win32":
        yield
        return
    how = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
    with (folder / "door").open("w") as door, (folder / "places").open("w") as places:
        fcntl.flock(door, how)
        fcntl.flock(places, how)
        if not alone:
            fcntl.flock(door, fcntl.LOCK_UN)
        yield
