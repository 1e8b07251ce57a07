"""Supporters as they are: a worn-out mother, a neighbour, a friend who stands in two circles."""

from __future__ import annotations

import pytest

from bot.practice_room.phone import Phone
from tests.stories.stage import DAY, HOUR, Stage, join, link, say, tap

pytestmark = pytest.mark.proof


async def supporter(stage: Stage, ana: Phone, name: str, rhythm: str = "") -> Phone:
    """Somebody whom Ana chose and confirmed."""
    await say(ana, "/start", "You're here")
    await ana.taps("Invite someone")
    phone = stage.phone(name)
    await join(phone, await link(ana), name, rhythm=True, done="Your place opens when")
    await stage.settle()
    await ana.sees("An answer for you")
    await tap(ana, "See it", f"{name} says yes")
    await tap(ana, "Yes", f"{name} has a place")
    await stage.settle()
    await phone.sees("Your place is open")
    return phone


async def test_a_worn_out_mother(on_stage: Stage) -> None:
    ana = await on_stage.ana(await on_stage.cora(await on_stage.eve()))
    mother = await supporter(on_stage, ana, "Maria")

    # Week 1: all eight questions; first comes something for her.
    await on_stage.turn(DAY + 8 * HOUR)
    await mother.sees("Maria", "one thing that helps")
    await tap(mother, "Start", "One thing that helps this week", "this part is about you")
    await say(mother, "2 3 2 3 1 2 3 4", "Saved")
    await tap(mother, "Not this week", "how heavy does supporting feel")
    await tap(mother, "Very heavy", "That is a lot to carry. Help is for you, too")
    await tap(mother, "Another idea", "One small thing for this week")
    await tap(mother, "Okay", "That is all for today")

    # Week 2: one tap. She has no strength for more, and takes a break.
    await on_stage.turn(7 * DAY)
    await mother.sees("Maria", "one tap")
    await tap(mother, "Start", "How are you arriving today?")
    await tap(mother, "Cold", "Saved")
    await on_stage.turn(7 * DAY)
    await mother.sees("Maria", "one tap")
    await tap(mother, "Pause", "For how long?")
    await tap(mother, "2 weeks", "I'll ask nothing until")
    heard = len(mother.messages)
    await on_stage.turn(13 * DAY)
    assert len(mother.messages) == heard
    await say(ana, "/circle", "Maria: taking a break")


async def test_a_neighbour_who_has_little_time(on_stage: Stage) -> None:
    ana = await on_stage.ana(await on_stage.cora(await on_stage.eve()))
    neighbour = await supporter(on_stage, ana, "Fay")
    await say(ana, "/start", "You're here")
    await tap(ana, "I would like a hello", "I can ask the people you chose")
    await tap(ana, "Ask for me", "I'm asking")
    await on_stage.turn(60)
    await neighbour.sees("A small ask for today, if you can")
    await tap(neighbour, "See it", "Ana would like a hello")
    await tap(neighbour, "Not today", "Nobody hears of it")
    await on_stage.turn(9 * HOUR)
    await ana.sees("no hurry")
    await tap(ana, "See it", "Nobody has been able to answer yet", "Shall I ask Cora?")
    assert "Fay" not in ana.newest.words

    # The week's note comes, whether or not anything is shared.
    await on_stage.turn(7 * DAY)
    await neighbour.sees("Your note for this week, Fay")
    await tap(neighbour, "See it", "one ordinary thing")
    assert "Ana" not in neighbour.newest.words


async def test_a_friend_in_two_circles(on_stage: Stage) -> None:
    eve = await on_stage.eve()
    cora = await on_stage.cora(eve)
    dev = await on_stage.cora(eve, name="Dev")
    ana = await on_stage.ana(cora)
    await say(dev, "/start", "You open a circle")
    await dev.taps("Open a circle")
    gus = on_stage.phone("Gus")
    await join(gus, await link(dev), "Gus", rhythm=True)
    ben = await on_stage.ben(ana)

    # The second place: what he said once is not asked again.
    await say(gus, "/start", "You're here")
    await gus.taps("Invite someone")
    await ben.opens(await link(gus))
    await ben.sees("Gus would like you close")
    await tap(ben, "Go on", "Good that you're here, Ben", "Your place with Gus opens after a yes")
    await on_stage.settle()
    await tap(gus, "See it", "Ben says yes")
    await tap(gus, "Yes", "Ben has a place")
    await on_stage.settle()
    await ben.sees("Your place is open")

    # One check-in and one invitation a week, whatever the number of circles.
    await on_stage.turn(DAY + 8 * HOUR)
    invited = [one for one in ben.account.seen if one.kind == "sent" and "for you" in one.text]
    assert len(invited) == 1
    await say(ben, "/start", "Good that you're here, Ben")
    await tap(ben, "Write a few words", "Whom would you like to write to?")
    await tap(ben, "Dev, for Gus", "What would you like to tell Dev?")
    await say(ben, "Can we talk on Friday?", "For Dev")
    await tap(ben, "Send", "on its way to Dev")
    await on_stage.turn(60)
    await dev.sees("A few words for you")
    assert "Can we talk" not in cora.transcript()
    await on_stage.turn(7 * DAY)
    notes = [one for one in ben.messages if "Your note for this week" in one.words]
    assert len(notes) == 1
    await leaves_one_of_two(on_stage, ben)


async def leaves_one_of_two(stage: Stage, ben: Phone) -> None:
    """Which one is asked; the other place stays, and nobody is told why."""
    await say(ben, "/stop", "Both are fine")
    await tap(ben, "Leave", "Which one would you like to leave?")
    await tap(ben, "Ana", "Nobody is told why")
    await tap(ben, "Yes, leave", "You've left the circle")
    await say(ben, "/start", "Good that you're here, Ben")
    await tap(ben, "My places", "You have a place in the circle of Gus")
    await stage.turn(3 * DAY)
    ana = stage.phone("Ana")
    await say(ana, "/circle", "Ben: not here now")
