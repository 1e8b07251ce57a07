"""A file that is damaged, cut, foreign or somebody else's (F27), before a start and under a bot.

It is refused with its name and what to do, and left as it is to the byte; never made anew.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import app, keys, restoring
from bot.cli import Actors, _demo, cli
from bot.exits import ExitCode
from bot.settings import Settings
from storage import backups, people
from storage.database import Database, Refused, Tx
from storage.enums import Language, Temperature
from tests.bot.broken import KEY, SOUND, written
from tests.bot.test_keeping import NOW, name_in, named
from tests.chaos.conftest import Tell
from tests.chaos.disk_play import (
    EIGHT,
    HELP,
    QUESTION,
    SOON,
    WITHIN,
    wait_at_telegram,
    yard,
)
from tests.chaos.table import Line
from tests.storage.small import damage

pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(sys.platform != "linux", reason="Files are spoilt as Linux lets us."),
]
SEED = 1
SECTOR = 512
NOBODY = 65534


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def cut_to_nothing(path: Path) -> None:
    os.truncate(path, 0)


def overwritten(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 2 * 4096)


def a_text(path: Path) -> None:
    path.write_text("a diary\n" * 999)


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as theirs, theirs:
        theirs.execute("CREATE TABLE theirs (id INTEGER)")
    path.chmod(0o600)


def given_away(path: Path) -> None:
    os.chown(path, NOBODY, NOBODY)


SPOILT: dict[Callable[[Path], None], str] = {
    cut: "circlekeeper restore",
    cut_to_nothing: "circlekeeper restore",
    overwritten: "circlekeeper restore",
    a_text: "circlekeeper restore",
    foreign: "circlekeeper restore",
    given_away: "run as that user",
}


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, a database with Ana in it, and a copy of it."""
    monkeypatch.setenv("CIRCLEKEEPER__KEYS__KEY", KEY)
    path = tmp_path / "circlekeeper.db"
    named(path, "Ana")
    (tmp_path / "copies").mkdir()
    shutil.copy(path, tmp_path / "copies" / "copy.db")
    return written(tmp_path, SOUND)


def call(*words: object) -> Result:
    actors = Actors(app.serve, _demo, app.invite)
    return CliRunner().invoke(cli, [str(word) for word in words], obj=actors)


def prints(folder: Path) -> dict[str, str]:
    """What lies there, by its content. What only means something to whoever runs is left out."""
    files = [one for one in folder.iterdir() if one.is_file()]
    found = {one.name: one.read_bytes() for one in files}
    return {
        name: sha256(content).hexdigest()
        for name, content in found.items()
        if content and not name.endswith(("-lock", "-shm"))
    }


def test_a_spoilt_file_is_refused_and_left_alone(config: Path, tell: Tell) -> None:
    path, copy = config.parent / "circlekeeper.db", config.parent / "copies" / "copy.db"
    kinds = [one for one in SPOILT if one is not given_away or os.geteuid() == 0]
    for spoil in kinds:
        spoil(path)
        before = prints(path.parent)
        result = call("run", "--config", config)
        assert result.exit_code == ExitCode.DATABASE, (spoil, result.output)
        [sentence] = result.stderr.splitlines()
        assert str(path) in sentence
        assert SPOILT[spoil] in sentence
        assert prints(path.parent) == before
        if spoil is not given_away:
            assert call("restore", copy, "--config", config).exit_code == ExitCode.FINE
            assert name_in(path) == "Ana"
    remark = f"{', '.join(one.__name__.replace('_', ' ') for one in kinds)}; each put back"
    tell(Line("F27 spoilt before the start", len(kinds), remark=remark))


