"""Letters of the alert: the neutral first line, the details on tap, and stepping in."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Facts, Letter, Reader, Send
from handlers.screens import times
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import alerts, circles, people, step_ins
from storage.database import Tx
from storage.enums import AlertState, StepInState
from storage.moments import moment
from storage.records import Circle, Row

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
    return {
        **row.facts,
        "code": circle.code,
        "state": alert.state,
        "repeat": row.repeat,
        "told_later": told is not None and told > row.created_at,
        "has_it": alert.acknowledged_by,
        "has_it_name": _name(tx, alert.acknowledged_by),
        "backup": _backup(tx, circle),
        "mine": circle.partner_id == row.person_id,
        # One that was agreed to and is over by now may be offered anew.
        "offered": offer is not None and offer.state is not StepInState.AGREED,
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
    lines = [
        words("alert.gap", code=facts["code"], since=since),
        words(f"alert.reason.{facts['reason']}"),
    ]
    if facts["has_it"] == reader.id:
        lines.append(words("alert.has_it.me"))
    elif facts["has_it"]:
        lines.append(words("alert.has_it", name=facts["has_it_name"]))
    if facts["mine"]:
        lines.append(words("alert.offered" if facts["offered"] else "alert.can_offer"))
    return Screen(" ".join(lines), _detail_buttons(facts, reader, words), protect=True)


def _detail_buttons(facts: Facts, reader: Reader, words: Words) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = []
    if facts["has_it"] != reader.id:
        rows.append((Button(words("button.have_it"), "alert_have"),))
    if facts["mine"] and not facts["offered"]:
        rows.append((Button(words("button.offer"), "alert_offer"),))
    if facts["mine"] and facts["backup"]:
        hand = words("button.hand", name=facts["backup"])
        rows.append((Button(hand, "alert_hand"),))
    rows.append((Button(words("button.snooze"), "alert_snooze"),))
    return tuple(rows)


def _closed(facts: Facts, _reader: Reader, words: Words) -> Screen:
    return Screen(words("alert.closed", code=facts["code"]))


def _load_offer(tx: Tx, row: Row) -> Facts:
    offer = step_ins.get(tx, int(str(row.facts["step_in"])))
    state = offer.state if offer else StepInState.ENDED
    return {**row.facts, "state": state, "name": _name(tx, offer.partner_id if offer else None)}


def _offer_still(facts: Facts, _now: datetime) -> Send | Drop:
    open_still = facts["state"] in (StepInState.OFFERED, StepInState.TALK_FIRST)
    return Send() if open_still else Drop("settled")


def _offer(facts: Facts, _reader: Reader, words: Words) -> Screen:
    see = Button(words("button.see"), "offer_see")
    if facts.get("later"):
        return Screen(words("offer.later"), ((see,),))
    return Screen(words("offer.short"), ((see, Button(words("button.later"), "offer_later")),))


def _offer_details(facts: Facts, _reader: Reader, words: Words) -> Screen:
    yes = Button(words("button.yes"), "offer_yes")
    talk = Button(words("button.talk_first"), "offer_talk")
    no = Button(words("button.no"), "offer_no")
    return Screen(words("offer.details", name=facts["name"]), ((yes,), (talk,), (no,)))


def _offer_answer(facts: Facts, _reader: Reader, words: Words) -> Screen:
    return Screen(words(f"offer.answer.{facts['answer']}", code=facts["code"]))


LETTERS = (
    Letter(Kind.ALERT, _alert, load=_load_alert, still=_alert_still),
    Letter(Kind.ALERT_DETAILS, _details, load=_load_alert),
    Letter(Kind.ALERT_CLOSED, _closed),
    Letter(Kind.OFFER, _offer, load=_load_offer, still=_offer_still),
    Letter(Kind.OFFER_DETAILS, _offer_details, load=_load_offer),
    Letter(Kind.OFFER_ANSWER, _offer_answer),
)
