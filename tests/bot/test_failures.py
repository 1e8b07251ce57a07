"""Failures: a table over every text that Telegram, or the room, refuses with."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot import practice_room
from bot.failures import Outcome, judge, pause
from bot.transport import Lost, NotSent

ROOM = Path(str(practice_room.__file__)).parent
REFUSED = re.compile(r'(bad|forbidden)\(\s*f?"([^"]+)"')
GONE = {
    "chat not found",
    "bot was blocked by the user",
    "user is deactivated",
    "bot can't initiate conversation with a user",
}
SETTLED = {
    "message is not modified",
    "query is too old",
    "message to delete not found",
    "message can't be deleted",
}
NO_MESSAGE = {
    "message to edit not found",
    "message can't be edited",
    "there is no text in the message to edit",
}


def refusals() -> list[tuple[str, str]]:
    """Every (status word, text) with which the room says no."""
    sources = [path.read_text() for path in sorted(ROOM.glob("*.py"))]
    return sorted({found for source in sources for found in REFUSED.findall(source)})


def meant(word: str, text: str) -> Outcome:
    """What a text means, by the lists above."""
    for texts, outcome in (
        (GONE, Outcome.GONE),
        (SETTLED, Outcome.DONE),
        (NO_MESSAGE, Outcome.NO_MESSAGE),
    ):
        if any(text.startswith(one) for one in texts):
            return outcome
    return Outcome.REFUSED if word == "forbidden" else Outcome.BUG


def test_the_room_says_every_text_that_is_known_here() -> None:
    sources = "".join(path.read_text() for path in ROOM.glob("*.py"))
    assert [text for text in GONE | SETTLED | NO_MESSAGE if f'"{text}' not in sources] == []


@pytest.mark.parametrize(("word", "text"), refusals())
def test_every_refusal_of_the_room_is_told_by_its_text(word: str, text: str) -> None:
    error = Forbidden(f"Forbidden: {text}") if word == "forbidden" else BadRequest(text)
    assert judge(error).outcome is meant(word, text)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (NotSent("no connection"), Outcome.WAIT),
        (NetworkError("Bad Gateway"), Outcome.WAIT),
        (NetworkError("Internal Server Error (500)"), Outcome.WAIT),
        (Lost("the connection broke"), Outcome.UNKNOWN),
        (TimedOut("no answer in time"), Outcome.UNKNOWN),
        (InvalidToken("Unauthorized"), Outcome.TOKEN),
        (Conflict("terminated by other getUpdates request"), Outcome.UNKNOWN),
        (ChatMigrated(-100), Outcome.UNKNOWN),
        (TelegramError("something else"), Outcome.UNKNOWN),
        (Forbidden("Forbidden: something new"), Outcome.REFUSED),
        (Forbidden("Forbidden: bot was kicked from the group chat"), Outcome.REFUSED),
        (BadRequest("Bad Request: something new"), Outcome.BUG),
        (BadRequest("Bad Request: can't parse entities"), Outcome.BUG),
        (KeyError("say.nothing"), Outcome.BUG),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value,
)
def test_every_class_has_its_outcome(error: Exception, outcome: Outcome) -> None:
    assert judge(error).outcome is outcome


def test_a_bad_request_is_never_judged_by_being_a_network_error() -> None:
    error = BadRequest("Bad Request: whatever comes next year")
    assert isinstance(error, NetworkError)
    assert judge(error).outcome is Outcome.BUG


@pytest.mark.parametrize("seconds", [1, 60, 3600])
def test_the_pause_that_telegram_asks_for_is_kept(seconds: int) -> None:
    failure = judge(RetryAfter(seconds))
    assert (failure.outcome, failure.retry_after) == (Outcome.WAIT, timedelta(seconds=seconds))


def test_texts_are_told_whatever_their_case() -> None:
    assert judge(BadRequest("MESSAGE_ID_INVALID")).outcome is Outcome.NO_MESSAGE


def test_pauses_double_from_a_second_to_a_minute_with_jitter() -> None:
    assert [pause(tries, 1.0).total_seconds() for tries in (0, 1, 2, 5, 6, 500)] == [
        1,
        2,
        4,
        32,
        60,
        60,
    ]
    assert pause(3, 0.0) == timedelta(seconds=4)


def test_nothing_is_tried_twice_within_a_second() -> None:
    assert pause(0, 0.0) == timedelta(seconds=1)
