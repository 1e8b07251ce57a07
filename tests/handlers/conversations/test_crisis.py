"""The crisis gate in the flow: first in every state, for everybody; nothing kept, nothing sent
without two taps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.chat.kinds import Kind
from handlers.rules.crisis.verdict import CrisisKind, Level
from storage import alerts, checkins, crises, expecting, partner_hours, people
from storage.enums import AlertKind, Expected, Language, SeatState
from storage.records import PersonId
from tests.handlers import updates
from tests.handlers.driver import TEXTS, Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAN,
    DEV,
    EVE,
    HOUR,
    circle_of_ana,
    circle_with_ben,
    put,
    supporter_link,
)

WORDS = "I want to kill myself tonight"
LOW = "I feel so hopeless"
PROGRAM = "nobody is reading this live"


@pytest.mark.parametrize("person", [ANA, BEN, CORA, EVE, DAN])
async def test_the_card_answers_everybody_at_once_and_alone(play: Play, person: PersonId) -> None:
    await circle_with_ben(play)
    told = await play.says(person, WORDS)
    assert PROGRAM in told
    assert "988" in told
    assert len(play.chats[person]) == 1


async def test_the_card_speaks_the_reader_s_language(play: Play) -> None:
    assert "oprime 2" in await play.says(DAN, WORDS, "es")
    await circle_of_ana(play)
    await play.do(lambda tx: people.set_language(tx, ANA, Language.SPANISH))
    assert "HOLA" in await play.says(ANA, "quiero morirme")


async def test_somebody_on_the_way_in_keeps_their_place(play: Play) -> None:
    circle = await circle_of_ana(play)
    secret, _ = await supporter_link(play, circle)
    await play.opens(DAN, secret)
    before = (await play.dump())["joining"]
    assert PROGRAM in await play.says(DAN, WORDS)
    assert (await play.dump())["joining"] == before


@pytest.mark.parametrize("command", ["/start", "/help", "/checkin", "/nothing"])
async def test_what_stands_behind_a_command_is_read_too(play: Play, command: str) -> None:
    assert PROGRAM in await play.says(DAN, f"{command} {WORDS}")


async def test_somebody_who_left_is_answered(play: Play) -> None:
    await circle_with_ben(play, SeatState.LEFT)
    assert PROGRAM in await play.says(BEN, WORDS)


async def test_an_open_check_in_stays_open_and_keeps_no_word(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/checkin")
    assert PROGRAM in await play.says(ANA, WORDS)
    checkin = await play.do(lambda tx: checkins.current(tx, ANA))
    assert checkin is not None
    assert WORDS not in str(await play.dump())


async def test_what_was_asked_for_stays_asked_for(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/start")
    await play.taps(ANA, "write_partner")
    assert PROGRAM in await play.says(ANA, WORDS)
    asked = await play.do(lambda tx: expecting.get(tx, ANA, play.now))
    assert asked is not None
    assert asked.what is Expected.LINE


@pytest.mark.parametrize(
    "content", [{"caption": WORDS, "photo": []}, {"caption": WORDS, "sticker": None}]
)
async def test_a_caption_is_read_too(play: Play, content: dict[str, object]) -> None:
    content = {key: value for key, value in content.items() if value is not None}
    assert PROGRAM in await play.sends(DAN, content)


async def test_a_changed_message_is_read_and_nothing_else_is_made_of_it(play: Play) -> None:
    await circle_of_ana(play)
    raw = updates.message(ANA, 1, text="hello")["message"]
    assert await play.update(ANA, {"edited_message": {**raw, "edit_date": raw["date"]}}) == ""
    assert PROGRAM in await play.update(
        ANA, {"edited_message": {**raw, "text": WORDS, "edit_date": raw["date"]}}
    )


async def test_a_second_one_within_the_hour_is_shorter_and_other_words(play: Play) -> None:
    first = await play.says(DAN, WORDS)
    again = await play.says(DAN, "I want to die")
    assert again != first
    assert len(again) < len(first)
    assert "988" in again
    play.now += timedelta(hours=3)
    assert await play.says(DAN, WORDS) == first


async def test_only_that_it_answered_is_remembered_and_not_for_ever(play: Play) -> None:
    await play.says(DAN, WORDS)
    rows = (await play.dump())["crisis_event"]
    assert len(rows) == 1
    assert {"crisis", "suicide_ideation", "C1.wish"} <= set(rows[0])
    assert not any(isinstance(value, str) and "kill" in value for value in rows[0])
    await play.turn(timedelta(days=91))
    assert (await play.dump())["crisis_event"] == []


# ---- The concern


async def test_a_low_word_gets_a_warm_one_and_a_choice(play: Play) -> None:
    await circle_of_ana(play)
    told = await play.says(ANA, LOW)
    assert told.startswith("That sounds heavy")
    assert [button.verb for button in play.newest(ANA).buttons] == ["help", "concern_go"]
    assert "when you like" in await play.taps(ANA, "concern_go")
    assert (await play.says(ANA, LOW)).startswith("Still heavy")


async def test_a_low_word_is_no_wrong_answer(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/checkin")
    told = await play.says(ANA, LOW)
    assert told.endswith("You don't have to carry it alone.")
    assert "can't" not in told
    assert await play.do(lambda tx: checkins.current(tx, ANA)) is not None


async def test_a_low_text_that_was_asked_for_is_taken_and_answered(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/start")
    await play.taps(ANA, "write_partner")
    told = await play.says(ANA, LOW)
    assert LOW in told
    assert "That sounds heavy" in told
    assert told.index(LOW) < told.index("That sounds heavy")


@pytest.mark.parametrize("verb", ["set_name", "zone_other"])
async def test_a_low_text_is_no_name_and_no_place(play: Play, verb: str) -> None:
    await circle_with_ben(play)
    await play.says(ANA, "/settings")
    if verb == "zone_other":
        await play.taps(ANA, "set_zone")
    await play.taps(ANA, verb)
    before = await play.dump()
    assert "That sounds heavy" in await play.says(ANA, LOW)
    after = await play.dump()
    assert [one for one in after if after[one] != before[one]] == ["crisis_event"]
    assert len(after["expecting"]) == 1


async def test_figures_are_an_answer_and_nothing_else(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/checkin")
    assert "heavy" not in await play.says(ANA, "1")


# ---- The buttons


async def test_nothing_goes_to_anybody_without_two_taps(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, WORDS)
    told = await play.taps(ANA, "crisis_partner")
    assert "Cora" in told
    assert "thoughts of suicide" in told
    assert "Your own words are not sent" in told
    assert "duty" in told
    assert await play.hears(CORA) == ""
    await play.taps(ANA, "crisis_send")
    assert "A1" in await play.hears(CORA)


@pytest.mark.parametrize("person", [ANA, BEN])
async def test_what_was_shown_is_what_goes(play: Play, person: PersonId) -> None:
    await circle_with_ben(play)
    await play.says(person, WORDS)
    _, shown, *_ = (await play.taps(person, "crisis_partner")).split("\n\n")
    assert shown.endswith("Please call.")
    await play.taps(person, "crisis_send")
    await play.hears(CORA)
    assert shown in await play.taps(CORA, "urgent_see")


async def test_it_names_whom_it_would_reach_now(play: Play) -> None:
    await circle_with_ben(play)
    await play.member(CORA, "kicked")
    await play.says(ANA, WORDS)
    assert "I would send this to Dev" in await play.taps(ANA, "crisis_partner")
    await play.taps(ANA, "crisis_send")
    assert "somebody asks for you" in await play.hears(DEV)


@pytest.mark.parametrize(
    "about", [kind.value for kind in CrisisKind if kind is not CrisisKind.DISTRESS]
)
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("person", [ANA, BEN])
async def test_the_question_says_who_comes_next_in_few_words(
    play: Play, person: PersonId, language: Language, about: str
) -> None:
    circle, _ = await circle_with_ben(play)
    await play.do(lambda tx: people.set_language(tx, person, language))
    await play.do(lambda tx: partner_hours.choose(tx, CORA, frozenset({0, 2, 4}), "09:00", "17:00"))
    await put(play, person, Kind.CRISIS_ASK, circle=circle.id, about=about, wait=15)
    told = await play.hears(person)
    assert "15 min" in told
    assert len(told.split()) < 90, told


async def test_the_question_names_nobody_who_is_out_of_reach(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(ANA, WORDS)
    card = play.newest(ANA)
    assert "After 15 minutes with no answer, I tell the backup," in await play.taps(
        ANA, "crisis_partner"
    )
    await play.member(DEV, "kicked")
    told = await play.taps(ANA, "crisis_partner", on=card)
    assert "After 15 minutes with no answer, I tell a coordinator." in told
    await play.member(EVE, "kicked")
    assert "15 minutes" not in await play.taps(ANA, "crisis_partner", on=card)


async def test_sending_calls_once_and_tells_no_word(play: Play) -> None:
    circle = await circle_of_ana(play)
    await play.says(ANA, WORDS)
    await play.taps(ANA, "crisis_partner")
    ask = play.newest(ANA)
    for _ in range(2):
        assert "on its way" in await play.taps(ANA, "crisis_send", on=ask)
    alert = await play.do(lambda tx: alerts.get(tx, 1))
    assert alert is not None
    assert (alert.circle_id, alert.kind) == (circle.id, AlertKind.DANGER)
    assert await play.do(lambda tx: alerts.detail(tx, alert.id)) == "suicide_ideation"
    assert await play.do(lambda tx: alerts.get(tx, 2)) is None


async def test_no_costs_nothing_and_a_late_yes_after_it_sends_nothing(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, WORDS)
    await play.taps(ANA, "crisis_partner")
    ask = play.newest(ANA)
    assert "Nothing was sent" in await play.taps(ANA, "crisis_keep", on=ask)
    assert "Nothing was sent" in await play.taps(ANA, "crisis_send", on=ask)
    assert await play.do(lambda tx: alerts.get(tx, 1)) is None


async def test_a_no_after_a_sent_yes_tells_the_truth(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, WORDS)
    await play.taps(ANA, "crisis_partner")
    ask = play.newest(ANA)
    await play.taps(ANA, "crisis_send", on=ask)
    assert "on its way" in await play.taps(ANA, "crisis_keep", on=ask)


async def test_a_stranger_has_no_partner_to_ask(play: Play) -> None:
    await play.says(DAN, WORDS)
    verbs = [button.verb for button in play.newest(DAN).buttons]
    assert verbs == ["crisis_call", "", "crisis_minutes", "crisis_what", "crisis_meant"]


async def test_the_buttons_stand_in_the_order_that_helps_most(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, WORDS)
    buttons = play.newest(ANA).buttons
    assert [button.verb for button in buttons] == [
        "crisis_call",
        "",
        "crisis_partner",
        "crisis_trusted",
        "crisis_minutes",
        "crisis_what",
        "crisis_meant",
    ]
    assert buttons[1].url.startswith("https://988lifeline.org")


async def test_a_card_about_abuse_offers_nothing_that_comes_back_later(play: Play) -> None:
    await circle_of_ana(play)
    told = await play.says(ANA, "my husband hits me")
    assert told.index("88788") < told.index("800-799-7233")
    verbs = {button.verb for button in play.newest(ANA).buttons}
    assert not verbs & {"crisis_partner", "crisis_trusted"}


async def test_the_messages_about_abuse_can_be_cleared(play: Play) -> None:
    await play.says(DAN, "my husband hits me")
    card = play.newest(DAN)
    await play.taps(DAN, "crisis_clear")
    rows = await play.do(
        lambda tx: tx.all("SELECT edits FROM outbox WHERE kind = 'gone' ORDER BY id")
    )
    assert [row["edits"] for row in rows] == [1, card.message_id]


async def test_not_what_i_meant_is_believed_and_a_new_one_is_answered(play: Play) -> None:
    await play.says(DAN, WORDS)
    told = await play.taps(DAN, "crisis_meant")
    assert told.startswith("Thank you for telling me")
    assert [button.verb for button in play.newest(DAN).buttons] == ["help"]
    assert "988" in await play.says(DAN, WORDS)


async def test_at_night_it_says_when_the_partner_reads(play: Play) -> None:
    await circle_of_ana(play)
    assert "Cora" not in await play.says(ANA, WORDS)
    play.now += 14 * HOUR
    assert "Cora usually reads by day" in await play.says(ANA, WORDS)
    await play.do(
        lambda tx: partner_hours.choose(tx, CORA, frozenset({0, 1, 2, 3, 4}), "09:00", "17:00")
    )
    assert "9:00" in await play.says(ANA, WORDS)


async def test_a_supporter_is_spoken_to_as_somebody_who_helps(play: Play) -> None:
    await circle_with_ben(play)
    told = await play.says(BEN, "my friend wants to kill himself")
    assert told.startswith("You are right to take this seriously")
    assert "suicide?" in await play.taps(BEN, "crisis_steps")


async def test_hours_are_all_that_is_kept_of_the_time(play: Play) -> None:
    await play.do(lambda tx: crises.put(tx, DAN, Level.CRISIS, CrisisKind.USE, "x", 1, play.now))
    assert await play.do(lambda tx: crises.lately(tx, DAN, Level.CRISIS, play.now + HOUR))
    assert not await play.do(lambda tx: crises.lately(tx, DAN, Level.CONCERN, play.now))
    assert not await play.do(lambda tx: crises.lately(tx, DAN, Level.CRISIS, play.now + 3 * HOUR))


@pytest.mark.parametrize("language", list(Language))
def test_the_next_minutes_send_nobody_to_a_card_that_may_be_gone(language: Language) -> None:
    text = TEXTS.of(language)("crisis.page.minutes")
    assert "above" not in text
    assert "arriba" not in text
