"""After a restore: which of the messages that an older copy holds count as said already."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.enums import Class

A_MOMENT = timedelta(minutes=2)
"""The bot writes down once a minute that it runs; what came due right before may not have gone."""


def said(klass: Class, not_before: datetime, until: datetime, *, known: bool) -> bool:
    """Whether a row counts as said, when the bot ran until then.

    ``known``: the copy held it. It then may have gone at any time since. What the lost time itself
    brought up is decided as of its end. What people wait for is said again rather than never.
    """
    if klass is Class.ALERT and known:
        return not_before <= until - A_MOMENT
    return not_before <= until
