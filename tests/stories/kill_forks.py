"""A supervisor for bots that die: it starts one, and starts it again when it was killed.

Importing the bot takes longer than a whole story, so a small server of one thread imports it once
and forks for each run, before any event loop exists. All of them are one group of processes, which
ends with the test that started it.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from handlers.rules.crisis import gate
from handlers.texts import catalog
from storage.enums import Class, RowState
from tests.stories import process
from tests.stories.process import Life

ROOT = Path(__file__).parents[2]
OURS, STOCK = "bot.app:serve", "tests.stories.stock:serve"
"""Functions that run a bot: the product, and the control."""
PEACEFUL = 3
"""So often a bot is started anew that was killed when nobody meant to any more: at its very end."""
PATIENCE = 60.0
"""Real seconds in which a bot must start, or end when it is told to."""


class Supervised:
    """One bot under supervision; `journal` says how each of its lives went."""

    def __init__(self, folder: Path) -> None:
        self.journal = folder / "journal"
        self.log = folder / "log"

    def events(self) -> list[tuple[str, int]]:
        """(started, pid) and (ended, code), in order; a code under zero is a signal.

        After a kill (flying, n): so many alerts were on their way, says the database.
        """
        lines = self.journal.read_text().splitlines() if self.journal.exists() else []
        return [(word, int(number)) for word, number in map(str.split, lines)]

    @property
    def kills(self) -> int:
        """How often it ended by kill -9."""
        return self.events().count(("ended", -signal.SIGKILL))

    @property
    def flying(self) -> int:
        """How many alerts were on their way at its kills, all together."""
        return sum(number for word, number in self.events() if word == "flying")

    async def stop(self) -> None:
        """Tell it to stop, and wait until it has."""
        deadline = time.monotonic() + PATIENCE
        told = 0
        while not (events := self.events()) or events[-1] != ("ended", 0):
            word, number = events[-1] if events else ("", 0)
            if time.monotonic() > deadline or (word == "ended" and number > 0):
                raise AssertionError(f"the bot did not end well: {events}\n{self.last_words()}")
            if word == "started" and number != told and self._hears(number):
                told = number
                with suppress(ProcessLookupError):  # killed at its very end: it starts once more
                    os.kill(told, signal.SIGTERM)
            await asyncio.sleep(0.005)

    def _hears(self, pid: int) -> bool:
        """It would end in good order by now, if it were told to."""
        ready = self.journal.with_name("ready")
        return ready.exists() and ready.read_text() == str(pid)

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

    def start(
        self, folder: Path, config: Path, lives: Sequence[Life], serve: str = OURS
    ) -> Supervised:
        """Start a bot that has these lives, and after them one in peace.

        Without any, how often each seam was reached is left in `folder / "counts"`. `serve` names
        the function that runs it, behind its module.
        """
        assert self._server.stdin is not None
        peace = ["--config", str(config)]
        counts = [] if lives else ["--counts", str(folder / "counts")]
        order = {
            "folder": str(folder),
            "serve": serve,
            "lives": [([*peace, *life.arguments], life.after) for life in lives],
            "peace": [*peace, *counts],
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
    _warm_up()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # supervisors that end leave nothing behind
    for line in sys.stdin:
        if os.fork() == 0:
            _as_child(line)
    os.killpg(0, signal.SIGKILL)


def _warm_up() -> None:
    """What every bot reads at its start or at its first text is read once, here."""
    catalog.load()
    gate.known()
    import_module("encodings.idna")
    gc.collect()
    gc.freeze()


def _as_child(line: str) -> None:
    """Be a supervisor; never come back into the server's loop."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _supervise(json.loads(line))
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(0)


def _supervise(order: dict[str, Any]) -> None:
    watched = Supervised(Path(str(order["folder"])))
    nothing = os.open(os.devnull, os.O_RDONLY)
    words = os.open(watched.log, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    for number, file in enumerate((nothing, words, words)):
        os.dup2(file, number)
    with watched.journal.open("a") as journal:
        for arguments, after in (*order["lives"], *[(order["peace"], None)] * PEACEFUL):
            if (pid := os.fork()) == 0:
                _be_bot(arguments, order["serve"])
            print("started", pid, file=journal, flush=True)
            code = _ended(pid, after)
            print("ended", code, file=journal, flush=True)
            if code >= 0:
                return
            print("flying", _flying(watched.journal.parent), file=journal, flush=True)


def _ended(pid: int, after: float | None) -> int:
    """Wait for the end, which comes from here after a while, if it is to."""
    if after is not None:
        signal.signal(signal.SIGALRM, lambda *_: os.kill(pid, signal.SIGKILL))
        signal.setitimer(signal.ITIMER_REAL, after)
    status = os.waitpid(pid, 0)[1]
    signal.setitimer(signal.ITIMER_REAL, 0)
    return os.waitstatus_to_exitcode(status)


def _flying(folder: Path) -> int:
    """How many alerts are claimed in what the dead bot left; looked up in a copy.

    To open the file itself would tidy up behind it.
    """
    look = folder / "look"
    shutil.rmtree(look, ignore_errors=True)
    look.mkdir()
    for name in ("story.db", "story.db-wal"):
        with suppress(FileNotFoundError):
            shutil.copy(folder / name, look)
    query = "SELECT count(*) FROM outbox WHERE state = ? AND class = ?"
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(look / "story.db")) as rows:
        return int(rows.execute(query, (int(RowState.CLAIMED), int(Class.ALERT))).fetchone()[0])
    # There is no such table yet, or the first link is being written beside the bot just now.
    return 0


def _be_bot(arguments: list[str], serve: str) -> None:
    code = 1
    try:
        module, _, function = serve.partition(":")
        code = process.main(arguments, getattr(import_module(module), function))
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
