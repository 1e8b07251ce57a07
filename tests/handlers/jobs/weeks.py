"""Sixteen weeks of one person and their invitations, through the real sweep, taps and storage."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from handlers.chat import occasions
from handlers.jobs import nudges
from handlers.rules import wall
from handlers.rules.occasions import NudgePolicy
from storage import checkins, circles, rhythms
from storage import people as stored_people
from storage.database import Database, Tx
from storage.enums import CheckinState, Dimension, Pack, Temperature
from storage.moments import micros
from storage.records import Occasion, PersonId, Rhythm
from storage.seal import Keyring
from tests.handlers import people
from tests.handlers.driver import Play, Shown
from tests.handlers.people import ANA, BEN, CORA, FAY

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
WEEKS = 16
"""Longer than a usual circle: whoever is silent hears the last one in week 12 at the soonest."""
ZONES = ("America/New_York", "Europe/Madrid", "Australia/Lord_Howe", "America/Santiago", "UTC")
CHOICES = ("answer", "ignore", "later", "tomorrow", "skip", "week", "fortnight", "block", "by_hand")
RARE = ("open", "older", "days", "hour", "zone", "grave")
"""Until I'm back; a late tap on the invitation before; another rhythm or zone; grave words."""
LIKELY = st.sampled_from(("ignore", *CHOICES, *RARE))
LEFT = ("ignore", "older", "days", "hour", "zone")
"""Whatever else was done, the invitation itself was left. After grave words it is set aside."""
HALF_A_DAY = timedelta(hours=12)
REST = timedelta(hours=16)
"""After grave words nothing new comes so long."""


@dataclass(frozen=True)
class Life:
    """One person's rhythm, and what they do with each invitation in turn."""

    zone: str
    start: datetime
    person: PersonId
    days: frozenset[int]
    full: int
    hour: int
    late: int
    choices: tuple[str, ...]
    both: bool = False
    """A place in somebody else's circle, too."""
    ends: int = 0
    """After so many weeks their circle is over; 0: not in these weeks."""


@dataclass
class Came:
    """An invitation on the phone, and what was done with it."""

    occasion: int
    stands_for: date
    """The local day that its occasion counts for."""
    at: datetime
    day: date
    choice: str
    until: datetime | None = None
    """The end of a pause, of a block, or of the rest after grave words."""


@dataclass(frozen=True)
class Chosen:
    """The rhythm from some instant on."""

    since: datetime
    days: frozenset[int]
    hour: int
    zone: str


@dataclass
class Weeks:
    """All that happened."""

    life: Life
    came: list[Came] = field(default_factory=list)
    chosen: list[Chosen] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)

    def rhythm(self, at: datetime) -> Chosen:
        """What held just before this instant."""
        return [one for one in self.chosen if one.since < at][-1]

    def supports(self, at: datetime) -> bool:
        """Whether they are asked as a supporter."""
        return self.life.person == BEN or self.over(at)

    def over(self, at: datetime) -> bool:
        """Whether the time of the circle is over."""
        return bool(self.life.ends) and at >= self.life.start + self.life.ends * 7 * DAY

    def by_occasion(self) -> dict[int, list[Came]]:
        found: defaultdict[int, list[Came]] = defaultdict(list)
        for one in self.came:
            found[one.occasion].append(one)
        return found

    def week(self, at: datetime) -> int:
        return (at - self.life.start).days // 7 + 1


@st.composite
def lives(
    draw: st.DrawFn, choices: st.SearchStrategy[str] = LIKELY, ends: tuple[int, ...] = (0, 0, 7)
) -> Life:
    days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    person = draw(st.sampled_from((ANA, BEN)))
    return Life(
        zone=draw(st.sampled_from(ZONES)),
        start=datetime(2026, 8, 1, 15, tzinfo=UTC) + draw(st.integers(0, 300)) * DAY,
        person=person,
        days=days,
        full=draw(st.sampled_from(sorted(days))),
        hour=draw(st.integers(0, 23)),
        late=draw(st.integers(0, 20)),
        choices=tuple(draw(st.lists(choices, min_size=1, max_size=24))),
        both=person == ANA and draw(st.booleans()),
        ends=draw(st.sampled_from(ends)),
    )


