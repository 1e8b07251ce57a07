"""A Telegram that asks to wait, that errs, that does not answer in time (F9 to F11)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.practice_room.faults import Kind
from tests.bot.doors import until
from tests.bot.sending import DONE, put
from tests.chaos.circle import (
    MINUTE,
    NEWS,
    PATIENCE,
    Circle,
    circle,
    most_a_second,
    say,
    shown,
    times,
    writes_to_cora,
)
from tests.chaos.conftest import Tell
from tests.chaos.table import Line
from tests.handlers.people import ANA, BEN, CORA

pytestmark = pytest.mark.proof

ERRORS = (500, 502, 503, 504)
HELP = "988"


async def _told_to_wait(folder: Path, pause: int) -> float:
    """Cora's chat is to be left alone; a restart on the way forgets nothing of it."""
    async with circle(folder, runs=False) as played:
        ana, cora = played.phone(ANA), played.phone(CORA)
        played.room.faults.answer(429, retry_after=pause, method="sendMessage", chat=CORA)
        async with played.bot():
            told = played.now
            await writes_to_cora(played)
            await played.quiet()
            await cora.says("/help")
            await say(ana, "/help", HELP)
        async with played.bot():
            await played.turn(pause - 0.5, step=max(0.5, pause / 8))
            assert shown(cora) == []
            assert len(played.calls("sendMessage", CORA)) == 1
            await played.turn(0.5)
            late = await played.until(lambda: times(cora, NEWS) and times(cora, HELP))
        assert (times(cora, NEWS), times(cora, HELP), times(ana, HELP)) == (1, 1, 1)
        waited = (cora.account.seen[-1].at - told).total_seconds()
        assert waited >= pause
        return late


async def test_a_chat_waits_as_long_as_it_was_told_and_others_go_on(
    tmp_path: Path, tell: Tell, long: bool
) -> None:
    pauses = (1, 7, 60, 600, 3600) if long else (2, 3600)
    late = []
    for pause in pauses:
        (tmp_path / str(pause)).mkdir()
        late.append(await _told_to_wait(tmp_path / str(pause), pause))
    tell(Line("F9 told to wait (429)", len(pauses), recovery=max(late), limit=MINUTE))


async def _live(played: Circle, minutes: int) -> int:
    """Every ten seconds Ben asks for help and Cora is told something; how often."""
    times_ = minutes * 6
    for _ in range(times_):
        await played.phone(BEN).says("/help")
        await put(played.app, CORA)
        await played.turn(10, step=5)
    return times_


async def test_half_of_all_calls_fail_for_ten_minutes(
    tmp_path: Path, tell: Tell, long: bool
) -> None:
    async with circle(tmp_path) as played:
        ben, cora = played.phone(BEN), played.phone(CORA)
        for status in ERRORS:
            played.room.faults.answer(status, method="sendMessage", count=None, share=0.16)
        did = await _live(played, 10 if long else 2)
        failed = [call for call in played.calls("sendMessage") if call.status >= 500]
        assert len(failed) > did / 2
        played.room.faults.clear()
        back = await played.until(lambda: times(ben, HELP) + times(cora, DONE) >= 2 * did)
        assert (times(ben, HELP), times(cora, DONE)) == (did, did)
        assert await played.rows("SELECT kind, why FROM outbox WHERE state = 3") == []
        tell(Line("F10 half of all calls fail (5xx)", did * 2, recovery=back, limit=MINUTE))


async def test_nobody_is_answered_for_a_while(tmp_path: Path, tell: Tell, long: bool) -> None:
    """Down whole: everything waits, Telegram is asked rarely, and all comes when it is back."""
    async with circle(tmp_path) as played:
        ben, cora = played.phone(BEN), played.phone(CORA)
        for status in ERRORS:
            played.room.faults.answer(status, method="sendMessage", count=None, share=0.3)
        played.room.faults.answer(502, method="sendMessage", count=None)
        await ben.says("/help")
        await asks_in_vain(played)
        await played.turn(900 if long else 300, step=1 if long else 5)
        calls = played.calls("sendMessage")
        assert most_a_second([call for call in calls if call.params["chat_id"] == BEN]) == 1
        assert len(calls) < (150 if long else 80)
        played.room.faults.clear()
        back = await played.until(lambda: times(ben, HELP) and times(cora, DONE))
        assert (times(ben, HELP), times(cora, DONE)) == (1, 1)
        tell(Line("F10 all calls fail (5xx)", len(calls), recovery=back, limit=MINUTE))


async def asks_in_vain(played: Circle) -> None:
    """Somebody responsible is to be told, and cannot."""
    await put(played.app, CORA)
    await played.quiet()


@pytest.mark.parametrize("kind", [Kind.TIMEOUT, Kind.HELD])
async def test_no_answer_in_time(tmp_path: Path, tell: Tell, kind: Kind) -> None:
    """An alert goes again until it certainly arrived, a reply never; one call at a time."""
    came = kind is Kind.HELD
    async with circle(tmp_path) as played:
        ben, cora = played.phone(BEN), played.phone(CORA)
        for chat in (BEN, CORA):
            played.room.faults.trouble(kind, method="sendMessage", chat=chat)
        await writes_to_cora(played)
        await ben.says("/help")
        for chat in (CORA, BEN):
            await until(partial(played.calls, "sendMessage", chat), within=PATIENCE)
        await played.app.delivery.settle()
        assert [len(played.calls("sendMessage", one)) for one in (BEN, CORA)] == [1, 1]
        back = await played.until(lambda: times(cora, NEWS) == 1 + came)
        await played.turn(60, step=10)
        assert (times(cora, NEWS), times(ben, HELP)) == (1 + came, int(came))
        lost = await played.rows("SELECT person_id, why FROM outbox WHERE state = 3")
        assert [(row["person_id"], row["why"]) for row in lost] == [(BEN, "unknown")]
        repeated = await played.rows("SELECT person_id FROM outbox WHERE repeat = 1")
        assert [row["person_id"] for row in repeated] == [CORA]
        await say(ben, "/help", HELP)
        await _edited(played, kind)
        when = "after it arrived" if came else "before it arrived"
        twice = int(came)
        line = Line(f"F11 no answer, {when}", 3, repeats=twice, allowed=twice, recovery=back)
        tell(replace(line, limit=MINUTE))


async def _edited(played: Circle, kind: Kind) -> None:
    """An edit is repeated until it certainly stands there."""
    ana = played.phone(ANA)
    await say(ana, "/checkin", "1 of 8.")
    played.room.faults.trouble(kind, method="editMessageText", count=2)
    await ana.taps("Warm")
    await played.until(lambda: times(ana, "2 of 8."))
    await played.until(lambda: played.calls("editMessageText")[-1].status in (200, 400))
    assert times(ana, "2 of 8.") == 1
