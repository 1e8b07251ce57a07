"""The table of faults: what was done, how often, and what was lost, repeated, or waited for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

TITLES = ("fault", "runs", "lost answers", "lost alerts", "repeats", "worst recovery", "verdict")


@dataclass(frozen=True, slots=True)
class Line:
    """One fault, with all its runs."""

    fault: str
    """Its number in the matrix where it has one, and a few words: `F9 told to wait (429)`."""
    runs: int
    lost_answers: int = 0
    lost_alerts: int = 0
    repeats: int = 0
    """Alerts that came more than once; nothing else may."""
    allowed: int = 0
    """So many repeats are no breach: Telegram had them, and its answer was lost on the way."""
    recovery: float | None = None
    """Seconds from the end of the fault until all was well again, in the worst run."""
    limit: float | None = None
    """Seconds that this may take; None: it is told, and not judged."""
    held: bool = True
    """Whether everything was as promised. A control that was caught holds, too."""
    remark: str = ""

    @property
    def borne(self) -> bool:
        """Whether everything was as promised, and in time."""
        late = self.limit is not None and (self.recovery is None or self.recovery > self.limit)
        lost = self.lost_answers or self.lost_alerts
        return self.held and not late and not lost and self.repeats <= self.allowed

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as it is printed."""
        waited = "-" if self.recovery is None else f"{self.recovery:.1f} s"
        waited += "" if self.limit is None else f" of {self.limit:g}"
        verdict = "held" if self.borne else "BROKEN"
        return (
            self.fault,
            f"{self.runs:,}",
            str(self.lost_answers),
            str(self.lost_alerts),
            str(self.repeats),
            waited,
            f"{verdict}: {self.remark}" if self.remark else verdict,
        )


def judge(line: Line) -> None:
    """Fail for a fault that was not borne."""
    assert line.borne, line


def written(lines: Iterable[Line]) -> str:
    """All lines as a Markdown table, in the order of their faults' numbers."""
    rows = [TITLES, *(line.cells for line in sorted(lines, key=_number))]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    ruled = [rows[0], tuple("-" * width for width in widths), *rows[1:]]
    return "\n".join("| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in ruled)


def _number(line: Line) -> tuple[int, str]:
    word = line.fault.split()[0]
    return (int(word[1:]) if word[1:].isdigit() else 1_000, line.fault)
