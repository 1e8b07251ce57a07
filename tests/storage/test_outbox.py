"""The outbox: a row's life by conditional updates, secrets that go, pauses that stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from storage import dispatch, outbox
from storage.database import Database, Tx
from storage.enums import Class, RowState
from storage.records import Row

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


def put(tx: Tx, person: int = 7, klass: Class = Class.ALERT, **more: Any) -> Row:
    """A step's body: one more row."""
    return outbox.put(tx, person, klass, "note", {"key": "x"}, NOW, **more)


def edit(tx: Tx, message: int = 5, **more: Any) -> Row:
    """A step's body: a row that changes a message."""
    return put(tx, klass=Class.EDIT, edits=message, **more)


async def columns(database: Database, row: Row) -> Any:
    """What stands in the row now."""
    return await database.read(lambda tx: tx.one("SELECT * FROM outbox WHERE id = :id", id=row.id))


async def waiting(database: Database, klass: Class = Class.ALERT, at: datetime = NOW) -> list[int]:
    """Ids of what may go at that time."""
    rows = await database.read(lambda tx: dispatch.waiting(tx, klass, at, 10))
    return [row.id for row in rows]


async def test_a_row_comes_back_as_it_was_put(database: Database) -> None:
    row = await database.write(partial(put, secret="canary", not_after=LATER))
    assert await database.read(lambda tx: outbox.get(tx, row.id)) == row
    assert "canary" not in repr(row)
    assert await database.read(lambda tx: outbox.get(tx, 99)) is None


async def test_a_row_is_claimed_once(database: Database) -> None:
    row = await database.write(put)
    claimed = await database.write(lambda tx: dispatch.claim(tx, row))
    assert claimed is not None
    assert (claimed.state, claimed.tries) == (RowState.CLAIMED, 1)
    assert await database.write(lambda tx: dispatch.claim(tx, row)) is None


async def test_what_may_go_comes_oldest_first_and_not_before_its_time(database: Database) -> None:
    late = await database.write(partial(put, not_before=LATER))
    early = [(await database.write(put)).id for _ in range(2)]
    assert await waiting(database) == early
    assert await waiting(database, at=LATER) == [*early, late.id]


async def test_a_chat_that_asked_for_a_pause_is_left_alone_until_it_is_over(
    database: Database,
) -> None:
    row, other = await database.write(put), await database.write(partial(put, person=8))
    for until in (LATER, NOW + timedelta(minutes=1)):
        await database.write(partial(dispatch.wait_in_chat, chat_id=7, until=until))
    assert await waiting(database) == [other.id]
    assert await waiting(database, at=LATER) == [row.id, other.id]
    assert await database.write(lambda tx: dispatch.chat_waits(tx, NOW)) == {7: LATER}
    assert await database.write(lambda tx: dispatch.chat_waits(tx, LATER)) == {}


async def test_the_next_time_knows_pauses(database: Database) -> None:
    assert await database.read(dispatch.next_waiting) is None
    await database.write(put)
    assert await database.read(dispatch.next_waiting) == NOW
    await database.write(lambda tx: dispatch.wait_in_chat(tx, 7, LATER))
    assert await database.read(dispatch.next_waiting) == LATER


@pytest.mark.parametrize("end", ["sent", "drop", "recover", "replaced"])
async def test_a_secret_goes_with_the_row_s_end(database: Database, end: str) -> None:
    claimed = end == "recover"
    row = await database.write(
        partial(edit, secret="canary")
        if end == "replaced"
        else partial(put, klass=Class.REPLY, secret="canary", claimed=claimed)
    )
    newer = await database.write(edit)
    ends: dict[str, Any] = {
        "sent": lambda tx: dispatch.sent(tx, row, 5, NOW),
        "drop": lambda tx: dispatch.drop(tx, row, "gone", NOW),
        "recover": lambda tx: dispatch.recover(tx, NOW),
        "replaced": lambda tx: outbox.replaced(tx, newer, NOW),
    }
    assert (await columns(database, row))["secret"] is not None
    await database.write(ends[end])
    assert (await columns(database, row))["secret"] is None


async def test_waiting_again_keeps_secret_and_marks_a_repeat_for_good(database: Database) -> None:
    row = await database.write(partial(put, secret="canary", claimed=True))
    await database.write(lambda tx: dispatch.wait(tx, row, LATER, repeat=True))
    assert await waiting(database) == []
    again = await database.write(lambda tx: dispatch.claim(tx, row))
    assert again is not None
    await database.write(lambda tx: dispatch.wait(tx, row, LATER, repeat=False))
    found = await columns(database, row)
    assert (found["repeat"], found["secret"] is None) == (1, False)


