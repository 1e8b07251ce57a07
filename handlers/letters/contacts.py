"""Letters about a stranger who asks for a link: to the coordinators, and the word in answer."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Facts, Letter, Reader, Send
from handlers.screens import times
from handlers.screens.cards import help_button
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import contacts, people
from storage.database import Tx
from storage.records import Row


def _load(tx: Tx, row: Row) -> Facts:
    request = contacts.get(tx, int(str(row.facts["request"])))
    by = people.get(tx, request.seen_by) if request and request.seen_by else None
    return {**row.facts, "asked": request, "by": by.name if by else ""}


def _still_open(facts: Facts, _now: datetime) -> Send | Drop:
    request = facts["asked"]
    return Send() if request and request.seen_by is None else Drop("settled")


def _news(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    return Screen(words("contact.news"), ((Button(words("button.see"), "contact_see"),),))


def _details(facts: Facts, reader: Reader, words: Words) -> Screen:
    request = facts["asked"]
    home = (Button(words("button.home"), "home"),)
    if request is None:
        return Screen(words("say.neutral"), (home,))
    text = words(
        "contact.details",
        day=times.day(request.asked_at, reader.zone, words.language),
        time=times.clock(request.asked_at, reader.zone, words.language),
        language=words(f"button.language.{request.language}"),
    )
    if facts["by"]:
        return Screen(f"{text}\n\n{words('contact.taken', name=facts['by'])}", (home,))
    take = (Button(words("button.see_to_it"), "contact_take"),)
    return Screen(f"{text}\n\n{words('contact.what_then')}", (take, home))


def _word(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    return Screen(words("contact.word"), ((help_button(words),),))


LETTERS = (
    Letter(Kind.CONTACT, _news, load=_load, still=_still_open),
    Letter(Kind.CONTACT_DETAILS, _details, load=_load),
    Letter(Kind.CONTACT_WORD, _word),
)
