"""A quiet participant: their partner hears of it once a silence, if that was agreed to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.jobs import alive
from storage import alerts, people, rhythms, wishes
from storage.enums import AlertKind
from tests.handlers.driver import Play
from tests.handlers.people import ANA, CORA, DAY, DEV, EVE, HOUR, WEEK, circle_with_ben

NEWS = "has a small note for you"
"""Ana was there on Monday: three whole days are over on Friday at midnight UTC, in the night."""


async def silent(play: Play, after: int | None = 3) -> None:
    """Ana has somebody near, was there on Monday, and said when her partner may hear of quiet."""
    await circle_with_ben(play)
    if after is not None:
        await play.do(lambda tx: wishes.set_quiet_after(tx, ANA, after, play.now))
    await play.says(ANA, "/start")


async def hears(play: Play, days: float, person: int = CORA) -> int:
    """How often the note came by then, looking four times a day."""
    came = 0
    for _ in range(int(days * 4)):
        await play.turn(6 * HOUR)
        came += (await play.hears(person)).count(NEWS)
    return came


async def live(play: Play) -> int:
    return len(await play.do(lambda tx: alerts.of_kind(tx, AlertKind.QUIET_PARTICIPANT)))


async def test_the_partner_hears_of_it_once_after_whole_days_in_their_daytime(play: Play) -> None:
    await silent(play)
    assert await hears(play, 3.75) == 0
    assert await hears(play, 0.25) == 1
    assert await hears(play, 20) == 0
    assert play.chats[EVE] == play.chats[DEV] == {}


@pytest.mark.parametrize("after", [None, 0, 7])
async def test_only_after_the_time_that_was_agreed_to(play: Play, after: int | None) -> None:
    await silent(play, after)
    assert await hears(play, 7) == 0
    assert await hears(play, 2) == (1 if after else 0)


async def test_details_on_a_tap_and_a_way_to_write(play: Play) -> None:
    await silent(play)
    await hears(play, 5)
    assert "Ana has not been here for three days" in await play.taps(CORA, "quiet_see")
    assert await play.taps(CORA, "write_to", "0")


async def test_any_sign_of_life_begins_anew_and_settles_the_note(play: Play) -> None:
    await silent(play)
    await hears(play, 5)
    await play.says(ANA, "hello")
    await play.turn(timedelta(minutes=10))
    assert await live(play) == 0
    assert await play.hears(CORA) == ""
    assert "nothing to do" in await play.taps(CORA, "quiet_see")
    assert await hears(play, 6) == 1


async def test_consent_that_is_taken_back_settles_the_note(play: Play) -> None:
    await silent(play)
    await hears(play, 5)
    await play.do(lambda tx: wishes.set_quiet_after(tx, ANA, 0, play.now))
    assert "nothing to do" in await play.taps(CORA, "quiet_see")


async def test_a_note_that_is_settled_before_it_is_sent_is_not_sent(play: Play) -> None:
    await silent(play)
    await play.turn(4 * DAY)
    await play.says(ANA, "hello")
    await play.strike()
    assert NEWS not in await play.hears(CORA)


async def test_a_pause_is_no_silence_and_neither_is_its_end(play: Play) -> None:
    await silent(play)
    until = play.now + 14 * DAY
    await play.do(lambda tx: rhythms.pause(tx, ANA, play.now, until))
    assert await hears(play, 16) == 0
    assert await hears(play, 8) == 1


async def test_what_passed_while_nobody_could_be_heard_is_no_silence(play: Play) -> None:
    await silent(play)
    await play.do(lambda tx: people.remember_bot(tx, 99, "circle_bot"))
    await play.do(lambda tx: alive.back(tx, play.house, play.now))
    play.now += 6 * DAY
    outage = await play.do(lambda tx: alive.back(tx, play.house, play.now))
    assert outage.lasted == 6 * DAY
    assert await hears(play, 3) == 0
    assert await hears(play, 2) == 1


async def test_nobody_hears_after_the_circle_has_ended(play: Play) -> None:
    await silent(play)
    await play.do(lambda tx: tx.run("UPDATE circle SET ends_at = :at", at=1))
    assert await hears(play, 6) == 0


async def test_the_note_is_closed_with_the_circle(play: Play) -> None:
    await silent(play)
    assert await hears(play, 5) == 1
    await play.turn(12 * WEEK)
    assert await live(play) == 0


async def test_a_partner_who_is_away_is_told_when_they_are_back(play: Play) -> None:
    await silent(play)
    await play.do(lambda tx: people.set_unreachable(tx, CORA, play.now))
    assert await hears(play, 6) == 0
    await play.do(lambda tx: people.set_reachable(tx, CORA))
    assert await hears(play, 1) == 1


async def test_only_the_partner_of_now_reads_who_it_is(play: Play) -> None:
    await silent(play)
    await hears(play, 5)
    await play.do(lambda tx: tx.run("UPDATE circle SET partner_id = :dev", dev=DEV))
    assert "Ana" not in await play.taps(CORA, "quiet_see")
