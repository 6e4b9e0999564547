"""Sets a clock by central's; a desk remembers in its store how they stood."""

from datetime import UTC, datetime, timedelta

import psycopg
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from desk_client.agreed_clock import AgreedClock, Agreement
from desk_client.clock import Clock
from desk_client.store.database import Database
from desk_client.store.settings import StoredSettings

_KEY = "clock_agreement"


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    ahead_us: int
    at: AwareDatetime
    monotonic: float


def agreed_clock(machine: Clock, database: Database) -> AgreedClock:
    """The machine's clock as it was agreed when this desk last spoke with central."""
    text = StoredSettings(database).get(_KEY)
    return AgreedClock(machine, None if text is None else _read(text))


def agree(connection: psycopg.Connection, database: Database, clock: Clock) -> None:
    """Asks central for the time; a clock that agrees with nobody stays as it is."""
    agreed = agree_by(connection, clock)
    if agreed is not None:
        StoredSettings(database).put(_KEY, _text(agreed))


def agree_by(connection: psycopg.Connection, clock: Clock) -> Agreement | None:
    """The same for a program without a store: what was agreed, None where nothing was."""
    if not isinstance(clock, AgreedClock) or clock.rehearsal:
        return None
    before = clock.machine.now()
    row = connection.execute("select clock_timestamp()").fetchone()
    after = clock.machine.now()
    central: datetime = row[0] if row else before
    return clock.agree(before, central.astimezone(UTC), after)


def _text(agreed: Agreement) -> str:
    kept = _Kept(
        ahead_us=agreed.ahead // timedelta(microseconds=1),
        at=agreed.at,
        monotonic=agreed.monotonic,
    )
    return kept.model_dump_json()


def _read(text: str) -> Agreement | None:
    try:
        kept = _Kept.model_validate_json(text)
    except ValidationError:
        return None
    ahead = timedelta(microseconds=kept.ahead_us)
    return Agreement(ahead=ahead, at=kept.at, monotonic=kept.monotonic)
