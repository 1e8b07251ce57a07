"""The participant's answer to an offer: once, twice, late, and by others."""

from __future__ import annotations

import pytest

from handlers.jobs import alive
from storage import circles, people, step_ins
from storage.enums import AlertState, Language, StepInState
from storage.people import set_language
from storage.records import PersonId
from tests.handlers.driver import Play
from tests.handlers.people import ANA, BEN, CORA, DAN, DAY, HOUR, alert_now, gap, offering, put, sit

ANSWERS = ["offer_yes", "offer_talk", "offer_no"]


async def offered(play: Play) -> None:
    """Cora offered, and Ana has the question before her."""
    await gap(play)
    await play.taps(CORA, "alert_see")
    await play.taps(CORA, "alert_offer")
    await play.hears(ANA)
    assert "Cora can be your supporter" in await play.taps(ANA, "offer_see")


async def state(play: Play) -> StepInState:
    """Where the first offer stands."""
    offer = await play.do(lambda tx: step_ins.get(tx, 1))
    assert offer is not None
    return offer.state


async def test_yes_makes_the_partner_the_supporter_for_now(play: Play) -> None:
    await offered(play)
    assert "Cora is your supporter for now" in await play.taps(ANA, "offer_yes")
    assert await state(play) is StepInState.AGREED
    await play.turn(HOUR / 60)
    assert (await alert_now(play)).state is AlertState.RESOLVED


async def test_an_offer_made_at_night_is_read_by_day(play: Play) -> None:
    await gap(play)
    await play.taps(CORA, "alert_see")
    await play.turn(14 * HOUR)
    await play.hears(ANA)
    await play.taps(CORA, "alert_offer")
    assert not await play.hears(ANA)
    await play.turn(10 * HOUR)
    assert "A question about your circle" in await play.hears(ANA)


async def test_talk_first_leaves_the_offer_standing(play: Play) -> None:
    await offered(play)
    details = play.newest(ANA)
    assert "you'd rather talk first" in await play.taps(ANA, "offer_talk", on=details)
    assert "a talk first" in await play.hears(CORA)
    assert "Your circles" in await play.taps(CORA, "circles")
    assert "Cora is your supporter" in await play.taps(ANA, "offer_yes", on=details)


async def test_after_a_no_the_partner_waits_a_week(play: Play) -> None:
    await offered(play)
    await play.taps(ANA, "offer_no")
    await play.hears(CORA)
    card = play.with_button(CORA, "alert_snooze")
    told = await play.taps(CORA, "alert_offer", on=card)
    assert "The answer was: not now. You can ask again from" in told
    play.now += 7 * DAY - HOUR
    assert "not now" in await play.taps(CORA, "alert_offer", on=card)
    play.now += HOUR
    assert "You have offered" in await play.taps(CORA, "alert_offer", on=card)


@pytest.mark.parametrize(
    ("verb", "now_says"),
    [
        ("offer_yes", "A1 is looked after"),
        ("offer_talk", "They would like to talk first"),
        ("offer_no", "not now. You can ask again"),
    ],
)
async def test_the_partners_card_does_not_go_on_waiting(
    play: Play, verb: str, now_says: str
) -> None:
    await offered(play)
    card = play.newest(CORA)
    assert "I'll tell you when there is an answer" in card.screen.text
    await play.taps(ANA, verb)
    await play.hears(CORA)
    told = play.chats[CORA][card.message_id].screen.text
    assert now_says in told
    assert "I'll tell you when there is an answer" not in told


@pytest.mark.parametrize("verb", ANSWERS)
async def test_what_the_partner_reads_there_by_now_stays(play: Play, verb: str) -> None:
    await offered(play)
    await play.taps(CORA, "alert_hand")
    await play.taps(CORA, "home")
    reads = play.newest(CORA)
    await play.taps(ANA, verb)
    assert "answer" in await play.hears(CORA)
    assert play.chats[CORA][reads.message_id] == reads


@pytest.mark.parametrize("then", ANSWERS[::2])
async def test_an_offer_tapped_twice_is_told_both_answers(play: Play, then: str) -> None:
    await offered(play)
    card, details = play.newest(CORA), play.newest(ANA)
    await play.taps(CORA, "alert_offer", on=card)
    await play.taps(ANA, "offer_talk", on=details)
    await play.hears(CORA)
    assert "talk first" in play.chats[CORA][card.message_id].screen.text
    await play.taps(ANA, then, on=details)
    await play.hears(CORA)
    assert "talk first" not in play.chats[CORA][card.message_id].screen.text


