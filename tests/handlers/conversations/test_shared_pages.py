"""Many share much: it comes page by page, and only what stands on a page is told as seen."""

from __future__ import annotations

import pytest

from bot.posting import LONGEST_TEXT, units
from handlers.chat.kinds import Kind
from handlers.rules.sharing import BY_CODE, TEMPERATURES
from storage import circles, goals, grants, people
from storage.database import Tx
from storage.enums import Language, SeatState
from storage.records import PersonId
from tests.handlers.driver import Play
from tests.handlers.people import BEN, CORA, DAY, WEEK, arrive, put, staff
from tests.handlers.rules.cast import NEW_YORK
from tests.handlers.shares import check_in, give, small_step

MANY = tuple(PersonId(100 + number) for number in range(10))
READERS = pytest.mark.parametrize("reader", [CORA, BEN])
"""A partner on a page, and a supporter in a note."""


def full(tx: Tx, play: Play, person: PersonId) -> None:
    """Somebody in a circle of their own shares all there is with Cora and with Ben."""
    people.welcome(tx, person, Language.ENGLISH, NEW_YORK, play.now)
    people.set_name(tx, person, f"Person {person}")
    people.set_joined(tx, person, play.now)
    circle = circles.open_circle(tx, CORA, None, play.now)
    circles.start(tx, circle.id, person, play.now, play.now + 12 * WEEK)
    seat = circles.add_seat(tx, circle.id, play.now)
    circles.take_seat(tx, seat.id, BEN, play.now)
    circles.set_seat(tx, seat.id, SeatState.ACTIVE, play.now, only=(SeatState.WAITING,))
    for reader in (CORA, BEN):
        give(tx, person, reader, circle.id, play.now, *BY_CODE)
    check_in(tx, person, play.now, **{item.code: 3 for item in TEMPERATURES})
    small_step(tx, person, play.now, "s" * 200)
    goals.keep(tx, person, "g" * 300, play.now)


async def first(play: Play, reader: PersonId) -> str:
    """The first page, a week after all was given."""

    def step(tx: Tx) -> None:
        staff(tx, play.now)
        arrive(tx, BEN, play.now)
        for person in MANY:
            full(tx, play, person)

    await play.do(step)
    play.now += WEEK - DAY
    if reader == CORA:
        play.now += DAY
        await play.says(CORA, "/start")
        return await play.taps(CORA, "shared")
    await put(play, BEN, Kind.WEEKLY, idea=0)
    await play.hears(BEN)
    return await play.taps(BEN, "weekly_see")


def named(text: str) -> list[PersonId]:
    """Who stands on a page."""
    return [person for person in MANY if f"Person {person} shares" in text]


async def told(play: Play) -> list[PersonId]:
    """Who is told that something of theirs was seen."""
    found = []
    for person in MANY:
        if await play.do(lambda tx, who=person: grants.disclosures(tx, who, 1)):  # type: ignore[misc]
            found.append(person)
    return found


@READERS
async def test_everybody_stands_on_one_page_and_is_told_by_then(
    play: Play, reader: PersonId
) -> None:
    texts = [await first(play, reader)]
    verb = "shared_on" if reader == CORA else "weekly_on"
    while verb in [button.verb for button in play.newest(reader).buttons]:
        assert await told(play) == named("\n".join(texts))
        texts.append(await play.taps(reader, verb))
    assert len(texts) > 1
    assert max(map(units, texts)) <= LONGEST_TEXT
    assert [person for text in texts for person in named(text)] == list(MANY) == await told(play)


@READERS
async def test_what_is_taken_back_between_two_pages_skips_nobody(
    play: Play, reader: PersonId
) -> None:
    here = named(await first(play, reader))
    await play.do(lambda tx: grants.end_of(tx, 1, here[0], play.now))
    after = named(await play.taps(reader, "shared_on" if reader == CORA else "weekly_on"))
    assert after[0] == MANY[len(here)]
