"""The rhythm and the zone, on the way in and in the settings."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storage import circles, expecting, people, rhythms
from storage.enums import Role
from storage.records import Rhythm
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAY,
    FAY,
    HOUR,
    circle_of_ana,
    circle_with_ben,
    invited,
)

WAY = (("language", "en"), ("join_go_on", ""), ("join_agree", ""), ("read_back", "circle"))


async def rhythm_of(play: Play, person: int) -> Rhythm:
    """The rhythm as it is stored."""
    found = await play.do(lambda tx: rhythms.get(tx, person))
    assert found is not None
    return found


async def zone_of(play: Play, person: int) -> str:
    """The zone as it is stored."""
    found = await play.do(lambda tx: people.get(tx, person))
    assert found is not None
    return found.zone


async def asked(play: Play, language: str = "en") -> None:
    """Fay, who takes part, is asked for her rhythm."""
    await circle_of_ana(play)
    circle = await play.do(lambda tx: circles.open_circle(tx, CORA, None, play.now))
    await play.opens(FAY, await invited(play, Role.PARTICIPANT, circle, inviter=CORA))
    for verb, value in (("language", language), *WAY[1:], ("join_age", "older")):
        await play.taps(FAY, verb, value)
    await play.says(FAY, "Fay")


def labels(play: Play, person: int) -> list[str]:
    """What the newest message's buttons say."""
    return [button.text for button in play.newest(person).buttons]


async def test_change_asks_for_hour_days_and_city_and_says_all_back(play: Play) -> None:
    await asked(play)
    assert "what time" in await play.taps(FAY, "rhythm_change")
    assert "up to three" in await play.taps(FAY, "rhythm_hour", "1000")
    await play.taps(FAY, "rhythm_day", "6on")
    told = await play.taps(FAY, "rhythm_day", "2on")
    assert "All the questions: Sundays. One short question: Wednesdays." in told
    assert "clocks show now" in await play.taps(FAY, "rhythm_done")
    assert labels(play, FAY)[0] == "New York, 10:00\u202fAM"
    told = await play.taps(FAY, "zone_city", "1")
    assert "I come by Sundays and Wednesdays around 10:00\u202fAM, Chicago time." in told
    kept = await rhythm_of(play, FAY)
    assert (kept.days, kept.full_day, kept.wall) == (frozenset({2, 6}), 6, "10:00")
    assert kept.due_at == datetime(2026, 11, 4, 16, 0, tzinfo=UTC)


async def test_the_first_day_that_stays_is_the_full_one(play: Play) -> None:
    await asked(play)
    await play.taps(FAY, "rhythm_change")
    await play.taps(FAY, "rhythm_hour", "1800")
    await play.taps(FAY, "rhythm_day", "1on")
    await play.taps(FAY, "rhythm_day", "4on")
    assert "All the questions: Fridays." in await play.taps(FAY, "rhythm_day", "1off")
    await play.taps(FAY, "rhythm_done")
    assert (await rhythm_of(play, FAY)).full_day == 4


async def test_nobody_chooses_more_than_three_days(play: Play) -> None:
    await asked(play)
    await play.taps(FAY, "rhythm_change")
    await play.taps(FAY, "rhythm_hour", "1800")
    first = play.newest(FAY)
    for value in ("1on", "4on", "0on"):
        await play.taps(FAY, "rhythm_day", value)
    assert [text for text in labels(play, FAY) if "✓" in text] == labels(play, FAY)[:3]
    assert "rhythm_done" in [button.verb for button in play.newest(FAY).buttons]
    assert await play.taps(FAY, "rhythm_done", on=first)


async def test_a_chosen_day_is_said_in_a_word(play: Play) -> None:
    await asked(play)
    await play.taps(FAY, "rhythm_change")
    await play.taps(FAY, "rhythm_hour", "1800")
    await play.taps(FAY, "rhythm_day", "2on")
    assert "Wednesdays: yes ✓" in labels(play, FAY)


async def test_back_leads_to_what_was_offered(play: Play) -> None:
    await asked(play)
    offered = play.newest(FAY).screen.text
    await play.taps(FAY, "rhythm_change")
    assert await play.taps(FAY, "rhythm_back") == offered