async def test_the_partner_hears_of_a_yes_once(play: Play) -> None:
    await offered(play)
    await play.taps(ANA, "offer_yes")
    await play.turn(HOUR / 60)
    told = await play.hears(CORA)
    assert "You step in for now" in told
    assert "looked after again" not in told


async def test_a_week_without_contact_is_asked_about_once(play: Play) -> None:
    await offered(play)
    await play.taps(ANA, "offer_yes")
    await play.turn(HOUR / 60)
    await play.hears(CORA)
    await play.turn(7 * DAY - HOUR)
    assert await play.hears(CORA) == ""
    await play.turn(HOUR)
    assert "Have you two talked since?" in await play.hears(CORA)
    await play.turn(DAY)
    assert await play.hears(CORA) == ""


async def test_nobody_is_asked_about_contact_at_night(play: Play) -> None:
    await offered(play)
    await play.turn(16 * HOUR)
    await play.taps(ANA, "offer_yes")
    await play.turn(HOUR / 60)
    await play.hears(CORA)
    await play.turn(7 * DAY)
    assert await play.hears(CORA) == ""
    await play.turn(6 * HOUR)
    assert "Have you two talked since?" in await play.hears(CORA)


async def test_we_talked_counts_from_now_on_once(play: Play) -> None:
    await test_a_week_without_contact_is_asked_about_once(play)
    question = play.with_button(CORA, "talked_yes")
    assert "near again from today" in await play.taps(CORA, "talked_yes", on=question)
    talked = play.now
    await play.turn(HOUR)
    assert "near again" in await play.taps(CORA, "talked_yes", on=question)
    offer = await play.do(lambda tx: step_ins.get(tx, 1))
    assert offer is not None
    assert offer.contact_at == talked


async def test_ten_days_without_contact_open_the_alert_again(play: Play) -> None:
    await test_a_week_without_contact_is_asked_about_once(play)
    assert "3 more days" in await play.taps(CORA, "talked_no")
    await play.turn(2 * DAY)
    assert "needs a look" in await play.hears(CORA)


async def test_no_leaves_everything_as_it_is(play: Play) -> None:
    await offered(play)
    assert "It stays as it is" in await play.taps(ANA, "offer_no")
    assert "not now" in await play.hears(CORA)
    assert (await alert_now(play)).state is not AlertState.RESOLVED


@pytest.mark.parametrize("verb", ANSWERS)
async def test_each_answer_twice_tells_the_partner_once(play: Play, verb: str) -> None:
    await offered(play)
    details = play.newest(ANA)
    first, before = await play.taps(ANA, verb, on=details), await play.dump()
    assert await play.taps(ANA, verb, on=details) == first
    assert await play.dump() == before
    assert (await play.hears(CORA)).count("An answer about circle A1") == 1


@pytest.mark.parametrize("verb", ["offer_see", "offer_later", *ANSWERS])
async def test_after_a_no_every_other_tap_says_that_it_is_settled(play: Play, verb: str) -> None:
    await offered(play)
    details = play.newest(ANA)
    await put(play, ANA, offering(verb), **details.row.facts)
    await play.hears(ANA)
    page = play.newest(ANA)
    await play.taps(ANA, "offer_no", on=details)
    told = await play.taps(ANA, verb, on=page)
    assert ("It stays as it is" if verb == "offer_no" else "has been settled") in told
    assert await state(play) is StepInState.DECLINED


async def test_a_no_after_the_yes_comes_too_late_for_this_button(play: Play) -> None:
    await offered(play)
    details = play.newest(ANA)
    await play.taps(ANA, "offer_yes", on=details)
    assert "has been settled" in await play.taps(ANA, "offer_no", on=details)
    assert await state(play) is StepInState.AGREED


@pytest.mark.parametrize("verb", ["offer_see", "offer_later", *ANSWERS])
@pytest.mark.parametrize("person", [BEN, CORA, DAN])
async def test_nobody_else_answers_for_ana(play: Play, person: PersonId, verb: str) -> None:
    await offered(play)
    await put(play, person, offering(verb), step_in=1)
    await play.hears(person)
    before = await play.dump()
    assert "nothing for you to do" in await play.taps(person, verb, on=play.newest(person))
    assert await play.dump() == before


async def test_later_keeps_the_question_and_says_nothing_to_anybody(play: Play) -> None:
    await gap(play)
    await play.taps(CORA, "alert_see")
    await play.taps(CORA, "alert_offer")
    await play.hears(ANA)
    assert "It stays here" in await play.taps(ANA, "offer_later")
    assert await play.hears(CORA) == ""
    assert "Cora can be your supporter" in await play.taps(ANA, "offer_see")


