"""After *Saved*: each part is one tap to leave. How the last small step went, one part to tend,
for supporters how heavy it is and one idea, and a wish that is asked once."""

from __future__ import annotations

from handlers.chat import cover, sharing
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import closing
from handlers.rules.closing import Mood
from storage import checkins, notes, outbox, small_steps, wishes
from storage.enums import CheckinKind, Class
from storage.records import Checkin

_TURN = {"quiet": 1, "tidy": 2}
"""After which *Saved* that was not hard each wish is asked, at the end of its parts."""
_NEAR = 8
"""So many check-ins before this one tell whether a wish is late."""


def tapped(talk: Talk) -> Checkin | None:
    """The check-in that the tapped message belongs to, open or not."""
    number = talk.row.facts.get("checkin") if talk.row else None
    return checkins.get(talk.tx, int(str(number))) if number is not None else None


def saved(talk: Talk, checkin: Checkin, head: str) -> None:
    """Say the closing, below a head if there is one. A pulse ends there, and whoever stopped there
    before may do so again: their wish, if any, comes below it."""
    step = small_steps.live(talk.tx, talk.id)
    asked = {"small_step": step.id} if step and not hard(talk, checkin) else {}
    talk.show(Kind.SAVED, checkin=checkin.id, head=head, **asked)
    tidy(talk, checkin)
    if hard(talk, checkin) or sharing.ask_again(talk):
        return
    wish = _open(talk)
    if wish and _saved_so_far(talk, checkin) >= _TURN[wish] and _below(talk, checkin, wish):
        wishes.ask(talk.tx, checkin.id, wish)
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
        wishes.ask(talk.tx, checkin.id, asked)
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
    """What is asked at the end of this check-in's parts: quiet after the first that was not hard,
    tidy after the second. Each once, and never again when somebody leaves it."""
    asked = wishes.asked(talk.tx, talk.id)
    here = next((wish for wish, number in asked.items() if number == checkin.id), "")
    if here:
        again = _unsaid(talk, here) and not _below(talk, checkin, here)
        return here if again else ""
    wish = _open(talk)
    due = wish and not hard(talk, checkin) and _saved_so_far(talk, checkin) >= _TURN[wish]
    return wish if due else ""


def _open(talk: Talk) -> str:
    """The next wish that was neither said nor asked for yet."""
    asked = wishes.asked(talk.tx, talk.id)
    return next((one for one in _TURN if one not in asked and _unsaid(talk, one)), "")


def _unsaid(talk: Talk, wish: str) -> bool:
    if wish == "tidy":
        return talk.known.tidy is None
    return talk.known.quiet_after is None and cover.own(talk.tx, talk.id, talk.now) is not None


def _below(talk: Talk, checkin: Checkin, wish: str) -> bool:
    """Whether it comes right below *Saved*: its turn went by, for they stopped there."""
    late = _saved_so_far(talk, checkin) > _TURN[wish]
    return checkin.kind is CheckinKind.PULSE or late


def _saved_so_far(talk: Talk, checkin: Checkin) -> int:
    """How many were saved and not hard, this one among them, as far as it matters."""
    before = checkins.saved_before(talk.tx, checkin, _NEAR)
    return 1 + sum(not hard(talk, one) for one in before)
