"""Those who work here: a check-in of their own, when they want one and know what it keeps."""

from __future__ import annotations

import pytest

from storage import checkins, people
from storage.records import PersonId
from tests.handlers.conversations.walking import GOOD, asked, kept, walk
from tests.handlers.driver import Play
from tests.handlers.people import ANA, CORA, DAY, EVE, WEEK, circle_of_ana, supporter_link

ASKS = "Nobody sees it: no circle, no partner, nobody who coordinates."


@pytest.mark.parametrize("person", [CORA, EVE])
async def test_they_read_what_it_keeps_and_nothing_is_kept_before_a_yes(
    play: Play, person: PersonId
) -> None:
    await circle_of_ana(play)
    before = await play.dump()
    for way in ("/checkin", "4 4 4 4 4 4 4 4"):
        assert ASKS in await play.says(person, way)
    assert "You" in await play.taps(person, "home")
    assert await play.dump() == before


async def test_a_yes_is_said_once(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(CORA, "/checkin")
    assert "1 of 8" in await play.taps(CORA, "own_check_in")
    await walk(play, GOOD, CORA)
    assert await kept(play) == GOOD
    play.now += WEEK
    assert "1 of 8" in await play.says(CORA, "/checkin")


async def test_a_second_tap_on_yes_stays_at_the_question(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(CORA, "/checkin")
    screen = play.newest(CORA)
    assert "1 of 8" in await play.taps(CORA, "own_check_in", on=screen)
    assert "1 of 8" in await play.taps(CORA, "own_check_in", on=screen)


async def test_their_settings_offer_it_quietly(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(CORA, "/settings")
    assert ASKS in await play.taps(CORA, "check_in")
    await play.says(ANA, "/settings")
    assert "check_in" not in [one.verb for one in play.newest(ANA).buttons]


async def test_nothing_invites_them(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(CORA, "/checkin")
    await play.taps(CORA, "own_check_in")
    await walk(play, GOOD, CORA)
    for _ in range(10):
        await play.turn(DAY)
        assert "question" not in await play.hears(CORA)


async def test_whoever_takes_part_is_not_asked_this(play: Play) -> None:
    await asked(play)
    assert "1 of 8" in play.newest(ANA).screen.text


async def test_a_yes_to_their_own_is_none_to_what_a_circle_sees(play: Play) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    await play.do(lambda tx: people.set_adult(tx, EVE, play.now))
    await play.opens(EVE, secret)
    assert "Is that all right?" in await play.taps(EVE, "join_go_on")
    assert "two in the morning" in await play.taps(EVE, "join_agree")
    assert "When shall I come by?" in await play.taps(EVE, "read_back", "nobody")
    assert await play.do(lambda tx: checkins.newest(tx, EVE)) is None
