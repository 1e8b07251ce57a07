"""Sixteen weeks of one person and their invitations, through the real sweep, taps and storage."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from handlers.chat import occasions
from handlers.jobs import nudges
from handlers.rules import wall
from storage import checkins, rhythms
from storage.database import Database, Tx
from storage.enums import CheckinState, Dimension, Pack, Temperature
from storage.records import PersonId, Rhythm
from storage.seal import Keyring
from tests.handlers import people
from tests.handlers.driver import Play
from tests.handlers.people import ANA, BEN

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
WEEKS = 16
"""Longer than a usual circle: whoever is silent hears the last one in week 12 at the soonest."""
ZONES = ("America/New_York", "Europe/Madrid", "Australia/Lord_Howe", "America/Santiago", "UTC")
CHOICES = ("answer", "ignore", "later", "tomorrow", "skip", "week", "fortnight", "block", "by_hand")
LIKELY = st.sampled_from(("ignore", *CHOICES))


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


@dataclass
class Came:
    """An invitation on the phone, and what was done with it."""

    occasion: int
    at: datetime
    day: date
    choice: str
    until: datetime | None = None
    """The end of a pause, or of a block."""


@dataclass
class Weeks:
    """All that happened."""

    life: Life
    came: list[Came] = field(default_factory=list)

    def by_occasion(self) -> dict[int, list[Came]]:
        found: defaultdict[int, list[Came]] = defaultdict(list)
        for one in self.came:
            found[one.occasion].append(one)
        return found

    def week(self, at: datetime) -> int:
        return (at - self.life.start).days // 7 + 1


@st.composite
def lives(draw: st.DrawFn, choices: st.SearchStrategy[str] = LIKELY) -> Life:
    days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    return Life(
        zone=draw(st.sampled_from(ZONES)),
        start=datetime(2026, 8, 1, 15, tzinfo=UTC) + draw(st.integers(0, 300)) * DAY,
        person=draw(st.sampled_from((ANA, BEN))),
        days=days,
        full=draw(st.sampled_from(sorted(days))),
        hour=draw(st.integers(0, 23)),
        late=draw(st.integers(0, 20)),
        choices=tuple(draw(st.lists(choices, min_size=1, max_size=24))),
    )


async def lived(life: Life, path: Path) -> Weeks:
    """Sixteen weeks: every due time a little late, every invitation answered as chosen."""
    database = await Database.open(f"sqlite:///{path}", keyring=Keyring.plain(), readers=1)
    play, weeks = Play(database, life.start), Weeks(life)
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
    tx.run("UPDATE circle SET ends_at = NULL")
    hour = f"{life.hour:02}:00"
    first = wall.next_wall(life.days, hour, life.zone, life.start).at
    rhythms.choose(tx, life.person, life.days, hour, first)
    full = "UPDATE rhythm SET full_day = :full WHERE person_id = :id"
    tx.run(full, full=life.full, id=life.person)


async def _rhythm(play: Play, person: PersonId) -> Rhythm:
    rhythm = await play.do(lambda tx: rhythms.get(tx, person))
    assert rhythm is not None
    return rhythm


async def _next(play: Play, weeks: Weeks) -> None:
    """The next due time, and what comes of it."""
    life = weeks.life
    await _sweeps(play, life.person, late=life.late * MINUTE)
    if not await play.hears(life.person):
        return
    row = play.newest(life.person).row
    choice = life.choices[len(weeks.came) % len(life.choices)]
    local = play.now.astimezone(ZoneInfo(life.zone)).date()
    came = Came(int(str(row.facts["occasion"])), play.now, local, choice)
    weeks.came.append(came)
    await _react(play, came, life.person)


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


def _answer(tx: Tx, person: PersonId, occasion: int | None, now: datetime) -> None:
    checkin = checkins.open_one(tx, person, occasion, now)
    checkins.answer(tx, checkin.id, Dimension.EMOTIONAL, Temperature.WARM, Pack.TEMPERATURE, now)
    checkins.close(tx, checkin.id, CheckinState.SAVED, now)
    occasions.answered(tx, person, occasion, now)
