"""Links that somebody made and nobody used yet: to see, to take back, to make anew."""

from __future__ import annotations

from handlers.chat import linking
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from storage import circles, invitations
from storage.enums import Role, SeatState

MOST = 9
"""As many as one screen shows, newest first."""


def page(talk: Talk) -> None:
    """One's own open links, by date and without names."""
    found = invitations.open_of(talk.tx, talk.id, talk.now, MOST)
    talk.show(Kind.LINKS, links=[one.id for one in found])


def take_back(talk: Talk) -> None:
    """Nobody can use that link any more, and its seat is gone."""
    shown = talk.row.facts.get("links") if talk.row else None
    at = int(talk.value)
    if not isinstance(shown, list) or at >= len(shown):
        talk.note("say.old_button")
        return
    invitation = invitations.get(talk.tx, int(shown[at]))
    if invitation is not None and invitation.inviter_id == talk.id:
        invitations.close(talk.tx, invitation.id, talk.now)
        if invitation.seat_id is not None and invitation.circle_id is not None:
            only = (SeatState.INVITED,)
            circles.set_seat(talk.tx, invitation.seat_id, SeatState.REMOVED, talk.now, only=only)
            circles.look_at(talk.tx, invitation.circle_id, talk.now)
    page(talk)


def again(talk: Talk) -> None:
    """A new link in place of one that somebody opened too late, while it still makes sense."""
    number = talk.row.facts.get("invitation") if talk.row else None
    old = invitations.get(talk.tx, int(str(number))) if number is not None else None
    if old is None or not linking.may_again(talk.tx, old, talk.id, talk.now):
        talk.note("say.neutral")
    elif linking.once(talk):
        circle = circles.get(talk.tx, old.circle_id) if old.circle_id is not None else None
        if old.role is Role.SUPPORTER and circle is not None:
            linking.for_supporter(talk, circle)
        else:
            linking.make(talk, old.role, circle)
