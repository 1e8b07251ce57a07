"""Set aside: an update that could not be handled twice, so that its chat's next one goes on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot import updates
from bot.clock import Clock
from bot.delivery import Delivery
from bot.logs import get
from bot.offline import OfflineHelp
from handlers import steps
from handlers.chat.context import House, Said
from handlers.chat.offline import in_crisis
from storage import inbox
from storage.database import Database, Tx, Unavailable
from storage.records import PersonId, Update

log = get(__name__)


class NotYet(Exception):
    """The card for somebody in a crisis did not come for certain: what they wrote stays."""


class Aside:
    """Quarantines an update and says one kind sentence, or shows the crisis card."""

    def __init__(
        self,
        database: Database,
        delivery: Delivery,
        house: House,
        offline: OfflineHelp,
        clock: Clock,
        forgot: Callable[[], object],
    ) -> None:
        self._database = database
        self._delivery = delivery
        self._house = house
        self._help = offline
        self._clock = clock
        self._forgot = forgot

    async def put(self, update: Update) -> None:
        """Set it aside. Words of somebody in a crisis are answered by the card and then not kept;
        ``NotYet`` while it cannot be shown."""
        raw = updates.read(update.body)
        if in_crisis(raw):
            if not await self._help.answer(raw):
                raise NotYet
            await self._quarantine(update, forget=True)
            self._forgot()
            return
        try:
            spoken = await self._database.write(partial(self._step, update))
        except Unavailable:
            raise
        except Exception as error:
            log.error("sorry_not_said", id=update.id, error=error)
            await self._quarantine(update, forget=False)
        else:
            self._delivery.take(spoken.ready)

    async def _quarantine(self, update: Update, *, forget: bool) -> None:
        now = self._clock.now()
        await self._database.write(lambda tx: inbox.quarantine(tx, update, now, forget=forget))

    def _step(self, update: Update, tx: Tx) -> steps.Spoken:
        now = self._clock.now()
        if not inbox.quarantine(tx, update, now) or update.chat_id <= 0:
            return steps.Spoken()
        said = Said(PersonId(update.chat_id), 0)
        return steps.sorry(tx, self._house, said, now)
