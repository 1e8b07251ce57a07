"""Letters on the way in: language, who asks, agreement, reading it back, age, name."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Facts, Letter, Reader, Send
from handlers.screens.cards import help_button
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from handlers.texts.lines import lines
from storage import invitations, outbox, people
from storage.database import Tx
from storage.enums import Language, Role
from storage.records import Joining, Row


def _language(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    choices = (
        Button(words(f"button.language.{language}"), "language", language.value)
        for language in Language
    )
    return Screen(words("join.hello"), (tuple(choices), _last(words)))


def _load_inviter(tx: Tx, row: Row) -> Facts:
    invitation = invitations.get(tx, int(str(row.facts["invitation"])))
    inviter = None
    if invitation and invitation.inviter_id:
        inviter = people.get(tx, invitation.inviter_id)
    return {**row.facts, "inviter": inviter.name if inviter else ""}


def _preview(facts: Facts, _reader: Reader, words: Words) -> Screen:
    inviter = facts["inviter"] or words("join.somebody")
    text = words(f"join.preview.{facts['role']}", inviter=inviter)
    go_on = (Button(words("button.go_on"), "join_go_on"),)
    if facts["role"] != Role.PARTICIPANT or not facts["inviter"]:
        return Screen(text, (go_on, _last(words)))
    who = (Button(words("button.who", name=facts["inviter"]), "join_who"),)
    return Screen(text, (go_on, who, _last(words)))


def _who(facts: Facts, _reader: Reader, words: Words) -> Screen:
    text = words("join.who", name=facts["inviter"] or words("join.somebody"))
    back = Button(words("button.back"), "join_back")
    return Screen(text, ((back, help_button(words)),))


def _agree(facts: Facts, _reader: Reader, words: Words) -> Screen:
    staff = facts["role"] in (Role.PARTNER, Role.COORDINATOR)
    text = words("join.agree.staff" if staff else "join.agree")
    agree = Button(words("button.agree"), "join_agree")
    return Screen(text, ((agree,), _last(words)))


def _read_back(facts: Facts, _reader: Reader, words: Words) -> Screen:
    """Who asks is who would be thought of first; a supporter knows the partner by the role."""
    own = facts["role"] == Role.PARTICIPANT and facts["inviter"]
    choices = (
        (words("button.sees_nobody"), "nobody"),
        (facts["inviter"] if own else words("button.sees_partner"), "partner"),
        (words("button.sees_circle"), "circle"),
    )
    rows = tuple((Button(text, "read_back", value),) for text, value in choices)
    return Screen(words("join.read_back"), (*rows, _last(words)))


def _age(facts: Facts, _reader: Reader, words: Words) -> Screen:
    before = [words("join.read_back.so")] if facts.get("read_back") else []
    before += [facts["conditions"]] if facts["conditions"] else []
    text = "\n\n".join([*before, words("join.age", age=facts["youngest"])])
    older = Button(words("button.older", age=facts["youngest"]), "join_age", "older")
    younger = Button(words("button.younger"), "join_age", "younger")
    return Screen(text, ((older,), (younger,), _last(words)))


def _young(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    reach = "\n".join(line.text(words.language) for line in lines())
    return Screen(f"{words('join.young')}\n\n{reach}", ((help_button(words),),))


def _last(words: Words) -> tuple[Button, ...]:
    """A way out and Help stand at every step."""
    return Button(words("button.not_now"), "join_not_now"), help_button(words)


def _name(facts: Facts, _reader: Reader, words: Words) -> Screen:
    if facts.get("taken"):
        text = words("join.name_taken")
    else:
        text = words("join.name_again" if facts.get("again") else "join.name")
    return Screen(text, (_last(words),))


def _waits(tx: Tx, row: Row) -> Joining | None:
    """Where the person stands, unless they went on since."""
    place = people.joining(tx, row.person_id)
    return place if place and place.asked_row == row.facts.get("asked") else None


def _load_again(tx: Tx, row: Row) -> Facts:
    """What asked before loses its buttons: this one leads on from the same place."""
    place = _waits(tx, row)
    asked = place.asked_row if place else None
    before = outbox.message_of(tx, asked) if asked is not None else None
    return {"waits": place is not None, "strip": before}


def _again_still(facts: Facts, _now: datetime) -> Send | Drop:
    return Send() if facts["waits"] else Drop("settled")


def _asked_again(tx: Tx, row: Row, _now: datetime) -> None:
    """It is what asks from now on, and whatever comes next takes its buttons."""
    place = _waits(tx, row)
    if place is not None:
        people.set_joining(tx, place.person_id, place.invitation_id, place.step, row.id)


def _again(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    go_on = Button(words("button.go_on"), "join_back")
    return Screen(words("join.back"), ((go_on,), _last(words)))


LETTERS = (
    Letter(Kind.JOIN_LANGUAGE, _language),
    Letter(Kind.JOIN_PREVIEW, _preview, load=_load_inviter),
    Letter(Kind.JOIN_WHO, _who, load=_load_inviter),
    Letter(Kind.JOIN_AGREE, _agree),
    Letter(Kind.JOIN_READ_BACK, _read_back, load=_load_inviter),
    Letter(Kind.JOIN_AGE, _age),
    Letter(Kind.JOIN_YOUNG, _young),
    Letter(Kind.JOIN_NAME, _name),
    Letter(Kind.JOIN_AGAIN, _again, load=_load_again, still=_again_still, arrived=_asked_again),
)
