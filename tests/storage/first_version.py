"""A database as an older version of the bot left it."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from storage import database as module
from storage.engines import sqlite_file
from storage.engines.scripts import Scripts
from storage.engines.sqlite_start import migrate

PEOPLE = """
INSERT INTO person (id, language, zone, created_at) VALUES (1, 'en', 'UTC', 5), (2, 'es', 'UTC', 5);
INSERT INTO circle (id, code, partner_id, participant_id, opened_at) VALUES (1, 'A1', 2, 1, 5);
INSERT INTO rhythm (person_id, days, wall, due_at) VALUES (1, 40, '18:00', 9);
INSERT INTO occasion (id, person_id, local_date, state, created_at)
    VALUES (3, 1, '2026-11-03', 'later', 6);
INSERT INTO checkin (id, person_id, state, opened_at, occasion_id) VALUES (4, 1, 'open', 7, 3);
INSERT INTO invitation (id, hash, role, created_at, expires_at) VALUES (8, X'00', 'partner', 5, 9);
INSERT INTO joining (person_id, invitation_id, step) VALUES (2, 8, 'name');
INSERT INTO alert (id, circle_id, kind, state, opened_at)
    VALUES (6, 1, 'no_active_supporter', 'open', 8);
"""


def version_of(file: Path, number: int) -> None:
    """An empty database of this version, in place of whatever is there."""
    file.write_bytes(b"")
    scripts = Scripts.read(module.SCRIPTS)
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA application_id = {sqlite_file.APPLICATION_ID}")
        older = Scripts(scripts.schema, scripts.migrations[:number])
        migrate(connection, older, module.no_seam)


def first_version(file: Path) -> None:
    """A database of the first version, with somebody of everything in it."""
    version_of(file, 1)
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.executescript(PEOPLE)
