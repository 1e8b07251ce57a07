"""Letters on the way in: language, who asks, agreement, name, rhythm."""

from __future__ import annotations

from handlers.chat.kinds import Kind
from handlers.chat.letter import Facts, Letter, Reader
from handlers.screens import times
from handlers.screens.cards import help_button
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import invitations, people, rhythms
from storage.database import Tx
from storage.enums import Language, Role
from storage.records import Row

HOURS = ("08:00", "10:00", "12:00", "15:00", "17:00", "18:00", "19:00", "20:00")


def _language(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    choices = (
        Button(words(f"button.language.{language}"), "language", language.value)
        for language in Language
    )
    return Screen(words("join.hello"), (tuple(choices),))


def _load_preview(tx: Tx, row: Row) -> Facts:
    invitation = invitations.get(tx, int(str(row.facts["invitation"])))
    inviter = None
    if invitation and invitation.inviter_id:
        inviter = people.get(tx, invitation.inviter_id)
    return {**row.facts, "inviter": inviter.name if inviter else ""}


def _preview(facts: Facts, _reader: Reader, words: Words) -> Screen:
    inviter = facts["inviter"] or words("join.somebody")
    text = words(f"join.preview.{facts['role']}", inviter=inviter)
    go_on = Button(words("button.go_on"), "join_go_on")
    return Screen(text, ((go_on,), (_not_now(words), help_button(words))))


def _agree(facts: Facts, _reader: Reader, words: Words) -> Screen:
    staff = facts["role"] in (Role.PARTNER, Role.COORDINATOR)
    text = words("join.agree.staff" if staff else "join.agree")
    agree = Button(words("button.agree"), "join_agree")
    return Screen(text, ((agree,), (_not_now(words), help_button(words))))


def _not_now(words: Words) -> Button:
    return Button(words("button.not_now"), "join_not_now")


def _name(facts: Facts, _reader: Reader, words: Words) -> Screen:
    return Screen(words("join.name_again" if facts.get("again") else "join.name"))


def _load_rhythm(tx: Tx, row: Row) -> Facts:
    rhythm = rhythms.get(tx, row.person_id)
    kept = {} if rhythm is None else {"day": min(rhythm.days), "wall": rhythm.wall}
    return {**row.facts, **kept}


def _rhythm(facts: Facts, reader: Reader, words: Words) -> Screen:
    text = words(
        "join.rhythm",
        name=reader.name,
        day=words(f"day.{facts['day']}"),
        time=times.hour(facts["wall"], words.language),
        city=times.city(reader.zone, words.language),
    )
    yes = Button(words("button.yes"), "rhythm_yes")
    return Screen(text, ((yes, Button(words("button.change"), "rhythm_change")),))


def _day(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    days = [Button(words(f"day.{day}"), "rhythm_day", str(day)) for day in range(7)]
    return Screen(words("join.day"), tuple(tuple(days[i : i + 2]) for i in range(0, 7, 2)))


def _hour(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    hours = [
        Button(times.hour(wall, words.language), "rhythm_hour", wall.replace(":", ""))
        for wall in HOURS
    ]
    return Screen(words("join.hour"), tuple(tuple(hours[i : i + 4]) for i in range(0, 8, 4)))


LETTERS = (
    Letter(Kind.JOIN_LANGUAGE, _language),
    Letter(Kind.JOIN_PREVIEW, _preview, load=_load_preview),
    Letter(Kind.JOIN_AGREE, _agree),
    Letter(Kind.JOIN_NAME, _name),
    Letter(Kind.JOIN_RHYTHM, _rhythm, load=_load_rhythm),
    Letter(Kind.JOIN_DAY, _day),
    Letter(Kind.JOIN_HOUR, _hour),
)
