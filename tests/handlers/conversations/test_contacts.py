"""Asking for a link: the same words to every stranger; the right person hears it, once a day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.chat.kinds import Kind
from storage import circles, contacts, invitations, outbox
from storage.enums import Class, Role
from storage.records import PersonId
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAN,
    DAY,
    EVE,
    FAY,
    HOUR,
    WEEK,
    circle_of_ana,
    circle_with_ben,
    invitation_of,
    invited,
    supporter_link,
)

NEWS = "A question came in for you here, no hurry."
PASSED_ON = "I've passed it on, without your name."
NOBODY = "so nobody hears of this"


async def asks(play: Play, secret: str = "", language: str = "en") -> str:
    """Dan opens a link, or none, and asks for one."""
    await play.opens(DAN, secret, language)
    return await play.taps(DAN, "ask_link")


async def expired(play: Play) -> str:
    """The secret of a link of Ana's whose time is over."""
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    await play.turn(8 * DAY)
    await play.hears(ANA)
    await play.hears(EVE)
    return secret


async def test_the_coordinators_hear_that_somebody_asked(play: Play) -> None:
    await circle_of_ana(play)
    await asks(play, language="es")
    assert await play.hears(EVE) == NEWS
    told = await play.taps(EVE, "contact_see")
    assert "on Monday, November 2 at 10:00" in told
    assert "Their language: Español" in told


async def test_i_see_to_it_sends_word_once(play: Play) -> None:
    await circle_of_ana(play)
    await asks(play, language="es")
    await play.hears(EVE)
    await play.taps(EVE, "contact_see")
    details = play.newest(EVE)
    first = await play.taps(EVE, "contact_take", on=details)
    assert "Eve sees to it" in first
    assert await play.taps(EVE, "contact_take", on=details) == first
    assert (await play.hears(DAN)).startswith("Una respuesta para ti, sin prisa.")
    assert await play.hears(DAN) == ""


async def test_who_made_a_real_link_hears_that_it_was_opened_late(play: Play) -> None:
    await asks(play, await expired(play))
    told = await play.hears(ANA)
    assert "Somebody opened it when its time was over" in told
    assert "Dan" not in told
    assert await play.hears(EVE) == ""
    assert "just below" in await play.taps(ANA, "link_again")


async def test_an_old_link_is_no_bell_at_the_door_of_who_made_it(play: Play) -> None:
    secret = await expired(play)
    await asks(play, secret)
    assert "A word about a link" in await play.hears(ANA)
    play.now += 2 * DAY
    await asks(play, secret)
    assert await play.hears(ANA) == ""
    assert await play.hears(EVE) == NEWS


@pytest.mark.parametrize("role", [Role.PARTNER, Role.COORDINATOR])
async def test_nor_is_a_link_that_leads_into_no_circle(play: Play, role: Role) -> None:
    await circle_of_ana(play)
    secret = await invited(play, role, inviter=EVE)
    await play.turn(8 * DAY)
    await play.hears(EVE)
    heard = []
    for stranger in map(PersonId, range(1000, 1003)):
        await play.opens(stranger, secret)
        await play.taps(stranger, "ask_link")
        heard.append(await play.hears(EVE))
    assert "A word about a link" in heard[0]
    assert heard[1:] == [NEWS, NEWS]


async def test_who_made_the_link_hears_of_it_by_day(play: Play) -> None:
    secret = await expired(play)
    play.now += 17 * HOUR
    await asks(play, secret)
    assert await play.hears(ANA) == ""
    play.now += 5 * HOUR
    assert "A word about a link" in await play.hears(ANA)


async def test_whose_link_was_taken_back_reaches_the_coordinators(play: Play) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    await play.says(ANA, "/circle")
    await play.taps(ANA, "links")
    await play.taps(ANA, "link_back", "0")
    await asks(play, secret)
    assert (await play.hears(ANA), await play.hears(EVE)) == ("", NEWS)


