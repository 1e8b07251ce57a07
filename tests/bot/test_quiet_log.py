"""A whole story at DEBUG: nothing that anybody typed, is called or was shown is in the log."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from bot import logs
from bot.practice_room.faults import Kind
from bot.practice_room.phone import Phone
from tests.stories.stage import DAY, Stage, join, say, stage, tap

EVE, CORA, ANA, BEN = NAMES = ("Evelina", "Corazon", "Anastasia", "Benedict")
NOTE, LINE, CRISIS, LOST = TYPED = (
    "the rent is due and the fridge is empty",
    "could you ring me tonight",
    "I want to die",
    "nobody can see this one",
)
EIGHT = "1 2 1 2 2 1 2 1"


async def come_in(on: Stage) -> tuple[Phone, Phone, Phone, Phone]:
    """A circle, by names that stand in no module of ours."""
    eve = on.phone(EVE)
    await join(eve, await on.demo.coordinator_link(), EVE)
    cora = await on.cora(eve, CORA)
    ana = await on.ana(cora, ANA)
    return eve, cora, ana, await on.ben(ana, BEN)


async def play(on: Stage) -> tuple[Phone, ...]:
    """A check-in with a note, a line, a crisis, answers that get lost, a week, a deletion."""
    eve, cora, ana, ben = await come_in(on)
    await say(ana, "/checkin", "1 of 8.")
    await say(ana, NOTE)
    await say(ana, EIGHT, "Thank you for saying it how it is")
    await tap(ana, "Write to", "What would you like to tell")
    await say(ana, LINE, "word for word")
    await tap(ana, "Send", "on its way")
    await say(ben, CRISIS, "988")
    for kind in (Kind.LOST, Kind.HTML, Kind.CUT, Kind.RESET):
        on.room.faults.trouble(kind, method="sendMessage")
    on.room.faults.answer(400, method="sendMessage", description=f"no: {LOST}", count=2)
    for _ in range(6):
        await ana.says(LOST)
        await on.turn(60)
    await on.turn(8 * DAY)
    await say(ben, "/export", "Telegram's cloud")
    await say(ben, "/delete", "There is no way back")
    await tap(ben, "Delete")
    return eve, cora, ana, ben


def private(phones: tuple[Phone, ...]) -> set[str]:
    """Every name, every typed line, and every line that the bot wrote to somebody."""
    shown = {
        line for phone in phones for one in phone.account.seen for line in one.text.split("\n")
    }
    return {line for line in shown if len(line) > 3} | {*NAMES, *TYPED, EIGHT}


@pytest.mark.parametrize("as_json", [False, True], ids=["readable", "json"])
async def test_a_story_leaves_no_word_in_the_log(tmp_path: Path, as_json: bool) -> None:
    async with stage(tmp_path) as on:
        heard = io.StringIO()
        logs.configure("debug", as_json, [on.room.token], stream=heard)
        phones = await play(on)
        links = {link.partition("start=")[2] for link in private(phones) if "start=" in link}
        numbers = {str(phone.id) for phone in phones}
    log = heard.getvalue()
    assert log.count("\n") > 5, log
    assert len(links) >= 3
    looked_for = private(phones) | links | numbers | {on.room.token, on.demo._key}
    assert sorted(words for words in looked_for if words in log) == []
