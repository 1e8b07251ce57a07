"""The closings, one part to tend, and the small step: chosen, spoken of, kept, changed, let go."""

from __future__ import annotations

import pytest

from storage import small_steps
from storage.enums import Language, StepState
from storage.people import set_language
from tests.handlers.conversations.walking import GOOD, HARD, MIXED, saved
from tests.handlers.driver import Play
from tests.handlers.people import ANA, HOUR, circle_of_ana


async def chosen(play: Play, text: str = "a walk with Fay") -> None:
    """Ana, who chose a small step in her own words, a week ago."""
    await circle_of_ana(play)
    await saved(play, MIXED)
    await play.taps(ANA, "tend", "physical")
    await play.says(ANA, text)


async def step_state(play: Play, number: int = 1) -> StepState:
    """Where a small step stands."""
    step = await play.do(lambda tx: small_steps.get(tx, number))
    assert step is not None
    return step.state


async def live(play: Play) -> str:
    """The small step that stands."""
    step = await play.do(lambda tx: small_steps.live(tx, ANA))
    return step.text if step else ""


def verbs(play: Play) -> set[str]:
    """The buttons before Ana."""
    return {one.verb for one in play.newest(ANA).buttons}


@pytest.mark.parametrize(
    ("language", "places", "words"),
    [
        (Language.ENGLISH, GOOD, ["Warmest this week: Body.", "Would you like to tend"]),
        (Language.ENGLISH, MIXED, ["Some parts are on the cold side", "Nobody sees this."]),
        (Language.ENGLISH, "43444443", ["Saved.", "Home: In between"]),
        (Language.ENGLISH, "44424443", ["On the cold side: Mind. That happens."]),
        (Language.ENGLISH, HARD, ["cold in many places", "Nobody has seen this."]),
        (Language.SPANISH, GOOD, ["Lo más cálido esta semana: Cuerpo.", "¿Quieres cuidar"]),
        (Language.SPANISH, "44424441", ["Del lado frío: Sentido y Mente. Eso pasa."]),
        (Language.SPANISH, HARD, ["frío en muchas partes", "Nadie ha visto esto."]),
    ],
)
async def test_the_three_closings_in_both_languages(
    play: Play, language: Language, places: str, words: list[str]
) -> None:
    await circle_of_ana(play)
    await play.do(lambda tx: set_language(tx, ANA, language))
    told = await saved(play, places)
    assert all(one in told for one in words)


@pytest.mark.parametrize("places", [HARD, "15555555", "2-------"])
async def test_a_hard_day_offers_somebody_near_and_no_task(play: Play, places: str) -> None:
    await chosen(play)
    told = await saved(play, places)
    assert told.startswith("Saved. Thank you for saying it how it is.")
    assert verbs(play) == {"write_partner", "hello", "help", "keep_it"}
    assert "Write to Cora" in [one.text for one in play.newest(ANA).buttons]
    assert "Help" in await play.taps(ANA, "keep_it")
    assert await live(play) == "a walk with Fay"


async def test_one_cold_answer_alone_is_not_many_places(play: Play) -> None:
    await circle_of_ana(play)
    assert "many places" not in await saved(play, "2-------")


