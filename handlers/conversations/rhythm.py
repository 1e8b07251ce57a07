"""The rhythm: yes to what is offered, or another hour, other days and another city's time."""

from __future__ import annotations

from handlers.chat import choosing, way
from handlers.chat.context import Talk
from storage.enums import JoinStep


def yes(talk: Talk) -> None:
    """The rhythm that was offered, or chosen before stopping, suits."""
    invitation = way.on(talk, JoinStep.RHYTHM)
    if invitation:
        choosing.keep(talk)
        way.goes_on(talk, invitation, JoinStep.RHYTHM)


def change(talk: Talk) -> None:
    """Another hour, other days, another zone, in this order."""
    if way.on(talk, JoinStep.RHYTHM):
        choosing.ask_hour(talk)


def back(talk: Talk) -> None:
    """As it was: to what is offered on the way in, or to the settings."""
    if choosing.may(talk):
        invitation = choosing.joining(talk)
        if invitation:
            way.step(talk, invitation, JoinStep.RHYTHM)
        else:
            choosing.settings(talk)


def set_hour(talk: Talk) -> None:
    """Another hour, from the settings."""
    if choosing.may(talk):
        choosing.ask_hour(talk)


def set_days(talk: Talk) -> None:
    """Other days, from the settings."""
    if choosing.may(talk):
        choosing.ask_days(talk, [])


def hour(talk: Talk) -> None:
    """The hour is chosen; on the way in the days come next."""
    if choosing.may(talk):
        choosing.keep(talk, hour=f"{talk.value[:2]}:{talk.value[2:]}")
        if choosing.joining(talk):
            choosing.ask_days(talk, [])
        else:
            choosing.settings(talk)


def day(talk: Talk) -> None:
    """One day more or less; whoever is asked once a week has chosen with it."""
    if talk.row is None or not choosing.may(talk):
        return
    chosen: list[int] = list(talk.row.facts.get("days", []))  # type: ignore[call-overload]
    one, on = int(talk.value[0]), talk.value[1:] == "on"
    days = [other for other in chosen if other != one]
    if on:
        days = [*chosen, one] if one not in chosen else chosen
    if talk.row.facts.get("several"):
        choosing.ask_days(talk, days[: choosing.MOST_DAYS])
    else:
        _chosen(talk, [one])


def days_done(talk: Talk) -> None:
    """The days are chosen; on the way in the zone comes next."""
    if talk.row and choosing.may(talk):
        _chosen(talk, list(talk.row.facts.get("days", [])))  # type: ignore[call-overload]


def _chosen(talk: Talk, days: list[int]) -> None:
    choosing.keep(talk, days=days)
    if choosing.joining(talk):
        choosing.ask_zone(talk)
    else:
        choosing.settings(talk)
