"""A programme moves from a file to a server: all of it, or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage import ledger, people
from storage.database import Database, Held, Refused
from storage.enums import Gone
from storage.moving import move
from storage.seal import Keyring
from tests.handlers.people import ANA, BEN, MONDAY, begin, sit
from tests.postgres import Server
from tests.storage.small import run_python

ODD = "tab\t, line\nand \\N back\\slash, ñ, 🙂, 'quote', \"two\", %s :name"
LARGE, SMALL = 2**63 - 1, -(2**63)
KEYS = Keyring({1: bytes(range(32))}, current=1)
KILLED = """
import asyncio, os, sys
from datetime import UTC, datetime
from storage.moving import move

source, target, moment, count = sys.argv[1:]
heard = []

def seam(what):
    heard.append(what)
    if heard.count(moment) == int(count):
        os.kill(os.getpid(), 9)

asyncio.run(move(source, target, datetime.now(UTC), seam))
"""


@pytest.fixture
def engine() -> str:
    return "postgresql"


@pytest.fixture
async def source(tmp_path: Path) -> str:
    """A circle with people in it, and values that are easily spoiled on the way."""
    url = f"sqlite:///{tmp_path}/source.db"
    database = await Database.open(url, keyring=KEYS)
    circle = await database.write(lambda tx: begin(tx, MONDAY))
    await database.write(lambda tx: sit(tx, circle, BEN, MONDAY))
    await database.write(lambda tx: people.set_name(tx, ANA, ODD))
    await database.write(lambda tx: ledger.note(tx, Gone.SEAT_LEFT, 7, MONDAY))
    rows = [
        {"chat": SMALL, "until": LARGE},
        *({"chat": number, "until": -number} for number in range(3000)),
    ]
    sql = "INSERT INTO chat_wait (chat_id, until) VALUES (:chat, :until)"
    await database.write(lambda tx: tx.many(sql, rows))
    odd = "INSERT INTO ledger (id, at, what, mark) VALUES (99, 0, :what, :mark)"
    await database.write(lambda tx: tx.run(odd, what="", mark=ODD))
    body = "INSERT INTO inbox (id, bot_id, update_id, chat_id, body, received_at)"
    values = " VALUES (1, 1, 1, 1, :body, 0)"
    await database.write(lambda tx: tx.run(body + values, body=bytes(range(256))))
    await database.close()
    return url


@pytest.fixture
def target(postgres: Server) -> Iterator[str]:
    """An empty database."""
    url = postgres.fresh()
    yield url
    postgres.drop(url)


def held(url: str) -> dict[str, list[Any]]:
    """Everything in a file."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)  # noqa: S608
            for (name,) in names.fetchall()
        }


def arrived(server: Server, url: str, names: list[str]) -> dict[str, list[Any]]:
    """Everything on a server."""
    found = {name: server.ask(f"SELECT * FROM {name}", url) for name in names}  # noqa: S608
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def tables(server: Server, url: str) -> int:
    sql = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    return int(server.ask(sql, url)[0][0])


async def test_everything_arrives_as_it_was(source: str, target: str, postgres: Server) -> None:
    before = held(source)
    counts = await move(source, target, MONDAY)
    assert counts == {name: len(rows) for name, rows in before.items()}
    assert arrived(postgres, target, list(before)) == before == held(source)


async def test_the_bot_goes_on_there(source: str, target: str) -> None:
    await move(source, target, MONDAY)
    database = await Database.open(target, keyring=KEYS, hold=True, migrate=False)
    ana = await database.read(lambda tx: people.get(tx, ANA))
    assert ana is not None
    assert ana.name == ODD
    assert await database.write(lambda tx: tx.new_id("ledger")) == 2
    await database.close()


@pytest.mark.parametrize(("moment", "count"), [("copied", 1), ("copied", 30), ("moved", 1)])
async def test_a_kill_leaves_nothing_or_all_of_it(
    source: str, target: str, postgres: Server, moment: str, count: int
) -> None:
    before = held(source)
    code, _ = await run_python(KILLED, source, target, moment, count)
    assert (code, held(source)) == (-9, before)
    if moment == "moved":
        assert arrived(postgres, target, list(before)) == before
    else:
        assert tables(postgres, target) == 0
        await move(source, target, MONDAY)
        assert arrived(postgres, target, list(before)) == before


async def test_what_arrives_otherwise_is_not_kept(
    source: str, target: str, postgres: Server
) -> None:
    """A server that changes what it is given."""
    postgres.ask(
        "CREATE FUNCTION less() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF new.until = -7 THEN new.until = -8; END IF; RETURN new; END $$;"
        " CREATE FUNCTION spy() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF to_regclass('chat_wait') IS NOT NULL AND NOT EXISTS"
        " (SELECT FROM pg_trigger WHERE tgname = 'less') THEN CREATE TRIGGER less BEFORE INSERT"
        " ON chat_wait FOR EACH ROW EXECUTE FUNCTION less(); END IF; END $$;"
        " CREATE EVENT TRIGGER spy ON ddl_command_end WHEN TAG IN ('CREATE TABLE')"
        " EXECUTE FUNCTION spy()",
        target,
    )
    with pytest.raises(Refused, match="chat_wait did not arrive as it was"):
        await move(source, target, MONDAY)
    assert tables(postgres, target) == 0


async def test_a_running_source_is_refused(source: str, target: str, postgres: Server) -> None:
    running = await Database.open(source, keyring=KEYS, hold=True)
    with pytest.raises(Held, match="is in use by process"):
        await move(source, target, MONDAY)
    await running.close()
    assert tables(postgres, target) == 0


async def test_a_target_that_is_not_empty_is_refused(
    source: str, target: str, postgres: Server
) -> None:
    await move(source, target, MONDAY)
    with pytest.raises(Refused, match="is not empty"):
        await move(source, target, MONDAY)
    other = postgres.fresh()
    postgres.ask("CREATE TABLE theirs (id bigint)", other)
    with pytest.raises(Refused, match="is not empty"):
        await move(source, other, MONDAY)
    postgres.drop(other)


async def test_an_older_source_is_refused(source: str, target: str) -> None:
    with closing(sqlite3.connect(source.removeprefix("sqlite:///"))) as connection:
        connection.execute("PRAGMA user_version = 1")
    with pytest.raises(Refused, match="is of version 1: bring it to"):
        await move(source, target, MONDAY)


async def test_a_file_that_is_not_there_is_not_made(tmp_path: Path, target: str) -> None:
    with pytest.raises(Refused, match="There is no database at"):
        await move(f"sqlite:///{tmp_path}/none.db", target, MONDAY)
    assert not sorted(tmp_path.glob("none*"))  # noqa: ASYNC240


@pytest.mark.parametrize(
    ("source_url", "target_url"),
    [("postgresql://u@h/db", "sqlite:///x.db"), ("", "postgresql://u@h/db"), ("sqlite:///x", "")],
)
async def test_there_is_one_way_only(source_url: str, target_url: str) -> None:
    with pytest.raises(Refused, match="in no other way"):
        await move(source_url, target_url, MONDAY)