async def test_a_hard_pulse_offers_somebody_near(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/checkin")
    await play.taps(ANA, "pulse_instead")
    assert "Would you like someone near?" in await play.taps(ANA, "answer", "1")


async def test_a_suggestion_is_kept_as_it_was_read(play: Play) -> None:
    await circle_of_ana(play)
    await saved(play, MIXED)
    await play.taps(ANA, "tend", "social")
    assert "Kept: “Write to one person”" in await play.taps(ANA, "tend_pick", "social_1")
    assert await live(play) == "Write to one person"


async def test_the_last_choice_after_one_check_in_wins(play: Play) -> None:
    await circle_of_ana(play)
    await saved(play, MIXED)
    await play.taps(ANA, "tend_another")
    await play.taps(ANA, "tend", "physical")
    choices = play.newest(ANA)
    await play.taps(ANA, "tend_pick", "physical_1", on=choices)
    await play.taps(ANA, "tend_pick", "physical_2", on=choices)
    assert await live(play) == "One early night"
    assert await play.do(lambda tx: small_steps.get(tx, 2)) is None


async def test_own_words_are_as_good(play: Play) -> None:
    await chosen(play, "  call my\nsister  ")
    assert await live(play) == "call my sister"


async def test_own_words_take_the_buttons_off_the_card(play: Play) -> None:
    await circle_of_ana(play)
    await saved(play, MIXED)
    await play.taps(ANA, "tend", "physical")
    card = play.newest(ANA)
    await play.says(ANA, "a walk with Fay")
    assert play.chats[ANA][card.message_id].buttons == []
    await play.taps(ANA, "tend_pick", "physical_2", on=card)
    assert await live(play) == "One early night"
    assert await play.do(lambda tx: small_steps.get(tx, 2)) is None


async def test_not_this_week_after_a_choice_lets_it_go(play: Play) -> None:
    await circle_of_ana(play)
    await saved(play, MIXED)
    await play.taps(ANA, "tend", "physical")
    card = play.newest(ANA)
    await play.says(ANA, "a walk with Fay")
    await play.taps(ANA, "tend_none", on=card)
    assert await live(play) == ""
    assert await step_state(play) is StepState.LET_GO


async def test_not_this_week_leaves_an_older_choice_alone(play: Play) -> None:
    await chosen(play)
    await saved(play, GOOD)
    await play.taps(ANA, "step_not")
    old = play.newest(ANA)
    await play.taps(ANA, "step_change")
    card = play.newest(ANA)
    await play.taps(ANA, "step_keep", on=old)
    await play.taps(ANA, "tend_none", on=card)
    assert await live(play) == "a walk with Fay"


async def test_a_small_step_is_small(play: Play) -> None:
    await chosen(play, "x" * 201)
    assert "fits in 200" in play.newest(ANA).screen.text
    assert await live(play) == ""
    await play.says(ANA, "x" * 200)
    assert await live(play) == "x" * 200


async def test_not_this_week_expects_no_words(play: Play) -> None:
    await circle_of_ana(play)
    await saved(play, MIXED)
    await play.taps(ANA, "tend", "physical")
    await play.taps(ANA, "tend_none")
    assert "Kept as a note" in await play.says(ANA, "a walk")
    assert await live(play) == ""


async def test_words_come_too_late_after_a_while(play: Play) -> None:
    await circle_of_ana(play)
    await saved(play, MIXED)
    await play.taps(ANA, "tend", "physical")
    play.now += 2 * HOUR
    await play.says(ANA, "a walk")
    assert await live(play) == ""


async def test_the_next_time_asks_how_it_went_before_it_offers(play: Play) -> None:
    await chosen(play)
    assert "Last time you chose: “a walk with Fay”. How did that go?" in await saved(play, GOOD)
    assert not verbs(play) & {"tend", "tend_none"}


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        ("step_done", StepState.DONE),
        ("step_partly", StepState.PARTLY),
        ("step_mind", StepState.CHANGED_MIND),
    ],
)
async def test_each_answer_settles_it_and_a_new_part_is_offered(
    play: Play, verb: str, state: StepState
) -> None:
    await chosen(play)
    await saved(play, GOOD)
    assert "Would you like to tend one part" in await play.taps(ANA, verb)
    assert await step_state(play) is state
    assert "How did that go" not in await saved(play, GOOD)


async def test_not_this_time_may_be_kept(play: Play) -> None:
    await chosen(play)
    await saved(play, GOOD)
    assert "Keep it, change it, or let it go?" in await play.taps(ANA, "step_not")
    assert await step_state(play) is StepState.NOT_THIS_TIME
    assert "it stays: “a walk with Fay”" in await play.taps(ANA, "step_keep")
    assert await live(play) == "a walk with Fay"
    assert "a walk with Fay" in await saved(play, GOOD)


async def test_not_this_time_may_be_changed(play: Play) -> None:
    await chosen(play)
    await saved(play, GOOD)
    await play.taps(ANA, "step_not")
    assert "Body: one small thing" in await play.taps(ANA, "step_change")
    await play.taps(ANA, "tend_pick", "physical_3")
    assert await live(play) == "A glass of water now"


async def test_not_this_time_may_be_let_go(play: Play) -> None:
    await chosen(play)
    await saved(play, GOOD)
    await play.taps(ANA, "step_not")
    assert "I've let it go." in await play.taps(ANA, "step_let_go")
    assert await step_state(play) is StepState.LET_GO
    assert await live(play) == ""


async def test_an_old_keep_beside_a_newer_step_changes_nothing(play: Play) -> None:
    await chosen(play)
    await saved(play, GOOD)
    await play.taps(ANA, "step_not")
    old = play.newest(ANA)
    await play.taps(ANA, "step_change")
    await play.taps(ANA, "tend_pick", "physical_3")
    await play.taps(ANA, "step_keep", on=old)
    assert await live(play) == "A glass of water now"


async def test_a_step_nobody_spoke_of_gives_way_to_a_new_one(play: Play) -> None:
    await chosen(play)
    await saved(play, HARD)
    await play.taps(ANA, "keep_it")
    await saved(play, GOOD)
    follow = play.newest(ANA)
    await play.taps(ANA, "step_done", on=follow)
    await play.taps(ANA, "tend_another")
    await play.taps(ANA, "tend", "social")
    await play.taps(ANA, "tend_pick", "social_3")
    assert await live(play) == "A meal with someone"
