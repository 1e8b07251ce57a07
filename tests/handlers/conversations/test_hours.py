"""A partner's hours: chosen by taps, said to others, and the days away with somebody instead."""

from __future__ import annotations

import pytest

from handlers.chat import hours
from handlers.chat.kinds import Kind
from handlers.screens import times
from storage import circles, partner_hours, people
from storage.enums import Language, SeatState
from storage.records import PartnerHours
from tests.handlers.driver import TEXTS, Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAY,
    DEV,
    EVE,
    HOUR,
    circle_of_ana,
    circle_with_ben,
    put,
)

ENGLISH, SPANISH = (TEXTS.of(language) for language in Language)


async def kept(play: Play) -> PartnerHours | None:
    """Cora's hours."""
    return await play.do(lambda tx: partner_hours.get(tx, CORA))


async def chosen(play: Play) -> None:
    """Cora reads from Monday to Friday, nine to five."""
    await circle_with_ben(play)
    await play.says(CORA, "/start")
    assert "not chosen your hours yet" in await play.taps(CORA, "hours")
    told = ""
    for verb, value in (
        ("hours_days", ""),
        ("hours_days_done", ""),
        ("hours_from", "0900"),
        ("hours_to", "1700"),
    ):
        told = await play.taps(CORA, verb, value)
    assert told == "Cora usually reads Monday to Friday, 9:00\u202fAM to 5:00\u202fPM."


async def usual(play: Play, zone: str = "America/New_York", *, spanish: bool = False) -> str:
    """What somebody in this zone reads about Cora."""
    words = SPANISH if spanish else ENGLISH
    return await play.do(lambda tx: hours.usual(tx, CORA, play.now, words, zone))


@pytest.mark.parametrize("command", ["/start", "/help"])
async def test_they_stand_where_one_may_write_to_her(play: Play, command: str) -> None:
    await chosen(play)
    for person in (ANA, BEN):
        told = await play.says(person, command)
        assert told.endswith("Cora usually reads Monday to Friday, 9:00\u202fAM to 5:00\u202fPM.")
    assert "usually reads" not in await play.says(CORA, command)


async def test_hours_are_chosen_with_five_taps(play: Play) -> None:
    await chosen(play)
    found = await kept(play)
    assert found is not None
    assert (found.days, found.wall_from, found.wall_to) == (frozenset(range(5)), "09:00", "17:00")


async def test_a_day_is_marked_and_taken_off_again(play: Play) -> None:
    await circle_of_ana(play)
    await put(play, CORA, Kind.HOURS_DAYS, days=[0, 1])
    await play.hears(CORA)
    await play.taps(CORA, "hours_day", "1")
    await play.taps(CORA, "hours_day", "3")
    marked = [one.text for one in play.newest(CORA).buttons if "✓" in one.text]
    assert marked == ["Mondays: yes ✓", "Thursdays: yes ✓"]


async def test_no_day_at_all_is_asked_once_more(play: Play) -> None:
    await circle_of_ana(play)
    await put(play, CORA, Kind.HOURS_DAYS, days=[])
    await play.hears(CORA)
    assert "at least one day" in await play.taps(CORA, "hours_days_done")


async def test_others_read_when_she_usually_reads(play: Play) -> None:
    assert await usual(play) == ""
    await chosen(play)
    assert await usual(play) == "Cora usually reads Monday to Friday, 9:00\u202fAM to 5:00\u202fPM."
    assert "lunes a viernes, de 9:00 a 17:00" in await usual(play, spanish=True)
    assert "That is the time in New York." in await usual(play, "America/Los_Angeles")


async def go_away(play: Play) -> str:
    """Cora will be away from tomorrow for three days."""
    await play.taps(CORA, "hours_away")
    await play.taps(CORA, "hours_first", "1")
    return await play.taps(CORA, "hours_until", "3")


async def test_who_is_away_is_said_so_while_it_lasts(play: Play) -> None:
    await chosen(play)
    assert "away from Tuesday, November 3 to Friday, November 6" in await go_away(play)
    assert "usually reads" in await usual(play)
    play.now += DAY
    assert await usual(play) == "Cora is away until Friday, November 6."


async def test_nobody_goes_away_without_somebody_instead(play: Play) -> None:
    await chosen(play)
    await play.do(lambda tx: people.set_unreachable(tx, DEV, play.now))
    assert "Nobody can stand in for you then in A1" in await go_away(play)
    found = await kept(play)
    assert found is not None
    assert found.away_from is None


@pytest.mark.parametrize(("shift", "refused"), [(-3, False), (-2, True), (2, True), (3, False)])
async def test_two_are_not_away_at_once(play: Play, shift: int, refused: bool) -> None:
    await chosen(play)
    morning = play.now + DAY - 10 * HOUR
    since, until = morning + shift * DAY, morning + (shift + 3) * DAY

    await play.do(lambda tx: partner_hours.choose(tx, DEV, frozenset({0}), "09:00", "10:00"))
    await play.do(lambda tx: partner_hours.set_away(tx, DEV, since, until))
    assert ("Nobody can stand in" in await go_away(play)) is refused


async def test_the_backup_has_it_from_the_start_and_a_digest_welcomes_back(play: Play) -> None:
    await chosen(play)
    await go_away(play)
    await play.turn(DAY)
    left, only = SeatState.LEFT, (SeatState.ACTIVE,)
    await play.do(lambda tx: circles.set_seat(tx, 1, left, play.now, only=only))
    await play.do(lambda tx: circles.touch(tx, ANA, play.now))
    await play.strike()
    await play.turn(2 * HOUR)
    assert "needs a look" in await play.hears(DEV)
    assert await play.hears(CORA) == ""
    await play.turn(3 * DAY)
    told = await play.hears(CORA)
    assert "Hello again. This came up" in told
    assert "A1, since Tuesday, November 3: still needs a look" in told


async def test_here_again_before_the_day_that_was_said(play: Play) -> None:
    await chosen(play)
    await go_away(play)
    await play.turn(DAY)
    await play.taps(CORA, "hours_back")
    await play.turn(HOUR)
    assert "Nothing came up" in await play.hears(CORA)
    found = await kept(play)
    assert found is not None
    assert found.away_until is None


async def test_a_leave_that_has_not_begun_is_taken_back(play: Play) -> None:
    await chosen(play)
    await go_away(play)
    assert "away" not in await play.taps(CORA, "hours_back")
    await play.turn(5 * DAY)
    assert "while you were away" not in await play.hears(CORA)


@pytest.mark.parametrize("person", [ANA, EVE])
async def test_hours_are_a_partners(play: Play, person: int) -> None:
    await circle_of_ana(play)
    await put(play, ANA if person == ANA else EVE, Kind.HOURS)
    await play.hears(person)
    assert "nothing for you to do" in await play.taps(person, "hours_days")


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ((0, 1, 2, 3, 4), "Monday to Friday"),
        ((0, 1), "Monday, Tuesday"),
        ((6, 2, 3, 4, 0), "Monday, Wednesday to Friday, Sunday"),
    ],
)
def test_days_are_said_as_people_say_them(days: tuple[int, ...], text: str) -> None:
    assert times.weekdays(days, Language.ENGLISH) == text
