"""Outages: the bot is stopped or cut off, Telegram keeps its queues, time passes, it is back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.practice_room.phone import Phone
from bot.practice_room.records import Sighting
from handlers.rules import wall
from storage import milestones, step_ins
from storage.database import Tx
from storage.enums import StepInState
from storage.moments import micros
from storage.records import PersonId
from tests.chaos.absences import AWAY, Absence, away
from tests.chaos.conftest import Tell
from tests.chaos.table import Line
from tests.chaos.worlds import BACK, NEW_YORK, STILL_HERE, Ring, World, heard, most, world

TUESDAY = datetime(2026, 11, 3, 22, 30, tzinfo=UTC)
"""Half past five in New York; everybody is invited at six."""
MORNING = datetime(2026, 11, 3, 15, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
AGAIN = ("4 of 8.", "4 de 8.")
NEXT = ("5 of 8.", "5 de 8.")
SOON = 300.0
"""Seconds of waking hours until whoever was in the middle is asked once more, in steps of ours."""
LONG_ONLY = (2 * HOUR, DAY, 5 * DAY)
NOTE = "has a small note for you"
ANSWERS = 3
pytestmark = pytest.mark.proof


@dataclass(frozen=True)
class Before:
    """How things stood when the bot was stopped."""

    middle: Sequence[Ring]
    """Their participants have answered three questions, and tapped a fourth answer since."""
    held: Ring
    """Its supporter's invitation waits: Telegram asked for a pause."""
    resting: Ring
    """Its alert is open; the supporter's break ends in the outage."""
    alone: Ring
    """Nobody is near, and that is an alert from the middle of the outage on."""
    partner: Phone


async def before(place: World, lasts: timedelta) -> Before:
    """Six in the evening, and everybody is in the middle of something."""
    (cora,) = await place.staff("Cora")
    rings = await place.circles([cora], 5)
    _, _, held, resting, alone = rings
    stops = place.now + HOUR / 2
    await place.do(
        "UPDATE seat SET state = 'paused', since = :since, paused_until = :until WHERE id = :id",
        since=place.now - 2 * DAY,
        until=stops + lasts / 2,
        id=resting.seats[0],
    )
    await place.do("DELETE FROM seat WHERE id = :id", id=alone.seats[0])
    begun = stops + lasts / 2 - 3 * DAY
    await place.do("UPDATE circle SET starts_at = :at WHERE id = :id", at=begun, id=alone.id)
    place.room.faults.answer(429, retry_after=300, method="sendMessage", chat=held.supporters[0].id)
    await place.turn(HOUR / 2, HOUR / 2)
    assert len(heard(cora, TUESDAY, "needs a look")) == 1
    for ring in rings[:2]:
        ana = ring.participant
        await ana.taps_what(lambda data: "nudge_start" in data)
        for number in range(1, ANSWERS + 1):
            await ana.sees(f"{number} ")
            await ana.taps_what(lambda data: "answer.3" in data)
        await ana.sees("4 ")
    return Before(rings[:2], held, resting, alone, cora)


async def lived(place: World, lasts: timedelta, how: Absence) -> tuple[Before, datetime]:
    """The outage; taps die in it, and texts wait for a day."""
    known = await before(place, lasts)
    async with how(place):
        for ring in known.middle:
            await ring.participant.taps_what(lambda data: "answer.4" in data)
        await known.resting.participant.says("/start")
        await place.turn(lasts, max(lasts / 10, HOUR / 2))
    back = place.now
    await place.turn(5 * MINUTE, MINUTE)
    await place.turn(15 * HOUR)
    return known, back


def by_day(one: Sighting) -> bool:
    """Whether it came in waking hours."""
    return 8 <= one.at.astimezone(ZoneInfo(NEW_YORK)).hour < 21


async def lost_answers(place: World) -> int:
    """How many of those that were taken before are not stored any more."""
    (stored,) = await place.rows("SELECT count(*) AS found FROM answer")
    return 2 * ANSWERS - int(stored)


async def alerts_in_order(place: World, known: Before, back: datetime) -> bool:
    """Whether the open alert was looked at before the new one began, and only the new one told."""
    changes = await place.rows(
        "SELECT circle_id AS found FROM alert_change JOIN alert ON alert.id = alert_id"
        " WHERE at >= :back ORDER BY alert_change.id",
        back=micros(back),
    )
    assert changes[0] == known.resting.id, changes
    assert known.alone.id in changes
    return len(heard(known.partner, back, "needs a look")) == 1


