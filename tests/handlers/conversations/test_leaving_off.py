"""The last parts: how heavy supporting is, an idea, the wishes asked once, and a tidy chat."""

from __future__ import annotations

import pytest

from handlers.rules.checkin import OWN_IDEAS
from storage import checkins, people, wishes
from storage.enums import Language
from storage.people import set_language
from storage.records import Person
from tests.handlers.conversations.walking import GOOD, HARD, asked, saved, walk
from tests.handlers.driver import TEXTS, Play
from tests.handlers.people import ANA, BEN, CORA, circle_of_ana, circle_with_ben
from tests.handlers.shares import give


async def ana(play: Play) -> Person:
    """Ana as she is known now."""
    person = await play.do(lambda tx: people.get(tx, ANA))
    assert person is not None
    return person


async def tidy(play: Play) -> None:
    """Ana wants a tidy chat."""
    await circle_of_ana(play)
    await play.do(lambda tx: wishes.set_tidy(tx, ANA, True))


async def test_a_supporter_may_say_how_heavy_it_is(play: Play) -> None:
    await circle_with_ben(play)
    await saved(play, GOOD, BEN)
    assert "how heavy does supporting feel" in await play.taps(BEN, "tend_none")
    assert not any(sign.isdigit() for one in play.newest(BEN).buttons for sign in one.text)
    told = await play.taps(BEN, "heavy", "8")
    assert "Help is for you, too." in told
    assert "One small thing for this week" in told
    assert await play.do(lambda tx: checkins.heavy(tx, 1)) == 8


async def test_whoever_carries_a_lot_is_only_offered_own_care(play: Play) -> None:
    await circle_with_ben(play)
    await saved(play, GOOD, BEN)
    await play.taps(BEN, "tend_none")
    own = {TEXTS.of(Language.ENGLISH)(f"checkin.idea.{one}") for one in OWN_IDEAS}
    told = [await play.taps(BEN, "heavy", "10")]
    told += [await play.taps(BEN, "idea_next") for _ in range(3)]
    for one in told:
        assert any(idea in one for idea in own)


async def test_a_supporter_may_leave_it(play: Play) -> None:
    await circle_with_ben(play)
    await saved(play, GOOD, BEN)
    await play.taps(BEN, "tend_none")
    assert "Okay, not today." in await play.taps(BEN, "heavy_none")
    assert await play.do(lambda tx: checkins.heavy(tx, 1)) is None
    first = play.newest(BEN).screen.text
    assert await play.taps(BEN, "idea_next") not in first
    assert "all for today" in await play.taps(BEN, "idea_okay")


async def test_a_hard_day_asks_a_supporter_nothing_more(play: Play) -> None:
    await circle_with_ben(play)
    await saved(play, HARD, BEN)
    texts = {one.text for one in play.newest(BEN).buttons}
    assert texts == {"Write to Cora", "Help now", "Just keep it"}
    assert "People answer under Help" in await play.taps(BEN, "keep_it")


