"""What a demo may hand in, so that the page can do more: next due, what happened, restart, scenes.

The room calls these and knows nothing of what stands behind them. Absent ones are hidden. Words for
the page come in each of its languages, since only the demo knows what they mean.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from inspect import isawaitable
from typing import TypeVar

T = TypeVar("T")
Maybe = Callable[[], T | Awaitable[T]]
Said = Mapping[str, str]
"""The same in every language of the page, by its code."""


@dataclass(frozen=True)
class Happening:
    """One line of what happened."""

    at: datetime
    text: Said


@dataclass(frozen=True)
class Scene:
    """A beginning to choose from: phones, chats and a day on which to go on."""

    name: str
    title: Said
    about: Said
    whose: str = ""
    """On whose phone something waits then."""


@dataclass
class Hooks:
    """Those that are called may be plain or async."""

    next_due: Maybe[datetime | None] | None = None
    happened: Maybe[Sequence[Happening]] | None = None
    roles: Maybe[Mapping[int, Said]] | None = None
    """What somebody is, by the number of the phone."""
    restart: Maybe[object] | None = None
    """Gives False when the bot cannot run before Telegram is back."""
    play: Callable[[str, str], Coroutine[object, object, object]] | None = None
    """Set a scene: its name, and the language of its phones."""
    scenes: Sequence[Scene] = ()
    scene: str = ""
    """The scene that stands now."""
    zone: str = ""
    """Whose time the page shows; empty: its reader's own."""
    city: Said = field(default_factory=dict)
    """The city whose time that is."""

    def there(self) -> dict[str, bool]:
        """Which of them the page may offer."""
        return {
            "next": self.next_due is not None,
            "happened": self.happened is not None,
            "roles": self.roles is not None,
            "restart": self.restart is not None,
            "scenes": self.play is not None,
        }


async def call(hook: Maybe[T]) -> T:
    """Call a hook of either kind."""
    answer = hook()
    return await answer if isawaitable(answer) else answer
