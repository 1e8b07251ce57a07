"""The crowd: 2,000 people who tap, either as soon as another was answered or at a steady pace.

It drives and it notes who waited how long. It does not speak HTTP, and it judges nothing.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.bench.keyboards import Keyboard
from tests.bench.people import Person
from tests.bench.updates import Updates

Choose = Callable[[Keyboard], str | None]


@dataclass(slots=True)
class Tally:
    """What happened since the tally was opened; `since` is the last answer before that."""

    since: float = 0.0
    until: float = 0.0
    taps: int = 0
    texts: int = 0
    answered_texts: int = 0
    waits: list[float] = field(default_factory=list)


class Crowd:
    """Everybody, and who of them waits for the bot."""

    def __init__(self, ids: Iterable[int], updates: Updates, opener: str, choose: Choose) -> None:
        """`opener` is what a person sends to get a keyboard, `choose` picks a button of it."""
        self.people = {number: Person(number) for number in ids}
        self.updates = updates
        self.opener = opener
        self.choose = choose
        self.idle = deque(self.people.values())
        self.waiting: set[int] = set()
        self.spinning: set[str] = set()
        self.refill = False
        self.tally = Tally()
        self.answered_at = 0.0
        self.answers = 0
        self.first_reply = asyncio.Event()
        self.first_reply_at = 0.0
        self._message_id = 0
        self._query_id = 4_000_000_000_000_000_000

    def next_message_id(self) -> int:
        """Message ids grow through all chats of the bot."""
        self._message_id += 1
        return self._message_id

    def stop_spinning(self, query_id: str) -> bool:
        """Whether this query was open; now it no longer is."""
        if query_id not in self.spinning:
            return False
        self.spinning.discard(query_id)
        return True

    def act(self, since: float | None = None) -> bool:
        """The one who rested longest taps, or sends the opener if there is nothing to tap."""
        if not self.idle:
            return False
        person = self.idle.popleft()
        person.asked = since or time.perf_counter()
        self.waiting.add(person.id)
        data = self.choose(person.keyboard) if person.keyboard else None
        person.tapped = data is not None
        if data is None:
            self.tally.texts += 1
            self.updates.put(person.say(self.next_message_id(), self.opener))
            return True
        self.tally.taps += 1
        self._query_id += 1
        self.spinning.add(str(self._query_id))
        self.updates.put(person.tap(str(self._query_id), data))
        return True

    def stagger(self, stage: int, stages: int) -> None:
        """Of so many stages of what people do, whoever begins at this one or later acts once."""
        ahead = [person for person in self.idle if person.id % stages >= stage]
        behind = [person for person in self.idle if person.id % stages < stage]
        self.idle = deque((*ahead, *behind))
        for _ in ahead:
            self.act()

    def open_tally(self) -> Tally:
        """Count anew from the last answer on."""
        self.tally = Tally(self.answered_at, self.answered_at)
        return self.tally

    def reached(self, person: Person) -> None:
        """Something new came to a person: if they waited, they wait no longer."""
        if not self.first_reply_at:
            self.first_reply_at = time.perf_counter()
            self.first_reply.set()
        if not person.asked:
            return
        self.answered_at = self.tally.until = time.perf_counter()
        if person.tapped:
            self.tally.waits.append(self.answered_at - person.asked)
        else:
            self.tally.answered_texts += 1
        self.answers += 1
        self._rest(person)
        if self.refill:
            self.act()

    def keep_waiting(self, count: int) -> None:
        """Closed loop: from now on this many people wait at any time."""
        self.refill = True
        for _ in range(count - len(self.waiting)):
            self.act()

    async def tap_steadily(self, rate: float) -> None:
        """Open loop: somebody acts at every tick; waits count from the tick, not from the act."""
        start = time.perf_counter()
        tick = 0
        while True:
            due = start + tick / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            self.act(since=due)
            tick += 1

    async def settle(self, bound: float) -> int:
        """Nobody starts anything more; wait for open answers. Returns how many never came."""
        self.refill = False
        end = time.perf_counter() + bound
        while self.waiting and time.perf_counter() < end:  # noqa: ASYNC110 (bounded)
            await asyncio.sleep(0.02)
        lost = len(self.waiting)
        if lost:
            self.updates.clear()
        for number in list(self.waiting):
            self._rest(self.people[number])
        return lost

    def with_keyboard(self) -> int:
        """How many hold a keyboard."""
        return sum(1 for person in self.people.values() if person.keyboard)

    def _rest(self, person: Person) -> None:
        """The person waits for nothing and goes to the end of the line."""
        person.asked = 0.0
        self.waiting.discard(person.id)
        self.idle.append(person)
