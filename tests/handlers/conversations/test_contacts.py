"""Asking for a link: the same words to every stranger; the right person hears it, once a day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import contacts
from storage.records import PersonId
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    DAN,
    DAY,
    EVE,
    FAY,
    HOUR,
    circle_of_ana,
    supporter_link,
)

NEWS = "A question came in for you here, no hurry."


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


async def test_many_strangers_are_ten_messages_a_day_and_read_the_same(play: Play) -> None:
    await circle_of_ana(play)
    answers = set()
    for number in range(60):
        await play.opens(PersonId(1000 + number), "")
        answers.add(await play.taps(PersonId(1000 + number), "ask_link"))
    heard = []
    for _ in range(7):
        heard.append((await play.hears(EVE)).count(NEWS))
        play.now += DAY
    assert (len(answers), heard) == (1, [10, 10, 10, 10, 10, 0, 0])


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
