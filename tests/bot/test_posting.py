"""Posting: one screen to one chat, with the answer to the tap, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.posting import LONGEST_TEXT, fitting, post, units
from bot.practice_room.phone import Phone
from bot.practice_room.room import Room
from bot.transport import Transport
from handlers.screens.screen import GONE, Button, Document, Screen
from tests.bot.doors import bot_of
from tests.practice_room.conftest import png

BUTTONS = ((Button("One", "answer", "1"), Button("Two", "answer", "2")), (Button("Go", "home"),))


@pytest.fixture
async def bot(room: Room) -> AsyncIterator[Bot]:
    """The library's Bot before the room."""
    transport = Transport()
    await transport.initialize()
    yield bot_of(room, transport)
    await transport.shutdown()


@pytest.fixture
async def ana(room: Room) -> Phone:
    """Somebody who may be written to."""
    phone = room.phone("Ana")
    await phone.says("/start")
    return phone


async def test_a_screen_becomes_a_message_whose_buttons_name_its_row(bot: Bot, ana: Phone) -> None:
    number = await post(bot, ana.id, Screen("Hello", BUTTONS), 12)
    assert (ana.newest.id, ana.newest.words) == (number, "Hello")
    assert [[one.data for one in line] for line in ana.newest.rows] == [
        ["v1:12:answer.1", "v1:12:answer.2"],
        ["v1:12:home"],
    ]


async def test_a_screen_without_buttons_has_none(bot: Bot, ana: Phone) -> None:
    await post(bot, ana.id, Screen("Hello"), 12)
    assert ana.newest.buttons == []


async def test_an_edit_changes_words_and_buttons(bot: Bot, ana: Phone) -> None:
    number = await post(bot, ana.id, Screen("Hello", BUTTONS), 12)
    assert await post(bot, ana.id, Screen("Thanks"), 13, edits=number) is None
    assert (ana.newest.words, ana.newest.buttons) == ("Thanks", [])


async def test_a_list_that_is_too_long_ends_with_a_whole_line(bot: Bot, ana: Phone) -> None:
    lines = "\n".join(f"{number}. 🌱 a circle" for number in range(400))
    number = await post(bot, ana.id, Screen(lines, BUTTONS), 12)
    shown = ana.newest.words
    assert shown.endswith("\n…")
    assert lines.startswith(shown.removesuffix("…"))
    assert LONGEST_TEXT - 30 < units(shown) <= LONGEST_TEXT
    assert await post(bot, ana.id, Screen(f"Edited.\n{lines}"), 13, edits=number) is None
    assert ana.newest.words.startswith("Edited.")


@pytest.mark.parametrize(
    ("text", "most"),
    [("🌱" * 600, 1023), ("a" * 1025, 1024), (f"Ana writes:\n\n{'a' * 1025}", 1024)],
)
def test_a_text_without_lines_is_cut_between_two_letters(text: str, most: int) -> None:
    shown = fitting(text, 1024)
    assert shown.endswith("…")
    assert text.startswith(shown.removesuffix("…"))
    assert units(shown) == most


@pytest.mark.parametrize(
    "end", ["787-555-0123", "787 555 0123", "+1 (787) 555 - 0123, now", "somebody near"]
)
def test_no_number_and_no_word_is_cut_where_a_space_is_near(end: str) -> None:
    before = f"{'a few words ' * 80}call"
    cut = {fitting(f"{before} {end}", len(before) + room) for room in range(2, 10)}
    assert cut == {f"{before}…"}


def test_a_text_that_may_end_with_a_word_ends_with_it() -> None:
    assert fitting("one two three", 8) == "one two…"


def test_what_fits_stays_as_it_is() -> None:
    assert fitting("🌱" * 512, 1024) == "🌱" * 512


async def test_a_picture_goes_with_its_words_protected(room: Room, bot: Bot, ana: Phone) -> None:
    await post(bot, ana.id, Screen("A link", BUTTONS, picture=png(), protect=True), 12)
    assert ana.newest.photo is not None
    assert [one.text for line in ana.newest.rows for one in line] == ["One", "Two", "Go"]
    assert room.history.of("sendPhoto")[0].params["protect_content"] in (True, "true")


async def test_links_are_never_shown_with_a_preview(room: Room, bot: Bot, ana: Phone) -> None:
    await post(bot, ana.id, Screen("https://t.me/somebody?start=secret"), 12)
    preview = room.history.of("sendMessage")[0].params["link_preview_options"]
    assert "true" in str(preview).lower()


async def test_the_tap_is_answered_and_the_visible_one_leaves_first(
    room: Room, bot: Bot, ana: Phone
) -> None:
    number = await post(bot, ana.id, Screen("Hello", BUTTONS), 12)
    query = await ana.taps("One")
    assert query is not None
    await post(bot, ana.id, Screen("Thanks"), 13, edits=number, callback=query)
    assert [call.method for call in room.history][-2:] == [
        "editMessageText",
        "answerCallbackQuery",
    ]


async def test_a_button_may_open_a_page(bot: Bot, ana: Phone) -> None:
    page = Button("Chat", url="https://988lifeline.org/chat")
    await post(bot, ana.id, Screen("Hello", ((page,),)), 12)
    assert [(one.url, one.data) for one in ana.newest.buttons] == [(page.url, None)]


async def test_a_message_may_be_deleted(bot: Bot, ana: Phone) -> None:
    number = await post(bot, ana.id, Screen("Hello"), 12)
    assert await post(bot, ana.id, GONE, 13, edits=number) is None
    assert number not in [message.id for message in ana.messages]


async def test_an_older_message_loses_its_buttons(bot: Bot, ana: Phone) -> None:
    first = await post(bot, ana.id, Screen("Hello", BUTTONS), 12)
    await post(bot, ana.id, Screen("Later", BUTTONS), 13, strip=first)
    old = next(message for message in ana.messages if message.id == first)
    assert (old.buttons, len(ana.newest.buttons)) == ([], 3)


async def test_only_the_visible_one_decides(room: Room, bot: Bot, ana: Phone) -> None:
    room.faults.answer(502, method="answerCallbackQuery")
    assert await post(bot, ana.id, Screen("Hello"), 12, callback="77") == ana.newest.id
    with pytest.raises(BadRequest):
        await post(bot, ana.id, Screen("Hello"), 13, edits=9999, callback="77")


async def test_a_call_that_is_cut_off_takes_its_courtesies_along(
    room: Room, bot: Bot, ana: Phone
) -> None:
    room.faults.trouble("timeout", count=None)
    posted = asyncio.create_task(post(bot, ana.id, Screen("Hello"), 12, callback="7", strip=1))
    await asyncio.sleep(0.05)
    assert calls() == 2
    posted.cancel()
    await asyncio.wait((posted,), timeout=5)
    assert (posted.cancelled(), calls()) == (True, 0)


def calls() -> int:
    """How many courtesies are on their way."""
    return sum("_meanwhile" in str(task.get_coro()) for task in asyncio.all_tasks())


async def test_a_file_goes_with_its_name_and_its_words(bot: Bot, ana: Phone) -> None:
    page = Document("ana.html", "<p>ñ</p>".encode())
    number = await post(bot, ana.id, Screen("Your page", BUTTONS, document=page), 12)
    assert (ana.newest.id, ana.newest.words, len(ana.newest.buttons)) == (number, "Your page", 3)
    assert ana.newest.document is not None
    assert (ana.newest.document.name, ana.newest.document.data) == (page.name, page.data)
