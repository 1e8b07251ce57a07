"""Refusals: people who cannot be reached, messages that are gone, what Telegram does not take."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.practice_room import deeds
from bot.practice_room.phone import Phone
from handlers.chat.kinds import Kind
from storage import outbox
from storage.database import Tx
from storage.enums import Class, SeatState
from tests.bot.sending import DONE, SEEN, put
from tests.chaos.circle import MINUTE, Circle, circle, in_short, say, shown, tap, times
from tests.chaos.conftest import Tell
from tests.chaos.table import Line
from tests.handlers.people import ANA, BEN, CORA

pytestmark = pytest.mark.proof

HOUR = 3600
BLOCKED = "Forbidden: bot was blocked by the user"


async def _is_looked_at(played: Circle) -> float:
    """Nobody is near Ana any more: Cora is told, as soon as damping and the hour allow it."""
    assert await played.seat_state() is SeatState.UNREACHABLE
    since, cora = played.now, played.phone(CORA)
    for _ in range(40):
        if times(cora, "needs a look"):
            break
        await played.turn(HOUR / 4, step=HOUR / 4)
    assert times(cora, "needs a look") == 1
    return (played.now - since).total_seconds()


@pytest.mark.parametrize("how", ["blocked", "deactivated", "blocked, as an update says"])
async def test_somebody_who_is_out_of_reach(
    tmp_path: Path, tell: Tell, long: bool, how: str
) -> None:
    in_short(long, how == "blocked")
    async with circle(tmp_path) as played:
        ben = played.phone(BEN)
        if how == "blocked, as an update says":
            await ben.blocks_the_bot()
            await played.quiet()
        else:
            ben.account.blocked = how == "blocked"
            ben.account.deactivated = how == "deactivated"
            for _ in range(3):
                await put(played.app, BEN)
            await played.quiet()
        assert await played.seat_state() is SeatState.UNREACHABLE
        calls = len(played.calls("sendMessage", BEN))
        told = await _is_looked_at(played)
        assert len(played.calls("sendMessage", BEN)) == calls <= 3
        assert shown(ben) == []
        remark = f"told {told / 60:.0f} min later, by damping"
        tell(Line(f"F16 {how}", 1, remark=remark))


async def test_an_unknown_refusal_is_not_for_ever(tmp_path: Path, tell: Tell) -> None:
    async with circle(tmp_path) as played:
        ben = played.phone(BEN)
        said = "Forbidden: something new"
        played.room.faults.answer(403, description=said, method="sendMessage", chat=BEN)
        await put(played.app, BEN)
        back = await played.until(lambda: times(ben, DONE) == 1)
        await played.turn(120, step=30)
        assert times(ben, DONE) == 1
        assert await played.seat_state() is SeatState.ACTIVE
        tell(Line("F16 an unknown 403", 1, recovery=back, remark="nobody given up"))


async def _back(ben: Phone) -> None:
    await ben.unblocks_the_bot()
    await ben.says("/start")


async def test_whoever_comes_back_gets_no_backlog(tmp_path: Path, tell: Tell) -> None:
    async with circle(tmp_path) as played:
        ben = played.phone(BEN)
        await ben.blocks_the_bot()
        await played.quiet()
        await _let_things_wait(played)
        await played.turn(3 * 24 * HOUR, step=HOUR)
        await _back(ben)
        back = await played.until(lambda: times(ben, "Good that you're here"))
        assert await played.seat_state() is SeatState.ACTIVE
        await played.turn(120, step=10)
        assert len(shown(ben)) <= 2, shown(ben)
        tell(Line("F18 blocked, then back after three days", 1, recovery=back, limit=MINUTE))


async def _let_things_wait(played: Circle) -> None:
    """Invitations of days on which nobody was there, as they would queue."""
    late = played.now + timedelta(days=1)

    def queue(tx: Tx) -> None:
        for _ in range(20):
            outbox.put(tx, BEN, Class.NUDGE, Kind.NOTE, dict(SEEN), played.now, not_after=late)

    await played.app.database.write(queue)
    played.app.delivery.wake()


REFUSED = {
    "chat not found": SeatState.UNREACHABLE,
    "can't parse entities: unsupported start tag": SeatState.ACTIVE,
    "something new": SeatState.ACTIVE,
}


@pytest.mark.parametrize("text", REFUSED)
async def test_a_message_that_is_not_taken(
    tmp_path: Path, tell: Tell, long: bool, text: str
) -> None:
    in_short(long, text == "chat not found")
    async with circle(tmp_path) as played:
        ben = played.phone(BEN)
        said = f"Bad Request: {text}"
        played.room.faults.answer(400, description=said, method="sendMessage", chat=BEN)
        await put(played.app, BEN)
        await played.turn(60, step=20)
        assert times(ben, DONE) == 0
        assert len(played.calls("sendMessage", BEN)) == 1
        assert await played.seat_state() is REFUSED[text]
        await say(ben, "/help", "988")
        tell(Line(f"F17 400 {text.split(':')[0]}", 1, remark=f"seat {REFUSED[text].value}"))


EDITS = {
    "message is not modified: it is the same": "editMessageText",
    "query is too old and response timeout expired or query ID is invalid": "answerCallbackQuery",
    "message to edit not found": "editMessageText",
}


@pytest.mark.parametrize("text", EDITS)
async def test_a_change_that_is_not_taken(
    tmp_path: Path, tell: Tell, long: bool, text: str
) -> None:
    """The same already is well; a tap that is too old loses nothing; what is gone is said anew."""
    in_short(long, "not found" in text)
    async with circle(tmp_path) as played:
        ana = played.phone(ANA)
        await say(ana, "/checkin", "1 of 8.")
        played.room.faults.answer(400, description=f"Bad Request: {text}", method=EDITS[text])
        await ana.taps("Warm")
        await played.quiet()
        assert len(played.calls(EDITS[text])) == 1
        if "not modified" not in text:
            await played.until(lambda: times(ana, "2 of 8."))
            await tap(ana, "Cold", "3 of 8.")
        await ana.says("4 4 4 4 4 4 4 4")
        back = await played.until(lambda: times(ana, "Saved"))
        tell(Line(f"F17 400 {' '.join(text.split()[:4])}", 1, recovery=back, limit=MINUTE))


async def test_a_chat_that_was_emptied_by_its_owner(tmp_path: Path, tell: Tell) -> None:
    async with circle(tmp_path) as played:
        ana = played.phone(ANA)
        message = await say(ana, "/checkin", "1 of 8.")
        ana.account.messages.clear()
        deeds.tap(
            played.room.world, ana.account, message.id, message.buttons[3].data or "", stale=True
        )
        back = await played.until(lambda: times(ana, "2 of 8."))
        assert "2 of 8." in ana.newest.words
        tell(Line("F22 a deleted chat", 1, recovery=back, limit=MINUTE, remark="said anew"))
