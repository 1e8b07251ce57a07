"""The bot is started anew at every question of a check-in: nothing is asked twice or lost."""

from __future__ import annotations

import re

from tests.stories.stage import Stage, say, tap


async def test_a_restart_at_every_question(on_stage: Stage) -> None:
    demo = on_stage.demo
    ana = await on_stage.ana(await on_stage.cora(await on_stage.eve()))
    await say(ana, "/checkin", "1 of 8.")
    for number in range(1, 9):
        await demo.stop()
        if number % 2:  # Answered while the bot is away, or right after it is back.
            await ana.taps("Warm")
        await demo.start()
        if not number % 2:
            await ana.says("in between")
        await ana.sees(f"{number + 1} of 8." if number < 8 else "Saved.")
    await demo.restart()
    await tap(ana, "Home", "one small thing, for you")
    await demo.restart()
    await say(ana, "a walk to the river", "Kept", "a walk to the river")
    await demo.restart()
    await tap(ana, "After a week", "After a quiet week I may ask Cora")
    shown = [one.text for one in ana.account.seen if one.kind in ("sent", "edited")]
    assert re.findall(r"(\d) of 8\.", "".join(shown)) == list("12345678")
