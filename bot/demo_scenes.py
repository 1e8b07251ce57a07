"""The scenes of the demo: where a circle may stand when somebody comes to look.

Each is played on the phones by taps and typed words, while the clock runs fast; then the visitor
goes on from there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.demo_hands import Hands
from bot.demo_stage import Stage
from bot.practice_room.hooks import Scene

MONDAY, TUESDAY, FRIDAY, SUNDAY = 0, 1, 4, 6
MORNING, EVENING, NIGHT = 10, 18, 22
MINUTE = timedelta(minutes=1)
CIRCLES = (
    ("Ana", "Ben"),
    ("Gus", "Fay"),
    ("Hana", "Ivo"),
    ("Kai", "Lia"),
    ("Mia", "Noa"),
    ("Omar", "Pia"),
    ("Quin", "Rosa"),
    ("Sam", "Teo"),
    ("Uma", "Vera"),
    ("Will", "Xena"),
    ("Yan", ""),
    ("Zoe", ""),
)
"""Twelve who take part, ten of them with somebody who supports."""


@dataclass(frozen=True)
class Told:
    """A scene with the way in which it is played."""

    scene: Scene
    play: Callable[[Stage], Awaitable[object]]


@dataclass(frozen=True)
class Four:
    """The first circle."""

    eve: Hands
    cora: Hands
    ana: Hands
    ben: Hands


async def _nothing(stage: Stage) -> None:
    """Four phones; Eve has opened the coordinator's link, and everything else is to be done."""
    phones = [stage.hands(name) for name in ("Eve", "Cora", "Ana", "Ben")]
    await phones[0].opens(await stage.first_link())


async def _first_week(stage: Stage) -> Four:
    """From a Monday to the Tuesday of the second week, when Ana and Ben are asked once more."""
    await stage.begins(MONDAY, MORNING)
    eve = await stage.coordinator()
    cora = await stage.partner(eve)
    [ana] = await stage.participants(cora, "Ana")
    [ben] = await stage.supporters({"Ben": ana})
    await stage.goes_to(TUESDAY, EVENING)
    await ana.taps("nudge_start", *(f"answer.{place}" for place in (3, 4, 2, 4, 3, 3, 4, 3)))
    await ana.taps("tend.financial", "tend_pick.financial_1")
    await ben.taps("nudge_start")
    await ben.says("4 4 3 3 3 2 4 3")
    await stage.goes_to(TUESDAY, EVENING)
    return Four(eve, cora, ana, ben)


async def _hard_week(stage: Stage) -> None:
    """Ana's answers are cold. Nobody hears of it; then she asks for somebody, in two ways."""
    four = await _first_week(stage)
    await four.ana.taps("nudge_start")
    await four.ana.says("1 2 1 2 2 1 2 1")
    await four.ana.taps("hello", "hello_begin")
    await four.ana.says("/start")
    await four.ana.taps("write_partner")
    words = stage.says("Today is long. Could you call me?", "El día se hace largo. ¿Me llamas?")
    await four.ana.says(words)
    await four.ana.taps("line_send")
    await stage.passes(MINUTE)


async def _nobody(stage: Stage) -> None:
    """Ana has nobody right now, and says so; Cora is told."""
    await stage.begins(MONDAY, MORNING)
    eve = await stage.coordinator()
    cora = await stage.partner(eve)
    await stage.partner(eve, "Dev")
    [ana] = await stage.participants(cora, "Ana")
    await ana.says("/start")
    await ana.taps("nobody")
    await stage.passes(MINUTE)


async def _twelve(stage: Stage) -> None:
    """A partner's Monday: late on Sunday two supporters blocked and one person said that they have
    nobody, and another has had no supporter since Friday."""
    await stage.begins(FRIDAY, MORNING)
    eve = await stage.coordinator()
    cora = await stage.partner(eve)
    await stage.partner(eve, "Dev")
    people = {name: stage.hands(name) for pair in CIRCLES for name in pair if name}
    await stage.participants(cora, *(name for name, _ in CIRCLES))
    await stage.supporters({name: people[chosen] for chosen, name in CIRCLES if name})
    await stage.goes_to(SUNDAY, NIGHT)
    for name in ("Ben", "Fay"):
        await people[name].blocks()
    await people["Zoe"].says("/start")
    await people["Zoe"].taps("nobody")
    await stage.goes_to(MONDAY, MORNING)


SCENES: Sequence[Told] = (
    Told(
        Scene(
            "week_two",
            {"en": "A circle in week 2", "es": "Un círculo en la semana 2"},
            {
                "en": "Ana and Ben have checked in once. Today they are asked again.",
                "es": "Ana y Ben ya dijeron cómo están una vez. Hoy les toca de nuevo.",
            },
            "Ana",
        ),
        _first_week,
    ),
    Told(
        Scene(
            "nothing",
            {"en": "From nothing", "es": "Desde cero"},
            {
                "en": "Eve has a link, and nobody is in yet. You open the first circle.",
                "es": "Eve tiene un enlace y no ha entrado nadie. Tú abres el primer círculo.",
            },
            "Eve",
        ),
        _nothing,
    ),
    Told(
        Scene(
            "hard_week",
            {"en": "A hard week", "es": "Una semana difícil"},
            {
                "en": "Ana's week is cold. Ben is asked for a hello, and words wait for Cora.",
                "es": "Ana pasa una semana fría. A Ben le piden un saludo y Cora tiene un mensaje.",
            },
            "Ben",
        ),
        _hard_week,
    ),
    Told(
        Scene(
            "nobody",
            {"en": "Nobody right now", "es": "Ahora no hay nadie"},
            {
                "en": "Ana says that she has nobody. Cora is told, and can offer to step in.",
                "es": "Ana dice que no tiene a nadie. Cora lo sabe y puede ofrecerse.",
            },
            "Cora",
        ),
        _nobody,
    ),
    Told(
        Scene(
            "twelve",
            {"en": "Monday with twelve circles", "es": "Lunes con doce círculos"},
            {
                "en": "Cora's morning: four of her twelve circles need a look.",
                "es": "La mañana de Cora: cuatro de sus doce círculos necesitan atención.",
            },
            "Cora",
        ),
        _twelve,
    ),
)
