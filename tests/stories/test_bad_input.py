"""Whatever somebody sends, wherever something may be typed: it is answered kindly, and nothing is
lost by it."""

from __future__ import annotations

import pytest

from bot.practice_room.phone import Phone
from handlers.rules import names
from storage import people
from tests.stories.bad_input import COMMANDS, LONGEST, NO_TEXTS, PLACES, TEXTS, Place
from tests.stories.stage import Stage, link, say, tap

pytestmark = pytest.mark.proof

WAY_IN = (
    ("Hi · Hola", "English"),
    ("I'm a program", "Go on"),
    ("Is that all right?", "That is all right"),
    ("two in the morning", "Nobody unless I share it"),
    ("how old are you", "I'm 18 or older"),
)
NAMES = ("<b>Ana</b>", "_*[Ana", "عنا", "A&amp;na", "Ana %s")


async def sends_what_is_no_text(phone: Phone) -> None:
    """Each gets the one sentence that says what can be read."""
    for content in NO_TEXTS:
        await phone.sends(**content)
        await phone.sees("I can only read text and buttons. You can type a few words, or tap Help.")


async def types(phone: Phone, place: Place, text: str) -> None:
    """The words come back as they were typed, or the question stands and takes a better answer."""
    shown = (await say(phone, text)).words
    if "I can't take that as an answer" in shown:
        shown = (await phone.sees(place.stands)).words
    if place.stands in shown:
        await say(phone, place.fits, place.taken)
    else:
        assert text in shown or names.clean(text) in shown


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
async def test_every_input_at_every_place(on_stage: Stage, place: Place) -> None:
    ana = await on_stage.ana(await on_stage.cora(await on_stage.eve()))
    await tap(ana, "Warm", "Saved")  # The first question of all.
    await on_stage.turn(3_600)  # From now on a sentence does not belong to it any more.
    await place.opens(ana)
    await sends_what_is_no_text(ana)
    for command, answer in COMMANDS.items():
        await say(ana, command, answer)
    await say(ana, place.fits, place.taken)
    for text in TEXTS:
        await place.opens(ana)
        await types(ana, place, text)


async def test_words_from_the_partner_are_carried_as_they_are(on_stage: Stage) -> None:
    cora = await on_stage.cora(await on_stage.eve())
    ana = await on_stage.ana(cora)
    await say(cora, "/start", "You open a circle")
    await tap(cora, "My circles", "Your circles")
    await tap(cora, "A1", "A1")
    await tap(cora, "Write to Ana", "What would you like to tell Ana?")
    await sends_what_is_no_text(cora)
    await say(cora, LONGEST, "longer than I can carry")
    await say(cora, "_*[<b>warm</b>", "word for word", "_*[<b>warm</b>")
    await tap(cora, "Send", "on its way to Ana")
    await on_stage.settle()
    await ana.sees("A few words for you, Ana")
    await tap(ana, "See it", "_*[<b>warm</b>")


async def test_on_the_way_in_each_question_stands(on_stage: Stage) -> None:
    cora = await on_stage.cora(await on_stage.eve())
    await say(cora, "/start", "You open a circle")
    await cora.taps("Open a circle")
    ana = on_stage.phone("Ana")
    await ana.opens(await link(cora))
    for question, button in WAY_IN:
        await ana.sees(question)
        await sends_what_is_no_text(ana)
        await say(ana, LONGEST, "tap one of the buttons below")
        await ana.sees(question)
        await ana.taps(button)
    await ana.sees("What shall I call you?")
    await sends_what_is_no_text(ana)
    for text in (LONGEST, "\u200b", "...", "\u202e"):
        await say(ana, text, "I can't use that one as a name")
    await say(ana, "Ana", "Thank you, Ana. When shall I come by?")
    await say(ana, "any day", "tap one of the buttons below")
    await tap(ana, "Yes", "You're here, Ana")


async def test_a_name_comes_back_as_it_was_typed(on_stage: Stage) -> None:
    ana = await on_stage.ana(await on_stage.cora(await on_stage.eve()))
    for name in NAMES:
        await PLACES["a name"].opens(ana)
        await say(ana, name, f"Name: {name}\n")
        known = await on_stage.demo.app.database.read(lambda tx: people.get(tx, ana.id))
        assert known is not None
        assert known.name == name


async def test_a_stranger_is_answered_kindly_whatever_they_send(on_stage: Stage) -> None:
    dan = on_stage.phone("Dan")
    for text in ("/start", "/unknown", *TEXTS):
        await say(dan, text, "people join me by an invitation")
    await sends_what_is_no_text(dan)


async def test_a_whole_flood_is_answered_to_the_end(on_stage: Stage) -> None:
    ana = await on_stage.ana(await on_stage.cora(await on_stage.eve()))
    await say(ana, "/checkin", "1 of 8.")
    for _ in range(30):
        await ana.says("hm")
    await say(ana, "in between", "2 of 8.")
