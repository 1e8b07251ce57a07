"""The whole table: gates, commands, buttons, texts, jobs, letters. Read this first.

python-telegram-bot's handlers only match an update here (``check_update``); ``steps`` runs the
conversation inside one transaction.
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

from handlers.chat import gates
from handlers.chat.context import House, Talk
from handlers.chat.kinds import Kind
from handlers.chat.letter import Letter
from handlers.chat.offline import HELP
from handlers.conversations import (
    alerts,
    checkin,
    home,
    hours,
    inviting,
    joining,
    nudging,
    stepping_in,
    urgent,
)
from handlers.jobs import expiry, nudges, returns, watch
from handlers.letters import alerts as alert_letters
from handlers.letters import checkins as checkin_letters
from handlers.letters import circles as circle_letters
from handlers.letters import home as home_letters
from handlers.letters import hours as hour_letters
from handlers.letters import joining as joining_letters
from handlers.letters import notes
from handlers.letters import nudges as nudge_letters
from handlers.letters import urgent as urgent_letters
from storage import alerts as stored_alerts
from storage import circles, expecting, partner_hours, rhythms
from storage.database import Tx
from storage.enums import Expected, Language, Temperature

Conversation = Callable[[Talk], None]
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
    sweep: Callable[[Tx, House, datetime, int], int]
    next_due: Callable[[Tx], datetime | None] | None = None


async def _unused(update: telegram.Update, context: Any) -> None:
    """The library's handlers want a coroutine; ours only match, and ``step`` runs the talk."""
    del update, context


def _command(*names: str) -> Matcher:
    return CommandHandler(names, _unused, filters.UpdateType.MESSAGE)


def _start(talk: Talk) -> None:
    if talk.said.payload:
        joining.opens(talk)
    elif not joining.resume(talk):
        home.start(talk)


def _on_the_way(talk: Talk) -> bool:
    """Somebody on the way in goes on there, whatever command they type."""
    return talk.person is not None and talk.person.joined_at is None and joining.resume(talk)


def _check_in(talk: Talk) -> None:
    if not _on_the_way(talk):
        checkin.begin(talk)


def _unknown(talk: Talk) -> None:
    if not _on_the_way(talk):
        home.unknown(talk)


TYPED: Mapping[Expected, Conversation] = {}
"""Who takes a typed text that the bot has asked for. The conversation clears what it took."""


def _typed(talk: Talk) -> None:
    expected = expecting.get(talk.tx, talk.id, talk.now)
    if expected is not None:
        TYPED[expected.what](talk)
    # An open question comes first: a link that somebody only looked at does not take its answer.
    elif not checkin.typed(talk) and not joining.typed(talk):
        home.unknown(talk)


def _card(talk: Talk) -> None:
    """The language of a card that needs no row: the stranger's, or Help."""
    talk.show(Kind.HELP if talk.person else Kind.STRANGER, language=talk.value)


BUTTONS: Mapping[str, Conversation] = {
    "help": home.help_tapped,
    "lang": _card,
    "home": home.page,
    "language": joining.language,
    "join_go_on": joining.go_on,
    "join_agree": joining.agree,
    "join_not_now": joining.not_now,
    "rhythm_yes": joining.rhythm_yes,
    "rhythm_change": joining.rhythm_change,
    "rhythm_day": joining.rhythm_day,
    "rhythm_hour": joining.rhythm_hour,
    "open_circle": inviting.open_circle,
    "invite_partner": inviting.invite_partner,
    "invite_supporter": inviting.invite_supporter,
    "circles": inviting.caseload,
    "seat_see": inviting.see_seat,
    "seat_yes": inviting.confirm_seat,
    "seat_no": inviting.refuse_seat,
    "back_see": inviting.see_back,
    "check_in": checkin.begin,
    "nudge_start": checkin.nudge_start,
    "nudge_later": nudging.later,
    "nudge_tomorrow": nudging.tomorrow,
    "nudge_skip": nudging.skip,
    "answer": checkin.answer,
    "answer_skip": checkin.skip,
    "answer_later": checkin.later,
    "alert_see": alerts.see,
    "alert_have": alerts.have_it,
    "alert_offer": alerts.offer,
    "alert_hand": alerts.hand,
    "alert_snooze": alerts.snooze,
    "hours": hours.page,
    "hours_days": hours.days,
    "hours_day": hours.day,
    "hours_days_done": hours.days_done,
    "hours_from": hours.start,
    "hours_to": hours.end,
    "hours_away": hours.away,
    "hours_first": hours.away_from,
    "hours_until": hours.away_until,
    "hours_back": hours.back,
    "urgent_see": urgent.see,
    "urgent_got": urgent.got_it,
    "urgent_cannot": urgent.cannot,
    "offer_see": stepping_in.see,
    "offer_later": stepping_in.later,
    "offer_yes": stepping_in.yes,
    "offer_talk": stepping_in.talk_first,
    "offer_no": stepping_in.no,
}


