"""The end: two weeks' notice at everybody's own hour, a goodbye, and then nothing more."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from handlers.chat import urgent
from handlers.chat.kinds import Kind
from storage import circles, hellos, outbox, partner_hours, programmes
from storage.database import Tx
from storage.enums import AlertKind, Class, SeatState
from storage.records import Circle, PersonId
from tests.handlers.driver import Play
from tests.handlers.every_screen import SCREENS, world
from tests.handlers.every_screen import put as put_screen
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAN,
    DAY,
    DEV,
    EVE,
    FAY,
    HOUR,
    WEEK,
    alert_now,
    circle_of_ana,
    circle_with_ben,
    put,
    sit,
)
from tests.handlers.shares import everything, give
from tests.house.test_first_characters import UNASKED

SHORT = "A word about the time ahead, {name}. No hurry."
NOTICE = 10 * WEEK
END = 12 * WEEK
MINUTE = timedelta(minutes=1)


async def at_home(play: Play) -> Circle:
    """Ana and Ben, who hear at six in the evening; Cora reads from nine."""
    circle, _ = await circle_with_ben(play)
    await play.do(lambda tx: partner_hours.choose(tx, CORA, frozenset(range(5)), "09:00", "17:00"))
    return circle


async def word(play: Play, person: PersonId) -> str:
    """What stands behind the newest word about the end."""
    return await play.taps(person, "ending_see")


async def heard(play: Play, person: PersonId) -> list[str]:
    """All that arrives for somebody, of the end."""
    told = await play.hears(person)
    return [one for one in told.split("\n\n") if "No hurry." in one]


async def test_notice_comes_two_weeks_before_at_each_ones_own_hour(play: Play) -> None:
    await at_home(play)
    await play.turn(NOTICE - MINUTE)
    assert await heard(play, ANA) == []
    await play.turn(MINUTE)
    assert await heard(play, ANA) == []
    await play.turn(9 * HOUR)  # ten past winter time: six in the evening
    assert await heard(play, ANA) == [SHORT.format(name="Ana")]
    assert await heard(play, BEN) == [SHORT.format(name="Ben")]
    assert await heard(play, CORA) == []
    await play.turn(15 * HOUR)
    assert await heard(play, CORA) == ["A word about A1. No hurry."]


async def test_each_reads_what_the_end_means_for_them(play: Play) -> None:
    await at_home(play)
    await play.turn(NOTICE)
    await play.turn(DAY)
    for person in (ANA, BEN, CORA):
        await heard(play, person)
    assert "Until then everything stays as it is. You can talk with Cora" in await word(play, ANA)
    assert "The time of the circle of Ana ends on Monday" in await word(play, BEN)
    assert "On its page you can give it more time" in await word(play, CORA)


async def test_it_is_said_once(play: Play) -> None:
    await at_home(play)
    await play.turn(NOTICE)
    for _ in range(13):
        await play.turn(DAY)
    assert len(await heard(play, ANA)) == 1


async def test_a_notice_that_waits_is_not_said_after_another_end_was_set(play: Play) -> None:
    circle = await at_home(play)
    await play.turn(NOTICE)
    later = play.now + 6 * WEEK
    await play.do(lambda tx: programmes.extend(tx, circle.id, later, play.now))
    await play.turn(DAY)
    assert await heard(play, ANA) == []
    await play.turn(3 * WEEK + 6 * DAY)
    await play.turn(DAY)
    assert len(await heard(play, ANA)) == 1


async def test_goodbye_is_kind_and_hands_over_what_is_theirs(play: Play) -> None:
    await at_home(play)
    await play.turn(END)
    await play.turn(4 * DAY)
    for person in (ANA, BEN, CORA):
        assert len(await heard(play, person)) == 1
    assert "I won't come by any more" in await word(play, ANA)
    assert [one.verb for one in play.newest(ANA).buttons] == ["export", "delete", "home", "help"]
    assert "Thank you for the time you gave" in await word(play, BEN)
    assert "Circle A1 has come to its end" in await word(play, CORA)


async def test_whoever_left_before_hears_no_goodbye(play: Play) -> None:
    await at_home(play)
    await play.says(BEN, "/circle")
    await play.taps(BEN, "leave_pick", "0")
    await play.taps(BEN, "leave_yes")
    await play.turn(END)
    await play.turn(DAY)
    assert await heard(play, BEN) == []


async def test_whoever_was_taken_out_hears_it_like_everybody(play: Play) -> None:
    await at_home(play)
    only = (SeatState.ACTIVE,)
    await play.do(lambda tx: circles.set_seat(tx, 1, SeatState.REMOVED, play.now, only=only))
    await play.turn(END)
    await play.turn(DAY)
    assert len(await heard(play, BEN)) == 1


async def test_the_job_knows_when_it_is_due(play: Play) -> None:
    circle = await at_home(play)
    await play.turn(NOTICE)
    assert await play.do(programmes.next_untold) is None
    assert await play.do(programmes.next_end) == circle.ends_at
    await play.turn(2 * WEEK)
    assert await play.do(programmes.next_end) is None


def _all_on(tx: Tx, circle: Circle, now: datetime) -> None:
    """Everything that could still come: sharing, a hello, a gap, silence, words, rhythms."""
    sit(tx, circle, FAY, now, SeatState.PAUSED)
    for person in (ANA, BEN):
        everything(tx, person, now)
        tx.run("UPDATE person SET quiet_after = 3 WHERE id = :id", id=person)
    give(tx, ANA, BEN, circle.id, now, "goal")
    circles.set_nobody(tx, circle.id, now, now)
    hello = hellos.begin(tx, circle.id, now)
    assert hello is not None
    tx.run("UPDATE hello SET next_at = :at WHERE id = :id", at=0, id=hello.id)


async def silent(play: Play, days: int) -> list[str]:
    """All that anybody hears in so many days, hour by hour at waking hours."""
    told = []
    for _ in range(days * 4):
        await play.turn(6 * HOUR)
        for person in (ANA, BEN, CORA, DEV, EVE, FAY, DAN):
            told.append(await play.hears(person))
    return [one for one in told if one]


async def test_nothing_is_sent_after_the_goodbye(play: Play) -> None:
    circle = await at_home(play)
    await play.turn(END - DAY)
    await play.do(lambda tx: _all_on(tx, circle, play.now))
    assert await silent(play, 1)
    about: dict[str, object] = {"occasion": 1, "what": "new", "kind": "pulse"}
    await play.do(lambda tx: outbox.put(tx, ANA, Class.NUDGE, Kind.NUDGE, about, play.now))
    goodbyes = await silent(play, 4)
    assert sorted(one[:6] for one in goodbyes) == ["A word"] * 4
    assert await silent(play, 30) == []


async def test_what_was_on_its_way_is_not_said_late(play: Play) -> None:
    """Nothing was delivered on the last day; then the bot comes back after the end."""
    circle = await at_home(play)
    await play.turn(END - HOUR)
    await play.do(lambda tx: _all_on(tx, circle, play.now))
    await play.strike()
    await play.turn(2 * HOUR)
    told = [await play.hears(person) for person in (ANA, BEN, CORA, DEV, EVE, FAY)]
    assert [one for one in told if one] == []


LATE = frozenset(UNASKED) - {
    Kind.CONTACT,  # a stranger's wish
    Kind.CONTACT_WORD,
    Kind.HOURS_DIGEST,  # an answer to the partner's own days away
    Kind.URGENT,  # whoever asked is carried on
    Kind.URGENT_NEWS,
    Kind.URGENT_TAKEN,
    Kind.CIRCLE_NEWS,  # that it ended
    Kind.ENDING_NEWS,
}
"""What must not be said any more."""


async def test_no_word_of_any_kind_that_waited_is_said_after_the_end(play: Play) -> None:
    await world(play)
    waiting = [one for one in SCREENS if one.kind in LATE]
    rows = await play.do(lambda tx: [put_screen(tx, play, one).id for one in waiting])
    await play.turn(END + 2 * WEEK)
    for person in (ANA, BEN, CORA, DEV, EVE, FAY, DAN):
        await play.hears(person)
    said = {shown.row.id: shown.row.kind for chat in play.chats.values() for shown in chat.values()}
    assert sorted({said[one] for one in rows if one in said}) == []


async def test_a_call_for_somebody_is_carried_on_past_the_end(play: Play) -> None:
    circle = await circle_of_ana(play)
    await play.turn(END - MINUTE)
    await play.do(
        lambda tx: urgent.call(
            tx, play.house, circles.get(tx, circle.id), ANA, AlertKind.DANGER, None, play.now
        )
    )
    await play.turn(HOUR)
    assert "A1" in await play.hears(DEV)


@pytest.mark.parametrize("person", [ANA, BEN])
async def test_a_gap_ends_with_the_circle_without_a_false_word(
    play: Play, person: PersonId
) -> None:
    await circle_of_ana(play)
    await play.turn(MINUTE)
    await play.turn(3 * DAY)
    await play.hears(CORA)
    await play.turn(END)
    assert (await alert_now(play)).state == "resolved"
    assert "looked after" not in await play.hears(CORA)
    await put(play, person, "change_news", seat=1, since=0, state="left")
    assert await play.hears(person) == ""
