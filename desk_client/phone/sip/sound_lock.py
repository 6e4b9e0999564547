"""Keeps a call's sound to the two who speak. The library follows whoever sends ten packets between
two of the far side's: it would play them to the agent and send them what the agent says. So as soon
as sound comes from where the far side said, a filter keeps everybody else's packets out, until the
two agree on something new. Where sound comes from elsewhere than was said, as behind some gateways,
nothing is kept out."""

from typing import Protocol

import pjsua2 as pj

from desk_client.phone.packet_filter import datagrams_at, only_from, put_on, take_off

_LOOK_S = 0.1


class Sounding(Protocol):
    """A call, as far as it is looked at here."""

    def getStreamInfo(self, index: int) -> pj.StreamInfo: ...

    def getMedTransportInfo(self, index: int) -> pj.MediaTransportInfo: ...


class SoundLock:
    """The lock of one call."""

    def __init__(self) -> None:
        self._look_at: float | None = None
        self._ports: tuple[int, ...] = ()

    @property
    def locked(self) -> bool:
        return bool(self._ports)

    def agreed_anew(self, now: float) -> None:
        """What the two agreed on has changed: everybody is heard until the far side is again."""
        for port in self._ports:
            if found := datagrams_at(port):
                with found:
                    take_off(found)
        self._ports, self._look_at = (), now

    def look(self, call: Sounding, now: float) -> None:
        """Locks when sound comes from where it should; called while the call lasts."""
        if self._look_at is None or now < self._look_at:
            return
        self._look_at = now + _LOOK_S
        try:
            stream, transport = call.getStreamInfo(0), call.getMedTransportInfo(0)
        except pj.Error:
            return  # no sound is agreed on at the moment
        said, comes = stream.remoteRtpAddress, transport.srcRtpName
        if said != comes:
            return
        address, port = _split(said)
        _, ours = _split(transport.localRtpName)
        _, ours_too = _split(transport.localRtcpName)
        self._look_at = None
        locked = [ours] if _lock(ours, address, port) else []
        if locked and ours_too and _lock(ours_too, address, None):
            locked.append(ours_too)
        self._ports = tuple(locked)


def _split(name: str) -> tuple[str, int]:
    host, _, port = name.rpartition(":")
    return host.strip("[]"), int(port or 0)


def _lock(ours: int, address: str, port: int | None) -> bool:
    found = datagrams_at(ours)
    if found is None:
        return False
    with found:
        return put_on(found, only_from(address, port))