async def test_a_hard_day_says_so_when_something_is_shared(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    await play.do(lambda tx: give(tx, BEN, ANA, circle.id, play.now, "goal"))
    told = await saved(play, HARD, BEN)
    kept = await play.taps(BEN, "keep_it")
    for one in (play.newest(BEN).screen.text, told, kept):
        assert "What you chose to share" in one
        assert "Nobody has seen" not in one


async def test_a_participant_is_not_asked_how_heavy_it_is(play: Play) -> None:
    await circle_of_ana(play)
    await saved(play, GOOD)
    assert "heavy" not in await play.taps(ANA, "tend_none")


@pytest.mark.parametrize(("days", "said"), [(3, "3 quiet"), (7, "week"), (14, "two"), (0, "only")])
async def test_quiet_is_asked_after_the_first_saved(play: Play, days: int, said: str) -> None:
    await circle_of_ana(play)
    await saved(play, GOOD)
    assert "may I ask Cora to say hello?" in await play.taps(ANA, "tend_none")
    assert said in await play.taps(ANA, "wish_quiet", str(days))
    assert (await ana(play)).quiet_after == days


async def test_a_double_tap_does_not_lose_the_question(play: Play) -> None:
    await circle_of_ana(play)
    await saved(play, GOOD)
    closing = play.newest(ANA)
    first = await play.taps(ANA, "tend_none", on=closing)
    assert await play.taps(ANA, "tend_none", on=closing) == first


async def test_tidy_is_asked_after_the_second_and_nothing_after_the_third(play: Play) -> None:
    await circle_of_ana(play)
    await saved(play, GOOD)
    await play.taps(ANA, "tend_none")
    await saved(play, GOOD)
    assert "keep this chat tidy?" in await play.taps(ANA, "tend_none")
    await saved(play, GOOD)
    assert "question" not in await play.taps(ANA, "tend_none")
    assert (await ana(play)).quiet_after is None
    assert (await ana(play)).tidy is None


async def wishes_of(play: Play, times: int, places: str = GOOD) -> list[str]:
    """Ana checks in so often and stops at *Saved* each time: which wish stood below it."""
    seen = []
    for _ in range(times):
        told = await saved(play, places)
        seen.append("quiet" if "say hello?" in told else "tidy" if "chat tidy?" in told else "")
    return seen


async def test_whoever_stops_at_saved_is_asked_at_the_next_and_each_once(play: Play) -> None:
    await circle_of_ana(play)
    assert await wishes_of(play, 6) == ["", "quiet", "tidy", "", "", ""]


async def test_a_hard_day_asks_nothing_even_when_a_wish_is_late(play: Play) -> None:
    await circle_of_ana(play)
    days = (GOOD, HARD, HARD, GOOD, HARD, GOOD)
    assert [await wishes_of(play, 1, one) for one in days] == [
        [one] for one in ("", "", "", "quiet", "", "tidy")
    ]


async def test_two_wishes_are_never_asked_after_one_check_in(play: Play) -> None:
    await circle_of_ana(play)
    await wishes_of(play, 1)
    assert "say hello?" in await saved(play, GOOD)
    assert "question" not in await play.taps(ANA, "tend_none")
    assert "keep this chat tidy?" in await saved(play, GOOD)


async def test_a_wish_that_was_set_is_not_asked(play: Play) -> None:
    await circle_of_ana(play)
    await play.do(lambda tx: wishes.set_quiet_after(tx, ANA, 7, play.now))
    assert await wishes_of(play, 4) == ["", "", "tidy", ""]


async def test_a_supporter_who_stops_at_saved_is_asked_about_tidy_once(play: Play) -> None:
    await circle_with_ben(play)
    asked_for = ["chat tidy?" in await saved(play, GOOD, BEN) for _ in range(5)]
    assert asked_for == [False, False, True, False, False]


async def test_after_many_hard_days_the_wishes_still_come(play: Play) -> None:
    await circle_of_ana(play)
    await wishes_of(play, 7, HARD)
    assert await wishes_of(play, 4) == ["", "quiet", "tidy", ""]


async def test_a_hard_day_puts_the_question_off(play: Play) -> None:
    await circle_of_ana(play)
    await saved(play, HARD)
    assert "question" not in await play.taps(ANA, "keep_it")
    await saved(play, GOOD)
    assert "say hello?" in await play.taps(ANA, "tend_none")


async def test_after_a_pulse_the_question_comes_below_it(play: Play) -> None:
    await asked(play)
    await play.taps(ANA, "pulse_instead")
    told = await play.taps(ANA, "answer", "4")
    assert told.startswith("Saved: warm.")
    assert "may I ask Cora to say hello?" in told


async def test_who_works_here_is_not_asked_about_quiet(play: Play) -> None:
    await circle_of_ana(play)
    await play.do(lambda tx: people.set_adult(tx, CORA, play.now))
    await saved(play, GOOD, CORA)
    assert "hello" not in await play.taps(CORA, "tend_none")


@pytest.mark.parametrize(("value", "wanted"), [("yes", True), ("no", False)])
async def test_a_tidy_chat_is_a_choice(play: Play, value: str, wanted: bool) -> None:
    await circle_of_ana(play)
    for _ in range(2):
        await saved(play, GOOD)
        await play.taps(ANA, "tend_none")
    await play.taps(ANA, "wish_tidy", value)
    assert (await ana(play)).tidy is wanted


async def test_in_a_tidy_chat_a_check_in_shrinks_to_one_line(play: Play) -> None:
    await tidy(play)
    await saved(play, HARD)
    assert (await play.taps(ANA, "keep_it")).endswith("Check-in of Monday, kept.")
    assert len(play.chats[ANA]) == 1


async def test_in_a_tidy_chat_what_was_typed_goes_once_it_is_saved(play: Play) -> None:
    await tidy(play)
    await play.says(ANA, "/checkin")
    await play.says(ANA, "It rained")
    await play.says(ANA, "2")
    typed = {2 + 1, 2 + 1 + 2}
    assert await play.hears(ANA) == ""
    assert not play.gone[ANA]
    await walk(play, GOOD[1:])
    await play.hears(ANA)
    assert play.gone[ANA] == typed


async def test_otherwise_nothing_goes(play: Play) -> None:
    await asked(play)
    await play.says(ANA, "It rained")
    await walk(play, GOOD)
    await play.hears(ANA)
    assert not play.gone[ANA]


async def test_the_tidy_line_in_spanish(play: Play) -> None:
    await tidy(play)
    await play.do(lambda tx: set_language(tx, ANA, Language.SPANISH))
    await saved(play, HARD)
    assert "Lo del lunes, guardado." in await play.taps(ANA, "keep_it")
