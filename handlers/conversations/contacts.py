"""Asking for a link: the wish reaches who made the link, or the coordinators.

Whoever asks is heard once a day, and reads the same words whatever their link was, unless nobody
can be told of it. Who made a link hears of it once, while they may still make one like it; a link
that they took back asks nothing of them. All is told by day.
"""

from __future__ import annotations

from datetime import datetime

from handlers.chat import daytime, linking
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import strangers
from handlers.texts.catalog import spoken
from storage import contacts, invitations, ledger, outbox, people
from storage.enums import Language, Role
from storage.records import ContactRequest, Invitation, PersonId


def ask(talk: Talk) -> None:
    """Somebody asks for a link; whoever came in since their card was shown is here already."""
    card = talk.row is None or talk.row.kind == Kind.STRANGER
    if card and talk.person and talk.person.joined_at:
        talk.show(Kind.HOME)
        return
    last = contacts.newest(talk.tx, talk.id)
    forgotten = ledger.forgotten(talk.tx, talk.id, talk.now - strangers.DAY)
    heard = strangers.heard_at(last.asked_at if last else None, forgotten, talk.now)
    told = heard is None or _pass_on(talk, heard)
    key = "contact.asked" if told else "contact.nobody"
    talk.note(key, help=True, language=_language(talk).value)


def _language(talk: Talk) -> Language:
    """That of the card on which they tapped: a stranger may have turned it."""
    shown = talk.row.facts.get("language") if talk.row and talk.person is None else None
    return spoken(str(shown)) if shown else talk.language


def _pass_on(talk: Talk, heard: datetime) -> bool:
    """Tell who made the link, else the coordinators; False when none of them can be told."""
    link = _link(talk)
    if link is not None and _asks_inviter(talk, link, heard):
        return True
    readers = people.with_role(talk.tx, Role.COORDINATOR)
    rooms = [(one.id, at) for one in readers if (at := _room(talk, one.id, heard))]
    if rooms:
        request = contacts.ask(talk.tx, talk.id, _language(talk), talk.now)
        for reader, at in rooms:
            _tell(talk, reader, at, Kind.CONTACT, request=request)
    return bool(rooms)


def _asks_inviter(talk: Talk, link: Invitation, heard: datetime) -> bool:
    """Whether who made the link is asked: nobody has a bell at their door by an old link."""
    by = link.inviter_id
    taken_back = link.revoked_at is not None and link.revoked_at < link.expires_at
    if by is None or by == talk.id or taken_back:
        return False
    at = _room(talk, by, heard)
    if at is None or not linking.may_again(talk.tx, link, by, at):
        return False
    if not invitations.asked(talk.tx, link.id, talk.now):
        return False
    contacts.ask(talk.tx, talk.id, _language(talk), talk.now, seen_by=by)
    used = link.used_at is not None
    _tell(talk, by, at, Kind.LINK_ASKED, invitation=link.id, used=used)
    return True


def _room(talk: Talk, reader: PersonId, heard: datetime) -> datetime | None:
    """When the reader's days have room for one more question; None: not soon, or they are out of
    reach."""
    person = people.get(talk.tx, reader)
    if person is None or person.unreachable_since is not None:
        return None
    kinds, since = (Kind.CONTACT, Kind.LINK_ASKED), talk.now - strangers.DAY
    due = [at for kind in kinds for at in outbox.due(talk.tx, reader, kind, since)]
    return strangers.told_at(heard, due, talk.now)


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