@pytest.mark.parametrize("how", AWAY)
@pytest.mark.parametrize(
    "lasts", [10 * MINUTE, 2 * HOUR, 5 * HOUR, DAY, 5 * DAY], ids=["10m", "2h", "5h", "1d", "5d"]
)
async def test_an_outage(
    tmp_path: Path, tell: Tell, long: bool, lasts: timedelta, how: str
) -> None:
    if not long and lasts in LONG_ONLY:
        pytest.skip("in the long form")
    async with world(tmp_path, TUESDAY) as place:
        known, back = await lived(place, lasts, AWAY[how])
        people = [phone for ring in place.rings for phone in ring.phones]
        asked = [heard(ring.participant, back, *BACK) for ring in known.middle]
        assert [len(one) for one in asked] == [1, 1]
        assert all(by_day(one) and any(a in one.text for a in AGAIN) for (one,) in asked)
        assert all(sum(map(one.text.startswith, BACK)) for (one,) in asked)
        others = [phone for phone in people if phone not in [r.participant for r in known.middle]]
        assert most(others, back, *BACK) == 0
        answered = heard(known.resting.participant, back)
        assert len(answered) == (0 if lasts >= DAY else 1)
        unasked = most([one for one in people if one is not known.resting.participant], back)
        late = await place.rows("SELECT count(*) AS found FROM outbox WHERE why = 'late'")
        counted = place.bot.app.delivery.counts["nudge.late"]
        assert (late, counted) == (([1], 1) if lasts > 3 * HOUR else ([0], 0))
        awake = wall.next_within(back, NEW_YORK, "08:00", "21:00")
        told_once = await alerts_in_order(place, known, back)
        lost = await lost_answers(place)
        for ring in known.middle:
            await ring.participant.taps_what(lambda data: "answer.3" in data)
            said = await ring.participant.sees(" 8.")
            assert any(text in said.words for text in NEXT)
        tell(
            Line(
                f"F31 {how} for {lasts}",
                len(people),
                lost_answers=lost,
                recovery=max((one.at - awake).total_seconds() for (one,) in asked),
                limit=SOON,
                held=unasked <= 1 and told_once,
                remark=f"unasked, at most: {unasked}; late nudges dropped: {counted}",
            )
        )


async def silent(place: World) -> list[Ring]:
    """Whoever would be held silent, if five days of ours were theirs."""
    (cora,) = await place.staff("Cora")
    rings = await place.circles([cora], 4, days=frozenset({0}))
    quiet, asked, stepped_in, participant = rings
    seen = "UPDATE seat SET seen_at = :seen, still_here_at = :asked WHERE id = :id"
    now = place.now
    await place.do(seen, seen=now - 10 * DAY, asked=None, id=quiet.seats[0])
    await place.do(seen, seen=now - 16 * DAY, asked=now - 47 * HOUR, id=asked.seats[0])
    await place.do("UPDATE seat SET state = 'left' WHERE id = :id", id=stepped_in.seats[0])
    contact = now - 8 * DAY

    def step(tx: Tx) -> None:
        offer = step_ins.offer(tx, stepped_in.id, cora.id, contact)
        assert offer is not None
        step_ins.move(tx, offer.id, StepInState.AGREED, contact, only=(StepInState.OFFERED,))
        said = f"contact-{micros(contact)}"
        milestones.first(tx, stepped_in.id, said, PersonId(cora.id), contact + 7 * DAY)

    await place.bot.app.database.write(step)
    ana = participant.participant
    await place.do("UPDATE person SET quiet_after = 7 WHERE id = :id", id=ana.id)
    await place.do(
        "UPDATE rhythm SET quiet_since = :at WHERE person_id = :id", at=now - 4 * DAY, id=ana.id
    )
    return rings


async def alarms(place: World, since: datetime) -> list[int]:
    """The circles with an alert that somebody was told of since then."""
    return await place.rows(
        "SELECT DISTINCT circle_id AS found FROM alert JOIN alert_told ON alert_id = alert.id"
        " WHERE alert_told.at >= :since ORDER BY circle_id",
        since=micros(since),
    )


@pytest.mark.parametrize("how", AWAY)
async def test_no_silence_of_ours_is_held_against_anybody(
    tmp_path: Path, tell: Tell, how: str
) -> None:
    async with world(tmp_path, MORNING) as place:
        quiet, asked, stepped_in, _ = await silent(place)
        cora = quiet.partner
        await place.turn(MINUTE, MINUTE)
        back = await away(place, 5 * DAY, AWAY[how])
        await place.turn(58 * MINUTE, MINUTE)
        false = len(heard(cora, back, "needs a look")) + len(await alarms(place, back))
        assert len(heard(cora, back, "Have you two talked since?")) == 1
        # What is left of each time passes, and then it counts as ever.
        await place.turn(5 * MINUTE, MINUTE)
        assert await alarms(place, back) == [asked.id]
        await place.turn(2 * DAY)
        assert stepped_in.id in await alarms(place, back)
        assert heard(cora, back, NOTE) == []
        assert heard(quiet.supporters[0], back, *STILL_HERE) == []
        await place.turn(2 * DAY)
        assert len(heard(cora, back, NOTE)) == 1
        assert len(heard(quiet.supporters[0], back, *STILL_HERE)) == 1
        tell(
            Line(
                f"F32 silence that was ours: {how}",
                len(place.rings),
                held=false == 0,
                remark="14 days, 48 hours, 10 days and a week go on where they stood",
            )
        )