async def test_what_was_sent_is_not_dropped_and_waits_no_more(database: Database) -> None:
    row = await database.write(put)
    await database.write(lambda tx: dispatch.sent(tx, row, 5, NOW))
    await database.write(lambda tx: dispatch.drop(tx, row, "gone", NOW))
    await database.write(lambda tx: dispatch.wait(tx, row, LATER, repeat=False))
    assert (await columns(database, row))["state"] == RowState.SENT


async def test_a_newer_edit_replaces_what_waits_for_the_same_message_only(
    database: Database,
) -> None:
    old, other = await database.write(edit), await database.write(partial(edit, message=6))
    newer = await database.write(edit)
    await database.write(lambda tx: outbox.replaced(tx, newer, NOW))
    assert (await columns(database, old))["why"] == "replaced"
    assert await waiting(database, Class.EDIT) == [other.id, newer.id]


async def test_an_edit_that_was_passed_does_not_wait(database: Database) -> None:
    old = await database.write(partial(edit, claimed=True))
    newer = await database.write(partial(edit, claimed=True))
    await database.write(lambda tx: dispatch.wait(tx, old, NOW, repeat=False))
    await database.write(lambda tx: dispatch.wait(tx, newer, NOW, repeat=False))
    assert (await columns(database, old))["why"] == "replaced"
    assert await waiting(database, Class.EDIT) == [newer.id]


async def test_an_edit_without_its_message_is_said_anew(database: Database) -> None:
    row = await database.write(partial(edit, claimed=True))
    await database.write(lambda tx: dispatch.say_anew(tx, row, NOW))
    assert await waiting(database, Class.EDIT) == []
    assert await waiting(database, Class.REPLY) == [row.id]
    assert (await columns(database, row))["edits"] is None


async def test_an_orderly_end_lets_go_of_all_that_was_not_on_its_way(database: Database) -> None:
    rows = [await database.write(partial(put, claimed=True)) for _ in range(3)]
    done = await database.write(put)
    await database.write(lambda tx: dispatch.sent(tx, done, 5, NOW))
    assert await database.write(lambda tx: dispatch.release(tx, [rows[1].id])) == 2
    assert await waiting(database) == [rows[0].id, rows[2].id]
    assert (await columns(database, rows[0]))["repeat"] == 0


async def test_after_a_crash_each_class_keeps_its_promise(database: Database) -> None:
    for klass in Class:
        await database.write(partial(put, klass=klass, claimed=True))
    assert await database.write(lambda tx: dispatch.recover(tx, NOW)) == {"again": 2, "dropped": 2}
    assert await database.write(lambda tx: dispatch.recover(tx, NOW)) == {"again": 0, "dropped": 0}


async def test_purging_takes_only_what_ended_before(database: Database) -> None:
    old, new = await database.write(put), await database.write(put)
    await database.write(lambda tx: dispatch.sent(tx, old, 5, NOW))
    await database.write(lambda tx: dispatch.sent(tx, new, 6, LATER))
    await database.write(put)
    assert await database.write(lambda tx: outbox.purge(tx, LATER, 10)) == 1
    assert await columns(database, old) is None


async def test_a_button_that_works_once_works_once(database: Database) -> None:
    row = await database.write(put)
    assert await database.write(lambda tx: outbox.once(tx, row.id, "open_circle"))
    assert not await database.write(lambda tx: outbox.once(tx, row.id, "open_circle"))
    assert await database.write(lambda tx: outbox.once(tx, row.id, "see"))


async def test_a_clock_that_was_set_back_lets_wait_as_long_as_before(database: Database) -> None:
    hour, second = timedelta(hours=1), timedelta(seconds=1)
    at = {"soon": NOW + second, "asked": NOW + 300 * second, "later": NOW + 300 * second}
    rows = {
        name: await database.write(partial(put, person=number, not_before=when))
        for number, (name, when) in enumerate(at.items(), start=50)
    }
    await database.write(lambda tx: dispatch.wait_in_chat(tx, 51, at["asked"]))
    await database.write(lambda tx: dispatch.set_back(tx, NOW, NOW - hour, 60 * second))
    assert await waiting(database, at=at["soon"] - hour) == [rows["soon"].id]
    assert await waiting(database, at=at["asked"] - hour - second) == [rows["soon"].id]
    assert await waiting(database, at=at["asked"] - hour) == [rows["soon"].id, rows["asked"].id]
    assert len(await waiting(database, at=at["later"])) == 3
