"""Stepped in: what follows from a partner's time as the supporter. Its end, when somebody chosen
is near again, and a question when there was no contact for a while."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import daytime, places
from handlers.chat.context import House
from handlers.chat.kinds import Kind
from handlers.rules.cover import Cover
from storage import alerts, circles, milestones, step_ins
from storage.database import Tx
from storage.enums import AlertKind, SeatState, StepInState
from storage.moments import micros
from storage.records import Circle, StepIn


def same_question(before: datetime, after: datetime) -> str:
    """The milestone of a contact that counts as later: buttons from before ask about it, too."""
    return f"contact-{micros(before)}-{micros(after)}"


def look(tx: Tx, house: House, circle: Circle, cover: Cover, now: datetime) -> datetime | None:
    """What is due about a step-in now; when to look again."""
    standing = step_ins.standing(tx, circle.id)
    if standing is None or circle.participant_id is None or not cover.watched:
        return None
    _keep_true(tx, circle, standing, cover, now)
    if cover.by == "supporter":
        return _hand_back(tx, house, circle, cover, standing, now)
    if cover.by == "partner" and standing.contact_at is not None:
        return _ask(tx, house, circle, standing, standing.contact_at, now)
    return None


def _keep_true(tx: Tx, circle: Circle, standing: StepIn, cover: Cover, now: datetime) -> None:
    """Whether the step-in counts, for the participant's pages."""
    if cover.gap and standing.state is StepInState.AGREED:
        milestones.first(tx, circle.id, places.lapsed(standing), standing.partner_id, now)
    elif cover.by == "partner":
        milestones.forget(tx, circle.id, places.lapsed(standing), standing.partner_id)


def _hand_back(
    tx: Tx, house: House, circle: Circle, cover: Cover, standing: StepIn, now: datetime
) -> datetime | None:
    """End it once a chosen supporter has been here for an hour, and no alert lives any more.

    While it stands, the end of an alert says nothing to the partner: they hear one thing.
    """
    near = (SeatState.ACTIVE, SeatState.QUIET)
    seats = [one for one in circles.seats(tx, circle.id) if one.state in near]
    seat = max(seats, key=lambda one: one.since)
    agreed = standing.state is StepInState.AGREED
    alert = alerts.live(tx, circle.id, AlertKind.NO_ACTIVE_SUPPORTER) if agreed else None
    clear = (alert.clear_since if alert else None) or cover.since
    steady_at = max(cover.since, seat.since, clear) + house.alert.clear_for
    if now < steady_at:
        return steady_at
    live = (StepInState.OFFERED, StepInState.TALK_FIRST, StepInState.AGREED)
    step_ins.move(tx, standing.id, StepInState.ENDED, now, only=live)
    if agreed and circle.participant_id is not None:
        facts: dict[str, object] = {"circle": circle.id, "code": circle.code}
        daytime.tell(tx, standing.partner_id, Kind.HANDED_BACK, facts, now, house.alert)
        seen: dict[str, object] = {"seat": seat.id}
        daytime.tell(tx, circle.participant_id, Kind.BACK_NEWS, seen, now, house.alert)
        milestones.forget(tx, circle.id, f"away-{seat.id}", circle.participant_id)
    return None


def _ask(
    tx: Tx, house: House, circle: Circle, standing: StepIn, contact_at: datetime, now: datetime
) -> datetime | None:
    """Have you talked? Once after each contact."""
    due = contact_at + house.gap.contact_asked
    if now < due:
        return due
    if milestones.first(tx, circle.id, f"contact-{micros(contact_at)}", standing.partner_id, now):
        facts: dict[str, object] = {"circle": circle.id, "contact": micros(contact_at)}
        daytime.tell(tx, standing.partner_id, Kind.TALKED_ASK, facts, now, house.alert)
    return None
