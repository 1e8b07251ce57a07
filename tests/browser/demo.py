"""The demo as a visitor starts it: the real command, in a process of its own, on a free port."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "bot", "demo", "--port")
ENDS_WITHIN = 20


@contextmanager
def demo(log: Path, port: int = 0) -> Iterator[str]:
    """Its address; whatever happens, the process is gone after the block."""
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            (*COMMAND, str(port)), cwd=ROOT, stdout=subprocess.PIPE, stderr=errors
        ) as process,
    ):
        try:
            yield _address(process, log)
            process.terminate()
            assert process.wait(ENDS_WITHIN) == 0, log.read_text()
        finally:
            process.kill()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """What the command prints once the page is there."""
    line = process.stdout.readline().decode() if process.stdout else ""
    found = re.search(r"http://\S+", line)
    assert found, f"the demo did not open: {line}{log.read_text()}"
    return found[0]
