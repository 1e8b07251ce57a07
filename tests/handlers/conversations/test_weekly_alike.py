"""Not answered, not shared, paused, taken back, lapsed and removed: the same, to the byte."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from handlers.screens.screen import Screen
from storage import circles
from storage.database import Tx
from storage.enums import SeatState
from storage.moments import micros
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    HOUR,
)
from tests.handlers.shares import (
    EVERYTHING,
    FRIDAY_SIX,
    everything,
    revoked,
    stage,
)


def _not_shared(tx: Tx, play: Play) -> None:
    tx.run("DELETE FROM sharing_grant")


def _not_answered(tx: Tx, play: Play) -> None:
    for table in ("answer", "small_step", "goal"):
        tx.run(f"DELETE FROM {table}")  # noqa: S608


def _revoked(tx: Tx, play: Play) -> None:
    revoked(tx, play.now)


def _paused(tx: Tx, play: Play) -> None:
    tx.run("UPDATE rhythm SET paused_since = :now WHERE person_id = 1", now=micros(play.now))


def _removed(tx: Tx, play: Play) -> None:
    seat = circles.seats(tx, 1)[0]
    circles.set_seat(tx, seat.id, SeatState.REMOVED, play.now, only=(SeatState.ACTIVE,))


def _lapsed(tx: Tx, play: Play) -> None:
    tx.run("UPDATE sharing_grant SET lapses_at = :now", now=micros(play.now))


def _shared(tx: Tx, play: Play) -> None:
    """Everything stands; only the second message may differ."""


NOTHING = (_not_answered, _revoked, _paused, _removed, _lapsed)
Seen = list[tuple[object, Screen]]
Change = Callable[[Tx, Play], None]


async def transcript(play: Play, change: Change) -> Seen:
    """All that Ben's phone shows in two weeks, with when, after a week of sharing."""
    await stage(play, *EVERYTHING)
    await play.do(lambda tx: everything(tx, ANA, play.now))
    await play.turn(FRIDAY_SIX - 2 * HOUR)
    await play.hears(BEN)
    await play.do(lambda tx: change(tx, play))
    seen: Seen = []
    for _ in range(14 * 24):
        await play.turn(HOUR)
        if await play.hears(BEN):
            seen.append((play.now, play.newest(BEN).screen))
            if any(one.verb == "weekly_see" for one in play.newest(BEN).buttons):
                await play.taps(BEN, "weekly_see")
                seen.append((play.now, play.newest(BEN).screen))
    return seen


@pytest.mark.parametrize("change", NOTHING, ids=lambda one: one.__name__)
async def test_nothing_to_show_is_the_same_to_the_byte(
    play: Play, beside: Play, change: Change
) -> None:
    seen = await transcript(play, change)
    assert len([one for _, one in seen if one.text.startswith("Your note")]) == 2
    assert seen == await transcript(beside, _not_shared)


async def test_from_outside_sharing_looks_like_not_sharing(play: Play, beside: Play) -> None:
    """The same first messages, the same buttons, at the same times; only the text behind."""
    shared, nothing = await transcript(play, _shared), await transcript(beside, _not_shared)
    assert shared != nothing
    assert _outside(shared) == _outside(nothing)


def _outside(seen: Seen) -> Seen:
    return [
        (at, one if one.text.startswith("Your note") else replace(one, text="")) for at, one in seen
    ]
