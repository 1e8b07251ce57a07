"""Connections that break and answers that make no sense (F12, F13)."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.practice_room.faults import Kind
from tests.bot.logged import heard
from tests.bot.sending import DONE, put
from tests.chaos.circle import MINUTE, NEWS, Circle, circle, in_short, say, times, writes_to_cora
from tests.chaos.conftest import Tell
from tests.chaos.table import Line
from tests.handlers.people import ANA, BEN, CORA

pytestmark = pytest.mark.proof

CAME = frozenset((Kind.LOST, Kind.CUT, Kind.NO_RESULT, Kind.CLOSED))
"""What has its effect all the same."""
CERTAIN = frozenset((Kind.CLOSED,))
"""What is an answer, too."""
BREAKS = {
    Kind.RESET: "F12 connection reset",
    Kind.LOST: "F12 connection reset after it arrived",
    Kind.CLOSED: "F12 connection closed between calls",
    Kind.CUT: "F13 malformed JSON",
    Kind.HTML: "F13 a web page instead of JSON",
    Kind.NOT_OK: "F13 ok: false",
    Kind.NO_RESULT: "F13 no result",
}
HELP = "988"


@pytest.mark.parametrize("kind", BREAKS)
async def test_a_broken_call_is_borne(tmp_path: Path, tell: Tell, long: bool, kind: Kind) -> None:
    in_short(long, kind in (Kind.LOST, Kind.HTML))
    async with circle(tmp_path) as played:
        with heard(secrets=[played.room.token]) as log:
            await _borne(played, tell, kind)
        for said in ("May I call you?", played.room.token, "Please sign in", "doctype"):
            assert said not in log.getvalue()


async def _borne(played: Circle, tell: Tell, kind: Kind) -> None:
    repeats = int(kind in CAME - CERTAIN)
    played.room.faults.trouble(kind, method="getUpdates")
    await played.phone(BEN).says("hello")
    await played.until(lambda: times(played.phone(BEN), "nobody reads along"))
    back = await _alert(played, kind, repeats)
    await _reply(played, kind)
    await _edit(played, kind)
    tell(Line(BREAKS[kind], 4, repeats=repeats, allowed=repeats, recovery=back, limit=MINUTE))


async def _alert(played: Circle, kind: Kind, repeats: int) -> float:
    """It arrives, at most once too often."""
    cora = played.phone(CORA)
    played.room.faults.trouble(kind, method="sendMessage", chat=CORA)
    await writes_to_cora(played)
    back = await played.until(lambda: times(cora, NEWS) == 1 + repeats)
    await played.turn(60, step=20)
    assert times(cora, NEWS) == 1 + repeats
    await put(played.app, CORA)
    await played.until(lambda: times(cora, DONE) == 1)
    return back


async def _reply(played: Circle, kind: Kind) -> None:
    """It arrives at most once, and the next one does."""
    ben = played.phone(BEN)
    played.room.faults.trouble(kind, method="sendMessage", chat=BEN)
    await ben.says("/help")
    await played.turn(60, step=20)
    assert times(ben, HELP) == int(kind in CAME)
    await say(ben, "/help", HELP)


async def _edit(played: Circle, kind: Kind) -> None:
    """It is repeated until it stands there; what is tapped meanwhile counts."""
    ana = played.phone(ANA)
    await say(ana, "/checkin", "1 of 8.")
    played.room.faults.trouble(kind, method="editMessageText", count=3)
    played.room.faults.trouble(kind, method="answerCallbackQuery", count=3)
    await ana.taps("Warm")
    await played.until(lambda: times(ana, "2 of 8."))
    await ana.taps("Cold")
    await played.until(lambda: times(ana, "3 of 8."))
    assert (times(ana, "2 of 8."), times(ana, "3 of 8.")) == (1, 1)
