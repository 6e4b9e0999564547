"""Links in the library's conference, from sources to sinks: what stands, and the way from that to
what is wanted."""

from typing import TypeAlias
from weakref import WeakSet

import pjsua2 as pj

Pair: TypeAlias = tuple[pj.AudioMedia, pj.AudioMedia]  # source, sink

_taken_out: "WeakSet[pj.AudioMedia]" = WeakSet()


class Links:
    """The links that one owner has made; no two owners may make the same one."""

    def __init__(self) -> None:
        self._standing: set[Pair] = set()

    def make(self, wanted: set[Pair]) -> None:
        """Cuts what is not wanted any more, then links what is not linked yet."""
        for source, sink in self._standing - wanted:
            cut(source, sink)
        for source, sink in wanted - self._standing:
            source.startTransmit(sink)
        self._standing = set(wanted)

    def forget(self, medium: pj.AudioMedia) -> None:
        """Cuts every link of a medium that goes, or that the library has changed."""
        gone = {pair for pair in self._standing if medium in pair}
        for source, sink in gone:
            cut(source, sink)
        self._standing -= gone


def taken_out(medium: pj.AudioMedia) -> None:
    """The library has taken this port out of its conference, and its links with it. To cut one of
    them now would cut everything at the other end: 2.15.1 carries the order out in its next tick,
    and there a port that is gone stands for any port."""
    _taken_out.add(medium)


def cut(source: pj.AudioMedia, sink: pj.AudioMedia) -> None:
    """Unlinks two ports; the library may have done so itself when a call's media changed."""
    if source in _taken_out or sink in _taken_out:
        return
    try:
        source.stopTransmit(sink)
    except pj.Error:
        return
