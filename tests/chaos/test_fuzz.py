"""Fuzz: whatever comes, nobody crashes, stalls, reads or changes what is not theirs (F20, G3)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import pytest

from bot.practice_room.phone import Phone
from handlers.buttons import BUTTONS
from handlers.values import carried
from storage import inbox
from storage.enums import InboxState
from tests.bot.logged import heard
from tests.chaos import strangers
from tests.chaos.circle import CAST, Circle, circle, shown
from tests.chaos.conftest import Tell
from tests.chaos.fuzz import Fuzz, forged
from tests.chaos.strangers import NAMES, THEIRS
from tests.chaos.table import Line

pytestmark = pytest.mark.proof

GROUPS = (-4_000_000_123, 0, 2**62)
PASSERS = tuple(range(8_000_000_001, 8_000_000_031))
OTHER = 0.1
"""So many carry a verb that does not stand on that message."""
BETWEEN = 25
"""So many odd updates come between two good ones."""
PATIENCE = 60.0
OWN = strangers.PASSING | {"checkin", "answer", "outbox", "expecting", "person", "seat", "rhythm"}
"""What people change by answering their own questions."""


@pytest.fixture
def dice(pytestconfig: pytest.Config) -> int:
    """The seed; one that failed replays."""
    return int(pytestconfig.getoption("--seed", default=5) or 5)


def _phones(played: Circle) -> list[Phone]:
    """Everybody who may be written to; the others' four come last."""
    for number in (*PASSERS, *THEIRS):
        phone = played.room.phone(NAMES.get(number, "x"), number=number)  # type: ignore[call-overload]
        phone.account.started = True
    return [played.room.phone(NAMES[number], number=number) for number in THEIRS]


@asynccontextmanager
async def silent() -> AsyncIterator[None]:
    """The log holds nothing that anybody wrote; and it is long."""
    with heard("info") as log:
        yield
    for words in ("end it all", "olleh", *NAMES.values()):
        assert words not in log.getvalue()


async def _good(phone: Phone) -> None:
    """Somebody in the middle of a check-in taps, and is answered."""
    asked = len(phone.account.seen)
    if "Warm" in phone.buttons:
        await phone.taps("Warm")
        await phone.sees("", within=PATIENCE)
    else:
        await phone.says("/checkin")
        await phone.sees("of 8.", within=PATIENCE)
    assert len(phone.account.seen) > asked


async def test_odd_updates_between_good_ones(
    tmp_path: Path, tell: Tell, long: bool, dice: int
) -> None:
    many = 10_000 if long else 500
    async with circle(tmp_path, read=20.0) as played, silent():
        four = _phones(played)
        number = await played.app.database.write(lambda tx: strangers.begin(tx, played.now))
        before = await played.app.database.read(lambda tx: strangers.theirs(tx, number, but=OWN))
        good = 0
        for at, body in enumerate(Fuzz(dice, (*CAST, *PASSERS, *GROUPS)).updates(many)):
            played.room.world.queue.put(body)
            if at % BETWEEN == 0:
                await _good(four[good % 4])
                good += 1
        await played.quiet(PATIENCE * 5)
        after = await played.app.database.read(lambda tx: strangers.theirs(tx, number, but=OWN))
        assert after == before
        assert strangers.leaked(played) == []
        waiting = await played.rows("SELECT id FROM inbox WHERE state = :n", n=InboxState.WAITING)
        assert waiting == []
        aside = await played.app.database.read(inbox.quarantined)
        assert 0 < aside < many
        told = await played.rows("SELECT count(*) AS n FROM inbox")
        assert told[0]["n"] >= many
        remark = f"{good} good ones between, each answered; {aside} set aside; seed {dice}"
        tell(Line("F20 odd updates", many, remark=remark))


async def test_taps_on_what_is_somebody_elses(
    tmp_path: Path, tell: Tell, long: bool, dice: int
) -> None:
    many = 10_000 if long else 400
    async with circle(tmp_path, read=20.0) as played, silent():
        four = _phones(played)
        database = played.app.database
        number = await database.write(lambda tx: strangers.begin(tx, played.now))
        for phone in four:
            await _good(phone)
        await played.quiet()
        buttons = await database.write(lambda tx: strangers.rows(tx, number, played.now))
        before = await database.read(lambda tx: strangers.theirs(tx, number))
        screens = [shown(phone) for phone in four]
        chance = Random(dice)
        for _ in range(many):
            row, verb = chance.choice(buttons)
            if chance.random() < OTHER:
                verb = chance.choice(sorted(BUTTONS))
            tap = forged(chance, (*CAST, *PASSERS), row, verb, sorted(carried(verb)))
            played.room.world.queue.put(tap)
        await played.quiet(PATIENCE * 5)
        assert await database.read(lambda tx: strangers.theirs(tx, number)) == before
        assert [shown(phone) for phone in four] == screens
        assert strangers.leaked(played) == []
        for phone in four:
            await _good(phone)
        tell(Line("F20 taps on other people's rows", many, remark=f"0 across circles; seed {dice}"))