async def test_an_offer_ends_when_somebody_chosen_is_near(play: Play) -> None:
    await offered(play)
    details = play.newest(ANA)
    circle = (await alert_now(play)).circle_id
    await play.do(lambda tx: sit(tx, circles.get(tx, circle), BEN, play.now))
    await play.do(lambda tx: circles.touch(tx, BEN, play.now))
    await play.turn(2 * HOUR)
    assert await state(play) is StepInState.ENDED
    assert "has been settled" in await play.taps(ANA, "offer_yes", on=details)


async def test_the_first_line_is_not_said_once_it_is_settled(play: Play) -> None:
    await offered(play)
    await play.taps(ANA, "offer_no")
    await put(play, ANA, "offer", step_in=1)
    assert await play.hears(ANA) == ""


async def test_the_end_of_stepping_in_is_told_once(play: Play) -> None:
    await test_ten_days_without_contact_open_the_alert_again(play)
    circle = await play.do(lambda tx: circles.get(tx, 1))
    await play.do(lambda tx: sit(tx, circle, BEN, play.now))
    await play.do(lambda tx: circles.touch(tx, BEN, play.now))
    await play.turn(HOUR / 60)
    await play.turn(2 * HOUR)
    told = await play.hears(CORA)
    assert "Your stepping in has ended" in told
    assert "looked after again" not in told


async def test_nor_is_it_told_again_when_the_alert_ends_later(play: Play) -> None:
    await test_ten_days_without_contact_open_the_alert_again(play)
    circle = await play.do(lambda tx: circles.get(tx, 1))
    await play.do(lambda tx: sit(tx, circle, BEN, play.now))
    await play.do(lambda tx: circles.touch(tx, BEN, play.now))
    told = ""
    for _ in range(12):
        await play.turn(HOUR / 4)
        told += await play.hears(CORA)
    assert told.count("Your stepping in has ended") == 1
    assert "looked after again" not in told


@pytest.mark.parametrize("page", ["/start", "/circle"])
async def test_after_ten_days_without_contact_no_page_says_so_until_they_talk(
    play: Play, page: str
) -> None:
    await offered(play)
    await play.taps(ANA, "offer_yes")
    await play.turn(HOUR / 60)
    await play.turn(10 * DAY - 2 * HOUR / 60)
    assert "Cora is your supporter for now." in (told := await play.says(ANA, page))
    assert "Nobody you chose is here yet." not in told
    await play.turn(HOUR / 60)
    assert "for now" not in (told := await play.says(ANA, page))
    assert page == "/start" or "Nobody you chose is here yet." in told
    await play.do(lambda tx: step_ins.contact(tx, 1, play.now))
    assert "Cora is your supporter for now." in await play.says(ANA, page)


@pytest.mark.parametrize("page", ["/start", "/circle"])
async def test_whoever_says_nobody_reads_of_no_supporter_for_now(play: Play, page: str) -> None:
    await offered(play)
    await play.taps(ANA, "offer_yes")
    play.now += HOUR
    await play.do(lambda tx: circles.set_nobody(tx, 1, play.now, play.now))
    await play.strike()
    assert "for now" not in await play.says(ANA, page)
    await play.do(lambda tx: circles.set_nobody(tx, 1, None, play.now))
    await play.strike()
    assert "Cora is your supporter for now." in await play.says(ANA, page)


@pytest.mark.parametrize("page", ["/start", "/circle"])
async def test_the_pages_of_the_participant_say_who_stepped_in(play: Play, page: str) -> None:
    await offered(play)
    assert "for now" not in await play.says(ANA, page)
    await play.taps(ANA, "offer_yes", on=play.with_button(ANA, "offer_yes"))
    assert "Cora is your supporter for now." in await play.says(ANA, page)
    await play.do(lambda tx: set_language(tx, ANA, Language.SPANISH))
    assert "Cora te acompaña por ahora." in await play.says(ANA, page)


@pytest.mark.parametrize("again", [True, False], ids=["asked anew", "the old button"])
async def test_days_that_we_were_away_are_not_the_partners(play: Play, again: bool) -> None:
    await test_a_week_without_contact_is_asked_about_once(play)
    question = play.with_button(CORA, "talked_yes")
    await play.do(lambda tx: people.remember_bot(tx, 99, "circle_bot"))
    await play.do(lambda tx: alive.sweep(tx, play.house, play.now, 1))
    play.now += 5 * DAY
    await play.do(lambda tx: alive.back(tx, play.house, play.now))
    await play.strike()
    told = await play.hears(CORA)
    assert "needs a look" not in told
    assert "Have you two talked since?" in told
    await play.taps(CORA, "talked_yes", on=None if again else question)
    await play.turn(7 * DAY - HOUR)
    assert "needs a look" not in await play.hears(CORA)
