"""A bot's process: started on its own core, measured from outside, ended by its own id.

CPU and memory come from /proc and cover the children. It knows nothing of Telegram.
"""

import asyncio
import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.machine import TICKS

ROOT = Path(__file__).parents[2]
PAGE_KIB = os.sysconf("SC_PAGE_SIZE") / 1024
GRACE = 5.0
WORDS_KEPT = 600
NOT_DEPLOYED = ("greenlet", "rich", "pygments")
"""Packages of the tests' tools that libraries of every bot load where they happen to be."""


class BotProcess:
    """One running bot."""

    def __init__(self, command: list[str], cores: set[int], log: Path) -> None:
        """Start it, born on its cores, in a session of its own, its words going to a file."""
        self.log = log
        mine = os.sched_getaffinity(0)
        environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        # Else every start would compile the bot anew, which a deployment does once.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPATH"] = str(_without(NOT_DEPLOYED, log.parent))
        with log.open("wb") as words:
            os.sched_setaffinity(0, cores)  # inherited, so that not even its start runs here
            try:
                self.started = time.perf_counter()
                self.popen = subprocess.Popen(
                    command,
                    cwd=ROOT,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=words,
                    stderr=words,
                    start_new_session=True,
                )
            finally:
                os.sched_setaffinity(0, mine)

    def alive(self) -> bool:
        """Whether it still runs."""
        return self.popen.poll() is None

    def last_words(self) -> str:
        """The end of what it wrote."""
        return self.log.read_text(errors="replace")[-WORDS_KEPT:].strip()

    def cpu(self) -> float:
        """User and system seconds so far, of the process and all its children."""
        total = 0
        for number, fields in self._family():
            user, system, dead_user, dead_system = map(int, fields[11:15])
            total += user + system
            if number == self.popen.pid:
                total += dead_user + dead_system
        return total / TICKS

    def memory_mib(self) -> float:
        """Resident memory now, of the process and all its children."""
        return sum(int(fields[21]) for _, fields in self._family()) * PAGE_KIB / 1024

    def _family(self) -> Iterator[tuple[int, list[str]]]:
        """Every living process of the session, with what follows its name in /proc/PID/stat."""
        session = str(self.popen.pid)
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            with contextlib.suppress(OSError):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if fields[3] == session:
                    yield int(folder.name), fields

    async def end(self) -> None:
        """Ask it to stop; after a grace end its session, children and all."""
        self.popen.terminate()
        deadline = time.perf_counter() + GRACE
        try:
            while self.alive() and time.perf_counter() < deadline:  # noqa: ASYNC110 (no event)
                await asyncio.sleep(0.02)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.popen.pid, signal.SIGKILL)
            self.popen.wait()


def _without(packages: tuple[str, ...], folder: Path) -> Path:
    """A folder for Python's path in which these packages cannot be imported."""
    path = folder / "not-deployed"
    path.mkdir(exist_ok=True)
    for name in packages:
        path.joinpath(f"{name}.py").write_text('raise ImportError("not in a deployment")\n')
    return path
