"""An older copy is put back (F37), judged by the phones: nothing twice, nobody and nothing back."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.practice_room.phone import Phone
from tests.chaos.conftest import Tell
from tests.chaos.disk_play import warm_stage
from tests.chaos.table import Line
from tests.postgres import BOTH, Server
from tests.stories.stage import HOUR, Stage, say, tap
from tests.stories.test_an_older_copy import copied, put_back

pytestmark = pytest.mark.proof
SATURDAY = 5
NOTE = "Your note for this week, Ben"
SHARED = "Ana shares with you"


async def share_body(ana: Phone) -> None:
    """Ben may read one word in his weekly note."""
    await say(ana, "/checkin", "1 of 8.")
    await say(ana, "4 3 3 3 4 3 4 4", "Saved")
    await say(ana, "/start", "You're here, Ana")
    await tap(ana, "What I share", "What you answer is yours")
    await tap(ana, "Ben", "Ben sees nothing")
    await tap(ana, "Share something", "What would you like Ben to see?")
    await tap(ana, "Body", "Ben would see one word")
    await tap(ana, "Yes, share it", "Ben sees: Body")


async def lost_time(on: Stage, ana: Phone, ben: Phone, fay: Phone) -> None:
    """Ana takes it back, Fay deletes; a nudge and the week's note come."""
    await say(ana, "/start", "You're here, Ana")
    await tap(ana, "What I share", "What you answer is yours")
    await tap(ana, "Ben", "Ben sees: Body")
    await tap(ana, "Stop", "Ben sees nothing")
    await say(fay, "/delete", "There is no way back")
    await tap(fay, "Delete everything", "I've deleted")
    await on.to(1, 1, 19)
    await ana.sees("A quiet moment, Ana?")
    await on.to(1, SATURDAY, 11)
    await ben.sees(NOTE)


def said(phones: Sequence[Phone]) -> Counter[tuple[int, str]]:
    """How often each phone has each text of the bot."""
    return Counter((one.id, said.words) for one in phones for said in one.messages if said.from_bot)


async def notes(on: Stage, ben: Phone, week: int) -> str:
    """What Ben's note of a week says."""
    await on.to(week, SATURDAY, 11)
    await ben.sees(NOTE)
    return (await tap(ben, "See it", "")).words


@BOTH
async def test_an_older_copy_repeats_nothing_and_revives_nothing(
    tell: Tell, tmp_path: Path, engine: str, served: Server | None
) -> None:
    async with warm_stage(tmp_path, served.lend() if served else "") as on:
        eve = await on.eve()
        cora = await on.cora(eve)
        ana = await on.ana(cora)
        ben, fay = await on.ben(ana), await on.ben(ana, name="Fay")
        phones = (eve, cora, ana, ben, fay)
        await share_body(ana)
        copy = await copied(on, tmp_path / "copies", served)
        await lost_time(on, ana, ben, fay)
        before = said(phones)
        found = await put_back(on, copy, served)
        await on.turn(HOUR)
        after = said(phones)
        repeats, gone = (after - before).total(), (before - after).total()
        await say(fay, "/start", "people join me by an invitation")
        note = await notes(on, ben, 2)
        remark = ", ".join(f"{what.value} {count}" for what, count in found.gone.items())
        held = found.whole and SHARED not in note and not repeats and not gone
        tell(
            Line(
                f"F37 an older copy put back ({engine})",
                1,
                repeats=repeats,
                held=held,
                remark=remark,
            )
        )
        assert await asyncio.to_thread(copy.exists)
