"""After *Saved*: each part is one tap to leave. How the last small step went, one part to tend,
for supporters how heavy it is and one idea, and a wish that is asked once."""

from __future__ import annotations

from handlers.chat import cover, sharing
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import closing
from handlers.rules.closing import Mood
from storage import checkins, circles, notes, outbox, small_steps
from storage.enums import CheckinKind, Class
from storage.records import Checkin

_FIRST = 8
"""A wish is asked after one of the first so many; later there are the settings."""


def tapped(talk: Talk) -> Checkin | None:
    """The check-in that the tapped message belongs to, open or not."""
    number = talk.row.facts.get("checkin") if talk.row else None
    return checkins.get(talk.tx, int(str(number))) if number is not None else None


def saved(talk: Talk, checkin: Checkin) -> None:
    """Say the closing. A pulse ends there: its wish, if any, comes below it."""
    step = small_steps.live(talk.tx, talk.id)
    asked = {"small_step": step.id} if step and not hard(talk, checkin) else {}
    talk.show(Kind.SAVED, checkin=checkin.id, **asked)
    tidy(talk, checkin)
    if hard(talk, checkin) or sharing.ask_again(talk):
        return
    wish = _wish(talk, checkin)
    if checkin.kind is CheckinKind.PULSE and wish:
        talk.say(Kind.WISH, wish=wish, checkin=checkin.id)


def tidy(talk: Talk, checkin: Checkin) -> None:
    """What was typed on the way goes, when the person wants a tidy chat."""
    for message in notes.take_typed(talk.tx, checkin.id):
        outbox.put(talk.tx, talk.id, Class.EDIT, Kind.TIDY, {}, talk.now, edits=message)
        talk.told = True


def hard(talk: Talk, checkin: Checkin) -> bool:
    """A hard day brings no task and no question."""
    return closing.mood(checkins.answers(talk.tx, checkin.id)) is Mood.HARD


def offer(talk: Talk, checkin: Checkin, head: str, **values: object) -> None:
    """One part to tend, if the person likes."""
    talk.show(Kind.TEND_OFFER, checkin=checkin.id, head=head, **values)


def tended(talk: Talk, checkin: Checkin, head: str, **values: object) -> None:
    """Tending is settled; a supporter may say how heavy it is."""
    supports = cover.supports(talk.tx, talk.id, talk.now)
    if supports and checkin.kind is not CheckinKind.PULSE:
        talk.show(Kind.HEAVY, checkin=checkin.id, head=head, **values)
    else:
        wish(talk, checkin, head, **values)


def wish(talk: Talk, checkin: Checkin, head: str, **values: object) -> None:
    """The last screen, when there is a wish to ask for; else the end."""
    asked = _wish(talk, checkin)
    if asked:
        talk.show(Kind.WISH, checkin=checkin.id, wish=asked, head=head, **values)
    else:
        end(talk, checkin, head, **values)


def end(talk: Talk, checkin: Checkin, head: str, **values: object) -> None:
    """Kept. Whoever wants a tidy chat keeps one plain line of it."""
    talk.show(
        Kind.KEPT,
        checkin=checkin.id,
        tidy=bool(talk.known.tidy),
        head=head,
        **values,
    )


def _wish(talk: Talk, checkin: Checkin) -> str:
    """What is asked after this check-in: quiet after the first that was not hard, tidy after the
    second. Each once, and never again when somebody leaves it."""
    first = checkins.first_saved(talk.tx, checkin, _FIRST)
    which = [one.id for one in first if not hard(talk, one)][:2]
    if checkin.id not in which:
        return ""
    if which.index(checkin.id) == 0:
        takes_part = circles.of_participant(talk.tx, talk.id) is not None
        return "quiet" if takes_part and talk.known.quiet_after is None else ""
    return "tidy" if talk.known.tidy is None else ""
