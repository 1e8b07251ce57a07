"""Answers: tapped, typed, twice, late, changed; skipping, going back, and notes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.rules.checkin import ORDER
from storage import checkins, notes, wishes
from storage.enums import CheckinState, Language, Pack
from storage.people import set_language
from tests.handlers.conversations.walking import GOOD, HARD, MIXED, asked, kept, state, walk
from tests.handlers.driver import Play
from tests.handlers.people import ANA, DAN, DAY, HOUR, circle_of_ana

EVERY = pytest.mark.parametrize("at", range(8))


async def at_question(play: Play, at: int) -> None:
    """Ana, who has answered so many."""
    await asked(play)
    await walk(play, GOOD[:at])


async def note_of(play: Play, at: int | None) -> str:
    """The note beside a question, or beside the whole check-in."""
    part = None if at is None else ORDER[at]
    return await play.do(lambda tx: notes.read(tx, 1, part))


@EVERY
async def test_every_question_takes_a_typed_answer(play: Play, at: int) -> None:
    await at_question(play, at)
    told = await play.says(ANA, "¡Mucha calidez!")
    assert (f"{at + 2} of 8." if at < 7 else "Saved.") in told
    assert await kept(play) == GOOD[:at] + "5" + "-" * (7 - at)


@EVERY
async def test_every_question_may_be_skipped(play: Play, at: int) -> None:
    await at_question(play, at)
    await play.taps(ANA, "answer_skip")
    await walk(play, GOOD[at + 1 :])
    assert await kept(play) == GOOD[:at] + "-" + GOOD[at + 1 :]
    assert await state(play) is CheckinState.SAVED


@pytest.mark.parametrize("at", range(1, 8))
async def test_back_shows_what_was_said_and_takes_another_word(play: Play, at: int) -> None:
    await at_question(play, at)
    told = await play.taps(ANA, "answer_back")
    assert f"{at} of 8." in told
    assert "You said:" in told
    assert f"{at + 1} of 8." in await play.taps(ANA, "answer", "1")
    assert await kept(play) == GOOD[: at - 1] + "1" + "-" * (8 - at)


async def test_after_going_back_an_answer_may_stay(play: Play) -> None:
    await at_question(play, 3)
    await play.taps(ANA, "answer_back")
    await play.taps(ANA, "answer_back")
    assert "3 of 8." in await play.taps(ANA, "answer_keep")
    assert await kept(play) == GOOD[:3] + "-----"


@EVERY
async def test_a_double_tap_answers_once(play: Play, at: int) -> None:
    await at_question(play, at)
    question = play.newest(ANA)
    await play.taps(ANA, "answer", "2", on=question)
    before = await play.dump()
    await play.taps(ANA, "answer", "2", on=question)
    assert await play.dump() == before


@pytest.mark.parametrize("verb", ["answer_skip", "answer_back", "answer_later", "meaning_see"])
async def test_other_buttons_twice_do_the_same_as_once(play: Play, verb: str) -> None:
    await at_question(play, 3)
    question = play.newest(ANA)
    await play.taps(ANA, verb, on=question)
    before = await play.dump()
    await play.taps(ANA, verb, on=question)
    assert await play.dump() == before


async def test_the_last_tap_on_an_older_question_wins_and_the_walk_stays(play: Play) -> None:
    await at_question(play, 1)
    second = play.newest(ANA)
    await walk(play, "44")
    assert "4 of 8." in await play.taps(ANA, "answer", "1", on=second)
    assert await kept(play) == "414-----"


@pytest.mark.parametrize("verb", ["answer", "answer_skip", "answer_back", "answer_later"])
async def test_a_late_tap_after_saved_changes_nothing(play: Play, verb: str) -> None:
    await at_question(play, 7)
    question = play.newest(ANA)
    await play.taps(ANA, "answer", "4")
    before = await play.dump()
    told = await play.taps(ANA, verb, "1" if verb == "answer" else "", on=question)
    assert "nothing is lost" in told
    assert await play.dump() == before


async def test_all_eight_skipped_keep_nothing(play: Play) -> None:
    await asked(play)
    assert "nothing kept" in await walk(play, "--------")
    assert await state(play) is CheckinState.KEPT


@EVERY
async def test_all_eight_in_one_text_from_wherever_one_stands(play: Play, at: int) -> None:
    await at_question(play, at)
    asked_in = play.newest(ANA)
    told = await play.says(ANA, " ".join(MIXED))
    assert told.startswith("These eight count now" if at else "Saved.")
    assert "Saved." in told
    assert await kept(play) == MIXED
    assert play.chats[ANA][asked_in.message_id].buttons == []


async def test_all_eight_of_a_hard_day_in_place_of_others_are_told_too(play: Play) -> None:
    await at_question(play, 3)
    told = await play.says(ANA, " ".join(HARD))
    assert told.startswith(
        "These eight count now, in place of the ones before.\n\nSaved. Thank you"
    )


async def test_some_in_one_text_go_on_from_here(play: Play) -> None:
    await at_question(play, 2)
    assert "6 of 8." in await play.says(ANA, "cold, -, muy difícil")
    assert await kept(play) == GOOD[:2] + "2-1---"


@EVERY
async def test_a_sentence_is_kept_as_a_note_and_the_question_stands(play: Play, at: int) -> None:
    await at_question(play, at)
    told = await play.says(ANA, "It rained, and I slept badly")
    assert "Kept as a note beside" in told
    assert f"{at + 1} of 8." in told
    assert await note_of(play, at) == "It rained, and I slept badly"
    assert await kept(play) == GOOD[:at] + "-" * (8 - at)


async def test_a_second_sentence_goes_below_the_first(play: Play) -> None:
    await asked(play)
    await play.says(ANA, "It rained")
    await play.says(ANA, "x" * 4096)
    assert await note_of(play, 0) == "It rained\n" + "x" * 4096


async def test_a_note_may_be_unwanted(play: Play) -> None:
    await at_question(play, 2)
    await play.says(ANA, "It rained")
    told = await play.taps(ANA, "note_remove")
    assert "The note is gone." in told
    assert "3 of 8." in told
    assert await note_of(play, 2) == ""


async def test_a_note_beside_a_pulse_is_beside_the_whole(play: Play) -> None:
    await asked(play)
    await play.taps(ANA, "pulse_instead")
    assert "beside this check-in" in await play.says(ANA, "tired of rain")
    assert await note_of(play, None) == "tired of rain"


async def test_words_alone_are_saved_without_a_closing(play: Play) -> None:
    await asked(play)
    await play.says(ANA, "no numbers today")
    assert "Saved: your words." in await walk(play, "--------")


@pytest.mark.parametrize("way", ["walk", "pulse"])
async def test_a_sentence_after_saved_is_kept_beside_it(play: Play, way: str) -> None:
    await asked(play)
    if way == "pulse":
        await play.taps(ANA, "pulse_instead")
    await walk(play, GOOD if way == "walk" else "4")
    told = await play.says(ANA, "It rained, and I slept badly")
    assert told == "Kept as a note beside this check-in. Nobody sees it."
    assert await note_of(play, None) == "It rained, and I slept badly"
    assert await play.taps(ANA, "noted_remove") == "The note is gone."
    assert await note_of(play, None) == ""


async def test_what_is_typed_much_later_is_no_note(play: Play) -> None:
    await asked(play)
    await walk(play, GOOD)
    play.now += HOUR
    assert "nobody reads along" in await play.says(ANA, "It rained, and I slept badly")
    assert await note_of(play, None) == ""


async def test_a_low_sentence_after_saved_is_kept_and_gets_a_warm_word(play: Play) -> None:
    await asked(play)
    await walk(play, GOOD)
    told = await play.says(ANA, "I feel so hopeless")
    assert told.startswith("Kept as a note")
    assert "That sounds heavy" in told


async def test_in_a_tidy_chat_the_late_sentence_goes_at_once(play: Play) -> None:
    await asked(play)
    await play.do(lambda tx: wishes.set_tidy(tx, ANA, wanted=True))
    await walk(play, GOOD)
    before = set(play.gone[ANA])
    await play.says(ANA, "It rained")
    await play.hears(ANA)
    assert len(play.gone[ANA] - before) == 1


@pytest.mark.parametrize("invited", [True, False])
async def test_all_eight_without_start_are_a_check_in(play: Play, invited: bool) -> None:
    await circle_of_ana(play)
    if invited:
        await play.turn(DAY + 8 * HOUR)
        assert "Ana" in await play.hears(ANA)
    assert "Saved." in await play.says(ANA, " ".join(MIXED))
    assert await kept(play) == MIXED
    await play.turn(DAY)
    assert await play.hears(ANA) == ""


@pytest.mark.parametrize("typed", ["3", "2 3 3", "2 3 3 1 4 3 2 3 4"])
async def test_other_figures_that_nobody_asked_for_are_none(play: Play, typed: str) -> None:
    await circle_of_ana(play)
    assert "nobody reads along" in await play.says(ANA, typed)
    assert await play.do(lambda tx: checkins.newest(tx, ANA)) is None


async def test_a_stranger_s_eight_figures_are_nobody_s_check_in(play: Play) -> None:
    assert "by an invitation" in await play.says(DAN, " ".join(MIXED))


async def test_notes_are_forgotten_after_ninety_days(play: Play) -> None:
    await asked(play)
    await play.says(ANA, "It rained")
    await play.turn(89 * DAY)
    assert await note_of(play, 0)
    await play.turn(2 * DAY)
    assert await note_of(play, 0) == ""


@pytest.mark.parametrize("typed", ["0", "6", "44", "🙂" * 200, "?!"])
async def test_what_has_no_words_brings_the_question_again(play: Play, typed: str) -> None:
    await asked(play)
    told = await play.says(ANA, typed)
    assert "type 1 to 5" in told
    assert "1 of 8." in told
    assert await note_of(play, 0) == ""


async def test_the_official_name_is_one_tap_away_and_back(play: Play) -> None:
    await at_question(play, 5)
    assert "Physical wellness" in await play.taps(ANA, "meaning_see")
    assert "6 of 8." in await play.taps(ANA, "question_see")


async def test_the_plain_words_are_asked_and_kept_as_such(play: Play) -> None:
    await circle_of_ana(play)
    await play.do(lambda tx: wishes.set_pack(tx, ANA, Pack.PLAIN))
    assert "Hard: this part" in await play.says(ANA, "/checkin")
    assert play.newest(ANA).buttons[0].text == "Very hard"
    await play.says(ANA, "warm")
    told = await walk(play, GOOD[1:])
    assert "Feelings: Good" in told
    assert "Best this week: Body." in told


async def test_in_new_messages_the_old_one_loses_its_buttons(play: Play) -> None:
    await circle_of_ana(play)
    await play.do(lambda tx: wishes.set_new_messages(tx, ANA, True))
    await play.says(ANA, "/checkin")
    first = play.newest(ANA)
    await walk(play, GOOD)
    assert play.chats[ANA][first.message_id].buttons == []
    assert len(play.chats[ANA]) == 9
    assert await kept(play) == GOOD


async def test_the_whole_walk_in_spanish(play: Play) -> None:
    await circle_of_ana(play)
    await play.do(lambda tx: set_language(tx, ANA, Language.SPANISH))
    assert "1 de 8. Tu ánimo" in await play.says(ANA, "/checkin")
    told = await walk(play, GOOD)
    assert "Lo más cálido esta semana: Cuerpo." in told
    assert await kept(play) == GOOD


async def test_a_programme_may_choose_the_words_and_a_person_others(play: Play) -> None:
    programme = replace(play.house.programme, pack=Pack.PLAIN)
    play.house = replace(play.house, programme=programme)
    await asked(play)
    assert play.newest(ANA).buttons[0].text == "Very hard"
    await play.do(lambda tx: wishes.set_pack(tx, ANA, Pack.TEMPERATURE))
    await play.says(ANA, "/checkin")
    assert play.newest(ANA).buttons[0].text == "Very cold"
