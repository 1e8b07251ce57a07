"""Covers and alerts of Ana's circle, and one decision about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers.rules import alert as rule
from handlers.rules.alert import AlertPolicy, Change, Roster
from handlers.rules.cover import Cover, Reason
from storage.enums import AlertState
from storage.records import Alert
from tests.handlers.rules.cast import (
    CORA,
    DAY,
    HOUR,
    ROSTER,
    START,
    alert,
    utc,
)

POLICY = AlertPolicy()
OPENS = START + HOUR
GAP = Cover(True, False, None, Reason.LEFT, START, OPENS, OPENS)
OPEN_GAP = replace(GAP, opens_at=START)
SUPPORTED = Cover(True, True, "supporter", Reason.SUPPORTER, START, None, None)
STEPPED_IN = Cover(True, True, "partner", Reason.STEPPED_IN, START, None, None)
OVER = Cover(False, False, None, Reason.ENDED, START, None, None)

PENDING, OPEN, NOTIFIED, ACKNOWLEDGED, RESOLVED = AlertState
TOLD = alert(NOTIFIED, START + DAY, 1)
TOLD_TWICE = alert(NOTIFIED, START + DAY, 2)
CORAS = alert(ACKNOWLEDGED, START + 3 * DAY, 1, by=CORA)
EVENING, MORNING = utc("2026-10-02 00:30"), utc("2026-10-02 12:00")
"""Half past eight in the evening in New York, and eight the next morning."""


def decide(
    before: Alert | None, cover: Cover, now: datetime, roster: Roster = ROSTER
) -> Change | None:
    return rule.decide(before, cover, roster, now, POLICY)


def sure(change: Change | None) -> Change:
    assert change is not None
    return change
