"""The check-in: tapped, typed, put off, late, and by whom."""

from __future__ import annotations

import pytest

from storage import checkins
from storage.enums import CheckinState, Dimension, SeatState, Temperature
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAN,
    circle_of_ana,
    circle_with_ben,
)


async def asked(play: Play) -> None:
    """Ana, in her circle, with the question before her."""
    await circle_of_ana(play)
    assert "Your feelings" in await play.says(ANA, "/checkin")


async def answered(play: Play, number: int = 1) -> Temperature | None:
    """What is kept of a check-in."""
    kept = await play.do(lambda tx: checkins.answers(tx, number))
    return kept.get(Dimension.EMOTIONAL)


async def state(play: Play) -> CheckinState:
    """Where the first check-in stands."""
    checkin = await play.do(lambda tx: checkins.get(tx, 1))
    assert checkin is not None
    return checkin.state


@pytest.mark.parametrize("place", Temperature)
async def test_a_tap_saves_the_answer(play: Play, place: Temperature) -> None:
    await asked(play)
    assert "Saved" in await play.taps(ANA, "answer", str(int(place)))
    assert await answered(play) is place
    assert await state(play) is CheckinState.SAVED


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("4", 4),
        (" 4. ", 4),
        ("WARM", 4),
        ("in between", 3),
        ("término medio", 3),
        ("Termino Medio", 3),
        ("¡Mucha calidez!", 5),
        ("frio", 2),
    ],
)
async def test_a_typed_answer_is_one(play: Play, typed: str, place: int) -> None:
    await asked(play)
    assert "Saved" in await play.says(ANA, typed)
    assert await answered(play) == place


@pytest.mark.parametrize("typed", ["0", "6", "44", "so so", "<b>", "🙂" * 200, "a" * 4096])
async def test_other_words_bring_the_question_again(play: Play, typed: str) -> None:
    await asked(play)
    told = await play.says(ANA, typed)
    assert "type 1 to 5" in told
    assert "Your feelings" in told
    assert await state(play) is CheckinState.OPEN


async def test_a_late_tap_after_saved_changes_nothing(play: Play) -> None:
    await asked(play)
    question = play.newest(ANA)
    await play.taps(ANA, "answer", "4")
    told = await play.taps(ANA, "answer", "1", on=question)
    assert "nothing is lost" in told
    assert await answered(play) == 4


async def test_skip_keeps_nothing(play: Play) -> None:
    await asked(play)
    assert "nothing kept" in await play.taps(ANA, "answer_skip")
    assert await answered(play) is None
    assert await state(play) is CheckinState.KEPT


async def test_skip_twice_says_that_it_is_closed(play: Play) -> None:
    await asked(play)
    question = play.newest(ANA)
    await play.taps(ANA, "answer_skip")
    assert "closed already" in await play.taps(ANA, "answer_skip", on=question)


async def test_later_leaves_the_question_open(play: Play) -> None:
    await asked(play)
    assert "waits here" in await play.taps(ANA, "answer_later")
    assert "Your feelings" in await play.taps(ANA, "check_in")
    assert "Saved: cold" in await play.says(ANA, "2")


async def test_after_later_a_typed_answer_still_counts(play: Play) -> None:
    await asked(play)
    await play.taps(ANA, "answer_later")
    assert "Saved: very warm" in await play.says(ANA, "5")


async def test_later_after_saved_says_that_it_is_closed(play: Play) -> None:
    await asked(play)
    question = play.newest(ANA)
    await play.says(ANA, "3")
    assert "closed already" in await play.taps(ANA, "answer_later", on=question)


async def test_a_number_while_nothing_is_open_is_not_kept(play: Play) -> None:
    await circle_of_ana(play)
    assert "I can't answer that" in await play.says(ANA, "4")
    assert await answered(play) is None


async def test_checkin_twice_asks_the_same_question(play: Play) -> None:
    await asked(play)
    await play.says(ANA, "/checkin")
    assert play.newest(ANA).row.facts == {"checkin": 1}


async def test_a_partner_takes_part_in_no_checkin(play: Play) -> None:
    await circle_of_ana(play)
    assert "Welcome, Cora" in await play.says(CORA, "/checkin")


async def test_a_stranger_takes_part_in_no_checkin(play: Play) -> None:
    assert "by an invitation" in await play.says(DAN, "/checkin")


async def test_a_supporter_who_waits_is_not_asked_yet(play: Play) -> None:
    await circle_with_ben(play, SeatState.WAITING)
    assert "Your place opens when" in await play.says(BEN, "/checkin")


async def test_a_supporter_is_asked_as_the_participant_is(play: Play) -> None:
    await circle_with_ben(play)
    assert "Your feelings" in await play.says(BEN, "/checkin")
