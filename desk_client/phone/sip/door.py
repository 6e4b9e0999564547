"""The door by which strangers connect to us over TCP and TLS. The public wheel has room for 64
sockets and aborts at the next, and keeps the place of a closed one for half a second more; so from
some number on new connections are turned away, by a filter that the kernel runs before the library
hears of them. Whoever is turned away tries again after a second, as TCP does by itself. The
connections that we make ourselves, to the registrar, do not come by this door."""

import socket
import time
from collections import deque

import pjsua2 as pj

from desk_client.phone.admission import Admission
from desk_client.phone.packet_filter import NO_NEW_CONNECTIONS, listening_at, put_on, take_off
from desk_client.phone.sip.abilities import abilities
from desk_client.phone.sip.connections import Connections
from desk_client.phone.sip.frames import guarded

MOST_GUESTS = 20  # of 64 places: four calls with their RTP, rejected ones, the registrar need some
_MOST_GUESTS_OF_OURS = 200  # our own build has 1,024 places
_BACKLOG = 4  # connections the kernel accepts for us before we look
_PLACE_KEPT_S = 0.6  # the library's own delay is 0.5 s
_NOWHERE = "192.0.2.1"  # of TEST-NET-1: no machine has it, so no sound can be bound to it


class GuardedEndpoint(pj.Endpoint):
    """The library's endpoint, which tells the door of each connection and lets an INVITE in only
    where it is admitted. There is no way to refuse one before it is given sockets and a line; but
    it can be given to an account that requires what callers rarely offer and that has no address
    for its sound, where it fails by itself and nobody hears of it."""

    def __init__(self) -> None:
        super().__init__()
        self.door = Door()
        self.connections: Connections | None = None
        self._admission: Admission | None = None
        self._nobody: pj.Account | None = None

    def guard(self, admission: Admission) -> None:
        """From now on; called when the account that rings is there already."""
        config = pj.AccountConfig()
        config.idUri = f"sip:nobody@{_NOWHERE}"
        config.priority = -1  # never chosen by the library itself
        config.callConfig.timerUse = pj.PJSUA_SIP_TIMER_REQUIRED
        config.callConfig.prackUse = pj.PJSUA_100REL_MANDATORY
        media = config.mediaConfig.transportConfig
        media.boundAddress, media.port = _NOWHERE, 9
        self._nobody = pj.Account()
        self._nobody.create(config, False)
        self._admission = admission

    def let_go(self) -> None:
        """Before the library is destroyed."""
        self.door.close()
        if self._nobody is not None:
            self._nobody.shutdown()

    @guarded
    def onSelectAccount(self, prm: pj.OnSelectAccountParam) -> None:
        data = prm.rdata
        admission, nobody = self._admission, self._nobody
        if admission is None or nobody is None:
            return
        if data.info.startswith("Request msg INVITE/"):
            admitted = admission.may_ring(data.srcAddress, time.monotonic())
        else:
            admitted = admission.knows(data.srcAddress)
        if not admitted:
            prm.accountIndex = nobody.getId()

    @guarded
    def onTransportState(self, prm: pj.OnTransportStateParam) -> None:
        if prm.state == pj.PJSIP_TP_STATE_CONNECTED:
            self.door.came(int(prm.hnd))
        elif prm.state in (pj.PJSIP_TP_STATE_DISCONNECTED, pj.PJSIP_TP_STATE_DESTROY):
            self.door.left(int(prm.hnd))
        if self.connections is not None:
            self.connections.changed(prm)


class Door:
    """Counts who came in, and shuts while they are too many. Where the system has no such filter
    (it is Linux's) it stays open."""

    def __init__(self) -> None:
        self._listening: socket.socket | None = None
        self._guests: set[int] = set()
        self._left: deque[float] = deque()
        self._shut = False
        self._most = MOST_GUESTS if abilities().needs_slow_reject else _MOST_GUESTS_OF_OURS

    @property
    def shut(self) -> bool:
        return self._shut

    def watch(self, bind: str, port: int) -> None:
        """Finds the library's listening socket among those of this process."""
        self._listening = listening_at(bind, port)
        if self._listening is not None:
            self._listening.listen(_BACKLOG)

    def came(self, guest: int) -> None:
        self._guests.add(guest)
        self._mind(time.monotonic())

    def left(self, guest: int) -> None:
        if guest in self._guests:
            self._guests.discard(guest)
            self._left.append(time.monotonic())

    def look(self, now: float) -> None:
        """Opens again when places are free; called in every turn."""
        if self._shut or self._left:
            self._mind(now)

    def close(self) -> None:
        if self._listening is not None:
            self._listening.close()
            self._listening = None

    def _mind(self, now: float) -> None:
        while self._left and now - self._left[0] > _PLACE_KEPT_S:
            self._left.popleft()
        full = len(self._guests) + len(self._left) >= self._most
        if full == self._shut or self._listening is None:
            return
        if full:
            self._shut = put_on(self._listening, NO_NEW_CONNECTIONS)
        else:
            take_off(self._listening)
            self._shut = False
