"""The gates: what an update says, who it is, and whose button was tapped."""

from __future__ import annotations

import pytest

from handlers.chat import gates
from handlers.screens.screen import Tap
from storage import outbox
from tests.handlers import updates
from tests.handlers.driver import Play
from tests.handlers.people import ANA, BEN, DAN, DAY, circle_of_ana, circle_with_ben


def test_a_command_carries_what_stands_behind_it() -> None:
    said = gates.read(updates.parsed(updates.message(DAN, 3, "es", text="/start abc ")))
    assert said is not None
    assert (said.chat_id, said.message_id, said.language, said.payload) == (DAN, 3, "es", "abc")


def test_a_text_carries_nothing_but_itself() -> None:
    said = gates.read(updates.parsed(updates.message(DAN, 3, text="a /start b")))
    assert said is not None
    assert (said.text, said.payload, said.tap) == ("a /start b", "", None)


def test_a_tap_names_its_row_verb_and_value() -> None:
    said = gates.read(updates.parsed(updates.tap(DAN, 3, "v1:12:answer.4")))
    assert said is not None
    assert said.tap == Tap(12, "answer", "4")
    assert (said.message_id, said.callback) == (3, "7")


def test_what_was_said_does_not_show_in_a_repr() -> None:
    said = gates.read(updates.parsed(updates.message(DAN, 3, text="/start secret")))
    assert "secret" not in repr(said)


STRANGE = [
    "",
    "v1:",
    "v1:x:answer.3",
    "v2:1:answer.3",
    "v1:1:answer.3.4",
    "v1:1:Answer",
    "v1:1:" + "a" * 21,
    "v1:1:answer." + "1" * 25,
    "v1:1234567890123456789:answer.3",
    "v1:1:answer.3\n",
    "v1:-1:answer.3",
    "v1:٤:answer.3",
    "v1:0:open_circle",
    "v1:0:seat_yes",
    "v1:0:join_not_now",
    "v1:0:rhythm_hour.9999",
    "v1:999999:answer.3",
]


@pytest.mark.parametrize("person", [ANA, DAN])
async def test_a_button_that_nobody_put_there_is_answered_kindly(play: Play, person: int) -> None:
    await circle_of_ana(play)
    before = await play.dump()
    for data in STRANGE:
        assert "had its time" in await play.presses(person, data, 3)
    assert await play.dump() == before


async def test_somebody_elses_button_is_answered_as_a_purged_one(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(ANA, "/checkin")
    before = await play.dump()
    stolen = await play.taps(BEN, "answer", "1", on=play.newest(ANA))
    assert stolen == await play.presses(BEN, "v1:999999:answer.1", 3)
    assert await play.dump() == before


async def test_a_button_of_a_purged_row_gets_kind_words(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/checkin")
    question = play.newest(ANA)
    await play.do(lambda tx: outbox.purge(tx, play.now + DAY, 100))
    assert "nothing is lost" in await play.taps(ANA, "answer", "4", on=question)


async def test_a_tap_under_newer_messages_is_answered_below_them(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/checkin")
    question = play.newest(ANA)
    await play.says(ANA, "/help")
    await play.taps(ANA, "answer", "4", on=question)
    assert "2 of 8" in play.newest(ANA).screen.text
    assert play.chats[ANA][question.message_id].buttons == []


async def test_a_tap_on_the_newest_message_changes_it(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/checkin")
    question = play.newest(ANA)
    await play.taps(ANA, "answer", "4")
    assert "2 of 8" in play.chats[ANA][question.message_id].screen.text
