"""This desk's chain of recordings: each link names the one before by its hash, so that a recording
cannot be altered, dropped or moved unnoticed. Its head also goes to central as a fact, which shows
a chain cut off at the end."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from desk_client.ids import CallId
from desk_client.store.database import Database
from desk_client.store.tables import recording_chain

NO_LINK = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """One recording; all hashes are SHA-256 in hexadecimal."""

    index: int  # 1 for the first
    call_id: CallId
    path: str
    sha256: str  # of the ciphertext
    previous: str  # hash of the link before, NO_LINK for the first
    link: str  # hash of this link
    signature: str
    uploaded: bool = False


class RecordingChain:
    """Appends links and reads them back; nothing but `uploaded` is ever changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, link: ChainLink) -> None:
        """ValueError where the link does not follow the head."""
        with self._database.writing() as connection:
            head = self.head()
            index, previous = (head.index + 1, head.link) if head else (1, NO_LINK)
            if (link.index, link.previous) != (index, previous):
                raise ValueError(f"link {link.index} does not follow link {index - 1}")
            row = {column.name: getattr(link, column.name) for column in recording_chain.c}
            connection.execute(insert(recording_chain), row)

    def head(self) -> ChainLink | None:
        """The newest link."""
        newest = select(recording_chain).order_by(recording_chain.c.index.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(newest).one_or_none()
        return None if row is None else ChainLink(**row._mapping)

    def links(self) -> tuple[ChainLink, ...]:
        """All of them, the first one first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(recording_chain).order_by(recording_chain.c.index))
            return tuple(ChainLink(**row._mapping) for row in rows)

    def uploaded(self, calls: Iterable[CallId]) -> frozenset[CallId]:
        """Those of these calls whose recording has left this machine; a few hundred at most."""
        gone = select(recording_chain.c.call_id).where(
            recording_chain.c.call_id.in_(sorted(set(calls))), recording_chain.c.uploaded
        )
        with self._database.reading() as connection:
            return frozenset(connection.execute(gone).scalars())

    def mark_uploaded(self, index: int) -> None:
        done = update(recording_chain).where(recording_chain.c.index == index)
        with self._database.writing() as connection:
            connection.execute(done.values(uploaded=True))
