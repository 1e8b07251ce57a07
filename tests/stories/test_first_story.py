"""The whole first story: a circle begins, loses its supporter, is held, and gets him back."""

from __future__ import annotations

import pytest

from tests.stories.stage import DAY, HOUR, Stage


@pytest.mark.parametrize(
    "engine",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.proof)],
    indirect=True,
)
async def test_a_circle_begins_loses_its_supporter_and_gets_him_back(on_stage: Stage) -> None:
    eve = await on_stage.eve()
    cora = await on_stage.cora(eve)
    ana = await on_stage.ana(cora)
    ben = await on_stage.ben(ana)

    # Both are nudged at their hour on Tuesday and answer, one by a tap and one by typing.
    await on_stage.turn(DAY + 8 * HOUR)
    await ana.sees("A quiet moment, Ana?")
    await ana.taps("Start")
    for number in range(1, 9):
        await ana.sees(f"{number} of 8.")
        await ana.taps("Warm")
    await ana.sees("Saved.", "Feelings: Warm")
    await ben.sees("A quiet moment, Ben?")
    await ben.taps("Start")
    await ben.sees("Your feelings")
    await ben.says("3 3 3 3 3 3 3 in between")
    await ben.sees("Saved.", "Meaning: In between")
    await on_stage.settle()
    asked = next(one for one in ben.messages if "Your feelings" in one.words)
    assert not asked.buttons

    # Ben blocks the bot; Cora is told when the hour of damping and her night are over.
    await ben.blocks_the_bot()
    await on_stage.settle()
    await on_stage.turn(15 * HOUR)
    await cora.sees("needs a look")
    await cora.taps("See it")
    await cora.sees("has had no active supporter", "do not reach")
    await cora.taps("Offer to step in")
    await cora.sees("You have offered to step in")

    await on_stage.settle()
    await ana.sees("A question about your circle")
    await ana.taps("See it")
    await ana.sees("Cora can be your supporter for now")
    await ana.taps("Yes")
    await ana.sees("Cora is your supporter for now")
    await on_stage.turn(60)
    await cora.sees("An answer about circle", "yes")
    await cora.sees("is looked after. Nothing to do right now")
    assert "looked after again" not in cora.transcript()

    # Ben comes back; after a steady hour the seat is handed back.
    await ben.unblocks_the_bot()
    await ben.says("/start")
    await ben.sees("Good that you're here, Ben")
    await on_stage.turn(2 * HOUR)
    await cora.sees("Your stepping in has ended")
    await ana.sees("Something changed, no hurry")
    await ana.taps("See it")
    await ana.sees("Ben is here again")
