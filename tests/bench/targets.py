"""The targets for our bot: ratios to a peer in the same run, and two plain limits.

Each gives a verdict from the medians; a ratio's spread over the rounds stands beside it.
"""

from dataclasses import asdict, dataclass
from typing import Any

from tests.bench import medians
from tests.bench.plan import LONG_UPDATES
from tests.bench.runner import Results

OURS = "ours"
MOST_MIB = 95.0
SLOWEST_START_S = 1.0
Many = dict[str, Results]


@dataclass(frozen=True)
class Verdict:
    """One target and what came of it; `value` is a ratio or, without a peer, the figure itself."""

    about: str
    peer: str
    bound: str
    ours: float | None
    theirs: float | None
    value: float | None
    lowest: float | None
    highest: float | None
    met: bool | None
    doubts: str = ""


@dataclass(frozen=True)
class Ratio:
    """Ours divided by a peer's must be at least, or at most, so much."""

    about: str
    phase: str
    what: str
    peer: str
    limit: float
    at_least: bool

    def judge(self, results: Many) -> Verdict:
        """The verdict, or none when one of the two was not measured."""
        ours, peer = results.get(OURS), results.get(self.peer)
        mine = medians.of(ours, self.phase, self.what) if ours else None
        theirs = medians.of(peer, self.phase, self.what) if peer else None
        value = mine / theirs if mine is not None and theirs else None
        spread = self._spread(ours, peer) if ours and peer else []
        return Verdict(
            about=self.about,
            peer=self.peer,
            bound=f"{'>=' if self.at_least else '<='} {self.limit:.2f} x",
            ours=mine,
            theirs=theirs,
            value=value,
            lowest=min(spread, default=None),
            highest=max(spread, default=None),
            met=None if value is None else self._holds(value),
            doubts=self._doubts([one for one in (ours, peer) if one]),
        )

    def _holds(self, value: float) -> bool:
        """Whether the ratio is on the right side of the limit."""
        return value >= self.limit if self.at_least else value <= self.limit

    def _doubts(self, measured: list[Results]) -> str:
        """The marks on either side: with one of them the verdict is not worth much."""
        return "".join(
            sorted({mark for one in measured for mark in medians.marks(one, self.phase)})
        )

    def _spread(self, ours: Results, peer: Results) -> list[float]:
        """The ratio round by round."""
        mine = medians.values(ours, self.phase, self.what)
        theirs = medians.values(peer, self.phase, self.what)
        return [a / b for a, b in zip(mine, theirs, strict=False) if b]


RATIOS = (
    Ratio("taps/s, 300 waiting, 50 ms", "300@50", "per_second", "ptb-aiohttp", 1.3, True),
    Ratio("taps/s, 100 waiting, 50 ms", "100@50", "per_second", "ptb-aiohttp", 0.95, True),
    Ratio("taps/s, 100 waiting, 50 ms", "100@50", "per_second", "aiogram", 1.7, True),
    Ratio("CPU s/1,000, 100 waiting, 50 ms", "100@50", "cpu_per_1000", "ptb-aiohttp", 0.9, False),
    Ratio("calm p50 ms, 50 ms", "calm@50", "p50", "ptb-aiohttp", 1.05, False),
)


def judge(results: list[Results]) -> list[Verdict]:
    """All verdicts of a run."""
    named = {result.name: result for result in results}
    verdicts = [ratio.judge(named) for ratio in RATIOS]
    ours = named.get(OURS)
    memory = ours.long_run if ours else None
    mib = memory.end_mib if memory and memory.updates >= LONG_UPDATES else None
    verdicts.append(_plain(f"MiB after {LONG_UPDATES:,} updates", mib, MOST_MIB, "MiB"))
    first = medians.first_reply(ours) if ours else None
    verdicts.append(_plain("s from start to first reply", first, SLOWEST_START_S, "s"))
    return verdicts


def _plain(about: str, value: float | None, limit: float, unit: str) -> Verdict:
    """A limit of its own, without a peer."""
    met = None if value is None else value <= limit
    return Verdict(about, "", f"<= {limit:g} {unit}", value, None, value, None, None, met)


def as_rows(verdicts: list[Verdict]) -> list[dict[str, Any]]:
    """For the file of raw figures."""
    return [asdict(verdict) for verdict in verdicts]
