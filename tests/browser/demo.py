"""The demo as a visitor starts it: the real command, in a process of its own, on a free port."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEMO = ("bot", "demo", "--port")
ENDS_WITHIN = 20


def demo(log: Path, port: int = 0) -> AbstractContextManager[str]:
    """Its address."""
    return opened((*DEMO, str(port)), log)


@contextmanager
def opened(module: tuple[str, ...], log: Path) -> Iterator[str]:
    """The address of a page; whatever happens, the process is gone after the block."""
    command = (sys.executable, "-m", *module)
    with (
        log.open("wb") as errors,
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors) as process,
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
