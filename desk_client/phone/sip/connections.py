"""The connections of this phone over TCP and TLS: what was wrong with the certificate of one that
was refused, and that one was lost. They are let go of when the network was away, and the system
probes them while nothing is said, because a connection that is dead without knowing it would be
used for a quarter of an hour."""

import ctypes
import os
import socket
from collections.abc import Callable

import pjsua2 as pj

from desk_client.phone.registration_words import CertificateFault
from desk_client.phone.sip.abilities import shared_object

_FAULTS: tuple[tuple[int, CertificateFault], ...] = (
    (pj.PJ_SSL_CERT_EISSUER_NOT_FOUND | pj.PJ_SSL_CERT_EUNTRUSTED, "authority"),
    (pj.PJ_SSL_CERT_EVALIDITY_PERIOD, "expired"),
    (pj.PJ_SSL_CERT_EIDENTITY_NOT_MATCH, "host"),
)
_PROBED = (  # first after 10 s of silence; given up when nothing is acknowledged for 20 s
    ("TCP_KEEPIDLE", 10),
    ("TCP_KEEPINTVL", 5),
    ("TCP_KEEPCNT", 3),
    ("TCP_USER_TIMEOUT", 20_000),
)


class Connections:
    """Kept from the first word of a connection to the last, after which the library frees it."""

    def __init__(self, lost: Callable[[], None]) -> None:
        """`lost` is called when a connection that stood is gone."""
        self._lost = lost
        self._open: set[int] = set()  # where the library keeps them
        self._faults: frozenset[CertificateFault] = frozenset()

    def changed(self, prm: pj.OnTransportStateParam) -> None:
        """The library's word about one of them."""
        number = int(prm.hnd)
        if prm.state == pj.PJSIP_TP_STATE_CONNECTED:
            self._open.add(number)
            _probe_all()
        elif prm.state in (pj.PJSIP_TP_STATE_DISCONNECTED, pj.PJSIP_TP_STATE_DESTROY):
            self._look_at(prm)
            if number in self._open:
                self._open.discard(number)
                self._lost()

    def take_faults(self) -> frozenset[CertificateFault]:
        """What was wrong with the last certificate; told once."""
        faults, self._faults = self._faults, frozenset()
        return faults

    def drop(self) -> None:
        """Uses none of them again. The wrapper of newer builds gives a connection as a number and
        does not take that back, so the C function is called."""
        library = shared_object()
        if hasattr(library, "pjsip_transport_shutdown"):
            for connection in tuple(self._open):
                library.pjsip_transport_shutdown(ctypes.c_void_p(connection))

    def _look_at(self, prm: pj.OnTransportStateParam) -> None:
        security = prm.tlsInfo
        if security.isEmpty():
            return
        status = security.verifyStatus
        faults: frozenset[CertificateFault]
        faults = frozenset(fault for bits, fault in _FAULTS if status & bits)
        if status:
            self._faults = faults or frozenset({"other"})


def _probe_all() -> None:
    """Has the system probe every connection of this process. The library passes such wishes on for
    TLS only, so its sockets are looked for among ours; elsewhere than on Linux nothing is done."""
    try:
        names = os.listdir("/proc/self/fd")
    except OSError:
        return
    for name in names:
        try:
            if os.readlink(f"/proc/self/fd/{name}").startswith("socket:"):
                with socket.socket(fileno=os.dup(int(name))) as connection:
                    _probe(connection)
        except OSError:
            continue  # closed meanwhile


def _probe(connection: socket.socket) -> None:
    listens = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
    if connection.type != socket.SOCK_STREAM or connection.family == socket.AF_UNIX or listens:
        return
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in _PROBED:
        if hasattr(socket, option):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
