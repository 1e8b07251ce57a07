"""The buttons under a nudge: each once, twice, after another, and late."""

from __future__ import annotations

import pytest

from storage import checkins, rhythms
from storage.database import Tx
from storage.enums import OccasionState, SeatState
from storage.records import Occasion
from tests.handlers.driver import Play
from tests.handlers.people import ANA, BEN, DAY, HOUR, circle_of_ana, circle_with_ben, put


async def nudged(play: Play) -> None:
    """Tuesday at six in the evening: Ana is invited."""
    await circle_of_ana(play)
    await play.turn(DAY + 8 * HOUR)
    assert "A quiet moment, Ana?" in await play.hears(ANA)


def _occasion(tx: Tx) -> Occasion:
    found = rhythms.get_occasion(tx, 1)
    assert found is not None
    return found


async def test_start_opens_the_check_in_of_the_occasion(play: Play) -> None:
    await nudged(play)
    await play.taps(ANA, "nudge_start")
    await play.says(ANA, "3 3 3 3 3 3 3 3")
    assert (await play.do(_occasion)).state is OccasionState.ANSWERED


async def test_start_twice_opens_one_check_in(play: Play) -> None:
    await nudged(play)
    nudge = play.newest(ANA)
    first = await play.taps(ANA, "nudge_start", on=nudge)
    assert await play.taps(ANA, "nudge_start", on=nudge) == first
    assert await play.do(lambda tx: checkins.get(tx, 2)) is None


async def test_later_today_asks_again_three_hours_on(play: Play) -> None:
    await circle_of_ana(play)
    # A rhythm at noon leaves room for later the same day.
    await play.do(lambda tx: rhythms.choose(tx, ANA, frozenset({0}), "12:00", play.now + 2 * HOUR))
    await play.turn(2 * HOUR)
    await play.hears(ANA)
    assert "come by later" in await play.taps(ANA, "nudge_later")
    await play.turn(3 * HOUR)
    assert "Eight short questions" in await play.hears(ANA)


async def test_tomorrow_asks_the_next_day_at_the_own_hour(play: Play) -> None:
    await nudged(play)
    assert "tomorrow" in await play.taps(ANA, "nudge_tomorrow")
    await play.turn(DAY - HOUR)
    assert await play.hears(ANA) == ""
    await play.turn(HOUR)
    assert await play.hears(ANA)


async def test_skip_asks_again_on_the_rhythms_next_day(play: Play) -> None:
    await nudged(play)
    assert "Not this time" in await play.taps(ANA, "nudge_skip")
    for _ in range(6):
        await play.turn(DAY)
        assert "Eight short questions" not in await play.hears(ANA)
    await play.turn(DAY)
    assert "Eight short questions" in await play.hears(ANA)


@pytest.mark.parametrize("verb", ["nudge_later", "nudge_tomorrow", "nudge_skip"])
async def test_the_same_choice_twice_says_and_does_the_same(play: Play, verb: str) -> None:
    await nudged(play)
    nudge = play.newest(ANA)
    first, before = await play.taps(ANA, verb, on=nudge), await play.dump()
    assert await play.taps(ANA, verb, on=nudge) == first
    assert await play.dump() == before


async def test_the_last_choice_under_an_invitation_wins(play: Play) -> None:
    await nudged(play)
    nudge = play.newest(ANA)
    await play.taps(ANA, "nudge_skip", on=nudge)
    assert "tomorrow" in await play.taps(ANA, "nudge_tomorrow", on=nudge)
    await play.turn(DAY)
    assert "Eight short questions" in await play.hears(ANA)


async def test_later_in_the_evening_means_tomorrow_and_says_so(play: Play) -> None:
    await nudged(play)
    assert "tomorrow" in await play.taps(ANA, "nudge_later")


async def test_tomorrow_is_the_same_occasion_and_has_no_reminder(play: Play) -> None:
    await nudged(play)
    await play.taps(ANA, "nudge_tomorrow")
    await play.turn(DAY)
    assert await play.hears(ANA)
    assert (await play.do(_occasion)).state is OccasionState.ASKED
    await play.turn(DAY)
    assert await play.hears(ANA) == ""
    assert await play.do(lambda tx: rhythms.get_occasion(tx, 2)) is None


@pytest.mark.parametrize("verb", ["nudge_later", "nudge_tomorrow", "nudge_skip"])
async def test_a_choice_under_an_older_invitation_changes_nothing(play: Play, verb: str) -> None:
    await nudged(play)
    old = play.newest(ANA)
    await play.do(lambda tx: rhythms.claim(tx, ANA, (play.now + DAY).date(), play.now))
    before = await play.dump()
    assert "closed already" in await play.taps(ANA, verb, on=old)
    assert await play.dump() == before


async def test_after_a_check_in_of_their_own_nothing_is_put_off(play: Play) -> None:
    await nudged(play)
    nudge = play.newest(ANA)
    await play.says(ANA, "/checkin")
    await play.says(ANA, "4 4 4 4 4 4 4 4")
    assert "closed already" in await play.taps(ANA, "nudge_later", on=nudge)


@pytest.mark.parametrize("verb", ["nudge_later", "nudge_tomorrow", "nudge_skip"])
async def test_after_the_answer_nothing_is_put_off(play: Play, verb: str) -> None:
    await nudged(play)
    nudge = play.newest(ANA)
    await play.taps(ANA, "nudge_start", on=nudge)
    await play.says(ANA, "4 4 4 4 4 4 4 4")
    before = await play.dump()
    assert "closed already" in await play.taps(ANA, verb, on=nudge)
    assert await play.dump() == before


async def test_start_under_an_old_invitation_asks_all_the_same(play: Play) -> None:
    await nudged(play)
    nudge = play.newest(ANA)
    await play.taps(ANA, "nudge_skip", on=nudge)
    assert "Your feelings" in await play.taps(ANA, "nudge_start", on=nudge)


async def test_start_by_somebody_who_has_no_place_any_more_shows_the_start_page(play: Play) -> None:
    await circle_with_ben(play, SeatState.LEFT)
    await put(play, BEN, "nudge", occasion=0)
    await play.do(lambda tx: rhythms.claim(tx, BEN, play.now.date(), play.now))
    await put(play, BEN, "nudge", occasion=1)
    await play.hears(BEN)
    assert "no place open" in await play.taps(BEN, "nudge_start")
