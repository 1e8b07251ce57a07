"""Troubles on demand: what the room does to a call instead of, or besides, answering it.

Scripted faults hit the next matching calls; the three switches of the page stay until they are
turned off. Nothing here touches a socket: `api.py` carries a fault out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

SLOW_BY_DEFAULT = 2.0


class Kind(StrEnum):
    """What happens to the call. The effect happens only where it says so."""

    STATUS = "status"  # an error answer, no effect
    TIMEOUT = "timeout"  # no answer until the client gives up, no effect
    RESET = "reset"  # the connection is closed, no effect
    LOST = "lost"  # the effect happens, then the connection is closed
    HTML = "html"  # 200 with a web page, as from a hotel's gateway; no effect
    CUT = "cut"  # the effect happens, the JSON ends in the middle
    NO_RESULT = "no_result"  # the effect happens, `ok` is true, `result` is missing
    NOT_OK = "not_ok"  # 200 that says `ok` is false, and no more; no effect
    HELD = "held"  # the effect happens, no answer until the client gives up
    CLOSED = "closed"  # everything as usual, then the connection is closed without a word
    SLOW = "slow"  # everything as usual, later
    LATE = "late"  # the effect happens at once, the answer comes later


@dataclass(frozen=True)
class Fault:
    """One scripted trouble; `count` None means until cleared, `skip` lets the first ones pass."""

    kind: Kind
    method: str | None = None
    chat: int | None = None
    count: int | None = 1
    skip: int = 0
    status: int = 0
    retry_after: int | None = None
    seconds: float = 0.0
    description: str | None = None
    share: float = 1.0
    """Of the calls that it fits, so many are hit, by the room's dice."""

    def __post_init__(self) -> None:
        if self.kind is Kind.STATUS and not 400 <= self.status <= 599:
            raise ValueError("an error answer has a status from 400 to 599")

    def hits(self, method: str, chat: int | None) -> bool:
        """Whether the fault is meant for such a call."""
        return self.method in (None, method) and self.chat in (None, chat)


class Faults:
    """The troubles that are on now."""

    def __init__(self, changed: Callable[[], None] = lambda: None, seed: int = 1) -> None:
        self._dice = Random(seed)  # noqa: S311 - it hides nothing
        self._changed = changed
        self._scripted: list[Fault] = []
        self.down = False
        self.slow_by = 0.0
        self.loses_answers = False
        self.flood_limits = False

    @property
    def scripted(self) -> list[Fault]:
        """The scripted faults that still wait for their call."""
        return list(self._scripted)

    @property
    def switches(self) -> dict[str, bool | float]:
        """The switches as the page shows them."""
        return {
            "down": self.down,
            "slow": self.slow_by,
            "loses_answers": self.loses_answers,
            "flood_limits": self.flood_limits,
        }

    def switch(self, name: str, on: bool | float) -> None:
        """Turn one of the switches; `slow` may be given in seconds."""
        if name == "slow":
            self.slow_by = SLOW_BY_DEFAULT if on is True else float(on)
        elif name in self.switches:
            setattr(self, name, bool(on))
        else:
            raise ValueError(f"there is no switch {name}")
        self._changed()

    def add(self, fault: Fault) -> Fault:
        """Script a fault; the earliest one that fits a call hits it."""
        self._scripted.append(fault)
        self._changed()
        return fault

    def answer(
        self,
        status: int,
        *,
        retry_after: int | None = None,
        description: str | None = None,
        method: str | None = None,
        chat: int | None = None,
        count: int | None = 1,
        skip: int = 0,
        share: float = 1.0,
    ) -> Fault:
        """Answer with this status; 429 with `retry_after`; `description` for unusual texts."""
        fault = Fault(Kind.STATUS, method, chat, count, skip, status, share=share)
        return self.add(replace(fault, retry_after=retry_after, description=description))

    def trouble(
        self,
        kind: Kind | str,
        *,
        method: str | None = None,
        chat: int | None = None,
        count: int | None = 1,
        skip: int = 0,
        seconds: float = 0.0,
    ) -> Fault:
        """Any other kind; `seconds` are for `slow` and `late`."""
        return self.add(Fault(Kind(kind), method, chat, count, skip, seconds=seconds))

    def clear(self) -> None:
        """No trouble any more: switches off, scripted faults forgotten."""
        self._scripted.clear()
        self.down = self.loses_answers = self.flood_limits = False
        self.slow_by = 0.0
        self._changed()

    def next_for(self, method: str, chat: int | None) -> Fault | None:
        """The fault that hits this call, counted down."""
        for at, fault in enumerate(self._scripted):
            if fault.hits(method, chat) and self._dice.random() < fault.share:
                if fault.skip:
                    self._scripted[at] = replace(fault, skip=fault.skip - 1)
                    continue
                return self._use_up(at, fault)
        if self.down:
            return Fault(Kind.STATUS, status=502)
        if self.loses_answers and method != "getUpdates":
            return Fault(Kind.LOST)
        return None

    def _use_up(self, at: int, fault: Fault) -> Fault:
        if fault.count is not None:
            if fault.count > 1:
                self._scripted[at] = replace(fault, count=fault.count - 1)
            else:
                del self._scripted[at]
        return fault