@pytest.mark.parametrize("language", ["en", "es"])
async def test_the_stranger_cannot_tell_a_real_link_from_none(play: Play, language: str) -> None:
    secret = await expired(play)
    answers = set()
    for opened in (secret, "A" * 22, ""):
        await play.opens(DAN, opened, language)
        card = play.newest(DAN)
        answers |= {await play.taps(DAN, "ask_link", on=card) for _ in range(2)}
        play.now += 2 * DAY
    assert len(answers) == 1
    assert "Ana" not in answers.pop()


async def test_it_is_told_once_a_day(play: Play) -> None:
    await circle_of_ana(play)
    for _ in range(3):
        await asks(play)
    assert await play.hears(EVE) == NEWS
    play.now += DAY - timedelta(minutes=1)
    await asks(play)
    assert await play.hears(EVE) == ""
    play.now += timedelta(minutes=1)
    await asks(play)
    assert await play.hears(EVE) == NEWS


async def test_many_strangers_are_ten_messages_a_day_and_who_is_not_heard_reads_so(
    play: Play,
) -> None:
    await circle_of_ana(play)
    answers = []
    for number in range(60):
        await play.opens(PersonId(1000 + number), "")
        answers.append(await play.taps(PersonId(1000 + number), "ask_link"))
    assert all(answer.startswith(PASSED_ON) for answer in answers[:50])
    assert all(NOBODY in answer for answer in answers[50:])
    heard = []
    for _ in range(7):
        heard.append((await play.hears(EVE)).count(NEWS))
        play.now += DAY
    assert heard == [10, 10, 10, 10, 10, 0, 0]


async def test_a_lasting_flood_is_ten_messages_a_day_too(play: Play) -> None:
    await circle_of_ana(play)
    heard = []
    for day in range(8):
        for number in range(60):
            stranger = PersonId(1000 + 100 * day + number)
            await play.opens(stranger, "")
            await play.taps(stranger, "ask_link")
        heard.append((await play.hears(EVE)).count(NEWS))
        play.now += DAY
    assert heard == [10] * 8


async def deletes(play: Play, secret: str) -> None:
    """Dan, a guest by this link, has everything about him deleted."""
    await play.opens(DAN, secret)
    await play.says(DAN, "/delete")
    await play.taps(DAN, "delete_yes")


async def test_who_deletes_and_asks_in_turn_is_heard_once_and_takes_no_room(play: Play) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    heard = 0
    for _ in range(12):
        await asks(play)
        heard += (await play.hears(EVE)).count(NEWS)
        await deletes(play, secret)
    assert heard == 1
    await play.opens(FAY, "")
    await play.taps(FAY, "ask_link")
    assert await play.hears(EVE) == NEWS


async def test_who_deleted_and_asks_once_more_is_heard_a_day_later(play: Play) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    await deletes(play, secret)
    await asks(play)
    assert await play.hears(EVE) == ""
    play.now += DAY
    assert await play.hears(EVE) == NEWS


async def test_a_question_at_night_is_told_by_day(play: Play) -> None:
    await circle_of_ana(play)
    play.now += 17 * HOUR
    await asks(play)
    assert await play.hears(EVE) == ""
    play.now += 5 * HOUR
    assert await play.hears(EVE) == NEWS


async def test_what_somebody_sees_to_is_not_told_to_the_next(play: Play) -> None:
    await circle_of_ana(play)
    await asks(play)
    request = await play.do(lambda tx: contacts.newest(tx, DAN))
    assert request is not None
    await play.do(lambda tx: contacts.see(tx, request.id, EVE))
    assert await play.hears(EVE) == ""


async def test_only_a_coordinator_sees_it(play: Play) -> None:
    await circle_of_ana(play)
    await asks(play)
    await play.hears(EVE)
    await play.do(lambda tx: tx.run("DELETE FROM role WHERE person_id = :eve", eve=EVE))
    assert "nothing for you to do" in await play.taps(EVE, "contact_see")


async def reads_that_it_was_passed_on(play: Play, secret: str) -> None:
    """Dan asks, and the coordinator hears of it."""
    assert (await asks(play, secret)).startswith(PASSED_ON)
    assert (await play.hears(ANA), await play.hears(EVE)) == ("", NEWS)


