"""Several roles in one person: each command and page shows what goes on now, not what was."""

from __future__ import annotations

import pytest

from handlers import commands
from storage import circles, people, rhythms
from storage.database import Tx
from storage.enums import Language, Role
from storage.records import Circle
from tests.handlers.conversations.walking import GOOD, saved
from tests.handlers.driver import Play
from tests.handlers.people import ANA, CORA, FAY, WEEK, arrive, begin, circle_of_ana, sit, staff


async def supports_fay(play: Play) -> None:
    """Ana has a place in Fay's circle, beside whatever else she is."""

    def step(tx: Tx) -> None:
        arrive(tx, FAY, play.now)
        other = circles.open_circle(tx, CORA, None, play.now)
        circles.start(tx, other.id, FAY, play.now, play.now + 12 * WEEK)
        sit(tx, circles.get(tx, other.id), ANA, play.now)

    await play.do(step)


async def works_here(play: Play) -> None:
    """Ana is a partner, too, and keeps a circle."""

    def step(tx: Tx) -> None:
        people.give_role(tx, ANA, Role.PARTNER, play.now)
        circles.open_circle(tx, ANA, None, play.now)

    await play.do(step)


async def once_took_part(play: Play) -> None:
    """The time of Ana's circle is over."""
    await circle_of_ana(play)
    play.now += 13 * WEEK


async def all_three(play: Play) -> None:
    """Ana takes part, supports Fay and is a partner."""
    await circle_of_ana(play)
    await supports_fay(play)
    await works_here(play)


def verbs(play: Play) -> set[str]:
    """The buttons of the newest message in Ana's chat."""
    return {button.verb for button in play.newest(ANA).buttons}


async def test_circle_shows_the_place_once_the_own_circle_is_over(play: Play) -> None:
    await once_took_part(play)
    assert "is over" in await play.says(ANA, "/circle")
    await supports_fay(play)
    assert "in the circle of Fay" in await play.says(ANA, "/circle")


async def test_circle_shows_the_caseload_of_somebody_who_took_part_once(play: Play) -> None:
    await once_took_part(play)
    await works_here(play)
    assert (await play.says(ANA, "/circle")).startswith("Your circles.")


async def test_with_all_three_every_page_has_its_own_way(play: Play) -> None:
    await all_three(play)
    assert (await play.says(ANA, "/circle")).startswith("Your circle. Week 1 of 12.")
    assert "Week 1 of 12." in await play.says(ANA, "/start")
    assert {"my_circle", "my_places", "circles", "check_in"} <= verbs(play)


GREETS = ("You're here", "Good that", "Welcome", "Thank you", "Estás en", "Qué bien", "Te doy")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("waits", [False, True])
async def test_somebody_with_several_parts_is_greeted_once(
    play: Play, language: Language, waits: bool
) -> None:
    await all_three(play)
    await play.do(lambda tx: people.give_role(tx, ANA, Role.COORDINATOR, play.now))
    await play.do(lambda tx: people.set_language(tx, ANA, language))
    if waits:
        await play.do(lambda tx: tx.run("UPDATE seat SET state = 'waiting'"))
    told = await play.says(ANA, "/start")
    assert told.count("Ana") == 1
    assert sum(told.count(one) for one in GREETS) == 1
    assert told.startswith(GREETS)
    assert ("yes. I'll tell you then" in told or "que sí. Entonces" in told) is waits


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("rests", [False, True])
@pytest.mark.parametrize("role", [Role.PARTNER, Role.COORDINATOR])
async def test_who_took_part_once_and_works_here_is_greeted_first(
    play: Play, role: Role, rests: bool, language: Language
) -> None:
    def step(tx: Tx) -> None:
        people.give_role(tx, ANA, role, play.now)
        people.set_language(tx, ANA, language)
        if rests:
            rhythms.pause(tx, ANA, play.now, None)

    await once_took_part(play)
    await play.do(step)
    told = await play.says(ANA, "/start")
    assert told.startswith(GREETS)
    assert told.count("Ana") == 1
    assert "your own circle" in told or "tu propio círculo" in told
    assert ("taking a break" in told or "un descanso" in told) is rests


