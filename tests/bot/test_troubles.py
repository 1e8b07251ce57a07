"""A database that cannot do its work: the operator hears of it once a minute and kind."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from bot import logs
from bot.app import App
from bot.practice_room.room import Room
from bot.troubles import Seldom, Troubles, advice
from handlers.chat.kinds import Kind
from storage.database import Unavailable
from storage.enums import Class, RowState
from tests.bot.coming import quiet, said, up
from tests.bot.doors import held, running, until
from tests.bot.sending import put, state
from tests.storage.small import damage


@pytest.fixture
def heard() -> io.StringIO:
    """What an operator reads."""
    stream = io.StringIO()
    logs.configure("info", as_json=False, secrets=(), stream=stream)
    return stream


def lines(heard: io.StringIO) -> list[str]:
    """What was said of the database, in order."""
    return [line.partition(": ")[2] for line in heard.getvalue().splitlines() if "database" in line]


def test_a_line_of_a_kind_comes_once_a_minute() -> None:
    times = iter((5.0, 6.0, 6.0, 64.9, 65.0))
    seldom = Seldom(lambda: next(times))
    assert [seldom.may(kind) for kind in ("a", "a", "b", "a", "a")] == [
        True,
        False,
        True,
        False,
        True,
    ]


def test_it_is_said_that_it_is_away_and_that_it_is_back(heard: io.StringIO) -> None:
    troubles = Troubles()
    for trouble in (None, Unavailable("full"), Unavailable("full"), None, None):
        troubles.heard(trouble)
    assert lines(heard) == ["database_away kind=full", "database_back"]


def test_a_damaged_one_is_not_back_because_some_of_it_can_be_written(heard: io.StringIO) -> None:
    troubles = Troubles()
    for trouble in (Unavailable("damaged"), None):
        troubles.heard(trouble)
    assert lines(heard) == ["database_away kind=damaged"]


def test_a_console_is_told_what_to_do() -> None:
    assert advice(Unavailable("full")).startswith("Try again later")
    assert "circlekeeper restore" in advice(Unavailable("damaged"))


async def test_many_who_wait_for_it_make_one_line(room: Room, app: App, heard: io.StringIO) -> None:
    people = [room.phone(f"P{number}") for number in range(20)]
    async with running(app):
        await up(room)
        with held(app):
            for one in people:
                await one.says("/help")
            await until(lambda: all(said(one.account) for one in people))
        await quiet(room, app)
    assert sorted(set(lines(heard))) == sorted(lines(heard))
    assert "database_away kind=locked" in lines(heard)
    assert lines(heard)[-1] == "database_back"


async def test_an_alert_that_meets_damage_waits_and_is_not_dropped(
    app: App, tmp_path: Path, heard: io.StringIO
) -> None:
    row = await put(app, 7, Class.ALERT, kind=Kind.ALERT, facts={"alert": 1})
    damage(tmp_path / "doors.db", "alert")
    with pytest.raises(Unavailable, match="the database is damaged"):
        await app.delivery.settle()
    assert await state(app, row) is RowState.WAITING
    assert "letter_failed" not in heard.getvalue()
