"""Departing: whether somebody may be forgotten now, from what they carry as it is stored."""

from __future__ import annotations

from datetime import datetime

from handlers.rules import deleting
from storage import circles, people
from storage.database import Tx
from storage.enums import Role
from storage.records import PersonId


def decide(tx: Tx, person_id: PersonId, now: datetime) -> deleting.Stay | deleting.Go:
    """Who takes over what they carry; or what stands in the way."""
    return deleting.decide(
        person_id,
        circles.of_partner(tx, person_id),
        [one.id for one in people.with_role(tx, Role.PARTNER)],
        [one.id for one in people.with_role(tx, Role.COORDINATOR)],
        now,
    )
