"""Proves that the recordings of this desk are all there and are what they were: walks the chain
link by link, hashes every file, and holds the chain against the facts that anchor it. Whoever cuts
the chain off at its end, or makes it anew, would have to change the facts that central has, too."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from desk_client.care_body import RecordErased
from desk_client.errors import DeskError
from desk_client.fact_body import RecordingSealed
from desk_client.ids import CallId
from desk_client.services.recording_seal import link_hash, own_public_key, signed
from desk_client.services.recordings import Recordings, sha256_of
from desk_client.store.chain import NO_LINK, ChainLink, RecordingChain
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from desk_client.store.settings import StoredSettings

Watch = Callable[[Sequence[ChainLink]], Iterable[ChainLink]]  # shows progress


class Wrong(StrEnum):
    """What can be wrong with a recording."""

    ALTERED = "altered"  # the file is not the one that was sealed
    MISSING = "missing"  # the file is gone
    RELINKED = "relinked"  # its link was changed
    MISSIGNED = "missigned"  # its link is whole, and this desk's key did not sign it
    LINK_GONE = "link_gone"  # inside the chain
    CUT_OFF = "cut_off"  # sealed once, and the chain ends before it
    UNSEALED = "unsealed"  # recorded, and nothing shows that it was ever sealed


_SENTENCES = {
    Wrong.ALTERED: "was altered: its file is not the one that was sealed",
    Wrong.MISSING: "is missing: its file is gone",
    Wrong.RELINKED: "has a link that was changed after it was sealed",
    Wrong.MISSIGNED: "has a signature that this desk did not make",
    Wrong.LINK_GONE: "has lost its link in the chain",
    Wrong.CUT_OFF: "was cut off: the chain ends before it",
    Wrong.UNSEALED: "was recorded and is not in the chain",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong."""

    what: Wrong
    index: int | None  # place in the chain, None where it has none
    call_id: CallId | None

    def __str__(self) -> str:
        place = "" if self.index is None else f" {self.index}"
        call = "" if self.call_id is None else f" (call {self.call_id})"
        return f"Recording{place}{call} {_SENTENCES[self.what]}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The answer of `recording verify`."""

    recordings: int  # links walked
    faults: tuple[Fault, ...]
    central_asked: bool

    @property
    def chain_ok(self) -> bool:
        """Whether the chain itself is whole, whatever became of the files."""
        return not any(each.what not in (Wrong.ALTERED, Wrong.MISSING) for each in self.faults)

    @property
    def files_gone(self) -> int:
        return sum(each.what is Wrong.MISSING for each in self.faults)

    def as_json(self) -> dict[str, Any]:
        return {
            "ok": not self.faults,
            "recordings": self.recordings,
            "chain_ok": self.chain_ok,
            "central_asked": self.central_asked,
            "faults": [
                {
                    "what": each.what.value,
                    "index": each.index,
                    "call_id": each.call_id,
                    "sentence": str(each),
                }
                for each in self.faults
            ],
        }


def prove(
    database: Database,
    folder: Path,
    central: Sequence[RecordingSealed] | None,
    *,
    watch: Watch = iter,
) -> Proof:
    """`central`: the seals that central holds, None where it was not asked."""
    links = RecordingChain(database).links()
    told = [each.body for each in FactStore(database).of_kinds("recording_sealed")]
    seals = [each for each in told if isinstance(each, RecordingSealed)]
    anchors = _ours([*seals, *(central or ())], links, own_public_key(StoredSettings(database)))
    gone = _erased(FactStore(database))
    faults = [*_walked(watch(links), folder, anchors, gone), *_cut_off(links, anchors)]
    known = {each.call_id for each in (*seals, *(central or ()))}
    faults.extend(
        Fault(what=Wrong.UNSEALED, index=None, call_id=kept.call_id)
        for kept in Recordings(database=database, folder=folder).all()
        if kept.link is None and kept.call_id not in known
    )
    return Proof(recordings=len(links), faults=tuple(faults), central_asked=central is not None)


def _erased(facts: FactStore) -> frozenset[str]:
    """Calls whose recording was erased by a rule, as the record says."""
    told = [each.body for each in facts.of_kinds("record_erased")]
    return frozenset(
        body.of for body in told if isinstance(body, RecordErased) and body.record == "recording"
    )


def _ours(
    seals: Sequence[RecordingSealed], links: Sequence[ChainLink], own: str | None
) -> list[RecordingSealed]:
    """Those of this desk: by its key, and by every key that sealed a call whose link is here, so
    that a chain made anew with another key is held against the old one."""
    calls = {each.call_id for each in links}
    keys = {each.public_key for each in seals if each.call_id in calls}
    if own is not None:
        keys.add(own)
    return [
        each
        for each in seals
        if each.public_key in keys and signed(each.link, each.signature, each.public_key)
    ]


def _walked(
    links: Iterable[ChainLink],
    folder: Path,
    anchors: Sequence[RecordingSealed],
    erased: frozenset[str],
) -> Iterator[Fault]:
    previous, expected = NO_LINK, 1
    for each in links:
        for index in range(expected, each.index):
            yield Fault(what=Wrong.LINK_GONE, index=index, call_id=_call_at(index, anchors))
            previous = next((one.link for one in anchors if one.index == index), previous)
        file_fault = None if each.call_id in erased else _file_fault(each, folder)
        for found in (_link_fault(each, previous, anchors), file_fault):
            if found is not None:
                yield Fault(what=found, index=each.index, call_id=each.call_id)
        previous, expected = each.link, each.index + 1


def _link_fault(link: ChainLink, previous: str, anchors: Sequence[RecordingSealed]) -> Wrong | None:
    own = [each for each in anchors if each.index == link.index]
    hashed = link_hash(
        index=link.index, call_id=link.call_id, sha256=link.sha256, previous=previous
    )
    whole = (link.previous, link.link) == (previous, hashed)
    if not whole or not own or any(each.link != link.link for each in own):
        return Wrong.RELINKED
    if not all(signed(link.link, link.signature, each.public_key) for each in own):
        return Wrong.MISSIGNED
    return None


def _file_fault(link: ChainLink, folder: Path) -> Wrong | None:
    try:
        sha256 = sha256_of(folder / Path(link.path).name)
    except DeskError:
        return None if link.uploaded else Wrong.MISSING
    return None if sha256 == link.sha256 else Wrong.ALTERED


def _cut_off(links: Sequence[ChainLink], anchors: Sequence[RecordingSealed]) -> list[Fault]:
    last = links[-1].index if links else 0
    beyond = {each.index: each.call_id for each in anchors if each.index > last}
    return [
        Fault(what=Wrong.CUT_OFF, index=index, call_id=call_id)
        for index, call_id in sorted(beyond.items())
    ]


def _call_at(index: int, anchors: Sequence[RecordingSealed]) -> CallId | None:
    return next((each.call_id for each in anchors if each.index == index), None)
