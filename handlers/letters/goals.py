"""Letters of the goal: as it is kept, who sees it, and the question for it."""

from __future__ import annotations

from handlers.chat import sharing
from handlers.chat.kinds import Kind
from handlers.chat.letter import Facts, Letter, Reader
from handlers.screens.cards import help_button
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import goals, grants
from storage.database import Tx
from storage.enums import Category
from storage.records import Row


def _load(tx: Tx, row: Row) -> Facts:
    given = grants.of_subject(tx, row.person_id, row.created_at)
    readers = {one.reader_id for one in given if one.category is Category.GOAL}
    return {
        "goal": goals.get(tx, row.person_id),
        "names": [sharing.name_of(tx, reader) for reader in sorted(readers)],
    }


def _goal(facts: Facts, _reader: Reader, words: Words) -> Screen:
    write = Button(words("button.goal_write"), "goal_write")
    rows = [
        (write, Button(words("button.goal_forget"), "goal_forget")) if facts["goal"] else (write,)
    ]
    text = words("goal.none")
    if facts["goal"]:
        names = ", ".join(facts["names"])
        who = words("goal.seen_by", names=names) if names else words("share.nobody")
        text = "\n\n".join((words("goal.kept", text=facts["goal"]), who))
    return Screen(text, (*rows, (Button(words("button.sharing"), "sharing"), help_button(words))))


def _ask(facts: Facts, _reader: Reader, words: Words) -> Screen:
    text = words("goal.long" if facts.get("long") else "goal.ask")
    return Screen(text, ((Button(words("button.not_now"), "goal"),),))


LETTERS = (Letter(Kind.GOAL, _goal, load=_load), Letter(Kind.GOAL_ASK, _ask))
