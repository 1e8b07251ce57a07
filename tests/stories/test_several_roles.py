"""One person with three parts: in a circle of their own, near somebody else, and at work here."""

from __future__ import annotations

import pytest

from bot.practice_room.phone import Phone
from tests.stories.stage import DAY, HOUR, Stage, join, link, say, tap

pytestmark = pytest.mark.proof


async def gus_in_a_circle_of_devs(stage: Stage, dev: Phone) -> Phone:
    """Gus takes part, and Dev is his partner."""
    await say(dev, "/start", "You open a circle")
    await dev.taps("Open a circle")
    gus = stage.phone("Gus")
    await join(gus, await link(dev), "Gus", rhythm=True)
    await stage.settle()
    return gus


async def begins_to_work_here(eve: Phone, ana: Phone) -> None:
    """Ana, who takes part, becomes a partner as well: she is known, so that is one tap."""
    await say(eve, "/start", "You invite partners")
    await eve.taps("Invite a partner")
    await ana.opens(await link(eve))
    await ana.sees("invited you as a Community Partner")
    await tap(ana, "Go on", "You're here, Ana", "You open a circle here")


async def is_near_gus(stage: Stage, gus: Phone, ana: Phone) -> None:
    """And Gus chooses her as a supporter. Half-way she leaves it, and comes back to it."""
    await say(gus, "/start", "You're here")
    await gus.taps("Invite someone")
    secret = await link(gus)
    await ana.opens(secret)
    await ana.sees("Gus would like you close")
    await tap(ana, "Not now", "Nothing happens until you open the link again")
    await tap(ana, "Start page", "You're here, Ana")
    await ana.opens(secret)
    await ana.sees("Gus would like you close")
    await tap(ana, "Go on", "Your place in another circle opens when")
    await ana.opens(secret)
    await ana.sees("opens nothing new for you", "Your place here is as it was")
    await stage.settle()
    await tap(gus, "See it", "Ana says yes")
    await tap(gus, "Yes", "Ana has a place")
    await stage.settle()
    await ana.sees("Your place is open")


async def test_somebody_with_three_parts(on_stage: Stage) -> None:
    eve = await on_stage.eve()
    cora, dev = await on_stage.cora(eve), await on_stage.cora(eve, name="Dev")
    ana = await on_stage.ana(cora)
    gus = await gus_in_a_circle_of_devs(on_stage, dev)
    await begins_to_work_here(eve, ana)
    await is_near_gus(on_stage, gus, ana)

    # Each part has its own way from the start page; /circle shows what is closest.
    await say(ana, "/circle", "Your circle. Week 1 of 12.", "These first weeks")
    await say(ana, "/start", "You're here, Ana")
    await tap(ana, "My places", "the circle of Gus")
    await say(ana, "/start", "You're here, Ana")
    await tap(ana, "My circles", "You have no circle yet")
    # One check-in for all of it, and one invitation a week.
    await on_stage.turn(DAY + 8 * HOUR)
    invited = [one for one in ana.account.seen if one.kind == "sent" and "for you" in one.text]
    assert len([one for one in invited if "question" in one.text]) <= 1
    await say(ana, "/checkin", "1 of 8.")

    # Her own circle ends early; the other parts go on.
    await say(ana, "/stop", "Both are fine")
    await tap(ana, "Leave", "Which one would you like to leave?")
    await tap(ana, "My own circle", "your circle ends today")
    await tap(ana, "Yes, leave", "You've left the circle")
    await say(ana, "/circle", "You have a place in the circle of Gus")
    await say(ana, "/stop", "Both are fine")
    await tap(ana, "Leave", "the circle of Gus")
    await tap(ana, "Yes, leave", "You've left the circle")
    await say(ana, "/circle", "You have no circle yet")
