"""The driver for stories: it sees what a person sees, and says well what is missing."""

import asyncio

import pytest

from bot.practice_room.phone import Phone
from bot.practice_room.room import Room
from tests.practice_room.conftest import MONDAY, Api, keyboard


async def send(api: Api, ana: Phone, text: str, *buttons: tuple[str, str]) -> None:
    await api.result("sendMessage", chat_id=ana.id, text=text, reply_markup=keyboard(*buttons))


async def test_it_waits_for_what_comes(api: Api, ana: Phone) -> None:
    waiting = asyncio.create_task(ana.sees("Hello"))
    await asyncio.sleep(0.02)
    await send(api, ana, "Hello there")
    assert (await waiting).text == "Hello there"


async def test_it_sees_each_message_once(api: Api, ana: Phone) -> None:
    await send(api, ana, "Hello there")
    await ana.sees("Hello", "there")
    with pytest.raises(AssertionError, match="Ana does not see 'Hello'"):
        await ana.sees("Hello", within=0.02)


async def test_a_deed_puts_the_past_behind(api: Api, ana: Phone) -> None:
    await send(api, ana, "Hello")
    await ana.says("hi")
    with pytest.raises(AssertionError, match="Bot: Hello"):
        await ana.sees("Hello", within=0.02)


async def test_nothing_is_seen_when_nothing_comes(api: Api, ana: Phone) -> None:
    await ana.sees_nothing(within=0.05)
    await send(api, ana, "Hello")
    with pytest.raises(AssertionError, match="sees something"):
        await ana.sees_nothing(within=0.05)


async def test_it_taps_the_newest_button_that_says_or_begins_so(api: Api, ana: Phone) -> None:
    await send(api, ana, "Old", ("Very cold", "old"))
    await send(api, ana, "New", ("Very cold (1)", "1"), ("Very", "exact"))
    await send(api, ana, "No buttons")
    for words in ("Very cold", "Very"):
        await ana.taps(words)
    assert [u["callback_query"]["data"] for u in await api.result("getUpdates")] == ["1", "exact"]


async def test_it_taps_on_the_message_that_is_named(api: Api, ana: Phone) -> None:
    await send(api, ana, "Old", ("Warm", "old"))
    old = await ana.sees("Old")
    await send(api, ana, "New", ("Warm", "new"))
    await ana.taps("Warm", on=old)
    assert (await api.result("getUpdates"))[0]["callback_query"]["data"] == "old"


async def test_a_missing_button_is_told_with_those_that_are_there(api: Api, ana: Phone) -> None:
    await send(api, ana, "How?", ("Warm", "w"), ("Cold", "c"))
    with pytest.raises(AssertionError, match=r"no button 'Hot'; .*\['Warm', 'Cold'\]"):
        await ana.taps("Hot", within=0.02)


async def test_a_button_with_a_start_link_opens_it(api: Api, ana: Phone) -> None:
    link = {"text": "Join", "url": "https://t.me/practice_room_bot?start=abc"}
    markup = {"inline_keyboard": [[link]]}
    await api.result("sendMessage", chat_id=ana.id, text="Come", reply_markup=markup)
    await ana.taps("Join")
    assert ana.messages[-1].text == "/start abc"


async def test_the_transcript_reads_aloud(room: Room, api: Api, ana: Phone) -> None:
    await send(api, ana, "How?", ("Warm", "w"))
    await room.clock.turn(60)
    await ana.taps("Warm")
    assert ana.transcript().splitlines() == [
        f"-- Monday {MONDAY.date()} --",
        "09:00 Ana: /start",
        "09:00 Bot: How?",
        "      [Warm]",
        "09:01 Ana taps [Warm]",
    ]


async def test_no_repr_shows_words(api: Api, ana: Phone) -> None:
    await send(api, ana, "a private word", ("another", "w"))
    shown = f"{ana!r} {ana.account!r} {ana.newest!r} {ana.account.seen!r}"
    assert "private" not in shown
    assert "another" not in shown


async def test_a_name_has_one_phone(room: Room, ana: Phone) -> None:
    assert room.phone("Ana").id == ana.id
    assert room.phone("Ben").id != ana.id
