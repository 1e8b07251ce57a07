"""A tiny driver: updates go through the real gates, routes and storage; rows become screens.

What a phone would show is kept here, so that a tap names the row and message it really stood on.
There is no network: what is put for somebody else is read with ``hears``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar, cast

from handlers import routes, steps
from handlers.buttons import Conversation
from handlers.chat import gates
from handlers.chat.context import House, Programme, Said
from handlers.chat.letter import Drop, Reader, Ready, reader_of
from handlers.rules.alert import AlertPolicy
from handlers.rules.gap import GapPolicy
from handlers.rules.nudge import NudgePolicy
from handlers.screens.screen import Button, Screen
from handlers.texts import catalog
from storage import dispatch, people
from storage.database import SCRIPTS, Database, Tx
from storage.engines.scripts import Scripts
from storage.enums import Class
from storage.records import Row
from tests.handlers import updates

T = TypeVar("T")
TEXTS = catalog.load()
NOT_COMPARED = frozenset({"inbox", "outbox", "tapped", "ids", "sqlite_sequence"})
NOT_FACTS = frozenset({"last_message", "seen_at", "asked_row", "quiet_since", "row_id", "card"})


@dataclass(frozen=True)
class Shown:
    """A message as it stands on a phone, and the row that made it so."""

    row: Row
    screen: Screen
    message_id: int

    @property
    def buttons(self) -> list[Button]:
        """Its buttons, from top to bottom."""
        return [button for line in self.screen.buttons for button in line]


def _fails(error: Exception) -> None:
    """Whatever a sweep cannot decide fails the test, which may want to hear of it instead."""
    raise error


class Play:
    """A database, a time that stands still, and everybody's phone."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database = database
        self.now = now
        self.house = House(
            TEXTS, "circle_bot", Programme(), NudgePolicy(), GapPolicy(), AlertPolicy(),
            undecided=_fails,
        )  # fmt: skip
        self.chats: dict[int, dict[int, Shown]] = defaultdict(dict)
        self.gone: dict[int, set[int]] = defaultdict(set)
        """Messages that were deleted, the person's own among them."""
        self._numbers: defaultdict[int, int] = defaultdict(int)

    # ---- Deeds: each gives the texts of the answer, in order, joined by a blank line.

    async def says(self, person: int, text: str, language: str = "en") -> str:
        """Type something."""
        return await self.sends(person, {"text": text}, language)

    async def sends(self, person: int, content: dict[str, object], language: str = "en") -> str:
        """Send anything, in Telegram's shape."""
        number = self._next(person)
        return await self.update(person, updates.message(person, number, language, **content))

    async def opens(self, person: int, secret: str, language: str = "en") -> str:
        """Open a start link."""
        return await self.says(person, f"/start {secret}", language)

    async def taps(
        self, person: int, verb: str, value: str = "", *, on: Shown | None = None
    ) -> str:
        """Tap the newest button of this verb, or one that stood on a message once."""
        under = on or self.with_button(person, verb)
        data = Button("", verb, value).data(under.row.id)
        return await self.presses(person, data, under.message_id)

    async def presses(self, person: int, data: str, message_id: int) -> str:
        """Tap whatever carries this callback data."""
        return await self.update(person, updates.tap(person, message_id, data))

    async def member(self, person: int, status: str) -> str:
        """Block the bot (``kicked``) or let it back in (``member``)."""
        return await self.update(person, updates.member(person, status))

    async def update(self, person: int, raw: dict[str, Any]) -> str:
        """One update, as a worker would handle it."""
        parsed = updates.parsed(raw)
        said, talk = gates.read(parsed), steps.match(parsed)
        if said is None or talk is None:
            return ""
        spoken = await self.do(lambda tx: self._step(tx, said, talk))
        return await self._all(person, spoken.ready)

    def _step(self, tx: Tx, said: Said, talk: Conversation) -> steps.Spoken:
        """As a worker has it; who reads is as it stands, though read before the conversation."""
        spoken = steps.step(tx, self.house, said, talk, self.now)
        assert all(one.reader == reader_of(tx, one.row) for one in spoken.ready)
        return spoken

    async def hears(self, person: int) -> str:
        """Whatever waits for somebody and may be sent now; others' rows stay."""
        ready: list[Ready] = []
        for klass in Class:
            ready += await self.do(partial(self._claim, person, klass))
        return await self._all(person, ready)

    async def turn(self, by: timedelta) -> None:
        """Let time pass, with every job struck at the end."""
        self.now += by
        await self.strike()

    async def strike(self) -> None:
        """Strike every job once."""
        for job in routes.JOBS:
            await self.do(partial(self._sweep, job))

    def _sweep(self, job: routes.Job, tx: Tx) -> int:
        return job.sweep(tx, self.house, self.now, 100)

    async def do(self, step: Callable[[Tx], T]) -> T:
        """Run a step of storage."""
        return await self.database.write(step)

    # ---- Looking

    def newest(self, person: int) -> Shown:
        """The newest message of the bot in somebody's chat."""
        return list(self.chats[person].values())[-1]

    def with_button(self, person: int, verb: str) -> Shown:
        """The newest message that has this button now."""
        for shown in reversed(self.chats[person].values()):
            if any(button.verb == verb for button in shown.buttons):
                return shown
        raise AssertionError(f"no button {verb!r} in this chat")

    async def reader(self, row: Row) -> Reader:
        """Who reads a row."""
        return await self.do(lambda tx: reader_of(tx, row))

    async def dump(self) -> dict[str, list[tuple[object, ...]]]:
        """All that is remembered but the two boxes and when somebody was seen."""
        return await self.do(_dump)

    # ---- What delivery does

    def _next(self, person: int) -> int:
        self._numbers[person] += 1
        return self._numbers[person]

    def _claim(self, person: int, klass: Class, tx: Tx) -> list[Ready]:
        ready = []
        for row in dispatch.waiting(tx, klass, self.now, 1000):
            claimed = dispatch.claim(tx, row) if row.person_id == person else None
            made = steps.prepare(tx, claimed, self.now) if claimed else Drop("not here")
            if isinstance(made, Ready):
                ready.append(made)
        return ready

    async def _all(self, person: int, ready: tuple[Ready, ...] | list[Ready]) -> str:
        return "\n\n".join([await self._arrives(person, one) for one in ready])

    async def _arrives(self, person: int, ready: Ready) -> str:
        assert ready.row.person_id == person
        words = TEXTS.of(ready.reader.language)
        screen = ready.letter.screen(ready.facts, ready.reader, words)
        number = ready.row.edits or self._next(person)
        if ready.strip in self.chats[person]:
            self._strip(person, ready.strip)
        self.chats[person][number] = Shown(ready.row, screen, number)
        if screen.gone and ready.row.edits:
            del self.chats[person][number]
            self.gone[person].add(number)
        await self.do(partial(_sent, ready, number, self.now))
        return screen.text

    def _strip(self, person: int, number: int) -> None:
        old = self.chats[person][number]
        self.chats[person][number] = replace(old, screen=replace(old.screen, buttons=()))


def _sent(ready: Ready, number: int, now: datetime, tx: Tx) -> None:
    dispatch.sent(tx, ready.row, number, now)
    people.saw_message(tx, ready.row.person_id, number)
    if ready.letter.arrived is not None:
        ready.letter.arrived(tx, ready.row, now)


def tables() -> tuple[str, ...]:
    """Every table, on whatever engine."""
    return Scripts.read(SCRIPTS).tables


def _dump(tx: Tx) -> dict[str, list[tuple[object, ...]]]:
    names = [name for name in tables() if name not in NOT_COMPARED]
    # In an order of our own: an engine may give rows back in any.
    return {
        name: sorted((_plain(row) for row in tx.all(f"SELECT * FROM {name}")), key=repr)  # noqa: S608
        for name in names
    }


def _plain(row: object) -> tuple[object, ...]:
    columns = dict(cast("dict[str, object]", row))
    return tuple(v for k, v in columns.items() if k not in NOT_FACTS)
