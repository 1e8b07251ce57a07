"""The sweep over 100,000 people with 0, 1,000 and all due: `python -m tests.bench.sweep`.

It turns the sweep until nothing is left and watches the event loop meanwhile. What a turn is,
the hooks know. It sends nothing.
"""

import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import uvloop

from tests.bench import sweep_hooks
from tests.bench.stall import StallMeter
from tests.bench.tables import number, table

PEOPLE = 100_000
DUE = (0, 1_000, PEOPLE)
LONGEST_STALL_MS = 20.0
BOUND = 120.0
FEWEST_TURNS = 20


@dataclass(frozen=True)
class Swept:
    """One measurement; a turn's times are in milliseconds."""

    due: int
    taken: int
    turns: int
    seconds: float
    turn_p50_ms: float
    turn_max_ms: float
    stall_ms: float

    @property
    def met(self) -> bool:
        """Whether all was taken and the loop never stalled too long."""
        return self.taken == self.due and self.stall_ms <= LONGEST_STALL_MS


async def measure(folder: Path, people: int, due: int) -> Swept:
    """Fill a new database, then sweep until a turn takes nothing; at least so many turns."""
    turns: list[float] = []
    taken = 0
    async with sweep_hooks.opened(folder / f"due-{due}.db") as database:
        await sweep_hooks.fill(database, people, due)
        async with StallMeter() as meter:
            start = time.perf_counter()
            while time.perf_counter() < start + BOUND:
                before = time.perf_counter()
                count = await sweep_hooks.sweep(database, datetime.now(UTC))
                turns.append((time.perf_counter() - before) * 1000)
                taken += count
                if not count and len(turns) >= FEWEST_TURNS:
                    break
            seconds = time.perf_counter() - start
    middle = statistics.median(turns)
    return Swept(due, taken, len(turns), seconds, middle, max(turns), meter.longest_ms)


async def run(folder: Path) -> list[Swept]:
    """All measurements; empty with a kind line when the hooks are not wired."""
    swept: list[Swept] = []
    with tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as work:
        for due in DUE:
            try:
                swept.append(await measure(Path(work), PEOPLE, due))
            except NotImplementedError as reason:
                sys.stderr.write(f"the sweep is skipped: {reason}\n")
                break
    return swept


def sweep_table(swept: list[Swept]) -> str:
    """The measurements with their verdicts."""
    head = ["sweep, people due", "taken", "turns", "s", "turn p50 ms", "max ms", "stall ms"]
    rows = [
        [
            f"{one.due:,} of {PEOPLE:,}",
            number(one.taken),
            number(one.turns),
            number(one.seconds, 2),
            number(one.turn_p50_ms, 2),
            number(one.turn_max_ms, 1),
            number(one.stall_ms, 1),
            f"<= {LONGEST_STALL_MS:.0f}",
            "met" if one.met else "MISSED",
        ]
        for one in swept
    ]
    if not rows:
        return "The sweep was not measured.\n"
    return table([*head, "wanted", "verdict"], rows)


def main() -> None:
    """Measure in the system's temporary folder, print the table."""
    sys.stdout.write(sweep_table(uvloop.run(run(Path(tempfile.gettempdir())))))


if __name__ == "__main__":
    main()
