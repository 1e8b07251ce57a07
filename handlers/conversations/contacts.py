"""Asking for a link: a stranger's wish reaches who made the link, or the coordinators.

Whoever asks reads the same words whatever their link was and however many ask, and is heard once a
day. Who made a link hears of it once; a link that they took back asks nothing of them. All is told
by day.
"""

from __future__ import annotations

from datetime import datetime

from handlers.chat import daytime
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import strangers
from handlers.texts.catalog import spoken
from storage import contacts, invitations, ledger, milestones, outbox, people
from storage.enums import Language, Role
from storage.records import ContactRequest, Invitation, PersonId


def ask(talk: Talk) -> None:
    """Somebody without a place asks for a link."""
    if talk.person and talk.person.joined_at:
        talk.show(Kind.HOME)
        return
    last = contacts.newest(talk.tx, talk.id)
    forgotten = ledger.forgotten(talk.tx, talk.id, talk.now - strangers.DAY)
    heard = strangers.heard_at(last.asked_at if last else None, forgotten, talk.now)
    if heard is not None:
        _pass_on(talk, heard)
    talk.note("contact.asked", help=True, language=_language(talk).value)


def _language(talk: Talk) -> Language:
    """That of the card on which they tapped: a stranger may have turned it."""
    shown = talk.row.facts.get("language") if talk.row and talk.person is None else None
    return spoken(str(shown)) if shown else talk.language


def _pass_on(talk: Talk, heard: datetime) -> None:
    link, language = _link(talk), _language(talk)
    if link is not None and link.inviter_id is not None and _is_heard(talk, link):
        at = _room(talk, link.inviter_id, heard)
        if at is not None:
            contacts.ask(talk.tx, talk.id, language, talk.now, seen_by=link.inviter_id)
            _tell(talk, link.inviter_id, at, Kind.LINK_ASKED, invitation=link.id)
        return
    readers = people.with_role(talk.tx, Role.COORDINATOR)
    rooms = [(one.id, at) for one in readers if (at := _room(talk, one.id, heard))]
    if rooms:
        request = contacts.ask(talk.tx, talk.id, language, talk.now)
        for reader, at in rooms:
            _tell(talk, reader, at, Kind.CONTACT, request=request)


def _room(talk: Talk, reader: PersonId, heard: datetime) -> datetime | None:
    """When the reader's days have room for one more question; None: not soon."""
    kinds, since = (Kind.CONTACT, Kind.LINK_ASKED), talk.now - strangers.DAY
    due = [at for kind in kinds for at in outbox.due(talk.tx, reader, kind, since)]
    return strangers.told_at(heard, due, talk.now)


def _is_heard(talk: Talk, link: Invitation) -> bool:
    """Whether who made the link is asked: nobody has a bell at their door by an old link."""
    taken_back = link.revoked_at is not None and link.revoked_at < link.expires_at
    if taken_back or link.circle_id is None or link.inviter_id is None:
        return not taken_back
    once = f"link-asked-{link.id}"
    return milestones.first(talk.tx, link.circle_id, once, link.inviter_id, talk.now)


def _tell(talk: Talk, person_id: PersonId, at: datetime, kind: Kind, **facts: object) -> None:
    daytime.tell(talk.tx, person_id, kind, facts, talk.now, talk.house.alert, at=at)
    talk.told = True


def _link(talk: Talk) -> Invitation | None:
    """The real link that brought them here, if one did."""
    number = talk.row.facts.get("invitation") if talk.row else None
    return invitations.get(talk.tx, int(str(number))) if number is not None else None


def _request(talk: Talk) -> ContactRequest | None:
    """The request that the message is about; for coordinators only."""
    if Role.COORDINATOR not in people.roles(talk.tx, talk.id):
        return None
    number = talk.row.facts.get("request") if talk.row else None
    return contacts.get(talk.tx, int(str(number))) if number is not None else None


def see(talk: Talk) -> None:
    """When it was, in which language, and what can be done."""
    request = _request(talk)
    if request is None:
        talk.note("say.neutral")
    else:
        talk.show(Kind.CONTACT_DETAILS, request=request.id)


def take(talk: Talk) -> None:
    """A coordinator sees to it: whoever asked is sent word, once."""
    request = _request(talk)
    if request is None:
        talk.note("say.neutral")
        return
    if contacts.see(talk.tx, request.id, talk.id):
        talk.tell(request.person_id, Kind.CONTACT_WORD, language=request.language.value)
    talk.show(Kind.CONTACT_DETAILS, request=request.id)
