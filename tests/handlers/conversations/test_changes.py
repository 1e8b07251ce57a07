"""Only what changed: the last answers, a part that moved, and save."""

from __future__ import annotations

import pytest

from handlers.rules.checkin import ORDER
from storage import checkins, wishes
from storage.enums import CheckinKind, CheckinState, Pack
from tests.handlers.conversations.walking import GOOD, asked, found, kept, saved, state, walk
from tests.handlers.driver import Play
from tests.handlers.people import ANA, DAY, circle_of_ana

LAST = "24345321"


async def listed(play: Play) -> str:
    """Ana, a week later, with her last answers before her."""
    await circle_of_ana(play)
    await saved(play, LAST)
    play.now += 7 * DAY
    await play.says(ANA, "/checkin")
    return await play.taps(ANA, "only_changed")


def shown(play: Play) -> list[str]:
    """The parts as their buttons say them."""
    return [one.text for one in play.newest(ANA).buttons if one.verb == "changed_pick"]


async def test_the_first_time_there_is_nothing_to_compare_with(play: Play) -> None:
    await asked(play)
    assert "only_changed" not in [one.verb for one in play.newest(ANA).buttons]


async def test_the_last_answers_stand_on_one_screen(play: Play) -> None:
    assert "what you said last time" in await listed(play)
    assert shown(play)[:3] == ["Feelings: Cold", "Home: Warm", "Money: In between"]


async def test_a_part_that_moved_is_one_tap_and_its_word_another(play: Play) -> None:
    await listed(play)
    told = await play.taps(ANA, "changed_pick", "spiritual")
    assert "You said: Very cold" in told
    assert "of 8" not in told
    assert "what you said last time" in await play.taps(ANA, "answer", "3")
    assert shown(play)[7] == "Meaning: In between"
    closing = await play.taps(ANA, "changed_save")
    assert "Meaning: In between, warmer than last time" in closing
    assert await kept(play, 2) == LAST[:7] + "3"
    assert (await found(play, 2)).kind is CheckinKind.CHANGED


async def test_save_alone_keeps_everything_as_it_was(play: Play) -> None:
    await listed(play)
    assert "About the same as last time." in await play.taps(ANA, "changed_save")
    assert await kept(play, 2) == LAST


async def test_back_leaves_a_part_as_it_was(play: Play) -> None:
    await listed(play)
    await play.taps(ANA, "changed_pick", "social")
    assert "what you said last time" in await play.taps(ANA, "answer_back")
    assert shown(play)[6] == "People: Cold"


async def test_the_whole_walk_is_still_there(play: Play) -> None:
    await listed(play)
    assert "1 of 8." in await play.taps(ANA, "changed_walk")
    await walk(play, GOOD)
    assert await kept(play, 2) == GOOD


async def test_what_was_typed_counts_there_too(play: Play) -> None:
    await listed(play)
    await play.taps(ANA, "changed_pick", "physical")
    await play.says(ANA, "muy bien")
    assert shown(play)[5] == "Body: Very warm"
    assert "Kept as a note beside this check-in" in await play.says(ANA, "a quiet week")
    assert "type 1 to 5" in await play.says(ANA, "4")
    assert "Saved." in await play.says(ANA, " ".join(GOOD))
    assert await kept(play, 2) == GOOD


async def test_half_done_keeps_only_what_was_touched(play: Play) -> None:
    await listed(play)
    await play.taps(ANA, "changed_pick", "social")
    await play.taps(ANA, "answer", "5")
    await play.turn(3 * DAY)
    assert await state(play, 2) is CheckinState.KEPT
    assert await kept(play, 2) == "------5-"


@pytest.mark.parametrize("verb", ["changed_save", "changed_walk", "changed_pick"])
async def test_after_saved_its_buttons_change_nothing(play: Play, verb: str) -> None:
    await listed(play)
    there = play.newest(ANA)
    await play.taps(ANA, "changed_save")
    before = await play.dump()
    value = "social" if verb == "changed_pick" else ""
    assert "nothing is lost" in await play.taps(ANA, verb, value, on=there)
    assert await play.dump() == before


async def test_after_a_change_of_words_only_the_walk_is_offered(play: Play) -> None:
    await circle_of_ana(play)
    await saved(play, LAST)
    await play.do(lambda tx: wishes.set_pack(tx, ANA, Pack.PLAIN))
    await play.says(ANA, "/checkin")
    first = play.newest(ANA)
    assert "only_changed" not in [one.verb for one in first.buttons]
    assert "1 of 8." in await play.taps(ANA, "only_changed", on=first)
    assert "last time" not in await walk(play, GOOD)


async def test_a_pulse_is_no_last_time(play: Play) -> None:
    await asked(play)
    await play.taps(ANA, "pulse_instead")
    await play.taps(ANA, "answer", "4")
    assert "Saved." in await saved(play, GOOD)
    assert "last time" not in play.newest(ANA).screen.text


async def other_words(play: Play, pack: Pack) -> None:
    """Ana chooses other words in the middle."""
    await play.says(ANA, "/settings")
    await play.taps(ANA, "setting", "pack")
    await play.taps(ANA, "set_pack", pack.value)


async def packs(play: Play, checkin: int) -> list[Pack]:
    """The words in which each part was answered."""
    said = await play.do(lambda tx: checkins.answers(tx, checkin))
    return [said[one].pack for one in ORDER]


async def test_other_words_midway_lose_nothing_and_change_no_old_answer(play: Play) -> None:
    await listed(play)
    await play.taps(ANA, "changed_pick", "social")
    await play.taps(ANA, "answer", "1")
    await other_words(play, Pack.PLAIN)
    assert "Feelings: Cold" in [one.text for one in play.with_button(ANA, "changed_save").buttons]
    await play.taps(ANA, "changed_save")
    assert await kept(play, 2) == LAST[:6] + "1" + LAST[7:]
    assert await packs(play, 2) == [Pack.TEMPERATURE] * 8


async def test_what_is_said_after_it_is_in_other_words(play: Play) -> None:
    await listed(play)
    await other_words(play, Pack.PLAIN)
    await play.taps(ANA, "changed_pick", "social")
    await play.taps(ANA, "answer", "1")
    await play.taps(ANA, "changed_save")
    assert (await packs(play, 2)).count(Pack.PLAIN) == 1
    assert await kept(play, 2) == LAST[:6] + "1" + LAST[7:]


async def test_left_as_it_is_an_answer_keeps_its_words(play: Play) -> None:
    await asked(play)
    await walk(play, GOOD[:1])
    await other_words(play, Pack.PLAIN)
    await play.says(ANA, "/checkin")
    await play.taps(ANA, "answer_back")
    assert "2 of 8." in await play.taps(ANA, "answer_keep")
    said = await play.do(lambda tx: checkins.answers(tx, 1))
    assert [one.pack for one in said.values()] == [Pack.TEMPERATURE]
