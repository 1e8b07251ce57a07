"""Joining: from a link to a place. Language, who asks, agreement, name, rhythm.

Where somebody stands is a row: stopping midway keeps the place, and the link opens it again.
"""

from __future__ import annotations

from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import names, wall
from storage import circles, invitations, people, rhythms
from storage.enums import JoinStep, Language, Role, SeatState
from storage.records import Invitation, Joining

_CHECKS_IN = (Role.PARTICIPANT, Role.SUPPORTER)
_GONE = (SeatState.LEFT, SeatState.REMOVED)


def opens(talk: Talk) -> None:
    """A link was opened. A used, expired, revoked and foreign one get the same answer."""
    invitation = invitations.find(talk.tx, talk.said.payload)
    if invitation is None or not _may_use(talk, invitation):
        _nothing_here(talk)
        return
    if talk.person is None:
        people.welcome(talk.tx, talk.id, talk.language, talk.house.programme.zone, talk.now)
        talk.refresh()
    joining = people.joining(talk.tx, talk.id)
    if joining is None or joining.invitation_id != invitation.id:
        step = JoinStep.LANGUAGE if talk.known.joined_at is None else JoinStep.PREVIEW
        people.set_joining(talk.tx, talk.id, invitation.id, step)
    resume(talk)


def _nothing_here(talk: Talk) -> None:
    """The answer to a link that opens nothing: where one is, or how people come in."""
    talk.show(Kind.HOME if talk.person and talk.person.joined_at else Kind.STRANGER)


def _may_use(talk: Talk, invitation: Invitation) -> bool:
    """Open, in time, and not for somebody who already is the other side of it."""
    if invitation.used_at or invitation.revoked_at or invitation.expires_at <= talk.now:
        return False
    if invitation.inviter_id == talk.id:
        return False
    if invitation.circle_id is None:
        return True
    circle = circles.get(talk.tx, invitation.circle_id)
    taken = {circle.participant_id, circle.partner_id}
    seats = circles.seats(talk.tx, circle.id)
    taken |= {seat.supporter_id for seat in seats if seat.state not in _GONE}
    return talk.id not in taken


def _way(talk: Talk) -> tuple[Joining, Invitation] | None:
    """Where the person is on the way in, and by which link; the way ends when the link does."""
    joining = people.joining(talk.tx, talk.id)
    invitation = invitations.get(talk.tx, joining.invitation_id) if joining else None
    if joining is None or invitation is None:
        return None
    if not _may_use(talk, invitation):
        people.end_joining(talk.tx, talk.id)
        return None
    return joining, invitation


def resume(talk: Talk) -> bool:
    """Show where somebody on the way in stopped; False when they are not on it."""
    way = _way(talk)
    if way is None:
        return False
    joining, invitation = way
    _step(talk, invitation, joining.step)
    return True


def _step(talk: Talk, invitation: Invitation, step: JoinStep) -> None:
    people.set_joining(talk.tx, talk.id, invitation.id, step)
    match step:
        case JoinStep.LANGUAGE:
            talk.show(Kind.JOIN_LANGUAGE)
        case JoinStep.PREVIEW:
            talk.show(Kind.JOIN_PREVIEW, invitation=invitation.id, role=invitation.role.value)
        case JoinStep.AGREE:
            talk.show(Kind.JOIN_AGREE, role=invitation.role.value)
        case JoinStep.NAME:
            talk.show(Kind.JOIN_NAME)
        case JoinStep.RHYTHM:
            programme = talk.house.programme
            talk.show(Kind.JOIN_RHYTHM, day=programme.day, wall=programme.wall)


def _on(talk: Talk, *steps: JoinStep) -> Invitation | None:
    """The invitation when the person stands on one of these steps; else today's place is shown."""
    way = _way(talk)
    if way is not None and way[0].step in steps:
        return way[1]
    if not resume(talk):
        _nothing_here(talk)
    return None


def language(talk: Talk) -> None:
    """English or Español."""
    invitation = _on(talk, JoinStep.LANGUAGE)
    if invitation:
        people.set_language(talk.tx, talk.id, Language(talk.value))
        talk.refresh()
        _step(talk, invitation, JoinStep.PREVIEW)


def go_on(talk: Talk) -> None:
    """Who asks and what this is was read: on to what is kept and who sees it."""
    invitation = _on(talk, JoinStep.PREVIEW)
    if invitation:
        if talk.known.agreed_at is None:
            _step(talk, invitation, JoinStep.AGREE)
        else:
            _after_name(talk, invitation)