async def lived(life: Life, path: Path, policy: NudgePolicy | None = None) -> Weeks:
    """Sixteen weeks: every due time a little late, every invitation answered as chosen."""
    database = await Database.open(f"sqlite:///{path}", keyring=Keyring.plain(), readers=1)
    play, weeks = Play(database, life.start), Weeks(life)
    play.house = replace(play.house, nudge=policy or play.house.nudge)
    weeks.chosen.append(Chosen(life.start - DAY, life.days, life.hour, life.zone))
    try:
        await play.do(lambda tx: _set_up(tx, life))
        while play.now < life.start + WEEKS * 7 * DAY:
            await _next(play, weeks)
    finally:
        await database.close()
    return weeks


def _set_up(tx: Tx, life: Life) -> None:
    circle = people.begin(tx, life.start)
    if life.person == BEN:
        people.sit(tx, circle, BEN, life.start)
    tx.run("UPDATE person SET zone = :zone WHERE id = :id", zone=life.zone, id=life.person)
    if life.both:
        _place_with_fay(tx, life)
    tx.run("UPDATE circle SET ends_at = NULL")
    if life.ends:
        ends = micros(life.start + life.ends * 7 * DAY)
        tx.run("UPDATE circle SET ends_at = :ends WHERE id = :id", ends=ends, id=circle.id)
    hour = f"{life.hour:02}:00"
    first = wall.next_wall(life.days, hour, life.zone, life.start).at
    rhythms.choose(tx, life.person, life.days, hour, first)
    full = "UPDATE rhythm SET full_day = :full WHERE person_id = :id"
    tx.run(full, full=life.full, id=life.person)


def _place_with_fay(tx: Tx, life: Life) -> None:
    people.arrive(tx, FAY, life.start)
    other = circles.open_circle(tx, CORA, None, life.start)
    circles.start(tx, other.id, FAY, life.start, life.start + WEEKS * 7 * DAY)
    people.sit(tx, circles.get(tx, other.id), life.person, life.start)


async def _rhythm(play: Play, person: PersonId) -> Rhythm:
    rhythm = await play.do(lambda tx: rhythms.get(tx, person))
    assert rhythm is not None
    return rhythm


async def _next(play: Play, weeks: Weeks) -> None:
    """The next due time, and what comes of it."""
    life = weeks.life
    await _sweeps(play, life.person, late=life.late * MINUTE)
    came = await _take(play, weeks, life.choices[len(weeks.came) % len(life.choices)])
    if came is None:
        return
    if came.choice in RARE:
        await _rare(play, weeks, came)
    else:
        await _react(play, came, life.person)


async def _take(play: Play, weeks: Weeks, choice: str) -> Came | None:
    """The invitation that came, if one did."""
    life = weeks.life
    if not await play.hears(life.person):
        return None
    shown = play.newest(life.person)
    number = int(str(shown.row.facts["occasion"]))
    occasion = await play.do(lambda tx: rhythms.get_occasion(tx, number))
    assert occasion is not None
    local = play.now.astimezone(ZoneInfo(weeks.chosen[-1].zone)).date()
    stands_for = date.fromisoformat(occasion.local_date)
    came = Came(number, stands_for, play.now, local, choice)
    weeks.came.append(came)
    weeks.shown.append(shown)
    return came


async def _sweeps(
    play: Play, person: PersonId, until: datetime | None = None, late: timedelta = timedelta(0)
) -> bool:
    """The sweep at the next due time, unless that is after ``until``."""
    due = (await _rhythm(play, person)).due_at
    assert due is not None
    if until is not None and due >= until:
        return False
    play.now = max(play.now, due + late)
    await play.do(lambda tx: nudges.sweep(tx, play.house, play.now, 10))
    return True


