"""Every pack that ships, and the earlier versions. A desk reads only the packs it works with when
it starts; the others take seconds, so they are read on a thread of their own when a page of the law
is first opened. Until then the shelf holds the desk's own."""

import threading
from collections.abc import Callable

from desk_client.compliance.load import earlier_packs, shipped_packs
from desk_client.compliance.pack import Pack
from desk_client.compliance.pack_set import PackSet
from desk_client.errors import DeskError


class PackShelf:
    """`arrived` is called on the reading thread, once all have been read or could not be."""

    def __init__(self, ours: PackSet, arrived: Callable[[], None]) -> None:
        self.ours = ours
        self._arrived = arrived
        self._begun = False
        self._held: tuple[tuple[Pack, ...], tuple[Pack, ...]] = (ours.packs, ())
        self.reading = False
        self.fault = ""  # why they could not be read

    @property
    def packs(self) -> tuple[Pack, ...]:
        """Those in use at this desk first."""
        return self._held[0]

    def earlier(self, pack: Pack) -> tuple[Pack, ...]:
        """Earlier versions of a pack, the newest first."""
        found = [each for each in self._held[1] if each.id == pack.id]
        found = [each for each in found if each.sha256 != pack.sha256]
        return tuple(sorted(found, key=_numbers, reverse=True))

    def want(self) -> None:
        """Begins to read, once."""
        if not self._begun:
            self._begun = self.reading = True
            threading.Thread(target=self.read, name="packs", daemon=True).start()

    def read(self) -> None:
        """Reads them all; a shelf that cannot be read keeps what it held and says why."""
        self._begun = True
        try:
            known = {pack.id: pack for pack in (*shipped_packs(), *self.ours.packs)}
            named = self.ours.named
            packs = sorted(known.values(), key=lambda pack: (pack.id not in named, pack.id))
            self._held = (tuple(packs), earlier_packs())
        except DeskError as fault:
            self.fault = str(fault)
        self.reading = False
        self._arrived()


def _numbers(pack: Pack) -> tuple[int, ...]:
    return tuple(int(number) for number in pack.file.version.split("."))
