"""Lines: typed, read once more, sent by a tap, opened by a tap, and gone from here."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import cast

import pytest

from handlers.chat import reach
from storage import circles, forget, partner_hours, step_ins
from storage.database import Tx
from storage.enums import SeatState, StepInState
from storage.records import PersonId, Seat
from tests.handlers.driver import Play, Shown, tables
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAN,
    DAY,
    DEV,
    EVE,
    FAY,
    HOUR,
    circle_of_ana,
    circle_with_ben,
    put,
    sit,
)  # fmt: skip

TEXT = "Could we talk on Thursday? <b>_*["


async def typed(play: Play, person: PersonId = ANA, text: str = TEXT) -> str:
    """Ana has typed a few words to Cora; nothing has gone yet."""
    await play.says(person, "/start")
    await play.taps(person, "write_partner")
    return await play.says(person, text)


async def sent(play: Play, person: PersonId = ANA, text: str = TEXT) -> str:
    await typed(play, person, text)
    return await play.taps(person, "line_send")


async def holds(play: Play, text: str = TEXT) -> bool:
    """Whether the words rest anywhere in the database."""

    def look(tx: Tx) -> bool:
        rows = [row for name in tables() for row in tx.all(f"SELECT * FROM {name}")]  # noqa: S608
        values = [value for row in rows for value in dict(cast("dict[str, object]", row)).values()]
        return any(text.encode() in value for value in values if isinstance(value, bytes))

    return await play.do(look)


async def removed(play: Play, seat: Seat, state: SeatState = SeatState.REMOVED) -> None:
    await play.do(
        lambda tx: circles.set_seat(tx, seat.id, state, play.now, only=(SeatState.ACTIVE,))
    )


async def test_ana_writes_to_cora_who_opens_it_and_writes_back(play: Play) -> None:
    await circle_of_ana(play)
    assert f"For Cora, word for word:\n\n{TEXT}" in await typed(play)
    assert await play.hears(CORA) == ""
    assert "on its way to Cora" in await play.taps(ANA, "line_send")
    assert await play.hears(CORA) == "A few words for you, Cora."
    assert await play.taps(CORA, "line_see") == f"Ana (A1) writes:\n\n{TEXT}"
    assert "tell Ana" in await play.taps(CORA, "line_reply")
    await play.says(CORA, "Thursday is good.")
    await play.taps(CORA, "line_send")
    assert await play.hears(ANA) == "A few words for you, Ana."
    assert await play.taps(ANA, "line_see") == "Cora writes:\n\nThursday is good."


async def test_the_question_says_that_nobody_reads_along(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/start")
    told = await play.taps(ANA, "write_partner")
    assert "It may be a while before it is read." in told
    assert [one.verb for one in play.newest(ANA).buttons] == ["line_stop", "help"]


async def test_a_supporter_reads_that_it_goes_to_the_partner_only(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(BEN, "/start")
    assert "You and Ana can write to each other" in await play.taps(BEN, "write_partner")


async def test_the_words_rest_in_one_place_and_are_gone_once_opened(play: Play) -> None:
    await circle_of_ana(play)
    await sent(play)
    assert await holds(play)
    await play.hears(CORA)
    assert await holds(play)
    await play.taps(CORA, "line_see")
    assert not await holds(play)


@pytest.mark.parametrize("verb", ["line_stop", "line_change"])
async def test_not_sent_leaves_nothing_behind(play: Play, verb: str) -> None:
    await circle_of_ana(play)
    await typed(play)
    await play.taps(ANA, verb)
    assert not await holds(play)
    assert await play.hears(CORA) == ""


async def test_changed_words_go_in_place_of_the_first(play: Play) -> None:
    await circle_of_ana(play)
    await typed(play)
    await play.taps(ANA, "line_change")
    assert "Friday?" in await play.says(ANA, "Friday?")
    await play.taps(ANA, "line_send")
    await play.hears(CORA)
    assert await play.taps(CORA, "line_see") == "Ana (A1) writes:\n\nFriday?"


async def test_words_that_nobody_sends_are_gone_after_an_hour(play: Play) -> None:
    await circle_of_ana(play)
    await typed(play)
    await play.turn(HOUR)
    await play.hears(CORA)
    assert not await holds(play)
    assert "don't have these words" in await play.taps(ANA, "line_send")
    assert await play.hears(CORA) == ""


async def test_two_quick_taps_send_once(play: Play) -> None:
    await circle_of_ana(play)
    await typed(play)
    preview = play.newest(ANA)
    first = await play.taps(ANA, "line_send", on=preview)
    assert await play.taps(ANA, "line_send", on=preview) == first
    assert await play.taps(ANA, "line_stop", on=preview) == first
    assert (await play.hears(CORA)).count("A few words") == 1


async def test_a_second_see_never_takes_the_words_off_the_phone(play: Play) -> None:
    await circle_of_ana(play)
    await sent(play)
    await play.hears(CORA)
    news = play.newest(CORA)
    await play.taps(CORA, "line_see", on=news)
    assert "You have opened these words" in await play.taps(CORA, "line_see", on=news)
    assert TEXT in play.chats[CORA][news.message_id].screen.text


async def test_writing_back_leaves_the_words_on_the_phone(play: Play) -> None:
    await circle_of_ana(play)
    await sent(play)
    await play.hears(CORA)
    await play.taps(CORA, "line_see")
    words = play.newest(CORA)
    await play.taps(CORA, "line_reply")
    assert TEXT in play.chats[CORA][words.message_id].screen.text


async def test_no_answer_to_a_tap_takes_the_words_off_the_phone(play: Play) -> None:
    await circle_of_ana(play)
    await sent(play)
    await play.hears(CORA)
    await play.taps(CORA, "line_see")
    words = play.newest(CORA)
    await play.do(lambda tx: reach.lost(tx, ANA, play.now))
    assert "can't bring words to Ana" in await play.taps(CORA, "line_reply", on=words)
    assert TEXT in play.chats[CORA][words.message_id].screen.text


async def test_from_help_the_numbers_stay_and_the_question_comes_below(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/help")
    card = play.newest(ANA)
    assert "Write to Cora" in [one.text for one in card.buttons]
    assert "tell Cora" in await play.taps(ANA, "write_partner", on=card)
    assert play.chats[ANA][card.message_id] == card


@pytest.mark.parametrize("person", [CORA, DAN])
async def test_help_has_no_such_button_where_there_is_no_partner(
    play: Play, person: PersonId
) -> None:
    await circle_of_ana(play)
    await play.says(person, "/help")
    assert "write_partner" not in [one.verb for one in play.newest(person).buttons]


async def test_nobody_writes_back_to_whom_is_deleted(play: Play) -> None:
    circle = await circle_of_ana(play)
    await sent(play)
    await play.hears(CORA)
    await play.taps(CORA, "line_see")
    await sent(play, text="Once more.")
    await play.hears(CORA)
    heirs = [(circle.id, CORA)]
    await play.do(lambda tx: forget.person(tx, ANA, "Ana", play.now, heirs))
    assert "can't be opened any more" in await play.taps(CORA, "line_see")
    assert "nothing for you to do" in await play.taps(CORA, "line_reply")
    assert not await holds(play, "Once more.")


async def test_after_a_week_unopened_the_words_go_and_the_sender_is_told(play: Play) -> None:
    await circle_of_ana(play)
    await sent(play)
    await play.hears(CORA)
    news: Shown = play.with_button(CORA, "line_see")
    await play.turn(7 * DAY - timedelta(seconds=1))
    assert await play.hears(ANA) == ""
    await play.turn(timedelta(seconds=1))
    assert "Your few words of Monday, November 2 were not opened" in await play.hears(ANA)
    assert "can't be opened any more" in await play.taps(CORA, "line_see", on=news)
    await play.hears(CORA)
    assert not await holds(play)


async def test_what_was_not_opened_is_told_by_day(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(12 * HOUR)
    await sent(play)
    await play.turn(7 * DAY)
    assert await play.hears(ANA) == ""
    await play.turn(10 * HOUR)
    assert "were not opened" in await play.hears(ANA)


async def test_who_was_read_is_told_nothing(play: Play) -> None:
    await circle_of_ana(play)
    await sent(play)
    await play.hears(CORA)
    await play.taps(CORA, "line_see")
    await play.turn(8 * DAY)
    assert "few words" not in await play.hears(ANA)


async def test_ten_a_day_each_way_and_room_again_after_midnight(play: Play) -> None:
    await circle_of_ana(play)
    for _ in range(10):
        assert "on its way" in await sent(play)
    await play.says(ANA, "/start")
    assert "I carry ten a day" in await play.taps(ANA, "write_partner")
    assert await play.hears(CORA)
    await play.taps(CORA, "line_see")
    assert "tell Ana" in await play.taps(CORA, "line_reply")
    await play.turn(14 * HOUR)
    assert "on its way" in await sent(play)


async def test_the_eleventh_that_was_typed_before_does_not_go(play: Play) -> None:
    await circle_of_ana(play)
    await typed(play, text="the first")
    first = play.newest(ANA)
    for _ in range(10):
        await sent(play)
    assert "I carry ten a day" in await play.taps(ANA, "line_send", on=first)
    assert not await holds(play, "the first")


@pytest.mark.parametrize(
    ("text", "fits"),
    [("a" * 1000, True), ("a" * 1001, False), ("a" * 4096, False), ("🌱" * 501, False)],
    ids=["fits", "longer", "longest", "emoji"],
)
async def test_a_thousand_characters_fit(play: Play, text: str, fits: bool) -> None:
    await circle_of_ana(play)
    told = await typed(play, text=text)
    assert ("word for word" in told) is fits
    assert ("longer than I can carry" in told) is not fits


async def test_after_too_long_the_next_text_is_the_line(play: Play) -> None:
    await circle_of_ana(play)
    await typed(play, text="a" * 1001)
    assert "For Cora" in await play.says(ANA, "Shorter.")


async def test_not_now_expects_nothing_any_more(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/start")
    await play.taps(ANA, "write_partner")
    assert "Nothing was sent" in await play.taps(ANA, "line_stop")
    assert "word for word" not in await play.says(ANA, TEXT)


async def test_who_is_no_supporter_any_more_reads_the_same_as_for_any_hindrance(
    play: Play,
) -> None:
    _, seat = await circle_with_ben(play)
    await typed(play, BEN)
    await removed(play, seat, SeatState.LEFT)
    gone = await play.taps(BEN, "line_send")
    await typed(play)
    await play.do(lambda tx: reach.lost(tx, CORA, play.now))
    assert await play.taps(ANA, "line_send") == gone
    assert "can't bring that right now" in gone
    assert not await holds(play)


async def test_words_to_somebody_who_was_removed_open_as_on_any_day(play: Play) -> None:
    _, seat = await circle_with_ben(play)
    await to_ben(play)
    await play.says(CORA, TEXT)
    await play.taps(CORA, "line_send")
    await play.hears(BEN)
    await removed(play, seat)
    assert TEXT in await play.taps(BEN, "line_see")
    await play.taps(BEN, "line_reply")
    await play.says(BEN, TEXT)
    assert "can't bring" not in await play.taps(BEN, "line_send")


async def to_ben(play: Play) -> str:
    """Cora taps "Write to Ben" on the circle's page."""
    await play.says(CORA, "/start")
    await play.taps(CORA, "circles")
    await play.taps(CORA, "circle_care", "0")
    return await play.taps(CORA, "write_to", "1")


