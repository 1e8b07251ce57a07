"""What the page tells of the bot: who is who, and what happened, in both languages."""

from __future__ import annotations

from pathlib import Path

from bot.demo_happened import ALERTS, LANGUAGES, ROLES, STATES, happened
from storage.enums import AlertKind, AlertState, Language, Role
from tests.stories.stage import HOUR, Stage, say, stage, tap


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


async def test_an_alert_is_told_from_its_first_change_to_the_answer(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
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
        told = await _told(play)
        story = [
            "A1: the circle of Ana begins",
            "A1: nobody is near; somebody was told",
            "Cora gets an alert",
            "A1: Cora offers to step in",
            "A1: yes, Cora steps in",
        ]
        assert [line for line in told if line in story] == story


async def test_a_change_that_stays_pending_is_told_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        ana = await play.ana(await play.cora(await play.eve()))
        await play.ben(ana)
        await play.turn(2 * HOUR)
        told = [line for line in await _told(play) if line.startswith("A1: nobody is near")]
        assert len(told) == len(set(told))


async def test_there_are_words_for_every_kind_state_and_role() -> None:
    assert set(ALERTS) == set(AlertKind)
    assert set(STATES) == set(AlertState)
    assert set(ROLES) == set(Role)
    assert tuple(Language) == LANGUAGES
