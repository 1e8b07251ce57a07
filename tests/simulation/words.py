"""What may come unasked, known by its first words. The checker's own data, in both languages.

Whatever comes unasked and begins with none of these fails the check: a new sentence of the bot is
written down here, or nobody has looked at how often it comes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class Hours(Enum):
    """When a message may come."""

    OWN = "at the hour that the person chose"
    DAY = "from 08:00 to 21:00 where its reader is"
    ANY = "at once: somebody wrote it, did it, or waits for it"


@dataclass(frozen=True)
class Family:
    """Messages that are one thing to their reader."""

    name: str
    hours: Hours
    begins: re.Pattern[str]
    """Its first words; what is in brackets is a circle's code."""


def _family(name: str, hours: Hours, *begins: str) -> Family:
    return Family(name, hours, re.compile("|".join(begins)))


_NAME = r"[^.,?:]{1,32}"
_CODE = r"([A-Z]\d+)"

INVITATION, REMINDER, WEEKLY = "invitation", "reminder", "weekly note"
STILL_HERE, HELLO_ASK = "still here?", "hello asked for"
ALERT, ALERTS = "alert", "alerts together"

FAMILIES = (
    _family(
        INVITATION,
        Hours.OWN,
        rf"A quiet moment, {_NAME}\?",
        rf"Hi, {_NAME}\. (?:Eight short questions wait|One short question waits) here",
        rf"Hi, {_NAME}\. Something small waits here",
        rf"{_NAME}, is this a good time\?",
        rf"¿Un momento tranquilo, {_NAME}\?",
        rf"Hola, {_NAME}\. Aquí te esperan? ",
        rf"{_NAME}, ¿es buen momento\?",
    ),
    _family(
        REMINDER,
        Hours.OWN,
        rf"{_NAME}, yesterday's invitation still stands",
        rf"{_NAME}, lo de ayer sigue aquí",
    ),
    _family(WEEKLY, Hours.OWN, "Your note for this week", "Tu nota de esta semana"),
    _family(
        STILL_HERE,
        Hours.DAY,
        rf"Hello, {_NAME}\. Are you still here\?",
        rf"Hola, {_NAME}\. ¿Sigues por aquí\?",
    ),
    _family(
        "asked once more",
        Hours.DAY,
        "I was away for a while, (?:so here is the question|and we can go on)",
        "Estuve fuera un tiempo, (?:así que aquí va la pregunta|y podemos seguir)",
    ),
    _family(HELLO_ASK, Hours.DAY, "A small ask for today", "Algo pequeño para hoy"),
    _family(
        ALERT,
        Hours.DAY,
        rf"Circle {_CODE} needs a look",
        rf"El círculo {_CODE} necesita atención",
    ),
    _family(
        ALERTS,
        Hours.DAY,
        r"\d+ circles? needs? a look",
        r"\d+ círculos? necesitan? atención",
    ),
    _family(
        "nobody yet",
        Hours.DAY,
        "About what you asked me for, no hurry",
        "Sobre lo que me pediste, sin prisa",
    ),
    _family("words unread", Hours.DAY, "Your few words of", "Tus palabras del"),
    _family(
        "talked?",
        Hours.DAY,
        rf"Circle {_CODE}, no hurry: a week",
        rf"Círculo {_CODE}, sin prisa: pasó",
    ),
    _family(
        "long break",
        Hours.DAY,
        rf"A word about circle {_CODE}",
        rf"Unas palabras sobre el círculo {_CODE}",
    ),
    _family(
        "silence told",
        Hours.DAY,
        rf"Circle {_CODE} has a small note for you",
        rf"El círculo {_CODE} tiene una nota",
    ),
    _family("change", Hours.DAY, "Something changed, no hurry", "Algo cambió, sin prisa"),
    _family(
        "link asked for", Hours.ANY, "A word about a link that you", "Algo sobre un enlace que"
    ),
    _family("stranger asks", Hours.ANY, "A question came in for you", "Llegó una pregunta para ti"),
    _family("digest", Hours.DAY, r"Hello again\.", "Hola de nuevo"),
    _family(
        "looked after again",
        Hours.DAY,
        rf"Circle {_CODE} is looked after again",
        rf"El círculo {_CODE} vuelve a estar acompañado",
        rf"In circle {_CODE} somebody they chose is near again",
        rf"El círculo {_CODE} vuelve a tener cerca",
    ),
    _family(
        "time ahead",
        Hours.OWN,
        rf"A word about (?:the time ahead|{_CODE})",
        rf"Unas palabras sobre (?:el tiempo que viene|{_CODE})",
    ),
    _family("words", Hours.ANY, "A few words for you", "Unas palabras para ti"),
    _family(
        "answer",
        Hours.ANY,
        "An answer for you",
        "Una respuesta para ti",
        rf"An answer about circle {_CODE}",
        rf"Una respuesta sobre el círculo {_CODE}",
    ),
    _family("offer", Hours.ANY, "A question about your circle", "Una pregunta sobre tu círculo"),
    _family("place open", Hours.ANY, "Your place is open now", "Tu lugar ya está abierto"),
    _family(
        "circle news",
        Hours.ANY,
        rf"Circle {_CODE} (?:has begun|has ended|is with you)",
        rf"El círculo {_CODE} (?:ya empezó|terminó|está contigo)",
        "Good news about a link that you made here",
        "Buenas noticias sobre un enlace que hiciste aquí",
    ),
    _family(
        "urgent",
        Hours.ANY,
        rf"Circle {_CODE}: somebody (?:asks for you now|has taken this one)",
        rf"Círculo {_CODE}: alguien (?:pide hablar contigo ahora|ya se encarga)",
        "About what you asked me for at",
        "Sobre lo que me pediste a las",
    ),
)


def family_of(text: str) -> tuple[Family, str] | None:
    """Which one a text is, by its first words, and the circle that it names."""
    for family in FAMILIES:
        found = family.begins.match(text)
        if found:
            return family, next((code for code in found.groups() if code), "")
    return None
