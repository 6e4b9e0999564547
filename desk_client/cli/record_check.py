"""What `admin verify` finds by holding this desk against central: facts that central should have
and has not, facts still to be sent, recordings whose file is gone, and whether the chain of
recordings is whole. Central's copy of each link is the anchor that shows a chain cut off at its
end."""

from dataclasses import dataclass
from pathlib import Path

import psycopg

from desk_client.ids import FactId
from desk_client.services.recording_seal import link_hash, signed
from desk_client.store.chain import NO_LINK, ChainLink, RecordingChain
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from desk_client.store.outbox import Outbox
from desk_client.sync.compare import missing_at_central


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCheck:
    """Contract: the desk's part of `admin verify --json`."""

    lost: int = 0
    unsent: int = 0  # waiting, or set aside because central refuses them
    recordings: int = 0
    recordings_missing: int = 0
    chain_ok: bool = True


@dataclass(frozen=True, slots=True)
class _Anchor:
    link: str
    public_key: str
    signature: str


def check_record(
    connection: psycopg.Connection, database: Database, recordings: Path
) -> RecordCheck:
    """`connection` is an administrator's, who sees every team's facts."""
    outbox = Outbox(database)
    missing = missing_at_central(connection, FactStore(database).ids())
    unsent = [each for each in missing if outbox.holds(FactId(each))]
    links = RecordingChain(database).links()
    gone = [each for each in links if not (recordings / Path(each.path).name).exists()]
    anchors = [
        _Anchor(*row)
        for row in connection.execute(
            """select body->>'link', body->>'public_key', body->>'signature'
                 from app.fact where kind = 'recording_sealed'"""
        )
    ]
    return RecordCheck(
        lost=len(missing) - len(unsent),
        unsent=len(unsent),
        recordings=len(links),
        recordings_missing=len(gone),
        chain_ok=_follows(links) and _anchored(links, anchors),
    )


def _follows(links: tuple[ChainLink, ...]) -> bool:
    previous = NO_LINK
    for index, each in enumerate(links, start=1):
        expected = link_hash(
            index=index, call_id=each.call_id, sha256=each.sha256, previous=previous
        )
        if (each.index, each.previous, each.link) != (index, previous, expected):
            return False
        previous = each.link
    return True


def _anchored(links: tuple[ChainLink, ...], anchors: list[_Anchor]) -> bool:
    """Every anchor of this desk's key is a link here, and its signature holds. A link without an
    anchor has not been sent yet."""
    here = {each.link for each in links}
    keys = {each.public_key for each in anchors if each.link in here}
    ours = [each for each in anchors if each.public_key in keys]
    return all(
        each.link in here and signed(each.link, each.signature, each.public_key) for each in ours
    )
