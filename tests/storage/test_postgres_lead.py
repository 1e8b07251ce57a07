"""One leads, others stand by: nobody writes who may not, and nobody waits for long."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psycopg
import pytest

from storage.database import Database, Fenced, Held, Seam, Tx, no_seam, runner
from storage.engines.postgres_link import APPLICATION
from storage.seal import Keyring
from tests.postgres import Server
from tests.storage.small import add_shelf, scripts, shelf, shelves

SOON = 20.0
LEADERS = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
IDLE_LEADERS = f"""{LEADERS}
    AND pid NOT IN (SELECT pid FROM pg_stat_activity WHERE state LIKE 'idle in%')"""  # noqa: S608
EPOCH = "SELECT epoch FROM circlekeeper"
WRITERS = (APPLICATION + 1,)
WAITING = """
    SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
EVERYBODY = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
def engine() -> str:
    return "postgresql"


async def until(true: Callable[[], object]) -> None:
    """Wait until it is so."""
    async with asyncio.timeout(SOON):
        while not await asyncio.to_thread(true):  # noqa: ASYNC110 - no event tells of it
            await asyncio.sleep(0.01)


Opens = Callable[..., asyncio.Task[Database]]


@pytest.fixture
async def opens(url: str, tmp_path: Path) -> AsyncIterator[Opens]:
    """What opens the same database once more, to lead it; all are closed after the test."""
    tasks: list[asyncio.Task[Database]] = []

    def one(
        waits: Callable[[Held], None] | None = None,
        *migrations: str,
        patience: float = 1.0,
        seam: Seam = no_seam,
    ) -> asyncio.Task[Database]:
        sql = scripts(tmp_path / f"sql{len(migrations)}", *migrations)
        opening = Database.open(
            url,
            keyring=Keyring.plain(),
            scripts=sql,
            patience=patience,
            hold=True,
            waits=waits,
            seam=seam,
        )
        tasks.append(asyncio.create_task(opening))
        return tasks[-1]

    yield one
    for task in tasks:
        task.cancel()
    for found in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(found, Database):
            await found.close()


async def cut_off_while_writing(
    leader: Database, postgres: Server, url: str
) -> tuple[asyncio.Task[int], threading.Event]:
    """A leader that lost its session with a group under way: the group, and what lets it go on."""
    begun, go_on = threading.Event(), threading.Event()

    def slow(tx: Tx) -> int:
        add_shelf(tx, 1)
        begun.set()
        go_on.wait(SOON)
        return 1

    writing = asyncio.create_task(leader.write(slow))
    await asyncio.to_thread(begun.wait, SOON)
    assert postgres.ask(IDLE_LEADERS, url) == [(1,)]
    await asyncio.wait_for(leader.lost(), SOON)
    return writing, go_on


async def test_a_second_is_refused_and_told_who_leads(opens: Opens, url: str) -> None:
    await opens()
    with pytest.raises(Held, match=r"is in use by process \d+ on \S+ since \d{4}-"):
        await opens()
    assert isinstance(await asyncio.to_thread(runner, url), Held)


async def test_a_standby_waits_says_for_whom_and_takes_over(opens: Opens, url: str) -> None:
    first, told = await opens(), asyncio.Queue[Held]()
    standing = opens(told.put_nowait)
    async with asyncio.timeout(SOON):
        assert (await told.get()).pid
        await first.write(shelf(1))
        await first.close()
        second = await standing
    assert await second.write(shelf(2)) == 2
    assert await second.read(shelves) == [1, 2]
    assert told.empty()


async def test_a_standby_may_be_told_to_end(opens: Opens) -> None:
    await opens()
    told = asyncio.Queue[Held]()
    standing = opens(told.put_nowait)
    await asyncio.wait_for(told.get(), SOON)
    standing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await standing


async def test_a_leader_that_loses_its_session_hears_of_it_and_is_fenced(
    opens: Opens, postgres: Server, url: str
) -> None:
    leader = await opens()
    assert postgres.ask(LEADERS, url) == [(1,)]
    await asyncio.wait_for(leader.lost(), SOON)
    with pytest.raises(Fenced):
        await leader.write(shelf(1))
    assert await (await opens()).read(shelves) == []


async def test_a_leader_that_has_not_heard_yet_is_fenced_by_the_epoch(
    opens: Opens, postgres: Server, url: str
) -> None:
    """The worst case: it believes that it leads, and another has begun."""
    leader = await opens()
    postgres.ask("UPDATE circlekeeper SET epoch = epoch + 1", url)
    with pytest.raises(Fenced):
        await leader.write(shelf(1))
    await asyncio.wait_for(leader.lost(), SOON)
    assert postgres.ask("SELECT * FROM shelf", url) == []