async def test_a_link_into_a_circle_that_has_ended_reaches_the_coordinators(play: Play) -> None:
    secret = await expired(play)
    await play.turn(12 * WEEK)
    for person in (ANA, EVE):
        await play.hears(person)
    await reads_that_it_was_passed_on(play, secret)


async def test_a_link_of_somebody_out_of_reach_reaches_the_coordinators(play: Play) -> None:
    secret = await expired(play)
    await play.member(ANA, "kicked")
    await reads_that_it_was_passed_on(play, secret)


async def test_a_link_of_somebody_whose_days_are_full_reaches_the_coordinators(
    play: Play,
) -> None:
    secret = await expired(play)
    for _ in range(60):
        await play.do(
            lambda tx: outbox.put(
                tx, ANA, Class.ALERT, Kind.LINK_ASKED, {}, play.now, not_before=play.now + 9 * DAY
            )
        )
    await reads_that_it_was_passed_on(play, secret)


async def test_a_link_that_began_a_circle_reaches_the_coordinators(play: Play) -> None:
    circle = await circle_of_ana(play)
    secret = await invited(play, Role.PARTICIPANT, circle, inviter=CORA)
    invitation = await invitation_of(play, secret)
    await play.do(lambda tx: invitations.use(tx, invitation.id, ANA, play.now))
    await reads_that_it_was_passed_on(play, secret)
    assert await play.hears(CORA) == ""


@pytest.mark.parametrize("language", ["en", "es"])
async def test_where_nobody_can_be_told_it_is_said_and_help_is_near(
    play: Play, language: str
) -> None:
    await circle_of_ana(play)
    await play.member(EVE, "kicked")
    told = await asks(play, language=language)
    assert NOBODY in told or "nadie se entera" in told
    assert [button.verb for button in play.newest(DAN).buttons] == ["help"]
    assert await play.do(lambda tx: contacts.newest(tx, DAN)) is None
    await play.member(EVE, "member")
    assert not (await asks(play, language=language)).startswith(told)
    assert await play.hears(EVE) == NEWS


async def test_who_made_a_link_reads_that_it_was_used_before_and_not_by_whom(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    seat = await play.do(lambda tx: circles.add_seat(tx, circle.id, play.now))
    secret = await invited(play, Role.SUPPORTER, circle, inviter=ANA, seat=seat)
    invitation = await invitation_of(play, secret)
    await play.do(lambda tx: invitations.use(tx, invitation.id, BEN, play.now))
    await asks(play, secret)
    told = await play.hears(ANA)
    assert "It was used before." in told
    assert "when its time was over" not in told
    assert "Ben" not in told
    assert "just below" in await play.taps(ANA, "link_again")


async def test_somebody_inside_with_a_link_that_opens_nothing_may_ask_for_another(
    play: Play,
) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    await play.opens(CORA, secret)
    assert (await play.taps(CORA, "ask_link")).startswith(PASSED_ON)
    assert "A word about a link" in await play.hears(ANA)


async def test_who_made_a_link_and_opens_it_asks_the_coordinators(play: Play) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    await play.opens(ANA, secret)
    await play.taps(ANA, "ask_link")
    assert (await play.hears(ANA), await play.hears(EVE)) == ("", NEWS)


async def test_whoever_is_inside_sees_the_start_page(play: Play) -> None:
    await circle_of_ana(play)
    await play.opens(FAY, "")
    old = play.newest(FAY)
    await play.do(lambda tx: tx.run("UPDATE outbox SET person_id = :ana", ana=ANA))
    assert "You're here, Ana" in await play.taps(ANA, "ask_link", on=old)


async def test_a_request_is_forgotten_after_a_month(play: Play) -> None:
    await circle_of_ana(play)
    await asks(play)
    await play.turn(29 * DAY)
    assert await play.do(lambda tx: contacts.newest(tx, DAN)) is not None
    await play.turn(2 * DAY)
    assert await play.do(lambda tx: contacts.newest(tx, DAN)) is None
