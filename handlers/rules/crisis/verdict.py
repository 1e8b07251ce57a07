"""What the crisis gate finds: how grave, of which kind, by which rule. Never the words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """The labelling rule's three levels."""

    CRISIS = "crisis"
    CONCERN = "concern"
    NONE = "none"


class CrisisKind(StrEnum):
    """Which card answers. The first that a text shows wins: what kills soonest stands first."""

    OVERDOSE = "overdose"
    CHILD = "child"
    ABUSE = "abuse"
    HARM = "harm"
    SUICIDE = "suicide_ideation"
    SELF_HARM = "self_harm"
    THIRD = "third"
    USE = "use"
    DISTRESS = "distress"
    """Concern, of whatever cause."""


NOT_OWN = frozenset({CrisisKind.CHILD, CrisisKind.ABUSE, CrisisKind.THIRD})
"""Nothing later hints at these: they are about somebody else, who may hold the phone, too."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gate's decision."""

    level: Level
    kind: CrisisKind = CrisisKind.DISTRESS
    rule: str = ""
    """The rule's id in the lexicon; it says what was decided, not what was written."""
    version: int = 0
    """The lexicon's version."""


NOTHING = Verdict(Level.NONE)
UNSURE = Verdict(Level.CRISIS, CrisisKind.SUICIDE, "error")
"""For a gate that broke: the card is shown."""
