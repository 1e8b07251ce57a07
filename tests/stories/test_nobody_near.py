"""A circle with nobody: it is said, heard, held for a while, and the truth is told on the way."""

from __future__ import annotations

from tests.stories.stage import DAY, HOUR, Stage, say, tap


async def test_a_circle_with_nobody(on_stage: Stage) -> None:
    cora = await on_stage.cora(await on_stage.eve())
    ana = await on_stage.ana(cora)
    await say(ana, "/start", "You're here")
    await tap(ana, "I have nobody right now", "Thank you for saying so")
    await on_stage.turn(60)
    await cora.sees("needs a look")
    await tap(cora, "See it", "there is nobody right now")
    await tap(cora, "Offer to step in", "You have offered")
    await on_stage.turn(60)
    await ana.sees("A question about your circle, no hurry")
    await tap(ana, "See it", "Cora can be your supporter for now")
    await tap(ana, "I'd rather talk first", "you'd rather talk first")
    await on_stage.turn(60)
    await cora.sees("a talk first, please")
    await tap(cora, "My circles", "Your circles")
    await tap(cora, "A1", "A1")
    await tap(cora, "Write to Ana", "What would you like to tell Ana?")
    await say(cora, "I am near the library at four.", "word for word")
    await tap(cora, "Send", "on its way to Ana")
    await on_stage.settle()
    await ana.sees("A few words for you, Ana")
    await tap(ana, "See it", "I am near the library at four.")
    await on_stage.turn(DAY)
    await say(ana, "/start", "You're here")
    await tap(ana, "I would like a hello", "Shall I ask Cora?")
    await on_stage.turn(HOUR)
    await say(ana, "/start", "You're here")
    await tap(ana, "Somebody is here again", "I've taken it back")
