"""Nobody's answers, notes, steps or goals are opened for anybody else: every screen and every
button, with a keyring that keeps what it opened."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from typing_extensions import override

from handlers.chat.kinds import Kind
from storage import small_steps
from storage.database import Database, Tx
from storage.enums import StepState
from storage.records import PersonId
from storage.seal import Keyring
from tests.handlers.driver import Play
from tests.handlers.every_screen import SCREENS, put, world
from tests.handlers.people import ANA, BEN, CORA, DEV, EVE, MONDAY
from tests.handlers.shares import EVERYTHING, FRIDAY_SIX, everything, stage

OWN = {
    "answer.temperature": "SELECT person_id FROM checkin WHERE id = :row",
    "note.text": "SELECT person_id FROM checkin WHERE id = :row",
    "checkin.heavy": "SELECT person_id FROM checkin WHERE id = :row",
    "small_step.dimension": "SELECT person_id FROM small_step WHERE id = :row",
    "small_step.text": "SELECT person_id FROM small_step WHERE id = :row",
    "small_step.outcome": "SELECT person_id FROM small_step WHERE id = :row",
    "goal.text": "SELECT person_id FROM goal WHERE person_id = :row",
}
"""Whose a sealed value is, by where it rests."""
Opened = list[tuple[str, int]]


class Watching(Keyring):
    """A keyring that keeps what it opened."""

    def __init__(self) -> None:
        super().__init__({}, current=0)
        self.opened: Opened = []

    @override
    def open(self, blob: bytes, *, where: str, row: int) -> bytes:
        self.opened.append((where, row))
        return super().open(blob, where=where, row=row)


@pytest.fixture
def keyring() -> Watching:
    """What was opened in this test."""
    return Watching()


@pytest.fixture
async def play(tmp_path: Path, empty: Path, keyring: Watching) -> AsyncIterator[Play]:
    """The stage of every test, with that keyring."""
    path = shutil.copy(empty, tmp_path / "play.db")
    database = await Database.open(f"sqlite:///{path}", keyring=keyring, readers=1)
    yield Play(database, MONDAY)
    await database.close()


def _owners(tx: Tx, opened: Opened) -> set[int]:
    """Whose words and answers these are."""
    found = set[int]()
    for where, row in opened:
        sql = next((sql for place, sql in OWN.items() if where.startswith(place)), "")
        owner = tx.one(sql, row=row) if sql else None
        if owner is not None:
            found.add(int(owner["person_id"]))
    return found


def _lives(tx: Tx, play: Play) -> None:
    """Everybody has something of their own."""
    for person in (ANA, BEN, CORA, DEV, EVE):
        tx.run("UPDATE checkin SET state = 'kept' WHERE person_id = :id", id=person)
        _ends_step(tx, person, play)
        everything(tx, person, play.now)


def _ends_step(tx: Tx, person: PersonId, play: Play) -> None:
    step = small_steps.live(tx, person)
    if step is not None:
        small_steps.settle(tx, step.id, StepState.DONE, play.now)


def _shares_nothing(tx: Tx) -> None:
    tx.run("UPDATE sharing_grant SET revoked_at = 1")


async def test_no_screen_and_no_button_opens_somebody_elses(play: Play, keyring: Watching) -> None:
    await world(play)
    await play.do(lambda tx: _lives(tx, play))
    # Whoever is deleted has no screens any more: those come last.
    for one in sorted(SCREENS, key=lambda one: one.kind is Kind.DELETE_ASK):
        await play.do(_shares_nothing)
        await play.do(partial(put, play=play, one=one))
        keyring.opened.clear()
        await play.hears(one.reader)
        screen = play.newest(one.reader)
        for button in screen.buttons:
            await play.presses(one.reader, button.data(screen.row.id), screen.message_id)
        owners = await play.do(partial(_owners, opened=list(keyring.opened)))
        assert owners <= {one.reader}, one


async def test_the_watch_sees_what_is_shared(play: Play, keyring: Watching) -> None:
    """The test above looks at the right thing: with a grant, Ana's own is opened for Ben."""
    await stage(play, *EVERYTHING)
    await play.do(lambda tx: everything(tx, ANA, play.now))
    await play.turn(FRIDAY_SIX)
    await play.hears(BEN)
    keyring.opened.clear()
    await play.taps(BEN, "weekly_see")
    assert await play.do(partial(_owners, opened=list(keyring.opened))) == {ANA}
