"""Delivery: what a refusal means for the row, the person and the circle."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.app import App
from bot.exits import EndsError, ExitCode
from bot.holds import SEVERAL
from bot.marks import TRIES
from bot.practice_room.room import Room
from handlers.chat.kinds import Kind
from storage import circles, people, rhythms
from storage.database import Tx
from storage.enums import Class, Language, OccasionState, RowState, SeatState
from tests.bot.doors import MONDAY, At, Trap, doors, until
from tests.bot.sending import DONE, look, phones, put, say, state, turn, words


@pytest.mark.parametrize("how", ["blocks", "leaves", "never wrote"])
async def test_somebody_who_cannot_be_reached_is_unreachable_and_the_circle_is_looked_at(
    room: Room, app: App, how: str
) -> None:
    ben = room.phone("Ben", number=11)
    ben.account.started = how != "never wrote"
    ben.account.blocked = how == "blocks"
    ben.account.deactivated = how == "leaves"
    circle = await app.database.write(a_circle)
    row = await put(app, ben.id)
    await app.delivery.settle()
    assert (await look(app, row))["why"] == "gone"
    after = await app.database.read(lambda tx: circles.get(tx, circle))
    seats = await app.database.read(lambda tx: circles.seats_of(tx, ben.id))
    assert after.look_at == app.clock.now()
    assert [seat.state for seat in seats] == [SeatState.UNREACHABLE]


async def test_a_token_that_is_refused_ends_the_process_and_the_row_stays(
    room: Room, app: App
) -> None:
    (ana,) = phones(room, 1)
    room.faults.answer(401, method="sendMessage")
    row = await put(app, ana.id)
    with pytest.raises(EndsError) as caught:
        await asyncio.wait_for(app.delivery.run(), 5)
    await app.delivery.stop()
    assert caught.value.code == ExitCode.TOKEN
    assert await state(app, row) is RowState.WAITING


async def test_while_telegram_fails_for_all_it_is_called_rarely_and_nothing_is_lost(
    room: Room, app: App
) -> None:
    crowd = phones(room, 60)
    room.faults.answer(503, count=None)
    for phone in crowd:
        await put(app, phone.id)
    calls = []
    for _ in range(60):
        calls.append(-len(room.history))
        await turn(app, room, 1)
        calls[-1] += len(room.history)
    assert calls[0] <= 25
    assert max(calls[1:]) <= 1
    room.faults.clear()
    for _ in range(70):
        await turn(app, room, 1)
    assert [words(phone) for phone in crowd] == [[DONE]] * 60


async def test_a_clock_that_is_set_back_meanwhile_makes_nobody_wait_an_hour(
    room: Room, tmp_path: Path
) -> None:
    crowd, clock = phones(room, SEVERAL + 2), At()
    ana = crowd[0]
    async with doors(room, tmp_path, clock=clock) as app:
        room.faults.answer(429, retry_after=30, chat=ana.id)
        room.faults.answer(503, count=None)
        for phone in crowd:
            await put(app, phone.id)
        await app.delivery.settle()
        clock.at -= timedelta(hours=1)
        await app.delivery.settle()
        room.faults.clear()
        for _ in range(29):
            clock.at += timedelta(seconds=1)
            await app.delivery.settle()
        assert [words(phone) for phone in crowd] == [[], *[[DONE]] * (len(crowd) - 1)]
        clock.at += timedelta(seconds=1)
        await app.delivery.settle()
        assert words(ana) == [DONE]
        await app.delivery.stop()


def a_circle(tx: Tx) -> int:
    """Cora's circle with Ana (12), in which Ben (11) has the only seat."""
    for person in (11, 12, 13):
        people.welcome(tx, person, Language.ENGLISH, "UTC", MONDAY)
    circle = circles.open_circle(tx, 13, None, MONDAY)
    seat = circles.add_seat(tx, circle.id, MONDAY)
    tx.run("UPDATE seat SET supporter_id = 11, state = 'active' WHERE id = :id", id=seat.id)
    tx.run("UPDATE circle SET participant_id = 12, look_at = NULL WHERE id = :id", id=circle.id)
    return circle.id


async def test_an_alert_that_is_refused_in_unknown_words_comes_later(room: Room, app: App) -> None:
    (ana,) = phones(room, 1)
    now = app.clock.now()
    await app.database.write(lambda tx: people.welcome(tx, ana.id, Language.ENGLISH, "UTC", now))
    room.faults.answer(403, description="Forbidden: something new")
    row = await put(app, ana.id)
    await app.delivery.settle()
    person = await app.database.read(lambda tx: people.get(tx, ana.id))
    assert person is not None
    assert person.unreachable_since is None
    assert words(ana) == []
    await turn(app, room, 2)
    assert await state(app, row) is RowState.SENT
    assert words(ana) == [DONE]


