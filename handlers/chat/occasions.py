"""Occasions: which one a tapped invitation is about."""

from __future__ import annotations

from handlers.chat.context import Talk
from storage import rhythms
from storage.enums import OccasionState
from storage.records import Occasion


def tapped(talk: Talk) -> Occasion | None:
    """The occasion that the tapped invitation is about, while it stands unanswered."""
    number = talk.row.facts.get("occasion") if talk.row else None
    occasion = rhythms.get_occasion(talk.tx, int(str(number))) if number is not None else None
    return occasion if occasion and occasion.state is not OccasionState.ANSWERED else None
