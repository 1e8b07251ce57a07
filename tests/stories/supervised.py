"""What a test knows of a bot that a supervisor starts again and again: its journal."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

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
        return [(word, int(number)) for word, number, _ in map(str.split, lines)]

    @property
    def kills(self) -> int:
        """How often it ended by kill -9."""
        return self.events().count(("ended", -signal.SIGKILL))

    @property
    def flying(self) -> int:
        """How many alerts were on their way at its kills, all together."""
        return sum(number for word, number in self.events() if word == "flying")

    @property
    def recovery(self) -> float:
        """The longest time from a kill until a bot had taken up what was left, in real seconds."""
        file = self.journal.with_name("recovered")
        lines = file.read_text().splitlines() if file.exists() else []
        recovered = {pid: float(at) for pid, at in map(str.split, lines)}
        worst, killed_at = 0.0, None
        for line in self.journal.read_text().splitlines():
            word, number, at = line.split()
            if (word, number) == ("ended", str(-signal.SIGKILL)):
                killed_at = killed_at or float(at)
            if word == "started" and killed_at is not None and number in recovered:
                worst, killed_at = max(worst, recovered[number] - killed_at), None
        return worst

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

    async def must_die(self, times: int) -> None:
        """Kill it wherever it is, until it was killed so often."""
        deadline = time.monotonic() + PATIENCE
        hit = 0
        while self.kills < times:
            word, number = self.events()[-1]
            if word == "started" and number != hit and self._hears(number):
                hit = number
                with suppress(ProcessLookupError):
                    os.kill(hit, signal.SIGKILL)
            if time.monotonic() > deadline:
                raise AssertionError(f"the bot does not die: {self.events()}")
            await asyncio.sleep(0.005)

    def _hears(self, pid: int) -> bool:
        """It would end in good order by now, if it were told to."""
        ready = self.journal.with_name("ready")
        return ready.exists() and ready.read_text() == str(pid)

    def last_words(self) -> str:
        """The end of its log."""
        return self.log.read_text()[-3000:] if self.log.exists() else ""
