"""Many at once: a day away with hundreds of circles, thousands due at six, alerts in time."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.practice_room.faults import Kind as Fault
from bot.schedule import Schedule
from handlers.chat.kinds import Kind
from handlers.routes import JOBS
from handlers.rules import wall
from storage import checkins, outbox
from storage.database import Tx, no_seam
from storage.enums import CheckinKind, Class, Dimension, Pack, Temperature
from storage.records import CircleId
from tests.chaos.conftest import Tell
from tests.chaos.table import Line
from tests.chaos.worlds import BACK, NEW_YORK, STILL_HERE, Ring, World, heard, most, world

EVENING = datetime(2026, 11, 3, 22, 30, tzinfo=UTC)
NOON = datetime(2026, 11, 3, 17, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
DAY = timedelta(days=1)
HOURS = tuple(f"{hour:02}:00" for hour in range(7, 22))
STAFF = 10
pytestmark = pytest.mark.proof


async def in_the_middle(place: World, rings: Sequence[Ring]) -> None:
    """Their participants were asked the fourth question, right before the outage."""
    now = place.now

    def step(tx: Tx) -> None:
        for ring in rings:
            number = ring.participant.id
            checkin = checkins.open_one(tx, number, None, now, CheckinKind.FULL)
            for part in list(Dimension)[:3]:
                checkins.answer(tx, checkin.id, part, Temperature.WARM, Pack.TEMPERATURE, now)
            facts: dict[str, object] = {"checkin": checkin.id, "at": 3, "pack": "temperature"}
            row = outbox.put(tx, number, Class.REPLY, Kind.QUESTION, facts, now)
            checkins.asked(tx, replace(checkin, at=3), row.id)

    await place.bot.app.database.write(step)


async def nearly_silent(place: World, rings: Sequence[Ring]) -> None:
    """Their supporters were not seen for long: some would reach 14 days in the outage, the others
    were asked and would reach 48 hours in it."""
    now = place.now
    for number, ring in enumerate(rings):
        for seat in ring.seats:
            asked = now - 36 * HOUR if number % 2 else None
            seen = now - (16 * DAY if asked else 13 * DAY + 12 * HOUR)
            sql = "UPDATE seat SET seen_at = :seen, still_here_at = :asked WHERE id = :id"
            await place.do(sql, seen=seen, asked=asked, id=seat)
        await place.do("UPDATE circle SET look_at = :now WHERE id = :id", now=now, id=ring.id)


async def test_a_day_away_with_many_circles(tmp_path: Path, tell: Tell, long: bool) -> None:
    count = 500 if long else 20
    async with world(tmp_path, EVENING) as place:
        partners = await place.staff(*["Cora"] * STAFF)
        rings = await place.circles(
            partners, count, 3, walls=HOURS, days=frozenset({1, 2, 4}), began=DAY * 10
        )
        await place.turn(MINUTE, MINUTE)
        await in_the_middle(place, rings[::4])
        await nearly_silent(place, rings[1::4])
        await place.turn(count // 10 * SECOND + MINUTE, 10 * SECOND)
        people = [phone for ring in rings for phone in ring.phones]
        writes = people[::7]
        await place.bot.stop()
        for phone in writes[::2]:
            await phone.says("/start")
        await place.turn(HOUR)
        for phone in writes[1::2]:
            await phone.says("/start")
        await place.turn(23 * HOUR + MINUTE)
        await place.bot.start()
        back = place.now
        await place.settled()
        await place.turn(count // 5 * SECOND + 4 * MINUTE, 10 * SECOND)
        await place.turn(11 * HOUR)
        stored = await place.rows("SELECT count(*) AS found FROM inbox WHERE state = 1")
        late = await place.rows(
            "SELECT count(*) AS found FROM outbox WHERE class = :nudge AND state = 2"
            " AND done_at >= not_after",
            nudge=int(Class.NUDGE),
        )
        false = [phone for phone in partners if heard(phone, back, "needs a look")]
        again = [len(heard(ring.participant, back, *BACK)) for ring in rings[::4]]
        quiet = [phone for phone in people if phone not in writes]
        unasked, early = most(quiet, back), most(people, back, *STILL_HERE)
        tell(
            Line(
                f"G5 a day away, {count} circles",
                len(people),
                lost_answers=len(writes[1::2]) - stored[0],
                held=unasked <= 1
                and late == [0]
                and not false
                and set(again) == {1}
                and not early
                and place.bot.app.schedule.breaches == {},
                remark=f"unasked, at most: {unasked}; texts of the last day stored: {stored[0]}",
            )
        )


def hurry(app: App) -> None:
    """The nudges are struck so often that a sweep overruns many strikes."""
    hurried = [replace(job, every=0.2 * SECOND) if job.name == "nudges" else job for job in JOBS]
    args = (app.database, app.house, app.clock, app.delivery.wake, no_seam, hurried)
    app.schedule.stop()
    app.schedule = Schedule(*args)
    app.schedule.start()


async def test_more_is_due_than_a_tick_can_send(tmp_path: Path, tell: Tell, long: bool) -> None:
    count = 10_000 if long else 240
    async with world(tmp_path, NOON) as place:
        (cora,) = await place.staff("Cora")
        rings = await place.circles([cora], count // 2, began=DAY)
        people = [phone for ring in rings for phone in ring.phones]
        due = wall.next_wall(frozenset({1}), "18:00", NEW_YORK, place.now).at
        place.room.faults.trouble(Fault.SLOW, method="sendMessage", count=None, seconds=0.02)
        hurry(place.bot.app)
        await place.turn(due - place.now, HOUR)
        sent_before = len(heard(cora, due))
        facts: dict[str, object] = {"key": "circles.begun", "code": "A1"}
        alert_at = place.now
        await place.bot.app.database.write(
            lambda tx: outbox.put(tx, cora.id, Class.ALERT, Kind.NOTE, facts, place.now)
        )
        place.bot.app.delivery.wake()
        await place.turn(3 * SECOND, SECOND)
        alert = heard(cora, alert_at)
        waited = len([phone for phone in people if not heard(phone, due)])
        await place.turn((count // 20) * SECOND, SECOND)
        came = [len(heard(phone, due)) for phone in people]
        tell(
            Line(
                f"F35 {count:,} due in one minute, slow sends",
                count,
                lost_alerts=1 - min(1, len(alert) - sent_before),
                recovery=(alert[-1].at - alert_at).total_seconds() if alert else None,
                held=set(came) == {1} and waited > count // 2,
                remark=f"an alert passed {waited:,} waiting nudges; nobody was told twice",
            )
        )


async def gone(
    place: World, rings: Sequence[Ring], dice: random.Random
) -> dict[CircleId, datetime]:
    """The only supporter of each blocks the bot, within ten minutes; when."""
    times = {}
    for ring in rings:
        await place.turn(timedelta(seconds=dice.uniform(1, 600 / len(rings))), HOUR)
        await ring.supporters[0].blocks_the_bot()
        times[ring.id] = place.now
        await place.settled()
        await place.turn(20 * SECOND, 20 * SECOND)  # when the gap watch strikes next
    return times


def delays(
    place: World, ring: Ring, went: datetime, opened: Sequence[datetime]
) -> tuple[float, float]:
    """Seconds until the alert was a row, and from its reader's hours until their phone had it."""
    (told,) = heard(ring.partner, went, "needs a look")
    row_after = (opened[0] - went).total_seconds()
    may = wall.next_within(went + HOUR, NEW_YORK, "08:00", "20:00")
    return row_after, (told.at - max(may, opened[0])).total_seconds()


