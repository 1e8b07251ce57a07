"""Expiry: what has had its time. Links close, half-done check-ins are kept, old rows go."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from handlers.chat.context import House
from handlers.chat.one_by_one import each, never_mind
from storage import checkins, circles, contacts, forget, inbox, invitations, outbox
from storage.database import Tx
from storage.enums import CheckinState, SeatState
from storage.records import Invitation

HALF_DONE = timedelta(hours=48)
"""A check-in that stands open so long is kept as far as it went (design 4)."""
INBOX_KEPT = timedelta(days=7)
"""Longer than Telegram repeats an update (24 h), shorter than its ids may start anew (a week
without updates); reliability 5."""
CONTACTS_KEPT = timedelta(days=30)
"""Who asked for a link and has none by then asks anew."""
OUTBOX_KEPT = timedelta(days=30)
"""Buttons of a purged row get a kind answer; reliability 5."""


def sweep(tx: Tx, house: House, now: datetime, limit: int) -> int:
    """Close and forget at most ``limit`` of each kind; how many of the fullest kind."""
    links_live = max(house.programme.participant_link, house.programme.supporter_link)
    links = invitations.expired(tx, now, limit)
    each(tx, house, links, lambda one: _close(tx, one, now), never_mind)
    half_done = checkins.stale(tx, now - HALF_DONE, limit)
    for checkin in half_done:
        checkins.close(tx, checkin.id, CheckinState.KEPT, now)
    kinds = (
        partial(forget.guests, tx, now - links_live, now, limit),
        partial(contacts.purge, tx, now - CONTACTS_KEPT, limit),
        partial(inbox.purge, tx, now - INBOX_KEPT, limit),
        partial(outbox.purge, tx, now - OUTBOX_KEPT, limit),
    )
    purged = each(tx, house, kinds, lambda purge: purge(), later=lambda _: 0)
    return max(len(links), len(half_done), *purged)


def _close(tx: Tx, invitation: Invitation, now: datetime) -> None:
    """Nobody can use the link any more; the seat that it would have opened waits for nobody."""
    invitations.close(tx, invitation.id, now)
    if invitation.seat_id is not None and invitation.circle_id is not None:
        only = (SeatState.INVITED,)
        if circles.set_seat(tx, invitation.seat_id, SeatState.LEFT, now, only=only):
            circles.look_at(tx, invitation.circle_id, now)
