"""The check-in: how it begins, waits, goes on, and by whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import rhythms
from storage.enums import CheckinKind, CheckinState, OccasionState, SeatState
from storage.records import PersonId
from tests.handlers.conversations.walking import GOOD, asked, found, kept, saved, state, walk
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAN,
    DAY,
    EVE,
    HOUR,
    WEEK,
    circle_of_ana,
    circle_with_ben,
)


async def test_nine_taps_from_the_nudge_to_saved(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(DAY + 8 * HOUR)
    await play.hears(ANA)
    taps = 1
    await play.taps(ANA, "nudge_start")
    while "Saved" not in play.newest(ANA).screen.text:
        await play.taps(ANA, "answer", "4")
        taps += 1
    assert taps == 9
    assert len(play.chats[ANA]) == 1
    occasion = await play.do(lambda tx: rhythms.get_occasion(tx, 1))
    assert occasion is not None
    assert occasion.state is OccasionState.ANSWERED


async def test_the_questions_come_in_their_order_and_are_counted(play: Play) -> None:
    await asked(play)
    names = ("feelings", "Home", "Money", "Mind", "Days", "Body", "People", "Meaning")
    for number, name in enumerate(names, 1):
        text = play.newest(ANA).screen.text
        assert f"{number} of 8." in text
        assert name in text
        await play.taps(ANA, "answer", "3")


async def test_each_answer_is_acknowledged_and_never_twice_in_a_row_alike(play: Play) -> None:
    await asked(play)
    heard = []
    for _ in range(7):
        told = await play.taps(ANA, "answer", "2")
        heard.append(told.split("\n")[0])
    assert all(heard[i] != heard[i + 1] for i in range(6))
    assert not any(" of 8" in one for one in heard)


@pytest.mark.parametrize("at", range(8))
async def test_every_question_waits_for_later_and_goes_on_there(play: Play, at: int) -> None:
    await asked(play)
    await walk(play, GOOD[:at])
    question = play.newest(ANA).screen.text.rpartition(f"{at + 1} of 8.")[2]
    assert "waits here" in await play.taps(ANA, "answer_later")
    assert question in await play.taps(ANA, "answer_resume")
    assert "Saved" in await walk(play, GOOD[at:])
    assert await kept(play) == GOOD


@pytest.mark.parametrize("at", range(8))
async def test_a_week_of_later_goes_on_exactly_there(play: Play, at: int) -> None:
    await asked(play)
    await walk(play, GOOD[:at])
    await play.taps(ANA, "answer_later")
    await play.turn(3 * DAY)
    assert await state(play) is CheckinState.KEPT
    play.now += 4 * DAY
    assert f"{at + 1} of 8." in await play.taps(ANA, "answer_resume")
    await walk(play, GOOD[at:])
    assert await kept(play) == GOOD


@pytest.mark.parametrize("at", range(8))
async def test_checkin_again_goes_on_where_it_stands(play: Play, at: int) -> None:
    await asked(play)
    await walk(play, GOOD[:at])
    assert f"{at + 1} of 8." in await play.says(ANA, "/checkin")
    assert await kept(play) == GOOD[:at] + "-" * (8 - at)


async def test_help_in_between_changes_nothing(play: Play) -> None:
    await asked(play)
    await walk(play, "44")
    question = play.newest(ANA)
    await play.says(ANA, "/help")
    assert "4 of 8." in await play.taps(ANA, "answer", "3", on=question)


async def test_half_done_is_kept_as_far_as_it_went(play: Play) -> None:
    await asked(play)
    await walk(play, "432")
    question = play.newest(ANA)
    await play.turn(3 * DAY)
    assert await state(play) is CheckinState.KEPT
    assert await kept(play) == "432-----"
    play.now += 9 * DAY
    assert "nothing is lost" in await play.taps(ANA, "answer", "1", on=question)
    assert "1 of 8." in await play.taps(ANA, "check_in")
    assert await kept(play) == "432-----"


async def stops(play: Play, places: str = "432") -> None:
    """Ana stops half-way; two days later that is kept as far as it went."""
    await asked(play)
    await walk(play, places)
    await play.turn(49 * HOUR)
    assert await state(play) is CheckinState.KEPT


async def test_who_comes_back_by_tap_goes_on_at_their_question(play: Play) -> None:
    await stops(play)
    told = await play.taps(ANA, "answer", "1")
    assert told.startswith("Welcome back.")
    assert "4 of 8." in told
    assert "Saved" in await walk(play, GOOD[3:])
    assert await kept(play) == "432" + GOOD[3:]


@pytest.mark.parametrize("text", ["warm", "4", "calidez", "4 3"])
async def test_who_comes_back_typing_goes_on_at_their_question(play: Play, text: str) -> None:
    await stops(play)
    assert "4 of 8." in await play.says(ANA, text)
    assert await kept(play) == "432-----"
    await play.says(ANA, "4")
    assert await kept(play) == "4324----"


async def test_words_days_later_are_no_note_of_an_old_question(play: Play) -> None:
    await stops(play)
    assert "I can't answer that" in await play.says(ANA, "It rained all day")
    assert await state(play) is CheckinState.KEPT


@pytest.mark.parametrize(
    ("verb", "number", "first"), [("answer_resume", 1, "4 of 8."), ("answer_anew", 2, "1 of 8.")]
)
async def test_who_comes_back_by_command_chooses(
    play: Play, verb: str, number: int, first: str
) -> None:
    await stops(play)
    assert "Last time you stopped on the way" in await play.says(ANA, "/checkin")
    choice = play.newest(ANA)
    for _ in range(2):
        assert first in await play.taps(ANA, verb, on=choice)
    left = 3 if number == 1 else 0
    assert "Saved" in await walk(play, GOOD[left:])
    assert await kept(play) == ("432" + GOOD[3:] if number == 1 else "432-----")


async def test_what_was_stopped_before_anything_was_said_begins_anew(play: Play) -> None:
    await stops(play, "")
    assert "1 of 8." in await play.says(ANA, "/checkin")


async def test_a_list_of_what_changed_waits_with_what_was_picked(play: Play) -> None:
    await asked(play)
    await walk(play, GOOD)
    await play.says(ANA, "/checkin")
    await play.taps(ANA, "only_changed")
    await play.taps(ANA, "changed_pick", "financial")
    await play.taps(ANA, "answer", "1")
    await play.turn(49 * HOUR)
    assert await state(play, 2) is CheckinState.KEPT
    told = await play.taps(ANA, "changed_save")
    assert told.startswith("Welcome back.")
    assert "Saved" in await play.taps(ANA, "changed_save")


@pytest.mark.parametrize("days", [9, 30])
async def test_after_more_than_a_week_a_new_one_begins(play: Play, days: int) -> None:
    await stops(play)
    play.now += days * DAY
    assert "1 of 8." in await play.says(ANA, "/checkin")


async def test_a_circle_that_is_over_takes_nothing_up_again(play: Play) -> None:
    await circle_of_ana(play)
    play.now += 12 * WEEK - 3 * DAY
    await play.says(ANA, "/checkin")
    await walk(play, "432")
    await play.turn(4 * DAY)
    assert "nothing is lost" in await play.taps(ANA, "answer", "1")
    assert "is over" in await play.says(ANA, "/checkin")


async def test_later_of_long_ago_opens_a_new_one(play: Play) -> None:
    await asked(play)
    await play.taps(ANA, "answer_later")
    await play.turn(9 * DAY)
    assert "nothing is lost" in await play.taps(ANA, "answer_resume")


async def test_later_beside_a_newer_check_in_stays_closed(play: Play) -> None:
    await asked(play)
    await play.taps(ANA, "answer_later")
    waits = play.newest(ANA)
    await play.turn(3 * DAY)
    await saved(play, GOOD)
    assert "nothing is lost" in await play.taps(ANA, "answer_resume", on=waits)


async def test_one_tap_in_place_of_all_eight_and_back(play: Play) -> None:
    await asked(play)
    assert "How are you arriving" in await play.taps(ANA, "pulse_instead")
    assert "1 of 8." in await play.taps(ANA, "full_instead")
    await play.taps(ANA, "pulse_instead")
    assert "Saved: warm" in await play.taps(ANA, "answer", "4")
    assert (await found(play)).kind is CheckinKind.PULSE


async def test_after_an_answer_nothing_is_made_shorter(play: Play) -> None:
    await asked(play)
    first = play.newest(ANA)
    await play.taps(ANA, "answer", "2")
    assert "2 of 8." in await play.taps(ANA, "pulse_instead", on=first)
    assert (await found(play)).kind is CheckinKind.FULL


async def test_a_skipped_pulse_keeps_nothing(play: Play) -> None:
    await asked(play)
    await play.taps(ANA, "pulse_instead")
    assert "nothing kept" in await play.taps(ANA, "answer_skip")
    assert await state(play) is CheckinState.KEPT


async def test_a_pulse_takes_all_eight_when_they_are_typed(play: Play) -> None:
    await asked(play)
    await play.taps(ANA, "pulse_instead")
    await play.says(ANA, " ".join(GOOD))
    assert await kept(play) == GOOD
    assert (await found(play)).kind is CheckinKind.FULL


@pytest.mark.parametrize("person", [CORA, EVE])
async def test_who_works_here_may_check_in_for_themselves(play: Play, person: PersonId) -> None:
    await circle_of_ana(play)
    await play.says(person, "/checkin")
    assert "1 of 8." in await play.taps(person, "own_check_in")
    assert "Saved" in await walk(play, GOOD, person)
    assert "not this week" in await play.taps(person, "tend_none")


async def test_a_stranger_takes_part_in_no_checkin(play: Play) -> None:
    assert "by an invitation" in await play.says(DAN, "/checkin")


async def test_a_supporter_who_waits_is_not_asked_yet(play: Play) -> None:
    await circle_with_ben(play, SeatState.WAITING)
    assert "Your place opens when" in await play.says(BEN, "/checkin")


async def test_a_supporter_is_given_something_before_anything_is_asked(play: Play) -> None:
    await circle_with_ben(play)
    told = await play.says(BEN, "/checkin")
    assert told.startswith("One thing that helps this week:")
    assert "Your feelings" in told
    play.now += timedelta(days=7)
    await walk(play, GOOD, BEN)
    assert (await play.says(BEN, "/checkin")).split("\n")[0] != told.split("\n")[0]


async def test_a_number_while_nothing_is_open_is_not_kept(play: Play) -> None:
    await circle_of_ana(play)
    assert "I can't answer that" in await play.says(ANA, "4")
