"""Letters: what each says of its facts, and what is not said any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers import steps
from handlers.chat.letter import Drop
from storage import outbox, rhythms
from storage.database import Tx
from storage.enums import Class, Language, OccasionState
from storage.moments import micros
from tests.handlers.driver import Play
from tests.handlers.every_screen import SCREENS, screen_of, world
from tests.handlers.people import ANA, CORA, DAN, DAY, circle_of_ana


@pytest.mark.parametrize("language", Language)
async def test_every_screen_speaks_both_languages(play: Play, language: Language) -> None:
    await world(play)
    for one in SCREENS:
        screen = await screen_of(play, one, language)
        assert screen.text or screen.gone
        assert "%(" not in screen.text
        assert all(button.text for line in screen.buttons for button in line)


async def test_a_link_is_said_once_and_forgotten(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(CORA, "/start")
    await play.taps(CORA, "open_circle")
    row = play.newest(CORA).row
    kept = await play.do(lambda tx: outbox.get(tx, row.id))
    assert kept is not None
    assert row.secret.startswith("https://t.me/")
    assert kept.secret == ""


def _link(tx: Tx, play: Play, secret: str) -> str:
    until = micros(play.now + DAY)
    facts: dict[str, object] = {"role": "supporter", "code": "", "until": until}
    row = outbox.put(tx, ANA, Class.REPLY, "link", facts, play.now, secret=secret)
    made = steps.prepare(tx, row, play.now + 2 * DAY)
    return made.why if isinstance(made, Drop) else "said"


async def test_a_link_whose_time_is_over_is_not_said(play: Play) -> None:
    await circle_of_ana(play)
    assert await play.do(lambda tx: _link(tx, play, "https://t.me/circle_bot")) == "expired"


def _late(tx: Tx, play: Play) -> str:
    row = outbox.put(tx, ANA, Class.NUDGE, "nudge", {"occasion": 1}, play.now, not_after=play.now)
    made = steps.prepare(tx, row, play.now)
    return made.why if isinstance(made, Drop) else "said"


async def test_what_comes_too_late_is_dropped_as_late(play: Play) -> None:
    await world(play)
    assert await play.do(lambda tx: _late(tx, play)) == "late"


@pytest.mark.parametrize(
    "state", [OccasionState.ANSWERED, OccasionState.SKIPPED, OccasionState.LATER]
)
async def test_an_invitation_that_is_settled_is_not_said(play: Play, state: OccasionState) -> None:
    await world(play)
    await play.do(lambda tx: rhythms.set_occasion(tx, 1, state))
    await play.do(lambda tx: outbox.put(tx, ANA, Class.NUDGE, "nudge", {"occasion": 1}, play.now))
    assert "quiet moment" not in await play.hears(ANA)


async def test_a_repeated_alert_says_that_it_may_be_one(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(timedelta(minutes=1))
    await play.turn(3 * DAY)
    await play.do(lambda tx: tx.run("UPDATE outbox SET repeat = 1 WHERE kind = 'alert'"))
    assert "may be a repeat" in await play.hears(CORA)


async def test_a_stranger_is_spoken_to_in_the_language_of_their_phone(play: Play) -> None:
    assert (await play.says(DAN, "hola", "es")).startswith("Hola.")
    assert (await play.says(DAN, "hallo", "de")).startswith("Hi.")
