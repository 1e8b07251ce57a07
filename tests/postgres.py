"""A PostgreSQL of the tests' own: one server a run, behind a socket in a folder of its own.

It is Debian's, or whatever is on the path. Where there is none, its half of the tests is skipped
and says so. Nothing that it keeps survives the run, so it is told not to wait for the disk.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from storage.database import Database
from storage.seal import Keyring

BOTH = pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True)
"""For what is to hold on either engine."""
MISSING = "PostgreSQL is not installed (Debian: apt install postgresql): its half was not played"
USER = "tester"
_FAST = (
    "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c autovacuum=off"
    " -c max_connections=200 -c shared_buffers=64MB -c max_wal_size=256MB"
)
# References are not looked at meanwhile, so that no order is needed.
_CLEAN = """
SET session_replication_role = replica;
DO $$ DECLARE name text; filled boolean; BEGIN
    FOR name IN SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM ' || name || ')' INTO filled;
        IF filled AND name <> 'circlekeeper' THEN EXECUTE 'DELETE FROM ' || name; END IF;
    END LOOP;
END $$;
UPDATE circlekeeper SET epoch = 0, pid = NULL, host = NULL, since = NULL
"""
_numbers = itertools.count(1)


def programs() -> Path | None:
    """The folder with initdb and pg_ctl; None: there is no PostgreSQL here."""
    there = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    return there[-1].parent if there else None


class Server:
    """A running server; each test gets a database of its own."""

    def __init__(self, bin_: Path, folder: Path) -> None:
        self._bin = bin_
        self.folder = folder
        self._clean: list[str] = []

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://{USER}@/{name}?host={self.folder}"

    def start(self) -> None:
        """Start it, or start it again."""
        self._control("start", "-w", "-l", str(self.folder / "log"), "-o", self._options)

    def stop(self, how: str = "fast") -> None:
        """Stop it: ``immediate`` is like a power cut."""
        self._control("stop", "-w", "-m", how)

    def make(self) -> None:
        """A new, empty one."""
        self._as_user("initdb", "-D", self._data, "-U", USER, "-A", "trust", "-E", "UTF8", "-N")
        self.start()

    def fresh(self) -> str:
        """The address of an empty database."""
        name = f"test{next(_numbers)}"
        self.ask(f"CREATE DATABASE {name}")
        return self.url(name)

    def lend(self) -> str:
        """The address of a database with the real schema and nothing in it."""
        if self._clean:
            return self._clean.pop()
        url = self.fresh()
        # Wherever it is asked for, also on a loop that runs.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, _created(url)).result()
        return url

    def take_back(self, url: str) -> None:
        """Whatever a test left in it goes; the next one gets it."""
        self.ask(_CLEAN, url)
        self._clean.append(url)

    def dump(self, url: str, to: Path) -> Path:
        """A copy as the guide makes one, while whoever likes writes on."""
        subprocess.run([self._bin / "pg_dump", "--format=custom", "--file", to, url], check=True)
        return to

    def put_back(self, file: Path) -> str:
        """The address of a new database with what was copied."""
        url = self.fresh()
        subprocess.run([self._bin / "pg_restore", "--no-owner", "--dbname", url, file], check=True)
        return url

    def drop(self, url: str) -> None:
        """Away with it, whoever is still there."""
        name = url.split("@/")[1].split("?")[0]
        self.ask(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def ask(self, sql: str, url: str = "") -> list[Any]:
        """Ask, as somebody beside the bot; on any database, or on this one."""
        with psycopg.connect(url or self.url("postgres"), autocommit=True) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    @property
    def _options(self) -> str:
        return f"-k {self.folder} {_FAST}"

    def _control(self, *words: str) -> None:
        self._as_user("pg_ctl", "-D", self._data, *words)

    def _as_user(self, program: str, *words: str) -> None:
        """It refuses to run as root."""
        user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        subprocess.run(
            [self._bin / program, *words],
            check=True,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=user and user.pw_uid,
            group=user and user.pw_gid,
            extra_groups=user and [],
        )


async def _created(url: str) -> None:
    await (await Database.open(url, keyring=Keyring.plain())).close()


@contextmanager
def server() -> Iterator[Server]:
    """A server until the block ends; skips where there is none."""
    bin_ = programs()
    if bin_ is None:
        pytest.skip(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="ck-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    one = Server(bin_, folder)
    try:
        one.make()
        yield one
    finally:
        one.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)
