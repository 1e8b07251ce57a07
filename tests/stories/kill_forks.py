"""A supervisor for bots that die: it starts one, and starts it again when it was killed.

Importing the bot takes longer than a whole story, so a small server of one thread imports it once
and forks for each run, before any event loop exists. All of them are one group of processes, which
ends with the test that started it.
"""

from __future__ import annotations

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
from tests.stories.supervised import PATIENCE, Supervised

ROOT = Path(__file__).parents[2]
OURS, STOCK = "bot.app:serve", "tests.stories.stock:serve"
"""Functions that run a bot: the product, and the control."""
PEACEFUL = 3
"""So often a bot is started anew that was killed when nobody meant to any more: at its very end."""


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
        self,
        folder: Path,
        config: Path,
        lives: Sequence[Life],
        serve: str = OURS,
        peaceful: int = PEACEFUL,
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
            "peaceful": peaceful,
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
        for arguments, after in (*order["lives"], *[(order["peace"], None)] * order["peaceful"]):
            if (pid := os.fork()) == 0:
                _be_bot(arguments, order["serve"])
            print("started", pid, time.monotonic(), file=journal, flush=True)
            code = _ended(pid, after)
            print("ended", code, time.monotonic(), file=journal, flush=True)
            if code >= 0:
                return
            flying = _flying(watched.journal.parent)
            print("flying", flying, time.monotonic(), file=journal, flush=True)


def _ended(pid: int, after: float | None) -> int:
    """Wait for the end, which comes from here after a while, if it is to."""
    if after is not None:
        signal.signal(signal.SIGALRM, lambda *_: _kill(pid))
        signal.setitimer(signal.ITIMER_REAL, after)
    status = os.waitpid(pid, 0)[1]
    signal.setitimer(signal.ITIMER_REAL, 0)
    return os.waitstatus_to_exitcode(status)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):  # it ended by itself at this very moment
        os.kill(pid, signal.SIGKILL)


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
