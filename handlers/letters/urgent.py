"""Letters of an urgent call: to whoever is asked, and the truth to whoever asks."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Facts, Letter, Reader, Send
from handlers.rules import urgent as rule
from handlers.rules.urgent import News
from handlers.screens import cards, times
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from handlers.texts.lines import lines
from storage import alerts, circles, opened, people
from storage.database import Tx
from storage.enums import AlertKind
from storage.records import Row

_GOOD = (News.SEEN, News.TAKEN)


def _name(tx: Tx, person_id: object) -> str:
    person = people.get(tx, int(str(person_id))) if person_id else None
    return person.name if person else ""


def _load(tx: Tx, row: Row) -> Facts:
    alert = alerts.get(tx, int(str(row.facts["alert"])))
    if alert is None:
        raise LookupError("a call's notice without its call")
    circle, before = circles.get(tx, alert.circle_id), row.facts.get("before")
    return {
        **row.facts,
        "code": circle.code,
        "repeat": row.repeat,
        "kind": alert.kind.value,
        "detail": alerts.detail(tx, alert.id),
        "asked_at": alert.opened_at,
        "asks": _name(tx, alert.person_id),
        "from": "participant" if alert.person_id == circle.participant_id else "supporter",
        "waits": alert.state in rule.WAITS,
        "has_it": alert.acknowledged_by,
        "has_it_name": _name(tx, alert.acknowledged_by),
        "before_name": _name(tx, before),
        "before_opened": before is not None and opened.was(tx, alert.id, int(str(before))),
        "partner": _name(tx, circle.partner_id),
        "backup": _name(tx, circle.backup_id),
        "at": row.created_at,
    }


def _call_still(facts: Facts, _now: datetime) -> Send | Drop:
    return Send() if facts["waits"] else Drop("seen")


def _call(facts: Facts, _reader: Reader, words: Words) -> Screen:
    key = "urgent.again" if facts["repeat"] else "urgent.short"
    return Screen(words(key, code=facts["code"]), ((Button(words("button.see"), "urgent_see"),),))


def _details(facts: Facts, reader: Reader, words: Words) -> Screen:
    at = times.clock(facts["asked_at"], reader.zone, words.language)
    day = times.day(facts["asked_at"], reader.zone, words.language)
    key = f"urgent.{facts['from']}.{facts['kind']}"
    parts = [words(key, code=facts["code"], name=facts["asks"])]
    detail = f"urgent.detail.{facts['detail']}"
    if facts["detail"] and words.has(detail):
        parts.append(words(detail))
    parts.append(words("urgent.asked_at", day=day, at=at))
    if facts["kind"] == AlertKind.DANGER:
        parts.append(words("urgent.please"))
    if facts["has_it"] == reader.id:
        parts.append(words("alert.has_it.me"))
    elif facts["has_it"]:
        parts.append(words("alert.has_it", name=facts["has_it_name"]))
    elif facts["waits"]:
        parts.append(words("urgent.thanks" if facts.get("cannot") else "urgent.answer"))
    return Screen(" ".join(parts), _buttons(facts, words), protect=True)


def _buttons(facts: Facts, words: Words) -> tuple[tuple[Button, ...], ...]:
    if not facts["waits"]:
        return ()
    got_it = Button(words("button.got_it"), "urgent_got")
    if facts.get("cannot"):
        return ((got_it,),)
    return ((got_it,), (Button(words("button.cannot"), "urgent_cannot"),))


def _news_still(facts: Facts, _now: datetime) -> Send | Drop:
    """Bad news that is not true any more stays unsaid."""
    return Send() if facts["waits"] or facts["news"] in _GOOD else Drop("seen")


def _news(facts: Facts, reader: Reader, words: Words) -> Screen:
    """The first line is neutral and long enough for a lock screen; then the truth."""
    asked = times.clock(facts["asked_at"], reader.zone, words.language)
    told = [words("urgent.about", at=asked)]
    if facts["news"] in _GOOD:
        at = times.clock(facts["at"], reader.zone, words.language)
        told.append(words(f"urgent.news.{facts['news']}", name=facts["before_name"], at=at))
    else:
        told.append(_not_yet(facts, words))
        told += [line.text(words.language) for line in lines()]
    return Screen("\n\n".join(told), ((cards.help_button(words),),))


def _not_yet(facts: Facts, words: Words) -> str:
    if facts["news"] == News.NOBODY or not facts["before_name"]:
        first = words("urgent.news.nobody")
    else:
        unanswered = facts["news"] == News.NOT_SEEN and facts["before_opened"]
        news = "not_answered" if unanswered else facts["news"]
        first = words(f"urgent.news.{news}", name=facts["before_name"])
    if facts["step"] == rule.BACKUP:
        partner, backup = facts["partner"], facts["backup"]
        return f"{first} {words('urgent.next.backup', name=backup, partner=partner)}"
    if facts["step"] == rule.COORDINATORS:
        return f"{first} {words('urgent.next.coordinators')}"
    return f"{first} {words('urgent.next.again')}"


def _taken(facts: Facts, _reader: Reader, words: Words) -> Screen:
    return Screen(words("urgent.taken", code=facts["code"]))


def _arrived(tx: Tx, row: Row, now: datetime) -> None:
    alerts.delivered(tx, int(str(row.facts["alert"])), row.person_id, now)


LETTERS = (
    Letter(Kind.URGENT, _call, load=_load, still=_call_still, arrived=_arrived),
    Letter(Kind.URGENT_DETAILS, _details, load=_load),
    Letter(Kind.URGENT_NEWS, _news, load=_load, still=_news_still),
    Letter(Kind.URGENT_TAKEN, _taken, load=_load),
)
