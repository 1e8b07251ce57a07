"""Many circles, and how long each of their people waits for an answer.

Bot and room share one process here, so that speeds are those of both together: counts are asserted,
speeds are told.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.practice_room import deeds
from bot.practice_room.records import Account
from bot.practice_room.room import Room
from storage import circles, people
from storage.database import Tx
from storage.enums import Language, Role, SeatState
from storage.records import PersonId
from tests.handlers.people import WEEK
from tests.handlers.rules.cast import NEW_YORK

FIRST = 6_000_000_001
IN_A_CIRCLE = 5
"""A partner, a participant, three supporters."""
GLANCE = 0.002


def settle(tx: Tx, first: int, many: int, now: datetime) -> None:
    """So many circles, begun now, in which everybody has their place."""
    for circle in range(many):
        five = [PersonId(first + circle * IN_A_CIRCLE + place) for place in range(IN_A_CIRCLE)]
        for person in five:
            people.welcome(tx, person, Language.ENGLISH, NEW_YORK, now)
            people.set_name(tx, person, "Ana")
            people.set_agreed(tx, person, now)
            people.set_adult(tx, person, now)
            people.set_joined(tx, person, now)
        partner, centre, *supporters = five
        people.give_role(tx, partner, Role.PARTNER, now)
        opened = circles.open_circle(tx, partner, None, now)
        circles.start(tx, opened.id, centre, now, now + 12 * WEEK)
        for person in supporters:
            seat = circles.add_seat(tx, opened.id, now)
            circles.take_seat(tx, seat.id, person, now)
            circles.set_seat(tx, seat.id, SeatState.ACTIVE, now, only=(SeatState.WAITING,))


@dataclass
class Crowd:
    """Everybody's phone; ``waits`` are the seconds from each deed to its answer."""

    room: Room
    accounts: list[Account]
    waits: list[float] = field(default_factory=list)
    between: list[int] = field(default_factory=list)
    """How many answers the flooder got meanwhile."""
    _waiting: dict[int, tuple[Account, int, float, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, room: Room, many: int) -> Crowd:
        """Phones with numbers from ``FIRST`` on."""
        accounts = [room.world.add("Ana", "en", FIRST + number) for number in range(many)]
        for account in accounts:
            account.started = True
        return cls(room, accounts)

    def says(self, account: Account, text: str, flooder: Account | None = None) -> None:
        """Write, and wait from now on."""
        deeds.say(self.room.world, account, text)
        self._waits(account, flooder)

    def taps(self, account: Account, flooder: Account | None = None) -> None:
        """Tap the warm one of the newest buttons, and wait from now on."""
        message = next(one for one in reversed(account.messages.values()) if one.buttons)
        data = next(one.data for one in message.buttons if one.text == "Warm")
        deeds.tap(self.room.world, account, message.id, data or "")
        self._waits(account, flooder)

    def _waits(self, account: Account, flooder: Account | None) -> None:
        heard = len(flooder.seen) if flooder else 0
        self._waiting[account.id] = (account, len(account.seen), time.perf_counter(), heard)

    def waits_for(self, account: Account) -> bool:
        """Whether somebody was not answered yet."""
        return account.id in self._waiting

    def look(self, flooder: Account | None = None) -> int:
        """Note who was answered; how many still wait."""
        now = time.perf_counter()
        for number, (account, seen, since, heard) in list(self._waiting.items()):
            if len(account.seen) > seen:
                del self._waiting[number]
                self.waits.append(now - since)
                self.between.append(len(flooder.seen) - heard if flooder else 0)
        return len(self._waiting)

    async def answered(self, within: float, flooder: Account | None = None) -> None:
        """Until nobody waits any more."""
        async with asyncio.timeout(within):
            while self.look(flooder):  # noqa: ASYNC110 - what shows on phones, no event tells of
                await asyncio.sleep(GLANCE)

    def percentile(self, share: float) -> float:
        """Seconds within which so many were answered."""
        ranked = sorted(self.waits)
        return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


def resident_mib() -> float:
    """What this process, bot and room together, holds in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20
