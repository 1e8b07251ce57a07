"""A busy evening on five phones: check-ins tapped and typed, calls for the partner, a few words.

Every answer is another one, and nobody gives the same one twice: whatever is missing afterwards
was lost, whatever is there twice was handled twice. A call and words are sent once, too.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from random import Random

from bot.practice_room.records import Sighting
from bot.practice_room.room import Room
from tests.stories.kill_people import Human, Lost
from tests.stories.kill_story import NUDGES, Cast, circle_begins, join, link

PLACES = ("Very cold", "Cold", "In between", "Warm", "Very warm")
QUESTIONS = 8
ROUNDS = 9
"""So many rounds at most: more words a day are not carried between two people."""
CALLED, NEWS = "somebody asks for you now", "A few words for you"
INVITED = "A quiet moment"
_ROW = re.compile(r"v1:(\d+):")


class Person(Human):
    """Somebody who looks at the phone often, and is patient with a bot that dies all the time."""

    quick = 0.05
    tries = 30
    long_while = 20.0

    def __init__(self, room: Room, name: str) -> None:
        super().__init__(room, name)
        self.given: list[tuple[int, ...]] = []
        """All eight answers, as they were given to an open check-in."""
        self.calls = 0
        """How often the partner was asked for."""
        self.wrote: list[str] = []
        """Words that were sent to somebody."""

    async def checks_in(self, answers: tuple[int, ...], *, typed: bool) -> None:
        """One check-in, by one text or by eight taps."""
        await self.says("/checkin", until="1 of 8.")
        self.given.append(answers)
        if typed:
            words = " ".join(map(str, answers))
            await self.gives("types eight", lambda: self.phone.says(words))
        else:
            for number, place in enumerate(answers, 1):
                await self._answers(number, PLACES[place - 1])

    async def _answers(self, number: int, place: str) -> None:
        """One tap; if nothing is seen of it, a look at where the check-in stands."""
        after = f"{number + 1} of 8."
        begin = len(self.seen)
        await self.gives(f"taps {place!r}", lambda: self.phone.taps(place, within=0))
        # Whether the last one was saved shows in the database.
        if number < QUESTIONS and not self._shown((after,), begin):
            await self.says("/checkin", until=" of 8.")
            await self.waits()
            if not self._shown((after,), begin):
                raise Lost(f"{self.name} answered question {number}, and it is asked again")

    async def gives(self, what: str, deed: Callable[[], Awaitable[object]]) -> Sighting | None:
        """Do something once; what came back, if anything did."""
        begin = len(self.seen)
        await deed()
        found = await self._look("", begin)
        if found is None:
            self.unanswered.append(what)
        return found

    async def calls_cora(self) -> None:
        """Ask for the partner, once."""
        await self.taps("I would like a hello", until="Shall I ask Cora?")
        self.calls += 1
        await self.gives("asks for Cora", lambda: self.phone.taps("Ask Cora", within=0))

    async def writes_to_cora(self, words: str) -> None:
        """A few words, sent once."""
        for _ in range(self.tries):
            await self.taps("Write to Cora", until="What would you like to tell Cora?")
            begin = len(self.seen)
            await self.gives("writes", lambda: self.phone.says(words))
            # They are asked for once: when they are not shown, the question is put anew.
            if self._shown(("word for word",), begin):
                break
        self.wrote.append(words)
        await self.gives("sends", lambda: self.phone.taps("Send", within=0))

    async def must_notice_again(self, words: str, times: int) -> None:
        """As many messages with these words as somebody sent; a repeat is the same message."""
        for _ in range(self.tries):
            if len(self.rows(words)) >= times:
                return
            await self.waits(self.long_while)
        raise Lost(f"{self.name} was told {words!r} {len(self.rows(words))} times, not {times}")

    def rows(self, *words: str) -> list[int]:
        """Which rows of the outbox showed these words as new messages, each once, in order.

        A message without a button that names its row stands for itself.
        """
        found = [one for one in self.shown(*words) if one.kind == "sent" and one.message]
        return list(dict.fromkeys(row_of(one) or -one.message.id for one in found if one.message))

    async def opens_row(self, row: int, verb: str, until: str) -> None:
        """Tap a button of one row's message."""
        data = f"v1:{row}:{verb}"

        async def tap() -> None:
            await self.phone.taps_what(lambda one: one == data, within=0)

        await self._do(f"taps {verb}", tap, until)


def row_of(one: Sighting) -> int | None:
    """The row that put the buttons under a message."""
    for button in one.message.buttons if one.message else ():
        named = _ROW.match(button.data or "")
        if named and named[1] != "0":
            return int(named[1])
    return None


class Evening:
    """The cast of the first story, and Gus, who takes part and has nobody yet."""

    def __init__(self, room: Room) -> None:
        self.eve, self.cora = Person(room, "Eve"), Person(room, "Cora")
        self.ana, self.ben, self.gus = (Person(room, one) for one in ("Ana", "Ben", "Gus"))

    @property
    def cast(self) -> Cast:
        """Without Gus."""
        return Cast(self.eve, self.cora, self.ana, self.ben)

    def all(self) -> tuple[Person, ...]:
        """Everybody."""
        return (self.eve, self.cora, self.ana, self.ben, self.gus)


async def begin(evening: Evening, first_link: str) -> None:
    """Everybody comes in."""
    await circle_begins(evening.cast, first_link)
    invitation = link(await evening.cora.taps("Open a circle", "https://t.me/"))
    await join(evening.gus, invitation, rhythm=True)


async def go_on(
    room: Room, evening: Evening, chance: Random, enough: Callable[[], Awaitable[bool]]
) -> None:
    """Round after round, until it is enough; the hour of the invitations is after the first."""
    for number in range(ROUNDS):
        await _round(evening, number, chance)
        if number == 0:
            await room.clock.turn_to(NUDGES)
        if await enough():
            return


async def _round(evening: Evening, number: int, chance: Random) -> None:
    """Ana and Ben check in, one tapping, one typing; so does Gus, who then asks for Cora."""
    words = f"Words {number} {chance.random()}"
    how = [tuple(chance.randint(2, 5) for _ in range(QUESTIONS)) for _ in range(3)]
    typed = number % 2 == 0
    await asyncio.gather(
        _ana(evening.ana, how[0], words, typed=typed),
        evening.ben.checks_in(how[1], typed=not typed),
        _gus(evening.gus, how[2]),
    )
    await _cora(evening, words)


async def _ana(ana: Person, how: tuple[int, ...], words: str, *, typed: bool) -> None:
    await ana.checks_in(how, typed=typed)
    await ana.writes_to_cora(words)


async def _gus(gus: Person, how: tuple[int, ...]) -> None:
    await gus.checks_in(how, typed=True)
    await gus.calls_cora()


async def _cora(evening: Evening, words: str) -> None:
    """She opens what she was sent, and takes the call; who called hears so."""
    cora, gus = evening.cora, evening.gus
    await cora.must_notice_again(NEWS, len(evening.ana.wrote))
    await cora.opens_row(cora.rows(NEWS)[-1], "line_see", until=words)
    await cora.must_notice_again(CALLED, gus.calls)
    await cora.opens_row(cora.rows(CALLED)[-1], "urgent_see", until="would like to hear from you")
    await cora.taps("I've got this", until="You have it")
    await gus.must_notice_again("About what you asked me for", gus.calls)