async def test_the_partner_may_know_that_somebody_takes_a_break(play: Play) -> None:
    _, seat = await circle_with_ben(play)
    await to_ben(play)
    await play.says(CORA, TEXT)
    await removed(play, seat, SeatState.PAUSED)
    assert "can't bring words to Ben right now" in await play.taps(CORA, "line_send")
    assert await play.hears(BEN) == ""


async def test_a_partner_in_two_circles_is_chosen_by_circle(play: Play) -> None:
    await circle_with_ben(play)
    await play.do(lambda tx: _elsewhere(tx, play))
    await play.says(BEN, "/start")
    await play.taps(BEN, "write_partner")
    assert [one.text for one in play.newest(BEN).buttons] == ["Cora, for Ana", "Dev, for Eve"]
    assert "tell Dev" in await play.taps(BEN, "line_pick", "1")


def _elsewhere(tx: Tx, play: Play) -> None:
    """Ben supports Eve, too, whose partner is Dev."""
    other = circles.open_circle(tx, DEV, None, play.now)
    circles.start(tx, other.id, EVE, play.now, play.now + 84 * DAY)
    sit(tx, other, BEN, play.now)


async def test_where_one_picks_each_partners_hours_stand(play: Play) -> None:
    await circle_with_ben(play)
    await play.do(lambda tx: _elsewhere(tx, play))
    for partner, days in ((CORA, frozenset(range(5))), (DEV, frozenset({5}))):
        await play.do(partial(_chooses, partner, days))
    await play.says(BEN, "/start")
    assert await play.taps(BEN, "write_partner") == (
        "Whom would you like to write to?\n\n"
        "Cora usually reads Monday to Friday, 9:00\u202fAM to 5:00\u202fPM.\n"
        "Dev usually reads Saturday, 9:00\u202fAM to 5:00\u202fPM."
    )


def _chooses(partner: PersonId, days: frozenset[int], tx: Tx) -> None:
    partner_hours.choose(tx, partner, days, "09:00", "17:00")


@pytest.mark.parametrize("person", [DAN, FAY, DEV])
async def test_nobody_else_writes_to_the_partner(play: Play, person: PersonId) -> None:
    await circle_with_ben(play)
    await put(play, person, "line_pick", circles=[1])
    await play.hears(person)
    if person is DEV:
        assert "can't bring that" in await play.taps(person, "line_pick", "0")
    assert await play.hears(CORA) == ""


async def test_a_line_is_contact_with_a_partner_who_stepped_in(play: Play) -> None:
    circle = await circle_of_ana(play)

    def step_in(tx: Tx) -> None:
        offer = step_ins.offer(tx, circle.id, CORA, play.now)
        assert offer
        only = (StepInState.OFFERED,)
        step_ins.move(tx, offer.id, StepInState.AGREED, play.now, only=only)

    await play.do(step_in)
    await play.turn(3 * DAY)
    await sent(play)
    found = await play.do(lambda tx: step_ins.standing(tx, circle.id))
    assert found is not None
    assert found.contact_at == play.now