async def test_one_that_is_refused_again_and_again_is_given_up_and_told(
    room: Room, app: App, caplog: pytest.LogCaptureFixture
) -> None:
    (ana,) = phones(room, 1)
    room.faults.answer(403, description="Forbidden: something new", count=None)
    row = await put(app, ana.id)
    for _ in range(TRIES):
        await turn(app, room, 60)
    assert (await look(app, row))["why"] == "refused"
    assert len(room.history.of("sendMessage")) == TRIES
    assert app.delivery.counts["alert.refused"] == TRIES
    assert "not_sent" in caplog.text


async def test_an_edit_whose_message_is_gone_is_said_as_a_new_one(room: Room, app: App) -> None:
    (ana,) = phones(room, 1)
    row = await put(app, ana.id, Class.EDIT, edits=99)
    await app.delivery.settle()
    assert await state(app, row) is RowState.SENT
    assert words(ana) == [DONE]
    assert (await look(app, row))["message_id"] == ana.newest.id


async def test_a_row_that_cannot_be_made_is_dropped_and_the_others_go_on(
    room: Room, app: App
) -> None:
    (ana,) = phones(room, 1)
    bad = [await put(app, ana.id, kind="nothing"), await put(app, ana.id, facts={"key": "no.text"})]
    good = await put(app, ana.id)
    await app.delivery.settle()
    assert [(await look(app, row))["why"] for row in bad] == ["bug", "bug"]
    assert await state(app, good) is RowState.SENT


@pytest.mark.parametrize("klass", Class)
async def test_a_row_that_does_not_open_is_dropped_and_the_others_go_on(
    room: Room, app: App, klass: Class
) -> None:
    ana, ben = phones(room, 2)
    bad, good = await put(app, ana.id, klass), await put(app, ben.id, klass)
    sql = "UPDATE outbox SET facts = :facts WHERE id = :id"
    await app.database.write(lambda tx: tx.run(sql, facts=b"\x01" + b"x" * 40, id=bad.id))
    running = asyncio.create_task(app.delivery.run())
    await until(lambda: words(ben))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert (words(ana), (await look(app, bad))["why"]) == ([], "bug")
    assert app.delivery.counts[f"{klass.name.lower()}.bug"] == 1
    await app.delivery.settle()
    assert await state(app, good) is RowState.SENT


async def test_a_chat_goes_on_after_a_mistake_of_ours(room: Room, tmp_path: Path) -> None:
    (ana,) = phones(room, 1)
    async with doors(room, tmp_path, seam=Trap(delivery_after=1)) as app:
        for _ in range(3):
            await say(app, ana.id)
        await app.delivery.settle()
        await say(app, ana.id)
        await app.delivery.settle()
        assert words(ana) == [DONE] * 4
        await app.delivery.stop()


async def test_a_nudge_past_its_time_is_dropped(room: Room, app: App) -> None:
    (ana,) = phones(room, 1)
    late = app.clock.now() + timedelta(minutes=10)
    row = await put(app, ana.id, Class.NUDGE, not_after=late)
    await turn(app, room, 600)
    assert words(ana) == []
    assert (await look(app, row))["why"] == "late"
    assert app.delivery.counts["nudge.late"] == 1


async def test_what_is_no_longer_true_is_dropped_with_its_reason(room: Room, app: App) -> None:
    (ana,) = phones(room, 1)
    occasion = await app.database.write(partial(settled_occasion, ana.id))
    facts = {"occasion": occasion}
    row = await put(app, ana.id, Class.NUDGE, kind=Kind.NUDGE, facts=facts)
    await app.delivery.settle()
    assert words(ana) == []
    assert (await look(app, row))["why"] == "settled"
    assert app.delivery.counts["nudge.settled"] == 1


def settled_occasion(person: int, tx: Tx) -> int:
    """An invitation that was answered meanwhile."""
    people.welcome(tx, person, Language.ENGLISH, "UTC", MONDAY)
    occasion = rhythms.claim(tx, person, MONDAY.date(), MONDAY)
    assert occasion is not None
    tx.run("UPDATE occasion SET state = :state", state=OccasionState.ANSWERED)
    return occasion.id


async def test_a_secret_is_gone_once_it_was_delivered(room: Room, app: App) -> None:
    ana, ben = phones(room, 2)
    ben.account.blocked = True
    room.faults.answer(502, chat=ana.id)
    rows = [await put(app, chat.id, secret="canary") for chat in (ana, ben)]
    await app.delivery.settle()
    assert (await look(app, rows[0]))["secret"] is not None
    await turn(app, room, 10)
    assert [(await look(app, row))["secret"] for row in rows] == [None, None]
