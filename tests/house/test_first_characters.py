"""The lock screen: the first 60 characters of whatever comes unasked tell nothing about anybody."""

from __future__ import annotations

import pytest

from handlers.chat.kinds import Kind
from handlers.texts import locked
from storage.enums import Language
from tests.handlers.driver import Play
from tests.handlers.every_screen import SCREENS, One, screen_of, world
from tests.handlers.people import NAMES
from tests.house import marked

UNASKED = (
    Kind.NUDGE,
    Kind.QUIET,
    Kind.ALERT,
    Kind.ALERT_CLOSED,
    Kind.LINK_ASKED,
    Kind.CONTACT,
    Kind.CONTACT_WORD,
    Kind.ALERT_GROUP,
    Kind.TALKED_ASK,
    Kind.LONG_BREAK,
    Kind.STILL_HERE,
    Kind.CHANGE_NEWS,
    Kind.PARTNER_NEWS,
    Kind.SEAT_NEWS,
    Kind.SEAT_OPEN,
    Kind.HOURS_DIGEST,
    Kind.URGENT,
    Kind.URGENT_NEWS,
    Kind.URGENT_TAKEN,
    Kind.OFFER,
    Kind.OFFER_ANSWER,
    Kind.HANDED_BACK,
    Kind.BACK_NEWS,
    Kind.LINE_NEWS,
    Kind.LINE_UNSEEN,
    Kind.HELLO_ASK,
    Kind.HELLO_NEWS,
    Kind.HELLO_YET,
    Kind.WEEKLY,
    Kind.CIRCLE_NEWS,
    Kind.ENDING_NEWS,
    Kind.JOIN_AGAIN,
)
ONCE_MORE = (Kind.QUESTION, Kind.PULSE, Kind.CHANGED)
"""Asked by themselves only after an outage."""
NOTES = ("circles.begun", "joined.partner")
ALL = [
    one
    for one in SCREENS
    if one.kind in UNASKED or one.facts.get("key") in NOTES or "back" in one.facts
]


async def keys_of(play: Play, one: One) -> list[str]:
    """The keys whose texts stand in a message, from its beginning."""
    return marked.keys((await marked.screen(play, one)).text)


async def first_characters(play: Play, language: Language) -> list[tuple[One, str]]:
    """What a lock screen shows of each."""
    await world(play)
    return [(one, (await screen_of(play, one, language)).text[: locked.SHOWN]) for one in ALL]


def test_every_unasked_kind_is_looked_at() -> None:
    assert {one.kind for one in ALL} == {*UNASKED, *ONCE_MORE, Kind.NOTE}


@pytest.mark.parametrize("language", Language)
async def test_the_lock_screen_tells_no_name_but_the_readers(
    play: Play, language: Language
) -> None:
    told = [
        (one, name)
        for one, seen in await first_characters(play, language)
        for person, name in NAMES.items()
        if person != one.reader and name in seen
    ]
    assert told == []


@pytest.mark.parametrize("language", Language)
async def test_the_lock_screen_does_not_tell_what_this_is_for(
    play: Play, language: Language
) -> None:
    shown = await first_characters(play, language)
    assert [seen for _, seen in shown if locked.telling(seen)] == []


async def test_the_data_names_every_text_that_may_be_shown(play: Play) -> None:
    await world(play)
    for one in ALL:
        first, *others = await keys_of(play, one)
        assert locked.comes_first(first), f"name {first} in FIRST of handlers/texts/locked.py"
        if first not in locked.CURTAINS:
            assert [key for key in others if not locked.comes_first(key)] == [], one


async def test_the_data_names_nothing_else(play: Play) -> None:
    await world(play)
    said = {key for one in ALL for key in await keys_of(play, one)}
    unsaid = [start for start in locked.FIRST if not any(key.startswith(start) for key in said)]
    assert unsaid == []
    assert set(locked.CURTAINS) <= said
