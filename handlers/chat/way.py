"""The way in: where somebody who opened a link is, what comes next, and what stands at its end.

Where somebody stands is a row: stopping midway keeps the place, and /start or the link shows it
again. Only what is not known yet is asked.
"""

from __future__ import annotations

from handlers.chat import naming
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import programme
from storage import circles, expecting, invitations, people, rhythms
from storage.enums import Expected, JoinStep, Role, SeatState
from storage.records import Circle, Invitation, Joining

STAFF = (Role.PARTNER, Role.COORDINATOR)
"""They invite and are told; they need no check-in, and so no rhythm."""
_ORDER = tuple(JoinStep)
_GONE = (SeatState.LEFT, SeatState.REMOVED)


def nothing_here(talk: Talk) -> None:
    """Where one is, or how people come in: a button of the way in was tapped off it."""
    talk.show(Kind.HOME if _inside(talk) else Kind.STRANGER)


def opens_nothing(talk: Talk, invitation: Invitation | None) -> None:
    """The one answer to a used, expired, revoked and foreign link, inside and outside.

    The row remembers a real link, for whoever then asks for a new one; its words do not tell.
    """
    facts = {"invitation": invitation.id} if invitation else {}
    talk.show(Kind.LINK_CLOSED if _inside(talk) else Kind.STRANGER, **facts)


def _inside(talk: Talk) -> bool:
    return talk.person is not None and talk.person.joined_at is not None


def may_use(talk: Talk, invitation: Invitation) -> bool:
    """Open, in time, into a circle that goes on, and not for somebody on the other side of it."""
    if invitation.used_at or invitation.revoked_at or invitation.expires_at <= talk.now:
        return False
    if invitation.inviter_id == talk.id:
        return False
    if invitation.circle_id is None:
        return True
    if invitation.role is Role.PARTICIPANT and _is_centre(talk):
        return False
    circle = circles.get(talk.tx, invitation.circle_id)
    if programme.over(circle, talk.now):
        return False
    taken = {circle.participant_id, circle.partner_id, circle.backup_id}
    seats = circles.seats(talk.tx, circle.id)
    taken |= {seat.supporter_id for seat in seats if seat.state not in _GONE}
    return talk.id not in taken


def taken_out(talk: Talk, invitation: Invitation) -> bool:
    """Whether a seat beside this one was taken from them, or got a No: they do not know of it."""
    if invitation.circle_id is None or invitation.seat_id is None:
        return False
    seats = circles.seats(talk.tx, invitation.circle_id)
    return any(seat.supporter_id == talk.id and seat.state is SeatState.REMOVED for seat in seats)


def ask_again(talk: Talk, invitation: Invitation) -> None:
    """Somebody who believes to have a place opened a link to one: they read what anybody reads who
    has one, and so does the link stay for whom it is meant. The participant is asked as ever, by a
    seat beside it; once, however often links that she had made by then are opened."""
    circle_id, beside = invitation.circle_id, invitation.seat_id
    if circle_id is not None and beside is not None and not _asked_by(talk, circle_id, beside):
        seat = circles.add_seat(talk.tx, circle_id, talk.now)
        _take_seat(talk, circles.get(talk.tx, circle_id), seat.id)
    opens_nothing(talk, invitation)


def _asked_by(talk: Talk, circle_id: int, beside: int) -> bool:
    """Whether the participant was asked about them since the link was made."""
    seats = circles.seats(talk.tx, circle_id)
    return any(seat.supporter_id == talk.id and seat.id > beside for seat in seats)


def _is_centre(talk: Talk) -> bool:
    """Whether a circle of their own goes on: a second one would hide everybody of the first."""
    own = circles.all_of_participant(talk.tx, talk.id)
    return any(programme.running(circle, talk.now) for circle in own)


def here(talk: Talk) -> tuple[Joining, Invitation] | None:
    """Where the person is on the way in, and by which link; the way ends when the link does."""
    joining = people.joining(talk.tx, talk.id)
    invitation = invitations.get(talk.tx, joining.invitation_id) if joining else None
    if joining is None or invitation is None:
        return None
    if not may_use(talk, invitation):
        people.end_joining(talk.tx, talk.id)
        return None
    return joining, invitation


def leaves(talk: Talk) -> None:
    """Not now: nothing is asked any more. Whoever never came in is forgotten with all they said."""
    code, before = talk.language.value, people.joining(talk.tx, talk.id)
    people.end_joining(talk.tx, talk.id)
    if _inside(talk):
        expecting.clear(talk.tx, talk.id)
        talk.note("join.not_now")
    else:
        people.forget_guest(talk.tx, talk.id)
        talk.person = None
        talk.note("join.forgotten", language=code)
    talk.strip(before.asked_row if before else None)


def on(talk: Talk, *steps: JoinStep) -> Invitation | None:
    """The invitation when the person stands on one of these steps; else today's place is shown."""
    place = here(talk)
    if place is not None and place[0].step in steps:
        return place[1]
    if not resume(talk):
        nothing_here(talk)
    return None


def resume(talk: Talk) -> bool:
    """Show where somebody on the way in stopped; False when they are not on it."""
    place = here(talk)
    if place is None:
        return False
    joining, invitation = place
    step(talk, invitation, joining.step)
    return True