@pytest.mark.parametrize(
    "start", [NOON, datetime(2026, 11, 4, 3, tzinfo=UTC)], ids=["by day", "at night"]
)
async def test_the_last_supporter_goes(
    tmp_path: Path, tell: Tell, long: bool, start: datetime
) -> None:
    count = 20 if long else 4
    async with world(tmp_path, start) as place:
        partners = await place.staff(*["Cora"] * count)
        rings = await place.circles(partners, count, days=frozenset({6}))
        await place.turn(MINUTE, MINUTE)
        times = await gone(place, rings, random.Random(5))
        last = wall.next_within(max(times.values()) + HOUR, NEW_YORK, "08:00", "20:00")
        first = wall.next_within(min(times.values()) + HOUR, NEW_YORK, "08:00", "20:00")
        await place.turn(first - place.now - 2 * SECOND, 10 * MINUTE)
        # From here on as the schedule strikes: the escalation every five seconds.
        await place.turn(last - place.now + 20 * SECOND, 5 * SECOND)
        found = []
        for ring in rings:
            at = await place.rows(
                "SELECT opened_at AS found FROM alert WHERE circle_id = :id", id=ring.id
            )
            opened = [datetime.fromtimestamp(one / 1_000_000, UTC) for one in at]
            found.append(delays(place, ring, times[ring.id], opened))
        rows, sent = (max(one) for one in zip(*found, strict=True))
        name = "by day" if start == NOON else "at night"
        tell(
            Line(
                f"G9 the last supporter went {name}",
                count,
                recovery=sent,
                limit=10,
                held=rows <= 60,
                remark=f"alert row after {rows:.1f} s; on the phone after damping and night",
            )
        )
