"""Whatever somebody sends: it is answered kindly, and nothing is lost by it."""

from __future__ import annotations

import pytest

from bot.practice_room.phone import Phone
from storage import people
from tests.stories.stage import Stage

FILE = {"file_id": "f", "file_unique_id": "f"}
NO_TEXTS: list[dict[str, object]] = [
    {"photo": [{**FILE, "width": 90, "height": 90}], "caption": "4"},
    {
        "sticker": {
            **FILE,
            "width": 9,
            "height": 9,
            "type": "regular",
            "is_animated": False,
            "is_video": False,
        }
    },
    {"voice": {**FILE, "duration": 3}},
    {"contact": {"phone_number": "+1", "first_name": "Fay"}},
]
TEXTS = [
    pytest.param("I would rather not say. " * 170 + "x" * 16, id="4096 characters"),
    pytest.param("היום קצת קשה לי", id="right to left"),
    pytest.param("\u202e4 mraW", id="turned around"),
    pytest.param("<b>warm</b>", id="HTML"),
    pytest.param("_*[warm](tg://user?id=1)", id="Markdown"),
    pytest.param("so so /help", id="a command in the middle"),
]


async def asked(on_stage: Stage) -> Phone:
    """Ana, with the question before her."""
    ana = await on_stage.ana(await on_stage.cora(await on_stage.eve()))
    await ana.says("/checkin")
    await ana.sees("Your feelings")
    return ana


@pytest.mark.parametrize("content", NO_TEXTS, ids=lambda content: next(iter(content)))
async def test_what_is_no_text_leaves_the_question_open(
    on_stage: Stage, content: dict[str, object]
) -> None:
    ana = await asked(on_stage)
    await ana.sends(**content)
    await ana.sees("I can only read text and buttons")
    await ana.taps("Warm")
    await ana.sees("2 of 8.")


@pytest.mark.parametrize("text", TEXTS)
async def test_what_is_no_answer_is_a_note_and_brings_the_question_again(
    on_stage: Stage, text: str
) -> None:
    ana = await asked(on_stage)
    await ana.says(text)
    await ana.sees("Kept as a note beside Feelings", "1 of 8.")
    await ana.says("4")
    await ana.sees("2 of 8.")


async def test_only_emoji_bring_the_question_again(on_stage: Stage) -> None:
    ana = await asked(on_stage)
    await ana.says("🙂" * 200)
    await ana.sees("I did not understand that as an answer")
    await ana.sees("1 of 8.")


async def test_a_command_in_between_leaves_the_question_open(on_stage: Stage) -> None:
    ana = await asked(on_stage)
    await ana.says("/help")
    await ana.sees("988")
    await ana.says("/start")
    await ana.sees("You're here, Ana")
    await ana.says("cold")
    await ana.sees("2 of 8.")


@pytest.mark.parametrize("name", ["<b>Ana</b>", "_*[Ana", "عنا", "A&amp;na", "Ana %s"])
async def test_a_name_comes_back_as_it_was_typed(on_stage: Stage, name: str) -> None:
    cora = await on_stage.cora(await on_stage.eve())
    await cora.says("/start")
    await cora.taps("Open a circle")
    message = await cora.sees("https://t.me/")
    ana = on_stage.phone("Ana")
    await ana.opens((message.caption or "").split()[-1])
    for button in (
        "English",
        "Go on",
        "That is all right",
        "Nobody unless I share it",
        "I'm 18 or older",
    ):
        await ana.taps(button)
    await ana.sees("What shall I call you?")
    await ana.says(name)
    await ana.sees(f"Thank you, {name}.")
    known = await on_stage.demo.app.database.read(lambda tx: people.get(tx, ana.id))
    assert known is not None
    assert known.name == name


async def test_a_stranger_is_answered_kindly_whatever_they_send(on_stage: Stage) -> None:
    dan = on_stage.phone("Dan")
    for text in ("/start", "hello", "<b>", "/unknown", "🙂"):
        await dan.says(text)
        await dan.sees("people join me by an invitation")
    await dan.sends(voice={**FILE, "duration": 3})
    await dan.sees("I can only read text and buttons")


async def test_a_whole_flood_is_answered_to_the_end(on_stage: Stage) -> None:
    ana = await asked(on_stage)
    for _ in range(30):
        await ana.says("hm")
    await ana.says("in between")
    await ana.sees("2 of 8.")