def goes_on(talk: Talk, invitation: Invitation, after: JoinStep, **facts: object) -> None:
    """The next step that is still needed; after the last one, the place itself."""
    talk.refresh()
    for one in _ORDER[_ORDER.index(after) + 1 :]:
        if _needed(talk, invitation, one):
            step(talk, invitation, one, **facts)
            return
    _finish(talk, invitation)


def _needed(talk: Talk, invitation: Invitation, one: JoinStep) -> bool:
    person, staff = talk.known, invitation.role in STAFF
    match one:
        case JoinStep.AGREE if staff:
            return person.agreed_at is None
        case JoinStep.AGREE | JoinStep.READ_BACK:
            return not staff and (person.adult_at is None or _only_works_here(talk))
        case JoinStep.AGE:
            return not staff and person.adult_at is None
        case JoinStep.NAME:
            return not person.name or name_taken(talk, invitation, person.name)
        case JoinStep.RHYTHM:
            new = person.joined_at is None or rhythms.get(talk.tx, talk.id) is None
            return not staff and new
        case _:
            return True


def _only_works_here(talk: Talk) -> bool:
    """Whoever only agreed as staff has not agreed yet to what is kept and seen of a part."""
    had_part = circles.seats_of(talk.tx, talk.id) or circles.all_of_participant(talk.tx, talk.id)
    return bool(people.roles(talk.tx, talk.id)) and not had_part


def name_taken(talk: Talk, invitation: Invitation, name: str) -> bool:
    """Whether somebody whom they see, here or in this circle, is called so."""
    into = circles.get(talk.tx, invitation.circle_id) if invitation.circle_id is not None else None
    return naming.taken(talk.tx, talk.id, name, talk.now, into)


def step(talk: Talk, invitation: Invitation, one: JoinStep, **facts: object) -> None:
    """Show the place and keep it."""
    programme = talk.house.programme
    match one:
        case JoinStep.LANGUAGE:
            talk.show(Kind.JOIN_LANGUAGE)
        case JoinStep.PREVIEW:
            talk.show(Kind.JOIN_PREVIEW, invitation=invitation.id, role=invitation.role.value)
        case JoinStep.AGREE:
            talk.show(Kind.JOIN_AGREE, role=invitation.role.value)
        case JoinStep.READ_BACK:
            talk.show(Kind.JOIN_READ_BACK, invitation=invitation.id, role=invitation.role.value)
        case JoinStep.AGE:
            talk.show(
                Kind.JOIN_AGE,
                youngest=programme.youngest,
                conditions=programme.conditions.get(talk.language, ""),
                **facts,
            )
        case JoinStep.NAME:
            talk.show(Kind.JOIN_NAME, taken=bool(talk.known.name))
        case JoinStep.RHYTHM:
            talk.show(Kind.JOIN_RHYTHM, day=programme.day, wall=programme.wall)
    asked(talk, invitation, one)


def asked(talk: Talk, invitation: Invitation, one: JoinStep) -> None:
    """What was said last asks for this step; what asked before loses its buttons."""
    before = people.joining(talk.tx, talk.id)
    talk.strip(before.asked_row if before else None)
    people.set_joining(talk.tx, talk.id, invitation.id, one, talk.posts[-1].row.id)


def _finish(talk: Talk, invitation: Invitation) -> None:
    """Take the invitation and what it opens: of two people with one link exactly one gets in."""
    before = people.joining(talk.tx, talk.id)
    people.end_joining(talk.tx, talk.id)
    expecting.clear(talk.tx, talk.id)
    if not invitations.use(talk.tx, invitation.id, talk.id, talk.now):
        opens_nothing(talk, invitation)
        return
    people.set_joined(talk.tx, talk.id, talk.now)
    talk.menu = True
    talk.refresh()
    if invitation.role in STAFF:
        people.give_role(talk.tx, talk.id, invitation.role, talk.now)
        if invitation.inviter_id is not None:
            talk.tell(invitation.inviter_id, Kind.NOTE, key="joined.partner", person=talk.id)
    elif invitation.circle_id is not None:
        _take_place(talk, invitation, circles.get(talk.tx, invitation.circle_id))
    talk.show(Kind.HOME)
    talk.strip(before.asked_row if before else None)
    if invitation.role is Role.PARTICIPANT:
        talk.say(Kind.FIRST_PULSE, pack=talk.house.programme.pack.value)
        talk.expect(Expected.PULSE)


def _take_place(talk: Talk, invitation: Invitation, circle: Circle) -> None:
    if invitation.role is Role.PARTICIPANT:
        ends_at = programme.after(talk.now, talk.house.programme.lasts, talk.known.zone)
        circles.start(talk.tx, circle.id, talk.id, talk.now, ends_at)
        talk.tell(circle.partner_id, Kind.NOTE, key="circles.begun", code=circle.code)
    elif invitation.seat_id is not None:
        _take_seat(talk, circle, invitation.seat_id)


def _take_seat(talk: Talk, circle: Circle, seat_id: int) -> None:
    if circle.participant_id is not None:
        circles.take_seat(talk.tx, seat_id, talk.id, talk.now)
        circles.look_at(talk.tx, circle.id, talk.now)
        talk.tell(circle.participant_id, Kind.SEAT_NEWS, seat=seat_id)