@pytest.mark.parametrize("verb", ["set_hour", "set_days"])
async def test_back_leads_to_the_settings_and_changes_nothing(play: Play, verb: str) -> None:
    await circle_of_ana(play)
    settings = await play.says(ANA, "/settings")
    before = await rhythm_of(play, ANA)
    await play.taps(ANA, verb)
    assert await play.taps(ANA, "rhythm_back") == settings
    assert await rhythm_of(play, ANA) == before


@pytest.mark.parametrize("stop", ["rhythm_hour", "rhythm_day", "rhythm_done", "zone_other"])
async def test_stopping_at_any_screen_takes_up_the_rhythm_again(play: Play, stop: str) -> None:
    await asked(play)
    await play.taps(FAY, "rhythm_change")
    for verb, value in (("rhythm_hour", "1000"), ("rhythm_day", "5on"), ("rhythm_done", "")):
        await play.taps(FAY, verb, value)
        if verb == stop:
            break
    told = await play.says(FAY, "/start")
    assert "When shall I come by?" in told
    assert "around 10:00" in told
    assert ("Saturdays" in told) is (stop in ("rhythm_done", "zone_other"))


async def test_a_supporter_chooses_one_day(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(BEN, "/settings")
    assert await play.taps(BEN, "set_days") == "Which day suits you?"
    assert "I come by: Saturdays around 6:00" in await play.taps(BEN, "rhythm_day", "5on")
    assert (await rhythm_of(play, BEN)).days == {5}


async def test_a_typed_city_is_taken_when_it_is_one(play: Play) -> None:
    await asked(play, "es")
    await play.taps(FAY, "rhythm_change")
    await play.taps(FAY, "rhythm_hour", "1800")
    await play.taps(FAY, "rhythm_day", "1on")
    await play.taps(FAY, "rhythm_done")
    assert "Escribe una ciudad" in await play.taps(FAY, "zone_other")
    told = await play.says(FAY, "ciudad de méxico")
    assert "los martes hacia las 18:00, hora de Ciudad de México" in told
    assert await zone_of(play, FAY) == "America/Mexico_City"


async def test_a_city_may_be_chosen_of_several_or_typed_again(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/settings")
    await play.taps(ANA, "set_zone")
    await play.taps(ANA, "zone_other")
    assert "don't know that place" in await play.says(ANA, "xyzzy")
    assert "Which of these" in await play.says(ANA, "san jose")
    assert labels(play, ANA)[:2] == [
        "San Jose, California, 7:00\u202fAM",
        "San José, Costa Rica, 9:00\u202fAM",
    ]
    assert "Your clock: Costa Rica, now 9:00" in await play.taps(ANA, "zone_city", "1")
    assert await play.do(lambda tx: expecting.get(tx, ANA, play.now)) is None


async def test_what_time_it_is_and_a_city_settle_the_zone(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/settings")
    await play.taps(ANA, "set_zone")
    await play.taps(ANA, "zone_other")
    await play.taps(ANA, "zone_clock")
    assert len(labels(play, ANA)) == 24 + 1  # Help stands below.
    await play.taps(ANA, "zone_hour", "8")
    shown = labels(play, ANA)
    assert "Denver, 8:00\u202fAM" in shown
    assert "Phoenix, 8:00\u202fAM" in shown
    await play.taps(ANA, "zone_city", str(shown.index("Phoenix, 8:00\u202fAM")))
    assert await zone_of(play, ANA) == "America/Phoenix"
    assert (await rhythm_of(play, ANA)).due_at == datetime(2026, 11, 4, 1, 0, tzinfo=UTC)


async def test_half_an_hour_more_is_shown_as_it_is(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/settings")
    await play.taps(ANA, "set_zone")
    await play.taps(ANA, "zone_other")
    await play.taps(ANA, "zone_clock")
    await play.taps(ANA, "zone_hour", "20")
    assert any(text.endswith("8:30\u202fPM") for text in labels(play, ANA))


async def test_a_city_of_an_old_screen_is_still_that_city(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/settings")
    await play.taps(ANA, "set_zone")
    old = play.newest(ANA)
    await play.turn(DAY + HOUR)
    await play.taps(ANA, "zone_city", "1", on=old)
    assert await zone_of(play, ANA) == "America/Chicago"


async def test_a_partner_has_a_zone_and_no_rhythm(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(CORA, "/settings")
    assert "Hour" not in labels(play, CORA)
    await play.taps(CORA, "set_zone")
    assert "Chicago" in await play.taps(CORA, "zone_city", "1")
    assert await play.do(lambda tx: rhythms.get(tx, CORA)) is None
