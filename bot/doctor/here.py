"""What the doctor looks at on this machine: disk, time zones, help lines."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.doctor.finding import Finding, look, mend, ok
from handlers.texts.lines import Line

ROOM = 200 * 2**20
"""Bytes that must be free beside twice the database: a change of version copies it, and a log grows
beside it."""
SLOW = 0.1
"""Seconds for one safe write, beyond which people notice that they wait."""
WRITES = 9
AGED = timedelta(days=180)
ELSEWHERE = ("America/New_York", "Europe/Madrid", "Pacific/Auckland")


def disk(database: Path) -> list[Finding]:
    """Whether the disk has room, and how long a write takes until it is safe there."""
    folder = database.parent
    try:
        free = shutil.disk_usage(folder).free
        seconds = _write(folder)
    except OSError as error:
        return [mend("disk", f"{folder} cannot be written: {error.strerror}.")]
    needed = ROOM + 2 * (database.stat().st_size if database.exists() else 0)
    if free < needed:
        return [
            mend(
                "disk",
                f"Only {_size(free)} are free in {folder}: make room, {_size(needed)} at least.",
            )
        ]
    took = f"a write is safe on it after {seconds * 1000:.1f} ms"
    if seconds > SLOW:
        return [
            look("disk", f"{_size(free)} are free, but {took}: people wait for it at each tap.")
        ]
    return [ok("disk", f"{_size(free)} are free, and {took}.")]


def _write(folder: Path) -> float:
    """How long a small write takes until the disk has it."""
    took = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(WRITES):
            since = time.perf_counter()
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
            took.append(time.perf_counter() - since)
    return median(took)


def _size(count: int) -> str:
    gigabytes = count / 2**30
    return f"{gigabytes:,.0f} GB" if gigabytes >= 10 else f"{count / 2**20:,.0f} MB"


def zones(zone: str, now: datetime) -> list[Finding]:
    """Whether times of day can be told anywhere, and what time it is for the programme."""
    try:
        for name in ELSEWHERE:
            ZoneInfo(name)
        here = now.astimezone(ZoneInfo(zone))
    except ZoneInfoNotFoundError:
        return [mend("time zones", "Their data is not there: install the Python package tzdata.")]
    return [ok("time zones", f"It is {here:%A %H:%M} in {zone}.")]


def help_lines(lines: Sequence[Line], today: date) -> list[Finding]:
    """When somebody last dialled the numbers that people in need are shown."""
    never = [line for line in lines if not line.checked]
    if never:
        return [
            look(
                "help lines",
                f"Nobody has dialled {len(never)} of the {len(lines)} numbers yet: do so before "
                "people depend on them, and write the day as checked = in "
                "handlers/texts/lines.toml.",
            )
        ]
    oldest = min(date.fromisoformat(line.checked) for line in lines)
    said = f"Every one of {len(lines)} was dialled, the first on {oldest}"
    if today - oldest > AGED:
        return [look("help lines", f"{said}: dial them again.")]
    return [ok("help lines", f"{said}.")]
