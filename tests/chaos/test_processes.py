"""A process that starts again and again, one that is told to stop, and one that stands still."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.practice_room.phone import Phone
from bot.practice_room.room import Room
from tests.chaos.conftest import Tell
from tests.chaos.processes import begin, config, ends, kill, running, until
from tests.chaos.table import Line
from tests.chaos.worlds import World, heard, world
from tests.stories.kill_forks import PEACEFUL, Forks, forks
from tests.stories.supervised import Supervised

HALF_PAST_FIVE = datetime(2026, 11, 3, 22, 30, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
SHOWN = ("sendMessage", "sendPhoto", "sendDocument", "editMessageText")
pytestmark = pytest.mark.proof


def shown(room: Room) -> int:
    """How many calls anybody could see."""
    return sum(call.method in SHOWN for call in room.history)


def asked(place: World) -> int:
    """How often a start asked who it is."""
    return len(place.room.history.of("getMe"))


def asks_more(place: World, than: int) -> bool:
    """Whether one more start asked."""
    return asked(place) > than


def shows_more(place: World, than: int) -> bool:
    """Whether more was shown."""
    return shown(place.room) > than


async def people(place: World, count: int) -> list[Phone]:
    """Circles in which everybody is invited at six, and somebody has left long ago."""
    (cora,) = await place.staff("Cora")
    rings = await place.circles([cora], count)
    await place.turn(30 * MINUTE, 30 * MINUTE)
    await place.turn(10 * SECOND, SECOND)  # 25 leave in a second
    await rings[0].participant.taps_what(lambda data: "nudge_start" in data)
    await rings[0].participant.sees("1 ")
    return [phone for ring in rings for phone in ring.phones]


async def start_again(place: World, server: Forks, folder: Path, file: Path) -> Supervised:
    """A process that has met Telegram."""
    before = asked(place)
    bot = begin(server, folder, file)
    await until(partial(asks_more, place, before), bot)
    return bot


@pytest.fixture(scope="module")
def server() -> Iterator[Forks]:
    """Bots that have imported all they need."""
    with forks() as started:
        yield started


async def test_a_storm_of_starts(tmp_path: Path, tell: Tell, long: bool, server: Forks) -> None:
    starts = 51 if long else 3
    async with world(tmp_path, HALF_PAST_FIVE) as place:
        await people(place, 5)
        await place.bot.stop()
        file = config(place, tmp_path)
        before, began = shown(place.room), place.now
        for number in range(starts // PEACEFUL):
            bot = begin(server, tmp_path / f"storm-{number}", file)
            for _ in range(PEACEFUL):
                await until(partial(asks_more, place, asked(place)), bot)
                await place.turn(timedelta(seconds=120 / starts))
                await kill(bot)
        visible = shown(place.room) - before
        greetings = asked(place)
        calls, seconds = await while_it_errs(place, server, tmp_path, file)
        await place.bot.start()
        assert place.now - began < timedelta(minutes=3)
        tell(
            Line(
                f"F33 {starts} starts in two minutes",
                starts,
                held=visible == 0 and greetings <= starts + 1 and calls <= 1 + seconds,
                remark=f"messages: {visible}; getMe while Telegram errs: {calls} in "
                f"{seconds:.0f} s",
            )
        )


async def while_it_errs(place: World, server: Forks, folder: Path, file: Path) -> tuple[int, float]:
    """How often a start asks who it is while Telegram errs, in how many seconds."""
    place.room.faults.answer(500, method="getMe", count=None)
    before, began = asked(place), time.monotonic()
    bot = begin(server, folder / "errs", file)
    await until(lambda: asked(place) > before + 1, bot)
    await asyncio.sleep(1.0)
    calls, seconds = asked(place) - before, time.monotonic() - began
    code, _ = await ends(bot)
    assert code == 0
    place.room.faults.clear()
    return calls, seconds


async def test_it_is_told_to_stop_under_load(
    tmp_path: Path, tell: Tell, long: bool, server: Forks
) -> None:
    count = 100 if long else 25
    rounds = 4 if long else 2
    async with world(tmp_path, HALF_PAST_FIVE) as place:
        phones = await people(place, count)
        await place.bot.stop()
        file = config(place, tmp_path)
        codes, waits = [], []
        told = [len(heard(phone, HALF_PAST_FIVE)) for phone in phones]
        for number in range(rounds):
            bot = await start_again(place, server, tmp_path / f"load-{number}", file)
            before = shown(place.room)
            await asyncio.gather(*(phone.says("/start") for phone in phones))
            enough = before + len(phones) // 10
            await until(partial(shows_more, place, enough), bot)
            code, seconds = await ends(bot)
            codes.append(code)
            waits.append(seconds)
            assert running(bot) == 0
        await place.bot.start()
        await place.settled()
        await place.turn(5 * MINUTE, MINUTE)
        open_now = await place.rows(
            "SELECT count(*) AS found FROM inbox WHERE state <> 1"
            " UNION ALL SELECT count(*) FROM outbox WHERE state < 2"
        )
        now = [len(heard(phone, HALF_PAST_FIVE)) for phone in phones]
        answers = [after - before for before, after in zip(told, now, strict=True)]
        tell(
            Line(
                "F34 told to stop under load",
                rounds,
                lost_answers=sum(max(0, rounds - one) for one in answers),
                recovery=max(waits),
                limit=10,
                held=set(codes) == {0} and open_now == [0, 0] and max(answers) == rounds,
                remark=f"exit codes {sorted(set(codes))}; answers a person: "
                f"{min(answers)} to {max(answers)} of {rounds}",
            )
        )


async def test_the_loop_stands_still(
    tmp_path: Path, tell: Tell, long: bool, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = 5.0 if long else 2.6
    async with world(tmp_path, HALF_PAST_FIVE) as place:
        (cora,) = await place.staff("Cora")
        rings = await place.circles([cora], 10)
        await place.turn(25 * MINUTE, 25 * MINUTE)
        await asyncio.gather(*(ring.participant.says("/start") for ring in rings))
        going_on = asyncio.create_task(place.turn(10 * MINUTE, 10 * MINUTE))
        await asyncio.sleep(0)
        time.sleep(blocked)  # noqa: ASYNC251 - on purpose: it blocks everybody's loop
        await going_on
        await asyncio.sleep(0.6)  # the pulse looks twice a second
        await place.settled()
        await place.turn(3 * SECOND, SECOND)  # 25 leave in a second
        said = [
            str(record.msg) for record in caplog.records if "loop_stood_still" in str(record.msg)
        ]
        came = [len(heard(ring.supporters[0], HALF_PAST_FIVE)) for ring in rings]
        for ring in rings:
            assert len(heard(ring.participant, HALF_PAST_FIVE)) == 2
        tell(
            Line(
                f"F36 the loop stood still for {blocked:g} s",
                1,
                held=len(said) == 1 and set(came) == {1},
                remark="told in the log; what fell due meanwhile is done, once",
            )
        )
