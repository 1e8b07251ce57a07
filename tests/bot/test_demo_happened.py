"""What the page tells of the bot: who is who, and what happened, in both languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.demo_happened import ALERTS, CAME, LANGUAGES, ROLES, STATES, happened
from bot.practice_room.phone import Phone
from handlers.chat import alerting
from handlers.chat.kinds import Kind
from handlers.rules.rounds import Change, Why
from storage import alerts
from storage.database import Tx
from storage.enums import AlertKind, AlertState, Language, Role
from tests.house.source import modules, tree
from tests.house.test_first_characters import UNASKED
from tests.stories.stage import DAY, HOUR, Stage, say, stage, tap

ASKED_FOR = {Kind.NOTE, Kind.LINE}
"""Of the classes that go by themselves, too, but somebody tapped; and a note is about anything."""


async def _told(play: Stage) -> list[str]:
    return [one.text["en"] for one in await play.demo.app.database.read(happened)]


async def test_roles_are_told_per_circle(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        eve = await play.eve()
        cora = await play.cora(eve)
        ana = await play.ana(cora)
        ben = await play.ben(ana)
        roles = await play.demo.roles()
        assert [roles[one.id]["en"] for one in (eve, cora, ana, ben)] == [
            "coordinator",
            "Community Partner",
            "participant, A1",
            "supporter, A1",
        ]
        assert roles[ben.id]["es"] == "acompaña en A1"


async def _stepped_in(play: Stage) -> Phone:
    """Ana has nobody, and Cora steps in; Ana's phone."""
    cora = await play.cora(await play.eve())
    ana = await play.ana(cora)
    await say(ana, "/start", "You're here")
    await tap(ana, "I have nobody right now", "Thank you for saying so")
    await play.turn(HOUR)
    await tap(cora, "See it", "there is nobody right now")
    await tap(cora, "Offer to step in", "You have offered")
    await play.turn(HOUR)
    await ana.taps("See it")
    await tap(ana, "Yes", "Cora is your supporter for now")
    return ana


async def test_an_alert_is_told_from_its_first_change_to_the_answer(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await _stepped_in(play)
        told = await _told(play)
        story = [
            "A1: the circle of Ana begins",
            "A1: nobody is near; somebody was told",
            "Cora gets an alert",
            "A1: nobody is near; Cora takes it on",
            "A1: Cora offers to step in",
            "A1: yes, Cora steps in",
        ]
        assert [line for line in told if line in story] == story
        await play.turn(HOUR)
        assert "A1: looked after again" in await _told(play)


async def test_a_change_that_stays_pending_is_told_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        ana = await play.ana(await play.cora(await play.eve()))
        await play.ben(ana)
        await play.turn(2 * HOUR)
        told = [line for line in await _told(play) if line.startswith("A1: nobody is near")]
        assert len(told) == len(set(told))


async def test_what_is_over_has_happened_all_the_same(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        ana = await _stepped_in(play)
        before = await _told(play)
        await play.ben(ana)
        await play.turn(DAY)
        told = await _told(play)
        assert [line for line in told if line in before] == before
        assert "Cora hands back: somebody chosen is near" in told


def _closed(tx: Tx, now: datetime) -> None:
    """As at a circle's end: there is nothing more to do."""
    alert = alerts.live(tx, 1, AlertKind.NO_ACTIVE_SUPPORTER)
    assert alert is not None
    alerting.store(tx, alert, Change(AlertState.RESOLVED, 1, None, now, (), Why.CLOSED), now)


async def test_an_alert_that_is_closed_is_not_told_as_somebody_near(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        ana = await play.ana(await play.cora(await play.eve()))
        await say(ana, "/start", "You're here")
        await tap(ana, "I have nobody right now", "Thank you for saying so")
        await play.turn(HOUR)
        await play.demo.app.database.write(partial(_closed, now=play.room.clock.now()))
        told = await _told(play)
        assert "A1: looked after again" not in told
        assert "A1: nobody is near; this alert is closed" in told


def _put_by_themselves() -> Iterator[str]:
    """Kinds that are put in the classes of alerts and nudges, as the calls name them."""
    for path in modules("handlers"):
        for call in (one for one in ast.walk(tree(path)) if isinstance(one, ast.Call)):
            given = [ast.unparse(one) for one in call.args]
            tells = ast.unparse(call.func) in ("talk.tell", "daytime.tell")
            if tells or {"Class.ALERT", "Class.NUDGE"} & set(given):
                yield from (one for one in given if one.startswith("Kind."))


def test_whatever_comes_by_itself_has_its_line() -> None:
    named = {Kind[one.removeprefix("Kind.")] for one in _put_by_themselves()}
    assert len(named) > 20
    assert named - ASKED_FOR <= set(CAME)
    assert set(UNASKED) == set(CAME)


async def test_there_are_words_for_every_kind_state_and_role() -> None:
    assert set(ALERTS) == set(AlertKind)
    assert set(STATES) == set(AlertState)
    assert set(ROLES) == set(Role)
    assert tuple(Language) == LANGUAGES
