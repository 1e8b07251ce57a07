"""What people answered in a database of the fourth version is brought over, and then sealed."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from storage import alerts, hellos, sealing, small_steps
from storage.database import SCRIPTS, Database, Tx
from storage.engines import postgres_start
from storage.engines.postgres_link import Address
from storage.engines.scripts import Scripts
from storage.enums import Dimension, HelloAnswer, StepState
from storage.seal import Keyring

KEYS = Keyring({1: bytes(32)}, current=1)
FOUR = sorted((SCRIPTS / "migrations").glob("*.sql"))[:4]
STEPS = tuple(zip(StepState, Dimension, strict=False))
PEOPLE = (
    "INSERT INTO person (id, language, zone, created_at) VALUES (1, 'en', 'UTC', 5)",
    "INSERT INTO circle (id, code, partner_id, participant_id, opened_at)"
    " VALUES (1, 'A1', 1, 1, 5)",
    "INSERT INTO hello (id, circle_id, state, asked_at) VALUES (1, 1, 'answered', 5)",
    "INSERT INTO alert (id, circle_id, kind, state, opened_at, person_id, detail)"
    " VALUES (1, 1, 'danger', 'open', 5, 1, 'suicide_ideation'),"
    " (2, 1, 'asked_for_partner', 'open', 5, 1, NULL)",
)
SAID = ("call", "write", "not_today", None)


def _fill(tx: Tx) -> None:
    """A life as the fourth version kept it."""
    for statement in PEOPLE:
        tx.run(statement)
    for number, (state, dimension) in enumerate(STEPS, 1):
        tx.run(
            "INSERT INTO small_step (id, person_id, dimension, text, state, chosen_at, settled_at)"
            " VALUES (:id, 1, :dimension, :text, :state, 5, :settled)",
            id=number,
            dimension=dimension,
            text=KEYS.seal(f"Step {number}", where="small_step.text", row=number),
            state=state,
            settled=None if state is StepState.CHOSEN else 6,
        )
    for number, answer in enumerate(SAID, 1):
        tx.run(
            "INSERT INTO seat (id, circle_id, state, since) VALUES (:id, 1, 'left', 5)", id=number
        )
        tx.run(
            "INSERT INTO hello_ask (hello_id, seat_id, asked_at, answer)"
            " VALUES (1, :seat, 5, :answer)",
            seat=number,
            answer=answer,
        )


def _fourth(url: str, folder: Path) -> Path:
    """The scripts of the fourth version: whatever its migrations lead to from nothing."""
    (folder / "migrations").mkdir(parents=True)
    scripts = [shutil.copy(file, folder / "migrations") for file in FOUR]
    (folder / "schema.sql").write_text("\n".join(Path(one).read_text("utf-8") for one in scripts))
    if url.startswith("postgresql"):  # which takes its references away for each migration
        connection = Address.read(url).connect(1.0)
        postgres_start.create(connection, Scripts("", ()))
        connection.close()
    return folder


@pytest.fixture
async def brought(url: str, tmp_path: Path) -> AsyncIterator[Database]:
    """That database, opened by this version."""
    old = await Database.open(url, keyring=KEYS, scripts=_fourth(url, tmp_path / "fourth"))
    await old.write(_fill)
    await old.close()
    database = await Database.open(url, keyring=KEYS)
    yield database
    await database.close()


def _told(tx: Tx) -> list[object]:
    """Everything that people answered."""
    steps = [small_steps.get(tx, number) for number in range(1, len(STEPS) + 1)]
    return [
        [(one.text, one.state, one.dimension) for one in steps if one],
        [hellos.said(tx, 1, seat) for seat in range(1, len(SAID) + 1)],
        [alerts.detail(tx, number) for number in (1, 2)],
    ]


EXPECTED: list[object] = [
    [(f"Step {number}", state, part) for number, (state, part) in enumerate(STEPS, 1)],
    [HelloAnswer.CALL, HelloAnswer.WRITE, None, None],
    ["suicide_ideation", ""],
]


async def test_every_answer_is_what_it_was(brought: Database) -> None:
    assert await brought.read(_told) == EXPECTED
    live = await brought.read(lambda tx: small_steps.live(tx, 1))
    assert live is not None
    assert live.state is StepState.CHOSEN


async def test_the_next_start_seals_them(brought: Database) -> None:
    for column in sealing.COLUMNS:
        await brought.write(partial(sealing.seal_plain, column=column, after=0, limit=500))
    assert await brought.read(_told) == EXPECTED
    answers = ("small_step.dimension", "small_step.outcome", "hello_ask.answer", "alert.detail")
    found = await brought.read(_first_bytes)
    assert {name: found[name] for name in answers} == {name: {1} for name in answers}


def _first_bytes(tx: Tx) -> dict[str, set[int]]:
    """With which keys the values of each column are sealed."""
    return {
        f"{one.table}.{one.name}": {
            row[one.name][0]
            for row in tx.all(f"SELECT * FROM {one.table}")  # noqa: S608
            if row[one.name]
        }
        for one in sealing.COLUMNS
    }