async def test_a_partner_who_rests_is_greeted_first(play: Play) -> None:
    def step(tx: Tx) -> None:
        staff(tx, play.now)
        rhythms.choose(tx, CORA, frozenset({1}), "18:00", play.now + WEEK)
        rhythms.pause(tx, CORA, play.now, None)

    await play.do(step)
    told = await play.says(CORA, "/start")
    assert told.startswith("Welcome, Cora.")
    assert told.endswith("until you come back.")


async def test_with_all_three_stop_offers_each_way_out(play: Play) -> None:
    await all_three(play)
    await play.says(ANA, "/stop")
    assert {"pause", "rest", "leave", "hours", "delete"} <= verbs(play)
    await play.taps(ANA, "leave")
    assert [one.value for one in play.newest(ANA).buttons if one.verb == "leave_pick"] == [
        "own",
        "0",
        "all",
    ]


async def test_once_the_own_circle_is_over_stop_speaks_of_the_place_only(play: Play) -> None:
    await once_took_part(play)
    await supports_fay(play)
    await play.says(ANA, "/stop")
    assert {"rest", "leave", "delete"} <= verbs(play)
    assert "pause" not in verbs(play)
    assert "circle of Fay" in await play.taps(ANA, "leave")


async def test_a_supporter_is_offered_one_day_whatever_they_were_once(play: Play) -> None:
    await once_took_part(play)
    await supports_fay(play)
    told = await play.says(ANA, "/settings")
    assert "If you go quiet" not in told
    assert "quiet" not in [one.value for one in play.newest(ANA).buttons]
    assert await play.taps(ANA, "set_days") == "Which day suits you?"
    await play.taps(ANA, "rhythm_day", "4on")
    rhythm = await play.do(lambda tx: rhythms.get(tx, ANA))
    assert rhythm is not None
    assert rhythm.days == {4}


async def test_a_supporter_is_not_asked_about_quiet_whatever_they_were_once(play: Play) -> None:
    await once_took_part(play)
    await supports_fay(play)
    await saved(play, GOOD, ANA)
    await play.taps(ANA, "tend_none")
    await play.taps(ANA, "heavy_none")
    assert "say hello?" not in await play.taps(ANA, "idea_okay")


async def test_the_menu_follows_what_goes_on(play: Play) -> None:
    await once_took_part(play)
    offered = []
    for _ in range(2):
        menu = await play.do(lambda tx: commands.menu_of(tx, ANA, play.now))
        assert menu is not None
        offered.append("checkin" in [name for name, _ in menu.entries])
        await supports_fay(play)
    assert offered == [False, True]


async def test_a_newer_circle_that_is_over_hides_none_that_goes_on(play: Play) -> None:
    def step(tx: Tx) -> Circle:
        begin(tx, play.now)
        newer = circles.open_circle(tx, CORA, None, play.now)
        circles.start(tx, newer.id, ANA, play.now - WEEK, play.now)
        return newer

    await play.do(step)
    assert (await play.says(ANA, "/circle")).startswith("Your circle. Week 1 of 12.")
    assert "Week 1 of 12." in await play.says(ANA, "/start")


@pytest.mark.parametrize("first", ["own", "place"])
async def test_leaving_one_of_them_keeps_the_others(play: Play, first: str) -> None:
    await all_three(play)
    await play.says(ANA, "/stop")
    await play.taps(ANA, "leave")
    await play.taps(ANA, "leave_pick", "own" if first == "own" else "0")
    await play.taps(ANA, "leave_yes")
    told = await play.says(ANA, "/circle")
    assert told.startswith("Your circle." if first == "place" else "You have a place")
    assert "circles" in (await play.says(ANA, "/start") and verbs(play))
