"""An older copy is brought up: what went stays gone, and what was said is not said again."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from handlers import restored
from handlers.chat import urgent
from handlers.chat.kinds import Kind
from handlers.rules.restored import said
from storage import (
    alerts,
    circles,
    grants,
    hellos,
    inbox,
    invitations,
    ledger,
    people,
    places,
    programmes,
    rhythms,
    wishes,
)
from storage.database import Database, Refused, Tx
from storage.enums import AlertKind, Class, Gone, HelloState, OccasionState, Role, SeatState
from storage.records import Entry
from storage.seal import Keyring
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAY,
    DEV,
    EVE,
    FAY,
    HOUR,
    MONDAY,
    arrive,
    circle_of_ana,
    circle_with_ben,
    invited,
    put,
)
from tests.handlers.shares import give

MINUTE = timedelta(minutes=1)


@asynccontextmanager
async def older(play: Play, copy: Path) -> AsyncIterator[Play]:
    """A bot on the copy, at the same time of day."""
    database = await Database.open(f"sqlite:///{copy}", keyring=Keyring.plain(), readers=1)
    yield Play(database, play.now)
    await database.close()


@pytest.fixture
def engine() -> str:
    """A copy is a copy of a file."""
    return "sqlite"


async def entries(play: Play) -> list[Entry]:
    """The ledger as it is now."""
    return (await play.do(lambda tx: ledger.after(tx, 0)))[1]


async def back(
    play: Play,
    old: Play,
    *,
    until: datetime | None = None,
    known: list[Entry] | None = None,
    whole: bool = True,
) -> Counter[Gone]:
    """Bring the copy up to what the ledger of the newer one knows."""
    found = await entries(play) if known is None else known
    return await old.do(
        lambda tx: restored.bring_up(tx, old.house, found, until or old.now, old.now, whole=whole)
    )


async def copied(play: Play, folder: Path) -> Path:
    """A copy as it stands now."""
    await play.strike()
    await play.do(lambda tx: people.remember_bot(tx, 1, "circle_bot"))
    await play.do(lambda tx: people.alive(tx, play.now))
    copy = folder / "older.db"
    await play.database.copy(copy)
    return copy


Deed = Callable[[Tx, datetime], object]
STAYS_GONE: dict[Gone, tuple[Deed, Callable[[Tx], bool]]] = {
    Gone.GRANT: (
        lambda tx, now: grants.end(tx, 1, ANA, BEN, now),
        lambda tx: not grants.to_reader(tx, BEN),
    ),
    Gone.SEAT_LEFT: (
        lambda tx, now: places.leave(tx, 1, now),
        lambda tx: circles.seats(tx, 1)[0].state is SeatState.LEFT,
    ),
    Gone.SEAT_REMOVED: (
        lambda tx, now: places.remove(tx, 1, now),
        lambda tx: circles.seats(tx, 1)[0].state is SeatState.REMOVED,
    ),
    Gone.CIRCLE: (
        lambda tx, now: programmes.close(tx, circles.get(tx, 1).id, now),
        lambda tx: circles.get(tx, 1).ended_at is not None,
    ),
    Gone.LINK: (
        lambda tx, now: invitations.close(tx, 1, now),
        lambda tx: getattr(invitations.get(tx, 1), "revoked_at", None) is not None,
    ),
    Gone.QUIET: (
        lambda tx, now: wishes.set_quiet_after(tx, ANA, 0, now),
        lambda tx: getattr(people.get(tx, ANA), "quiet_after", None) == 0,
    ),
}


async def shared(play: Play) -> None:
    """Ana shares with Ben and lets Cora know when she is quiet; a link is open."""
    circle, _ = await circle_with_ben(play)
    await play.do(lambda tx: give(tx, ANA, BEN, circle.id, play.now, "social", "small_step"))
    await play.do(lambda tx: wishes.set_quiet_after(tx, ANA, 7, play.now))
    await invited(play, Role.PARTNER, inviter=EVE)


@pytest.mark.parametrize("later", [HOUR, -30 * DAY], ids=["later", "clock set back"])
@pytest.mark.parametrize("what", STAYS_GONE, ids=str)
async def test_what_was_taken_back_stays_so(
    play: Play, tmp_path: Path, what: Gone, later: timedelta
) -> None:
    await shared(play)
    copy = await copied(play, tmp_path)
    play.now += later
    deed, is_gone = STAYS_GONE[what]
    await play.do(lambda tx: deed(tx, play.now))
    async with older(play, copy) as old:
        assert not await old.do(is_gone)
        assert (await back(play, old))[what] > 0
        assert await old.do(is_gone)
        assert await back(play, old) == {}


async def test_whoever_deleted_is_nobody_again(play: Play, tmp_path: Path) -> None:
    await shared(play)
    copy = await copied(play, tmp_path)
    play.now += HOUR
    for person in (ANA, CORA):
        await play.says(person, "/delete")
        await play.taps(person, "delete_yes")
    async with older(play, copy) as old:
        await old.do(lambda tx: inbox.store(tx, 1, [(1, ANA, b'{"update_id": 1}')], play.now))
        assert (await back(play, old))[Gone.PERSON] == 2
        found = await old.do(lambda tx: [people.get(tx, one) for one in (ANA, BEN, CORA)])
        assert [one is None for one in found] == [True, False, True]
        assert await old.do(inbox.waiting_chats) == []
        assert (await old.do(lambda tx: circles.get(tx, 1))).partner_id == DEV
        assert await old.hears(ANA) == ""


async def test_whoever_deleted_by_a_clock_that_was_set_back_is_nobody_again(
    play: Play, tmp_path: Path
) -> None:
    await circle_of_ana(play)
    copy = await copied(play, tmp_path)
    gone = [Entry(play.now - 30 * DAY, Gone.PERSON, Keyring.plain().mark(ANA))]
    async with older(play, copy) as old:
        assert await back(play, old, known=gone) == {Gone.PERSON: 1}
        assert await old.do(lambda tx: people.get(tx, ANA)) is None


async def test_whoever_came_again_after_deleting_stays(play: Play, tmp_path: Path) -> None:
    await circle_of_ana(play)
    await play.do(lambda tx: arrive(tx, FAY, play.now))
    await play.says(FAY, "/delete")
    await play.taps(FAY, "delete_yes")
    play.now += HOUR
    await play.do(lambda tx: arrive(tx, FAY, play.now))
    copy = await copied(play, tmp_path)
    async with older(play, copy) as old:
        assert await back(play, old) == {}
        assert await old.do(lambda tx: people.get(tx, FAY)) is not None


async def test_a_number_of_the_lost_time_means_nothing_else(play: Play, tmp_path: Path) -> None:
    """What was given it may be in the ledger, and a second restore must not take something else."""
    await shared(play)
    copy = await copied(play, tmp_path)
    fresh = lambda tx: [tx.new_id(name) for name in ("seat", "sharing_grant", "invitation")]  # noqa: E731
    lost = {number for _ in range(9) for number in await play.do(fresh)}
    async with older(play, copy) as old:
        await back(play, old)
        assert not lost & set(await old.do(fresh))


async def test_what_names_nothing_in_the_copy_is_known_from_then_on(
    play: Play, tmp_path: Path
) -> None:
    """Else the next start, or a second restore, would take this for an older copy still."""
    await shared(play)
    copy = await copied(play, tmp_path)
    gone = [Entry(play.now + HOUR, what, "77") for what in Gone]
    async with older(play, copy) as old:
        assert await back(play, old, known=gone) == {}
        assert await old.do(lambda tx: ledger.lacking(tx, gone)) == []


@pytest.mark.parametrize("days", [0, 3])
async def test_a_code_of_the_lost_time_means_no_other_circle(
    play: Play, tmp_path: Path, days: int
) -> None:
    await shared(play)
    copy = await copied(play, tmp_path)
    play.now += HOUR + days * DAY
    opened = lambda tx: circles.open_circle(tx, CORA, None, play.now).code  # noqa: E731
    lost = [await play.do(opened) for _ in range(3)]
    async with older(play, copy) as old:
        await back(play, old)
        code = await old.do(opened)
    assert (code in lost, int(code[1:]) > 1_000 * (1 + days)) == (False, True)


async def test_who_carried_circles_hands_them_to_somebody_of_the_copy(
    play: Play, tmp_path: Path
) -> None:
    await circle_of_ana(play)
    await play.do(lambda tx: tx.run("UPDATE circle SET backup_id = NULL"))
    copy = await copied(play, tmp_path)
    gone = [Entry(play.now + HOUR, Gone.PERSON, Keyring.plain().mark(CORA))]
    async with older(play, copy) as old:
        await back(play, old, known=gone)
        assert (await old.do(lambda tx: circles.get(tx, 1))).partner_id == DEV


async def test_nobody_who_could_carry_them_is_said(play: Play, tmp_path: Path) -> None:
    await circle_of_ana(play)
    await play.do(lambda tx: tx.run("UPDATE circle SET backup_id = NULL"))
    await play.do(lambda tx: tx.run("DELETE FROM role WHERE person_id <> :cora", cora=CORA))
    copy = await copied(play, tmp_path)
    gone = [Entry(play.now + HOUR, Gone.PERSON, Keyring.plain().mark(CORA))]
    async with older(play, copy) as old:
        with pytest.raises(Refused, match="restore a newer copy"):
            await back(play, old, known=gone)


async def test_without_a_whole_ledger_nothing_is_shared(play: Play, tmp_path: Path) -> None:
    await shared(play)
    copy = await copied(play, tmp_path)
    async with older(play, copy) as old:
        assert await back(play, old, known=[], whole=False) == {Gone.GRANT: 2}
        assert await old.do(lambda tx: grants.to_reader(tx, BEN)) == []


# What was said.


async def test_a_nudge_of_the_lost_time_is_not_said_again_and_held_against_nobody(
    play: Play, tmp_path: Path
) -> None:
    await circle_with_ben(play)
    copy = await copied(play, tmp_path)
    play.now += DAY + 9 * HOUR  # Tuesday, an hour after the invitation
    async with older(play, copy) as old:
        await back(play, old)
        await old.strike()
        assert (await old.hears(ANA), await old.hears(BEN)) == ("", "")
        found = await old.do(lambda tx: rhythms.newest(tx, ANA, 9))
        assert {one.state for one in found} <= {OccasionState.SKIPPED}
        await old.turn(7 * DAY)
        await old.strike()  # the day of a reminder lies between
        assert "Eight short questions" in await old.hears(ANA)


async def test_what_waited_in_the_copy_counts_as_said_unless_it_came_due_at_the_last(
    play: Play, tmp_path: Path
) -> None:
    await circle_of_ana(play)
    await put(play, ANA, Kind.NOTE, key="rest.back")
    copy = await copied(play, tmp_path)
    async with older(play, copy) as old:
        await back(play, old)
        assert await old.hears(ANA) != ""
    async with older(play, copy) as old:
        await old.do(lambda tx: tx.run("UPDATE outbox SET state = 0 WHERE kind = 'note'"))
        old.now += HOUR
        await back(play, old)
        assert await old.hears(ANA) == ""


@pytest.mark.parametrize(
    ("klass", "due", "known", "wanted"),
    [
        (Class.NUDGE, -MINUTE, True, True),
        (Class.REPLY, timedelta(), True, True),
        (Class.EDIT, -DAY, True, True),
        (Class.NUDGE, MINUTE, True, False),
        (Class.ALERT, -DAY, True, True),
        (Class.ALERT, -MINUTE, True, False),
        (Class.ALERT, timedelta(), False, True),
        (Class.ALERT, HOUR, False, False),
    ],
)
def test_what_counts_as_said(klass: Class, due: timedelta, known: bool, wanted: bool) -> None:
    assert said(klass, MONDAY + due, MONDAY, known=known) is wanted


async def test_an_open_alert_is_told_once_in_one_message(play: Play, tmp_path: Path) -> None:
    await circle_of_ana(play)
    copy = await copied(play, tmp_path)
    await play.turn(MINUTE)
    await play.turn(3 * DAY)
    assert "needs a look" in await play.hears(CORA)
    async with older(play, copy) as old:
        await back(play, old)
        assert await old.hears(CORA) == "1 circle needs a look. Tap for details."
        await old.turn(HOUR)
        await old.strike()
        assert (await old.hears(CORA), await old.hears(DEV)) == ("", "")
        await old.taps(CORA, "alert_list")
        await old.taps(CORA, "alert_one", "0")
        assert await old.taps(CORA, "alert_have") != ""


async def test_an_alert_that_goes_on_is_told_as_ever(play: Play, tmp_path: Path) -> None:
    await circle_of_ana(play)
    await play.turn(MINUTE)
    await play.turn(3 * DAY)
    await play.hears(CORA)
    copy = await copied(play, tmp_path)
    play.now += 6 * HOUR
    async with older(play, copy) as old:
        await back(play, old)
        assert "1 circle needs a look" in await old.hears(CORA)
        await old.turn(2 * DAY)
        assert await old.hears(DEV) != ""


async def test_a_call_for_help_that_stood_open_is_told_again(play: Play, tmp_path: Path) -> None:
    circle, _ = await circle_with_ben(play)
    await play.do(
        lambda tx: urgent.call(tx, play.house, circle, ANA, AlertKind.DANGER, None, play.now)
    )
    copy = await copied(play, tmp_path)
    play.now += 2 * HOUR
    async with older(play, copy) as old:
        await back(play, old)
        told = [await old.hears(one) for one in (CORA, DEV, EVE)]
        assert any(told)


async def test_a_hello_of_the_lost_time_tells_nobody_that_nobody_answered(
    play: Play, tmp_path: Path
) -> None:
    await circle_with_ben(play)
    await play.do(lambda tx: hellos.begin(tx, 1, play.now))
    copy = await copied(play, tmp_path)
    play.now += 9 * HOUR
    async with older(play, copy) as old:
        await back(play, old)
        await old.turn(DAY)
        assert "answer yet" not in await old.hears(ANA)
        kept = await old.do(lambda tx: hellos.get(tx, 1))
        assert kept is not None
        assert kept.state is HelloState.STOPPED


async def test_silence_in_the_lost_time_opens_no_gap(play: Play, tmp_path: Path) -> None:
    """Ben was asked "still here?" before; his answer came after the copy was made."""
    await circle_with_ben(play)
    await play.turn(14 * DAY)
    assert "still" in (await play.hears(BEN)).lower()
    copy = await copied(play, tmp_path)
    play.now += 4 * DAY
    async with older(play, copy) as old:
        await back(play, old)
        await old.strike()
        assert await old.do(lambda tx: alerts.live(tx, 1, AlertKind.NO_ACTIVE_SUPPORTER)) is None


async def test_a_button_of_the_lost_time_names_nothing(play: Play, tmp_path: Path) -> None:
    await circle_of_ana(play)
    copy = await copied(play, tmp_path)
    await play.says(ANA, "/start")
    shown = play.newest(ANA)
    async with older(play, copy) as old:
        await back(play, old)
        await old.says(ANA, "/settings")
        assert shown.row.id not in {one.row.id for one in old.chats[ANA].values()}
        data = shown.buttons[0].data(shown.row.id)
        assert "has had its time" in await old.presses(ANA, data, shown.message_id)
