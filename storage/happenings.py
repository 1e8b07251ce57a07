"""The newest things that happened, as bare rows, for whoever watches a practice room."""

from __future__ import annotations

from storage.database import Row, Tx


def alert_changes(tx: Tx, limit: int) -> list[Row]:
    """Changes of alerts, with the circle's code."""
    return tx.all(
        "SELECT alert_change.alert_id, alert_change.at, alert_change.state, alert_change.why,"
        " alert_change.person_id, alert.kind, circle.code"
        " FROM alert_change JOIN alert ON alert.id = alert_change.alert_id"
        " JOIN circle ON circle.id = alert.circle_id"
        " ORDER BY alert_change.at DESC, alert_change.id DESC LIMIT :limit",
        limit=limit,
    )


def unasked(tx: Tx, limit: int) -> list[Row]:
    """Messages that came to somebody without a tap: alerts and nudges."""
    return tx.all(
        "SELECT person_id, kind, done_at AS at FROM outbox"
        " WHERE state = 2 AND class IN (0, 3) AND edits IS NULL"
        " ORDER BY done_at DESC, id DESC LIMIT :limit",
        limit=limit,
    )


def saved(tx: Tx, limit: int) -> list[Row]:
    """Check-ins that somebody saved."""
    return tx.all(
        "SELECT person_id, closed_at AS at FROM checkin WHERE state = 'saved'"
        " ORDER BY closed_at DESC, id DESC LIMIT :limit",
        limit=limit,
    )


def begun(tx: Tx, limit: int) -> list[Row]:
    """Circles that somebody began."""
    return tx.all(
        "SELECT participant_id AS person_id, starts_at AS at, code FROM circle"
        " WHERE starts_at IS NOT NULL AND participant_id IS NOT NULL"
        " ORDER BY starts_at DESC, id DESC LIMIT :limit",
        limit=limit,
    )


def offers(tx: Tx, limit: int) -> list[Row]:
    """Offers to step in, with their answers."""
    return tx.all(
        "SELECT step_in.partner_id AS person_id, step_in.state, step_in.offered_at,"
        " step_in.answered_at, circle.code"
        " FROM step_in JOIN circle ON circle.id = step_in.circle_id"
        " ORDER BY step_in.offered_at DESC, step_in.id DESC LIMIT :limit",
        limit=limit,
    )


def seats(tx: Tx) -> list[Row]:
    """Who supports in which circle, so far as the place is theirs."""
    return tx.all(
        "SELECT seat.supporter_id AS person_id, circle.code"
        " FROM seat JOIN circle ON circle.id = seat.circle_id"
        " WHERE seat.supporter_id IS NOT NULL"
        " AND seat.state IN ('active', 'quiet', 'paused', 'unreachable')"
        " ORDER BY circle.id, seat.id"
    )


def circles(tx: Tx) -> list[Row]:
    """Whose circles these are."""
    return tx.all("SELECT code, partner_id, backup_id, participant_id FROM circle ORDER BY id")


def roles(tx: Tx) -> list[Row]:
    """Who has a role in the programme."""
    return tx.all("SELECT person_id, kind FROM role ORDER BY person_id, kind")
