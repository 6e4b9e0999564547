"""A desk without its window: an encrypted store of its own and a person's door to central."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from desk_client.clock import Clock, SystemClock
from desk_client.fact import Fact
from desk_client.ids import Login
from desk_client.store.database import Database, open_with_key
from desk_client.store.facts import FactStore
from desk_client.store.key import Sidecar, StoreKey
from desk_client.store.leases import Leases
from desk_client.store.outbox import Outbox
from desk_client.store.reference import Reference
from desk_client.sync.connection import CentralConnection
from desk_client.sync.leases import DeskLeases
from desk_client.sync.round import SyncRound
from tests.central.floor import password


@dataclass(frozen=True, slots=True)
class Desk:
    """One person at one machine."""

    login: Login
    database: Database
    central: CentralConnection
    clock: Clock

    @property
    def facts(self) -> FactStore:
        return FactStore(self.database)

    @property
    def outbox(self) -> Outbox:
        return Outbox(self.database)

    @property
    def reference(self) -> Reference:
        return Reference(self.database)

    @property
    def own_leases(self) -> Leases:
        """As the local store has them."""
        return Leases(self.database)

    @property
    def leases(self) -> DeskLeases:
        return DeskLeases(database=self.database, central=self.central, clock=self.clock)

    @property
    def sync(self) -> SyncRound:
        return SyncRound(database=self.database, central=self.central, clock=self.clock)

    def write(self, *facts: Fact) -> None:
        self.facts.append(*facts)

    def sit_down(self, login: Login, address: str) -> "Desk":
        """Another person at the same machine."""
        return open_desk_at(self.database, login, address, clock=self.clock)


def open_database(folder: Path) -> Database:
    """An encrypted store with a key of its own, without the second that a passphrase costs."""
    folder.mkdir(parents=True, exist_ok=True)
    key = StoreKey(secrets.token_hex(32), "passphrase")
    sidecar = Sidecar(
        key_id=str(uuid4()),
        source="passphrase",
        salt=None,
        wrapped=None,
        store_epoch=str(uuid4()),
        demo=True,
    )
    return open_with_key(folder / "desk.db", key, sidecar)


def open_desk_at(
    database: Database, login: Login, address: str, *, clock: Clock | None = None
) -> Desk:
    central = CentralConnection(address=address, login=login, password=password(login))
    return Desk(login, database, central, clock or SystemClock())
