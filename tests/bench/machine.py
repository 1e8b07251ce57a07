"""What the figures were measured on: cores, processor, versions, and how long the disk syncs."""

import functools
import importlib.metadata
import os
import platform
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

LIBRARIES = (
    "python-telegram-bot",
    "httpx",
    "aiogram",
    "aiohttp",
    "uvloop",
    "orjson",
    "aiosqlite",
    "APScheduler",
)
SYNCS = 200
BLOCK = b"\x5a" * 4096
TICKS = os.sysconf("SC_CLK_TCK")


@functools.cache
def pins() -> tuple[set[int], set[int]]:
    """The cores for the bench and for the bot; the same one when there is only one.

    Asked before anything is pinned, and remembered.
    """
    cores = sorted(os.sched_getaffinity(0))
    return {cores[0]}, {cores[-1]}


def busy_seconds(cores: set[int]) -> float:
    """How long these cores were not idle since the start of the machine (stolen time counts)."""
    names = {f"cpu{core}" for core in cores}
    total = 0.0
    for line in Path("/proc/stat").read_text().splitlines():
        fields = line.split()
        if fields and fields[0] in names:
            user, nice, system, _idle, _waiting, *rest = map(int, fields[1:])
            total += (user + nice + system + sum(rest[:3])) / TICKS
    return total


def sync_ms(folder: Path) -> float:
    """The median time of one fdatasync after 4 KiB were written in this folder."""
    times: list[float] = []
    with tempfile.NamedTemporaryFile(dir=folder, buffering=0) as file:
        for _ in range(SYNCS):
            file.write(BLOCK)
            start = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def processor() -> str:
    """The processor's name as the system tells it."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def versions() -> dict[str, str]:
    """The libraries whose speed is compared."""
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def describe(folder: Path) -> dict[str, Any]:
    """Everything that belongs beside the figures."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "processor": processor(),
        "cores": len(os.sched_getaffinity(0)),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        "libraries": versions(),
        "disk_sync_ms": sync_ms(folder),
    }
