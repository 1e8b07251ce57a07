"""People, their roles in the programme, and how far they are on the way in.

Storage functions only: what a role may do is decided in ``handlers``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from storage import names
from storage.database import Row, Tx
from storage.enums import JoinStep, Language, Pack, Role
from storage.moments import maybe_moment, micros, moment
from storage.records import Joining, Person, PersonId

_NAME = "person.name"


def _opens_name(tx: Tx, row: Row) -> Callable[[], str]:
    return partial(names.opened, tx.keyring, row["name"], where=_NAME, row=row["id"])


def _person(tx: Tx, row: Row) -> Person:
    return Person(
        id=PersonId(row["id"]),
        language=Language(row["language"]),
        zone=row["zone"],
        opens_name=_opens_name(tx, row),
        agreed_at=maybe_moment(row["agreed_at"]),
        joined_at=maybe_moment(row["joined_at"]),
        unreachable_since=maybe_moment(row["unreachable_since"]),
        last_message=row["last_message"],
        adult_at=maybe_moment(row["adult_at"]),
        pack=None if row["pack"] is None else Pack(row["pack"]),
        new_messages=bool(row["new_messages"]),
        tidy=None if row["tidy"] is None else bool(row["tidy"]),
        quiet_after=row["quiet_after"],
    )


def get(tx: Tx, person_id: int) -> Person | None:
    """The person with this Telegram id, or None for a stranger."""
    row = tx.one("SELECT * FROM person WHERE id = :id", id=person_id)
    return None if row is None else _person(tx, row)


def arrived(tx: Tx) -> dict[PersonId, datetime]:
    """Everybody, and when they were first seen."""
    rows = tx.all("SELECT id, created_at FROM person")
    return {PersonId(row["id"]): moment(row["created_at"]) for row in rows}


def welcome(tx: Tx, person_id: int, language: Language, zone: str, now: datetime) -> Person:
    """Remember somebody who opened a link; whoever is known already stays as they are."""
    tx.run(
        "INSERT INTO person (id, language, zone, created_at) VALUES (:id, :language, :zone, :now)"
        " ON CONFLICT (id) DO NOTHING",
        id=person_id,
        language=language,
        zone=zone,
        now=micros(now),
    )
    person = get(tx, person_id)
    assert person is not None  # noqa: S101 - it was written one line above
    return person


def set_language(tx: Tx, person_id: int, language: Language) -> None:
    """Speak this language with the person from now on."""
    tx.run("UPDATE person SET language = :language WHERE id = :id", language=language, id=person_id)


def set_zone(tx: Tx, person_id: int, zone: str) -> None:
    """The person's clock is this zone's from now on."""
    tx.run("UPDATE person SET zone = :zone WHERE id = :id", zone=zone, id=person_id)


def set_name(tx: Tx, person_id: int, name: str) -> None:
    """Call the person what they chose."""
    sealed = tx.keyring.seal(name, where=_NAME, row=person_id)
    tx.run("UPDATE person SET name = :name WHERE id = :id", name=sealed, id=person_id)


def set_agreed(tx: Tx, person_id: int, now: datetime) -> None:
    """The person agreed to what is kept and who sees it; the first yes stays."""
    tx.run(
        "UPDATE person SET agreed_at = coalesce(agreed_at, :now) WHERE id = :id",
        now=micros(now),
        id=person_id,
    )


def set_adult(tx: Tx, person_id: int, now: datetime) -> None:
    """The person says that they are old enough; the first time stays."""
    tx.run(
        "UPDATE person SET adult_at = coalesce(adult_at, :now) WHERE id = :id",
        now=micros(now),
        id=person_id,
    )


def set_joined(tx: Tx, person_id: int, now: datetime) -> None:
    """The person came all the way in; the first time stays."""
    tx.run(
        "UPDATE person SET joined_at = coalesce(joined_at, :now) WHERE id = :id",
        now=micros(now),
        id=person_id,
    )


def set_unreachable(tx: Tx, person_id: int, now: datetime) -> bool:
    """Nothing can be delivered to the person; True when that is news."""
    changed = tx.run(
        "UPDATE person SET unreachable_since = :now WHERE id = :id AND unreachable_since IS NULL",
        now=micros(now),
        id=person_id,
    )
    return changed == 1


def set_reachable(tx: Tx, person_id: int) -> bool:
    """Messages arrive again; True when that is news."""
    changed = tx.run(
        "UPDATE person SET unreachable_since = NULL"
        " WHERE id = :id AND unreachable_since IS NOT NULL",
        id=person_id,
    )
    return changed == 1


def saw_message(tx: Tx, person_id: int, message_id: int) -> None:
    """A message with this id stands in the chat: older ones are no longer the newest."""
    tx.run(
        "UPDATE person SET last_message = :message WHERE id = :id AND last_message < :message",
        message=message_id,
        id=person_id,
    )


def give_role(tx: Tx, person_id: int, role: Role, now: datetime) -> None:
    """Make somebody a partner or a coordinator of the programme."""
    tx.run(
        "INSERT INTO role (person_id, kind, since) VALUES (:id, :kind, :now)"
        " ON CONFLICT (person_id, kind) DO NOTHING",
        id=person_id,
        kind=role,
        now=micros(now),
    )


def roles(tx: Tx, person_id: int) -> frozenset[Role]:
    """The programme roles of a person; roles in a circle are the circle's."""
    rows = tx.all("SELECT kind FROM role WHERE person_id = :id", id=person_id)
    return frozenset(Role(row["kind"]) for row in rows)


