"""The lock screen: the first 60 characters of whatever comes unasked tell nothing about anybody."""

from __future__ import annotations

import re

import pytest

from handlers.chat.kinds import Kind
from storage.enums import Language
from tests.handlers.driver import Play
from tests.handlers.every_screen import SCREENS, One, screen_of, world
from tests.handlers.people import NAMES

SHOWN = 60
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
    Kind.STILL_HERE,
    Kind.CHANGE_NEWS,
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
)
TELLING = re.compile(
    r"recover|mental|health|support|crisis|therap|wellness|addict|relapse|sober|alone|lonely"
    r"|recupera|salud|apoyo|terapia|bienestar|adicci|reca[íi]da|sobri|sol[oa] |ánimo|feeling",
    re.IGNORECASE,
)
NOTES = ("circles.begun", "joined.partner")
ALL = [one for one in SCREENS if one.kind in UNASKED or one.facts.get("key") in NOTES]


async def first_characters(play: Play, language: Language) -> list[tuple[One, str]]:
    """What a lock screen shows of each."""
    await world(play)
    return [(one, (await screen_of(play, one, language)).text[:SHOWN]) for one in ALL]


def test_every_unasked_kind_is_looked_at() -> None:
    assert {one.kind for one in ALL} == {*UNASKED, Kind.NOTE}


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
    assert [seen for _, seen in shown if TELLING.search(seen)] == []
