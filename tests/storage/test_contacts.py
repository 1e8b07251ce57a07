"""Requests for a link: one open a person, seen by one, forgotten in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage import contacts, people
from storage.database import Database, Tx
from storage.enums import Language

NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
DAN, EVE, DEV = 7, 5, 4


def _eve(tx: Tx) -> None:
    for person in (EVE, DEV):
        people.welcome(tx, person, Language.ENGLISH, "UTC", NOW)


async def test_asking_again_renews_the_open_request(database: Database) -> None:
    first = await database.write(lambda tx: contacts.ask(tx, DAN, Language.ENGLISH, NOW))
    again = await database.write(lambda tx: contacts.ask(tx, DAN, Language.SPANISH, LATER))
    found = await database.read(lambda tx: contacts.newest(tx, DAN))
    assert first == again
    assert found is not None
    assert (found.asked_at, found.language) == (LATER, Language.SPANISH)


async def test_of_two_who_see_to_it_one_does(database: Database) -> None:
    await database.write(_eve)
    number = await database.write(lambda tx: contacts.ask(tx, DAN, Language.ENGLISH, NOW))
    assert await database.write(lambda tx: contacts.see(tx, number, EVE))
    assert not await database.write(lambda tx: contacts.see(tx, number, DEV))
    found = await database.read(lambda tx: contacts.get(tx, number))
    assert found is not None
    assert found.seen_by == EVE


async def test_what_is_seen_to_leaves_room_for_a_new_request(database: Database) -> None:
    await database.write(_eve)
    first = await database.write(lambda tx: contacts.ask(tx, DAN, Language.ENGLISH, NOW, EVE))
    again = await database.write(lambda tx: contacts.ask(tx, DAN, Language.ENGLISH, LATER))
    assert first != again


async def test_old_requests_are_forgotten(database: Database) -> None:
    await database.write(lambda tx: contacts.ask(tx, DAN, Language.ENGLISH, NOW))
    assert await database.write(lambda tx: contacts.purge(tx, NOW, 10)) == 0
    assert await database.write(lambda tx: contacts.purge(tx, LATER, 10)) == 1
