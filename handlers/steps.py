"""Steps: one update, one transaction. What matches, what is said at once, what a row says.

Nothing here sends: what is said are outbox rows, made ready for delivery.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import telegram

from handlers.buttons import Conversation
from handlers.chat import cover, gates
from handlers.chat.context import House, Said, Talk
from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Ready, reader_of
from handlers.conversations import crisis, presence
from handlers.letterbox import LETTERS
from handlers.routes import MEMBER, ROUTES
from handlers.rules.crisis.verdict import Level
from storage import dispatch
from storage.database import Tx
from storage.records import Person, Row


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a step says: replies ready to go, and whether anybody else is told something."""

    ready: tuple[Ready, ...] = ()
    told: bool = False
    forgot: bool = False
    """Somebody was forgotten: nothing of them may stay in the log."""
    menu: bool = False
    """Their role or language changed, and the menu of commands with it."""


def match(update: telegram.Update) -> Conversation | None:
    """The conversation for an update of a private chat; None when nothing is to be said."""
    if update.my_chat_member and MEMBER.check_update(update):
        status = update.my_chat_member.new_chat_member.status
        gone = status == telegram.constants.ChatMemberStatus.BANNED
        return presence.gone if gone else presence.back
    if update.edited_message:
        return crisis.edited
    for route in ROUTES:
        if route.matcher.check_update(update) not in (None, False):
            return route.talk
    return None


def step(tx: Tx, house: House, said: Said, talk: Conversation, now: datetime) -> Spoken:
    """One update: know the person, talk, and make ready what is said to them at once."""
    if talk is presence.gone:
        talk(Talk(tx, house, now, said, None))
        return Spoken()
    held = gates.enter(tx, house, said, now)
    _gate(held, talk)
    ready: list[Ready] = []
    for post in held.posts:
        made = prepare(tx, post.row, now, held.person, "" if ready else said.callback)
        if isinstance(made, Ready):
            ready.append(replace(made, strip=post.strip) if post.strip else made)
    return Spoken(tuple(ready), held.told, held.forgot, held.menu or held.forgot)


def _gate(held: Talk, talk: Conversation) -> None:
    """The crisis gate stands before every conversation, in every state, for everybody."""
    if held.said.verdict.level is Level.CRISIS:
        crisis.answer(held)
        return
    talk(held)
    if held.worried and talk is not crisis.edited:
        crisis.warm(held)


def sorry(tx: Tx, house: House, said: Said, now: datetime) -> Spoken:
    """One kind sentence when an update could not be handled and is set aside."""

    def apologise(talk: Talk) -> None:
        talk.say(Kind.NOTE, key="say.sorry", help=True)

    return step(tx, house, said, apologise, now)


def prepare(
    tx: Tx, row: Row, now: datetime, reader: Person | None = None, callback: str = ""
) -> Ready | Drop:
    """Load a row's facts and its reader, if not at hand; drop it when late, untrue or forbidden.

    ``callback``: the tap that is answered together with it.
    """
    letter = LETTERS[row.kind]
    facts = letter.load(tx, row)
    verdict = letter.still(facts, now)
    circle = letter.about(tx, row) if letter.about else None
    if circle is not None and cover.over_to(tx, circle, row.person_id, now):
        verdict = Drop("ended")
    if row.not_after is not None and now >= row.not_after:
        verdict = Drop("late")
    if isinstance(verdict, Drop):
        dispatch.drop(tx, row, verdict.why, now)
        return verdict
    return Ready(row, letter, facts, reader_of(tx, row, reader), callback, facts.get("strip"))
