"""Letters of the alert: the neutral first line, the details on tap, and stepping in."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.chat import about
from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Facts, Letter, Reader, Send
from handlers.screens import times
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import alerts, circles, people, step_ins
from storage.database import Tx
from storage.enums import AlertKind, AlertState, StepInState
from storage.moments import moment
from storage.records import Circle, Row

_A_WEEK = timedelta(days=7)
_OFTEN = 3
"""Earlier openings in a week from which on a call is suggested."""
_LIVE = (AlertState.OPEN, AlertState.NOTIFIED, AlertState.ACKNOWLEDGED)


def _name(tx: Tx, person_id: int | None) -> str:
    person = people.get(tx, person_id) if person_id else None
    return person.name if person else ""


def _backup(tx: Tx, circle: Circle) -> str:
    """Whom it can be handed to; nobody when messages to them do not arrive."""
    person = people.get(tx, circle.backup_id) if circle.backup_id else None
    return person.name if person and person.unreachable_since is None else ""


def _load_alert(tx: Tx, row: Row) -> Facts:
    alert = alerts.get(tx, int(str(row.facts["alert"])))
    if alert is None:
        raise LookupError("an alert's notice without its alert")
    circle = circles.get(tx, alert.circle_id)
    offer = step_ins.standing(tx, circle.id)
    told = alerts.told_at(tx, alert.id, row.person_id)
    opens, _ = alerts.lately(tx, circle.id, alert.kind, alert.opened_at - _A_WEEK)
    return {
        **row.facts,
        "code": circle.code,
        "kind": alert.kind.value,
        "state": alert.state,
        "repeat": row.repeat,
        "told_later": told is not None and told > row.created_at,
        "has_it": alert.acknowledged_by,
        "has_it_name": _name(tx, alert.acknowledged_by),
        "backup": _backup(tx, circle),
        "mine": circle.partner_id == row.person_id,
        "often": opens >= _OFTEN,
        # One that was agreed to and is over by now may be offered anew.
        "offer": offer.state.value if offer and offer.state is not StepInState.AGREED else "",
        "about_support": alert.kind is AlertKind.NO_ACTIVE_SUPPORTER,
    }


def _alert_still(facts: Facts, _now: datetime) -> Send | Drop:
    """Handed-over notices go although somebody has it; whatever is resolved stays unsaid.

    After an outage several rounds may wait for one person: only the newest goes.
    """
    if facts["told_later"]:
        return Drop("replaced")
    return Send() if facts["state"] in _LIVE else Drop("resolved")


def _alert(facts: Facts, _reader: Reader, words: Words) -> Screen:
    key = "alert.again" if facts["repeat"] else "alert.short"
    return Screen(words(key, code=facts["code"]), ((Button(words("button.see"), "alert_see"),),))


def _details(facts: Facts, reader: Reader, words: Words) -> Screen:
    if facts["state"] not in _LIVE or facts.get("clear"):
        return Screen(words("alert.none", code=facts["code"]))
    since = times.day(moment(facts["since"]), reader.zone, words.language)
    lines = [words(f"alert.about.{facts['kind']}", code=facts["code"], since=since)]
    if facts["about_support"]:
        lines.append(words(f"alert.reason.{facts['reason']}"))
    if facts["often"]:
        lines.append(words("alert.often"))
    if facts["has_it"] == reader.id:
        lines.append(words("alert.has_it.me"))
    elif facts["has_it"]:
        lines.append(words("alert.has_it", name=facts["has_it_name"]))
    if facts["mine"] and facts["about_support"]:
        lines.append(_offer_line(facts, reader, words))
    return Screen(" ".join(lines), _detail_buttons(facts, reader, words), protect=True)


def _offer_line(facts: Facts, reader: Reader, words: Words) -> str:
    if facts["offer"]:
        return words(f"alert.offer.{facts['offer']}")
    if facts.get("again_at"):
        again = times.day(moment(facts["again_at"]), reader.zone, words.language)
        return words("alert.offer_again", day=again)
    return words("alert.can_offer")


def _detail_buttons(facts: Facts, reader: Reader, words: Words) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = []
    if facts["has_it"] != reader.id:
        rows.append((Button(words("button.have_it"), "alert_have"),))
    may_ask = facts["about_support"] and not facts["offer"] and not facts.get("again_at")
    if facts["mine"] and may_ask:
        rows.append((Button(words("button.offer"), "alert_offer"),))
    if facts["mine"] and facts["backup"]:
        hand = words("button.hand", name=facts["backup"])
        rows.append((Button(hand, "alert_hand"),))
    rows.append((Button(words("button.snooze"), "alert_snooze"),))
    return tuple(rows)


def _load_closed(tx: Tx, row: Row) -> Facts:
    """A night may lie between: whether the same has opened again."""
    alert = alerts.get(tx, int(str(row.facts.get("alert", 0))))
    again = alerts.live(tx, alert.circle_id, alert.kind) if alert else None
    return {**row.facts, "again": again is not None}


def _closed_still(facts: Facts, _now: datetime) -> Send | Drop:
    return Drop("again") if facts["again"] else Send()


def _closed(facts: Facts, _reader: Reader, words: Words) -> Screen:
    return Screen(words("alert.closed", code=facts["code"]))


def _load_group(tx: Tx, row: Row) -> Facts:
    told = alerts.told_lately(tx, row.person_id, row.created_at - _A_WEEK)
    return {**row.facts, "n": len(told)}


def _group_still(facts: Facts, _now: datetime) -> Send | Drop:
    return Send() if facts["n"] else Drop("resolved")


def _group(facts: Facts, _reader: Reader, words: Words) -> Screen:
    text = words.count("alert.group", facts["n"])
    return Screen(text, ((Button(words("button.see"), "alert_list"),),))


def _list(facts: Facts, _reader: Reader, words: Words) -> Screen:
    codes = facts["codes"]
    if not codes:
        return Screen(words("alert.list.none"))
    buttons = [Button(code, "alert_one", str(number)) for number, code in enumerate(codes)]
    rows = tuple(tuple(buttons[i : i + 4]) for i in range(0, len(buttons), 4))
    return Screen(words("alert.list"), rows)


def _arrived(tx: Tx, row: Row, now: datetime) -> None:
    alerts.delivered(tx, int(str(row.facts["alert"])), row.person_id, now)


def _group_arrived(tx: Tx, row: Row, now: datetime) -> None:
    for alert in alerts.told_lately(tx, row.person_id, row.created_at - _A_WEEK):
        alerts.delivered(tx, alert.id, row.person_id, now)


LETTERS = (
    Letter(
        Kind.ALERT,
        _alert,
        load=_load_alert,
        still=_alert_still,
        arrived=_arrived,
        about=about.alert,
    ),
    Letter(Kind.ALERT_GROUP, _group, load=_load_group, still=_group_still, arrived=_group_arrived),
    Letter(Kind.ALERT_LIST, _list),
    Letter(Kind.ALERT_DETAILS, _details, load=_load_alert),
    Letter(Kind.ALERT_CLOSED, _closed, load=_load_closed, still=_closed_still, about=about.circle),
)