async def _react(play: Play, came: Came, person: PersonId) -> None:
    match came.choice:
        case "answer" | "by_hand":
            occasion = came.occasion if came.choice == "answer" else None
            await play.do(lambda tx: _answer(tx, person, occasion, play.now))
        case "later" | "tomorrow" | "skip":
            await play.taps(person, f"nudge_{came.choice}")
        case "week" | "fortnight":
            await play.taps(person, "pause")
            await play.taps(person, "pause_for", came.choice)
            came.until = (await _rhythm(play, person)).paused_until
        case "block":
            await play.member(person, "kicked")
            came.until = play.now + 9 * DAY
            while await _sweeps(play, person, came.until):
                pass
            play.now = came.until
            await play.says(person, "/start")


async def _rare(play: Play, weeks: Weeks, came: Came) -> None:
    person, now = weeks.life.person, weeks.chosen[-1]
    match came.choice:
        case "open":
            await play.taps(person, "pause")
            await play.taps(person, "pause_for", "open")
            came.until = play.now + 20 * DAY
            while await _sweeps(play, person, came.until):
                await _take(play, weeks, "ignore")
            play.now = came.until
            await play.taps(person, "come_back")
        case "older":
            both = zip(weeks.came, weeks.shown, strict=True)
            older = [on for one, on in both if one.occasion != came.occasion]
            before = await _asked(play, person)
            for verb in ("nudge_later", "nudge_skip") if older else ():
                await play.taps(person, verb, on=older[-1])
            assert await _asked(play, person) == before
        case "grave":
            play.now += HALF_A_DAY
            await play.says(person, "I want to kill myself")
            came.until = play.now.replace(minute=0, second=0, microsecond=0) + REST
        case "hour":
            await play.says(person, "/settings")
            await play.taps(person, "set_hour")
            await play.taps(person, "rhythm_hour", "1000" if now.hour != 10 else "2000")
        case "days":
            await _other_days(play, person, sorted((day + 3) % 7 for day in now.days)[:3])
        case "zone":
            await play.says(person, "/settings")
            await play.taps(person, "set_zone")
            await play.taps(person, "zone_city", "1")
    await _kept(play, weeks)


async def _asked(play: Play, person: PersonId) -> tuple[list[Occasion], datetime | None]:
    """All invitations as they stand, and when the next is due."""
    occasions_now = await play.do(lambda tx: rhythms.newest(tx, person, 1000))
    return occasions_now, (await _rhythm(play, person)).due_at


async def _other_days(play: Play, person: PersonId, days: list[int]) -> None:
    await play.says(person, "/settings")
    await play.taps(person, "set_days")
    for day in days:
        if "rhythm_day" in [one.verb for one in play.newest(person).buttons]:
            await play.taps(person, "rhythm_day", f"{day}on")
    if "rhythm_done" in [one.verb for one in play.newest(person).buttons]:
        await play.taps(person, "rhythm_done")


async def _kept(play: Play, weeks: Weeks) -> None:
    """The rhythm as it is from now on."""
    person = weeks.life.person
    own = await _rhythm(play, person)
    known = await play.do(lambda tx: stored_people.get(tx, person))
    assert known is not None
    weeks.chosen.append(Chosen(play.now, own.days, int(own.wall[:2]), known.zone))


def _answer(tx: Tx, person: PersonId, occasion: int | None, now: datetime) -> None:
    checkin = checkins.open_one(tx, person, occasion, now)
    checkins.answer(tx, checkin.id, Dimension.EMOTIONAL, Temperature.WARM, Pack.TEMPERATURE, now)
    checkins.close(tx, checkin.id, CheckinState.SAVED, now)
    occasions.answered(tx, person, occasion, now)
