"""A bot as a process of its own, whose disk a test can spoil while it runs.

`python -m tests.chaos.disk_bot SWITCH CONFIG` runs the real bot as the console does; while the file
SWITCH is there, each of its commits takes half a second longer, or never ends, as the file says.
On a small disk of its own (`small`) nobody else sees that disk, and it is gone with the process.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

from bot import app
from bot.console import play, start
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
SLOW = 0.5
"""Seconds that a slow disk needs for a commit."""
HANGS = "hangs"
"""What stands in SWITCH when no commit is to end once something was sent."""
SIZE = "4m"
"""A small disk: about four times the database."""
PATIENCE = 20.0
"""Real seconds in which a bot must start, or end when it is told to."""
_MOUNT = 'mount -t tmpfs -o size=%s,mode=700 none "$1" && cp "$0" "$1" && shift && exec "$@"'
_LINE = re.compile(r"^\S+ (?:warning|error|critical)\s+\S+: (.+)$")


class OwnBot:
    """The process, its files, and what it said to its operator."""

    def __init__(self, folder: Path, settings: Settings, *, small: bool) -> None:
        self._folder, self._settings, self._small = folder, settings, small
        self._made = settings.database_path
        self.place = folder / "disk" / self._made.name if small else self._made
        """Where the bot sees its database."""
        self.switch = folder / "slow"
        self.lines: list[str] = []
        """What an operator reads, without times; warnings and worse only."""
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int:
        """The number of the process."""
        assert self._process is not None
        return self._process.pid

    @property
    def database(self) -> Path:
        """Where the database stands, seen from here."""
        return Path(f"/proc/{self.pid}/root{self.place}") if self._small else self.place

    async def start(self) -> None:
        """Start it."""
        config = self._folder / "config.toml"
        config.write_text(self._config())
        config.chmod(0o600)
        environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        environment["CIRCLEKEEPER__KEYS__KEY"] = self._settings.keys.secret()
        command = [sys.executable, "-m", __name__, str(self.switch), str(config)]
        self._process = await asyncio.create_subprocess_exec(
            *(*self._disk(), *command), cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
        )
        self._reading = asyncio.create_task(self._read())

    async def ends(self) -> int:
        """Wait for its end; its exit code."""
        assert self._process is not None
        assert self._reading is not None
        code = await asyncio.wait_for(self._process.wait(), PATIENCE)
        await self._reading
        return code

    async def stop(self, number: int = signal.SIGTERM) -> int:
        """Tell it to stop, or kill it."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(number)
        return await self.ends()

    def troubles(self, since: int = 0) -> Counter[str]:
        """How often each line came."""
        return Counter(self.lines[since:])

    @contextmanager
    def rows(self) -> Iterator[sqlite3.Connection]:
        """What it holds now, as a copy: whoever looks must not be in the way."""
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder, "copy.db")
            shutil.copy(self.database, copy)
            log = self.database.with_name(f"{self.database.name}-wal")
            if log.exists():
                shutil.copy(log, f"{copy}-wal")
            with closing(sqlite3.connect(copy)) as connection:
                yield connection

    def _config(self) -> str:
        telegram = self._settings.telegram
        return (
            f'[telegram]\ntoken = "{telegram.secret()}"\n'
            f'api_base_url = "{telegram.api_base_url}"\n'
            f'[database]\nurl = "sqlite:///{self.place}"\n'
        )

    def _disk(self) -> tuple[str, ...]:
        """The beginning of the command: a small disk, where it is wanted."""
        if not self._small:
            return ()
        self.place.parent.mkdir(exist_ok=True)
        alone = ("unshare", "--mount", "--propagation", "private")
        return (*alone, "sh", "-c", _MOUNT % SIZE, str(self._made), str(self.place.parent))

    async def _read(self) -> None:
        assert self._process is not None
        assert self._process.stderr is not None
        async for line in self._process.stderr:
            found = _LINE.match(line.decode().rstrip())
            if found or not line.startswith(b"2"):
                self.lines.append(found[1] if found else line.decode().rstrip())


@asynccontextmanager
async def own_bot(
    folder: Path, settings: Settings, *, small: bool = False
) -> AsyncIterator[OwnBot]:
    """A running bot, until the block ends."""
    bot = OwnBot(folder, settings, small=small)
    await bot.start()
    try:
        yield bot
    finally:
        await bot.stop()


def may_mount() -> bool:
    """Whether a process here may have a disk of its own."""
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("unshare") is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        mount = ("unshare", "--mount", "mount", "-t", "tmpfs", "none", folder)
        return subprocess.run(mount, capture_output=True, check=False).returncode == 0


async def _serve(switch: Path, settings: Settings) -> int:
    sent = threading.Event()

    def spoilt(moment: str) -> None:
        if moment == "delivery.before":
            sent.set()
        if moment == "commit" and switch.exists():
            time.sleep(3600.0 * sent.is_set() if switch.read_text() == HANGS else SLOW)

    return await app.serve(settings, spoilt)


if __name__ == "__main__":
    sys.exit(play(_serve(Path(sys.argv[1]), start(Path(sys.argv[2])))))
