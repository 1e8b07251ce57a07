"""How circles come to be: a coordinator, partners, and participants who invite people."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import Random

from bot.practice_room.room import Room
from tests.simulation.hands import Hands, Settle
from tests.simulation.joining import join, link_for
from tests.simulation.owner import Owner
from tests.simulation.people import NATURES, Nature, Person
from tests.simulation.phrases import CITIES, say

HOURS = (7, 8, 9, 10, 12, 14, 16, 17, 18, 19, 20, 21)
EACH_PARTNER = 10
SUPPORTERS = (2, 1, 2, 2, 0, 3, 2)
TWO_CIRCLES = 4
"""Every so manyth circle invites somebody who supports another one already."""
OPENED_IN = timedelta(days=4)
NAMES = ("Ana", "Ben", "Fay", "Gil", "Hugo", "Ines", "Joel", "Kim", "Luz", "Max", "Noa", "Olga")
Begin = Callable[[], Awaitable[None]]


class Circles:
    """Everybody, and who comes in when."""

    def __init__(self, room: Room, settle: Settle, dice: Random, natures: Sequence[Nature]) -> None:
        self.people: list[Person] = []
        self._room = room
        self._settle = settle
        self._dice = dice
        self._natures = itertools.cycle(natures or NATURES)
        self._names = itertools.cycle(NAMES)
        self._partners: list[Person] = []
        self._supporters: list[Person] = []
        self._due: list[tuple[datetime, int, Begin]] = []
        self._turn = itertools.count()

    async def staff(self, coordinator_link: str, circles: int) -> None:
        """Eve, and two partners at least, who stand in for one another."""
        eve = self._person(Owner("Eve", "staff", "America/New_York"), "en", Nature())
        await join(eve.hands, eve.owner, coordinator_link)
        for number in range(max(2, -(-circles // EACH_PARTNER))):
            owner = Owner(("Cora", "Dev")[number % 2], "staff", "America/New_York")
            partner = self._person(owner, "en", Nature(looks=0.8))
            link = await link_for(eve.hands, say("partner", "en"))
            await join(partner.hands, owner, link)
            self._partners.append(partner)

    def expect(self, number: int, many: int) -> None:
        """A circle that is going to begin."""
        self._at(self._room.clock.now() + OPENED_IN * number / many, lambda: self._begin(number))

    async def open_due(self, now: datetime) -> None:
        """Whoever comes in by now."""
        while self._due and self._due[0][0] <= now:
            await heapq.heappop(self._due)[2]()

    @property
    def due(self) -> datetime | None:
        """When somebody wants to do something next, or comes in."""
        found = [person.due for person in self.people] + [at for at, _, _ in self._due[:1]]
        return min((at for at in found if at is not None), default=None)

    def _at(self, when: datetime, begin: Begin) -> None:
        heapq.heappush(self._due, (when, next(self._turn), begin))

    def _person(self, owner: Owner, language: str, nature: Nature) -> Person:
        number = 5_104_000_101 + len(self.people)
        phone = self._room.phone(owner.name, language=language, number=number)
        person = Person(Hands(phone, language, self._settle), owner, nature, self._own_dice())
        self.people.append(person)
        return person

    def _own_dice(self) -> Random:
        return Random(self._dice.random())

    def _somebody(self, part: str, began: datetime, days: int) -> Person:
        owner = Owner(
            name=next(self._names),
            part=part,
            zone=self._dice.choice(list(CITIES.values())),
            days=frozenset(self._dice.sample(range(7), days)),
            hour=self._dice.choice(HOURS),
            began=began,
        )
        return self._person(owner, self._dice.choice(("en", "es")), next(self._natures))

    async def _begin(self, number: int) -> None:
        """The partner opens a circle, its participant comes in, and invites within two days."""
        partner = self._partners[number % len(self._partners)]
        link = await link_for(partner.hands, say("open", "en"))
        now = self._room.clock.now()
        ana = self._somebody("participant", now, self._dice.choice((1, 2, 3, 3)))
        await join(ana.hands, ana.owner, link)
        ana.live(now)
        for place in range(SUPPORTERS[number % len(SUPPORTERS)]):
            again = place == 0 and number % TWO_CIRCLES == TWO_CIRCLES - 1
            when = now + timedelta(hours=self._dice.uniform(0.5, 40))
            self._at(when, partial(self._invite, ana, now, again=again))

    async def _invite(self, ana: Person, began: datetime, *, again: bool) -> None:
        """Somebody new, or somebody who supports another circle already."""
        if not ana.hands.free:
            return
        link = await link_for(ana.hands, say("invite", ana.hands.language))
        others = [one for one in self._supporters if one.hands.free and one.owner.places == 1]
        if again and others:
            ben = others[0]
            ben.owner = replace(ben.owner, places=2)
            await join(ben.hands, ben.owner, link)
            return
        ben = self._somebody("supporter", began, 1)
        self._supporters.append(ben)
        await join(ben.hands, ben.owner, link)
        ben.live(self._room.clock.now())
