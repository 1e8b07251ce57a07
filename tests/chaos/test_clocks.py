"""Clocks: a machine's clock is set while the bot runs, and New York's are turned twice a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.practice_room.phone import Phone
from handlers.routes import JOBS
from storage.moments import micros
from tests.bot.doors import held
from tests.chaos.absences import away
from tests.chaos.conftest import Tell
from tests.chaos.table import Line
from tests.chaos.worlds import STILL_HERE, Ring, World, heard, most, world

HALF_PAST_FIVE = datetime(2026, 11, 3, 22, 30, tzinfo=UTC)
"""On a Tuesday in New York; half of the people are invited at six, and half at seven."""
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WALLS = ("18:00", "19:00")
INVITED = ("Start", "Empezar")
pytestmark = pytest.mark.proof


@dataclass(frozen=True)
class Evening:
    """A world in which things fall due around the step."""

    place: World
    partner: Phone
    gaps: list[Ring]
    """Nobody is near any more: an alert by the hour, from a quarter past six on."""

    @property
    def people(self) -> list[Phone]:
        """Whoever is invited."""
        return [phone for ring in self.place.rings for phone in ring.phones]

    async def step(self, by: timedelta, *, locked: bool = False) -> None:
        """The machine's clock is set; jobs strike as ever, and nobody says why.

        ``locked``: just then somebody else holds the database for longer than the bot waits.
        """
        self.place.bot.machine.by += by
        if locked:
            with held(self.place.bot.app):
                await self.place.bot.app.schedule.strike(JOBS[0])
        for job in JOBS:
            await self.place.bot.app.schedule.strike(job)
        await self.place.bot.app.delivery.settle()


async def evening(place: World) -> Evening:
    """Six circles; in two of them the supporter has just left."""
    (cora,) = await place.staff("Cora")
    rings = await place.circles([cora], 6, walls=WALLS)
    for ring in rings[:2]:
        left = place.now - 15 * MINUTE
        sql = "UPDATE seat SET state = 'left', since = :at WHERE id = :id"
        await place.do(sql, at=left, id=ring.seats[0])
    await place.turn(5 * MINUTE, 5 * MINUTE)
    return Evening(place, cora, rings[:2])


def invitations(phone: Phone, since: datetime) -> int:
    """How many came to a phone: they have a button to start."""
    return sum(
        any(one.text.startswith(INVITED) for one in seen.message.buttons)
        for seen in heard(phone, since)
        if seen.message is not None
    )


@pytest.mark.parametrize(
    ("before", "by"),
    [
        pytest.param(45 * MINUTE, -HOUR, id="back, right after six"),
        pytest.param(105 * MINUTE, -HOUR, id="back, right after seven"),
        pytest.param(5 * MINUTE, HOUR, id="forward, over six"),
        pytest.param(65 * MINUTE, HOUR, id="forward, over seven"),
    ],
)
async def test_an_hour_back_or_forth(
    tmp_path: Path, tell: Tell, long: bool, before: timedelta, by: timedelta
) -> None:
    if not long and before > HOUR:
        pytest.skip("in the long form")
    async with world(tmp_path, HALF_PAST_FIVE) as place:
        known = await evening(place)
        await place.turn(before, 5 * MINUTE)
        await known.step(by)
        await place.turn(4 * HOUR - before, 5 * MINUTE)
        came = [invitations(phone, HALF_PAST_FIVE) for phone in known.people[4:]]
        alerts = heard(known.partner, HALF_PAST_FIVE, "needs a look")
        assert place.bot.app.schedule.breaches == {}
        tell(
            Line(
                f"F29 clock set by {by / HOUR:+g} h, {before / MINUTE:g} min on",
                len(known.people),
                lost_alerts=len(known.gaps) - min(len(alerts), len(known.gaps)),
                repeats=max(0, len(alerts) - len(known.gaps)),
                held=set(came) == {1} and len(alerts) == len(known.gaps),
                remark=f"invitations a person: {min(came)} to {max(came)}",
            )
        )


@pytest.mark.parametrize("locked", [False, True], ids=["free", "locked"])
async def test_a_month_forward_is_an_outage(
    tmp_path: Path, tell: Tell, long: bool, locked: bool
) -> None:
    if not long and locked:
        pytest.skip("in the long form")
    async with world(tmp_path, HALF_PAST_FIVE) as place:
        known = await evening(place)
        before = place.now
        await known.step(30 * DAY, locked=locked)
        await place.turn(30 * MINUTE, 5 * MINUTE)
        silent = await place.rows(
            "SELECT count(*) AS found FROM alert_change WHERE at > :at AND why = 'first'"
            " AND alert_id NOT IN (SELECT id FROM alert WHERE circle_id IN (1, 2))",
            at=micros(before),
        )
        unasked = most(known.people, before)
        still = most(known.people, before, *STILL_HERE)
        assert len(heard(known.partner, before, "needs a look")) == len(known.gaps)
        await place.turn(7 * DAY, HOUR)
        came = [invitations(phone, before) for phone in known.people[4:]]
        tell(
            Line(
                f"F29 clock set by +30 days{', database locked' if locked else ''}",
                len(known.people),
                held=unasked <= 1 and not still and silent == [0] and min(came) >= 1,
                remark=f"unasked at once, at most: {unasked}; in the week {min(came)} invitations",
            )
        )


async def test_a_month_forward_and_back(tmp_path: Path, tell: Tell) -> None:
    """Somebody sets the clock wrong, and right again: nothing is left out for a month."""
    async with world(tmp_path, HALF_PAST_FIVE) as place:
        known = await evening(place)
        await known.step(30 * DAY)
        await place.turn(30 * MINUTE, 5 * MINUTE)
        await known.step(-30 * DAY)
        back = place.now
        left = known.place.rings[2]
        sql = "UPDATE seat SET state = 'left', since = :at WHERE id = :id"
        await place.do(sql, at=back, id=left.seats[0])
        await place.do("UPDATE circle SET look_at = :at WHERE id = :id", at=back, id=left.id)
        await place.turn(7 * DAY + 2 * HOUR, HOUR)
        told = await place.rows(
            "SELECT DISTINCT circle_id AS found FROM alert JOIN alert_told ON alert_id = alert.id"
            " WHERE alert_told.at > :back",
            back=micros(back),
        )
        came = [invitations(phone, back) for phone in known.people[6:]]
        tell(
            Line(
                "F29 clock set by +30 days and back",
                len(known.people),
                lost_alerts=len({left.id, *(ring.id for ring in known.gaps)} - set(told)),
                held=min(came) >= 1 and max(came) <= 3,
                remark=f"in the week {min(came)} to {max(came)} invitations",
            )
        )


NIGHTS = {
    "autumn": (
        datetime(2026, 10, 30, 23, 30, tzinfo=UTC),
        timedelta(hours=30, minutes=30),
        # Half past one comes twice, and the first counts.
        {"01:30": "2026-11-01 05:30", "02:30": "2026-11-01 07:30", "18:00": "2026-11-01 23:00"},
    ),
    "spring": (
        datetime(2027, 3, 13, 0, 30, tzinfo=UTC),
        timedelta(hours=30, minutes=30),
        # Half past two does not come: it is half past three by then.
        {"01:30": "2027-03-14 06:30", "02:30": "2027-03-14 07:30", "18:00": "2027-03-14 22:00"},
    ),
}
"""When a night begins to be played, how long after that the bot starts anew (between the two
rounds of half past one), and when whoever chose an hour is invited on that Sunday."""


@pytest.mark.parametrize("night", NIGHTS)
async def test_a_night_in_which_clocks_are_turned(tmp_path: Path, tell: Tell, night: str) -> None:
    start, until, hours = NIGHTS[night]
    async with world(tmp_path, start) as place:
        (cora,) = await place.staff("Cora")
        days = frozenset({5, 6, 0})
        rings = await place.circles([cora], 6, 0, began=DAY, walls=tuple(hours), days=days)
        await place.turn(until, 30 * MINUTE)
        await away(place, timedelta(0))
        await place.turn(3 * DAY - until, 30 * MINUTE)
        wrong = []
        for ring, (wall, expected) in zip(rings, 2 * list(hours.items()), strict=True):
            times = [one.at for one in heard(ring.participant, start) if invited(one)]
            sunday = datetime.fromisoformat(expected).replace(tzinfo=UTC)
            on_it = [at for at in times if abs(at - sunday) < 12 * HOUR]
            if on_it != [sunday] or len(times) != len(days):
                wrong.append((wall, times))
        assert wrong == []
        tell(Line(f"F30 {night}: clocks turned in New York", len(rings), held=not wrong))


def invited(seen: object) -> bool:
    """Whether it is an invitation."""
    message = getattr(seen, "message", None)
    return message is not None and any(one.text.startswith(INVITED) for one in message.buttons)