def agree(talk: Talk) -> None:
    """Yes to what is kept and who sees it."""
    invitation = _on(talk, JoinStep.AGREE)
    if invitation:
        people.set_agreed(talk.tx, talk.id, talk.now)
        if talk.refresh().name:
            _after_name(talk, invitation)
        else:
            _step(talk, invitation, JoinStep.NAME)


def not_now(talk: Talk) -> None:
    """Not now costs nothing: nothing is asked any more until the link is opened again."""
    joined = talk.person is not None and talk.person.joined_at is not None
    twice = _way(talk) is None and not joined
    if twice or _on(talk, JoinStep.PREVIEW, JoinStep.AGREE):
        people.end_joining(talk.tx, talk.id)
        talk.note("join.not_now")


def typed(talk: Talk) -> bool:
    """A typed text on the way in: a name where one is asked for, else a pointer to the buttons."""
    way = _way(talk)
    if way is None:
        return False
    joining, invitation = way
    if joining.step is not JoinStep.NAME:
        talk.note("join.buttons_here")
        _step(talk, invitation, joining.step)
        return True
    name = names.clean(talk.said.text)
    if names.fits(name):
        people.set_name(talk.tx, talk.id, name)
        talk.refresh()
        _after_name(talk, invitation)
    else:
        talk.say(Kind.JOIN_NAME, again=True)
    return True


def _after_name(talk: Talk, invitation: Invitation) -> None:
    if invitation.role in _CHECKS_IN and rhythms.get(talk.tx, talk.id) is None:
        _step(talk, invitation, JoinStep.RHYTHM)
    else:
        _finish(talk, invitation)


def rhythm_yes(talk: Talk) -> None:
    """The rhythm that was offered suits."""
    programme = talk.house.programme
    _choose(talk, programme.day, programme.wall)


def rhythm_change(talk: Talk) -> None:
    """Another day, then another hour."""
    if _on(talk, JoinStep.RHYTHM):
        talk.show(Kind.JOIN_DAY)


def rhythm_day(talk: Talk) -> None:
    """The day is chosen; the hour comes next."""
    if _on(talk, JoinStep.RHYTHM):
        talk.show(Kind.JOIN_HOUR, day=int(talk.value))


def rhythm_hour(talk: Talk) -> None:
    """The hour is chosen, for the day that its message names."""
    day = int(str(talk.row.facts["day"])) if talk.row else talk.house.programme.day
    _choose(talk, day, f"{talk.value[:2]}:{talk.value[2:]}")


def _choose(talk: Talk, day: int, hour: str) -> None:
    invitation = _on(talk, JoinStep.RHYTHM)
    if invitation:
        days = frozenset({day})
        due = wall.next_wall(days, hour, talk.known.zone, talk.now).at
        rhythms.choose(talk.tx, talk.id, days, hour, due)
        _finish(talk, invitation)


def _finish(talk: Talk, invitation: Invitation) -> None:
    """Take the invitation and what it opens: of two people with one link exactly one gets in."""
    people.end_joining(talk.tx, talk.id)
    if not invitations.use(talk.tx, invitation.id, talk.id, talk.now):
        _nothing_here(talk)
        return
    people.set_joined(talk.tx, talk.id, talk.now)
    talk.refresh()
    _take_place(talk, invitation)
    talk.show(Kind.HOME)


def _take_place(talk: Talk, invitation: Invitation) -> None:
    if invitation.role in (Role.COORDINATOR, Role.PARTNER):
        people.give_role(talk.tx, talk.id, invitation.role, talk.now)
    if invitation.circle_id is None:
        return
    circle = circles.get(talk.tx, invitation.circle_id)
    if invitation.role is Role.PARTICIPANT:
        ends_at = talk.now + talk.house.programme.lasts
        circles.start(talk.tx, circle.id, talk.id, talk.now, ends_at)
        talk.tell(circle.partner_id, Kind.NOTE, key="circles.begun", code=circle.code)
    elif invitation.seat_id is not None and circle.participant_id is not None:
        circles.take_seat(talk.tx, invitation.seat_id, talk.id, talk.now)
        circles.look_at(talk.tx, circle.id, talk.now)
        talk.tell(circle.participant_id, Kind.SEAT_NEWS, seat=invitation.seat_id)
