"""Parts of a step that fail alone, and values that do not open any more."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from functools import partial

import psycopg
import pytest

from storage import alerts, circles, dispatch, expecting, forget, inbox, names, outbox, people
from storage.database import Database, Tx
from storage.enums import AlertKind, Class, Expected, Language, Role
from storage.records import PersonId, Row
from storage.seal import Keyring, UnknownKey
from tests.storage.small import DAMAGED, REFUSALS, add_shelf, shelves

NOW = datetime(2026, 11, 3, 15, 0, tzinfo=UTC)
READ_ONLY = (sqlite3.OperationalError, psycopg.errors.ReadOnlySqlTransaction)
ANA, BEN = PersonId(1), PersonId(2)


def part(tx: Tx, *numbers: int) -> None:
    """Shelves with these numbers, all or none of them; none is a number twice."""
    try:
        with tx.apart():
            for number in numbers:
                add_shelf(tx, number)
    except (*REFUSALS, *READ_ONLY):
        return


async def test_a_part_that_fails_is_undone_alone(small: Database) -> None:
    def step(tx: Tx) -> None:
        part(tx, 1, 2)
        part(tx, 3, 2)
        part(tx, 4)

    await small.write(step)
    assert await small.read(shelves) == [1, 2, 4]


async def test_a_part_may_have_parts(small: Database) -> None:
    def step(tx: Tx) -> None:
        with tx.apart():
            add_shelf(tx, 1)
            part(tx, 2, 1)
            part(tx, 3)

    await small.write(step)
    assert await small.read(shelves) == [1, 3]


async def test_a_part_of_a_step_that_fails_does_not_last(small: Database) -> None:
    def fails(tx: Tx) -> None:
        part(tx, 1)
        raise LookupError

    with pytest.raises(LookupError):
        await small.write(fails)
    await small.write(lambda tx: part(tx, 2))
    assert await small.read(shelves) == [2]


async def test_whoever_only_looks_may_do_so_in_parts(small: Database) -> None:
    def look(tx: Tx) -> list[int]:
        part(tx, 2)
        return shelves(tx)

    await small.write(lambda tx: add_shelf(tx, 1))
    assert await small.read(look) == [1]


def somebody(tx: Tx, person: PersonId = ANA) -> None:
    """A person with a name that does not open."""
    people.welcome(tx, person, Language.ENGLISH, "UTC", NOW)
    tx.run("UPDATE person SET name = :name WHERE id = :id", name=DAMAGED, id=person)


async def test_a_name_is_opened_by_whoever_says_it(database: Database) -> None:
    await database.write(somebody)
    person = await database.read(lambda tx: people.get(tx, ANA))
    assert person is not None
    assert person.name == names.UNREADABLE
    await database.write(lambda tx: people.set_name(tx, ANA, "Ana"))
    again = await database.read(lambda tx: people.get(tx, ANA))
    assert again is not None
    assert again.name == "Ana"


def test_whatever_does_not_open_is_told_by_its_column() -> None:
    told: list[str] = []
    keyring = Keyring.plain()
    keyring.unreadable = told.append
    with pytest.raises(UnknownKey):
        keyring.open(DAMAGED, where="person.name", row=1)
    assert told == ["person.name"]


def say(tx: Tx, reader: PersonId = ANA, **facts: object) -> Row:
    """One more thing to say."""
    return outbox.put(tx, reader, Class.ALERT, "note", facts, NOW)


def damage(tx: Tx, row: Row) -> None:
    """What a row says does not open."""
    tx.run("UPDATE outbox SET facts = :facts WHERE id = :id", facts=DAMAGED, id=row.id)


async def test_a_row_that_does_not_open_is_found_among_the_others(database: Database) -> None:
    rows = [await database.write(say) for _ in range(3)]
    await database.write(partial(damage, row=rows[1]))
    found = await database.read(lambda tx: dispatch.waiting(tx, Class.ALERT, NOW, 10))
    assert [one.id for one in found] == [row.id for row in rows]
    with pytest.raises(UnknownKey):
        await database.write(lambda tx: dispatch.claim(tx, found[1]))
    assert await database.write(lambda tx: dispatch.claim(tx, found[2])) is not None


async def test_an_update_that_does_not_open_is_empty(database: Database) -> None:
    batch = [(1, 7, b"{}"), (2, 7, b"{}")]
    await database.write(lambda tx: inbox.store(tx, 1, batch, NOW))
    sql = "UPDATE inbox SET body = :body WHERE update_id = 1"
    await database.write(lambda tx: tx.run(sql, body=DAMAGED))
    found = await database.read(lambda tx: inbox.waiting(tx, 7, 10))
    assert [one.body for one in found] == [b"", b"{}"]


async def test_somebody_is_forgotten_although_others_rows_do_not_open(database: Database) -> None:
    def step(tx: Tx) -> None:
        for person in (ANA, BEN):
            somebody(tx, person)
            people.give_role(tx, person, Role.PARTNER, NOW)
        damage(tx, say(tx, BEN))
        say(tx, BEN, person=ANA)
        expecting.put(tx, BEN, Expected.LINE, {"to": ANA}, None, NOW)
        tx.run("UPDATE expecting SET facts = :facts", facts=DAMAGED)
        forget.person(tx, ANA, names.UNREADABLE, NOW)

    await database.write(step)
    left = await database.read(lambda tx: tx.all("SELECT state FROM outbox ORDER BY id"))
    assert [row["state"] for row in left] == [0, 3]
    assert await database.read(lambda tx: tx.all("SELECT * FROM expecting")) == []
    assert await database.read(lambda tx: people.get(tx, ANA)) is None


async def test_a_call_goes_without_a_detail_that_does_not_open(database: Database) -> None:
    def step(tx: Tx) -> str:
        somebody(tx)
        circle = circles.open_circle(tx, ANA, None, NOW)
        kind = AlertKind.DANGER
        alert = alerts.insert(tx, circle.id, kind, NOW, person_id=ANA, detail="overdose")
        assert alerts.detail(tx, alert.id) == "overdose"
        tx.run("UPDATE alert SET detail = :it", it=DAMAGED)
        return alerts.detail(tx, alert.id)

    assert await database.write(step) == ""
