"""Several circles in one person: one note, one check-in, and nothing crosses between them."""

from __future__ import annotations

from storage import circles, goals, weekly_notes
from storage.database import Tx
from storage.enums import SeatState
from storage.records import Circle
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAY,
    FAY,
    HOUR,
    WEEK,
    arrive,
    sit,
)
from tests.handlers.shares import (
    FRIDAY_SIX,
    GOAL,
    IDEA,
    give,
    note_now,
    notes_of,
    removed,
    stage,
)


async def two_circles(play: Play) -> Circle:
    """Ben in Ana's circle and in Fay's; both share with him. Ana's."""
    circle = await stage(play, "goal")

    def step(tx: Tx) -> None:
        arrive(tx, FAY, play.now)
        other = circles.open_circle(tx, CORA, None, play.now)
        circles.start(tx, other.id, FAY, play.now, play.now + 12 * WEEK)
        sit(tx, circles.get(tx, other.id), BEN, play.now)
        weekly_notes.begin(tx, BEN, play.now + FRIDAY_SIX)
        give(tx, FAY, BEN, other.id, play.now, "goal")
        goals.keep(tx, ANA, "Of Ana", play.now)
        goals.keep(tx, FAY, "Of Fay", play.now)

    await play.do(step)
    return circle


async def test_two_circles_make_one_note(play: Play) -> None:
    await two_circles(play)
    text = await note_now(play)
    assert len(await notes_of(play, BEN)) == 1
    assert text.endswith(
        "Ana shares with you:\nA goal: Of Ana\n\nFay shares with you:\nA goal: Of Fay"
    )


async def test_two_circles_are_invited_to_one_checkin(play: Play) -> None:
    await two_circles(play)
    await play.turn(DAY + 8 * HOUR)
    rows = await play.do(lambda tx: tx.all("SELECT 1 FROM outbox WHERE person_id = 2"))
    assert len(rows) == 1


async def test_a_removal_from_one_circle_leaves_the_other(play: Play) -> None:
    circle = await two_circles(play)
    await removed(play, circle)
    text = await note_now(play)
    assert "Of Fay" in text
    assert "Of Ana" not in text


async def test_a_grant_in_one_circle_opens_nothing_in_the_other(play: Play) -> None:
    """Ana moved on to another circle in which Ben has no place: her old consent does not."""
    circle = await stage(play, "goal")
    await play.do(lambda tx: goals.keep(tx, ANA, GOAL, play.now))
    await play.do(lambda tx: tx.run("UPDATE circle SET ended_at = 1 WHERE id = :id", id=circle.id))

    def step(tx: Tx) -> None:
        other = circles.open_circle(tx, CORA, None, play.now)
        circles.start(tx, other.id, ANA, play.now, play.now + 12 * WEEK)
        sit(tx, circles.get(tx, other.id), BEN, play.now)

    await play.do(step)
    assert await note_now(play) == IDEA


async def test_a_participant_may_support_somewhere_else(play: Play) -> None:
    """Ana takes part in her own circle and supports Fay: her note speaks of Fay, and what Ben
    shares with her stands on her page."""
    own = await stage(play, "goal")

    def step(tx: Tx) -> None:
        arrive(tx, FAY, play.now)
        other = circles.open_circle(tx, CORA, None, play.now)
        circles.start(tx, other.id, FAY, play.now, play.now + 12 * WEEK)
        sit(tx, circles.get(tx, other.id), ANA, play.now)
        weekly_notes.begin(tx, ANA, play.now + FRIDAY_SIX)
        give(tx, FAY, ANA, other.id, play.now, "goal")
        give(tx, BEN, ANA, own.id, play.now, "goal")
        goals.keep(tx, FAY, "Of Fay", play.now)
        goals.keep(tx, BEN, "Of Ben", play.now)

    await play.do(step)
    await play.turn(FRIDAY_SIX)
    await play.hears(ANA)
    text = await play.taps(ANA, "weekly_see")
    assert text == f"{IDEA}\n\nFay shares with you:\nA goal: Of Fay"
    await play.turn(WEEK)
    await play.says(ANA, "/start")
    await play.taps(ANA, "sharing")
    text = await play.taps(ANA, "shared")
    assert text == "From last week:\n\nBen shares with you:\nA goal: Of Ben"


async def test_a_sign_of_life_counts_in_every_circle_but_where_one_takes_a_break(
    play: Play,
) -> None:
    await two_circles(play)
    active = (SeatState.ACTIVE,)
    await play.do(lambda tx: circles.set_seat(tx, 1, SeatState.PAUSED, play.now, only=active))
    began = play.now
    await play.turn(DAY)
    await play.says(BEN, "/start")
    seats = await play.do(lambda tx: circles.seats_of(tx, BEN))
    assert [seat.seen_at for seat in seats] == [began, play.now]
