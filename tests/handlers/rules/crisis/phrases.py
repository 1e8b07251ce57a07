"""The phrase files: text, what is expected of the gate, and what is tricky about each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Phrase:
    """One written message and its label."""

    id: str
    text: str
    expect: str
    kind: str

    @override
    def __str__(self) -> str:
        return self.id


def phrases(name: str) -> list[Phrase]:
    """The phrases of one file."""
    lines = (HERE / f"{name}.tsv").read_text("utf-8").splitlines()[1:]
    return [Phrase(*line.split("\t")[:4]) for line in lines]
