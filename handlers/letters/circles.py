"""Letters about circles: links with their picture, the caseload, seats that open, hand-backs."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from urllib.parse import quote

import segno

from handlers.chat import about
from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Facts, Letter, Reader, Send
from handlers.screens import times
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import circles, people
from storage.database import Tx
from storage.enums import SeatState
from storage.moments import moment
from storage.records import Row

_QR_SCALE = 8
_SEND = "https://t.me/share/url?url={}"
"""Opens Telegram's own list of chats to send something to; nobody else is asked."""


def _load_link(_tx: Tx, row: Row) -> Facts:
    return {**row.facts, "link": row.secret}


def _link_still(facts: Facts, now: datetime) -> Send | Drop:
    return Send() if facts["link"] and now < moment(facts["until"]) else Drop("expired")


def _link(facts: Facts, reader: Reader, words: Words) -> Screen:
    """The link as text and as a picture that says nothing but the link; Telegram sends it on."""
    until = times.day(moment(facts["until"]), reader.zone, words.language)
    values = {"link": facts["link"], "until": until}
    if facts["role"] == "participant":
        values["code"] = facts["code"]
    picture = BytesIO()
    segno.make(facts["link"], error="m").save(picture, kind="png", scale=_QR_SCALE)
    send = Button(words("button.link_send"), "", url=_SEND.format(quote(facts["link"], safe="")))
    home = Button(words("button.home"), "home")
    text = words(f"link.caption.{facts['role']}", **values)
    return Screen(text, ((send,), (home,)), picture=picture.getvalue())


def _seat_facts(tx: Tx, row: Row) -> Facts:
    seat = circles.get_seat(tx, int(str(row.facts["seat"])))
    person = people.get(tx, seat.supporter_id) if seat and seat.supporter_id else None
    return {
        **row.facts,
        "state": seat.state if seat else SeatState.REMOVED,
        "name": person.name if person else "",
    }


def _still_waiting(facts: Facts, _now: datetime) -> Send | Drop:
    return Send() if facts["state"] is SeatState.WAITING else Drop("settled")


def _seat_news(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    return Screen(words("seat.news"), ((Button(words("button.see"), "seat_see"),),))


def _seat_confirm(facts: Facts, _reader: Reader, words: Words) -> Screen:
    yes = Button(words("button.yes"), "seat_yes")
    no = Button(words("button.no"), "seat_no")
    return Screen(words("seat.confirm", name=facts["name"]), ((yes, no),), protect=True)


def _still_active(facts: Facts, _now: datetime) -> Send | Drop:
    return Send() if facts["state"] is SeatState.ACTIVE else Drop("settled")


def _seat_open(facts: Facts, _reader: Reader, words: Words) -> Screen:
    """What comes from now on, and who else has a part here."""
    text = words("seat.open", partner=facts["partner"])
    return Screen(text, ((Button(words("button.okay"), "home"),),))


def _back_short(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    return Screen(words("back.short"), ((Button(words("button.see"), "back_see"),),))


def _load_back(tx: Tx, row: Row) -> Facts:
    facts = dict(_seat_facts(tx, row))
    seat = circles.get_seat(tx, int(str(row.facts["seat"])))
    partner = people.get(tx, circles.get(tx, seat.circle_id).partner_id) if seat else None
    return {**facts, "partner": partner.name if partner else ""}


def _back_details(facts: Facts, _reader: Reader, words: Words) -> Screen:
    text = words("back.details", name=facts["name"], partner=facts["partner"])
    return Screen(text, ((Button(words("button.okay"), "home"),),), protect=True)


def _handed_back(facts: Facts, _reader: Reader, words: Words) -> Screen:
    return Screen(words("back.partner", code=facts["code"]))


def _circles(facts: Facts, _reader: Reader, words: Words) -> Screen:
    """One button for each, in words, whoever needs a look first."""
    rows = [
        (Button(words(f"button.circle.{state}", code=code), "circle_care", str(at)),)
        for at, (code, state) in enumerate(facts["lines"])
    ]
    text = words("circles.title" if rows else "circles.none")
    ends = (
        Button(words("button.open_circle"), "open_circle"),
        Button(words("button.home"), "home"),
    )
    return Screen(text, (*rows, ends))


LETTERS = (
    Letter(Kind.LINK, _link, load=_load_link, still=_link_still),
    Letter(Kind.CIRCLES, _circles),
    Letter(Kind.SEAT_NEWS, _seat_news, load=_seat_facts, still=_still_waiting, about=about.seat),
    Letter(Kind.SEAT_CONFIRM, _seat_confirm, load=_seat_facts),
    Letter(Kind.SEAT_OPEN, _seat_open, load=_load_back, still=_still_active, about=about.seat),
    Letter(Kind.HANDED_BACK, _handed_back, about=about.circle),
    Letter(Kind.BACK_NEWS, _back_short, load=_seat_facts, still=_still_active, about=about.seat),
    Letter(Kind.BACK_DETAILS, _back_details, load=_load_back),
)
