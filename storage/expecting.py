"""What a typed text would be, when the bot asked for one. The newest question wins.

One a person, and only for a while: nobody's words go to somebody else by a question of last week.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import orjson

from storage.database import Tx
from storage.enums import Expected
from storage.facts import read_facts
from storage.moments import micros, moment
from storage.records import Expecting, PersonId, RowId

LASTS = timedelta(hours=1)
_FACTS = "expecting.facts"


def put(
    tx: Tx,
    person_id: int,
    what: Expected,
    facts: dict[str, object],
    row_id: RowId | None,
    now: datetime,
) -> None:
    """The next typed text of this person would be ``what``."""
    tx.run(
        "INSERT INTO expecting (person_id, what, facts, row_id, since)"
        " VALUES (:id, :what, :facts, :row, :now) ON CONFLICT (person_id)"
        " DO UPDATE SET what = :what, facts = :facts, row_id = :row, since = :now",
        id=person_id,
        what=what,
        facts=tx.keyring.seal(orjson.dumps(facts), where=_FACTS, row=person_id),
        row=row_id,
        now=micros(now),
    )


def get(tx: Tx, person_id: int, now: datetime) -> Expecting | None:
    """What is expected of this person now; None once it is too long ago."""
    row = tx.one("SELECT * FROM expecting WHERE person_id = :id", id=person_id)
    if row is None or moment(row["since"]) <= now - LASTS:
        return None
    return Expecting(
        person_id=PersonId(person_id),
        what=Expected(row["what"]),
        facts=read_facts(tx.keyring.open(row["facts"], where=_FACTS, row=person_id)),
        row_id=row["row_id"],
        since=moment(row["since"]),
    )


def clear(tx: Tx, person_id: int) -> None:
    """Nothing is expected any more."""
    tx.run("DELETE FROM expecting WHERE person_id = :id", id=person_id)


def later(tx: Tx, since: datetime, by: timedelta) -> int:
    """Nothing typed could arrive since then, for so long: what was asked stands as much longer."""
    return tx.run(
        "UPDATE expecting SET since = since + :by WHERE since > :old AND since <= :since",
        by=by // timedelta(microseconds=1),
        old=micros(since - LASTS),
        since=micros(since),
    )


def purge(tx: Tx, now: datetime) -> int:
    """Forget what was asked for too long ago; how many went."""
    return tx.run("DELETE FROM expecting WHERE since <= :before", before=micros(now - LASTS))
