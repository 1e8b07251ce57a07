"""Gates: what stands before every conversation. Read a Telegram update, know the person, and
let a tap through only on a button that was put there for whoever taps it."""

from __future__ import annotations

from datetime import datetime

import telegram

from handlers.chat import reach, written
from handlers.chat.context import House, Said, Talk
from handlers.rules.crisis.gate import judge_safely
from handlers.rules.crisis.verdict import NOTHING
from handlers.screens.screen import ANYWHERE, NO_ROW, read_data
from storage import outbox, people, silences, still_here
from storage.database import Tx
from storage.records import PersonId


def read(update: telegram.Update) -> Said | None:
    """What a private chat's update says, free of Telegram's types; None for any other chat."""
    chat, user, query = update.effective_chat, update.effective_user, update.callback_query
    if chat is None or user is None or chat.type != telegram.constants.ChatType.PRIVATE:
        return None
    if user.id != chat.id:
        return None  # In a private chat they are the same; whoever taps is who is meant.
    # Of a tap it may be one that is not accessible, which the library does not count.
    message = query.message if query else update.effective_message
    text = (update.message.text if update.message else None) or ""
    wrote = update.message or update.edited_message
    _, _, payload = text.partition(" ") if text.startswith("/") else ("", "", "")
    return Said(
        chat_id=PersonId(chat.id),
        message_id=message.message_id if message else 0,
        language=user.language_code or "",
        text=text,
        payload=payload.strip(),
        tap=read_data(query.data) if query and query.data else None,
        callback=query.id if query else "",
        verdict=judge_safely(written.in_message(wrote), wrote.date.year) if wrote else NOTHING,
    )


def enter(tx: Tx, house: House, said: Said, now: datetime) -> Talk:
    """A talk with whoever it is. A sign of life means that messages arrive, and is "seen"."""
    person = people.get(tx, said.chat_id)
    if person is not None:
        if person.unreachable_since is not None:
            reach.found(tx, person.id, now)
        still_here.saw(tx, person.id, now)
        silences.alive(tx, person.id, now)
        if said.tap is None and said.message_id > person.last_message:
            people.saw_message(tx, person.id, said.message_id)
            person = people.get(tx, said.chat_id)
    return Talk(tx, house, now, said, person)


def own_button(talk: Talk) -> bool:
    """Whether the tapped button is the tapper's own; if not, the answer is said already.

    A purged row and somebody else's get the same words: nothing is told about rows that exist.
    """
    tap = talk.said.tap
    if tap is not None and tap.row == NO_ROW and tap.verb in ANYWHERE:
        return True
    row = outbox.get(talk.tx, tap.row) if tap is not None else None
    if row is None or row.person_id != talk.id:
        talk.note("say.old_button")
        return False
    talk.row = row
    return True
