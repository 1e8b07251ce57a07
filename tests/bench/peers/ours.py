"""Our bot as one more peer: how it is started, who has joined, which button is pressed.

The real bot runs in its own process on a real database. It measures nothing.
"""

import asyncio
import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import keys
from storage import circles
from storage import people as person
from storage.database import Database, Tx
from storage.enums import Language
from storage.seal import Keyring
from tests.bench.keyboards import Keyboard

OPENER = "/checkin"
CONFIG = "config.toml"
DATABASE = "circlekeeper.db"
KEY = "key/master.key"
PARTNER = 1
STAGES = 13
"""Eight answers, what comes after them, and the way back to the first."""
PICK = random.Random(5)


def command(base_url: str, token: str, workdir: Path) -> list[str]:
    """Write the bot's configuration and say how it is started; `prepare` runs after this."""
    config = workdir / CONFIG
    database = (workdir / DATABASE).resolve()
    config.write_text(
        f'[telegram]\ntoken = "{token}"\napi_base_url = "{base_url}"\n'
        f'[database]\nurl = "sqlite:///{database}"\n[keys]\nfile = "{KEY}"\n'
    )
    keys.write(workdir / KEY)
    return [sys.executable, "-m", "bot", "run", "--config", str(config)]


def prepare(workdir: Path, people: list[int]) -> None:
    """Write the joined people into `workdir / DATABASE`, after `command`, before the start.

    Called in a thread of its own, once for every start, each time with a new folder. Everybody is
    the participant of a circle that the gap watch has no reason to look at.
    """
    keyring = keys.keyring(keys.read((workdir / KEY).read_text("ascii")))
    asyncio.run(_prepare(f"sqlite:///{(workdir / DATABASE).resolve()}", keyring, people))


async def _prepare(url: str, keyring: Keyring, people: list[int]) -> None:
    database = await Database.open(url, keyring=keyring)
    try:
        await database.write(lambda tx: _write(tx, people))
    finally:
        await database.close()


def _write(tx: Tx, people: list[int]) -> None:
    now = datetime.now(UTC)
    for number in (PARTNER, *people):
        person.welcome(tx, number, Language.ENGLISH, "America/New_York", now)
        person.set_name(tx, number, f"P{number % 10_000}")
        person.set_agreed(tx, number, now)
        person.set_joined(tx, number, now)
    for number in people:
        circle = circles.open_circle(tx, PARTNER, None, now)
        circles.start(tx, circle.id, number, now, now + timedelta(weeks=12))
        circles.look_at(tx, circle.id, None)


def choose(keyboard: Keyboard) -> str | None:
    """Answer a question, then back to the start page, then check in again: all are taps."""
    for verb in ("answer.", "tend_none", "keep_it", "wish_", "home", "check_in"):
        found: list[str] = [
            button["callback_data"]
            for row in keyboard
            for button in row
            if button.get("callback_data", "").partition(":")[2].partition(":")[2].startswith(verb)
        ]
        if found:
            return PICK.choice(found)
    return None
