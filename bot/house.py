"""The house as the handlers know it, from the operator's settings."""

from __future__ import annotations

from bot.settings import Settings
from handlers.chat.context import House, Programme
from handlers.texts import catalog
from storage.enums import Language, Pack


def texts_of(settings: Settings) -> catalog.Texts:
    """The words: ours, with the programme's own over them."""
    own = settings.programme.words
    return catalog.load(own.texts if own else {})


def house_of(settings: Settings, texts: catalog.Texts, username: str) -> House:
    """What stays the same from update to update."""
    programme = settings.programme
    return House(
        texts=texts,
        username=username,
        programme=Programme(
            zone=programme.zone,
            day=programme.weekday,
            wall=programme.wall,
            lasts=programme.lasts,
            participant_link=programme.participant_link_lasts,
            supporter_link=programme.supporter_link_lasts,
            staff_link=programme.staff_link_lasts,
            youngest=programme.youngest,
            conditions={
                Language.ENGLISH: programme.conditions_en,
                Language.SPANISH: programme.conditions_es,
            },
            pack=Pack(programme.pack),
        ),
        nudge=settings.nudges,
        gap=settings.gap,
        alert=settings.alerts,
        urgent=settings.urgent,
        lines=settings.lines,
        hello=settings.hello,
    )
