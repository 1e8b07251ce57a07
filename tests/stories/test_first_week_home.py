"""Ana's first week home: a lost link, a hard day, silence, and a quiet way back."""

from __future__ import annotations

from bot.practice_room.phone import Phone
from tests.stories.stage import DAY, Stage, join, link, say, tap

SCOLDS = ("missed", "overdue", "forget", "still haven't", "failed", "should")


async def comes_in_by_a_second_link(stage: Stage) -> tuple[Phone, Phone]:
    """The first link is lost in a bag for two weeks; the second one opens the door."""
    cora = await stage.cora(await stage.eve())
    await say(cora, "/start", "You open a circle")
    await cora.taps("Open a circle")
    lost = await link(cora)
    await stage.turn(15 * DAY)
    ana = stage.phone("Ana")
    await ana.opens(lost)
    await ana.sees("people join me by an invitation")
    await tap(ana, "Ask for a link", "I've passed it on, without your name")
    await stage.turn(DAY)
    await cora.sees("A word about a link that you made here, no hurry")
    await cora.taps("Make a new link")
    await join(ana, await link(cora), "Ana", rhythm=True)
    return cora, ana


async def test_a_lost_link_a_hard_day_and_silence(on_stage: Stage) -> None:
    cora, ana = await comes_in_by_a_second_link(on_stage)

    # A hard evening: no task, somebody near is offered, and nobody is told by itself.
    await say(ana, "/checkin", "1 of 8.")
    await say(ana, "1 2 1 2 2 1 2 1", "Thank you for saying it how it is", "Nobody has seen this")
    assert "Would you like to tend" not in ana.newest.words
    await tap(ana, "Just keep it", "Kept. Nobody has seen this")
    await on_stage.settle()
    assert "cold" not in cora.transcript()

    # A harder night: a few words go to Cora, only after they were read once more.
    await say(ana, "/checkin", "1 of 8.")
    await say(ana, "very cold", "2 of 8.")
    await tap(ana, "Later", "The question waits here")
    await say(ana, "/start", "You're here, Ana")
    await tap(ana, "Write to Cora", "What would you like to tell Cora?")
    await say(ana, "Today is long. Could you call me?", "word for word", "Today is long")
    await tap(ana, "Send", "on its way to Cora")
    await on_stage.turn(60)
    await cora.sees("A few words for you, Cora")
    await tap(cora, "See it", "Today is long")

    # Then nothing from her for ten days: she is invited, reminded once, and never scolded.
    await on_stage.turn(10 * DAY)
    asked = [one.text for one in ana.account.seen if one.kind == "sent" and "Ana" in one.text]
    assert any("A quiet moment" in one or "Eight short questions" in one for one in asked)
    assert not [word for word in SCOLDS if word in ana.transcript()]

    # She comes back when she likes: an old question is closed kindly, a new one is there.
    await tap(ana, "Go on", "closed already, and nothing is lost")
    await say(ana, "/checkin", "1 of 8.")
    await say(ana, "3 2 2 3 3 2 4 3", "Saved", "Warmest this week: People")