async def test_a_group_that_is_under_way_lasts_before_anybody_else_leads(
    opens: Opens, postgres: Server, url: str
) -> None:
    leader = await opens()
    writing, go_on = await cut_off_while_writing(leader, postgres, url)
    standing = opens(lambda _held: None)
    await asyncio.sleep(0)
    go_on.set()
    assert await writing == 1
    successor = await asyncio.wait_for(standing, SOON)
    assert await successor.read(shelves) == [1]


@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
async def test_a_leader_that_waited_while_the_epoch_rose_is_fenced_at_any_isolation(
    opens: Opens, postgres: Server, url: str, level: str
) -> None:
    postgres.ask(
        f"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation = %L',"
        f" current_database(), '{level}'); END $$",
        url,
    )
    leader = await opens(patience=SOON)
    with psycopg.connect(url) as successor:
        successor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(current_schema()))", WRITERS)
        successor.execute("UPDATE circlekeeper SET epoch = epoch + 1")
        writing = asyncio.create_task(leader.write(shelf(1)))
        await until(lambda: postgres.ask(WAITING, url)[0][0])
    with pytest.raises(Fenced):
        await writing
    assert postgres.ask("SELECT * FROM shelf", url) == []


async def test_a_group_that_outlasts_all_patience_is_waited_for(
    opens: Opens, postgres: Server, url: str
) -> None:
    leader = await opens()
    writing, go_on = await cut_off_while_writing(leader, postgres, url)
    with pytest.raises(Held, match=r"is in use by process \d+"):
        await opens(patience=0.1)
    told = asyncio.Queue[Held]()
    standing = opens(told.put_nowait, patience=0.1)
    assert (await asyncio.wait_for(told.get(), SOON)).pid
    go_on.set()
    assert await writing == 1
    assert await (await asyncio.wait_for(standing, SOON)).read(shelves) == [1]


async def test_nothing_is_migrated_under_somebody_who_may_still_write(
    opens: Opens, postgres: Server, url: str
) -> None:
    """The leader of before is fenced first."""
    await (await opens()).close()
    before = postgres.ask(EPOCH, url)
    seen: list[object] = []

    def seam(moment: str) -> None:
        if moment == "migrating":
            seen.append(postgres.ask(EPOCH, url) != before)

    leader = await opens(None, "ALTER TABLE shelf ADD COLUMN wide INTEGER;", seam=seam)
    assert seen == [True]
    assert await leader.write(shelf(1)) == 1


async def test_a_database_that_was_put_back_fences_whoever_led_since(
    opens: Opens, postgres: Server, url: str
) -> None:
    """It stands where it stood when it was copied; somebody who took over later may live."""
    await (await opens()).close()
    [(copied,)] = postgres.ask(EPOCH, url)
    await (await opens()).close()
    [(lives,)] = postgres.ask(EPOCH, url)
    postgres.ask(f"UPDATE circlekeeper SET epoch = {copied}", url)  # noqa: S608
    await opens()
    assert copied < postgres.ask(EPOCH, url)[0][0] != lives


async def test_when_every_connection_is_killed_the_standby_leads(
    opens: Opens, postgres: Server, url: str
) -> None:
    leader, told = await opens(), asyncio.Queue[Held]()
    standing = opens(told.put_nowait)
    await asyncio.wait_for(told.get(), SOON)
    await leader.write(shelf(1))
    postgres.ask(EVERYBODY, url)
    done, _ = await asyncio.wait({standing, asyncio.create_task(leader.lost())}, timeout=SOON)
    assert len(done) == 2
    with pytest.raises(Fenced):
        await leader.write(shelf(2))
    assert await standing.result().read(shelves) == [1]


async def test_who_writes_beside_a_leader_waits_their_turn(
    opens: Opens, url: str, tmp_path: Path
) -> None:
    leader = await opens()
    beside = await Database.open(url, keyring=Keyring.plain(), scripts=scripts(tmp_path / "sql"))
    await asyncio.gather(*(one.write(shelf(n)) for n, one in enumerate((leader, beside) * 20)))
    assert await leader.read(shelves) == list(range(40))
    await beside.close()


async def test_a_server_that_starts_anew_is_waited_for(
    opens: Opens, postgres: Server, url: str
) -> None:
    leader, told = await opens(), asyncio.Queue[Held]()
    [(epoch,)] = postgres.ask(EPOCH, url)
    standing = opens(told.put_nowait)
    await asyncio.wait_for(told.get(), SOON)
    await leader.write(shelf(1))
    await asyncio.to_thread(postgres.stop, "immediate")
    try:
        await asyncio.wait_for(leader.lost(), SOON)
    finally:
        await asyncio.to_thread(postgres.start)
    successor = await asyncio.wait_for(standing, SOON)
    assert await successor.read(shelves) == [1]
    assert postgres.ask(EPOCH, url)[0][0] > epoch
