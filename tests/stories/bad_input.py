"""What people send when nobody expects it, and the places where something may be typed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.practice_room.phone import Phone
from tests.stories.stage import say, tap

FILE = {"file_id": "f", "file_unique_id": "f"}
STICKER = {"width": 9, "height": 9, "type": "regular", "is_animated": False, "is_video": False}
NO_TEXTS: tuple[dict[str, object], ...] = (
    {"photo": [{**FILE, "width": 90, "height": 90}], "caption": "4"},
    {"sticker": {**FILE, **STICKER}},
    {"voice": {**FILE, "duration": 3}},
    {"contact": {"phone_number": "+1", "first_name": "Fay"}},
)
LONGEST = "I would rather not say. " * 170 + "x" * 16
"""The 4,096 characters that a message can hold."""
TEXTS = (
    LONGEST,
    "🙂" * 200,
    "היום קצת קשה לי",
    "\u202e4 mraW",
    "<b>warm</b>",
    "_*[warm](tg://user?id=1)",
    "so so /help",
)
COMMANDS = {"/help": "988", "/nothing_here": "your place is as it was"}


@dataclass(frozen=True)
class Place:
    """How one comes there, what shows that the question still stands, and a text that fits."""

    opens: Callable[[Phone], Awaitable[object]]
    stands: str
    fits: str
    taken: str


async def _check_in(phone: Phone) -> None:
    await say(phone, "/checkin", "1 of 8.")


async def _pulse(phone: Phone) -> None:
    await _check_in(phone)
    await tap(phone, "Just one question", "How are you arriving today?")


async def _small_step(phone: Phone) -> None:
    await _check_in(phone)
    await say(phone, "4 4 4 4 4 4 3 4", "Saved.")
    # The step of last time is asked about first.
    if "I did it" in phone.buttons:
        await tap(phone, "I did it", "Would you like to tend")
    await tap(phone, "People", "one small thing, for you")


async def _line(phone: Phone) -> None:
    await say(phone, "/start", "You're here")
    await tap(phone, "Write to Cora", "What would you like to tell Cora?")


async def _goal(phone: Phone) -> None:
    await say(phone, "/start", "You're here")
    await tap(phone, "What I share", "What you answer is yours")
    await tap(phone, "My goal")
    await tap(phone, "Write it", "Type it in your own words")


async def _city(phone: Phone) -> None:
    await say(phone, "/settings", "This is how it is now")
    await tap(phone, "City and time", "Where does a clock show your time?")
    await tap(phone, "Another city", "Type a city near you")


async def _name(phone: Phone) -> None:
    await say(phone, "/settings", "This is how it is now")
    await tap(phone, "Name", "What shall I call you?")


async def _nothing(phone: Phone) -> None:
    await say(phone, "/start", "You're here")


PLACES = {
    "a check-in": Place(_check_in, "1 of 8.", "4 4 4 4 4 4 4 4", "Saved."),
    "one question": Place(_pulse, "How are you arriving today?", "warm", "Saved"),
    "a small step": Place(_small_step, "one small thing", "a walk", "Kept: “a walk”"),
    "a line": Place(_line, "A shorter part can go first", "Hello you", "Hello you"),
    "a goal": Place(_goal, "type it a little shorter?", "Swim again", "Your goal: Swim again"),
    "a city": Place(_city, "I don't know that place", "bogota", "Bogota"),
    "a name": Place(_name, "I can't use that one as a name", "Ana", "Name: Ana"),
    "nothing asked": Place(_nothing, "your place is as it was", "/start", "You're here"),
}
