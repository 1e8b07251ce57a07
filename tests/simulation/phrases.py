"""What stands on the buttons that people look for, in both languages: what a person reads."""

from __future__ import annotations

EN, ES = "en", "es"
SAYINGS = {
    "english": ("English", "English"),
    "spanish": ("Español", "Español"),
    "go on": ("Go on", "Seguir"),
    "agree": ("That is all right", "Está bien"),
    "nobody sees": ("Nobody unless I share it", "Nadie, si no lo comparto"),
    "older": ("I'm 18 or older", "Tengo 18 o más"),
    "change": ("Change", "Cambiar"),
    "done": ("Done", "Listo"),
    "other city": ("Another city", "Otra ciudad"),
    "my circle": ("My circle", "Mi círculo"),
    "invite": ("Invite someone", "Invitar a alguien"),
    "open": ("Open a circle", "Abrir un círculo"),
    "partner": ("Invite a partner", "Sumar Community Partner"),
    "start": ("Start", "Empezar"),
    "later": ("Later today", "Hoy más tarde"),
    "tomorrow": ("Tomorrow", "Mañana"),
    "skip": ("Skip this one", "Saltar esta vez"),
    "pause": ("Pause", "Pausa"),
    "back": ("Come back", "Estoy de vuelta"),
    "see": ("See it", "Ver"),
    "still here": ("Still here", "Sigo aquí"),
    "talked": ("Yes, we talked", "Sí, hablamos"),
    "talk first": ("I'd rather talk first", "Prefiero hablar antes"),
    "hello": ("I would like a hello", "Quisiera un saludo"),
    "ask for me": ("Ask for me", "Pregúntales"),
    "nobody": ("I have nobody right now", "Ahora no tengo a nadie"),
    "write": ("Write to ", "Escribir a "),
    "send": ("Send", "Enviar"),
    "save": ("Save", "Guardar"),
    "changed": ("Only what changed", "Solo lo que cambió"),
    "have it": ("I have it", "Me encargo"),
    "offer": ("Offer to step in", "Ofrecerme para acompañar"),
    "yes": ("Yes", "Sí"),
    "no": ("No", "No"),
    "anew": ("From the beginning", "Desde el principio"),
    "skip question": ("Skip", "Saltar"),
    "later question": ("Later", "Más tarde"),
}
PLACES = (
    ("Very cold", "Cold", "In between", "Warm", "Very warm"),
    ("Mucho frío", "Frío", "Término medio", "Calidez", "Mucha calidez"),
)
FIRST_OF_EIGHT = ("1 of 8.", "1 de 8.")
"""How the first question of a check-in begins."""
DAYS = (
    ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"),
    (
        "Los lunes",
        "Los martes",
        "Los miércoles",
        "Los jueves",
        "Los viernes",
        "Los sábados",
        "Los domingos",
    ),
)
PAUSES = (("1 week", "2 weeks", "Until I'm back"), ("1 semana", "2 semanas", "Hasta que vuelva"))
HELLOS = (("I'll call", "I'll write", "Not today"), ("Voy a llamar", "Voy a escribir", "Hoy no"))
LEAVES = (
    ("Just keep it", "Not this week", "After a week", "Only if I ask", "Yes, keep it tidy"),
    (
        "Solo guardarlo",
        "Esta semana no",
        "Después de una semana",
        "Solo si lo pido",
        "Sí, en orden",
    ),
)
"""Ways out of what stands below a kept check-in."""
CITIES = {
    "New York": "America/New_York",
    "Chicago": "America/Chicago",
    "Los Angeles": "America/Los_Angeles",
    "Madrid": "Europe/Madrid",
    "Santiago": "America/Santiago",
}
"""Cities that people type, and where their clocks are: two of them turn theirs on other days."""


def say(what: str, language: str) -> str:
    """What a button says in somebody's language."""
    return SAYINGS[what][language == ES]


def of(pair: tuple[tuple[str, ...], tuple[str, ...]], language: str) -> tuple[str, ...]:
    """Several of them."""
    return pair[language == ES]
