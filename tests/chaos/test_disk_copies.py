"""Copies made under load come back whole (F38), large ones soon (G16), and a full disk spoils none.

Load is people who answer on their phones, behind them the bot as a process of its own. A copy holds
each answer that a phone saw as saved before it was begun, and a bot on it answers.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import AsyncExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import app, restoring
from bot.exits import ExitCode
from bot.ledger import ledger_of
from bot.practice_room.clock import RoomClock
from bot.practice_room.phone import Phone
from bot.practice_room.room import Room
from bot.settings import Database as Place
from bot.settings import Settings
from storage import backups, outbox
from storage.backups import Backup
from storage.database import Database, Tx, no_seam
from storage.enums import Class
from tests.bot.broken import KEY, SOUND, written
from tests.bot.doors import running, until
from tests.bot.test_keeping import name_in, named
from tests.chaos.conftest import Tell
from tests.chaos.disk_bot import ROOT, may_mount
from tests.chaos.disk_play import EIGHT, QUESTION, WITHIN, Yard, yard
from tests.chaos.table import Line

pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(sys.platform != "linux", reason="The disks of these tests are Linux's."),
]
MIB = 1 << 20
LIMIT = 30.0
"""Seconds in which 100 MB must be back."""


async def answering(phone: Phone, stop: asyncio.Event) -> None:
    """All eight, again and again."""
    while not stop.is_set():
        await phone.says(EIGHT)
        await phone.sees("Saved.", within=WITHIN)
        await phone.says("/checkin")
        await phone.sees(QUESTION, within=WITHIN)


async def more_than(number: int, phones: list[Phone]) -> None:
    """Wait for so many saved check-ins."""
    await until(lambda: sum(map(shown, phones)) > number, within=WITHIN)


def shown(phone: Phone) -> int:
    """How many check-ins somebody saw as saved."""
    saved = [one.message.id for one in phone.account.seen if one.message and "Saved." in one.text]
    return len(set(saved))


async def copied(settings: Settings, folder: Path, at: datetime) -> Backup:
    """A copy as the command makes it, beside the running bot."""
    keyring = settings.keys.keyring()
    database = await Database.open(settings.database.url, keyring=keyring, migrate=False)
    try:
        return await backups.make(database, settings.database_path, folder, at)
    finally:
        await database.close()


async def comes_back(one: Yard, copy: Path, folder: Path) -> str:
    """Put a copy into a folder of its own and start a bot on it; what did not hold."""
    first, now = one.on.demo.settings(), one.on.room.clock.now()
    path = folder / first.database_path.name
    shutil.copy(ledger_of(first), f"{path}-ledger")
    settings = first.model_copy(update={"database": Place(url=f"sqlite:///{path}")})
    found = await restoring.restore(settings, copy, now)
    async with (
        Room.open(clock=RoomClock(running=False, start=now)) as room,
        AsyncExitStack() as gone,
    ):
        telegram = settings.telegram.model_copy(update={"api_base_url": room.url})
        settings = settings.model_copy(update={"telegram": telegram})
        bot = await app.make(settings, room.clock, no_seam, gone)
        async with running(bot):
            ana = one.on.phone(one.names[0])
            again = room.phone(ana.name, number=ana.id)
            await again.says("/start")
            await again.sees(f"You're here, {ana.name}", within=WITHIN)
            await bot.schedule.strike_all()
        breaches = found.breaches + bot.schedule.breaches.total()
    return "" if found.whole and not breaches and sound(path) else f"{copy.name}: {found}"


def sound(path: Path) -> bool:
    """What SQLite itself says."""
    with closing(sqlite3.connect(path)) as bare:
        pages = bare.execute("PRAGMA integrity_check").fetchone()[0]
        return pages == "ok" and not bare.execute("PRAGMA foreign_key_check").fetchall()


def saved_in(copy: Path, phone: Phone) -> int:
    """How many saved check-ins a copy holds, each with all its answers."""
    sql = (
        "SELECT count(*) FROM checkin WHERE person_id = ? AND state = 'saved'"
        " AND (SELECT count(*) FROM answer WHERE checkin_id = checkin.id) IN (1, 8)"
    )
    with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro&immutable=1", uri=True)) as bare:
        return int(bare.execute(sql, (phone.id,)).fetchone()[0])


async def test_copies_made_under_load_come_back(tell: Tell, long: bool, tmp_path: Path) -> None:
    count, lost, wrong = 20 if long else 2, 0, []
    (tmp_path / "copies").mkdir()
    async with yard(tmp_path, "Ana", "Ben") as one:
        stop, phones = asyncio.Event(), [one.on.phone(name) for name in one.names]
        for phone in phones:
            await phone.says("/checkin")
            await phone.sees(QUESTION, within=WITHIN)
        answers = [asyncio.create_task(answering(phone, stop)) for phone in phones]
        for number in range(count):
            await more_than(number, phones)
            before = [shown(phone) for phone in phones]
            at = datetime.now(UTC) + timedelta(seconds=number)
            made = await copied(one.on.demo.settings(), tmp_path / "copies", at)
            kept = [saved_in(made.file, phone) for phone in phones]
            lost += sum(max(0, seen - held) for seen, held in zip(before, kept, strict=True))
            folder = tmp_path / str(number)
            folder.mkdir()
            wrong += [what for what in [await comes_back(one, made.file, folder)] if what]
        stop.set()
        await asyncio.gather(*answers)
        given = sum(map(shown, phones))
    remark = f"{count - len(wrong)} of {count} back while {given} check-ins were saved"
    tell(
        Line(
            "F38 copied while writing", count, lost, held=not wrong and given > count, remark=remark
        )
    )


def fill(tx: Tx) -> None:
    """Four megabytes of messages that went out."""
    now = datetime.now(UTC)
    for _ in range(1_000):
        outbox.put(tx, 7, Class.REPLY, "note", {"key": "x" * 4_000}, now)
    tx.run("UPDATE outbox SET state = 2, done_at = not_before WHERE state = 0")


async def test_a_large_copy_is_back_soon(tell: Tell, long: bool, tmp_path: Path) -> None:
    size = (100 if long else 10) * MIB
    settings = Settings.model_validate(
        {"keys": {"key": KEY}, "database": {"url": f"sqlite:///{tmp_path}/large.db"}}
    )
    (tmp_path / "copies").mkdir()
    keyring = settings.keys.keyring()
    database = await Database.open(settings.database.url, keyring=keyring)
    while settings.database_path.stat().st_size < size:
        await database.write(fill)
        await database.tidy(datetime.now(UTC))
    made = await backups.make(
        database, settings.database_path, tmp_path / "copies", datetime.now(UTC)
    )
    await database.close()
    worked, since = time.process_time(), time.monotonic()
    await restoring.restore(settings, made.file, datetime.now(UTC))
    worked, took = time.process_time() - worked, time.monotonic() - since
    megabytes = made.file.stat().st_size // MIB
    remark = f"{megabytes} MiB, {worked:.1f} s of CPU"
    held = worked < LIMIT * megabytes / 100 and megabytes >= 0.9 * size / MIB
    tell(Line("G16 a large copy back", 1, recovery=took, held=held, remark=remark))


TOLD = ("no space left", "cannot be written", "could not be read or written")
SMALL = """
mount -t tmpfs -o size="$SIZE",mode=700 none small && cp circlekeeper.db small/ || exit 1
before=$(sha256sum < small/circlekeeper.db)
"$PYTHON" -m bot "$@"; echo "code $?"
test "$before" = "$(sha256sum < small/circlekeeper.db)" && echo unchanged
ls small
"""


def on_small_disk(folder: Path, size: int, *words: object) -> list[str]:
    """A command beside a small disk that holds the database: what it says, and what lies there."""
    (folder / "small").mkdir(exist_ok=True)
    done = subprocess.run(
        ["/usr/bin/env", "unshare", "--mount", "sh", "-c", SMALL, "sh", *map(str, words)],
        cwd=folder,
        env={
            "PATH": "/usr/bin:/bin:/usr/sbin:/sbin",
            "PYTHON": sys.executable,
            "PYTHONPATH": str(ROOT),
            "SIZE": str(size),
            "CIRCLEKEEPER__KEYS__KEY": KEY,
            "CIRCLEKEEPER__DATABASE__URL": f"sqlite:///{folder}/small/circlekeeper.db",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return [*done.stderr.splitlines(), *done.stdout.splitlines()]


@pytest.mark.parametrize("what", ["backup", "restore"])
def test_a_full_disk_spoils_neither_the_database_nor_a_copy(
    what: str, tell: Tell, long: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not may_mount():
        pytest.skip("Nobody here can mount a small disk.")
    monkeypatch.setenv("CIRCLEKEEPER__KEYS__KEY", KEY)
    path = tmp_path / "circlekeeper.db"
    named(path, "Ana")
    config = written(tmp_path, SOUND)
    shutil.copy(path, tmp_path / "copy.db")
    words = {"backup": ("--to", tmp_path / "small"), "restore": (tmp_path / "copy.db",)}[what]
    # Of a copy it is the folder that refuses; of a restore the disk, which may have room later.
    code = {"backup": ExitCode.DATABASE, "restore": ExitCode.HELD}[what]
    size, wrong = path.stat().st_size, []
    shares = (1.3, 1.6, 1.9, 2.05, 2.2) if long else (1.6,)
    for share in shares:
        # A restore takes the space of two copies while it works.
        said = on_small_disk(tmp_path, int(size * share), what, *words, "--config", config)
        refused = [sentence for sentence in said[:1] if any(word in sentence for word in TOLD)]
        beside = [name for name in said if name.startswith("circlekeeper.db-")]
        whole = said == [*refused, f"code {code}", "unchanged", "circlekeeper.db", *beside]
        if "code 0" not in said and not whole:
            wrong.append(f"{share}: {said}")
    assert name_in(path) == "Ana"
    tell(Line(f"F25 disk full in a {what}", len(shares), held=not wrong, remark="; ".join(wrong)))
