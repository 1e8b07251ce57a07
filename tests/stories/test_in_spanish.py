"""A whole way in Spanish: from the link to Guardado."""

from __future__ import annotations

from bot.practice_room.phone import Phone
from tests.stories.stage import DAY, HOUR, Stage, link


async def _spanish(on_stage: Stage, start_link: str, name: str) -> Phone:
    """From a link to the rhythm, with every text in Spanish."""
    phone = on_stage.phone(name, language="es")
    await phone.opens(start_link)
    await phone.sees("Hi · Hola")
    await phone.taps("Español")
    await phone.sees("Soy un programa")
    await phone.taps("Seguir")
    await phone.sees("¿Está bien así?")
    await phone.taps("Está bien")
    await phone.sees("a las dos de la mañana")
    await phone.taps("Nadie, si no lo comparto")
    await phone.sees("¿qué edad tienes?")
    await phone.taps("Tengo 18 o más")
    await phone.sees("¿Cómo te llamo?")
    await phone.says(name)
    await phone.sees(f"Gracias, {name}.", "Los martes hacia las 18:00", "hora de Nueva York")
    return phone


async def test_from_the_link_to_guardado(on_stage: Stage) -> None:
    cora = await on_stage.cora(await on_stage.eve())
    await cora.says("/start")
    await cora.taps("Open a circle")
    ana = await _spanish(on_stage, await link(cora), "Ana")
    await ana.taps("Sí")
    await ana.sees("Estás en tu círculo, Ana")

    await on_stage.turn(DAY + 8 * HOUR)
    await ana.sees("¿Un momento tranquilo, Ana?")
    await ana.taps("Empezar")
    await ana.sees("1 de 8. Tu ánimo")
    await ana.says("mucha calidez")
    await ana.sees("2 de 8. Hogar")
    await ana.says("5 5 5 5 3 5 término medio calidez")
    await ana.sees("Guardado.", "Gente: Término medio")


async def test_another_day_and_hour_in_spanish(on_stage: Stage) -> None:
    cora = await on_stage.cora(await on_stage.eve())
    await cora.says("/start")
    await cora.taps("Open a circle")
    ana = await _spanish(on_stage, await link(cora), "Ana")
    await ana.taps("Cambiar")
    await ana.sees("¿Hacia qué hora?")
    await ana.taps("10:00")
    await ana.sees("¿Qué días te vienen bien")
    await ana.taps("Los domingos")
    await ana.sees("Todas las preguntas: los domingos.")
    await ana.taps("Listo")
    await ana.sees("la misma hora que donde estás")
    await ana.taps("Otra ciudad")
    await ana.says("bogota")
    await ana.sees(
        "Estás en tu círculo, Ana", "Paso por aquí los domingos hacia las 10:00, hora de Bogotá"
    )


async def test_one_circle_speaks_two_languages(on_stage: Stage) -> None:
    ana = await on_stage.ana(await on_stage.cora(await on_stage.eve()))
    await ana.says("/start")
    await ana.taps("Invite someone")
    ben = await _spanish(on_stage, await link(ana), "Ben")
    await ben.taps("Sí")
    await ben.sees("Tu lugar se abre cuando")
    await on_stage.settle()
    await ana.taps("See it")
    await ana.sees("Ben says yes")
    await ana.taps("Yes")
    await on_stage.settle()
    await ben.sees("Tu lugar ya está abierto")


async def test_no_and_help_in_spanish(on_stage: Stage) -> None:
    dan = on_stage.phone("Dan", language="es")
    await dan.says("/ayuda")
    await dan.sees("Ayuda, de día y de noche", "988")
    await dan.says("hola")
    await dan.sees("se entra con una invitación")
