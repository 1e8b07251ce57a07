"""A whole circle of twelve weeks, from the link to the last word, in English and in Spanish.

Read it aloud: `pytest tests/stories/test_twelve_weeks.py --aloud FOLDER` writes every phone's chat.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from bot.practice_room.phone import Phone
from tests.stories.spoken import Spoken, english, spanish
from tests.stories.stage import Stage, say, tap

pytestmark = pytest.mark.proof

TUESDAY, FRIDAY, SATURDAY = 1, 4, 5
EVENING = 19


@dataclass(frozen=True)
class Circle:
    """The stage, its language, and who is in it."""

    stage: Stage
    t: Spoken
    eve: Phone
    cora: Phone
    ana: Phone
    ben: Phone


async def begins(stage: Stage) -> Circle:
    """Everybody comes in; Ana says how she arrives."""
    eve = await stage.eve()
    cora = await stage.cora(eve)
    ana = await stage.ana(cora)
    await tap(ana, stage.t("Warm"), stage.t("Saved"))
    ben = await stage.ben(ana)
    return Circle(stage, stage.t, eve, cora, ana, ben)


async def the_first_week(one: Circle) -> None:
    """All eight questions for both: Ana keeps a small step, Ben says how heavy it is."""
    t, ana, ben = one.t, one.ana, one.ben
    await one.stage.to(1, TUESDAY, EVENING)
    await ana.sees(t("A quiet moment, Ana?"))
    await tap(ana, t("Start"), t("1 of 8."))
    await tap(ana, t("Warm"), t("2 of 8."))
    await say(ana, "3 3 3 4 2 4 3", t("Saved"))
    await tap(ana, t("Body"), t("one small thing, for you"))
    await say(ana, "a walk to the river", t("Kept: “a walk to the river”"))
    await ben.sees(t("one thing that helps"))
    await tap(ben, t("Start"), t("this part is about you"), t("1 of 8."))
    await say(ben, "3 4 3 3 2 3 3 4", t("Saved"))
    await tap(ben, t("Not this week"), t("how heavy does supporting feel"))
    await tap(ben, t("Fairly heavy"), t("One small thing for this week"))
    await tap(ben, t("Okay"))


async def sharing(one: Circle) -> None:
    """How the step went; then one thing is shared with Ben, and stands in his note."""
    t, ana, ben = one.t, one.ana, one.ben
    await one.stage.to(2, TUESDAY, EVENING)
    await say(ana, "/checkin", t("1 of 8."))
    await say(ana, "4 3 3 3 4 3 4 4", t("Saved"), t("How did that go?"))
    await tap(ana, t("Partly"), t("Partly, then"))
    await tap(ana, t("Not this week"))
    await say(ana, "/start", t("You're here, Ana"))
    await tap(ana, t("What I share"), t("What you answer is yours"))
    await tap(ana, "Ben", t("Ben sees nothing"))
    await tap(ana, t("Share something"), t("What would you like Ben to see?"))
    await tap(ana, t("Body"), t("Ben would see one word"))
    await tap(ana, t("Yes, share it"), t("Ben sees: Body"))
    await one.stage.to(2, SATURDAY, 10)
    await ben.sees(t("Your note for this week, Ben"))
    await tap(ben, t("See it"), t("Ana shares with you"), t("Body"), t("In between"))


async def a_hard_day(one: Circle) -> None:
    """Cold in many places; a few words go to Cora, and come back."""
    t, ana, cora = one.t, one.ana, one.cora
    await one.stage.to(3, TUESDAY, EVENING)
    await say(ana, "/checkin", t("1 of 8."))
    await say(ana, "1 2 2 1 2 1 2 2", t("What you chose to share"))
    assert t("would you like to tend") not in ana.newest.words
    await tap(ana, t("Write to Cora"), t("What would you like to tell Cora?"))
    await say(ana, "Today is long.", t("word for word"), "Today is long.")
    await tap(ana, t("Send"), t("on its way to"))
    await one.stage.settle()
    await cora.sees(t("A few words for you"))
    await tap(cora, t("See it"), "Today is long.")
    await tap(cora, t("Write back"), t("What would you like to tell Ana?"))
    await say(cora, "I have time at eight.", t("word for word"))
    await tap(cora, t("Send"), t("on its way to"))
    await one.stage.settle()
    await ana.sees(t("A few words for you"))
    await tap(ana, t("See it"), "I have time at eight.")


async def a_hello(one: Circle) -> None:
    """Ana would like a hello; Ben says that he calls."""
    t, ana, ben = one.t, one.ana, one.ben
    await one.stage.to(4, SATURDAY, 11)
    await say(ana, "/start", t("You're here, Ana"))
    await tap(ana, t("I would like a hello"), t("I can ask the people you chose"))
    await tap(ana, t("Ask for me"), t("I'm asking"))
    await one.stage.settle()
    await ben.sees(t("A small ask for today"))
    await tap(ben, t("See it"), t("Ana would like a hello"))
    await tap(ben, t("I'll call"), t("Ana reads"))
    await one.stage.settle()
    await ana.sees(t("An answer for you"))
    await tap(ana, t("See it"), t("Ben says: I'll call today"))


async def the_gap(one: Circle) -> None:
    """Ben cannot be reached any more; Cora steps in with Ana's yes, until he is back."""
    t, ana, ben, cora = one.t, one.ana, one.ben, one.cora
    await one.stage.to(6, TUESDAY, 10)
    await ben.blocks_the_bot()
    await one.stage.to(6, FRIDAY, 10)
    await cora.sees(t("needs a look"))
    await tap(cora, t("See it"), t("do not reach"))
    await tap(cora, t("Offer to step in"), t("You have offered to step in"))
    await one.stage.settle()
    await ana.sees(t("A question about your circle"))
    await tap(ana, t("See it"), t("Cora can be your supporter for now"))
    await tap(ana, t("Yes"), t("Cora is your supporter for now"))
    await one.stage.settle()
    await cora.sees(t("An answer about circle"))
    await one.stage.to(7, TUESDAY, 10)
    await ben.unblocks_the_bot()
    await say(ben, "/start", t("Good that you're here, Ben"))
    await one.stage.to(7, TUESDAY, 16)
    await cora.sees(t("Your stepping in has ended"))
    await ana.sees(t("Something changed, no hurry"))
    await tap(ana, t("See it"), t("Ben is here again"))
    assert ana.transcript().count(t("Something changed, no hurry")) == 2


