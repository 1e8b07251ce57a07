"""Settings: the name, the language, the words, and how the bot comes by. Rhythm and zone are asked
on the same screens as on the way in."""

from __future__ import annotations

from collections.abc import Callable

from handlers.chat import choosing, cover, naming, way
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import names
from storage import expecting, people, wishes
from storage.enums import Expected, Language, Pack


def _inside(talk: Talk) -> bool:
    """Whether somebody is all the way in; if not, today's place is shown already."""
    if talk.person is not None and talk.person.joined_at is not None:
        return True
    if not way.resume(talk):
        way.nothing_here(talk)
    return False


def page(talk: Talk) -> None:
    """All that may be set, and how it is now."""
    if _inside(talk):
        expecting.clear(talk.tx, talk.id)
        choosing.settings(talk)


def ask(talk: Talk) -> None:
    """The choices of one setting."""
    if not _inside(talk):
        return
    if talk.value == "quiet" and cover.own(talk.tx, talk.id, talk.now) is None:
        talk.note("say.neutral")
    else:
        talk.show(Kind.SETTING, what=talk.value)


def _set(talk: Talk, change: Callable[[], None]) -> None:
    if _inside(talk):
        change()
        talk.refresh()
        choosing.settings(talk)


def language(talk: Talk) -> None:
    """English or Español, from now on."""
    talk.menu = True
    _set(talk, lambda: people.set_language(talk.tx, talk.id, Language(talk.value)))


def pack(talk: Talk) -> None:
    """The words of the five places."""
    _set(talk, lambda: wishes.set_pack(talk.tx, talk.id, Pack(talk.value)))


def messages(talk: Talk) -> None:
    """Each answer as a new message, or in the message that was tapped."""
    _set(talk, lambda: wishes.set_new_messages(talk.tx, talk.id, talk.value == "on"))


def tidy(talk: Talk) -> None:
    """Whether finished check-ins shrink to one line."""
    _set(talk, lambda: wishes.set_tidy(talk.tx, talk.id, talk.value == "on"))


def quiet(talk: Talk) -> None:
    """After how many quiet days the partner may say hello."""
    if cover.own(talk.tx, talk.id, talk.now) is None:
        talk.note("say.neutral")
    else:
        _set(talk, lambda: wishes.set_quiet_after(talk.tx, talk.id, int(talk.value), talk.now))


def name(talk: Talk) -> None:
    """Another name is typed."""
    if _inside(talk):
        talk.show(Kind.SETTING_NAME)
        talk.expect(Expected.NAME)


def name_typed(talk: Talk) -> None:
    """The name, kept clean and one's own as on the way in."""
    chosen = names.clean(talk.said.text)
    fits = names.fits(chosen)
    if fits and not naming.taken(talk.tx, talk.id, chosen, talk.now):
        people.set_name(talk.tx, talk.id, chosen)
        talk.refresh()
        page(talk)
    else:
        talk.say(Kind.SETTING_NAME, again=not fits, taken=fits)
        talk.expect(Expected.NAME)