def with_role(tx: Tx, role: Role) -> list[Person]:
    """Everybody who has this programme role, longest first."""
    rows = tx.all(
        "SELECT person.* FROM role JOIN person ON person.id = role.person_id"
        " WHERE role.kind = :kind ORDER BY role.since, person.id",
        kind=role,
    )
    return [_person(tx, row) for row in rows]


def joining(tx: Tx, person_id: int) -> Joining | None:
    """Where the person stands on the way in; None when they are not on it."""
    if (row := tx.one("SELECT * FROM joining WHERE person_id = :id", id=person_id)) is None:
        return None
    return Joining(
        PersonId(person_id), row["invitation_id"], JoinStep(row["step"]), row["asked_row"]
    )


def on_the_way(tx: Tx, since: datetime) -> list[Person]:
    """Whoever came after this instant and stands on the way in."""
    rows = tx.all(
        "SELECT person.* FROM person JOIN joining ON joining.person_id = person.id"
        " WHERE person.created_at > :since ORDER BY person.id",
        since=micros(since),
    )
    return [_person(tx, row) for row in rows]


def set_joining(tx: Tx, person_id: int, link: int, step: JoinStep, row: int | None = None) -> None:
    """Keep the place of somebody on the way in, and which row asked for it."""
    tx.run(
        "INSERT INTO joining (person_id, invitation_id, step, asked_row)"
        " VALUES (:id, :invitation, :step, :row) ON CONFLICT (person_id) DO UPDATE SET"
        " invitation_id = :invitation, step = :step, asked_row = coalesce(:row, joining.asked_row)",
        id=person_id,
        invitation=link,
        step=step,
        row=row,
    )


def end_joining(tx: Tx, person_id: int) -> None:
    """The person is in, or stepped back."""
    tx.run("DELETE FROM joining WHERE person_id = :id", id=person_id)


def forget_guest(tx: Tx, person_id: int) -> None:
    """Forget somebody who never came in, and what they chose on the way."""
    for table in ("joining", "rhythm", "expecting"):
        tx.run(f"DELETE FROM {table} WHERE person_id = :id", id=person_id)  # noqa: S608
    tx.run("DELETE FROM person WHERE id = :id AND joined_at IS NULL", id=person_id)


def remember_bot(tx: Tx, bot_id: int, username: str) -> None:
    """Keep the bot's own id and username, which invitations are made with."""
    tx.run("DELETE FROM bot WHERE id <> :id", id=bot_id)
    tx.run(
        "INSERT INTO bot (id, username) VALUES (:id, :username)"
        " ON CONFLICT (id) DO UPDATE SET username = :username",
        id=bot_id,
        username=username,
    )


def alive(tx: Tx, now: datetime) -> datetime | None:
    """Write down that the bot runs; when it said so before."""
    row = tx.one("SELECT alive_at FROM bot")
    tx.run("UPDATE bot SET alive_at = :now", now=micros(now))
    return None if row is None else maybe_moment(row["alive_at"])


def last_alive(tx: Tx) -> datetime | None:
    """When the bot last wrote down that it runs."""
    row = tx.one("SELECT alive_at FROM bot")
    return None if row is None else maybe_moment(row["alive_at"])


def bot_username(tx: Tx) -> str | None:
    """The username that Telegram gave at the last start; None before the first."""
    row = tx.one("SELECT username FROM bot")
    return None if row is None else str(row["username"])
