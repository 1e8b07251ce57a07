"""The bot as a process of its own, which a test may kill at a named seam.

`python -m tests.stories.process --config FILE [--kill SEAM:N] [--stumble SEAM:N] [--counts FILE]`
runs the real bot on a practice room. Only what is typed here can kill it: no environment variable
can, and in production nobody hands in a seam.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import uvloop
from typing_extensions import override

from bot import app, logs
from bot.settings import Settings, load
from bot.values import is_loopback

LINGER = 0.05
"""Seconds that a thread stands at its last seam: the rest of the process goes on meanwhile, so
that Telegram hears all that it would hear while a disk is slow."""

Seam = Callable[[str], None]
Serve = Callable[[Settings, Seam], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Hit:
    """One moment of a run: the n-th time that a seam is reached."""

    seam: str
    number: int

    @classmethod
    def read(cls, text: str) -> Hit:
        """`step:3` is the third step."""
        seam, _, number = text.rpartition(":")
        if not seam or int(number) < 1:
            raise ValueError("a hit is written SEAM:N")
        return cls(seam, int(number))

    @override
    def __str__(self) -> str:
        return f"{self.seam}:{self.number}"


@dataclass(frozen=True, slots=True)
class Life:
    """One life of a bot: what befalls it before it ends in good order, if anything does."""

    kill: Hit | None = None
    after: float | None = None
    """Seconds after which it is killed from outside, wherever it is."""
    stumble: Hit | None = None

    @property
    def arguments(self) -> list[str]:
        """What is typed behind the command for it."""
        kill = ["--kill", str(self.kill)] if self.kill else []
        return [*kill, *(["--stumble", str(self.stumble)] if self.stumble else [])]

    @override
    def __str__(self) -> str:
        end = str(self.kill or (f"{self.after:.3f} s" if self.after is not None else "no kill"))
        return f"{end} (stumbles at {self.stumble})" if self.stumble else end


class Stumbled(Exception):
    """An error that nobody expected, at a seam inside of a step."""


class Seams:
    """Counts how often each seam is reached, and kills its own process at one of the hits.

    At the first one its id is left in `ready`: from then on it hears what it is told. When it has
    taken up what the last process left, the moment is added to `recovered`.
    """

    def __init__(self, ready: Path, kill: Hit | None, stumble: Hit | None = None) -> None:
        self.counts: Counter[str] = Counter()
        self._ready = ready
        self._kill = kill
        self._stumble = stumble

    def __call__(self, name: str) -> None:
        """A seam is reached."""
        if not self.counts:
            self._ready.write_text(str(os.getpid()))
        self.counts[name] += 1
        if name == "start.recovered":
            with self._ready.with_name("recovered").open("a") as file:
                print(os.getpid(), time.monotonic(), file=file)
        if self._kill == Hit(name, self.counts[name]):
            if threading.current_thread() is not threading.main_thread():
                time.sleep(LINGER)
            os.kill(os.getpid(), signal.SIGKILL)
        if self._stumble == Hit(name, self.counts[name]):
            raise Stumbled(name)


def main(arguments: Sequence[str], serve: Serve = app.serve) -> int:
    """Run a bot until SIGTERM; gives its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.stories.process")
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--kill", type=Hit.read)
    parser.add_argument("--stumble", type=Hit.read, help="where an error is raised, once")
    parser.add_argument("--counts", type=Path, help="where the seams' counts are left at the end")
    chosen = parser.parse_args(arguments)
    settings = load(chosen.config)
    if not is_loopback(settings.telegram.api_base_url):
        parser.error("this process may be killed at any moment: for practice rooms only")
    logs.configure(settings.log.level, settings.log.as_json, [settings.telegram.secret()])
    seams = Seams(chosen.config.with_name("ready"), chosen.kill, chosen.stumble)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        code = runner.run(_run(serve, settings, seams))
    if chosen.counts:
        chosen.counts.write_text(json.dumps(seams.counts))
    return code


async def _run(serve: Serve, settings: Settings, seams: Seams) -> int:
    return await serve(settings, seams)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
