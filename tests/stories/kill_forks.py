"""A supervisor for bots that die: it starts one, and starts it again when it was killed.

Importing the bot takes longer than a whole story, so a small server of one thread imports it once
and forks for each run, before any event loop exists. All of them are one group of processes, which
ends with the test that started it.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.stories import process, stock

ROOT = Path(__file__).parents[2]
STARTS = 5
"""A bot that is killed more often than this is not started again."""
PATIENCE = 20.0
"""Real seconds in which a bot must start, or end when it is told to."""


class Supervised:
    """One bot under supervision; `journal` says when it started and how it ended."""

    def __init__(self, folder: Path) -> None:
        self.journal = folder / "journal"
        self.log = folder / "log"

    def events(self) -> list[tuple[str, int]]:
        """(started, pid) and (ended, code), in order; a code under zero is a signal."""
        lines = self.journal.read_text().splitlines() if self.journal.exists() else []
        return [(word, int(number)) for word, number in map(str.split, lines)]

    @property
    def kills(self) -> int:
        """How often it ended by kill -9."""
        return self.events().count(("ended", -signal.SIGKILL))

    async def stop(self) -> None:
        """Tell it to stop, and wait until it has."""
        deadline = time.monotonic() + PATIENCE
        told = 0
        while not (events := self.events()) or events[-1] != ("ended", 0):
            word, number = events[-1] if events else ("", 0)
            if time.monotonic() > deadline or (word == "ended" and number > 0):
                raise AssertionError(f"the bot did not end well: {events}\n{self.last_words()}")
            if word == "started" and number != told:
                told = number
                with suppress(ProcessLookupError):  # killed at its very end: it starts once more
                    os.kill(told, signal.SIGTERM)
            await asyncio.sleep(0.005)

    def last_words(self) -> str:
        """The end of its log."""
        return self.log.read_text()[-3000:] if self.log.exists() else ""


class Forks:
    """The server, seen from the test."""

    def __init__(self) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        self._server = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", __name__],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def start(self, folder: Path, config: Path, kill: str, *, stocked: bool) -> Supervised:
        """Start a bot that is to be killed once, or never."""
        assert self._server.stdin is not None
        first = ["--kill", kill] if kill else ["--counts", str(folder / "counts")]
        order = {
            "folder": str(folder),
            "stock": stocked,
            "first": ["--config", str(config), *first],
            "again": ["--config", str(config)],
        }
        print(json.dumps(order), file=self._server.stdin, flush=True)
        return Supervised(folder)

    def close(self) -> None:
        """End the server and all that it started."""
        assert self._server.stdin is not None
        self._server.stdin.close()
        try:
            self._server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait(PATIENCE)


@contextmanager
def forks() -> Iterator[Forks]:
    """A server, until the block ends."""
    server = Forks()
    try:
        yield server
    finally:
        server.close()


# What follows runs in the server and its children.


def _serve() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # supervisors that end leave nothing behind
    for line in sys.stdin:
        if os.fork() == 0:
            _as_child(line)
    os.killpg(0, signal.SIGKILL)


def _as_child(line: str) -> None:
    """Be a supervisor; never come back into the server's loop."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _supervise(json.loads(line))
    finally:
        os._exit(0)


def _supervise(order: dict[str, object]) -> None:
    watched = Supervised(Path(str(order["folder"])))
    nothing = os.open(os.devnull, os.O_RDONLY)
    words = os.open(watched.log, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    for number, file in enumerate((nothing, words, words)):
        os.dup2(file, number)
    with watched.journal.open("a") as journal:
        arguments = order["first"]
        for _ in range(STARTS):
            if (pid := os.fork()) == 0:
                _be_bot(arguments, stocked=bool(order["stock"]))
            print("started", pid, file=journal, flush=True)
            code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            print("ended", code, file=journal, flush=True)
            if code >= 0:
                return
            arguments = order["again"]


def _be_bot(arguments: object, *, stocked: bool) -> None:
    code = 1
    try:
        assert isinstance(arguments, list)
        code = process.main(arguments, stock.serve) if stocked else process.main(arguments)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
