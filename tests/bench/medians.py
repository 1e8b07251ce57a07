"""Medians over the rounds, and the marks that tell when a figure is worth less.

It reads results and changes none.
"""

import statistics
from collections.abc import Iterator

from tests.bench.phases import Figures
from tests.bench.runner import Results

BENCH_LIMIT = 0.85
OTHERS_LIMIT = 0.10


def over_rounds(result: Results, phase: str) -> Iterator[Figures]:
    """The figures of one phase in every round that reached it."""
    for figures in result.rounds:
        if phase in figures:
            yield figures[phase]


def values(result: Results, phase: str, what: str) -> list[float]:
    """One figure of one phase, a value a round, nothing where there was none."""
    found = [getattr(figures, what) for figures in over_rounds(result, phase)]
    return [float(value) for value in found if value is not None]


def median(found: list[float]) -> float | None:
    """The median; None of nothing."""
    return statistics.median(found) if found else None


def of(result: Results, phase: str, what: str) -> float | None:
    """The median of one figure of one phase."""
    return median(values(result, phase, what))


def first_reply(result: Results) -> float | None:
    """Seconds from the start of the process to its first reply."""
    return median([start.first_reply_s for start in result.starts])


def start_memory(result: Results) -> float | None:
    """MiB right after the first reply."""
    return median([start.memory_mib for start in result.starts])


def marks(result: Results, phase: str) -> str:
    """`*` the bench was the limit, `~` not kept up, `!` others on the bot's core, `-` lost taps."""
    figures = list(over_rounds(result, phase))
    if not figures:
        return ""
    found = "*" if max(one.bench_share for one in figures) > BENCH_LIMIT else ""
    if not all(one.steady for one in figures):
        found += "~"
    if statistics.median(one.others_share for one in figures) > OTHERS_LIMIT:
        found += "!"
    return found + ("-" if any(one.lost for one in figures) else "")
