"""The last parts after a check-in: how heavy supporting is, one idea, a wish, and the end."""

from __future__ import annotations

from handlers.chat import afterwards
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import checkin as rule
from storage import checkins, grants, wishes
from storage.enums import CheckinState
from storage.records import Checkin

A_LOT = 8
"""From here on supporting is heavy, and the answer says that Help is for supporters, too."""


def _saved(talk: Talk) -> Checkin | None:
    checkin = afterwards.tapped(talk)
    if checkin and checkin.state is CheckinState.SAVED:
        return checkin
    talk.note("say.old_button")
    return None


def just_keep(talk: Talk) -> None:
    """A hard day asks for nothing more."""
    checkin = _saved(talk)
    if checkin:
        shares = bool(grants.of_subject(talk.tx, talk.id, talk.now))
        afterwards.end(talk, checkin, "closing.kept_shared" if shares else "closing.kept_hard")


def heavy(talk: Talk) -> None:
    """How heavy supporting feels; only for the person themselves."""
    checkin = _saved(talk)
    if checkin:
        weight = int(talk.value)
        checkins.set_heavy(talk.tx, checkin.id, weight)
        _idea(talk, checkin, 0, "heavy.a_lot" if weight >= A_LOT else "heavy.heard")


def heavy_none(talk: Talk) -> None:
    """Not said, and that is fine."""
    checkin = _saved(talk)
    if checkin:
        _idea(talk, checkin, 0, "heavy.none")


def another_idea(talk: Talk) -> None:
    """The next idea."""
    checkin = _saved(talk)
    if checkin and talk.row:
        _idea(talk, checkin, int(str(talk.row.facts.get("further", 0))) + 1, "")


def _idea(talk: Talk, checkin: Checkin, further: int, head: str) -> None:
    heavy = (checkins.heavy(talk.tx, checkin.id) or 0) >= A_LOT
    which = rule.later_idea(checkin.id, further, heavy=heavy)
    talk.show(Kind.IDEA, checkin=checkin.id, idea=which, further=further, head=head)


def okay(talk: Talk) -> None:
    """The idea was read."""
    checkin = _saved(talk)
    if checkin:
        afterwards.wish(talk, checkin, "closing.kept")


def quiet(talk: Talk) -> None:
    """After how many quiet days the partner may say hello."""
    checkin = _saved(talk)
    if checkin:
        days = int(talk.value)
        wishes.set_quiet_after(talk.tx, talk.id, days, talk.now)
        afterwards.end(talk, checkin, f"wish.quiet_after.{days}")


def tidy(talk: Talk) -> None:
    """Whether this chat is kept tidy from now on."""
    checkin = _saved(talk)
    if checkin:
        wanted = talk.value == "yes"
        wishes.set_tidy(talk.tx, talk.id, wanted)
        talk.refresh()
        afterwards.end(talk, checkin, f"wish.tidy.{talk.value}")
