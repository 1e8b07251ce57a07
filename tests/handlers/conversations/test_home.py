"""The start page, Help, and what no conversation understands."""

from __future__ import annotations

import pytest

from handlers.screens.cards import NEEDS
from storage import circles
from storage.database import Tx
from storage.enums import SeatState
from storage.records import PersonId
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAN,
    DAY,
    EVE,
    FAY,
    NAMES,
    WEEK,
    arrive,
    circle_of_ana,
    circle_with_ben,
    sit,
)


@pytest.mark.parametrize(
    ("person", "begins"),
    [
        (ANA, "You're here, Ana"),
        (BEN, "Good that you're here, Ben"),
        (CORA, "Welcome, Cora. You open"),
        (EVE, "Welcome, Eve. You invite partners"),
        (DAN, "Hi. I keep small circles"),
    ],
)
async def test_start_shows_everybody_where_they_are(
    play: Play, person: PersonId, begins: str
) -> None:
    await circle_with_ben(play)
    assert (await play.says(person, "/start")).startswith(begins)


async def test_somebody_with_two_parts_sees_both(play: Play) -> None:
    circle = await circle_of_ana(play)
    await play.do(lambda tx: sit(tx, circle, EVE, play.now))
    told = await play.says(EVE, "/start")
    assert "You invite partners" in told
    assert "How you are counts" in told


async def test_somebody_without_a_place_is_told_so(play: Play) -> None:
    await circle_with_ben(play, SeatState.LEFT)
    assert "no place open for you" in await play.says(BEN, "/start")


async def test_a_removal_shows_on_no_page(play: Play) -> None:
    await circle_with_ben(play, SeatState.REMOVED)
    assert "Good that you're here, Ben." in await play.says(BEN, "/start")


@pytest.mark.parametrize("command", ["/help", "/ayuda", "/sos", "/HELP", "/help@circle_bot please"])
@pytest.mark.parametrize("person", [ANA, DAN])
async def test_help_is_there_for_everybody(play: Play, person: PersonId, command: str) -> None:
    await circle_of_ana(play)
    told = await play.says(person, command)
    assert "988" in told
    assert "911" in told


async def test_a_help_button_leaves_the_question_where_it_is(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/checkin")
    question = play.newest(ANA)
    assert "988" in await play.presses(ANA, "v1:0:help", question.message_id)
    assert play.chats[ANA][question.message_id] == question
    assert "2 of 8" in await play.taps(ANA, "answer", "3")


@pytest.mark.parametrize("person", [ANA, DAN])
async def test_a_card_turns_to_the_other_language_and_back(play: Play, person: PersonId) -> None:
    await circle_of_ana(play)
    english = await play.says(person, "/start" if person == DAN else "/help")
    card = play.newest(person)
    turn = "_start" if person == DAN else ""
    spanish = await play.presses(person, f"v1:0:lang.es{turn}", card.message_id)
    assert "personas" in spanish
    assert await play.presses(person, f"v1:0:lang.en{turn}", card.message_id) == english


@pytest.mark.parametrize(
    "content",
    [
        {"photo": [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]},
        {"voice": {"file_id": "a", "file_unique_id": "a", "duration": 1}},
        {"contact": {"phone_number": "1", "first_name": "Fay"}},
        {"location": {"latitude": 1.0, "longitude": 1.0}},
        {"dice": {"emoji": "🎲", "value": 3}},
    ],
)
@pytest.mark.parametrize("person", [ANA, DAN])
async def test_what_is_no_text_is_answered_plainly(
    play: Play, person: PersonId, content: dict[str, object]
) -> None:
    await circle_of_ana(play)
    assert "only read text and buttons" in await play.sends(person, content)


@pytest.mark.parametrize(
    "content",
    [
        {"write_access_allowed": {}},
        {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": ANA, "type": "private"}}},
        {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "x"}}},
    ],
    ids=lambda one: next(iter(one)),
)
async def test_what_telegram_notes_by_itself_is_no_message(
    play: Play, content: dict[str, object]
) -> None:
    await circle_of_ana(play)
    assert await play.sends(ANA, content) == ""


@pytest.mark.parametrize("text", ["hello", "/nothing", "/checkin_", "what now? /help", "𝕳𝖎", "."])
async def test_what_nobody_asked_for_is_answered_kindly(play: Play, text: str) -> None:
    await circle_of_ana(play)
    before = await play.dump()
    assert "I can't answer that" in await play.says(ANA, text)
    assert "by an invitation" in await play.says(DAN, text)
    assert await play.dump() == before


@pytest.mark.parametrize(
    ("person", "ways"),
    [
        (ANA, ["check_in", "write_partner", "home", "help"]),
        (BEN, ["check_in", "write_partner", "home", "help"]),
        (CORA, ["home", "help"]),
    ],
)
async def test_who_writes_after_a_silence_finds_the_next_step(
    play: Play, person: PersonId, ways: list[str]
) -> None:
    await circle_with_ben(play)
    play.now += 5 * DAY
    told = await play.says(person, "Hi, my phone was off")
    assert told.startswith(f"Good that you're here, {NAMES[person]}.")
    assert "I keep nothing of it" in told
    assert [one.verb for one in play.newest(person).buttons] == ways


async def test_an_edited_message_is_not_a_new_one(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/checkin")
    body = {"message_id": 1, "date": 1, "edit_date": 2, "text": "4"}
    chat = {"id": ANA, "type": "private", "first_name": "Phone"}
    sender = {"id": ANA, "is_bot": False, "first_name": "Phone"}
    assert await play.update(ANA, {"edited_message": {**body, "chat": chat, "from": sender}}) == ""


async def test_a_group_is_not_answered(play: Play) -> None:
    body = {"message_id": 1, "date": 1, "text": "/start"}
    sender = {"id": DAN, "is_bot": False, "first_name": "Phone"}
    chat = {"id": -5, "type": "group", "title": "Many"}
    assert await play.update(DAN, {"message": {**body, "chat": chat, "from": sender}}) == ""


async def test_who_was_refused_reads_what_they_read_before(play: Play) -> None:
    _, seat = await circle_with_ben(play, SeatState.WAITING)
    before = await play.says(BEN, "/start")
    only = (SeatState.WAITING,)
    await play.do(lambda tx: circles.set_seat(tx, seat.id, SeatState.REMOVED, play.now, only=only))
    assert await play.says(BEN, "/start") == before
    assert "Your place opens when" in before


async def test_a_second_place_that_waits_is_said_beside_the_first(play: Play) -> None:
    await circle_with_ben(play)

    def step(tx: Tx) -> None:
        arrive(tx, FAY, play.now)
        other = circles.open_circle(tx, CORA, None, play.now)
        circles.start(tx, other.id, FAY, play.now, play.now + 12 * WEEK)
        sit(tx, circles.get(tx, other.id), BEN, play.now, SeatState.WAITING)

    await play.do(step)
    told = await play.says(BEN, "/start")
    assert "Good that you're here, Ben" in told
    assert "Your place with Fay opens after a yes." in told


@pytest.mark.parametrize("person", [ANA, DAN])
async def test_help_has_pages_by_need_and_the_way_back(play: Play, person: PersonId) -> None:
    await circle_of_ana(play)
    await play.says(person, "/help")
    card = play.newest(person)
    for need in NEEDS:
        told = await play.presses(person, f"v1:0:help.{need}_es", card.message_id)
        # Numbers of one country help nobody in another.
        assert ("911" in told) is (need != "abroad")
        assert ("¿Hay peligro ahora?" in told) is (need != "abroad")
    assert "988" in await play.presses(person, "v1:0:help", card.message_id)