VALUES: Mapping[str, frozenset[str]] = {
    "lang": frozenset(Language),
    "language": frozenset(Language),
    "rhythm_day": frozenset(map(str, range(7))),
    "rhythm_hour": frozenset(wall.replace(":", "") for wall in joining_letters.HOURS),
    "hours_day": frozenset(map(str, range(7))),
    "hours_from": frozenset(wall.replace(":", "") for wall in hour_letters.WALLS),
    "hours_to": frozenset(wall.replace(":", "") for wall in hour_letters.WALLS),
    "hours_first": frozenset(map(str, range(hour_letters.FIRST_DAYS))),
    "hours_until": frozenset(map(str, hour_letters.BACK_AFTER)),
    "answer": frozenset(str(int(place)) for place in Temperature),
}
"""What a verb's button may carry; the others carry nothing."""
_NOTHING = frozenset({""})


def _tapped(talk: Talk) -> None:
    """A button: its own verb's conversation, when the button is the tapper's own.

    Whatever no button of ours says gets the answer of an old one.
    """
    tap = talk.said.tap
    if tap is None or tap.verb not in BUTTONS or tap.value not in VALUES.get(tap.verb, _NOTHING):
        talk.note("say.old_button")
    elif gates.own_button(talk):
        BUTTONS[tap.verb](talk)


ROUTES: tuple[Route, ...] = (
    Route(CallbackQueryHandler(_unused), _tapped),
    Route(_command(*HELP), home.help_typed),
    Route(_command("start"), _start),
    Route(_command("checkin"), _check_in),
    Route(MessageHandler(filters.UpdateType.MESSAGE & filters.COMMAND, _unused), _unknown),
    Route(MessageHandler(filters.UpdateType.MESSAGE & filters.TEXT, _unused), _typed),
    Route(MessageHandler(filters.UpdateType.MESSAGE, _unused), home.not_text),
)
MEMBER: Matcher = ChatMemberHandler(_unused, ChatMemberHandler.MY_CHAT_MEMBER)

COMMANDS: tuple[tuple[str, str], ...] = (
    ("checkin", "menu.checkin"),
    ("start", "menu.start"),
    ("help", "menu.help"),
)
"""The menu in Telegram: a command and the key of its words."""

JOBS: tuple[Job, ...] = (
    Job("gaps", timedelta(seconds=20), watch.circles_due, circles.next_look),
    Job("escalation", timedelta(seconds=20), watch.alerts_due, stored_alerts.next_due),
    Job("nudges", timedelta(seconds=20), nudges.sweep, rhythms.next_due),
    Job("returns", timedelta(minutes=1), returns.sweep, partner_hours.next_return),
    Job("expiry", timedelta(minutes=10), expiry.sweep),
)

LETTERS: Mapping[str, Letter] = {
    letter.kind: letter
    for module in (
        notes,
        home_letters,
        joining_letters,
        circle_letters,
        checkin_letters,
        nudge_letters,
        alert_letters,
        urgent_letters,
        hour_letters,
    )
    for letter in module.LETTERS
}
