"""The whole table: gates, commands, texts, jobs. Read this first; the buttons stand in ``buttons``,
the letters in ``letterbox``.

python-telegram-bot's handlers only match an update here (``check_update``), and whoever reads a
tap by itself need not ask them; ``steps`` runs the conversation inside one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import telegram
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from handlers import commands
from handlers.buttons import BUTTONS, Conversation
from handlers.chat import gates
from handlers.chat.context import House, Talk
from handlers.conversations import (
    answering,
    crisis,
    goals,
    home,
    joining,
    lines,
    settings,
    tending,
    zone,
)
from handlers.jobs import (
    alive,
    audit,
    breaks,
    ending,
    expiry,
    forgetting,
    hellos,
    nudges,
    quiet,
    returns,
    watch,
    weekly,
)
from handlers.offers import offers
from handlers.rules.audit import Breach
from handlers.values import carried
from storage import alerts as stored_alerts
from storage import circles, expecting, partner_hours, places, rhythms, weekly_notes
from storage import hellos as stored_hellos
from storage.database import Tx
from storage.enums import Expected

Sweep = Callable[[Tx, House, datetime, int], int]
Matcher = BaseHandler[telegram.Update, Any, None]


@dataclass(frozen=True, slots=True)
class Route:
    """What matches, and the conversation that answers."""

    matcher: Matcher
    talk: Conversation


@dataclass(frozen=True, slots=True)
class Job:
    """What APScheduler strikes: a sweep over due rows, in batches, and when the next is due."""

    name: str
    every: timedelta
    sweep: Sweep
    next_due: Callable[[Tx], datetime | None] | None = None
    find: Callable[[Tx, House, datetime], tuple[Breach, ...]] | None = None
    """What does not hold and is reported, before the sweep mends it."""
    first: Sweep | None = None
    """What it does before all others after a start: what was open comes before what is new."""
    for_good: bool = False
    """Nobody gets back what it ended or forgot: it waits while the clock may be wrong."""


async def _unused(update: telegram.Update, context: Any) -> None:
    """The library's handlers want a coroutine; ours only match, and ``step`` runs the talk."""
    del update, context


def _command(*names: str) -> Matcher:
    return CommandHandler(names, _unused, filters.UpdateType.MESSAGE)


def _unknown(talk: Talk) -> None:
    if not commands.on_the_way(talk):
        home.unknown(talk)


TYPED: Mapping[Expected, Conversation] = {
    Expected.GOAL: goals.typed,
    Expected.LINE: lines.typed,
    Expected.CITY: zone.typed,
    Expected.NAME: settings.name_typed,
    Expected.SMALL_STEP: tending.typed,
    Expected.PULSE: answering.first_typed,
}
"""Who takes a typed text that the bot has asked for. The conversation clears what it took."""
ANY_TEXT: tuple[Callable[[Talk], bool], ...] = (
    answering.typed,
    answering.all_at_once,
    joining.typed,
    answering.afterwards_typed,
)
"""Who may take any other text, the first that does."""
_BARE = frozenset({Expected.CITY, Expected.NAME})
"""A text that sounds low is none of these: it gets a warm word, and the question stands."""


def _typed(talk: Talk) -> None:
    if commands.link_pasted(talk):
        return
    expected = expecting.get(talk.tx, talk.id, talk.now)
    if expected is not None:
        if not (talk.worried and expected.what in _BARE):
            TYPED[expected.what](talk)
            talk.strip(expected.row_id)
    # An open question comes first: a link that somebody only looked at does not take its answer.
    elif not any(takes(talk) for takes in ANY_TEXT):
        home.unknown(talk)


def tapped(talk: Talk) -> None:
    """A button: its own verb's conversation, when the button is the tapper's own.

    Whatever no button of ours says gets the answer of an old one.
    """
    tap = talk.said.tap
    if tap is None or tap.verb not in BUTTONS or tap.value not in carried(tap.verb):
        talk.note("say.old_button")
    elif gates.own_button(talk):
        if talk.row is None or tap.verb in offers(talk.row.kind):
            BUTTONS[tap.verb](talk)
        else:
            talk.note("say.old_button")


_ADDED = filters.StatusUpdate.CHECKLIST_TASKS_ADDED | filters.StatusUpdate.POLL_OPTION_ADDED
ROUTES: tuple[Route, ...] = (
    Route(CallbackQueryHandler(_unused), tapped),
    *(Route(_command(*one.names), one.talk) for one in commands.COMMANDS),
    Route(MessageHandler(filters.UpdateType.MESSAGE & filters.COMMAND, _unused), _unknown),
    Route(MessageHandler(filters.UpdateType.MESSAGE & filters.TEXT, _unused), _typed),
    # What was added to an older list or poll is read by the crisis gate; nothing else was asked.
    Route(MessageHandler(_ADDED, _unused), crisis.edited),
    # What Telegram notes in a chat by itself (pinned, a timer, a background) was said by nobody.
    Route(
        MessageHandler(filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL, _unused),
        home.not_text,
    ),
)
MEMBER: Matcher = ChatMemberHandler(_unused, ChatMemberHandler.MY_CHAT_MEMBER)

JOBS: tuple[Job, ...] = (
    Job("breaks", timedelta(seconds=20), breaks.sweep, places.next_end, first=breaks.sweep),
    Job("gaps", timedelta(seconds=20), watch.circles_due, circles.next_look),
    Job(
        "escalation",
        timedelta(seconds=5),
        watch.alerts_due,
        stored_alerts.next_due,
        first=watch.alerts_open,
    ),
    Job("nudges", timedelta(seconds=20), nudges.sweep, rhythms.next_due),
    Job("quiet", timedelta(minutes=10), quiet.sweep),
    Job("hellos", timedelta(seconds=20), hellos.sweep, stored_hellos.next_due),
    Job("returns", timedelta(minutes=1), returns.sweep, partner_hours.next_return),
    Job("weekly", timedelta(seconds=20), weekly.sweep, weekly_notes.next_due),
    Job("ending", timedelta(seconds=20), ending.sweep, ending.next_due, for_good=True),
    Job("audit", timedelta(minutes=5), audit.sweep, find=audit.find),
    Job("alive", alive.EVERY, alive.sweep),
    Job("expiry", timedelta(minutes=10), expiry.sweep, for_good=True),
    Job("forgetting", timedelta(minutes=10), forgetting.sweep, for_good=True),
)