async def a_break(one: Circle) -> None:
    """Ben takes a break of a week; Ana learns no more than that, and after Cora could tell her."""
    t, ana, ben = one.t, one.ana, one.ben
    await one.stage.to(8, TUESDAY, 10)
    await say(ben, "/start", t("Good that you're here, Ben"))
    await tap(ben, t("My places"), t("You have a place in the circle of Ana"))
    await tap(ben, t("Take a break"), t("Nobody is told why"))
    await tap(ben, t("1 week"), t("Your break goes on until"))
    await one.stage.to(8, SATURDAY, 10)
    await ana.sees(t("Something changed, no hurry"))
    await tap(ana, t("See it"), t("Ben is taking a break. I don't know why."))
    await say(ana, "/circle", t("Week 8 of 12"), t("Ben: taking a break"))
    await one.stage.to(9, SATURDAY, 10)
    await say(ana, "/circle", t("Week 9 of 12"), t("Ben: here"))


async def the_end(one: Circle) -> None:
    """Two weeks' notice, then a goodbye, for each at their own hour."""
    t, ana, ben, cora = one.t, one.ana, one.ben, one.cora
    for phone, words in (
        (ana, "The time of your circle ends on"),
        (ben, "The time of the circle of Ana ends on"),
        (cora, "On its page you can give it more time"),
    ):
        await one.stage.to(11, 0, EVENING)
        await phone.sees(t("A word about"))
        await tap(phone, t("See it"), t(words))
    for phone, words in (
        (ana, "I won't come by any more"),
        (ben, "Thank you for the time you gave"),
        (cora, "Thank you for carrying it"),
    ):
        await one.stage.to(13, 0, EVENING)
        await phone.sees(t("A word about"))
        await tap(phone, t("See it"), t(words))


async def and_after(one: Circle) -> None:
    """Silence. Ana takes along what was kept, and then nothing of it is kept."""
    t, ana = one.t, one.ana
    heard = [len(one.ana.messages), len(one.ben.messages), len(one.cora.messages)]
    await one.stage.to(14, SATURDAY, 10)
    assert heard == [len(one.ana.messages), len(one.ben.messages), len(one.cora.messages)]
    await say(ana, "/export", t("Telegram's cloud"))
    await tap(ana, t("Send it here"), t("Here is all that I keep"))
    await ana.sees(t("To read"))
    await one.stage.settle()
    await say(ana, "/delete", t("There is no way back"))
    await tap(ana, t("Delete everything"), t("I've deleted what you told me"))


CHAPTERS: tuple[Callable[[Circle], Awaitable[None]], ...] = (
    the_first_week,
    sharing,
    a_hard_day,
    a_hello,
    the_gap,
    a_break,
    the_end,
    and_after,
)


@pytest.mark.parametrize(
    ("engine", "t"),
    [("sqlite", english), ("sqlite", spanish), ("postgresql", english)],
    ids=["english", "spanish", "english on PostgreSQL"],
    indirect=["engine"],
)
async def test_a_circle_of_twelve_weeks(
    on_stage: Stage, t: Spoken, engine: str, long: bool
) -> None:
    if engine == "postgresql" and not long:
        pytest.skip("A minute: in the long form only.")
    on_stage.t = t
    one = await begins(on_stage)
    for chapter in CHAPTERS:
        await chapter(one)
