"""Letters of stepping in: the question, the answer, and whether there was contact."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import about
from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Facts, Letter, Reader, Send
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import circles, people, step_ins
from storage.database import Tx
from storage.enums import StepInState
from storage.moments import micros
from storage.records import Row


def _load_offer(tx: Tx, row: Row) -> Facts:
    offer = step_ins.get(tx, int(str(row.facts["step_in"])))
    state = offer.state if offer else StepInState.ENDED
    partner = people.get(tx, offer.partner_id) if offer else None
    return {**row.facts, "state": state, "name": partner.name if partner else ""}


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
    # After "a talk first" the circle's page is where one writes.
    pages = ((Button(words("button.circles"), "circles"),),)
    return Screen(words(f"offer.answer.{facts['answer']}", code=facts["code"]), pages)


def _offer_talk(facts: Facts, _reader: Reader, words: Words) -> Screen:
    yes = Button(words("button.yes"), "offer_yes")
    no = Button(words("button.no"), "offer_no")
    return Screen(words("offer.talk", name=facts["name"]), ((yes, no),))


def _load_contact(tx: Tx, row: Row) -> Facts:
    circle = circles.get(tx, int(str(row.facts["circle"])))
    standing = step_ins.standing(tx, circle.id)
    contact = standing.contact_at if standing is not None else None
    asked = contact is not None and micros(contact) == row.facts["contact"]
    return {**row.facts, "code": circle.code, "still": asked}


def _contact_still(facts: Facts, _now: datetime) -> Send | Drop:
    return Send() if facts["still"] else Drop("talked")


def _contact(facts: Facts, _reader: Reader, words: Words) -> Screen:
    talked = Button(words("button.talked"), "talked_yes")
    not_yet = Button(words("button.not_yet"), "talked_no")
    return Screen(words("talked.ask", code=facts["code"]), ((talked,), (not_yet,)))


LETTERS = (
    Letter(Kind.OFFER, _offer, load=_load_offer, still=_offer_still, about=about.step_in),
    Letter(Kind.OFFER_DETAILS, _offer_details, load=_load_offer),
    Letter(Kind.OFFER_TALK, _offer_talk, load=_load_offer),
    Letter(Kind.OFFER_ANSWER, _offer_answer, about=about.circle),
    Letter(
        Kind.TALKED_ASK,
        _contact,
        load=_load_contact,
        still=_contact_still,
        about=about.circle,
    ),
)
