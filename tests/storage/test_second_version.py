"""A database of the first version, with people in it, is brought to the second as it is."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from storage import database as module
from storage.engines.scripts import Scripts
from storage.engines.sqlite_start import migrate
from tests.storage.first_version import first_version


def test_what_people_have_stays(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    first_version(file)
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        migrate(connection, Scripts.read(module.SCRIPTS), module.no_seam)
        rows = [
            connection.execute(sql).fetchall()
            for sql in (
                "SELECT full_day, due_at FROM rhythm",
                "SELECT id, local_date, state, kind FROM occasion",
                "SELECT id, occasion_id, at, kind FROM checkin",
                "SELECT person_id, step FROM joining",
                "SELECT id, state, person_id FROM alert",
            )
        ]
    assert rows == [
        [(3, 9)],
        [(3, "2026-11-03", "later", "full")],
        [(4, 3, 0, "full")],
        [(2, "name")],
        [(6, "open", None)],
    ]
