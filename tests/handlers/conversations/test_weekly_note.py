"""The weekly note: it always comes, and from outside it is always the same."""

from __future__ import annotations

from storage import goals, grants, people
from storage.enums import Language
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    HOUR,
    WEEK,
)
from tests.handlers.shares import (
    EVERYTHING,
    FRIDAY_SIX,
    GOAL,
    IDEA,
    STEP,
    check_in,
    everything,
    give,
    note_now,
    notes_of,
    revoked,
    small_step,
    stage,
)


async def test_it_brings_an_idea_and_whatever_is_granted(play: Play) -> None:
    await stage(play, *EVERYTHING)
    await play.do(lambda tx: everything(tx, ANA, play.now))
    assert await note_now(play) == (
        f"{IDEA}\n\nAna shares with you:\nMoney: Cold\nPeople: Very warm\n"
        f"A small step: {STEP}\nA goal: {GOAL}"
    )


async def test_only_what_is_granted(play: Play) -> None:
    await stage(play, "social")
    await play.do(lambda tx: everything(tx, ANA, play.now))
    assert await note_now(play) == f"{IDEA}\n\nAna shares with you:\nPeople: Very warm"


async def test_what_is_taken_back_before_the_tap_is_not_shown(play: Play) -> None:
    await stage(play, *EVERYTHING)
    await play.do(lambda tx: everything(tx, ANA, play.now))
    await play.turn(FRIDAY_SIX)
    await play.hears(BEN)
    await play.do(lambda tx: revoked(tx, play.now))
    assert await play.taps(BEN, "weekly_see") == IDEA


async def test_what_is_taken_back_before_delivery_is_not_shown(play: Play) -> None:
    """The answer to the tap waits at a slow Telegram; Ana taps Stop; then it goes."""
    await stage(play, *EVERYTHING)
    await play.do(lambda tx: everything(tx, ANA, play.now))
    await note_now(play)
    shown = play.newest(BEN).row
    await play.do(lambda tx: revoked(tx, play.now))
    await play.do(lambda tx: tx.run("UPDATE outbox SET state = 0 WHERE id = :id", id=shown.id))
    assert await play.hears(BEN) == IDEA


async def test_what_was_given_after_the_tap_is_not_in_it(play: Play) -> None:
    """Whatever is shown was kept as shown, in the step of the tap."""
    circle = await stage(play, "goal")
    await play.do(lambda tx: everything(tx, ANA, play.now))
    await note_now(play)
    shown = play.newest(BEN).row
    await play.do(lambda tx: give(tx, ANA, BEN, circle.id, play.now, "social"))
    await play.do(lambda tx: tx.run("UPDATE outbox SET state = 0 WHERE id = :id", id=shown.id))
    assert "People" not in await play.hears(BEN)


async def test_what_lapses_while_it_waits_is_not_sent(play: Play) -> None:
    await stage(play, "goal")
    await play.do(lambda tx: goals.keep(tx, ANA, GOAL, play.now))
    await note_now(play)
    shown = play.newest(BEN).row
    await play.do(lambda tx: tx.run("UPDATE outbox SET state = 0 WHERE id = :id", id=shown.id))
    play.now += 4 * WEEK
    assert GOAL not in await play.hears(BEN)


async def test_only_what_was_shown_is_kept_as_shown_and_once(play: Play) -> None:
    await stage(play, *EVERYTHING)
    await play.do(lambda tx: check_in(tx, ANA, play.now, social=4))
    await note_now(play)
    await play.taps(BEN, "weekly_see", on=play.newest(BEN))
    kept = await play.do(lambda tx: grants.disclosures(tx, ANA, 9))
    assert [one.grant.dimension for one in kept] == ["social"]


async def test_asking_again_tells_nothing_newer(play: Play) -> None:
    """When somebody answers is nobody's business: a note looks at its own week."""
    await stage(play, "social")
    assert await note_now(play) == IDEA
    tapped = play.newest(BEN)
    await play.turn(HOUR)
    await play.do(lambda tx: check_in(tx, ANA, play.now, social=4))
    first = (await notes_of(play, BEN))[0]
    data = f"v1:{first.id}:weekly_see"
    assert await play.presses(BEN, data, tapped.message_id) == IDEA


async def test_an_old_note_has_had_its_time(play: Play) -> None:
    await stage(play, "goal")
    await play.turn(FRIDAY_SIX)
    await play.hears(BEN)
    play.now += WEEK
    assert "had its time" in await play.taps(BEN, "weekly_see")


async def test_last_weeks_answers_are_not_this_weeks(play: Play) -> None:
    await stage(play, "social", "small_step")
    await play.do(lambda tx: check_in(tx, ANA, play.now, social=4))
    await play.do(lambda tx: small_step(tx, ANA, play.now))
    assert "People" in await note_now(play)
    assert "Ana" not in await note_now(play, WEEK)


async def test_an_open_checkin_is_nobodys(play: Play) -> None:
    await stage(play, "emotional")
    await play.says(ANA, "/checkin")
    assert await note_now(play) == IDEA


async def test_the_note_in_spanish(play: Play) -> None:
    await stage(play, *EVERYTHING)
    await play.do(lambda tx: everything(tx, ANA, play.now))
    await play.do(lambda tx: people.set_language(tx, BEN, Language.SPANISH))
    assert (await note_now(play)).endswith(
        "Ana comparte contigo:\nDinero: Frío\nGente: Mucha calidez\n"
        f"Un pequeño paso: {STEP}\nUna meta: {GOAL}"
    )
