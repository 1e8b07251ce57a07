"""What a clock that was ahead has written, once it is right again: nothing waits for its days."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Tx
from storage.moments import micros

_PASSED = (
    ("person", "unreachable_since"),
    ("circle", "nobody_since"),
    ("seat", "since"),
    ("seat", "seen_at"),
    ("seat", "still_here_at"),
    ("step_in", "contact_at"),
    ("expecting", "since"),
    ("rhythm", "quiet_since"),
    ("hello", "asked_at"),
    ("hello_ask", "asked_at"),
    ("alert", "opened_at"),
    ("alert", "clear_since"),
    ("alert_told", "at"),
    ("chat_wait", "until"),
)
"""What counts from an instant that has not been yet counts from before the leap, where that was
given back then, or it was written since: at the latest from now."""
_DUE = (("alert", "next_at"), ("hello", "next_at"))
_WEEK = timedelta(weeks=1)


def put_right(tx: Tx, ahead: datetime, now: datetime) -> None:
    """It showed ``ahead`` a moment ago, and now it is ``now``."""
    by = ahead - now
    times = {"ahead": micros(ahead), "now": micros(now)}
    for table, column in _PASSED:
        tx.run(
            f"UPDATE {table} SET {column} = CASE WHEN {column} - :by < :now"  # noqa: S608
            f" THEN {column} - :by ELSE :now END WHERE {column} > :now",
            by=_us(by),
            now=times["now"],
        )
    tx.run("UPDATE circle SET look_at = :now WHERE look_at > :now", now=times["now"])
    for table, column in _DUE:
        tx.run(
            f"UPDATE {table} SET {column} = {column} - :by WHERE {column} >= :ahead",  # noqa: S608
            by=_us(by),
            ahead=times["ahead"],
        )
    tx.run(
        "UPDATE outbox SET not_before = not_before - :by, not_after = not_after - :by"
        " WHERE state = 0 AND created_at > :now AND not_before > :now",
        by=_us(by),
        now=times["now"],
    )
    tx.run(
        "UPDATE weekly_note SET due_at = due_at - :by WHERE due_at >= :ahead",
        by=_us(by // _WEEK * _WEEK),
        ahead=times["ahead"],
    )


def _us(time: timedelta) -> int:
    return time // timedelta(microseconds=1)
