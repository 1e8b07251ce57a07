"""Killed while somebody takes a call (F6): it is theirs, and nobody else is called instead.

That a call is taken and that its next round is off is one step, so there is no state between.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.app import invite
from bot.practice_room.clock import RoomClock
from bot.practice_room.room import Room
from bot.settings import load
from storage.enums import Role
from tests.chaos import busy
from tests.chaos.busy import CALLED, Evening
from tests.chaos.conftest import Tell
from tests.chaos.evenings import PATIENCE
from tests.chaos.table import Line
from tests.stories.kill_forks import Forks
from tests.stories.kill_play import FIRST_UPDATE, answers, settle_in
from tests.stories.kill_story import START
from tests.stories.process import Hit, Life
from tests.stories.supervised import Supervised

pytestmark = pytest.mark.proof
MOMENTS = (
    *("intake.fetched", "intake.storing", "intake.stored", "intake.taken"),
    *("step", "step.committed", "step.handed", "delivery.before", "delivery.after"),
)
"""Where the first thing that a fresh bot hears is that the call is taken."""
ROUND = 20 * 60.0
"""Seconds after which the next person on the roster would have been called."""
FIRST, STEP = 60, 6
"""From this statement of a life on every how many-th; a start alone takes more than the first."""


class Desk:
    """Gus calls, Cora takes it, Eve would be called next; the bot behind them dies."""

    def __init__(self, forks: Forks, folder: Path, room: Room) -> None:
        self._forks, self._folder, self._room = forks, folder, room
        self._config = settle_in(room, folder)
        self.people = Evening(room)
        self.kills = 0

    async def open(self) -> None:
        """Everybody comes in."""
        bot = self._start()
        await answers(self._room, bot)
        link = await invite(load(self._config), Role.COORDINATOR)
        await busy.begin(self.people, link)
        await bot.stop()

    def _start(self, *lives: Life) -> Supervised:
        self._folder.joinpath("journal").unlink(missing_ok=True)
        return self._forks.start(self._folder, self._config, lives)

    async def call(self) -> None:
        """Gus calls, and Cora looks at it."""
        cora, gus = self.people.cora, self.people.gus
        bot = self._start()
        await gus.calls_cora()
        await cora.must_notice_again(CALLED, gus.calls)
        await cora.opens_row(cora.rows(CALLED)[-1], "urgent_see", until="would like to hear")
        await bot.stop()

    async def take(self, hit: Hit | None) -> dict[str, int]:
        """Cora takes it while the bot dies there; the hour of the next round passes."""
        cora = self.people.cora
        bot = self._start(Life(hit)) if hit else self._start()
        await cora.gives("takes it", lambda: cora.phone.taps("I've got this", within=0))
        await self._room.clock.turn(ROUND)
        await bot.stop()
        self.kills += bot.kills
        counts = self._folder / "counts"
        return dict(json.loads(counts.read_text())) if hit is None else {}

    def fault(self) -> str:
        """What is wrong now, if anything is."""
        cora, gus = self.people.cora, self.people.gus
        with closing(sqlite3.connect(self._folder / "story.db")) as rows:
            query = "SELECT state, acknowledged_by FROM alert WHERE kind = 'asked_for_partner'"
            calls = rows.execute(query).fetchall()
        if self.people.eve.shown(CALLED):
            return "Eve was called although Cora had taken it"
        if not {("acknowledged", cora.phone.id), ("resolved", cora.phone.id)} >= set(calls):
            return f"the calls are {calls}"
        if len(gus.shown("Cora answered at")) < gus.calls:
            return "Gus was not told that Cora has it"
        return "" if 1 <= len(calls) <= gus.calls else f"{len(calls)} calls are stored"


async def test_killed_while_a_call_is_taken(
    server: Forks, tmp_path: Path, tell: Tell, long: bool
) -> None:
    clock = RoomClock(running=False, start=START, patience=PATIENCE)
    async with Room.open(clock=clock, first_update=FIRST_UPDATE) as room:
        desk = Desk(server, tmp_path / "desk", room)
        await desk.open()
        await desk.call()
        counts = await desk.take(None)
        assert not desk.fault()
        faults = []
        for hit in hits(counts, long=long):
            await desk.call()
            await desk.take(hit)
            if fault := desk.fault():
                faults.append(f"{hit}: {fault}")
                break
    line = Line("F6 killed while a call is taken", desk.kills, held=not faults)
    tell(line if not faults else Line(line.fault, line.runs, held=False, remark=faults[0]))


def hits(counts: dict[str, int], *, long: bool) -> list[Hit]:
    """Each moment of the first update; and in the long form statement by statement."""
    moments = [Hit(name, 1) for name in MOMENTS]
    some = [Hit("statement", n) for n in range(FIRST, counts["statement"], STEP)]
    return moments + some if long else moments[::3]
