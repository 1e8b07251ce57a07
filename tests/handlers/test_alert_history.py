"""Whatever moves an alert stands in its history, the ends that come from outside, too."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from handlers.chat import urgent
from handlers.rules.rounds import Why
from storage import circles, forget
from storage.database import Tx
from storage.enums import AlertKind
from storage.records import PersonId
from tests.handlers.driver import Play
from tests.handlers.people import ANA, BEN, WEEK, circle_with_ben, gap


async def last(play: Play) -> list[tuple[str, str, str]]:
    """Each alert's state, and what its history says last."""

    def step(tx: Tx) -> list[tuple[str, str, str]]:
        rows = tx.all(
            "SELECT alert.state, alert_change.state AS said, alert_change.why FROM alert"
            " JOIN alert_change ON alert_change.id = (SELECT max(id) FROM alert_change"
            " WHERE alert_id = alert.id) ORDER BY alert.id"
        )
        return [(row["state"], row["said"], row["why"]) for row in rows]

    return await play.do(step)


def _calls(play: Play, person: PersonId, tx: Tx) -> None:
    circle = circles.get(tx, 1)
    urgent.call(tx, play.house, circle, person, AlertKind.DANGER, None, play.now)


CLOSED = ("resolved", "resolved", Why.CLOSED.value)


async def test_the_end_of_a_circle(play: Play) -> None:
    await gap(play)
    await play.turn(12 * WEEK)
    assert await last(play) == [CLOSED]


async def test_the_participant_leaves(play: Play) -> None:
    await gap(play)
    assert await last(play) == [("notified", "notified", "first")]
    await play.says(ANA, "/stop")
    await play.taps(ANA, "leave")
    await play.taps(ANA, "leave_yes")
    assert await last(play) == [CLOSED]


async def test_whoever_asked_is_forgotten(play: Play) -> None:
    await circle_with_ben(play)
    for person in (ANA, BEN):
        await play.do(partial(_calls, play, person))
    await play.turn(timedelta(minutes=1))
    await play.do(lambda tx: forget.person(tx, BEN, "Ben", play.now))
    anas, bens = await last(play)
    assert anas[0] == anas[1] == "notified"
    assert bens == CLOSED
