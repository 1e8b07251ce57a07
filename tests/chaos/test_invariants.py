"""The watcher of invariants sees each of them broken, and sees nothing where they hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.chaos.invariants import DAY, HOUR, Watch

SCHEMA = Path(__file__).parents[2] / "storage" / "schema.sql"
MONDAY = datetime(2026, 9, 28, 14, tzinfo=UTC)
ANA, BEN, CORA = 1, 2, 3


def us(at: datetime) -> int:
    return round(at.timestamp() * 1e6)


class World:
    """One circle of Ana's, with Ben in it; written by hand."""

    def __init__(self, file: Path) -> None:
        self.rows = sqlite3.connect(file, isolation_level=None)
        self.rows.executescript(SCHEMA.read_text())
        self.watch = Watch(file)
        people = [(number, us(MONDAY)) for number in (ANA, BEN, CORA)]
        self.rows.executemany(
            "INSERT INTO person (id, language, zone, created_at) VALUES (?, 'en', 'UTC', ?)", people
        )
        times = (us(MONDAY), us(MONDAY), us(MONDAY + 84 * DAY))
        self.rows.execute(
            "INSERT INTO circle (id, code, partner_id, participant_id, opened_at, starts_at,"
            " ends_at) VALUES (7, 'K7', 3, 1, ?, ?, ?)",
            times,
        )
        self.rows.execute(
            "INSERT INTO seat (id, circle_id, supporter_id, state, since, seen_at)"
            " VALUES (1, 7, 2, 'active', ?, ?)",
            times[:2],
        )

    def alert(self, state: str, since: datetime, due: datetime | None) -> None:
        self.rows.execute(
            "INSERT INTO alert (id, circle_id, kind, state, opened_at, next_at)"
            " VALUES (1, 7, 'no_active_supporter', ?, ?, ?)",
            (state, us(since), due and us(due)),
        )

    def told(self, at: datetime, delivered: datetime | None) -> None:
        row = (1, CORA, us(at), delivered and us(delivered))
        self.rows.execute(
            "INSERT INTO alert_told (alert_id, person_id, at, delivered_at) VALUES (?, ?, ?, ?)",
            row,
        )

    def blocks(self) -> None:
        self.rows.execute("UPDATE person SET unreachable_since = 1 WHERE id = ?", (BEN,))

    def at(self, since: timedelta) -> list[str]:
        """The names of what is broken so long after Monday."""
        return [one.name for one in self.watch.look(MONDAY + since)]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    one = World(tmp_path / "world.db")
    with closing(one.rows), closing(one.watch):
        yield one


def test_somebody_who_stands_there_needs_no_alert(world: World) -> None:
    assert world.at(HOUR) == []
    assert world.at(30 * DAY) == []


def test_nobody_and_no_alert_is_seen_after_the_hour(world: World) -> None:
    assert world.at(HOUR) == []
    world.blocks()
    assert world.at(2 * HOUR) == []
    assert world.at(3 * HOUR) == []
    assert world.at(3 * HOUR + timedelta(minutes=6)) == ["I1"]


def test_a_pending_alert_is_not_enough(world: World) -> None:
    world.at(HOUR)
    world.blocks()
    world.at(2 * HOUR)
    world.alert("pending", MONDAY, MONDAY + 9 * DAY)
    assert world.at(4 * HOUR) == ["I1"]


def test_a_silent_supporter_counts_until_the_question_went_unanswered(world: World) -> None:
    asked = MONDAY + 15 * DAY
    world.rows.execute("UPDATE seat SET still_here_at = ?", (us(asked),))
    assert world.at(15 * DAY + 47 * HOUR) == []
    assert world.at(17 * DAY) == []
    assert world.at(17 * DAY + HOUR + timedelta(minutes=6)) == ["I1"]


def test_an_alert_where_somebody_stands_is_seen(world: World) -> None:
    assert world.at(HOUR) == []
    world.alert("open", MONDAY, MONDAY + DAY)
    assert world.at(2 * HOUR) == []
    assert world.at(3 * HOUR) == ["I2"]


@pytest.mark.parametrize("due", [None, MONDAY - timedelta(minutes=6)])
def test_an_alert_without_a_next_step_is_seen(world: World, due: datetime | None) -> None:
    world.alert("open", MONDAY, due)
    assert world.at(timedelta(0)) == ["I3"]


def test_an_alert_that_reached_nobody_is_seen(world: World) -> None:
    world.blocks()
    world.alert("notified", MONDAY, MONDAY + DAY)
    world.told(MONDAY, None)
    assert world.at(12 * HOUR) == []
    assert world.at(14 * HOUR) == ["I4"]
    world.rows.execute("UPDATE alert_told SET delivered_at = ?", (us(MONDAY),))
    assert world.at(15 * HOUR) == []


def test_a_break_of_the_participant_holds_everything(world: World) -> None:
    world.blocks()
    world.rows.execute(
        "INSERT INTO rhythm (person_id, days, wall, paused_since) VALUES (1, 1, '09:00', ?)",
        (us(MONDAY),),
    )
    world.alert("open", MONDAY, None)
    assert world.at(20 * DAY) == []


def test_a_supporter_who_is_back_after_a_step_in_has_an_hour_too(world: World) -> None:
    """The partner's ten days are over; it is the supporter who stands there."""
    world.rows.execute(
        "INSERT INTO step_in (id, circle_id, partner_id, state, offered_at, contact_at)"
        " VALUES (1, 7, 3, 'agreed', ?, ?)",
        (us(MONDAY), us(MONDAY)),
    )
    world.alert("open", MONDAY, MONDAY + 20 * DAY)
    assert world.at(11 * DAY) == []
    assert world.at(11 * DAY + timedelta(minutes=59)) == []
    assert world.at(11 * DAY + timedelta(minutes=66)) == ["I2"]


def test_a_supporter_who_is_back_as_the_partner_steps_in_has_an_hour_too(world: World) -> None:
    """The supporter's place comes first: the alert closes as for anybody who is back."""
    world.rows.execute(
        "INSERT INTO step_in (id, circle_id, partner_id, state, offered_at, contact_at)"
        " VALUES (1, 7, 3, 'agreed', ?, ?)",
        (us(MONDAY), us(MONDAY)),
    )
    world.alert("open", MONDAY, MONDAY + DAY)
    assert world.at(timedelta(0)) == []
    assert world.at(timedelta(minutes=59)) == []
    assert world.at(timedelta(minutes=66)) == ["I2"]


def test_a_step_in_covers_for_ten_days(world: World) -> None:
    world.blocks()
    world.rows.execute(
        "INSERT INTO step_in (id, circle_id, partner_id, state, offered_at, contact_at)"
        " VALUES (1, 7, 3, 'agreed', ?, ?)",
        (us(MONDAY), us(MONDAY)),
    )
    assert world.at(9 * DAY) == []
    world.at(10 * DAY)
    assert world.at(11 * DAY + timedelta(minutes=6)) == ["I1"]