async def at_start(path: Path) -> str:
    """Who notices: the start, the doctor's longer look, or nobody."""
    before = prints(path.parent)
    keyring = keys.keyring(keys.read(KEY))
    try:
        database = await Database.open(f"sqlite:///{path}", keyring=keyring, hold=True)
    except Refused:
        assert prints(path.parent) == before
        return "start"
    try:
        return "nobody" if await database.whole() else "doctor"
    finally:
        await database.close()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A small programme as it rests on disk."""
    path = tmp_path_factory.mktemp("sound") / "circlekeeper.db"

    async def made() -> None:
        keyring = keys.keyring(keys.read(KEY))
        database = await Database.open(f"sqlite:///{path}", keyring=keyring)
        await database.write(many)
        await database.close()

    asyncio.run(made())
    return path.read_bytes()


def a_byte(spoilt: bytearray, chance: random.Random) -> None:
    spoilt[chance.randrange(len(spoilt))] ^= chance.randrange(1, 256)


def a_sector(spoilt: bytearray, chance: random.Random) -> None:
    at = SECTOR * chance.randrange(len(spoilt) // SECTOR)
    spoilt[at : at + SECTOR] = chance.randbytes(SECTOR)


@pytest.mark.parametrize("spoil", [a_byte, a_sector])
async def test_what_the_start_notices_of_small_damage(
    tmp_path: Path,
    tell: Tell,
    long: bool,
    sound: bytes,
    spoil: Callable[[bytearray, random.Random], None],
) -> None:
    """What it notices it leaves alone; whatever it does not notice, it opens without a mistake."""
    found: Counter[str] = Counter()
    chance = random.Random(SEED)
    for number in range(300 if long else 20):
        spoilt = bytearray(sound)
        spoil(spoilt, chance)
        folder = tmp_path / str(number)
        folder.mkdir()
        path = folder / "circlekeeper.db"
        path.write_bytes(spoilt)
        path.chmod(0o600)
        found[await at_start(path)] += 1
        shutil.rmtree(folder)
    remark = ", ".join(f"{who} {number}" for who, number in sorted(found.items()))
    name = f"F27 {spoil.__name__.replace('_', ' ')} spoilt"
    tell(Line(name, found.total(), held=found["start"] > 0, remark=f"noticed by {remark}"))


def many(tx: Tx) -> None:
    for number in range(1, 4_000):
        people.welcome(tx, number, Language.ENGLISH, "UTC", NOW)
        people.set_name(tx, number, f"Ana {number}")


async def test_a_file_damaged_under_a_running_bot_is_told_and_put_back(
    tmp_path: Path, tell: Tell
) -> None:
    async with yard(tmp_path, "Ana") as one:
        ana, dan, bot = one.somebody(), one.stranger(), one.bot
        settings = one.on.demo.settings()
        await asyncio.to_thread((tmp_path / "copies").mkdir)
        await ana.says("/checkin")
        await ana.sees(QUESTION, within=WITHIN)
        copy = await copied(settings, tmp_path / "copies")
        await asyncio.to_thread(damage, bot.database, "inbox")
        first = one.on.room.world.queue.next_id
        await ana.says(EIGHT)
        await dan.says("/help")
        await dan.sees(HELP, within=SOON)
        kept = wait_at_telegram(one, first)
        await bot.stop()
        told = bot.troubles()["database_away kind=damaged"]
        sentence = await refusal(settings)
        await restoring.restore(settings, copy, one.on.room.clock.now())
        since = time.monotonic()
        await bot.start()
        await ana.sees("Saved.", within=WITHIN)
        recovery = time.monotonic() - since
        once = sum(HELP in message.words for message in dan.messages if message.from_bot) == 1
        remark = "Help while damaged; the next start refused; put back"
        tell(
            Line(
                "F27 damaged while running",
                1,
                lost_answers=int(one.answers(ana) != [Temperature.WARM] * 8),
                recovery=recovery,
                held=told == 1 and kept and "circlekeeper restore" in sentence,
                remark=remark if once else f"{remark}; Help came again after it",
            )
        )


async def refusal(settings: Settings) -> str:
    """What the next start would say, and nothing when it would start."""
    try:
        opened = await Database.open(settings.database.url, keyring=settings.keys.keyring())
    except Refused as refused:
        return str(refused)
    await opened.close()
    return ""


async def copied(settings: Settings, folder: Path) -> Path:
    """A copy as the command makes it, beside a running bot."""
    path = settings.database_path
    database = await Database.open(settings.database.url, keyring=settings.keys.keyring())
    try:
        return (await backups.make(database, path, folder, datetime.now(UTC))).file
    finally:
        await database.close()
