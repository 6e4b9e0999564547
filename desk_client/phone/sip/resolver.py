"""Answers the SIP library's question where a host is, in place of its own look-up, which would hold
up the whole phone while a name server is silent. A registrar's host is wherever its route says just
now, so the host's own name still has to stand in its certificate, whatever SRV records say. Any
other name is looked up beside the phone's work. Reached by the C functions of the shared object,
as the wrapper has none; their layout is tried on the library's own answer first, and a build that
has them not or otherwise looks names up itself."""

import ctypes
import socket
import struct
from collections.abc import Sequence
from typing import Any

import pjsua2 as pj

from desk_client.phone.lookup import Lookups, is_address
from desk_client.phone.sip.abilities import shared_object

_SUCCESS, _NOT_FOUND = 0, 70_018  # PJ_SUCCESS, PJ_ERESOLVE
_MOST = 8
_ROOM = 64  # builds have room for 8 to 32, and copy all of it
_SECURE, _IPV6 = 1, 128  # PJSIP_TRANSPORT_SECURE, PJSIP_TRANSPORT_IPV6


class _Text(ctypes.Structure):
    _fields_ = [("begin", ctypes.c_void_p), ("length", ctypes.c_ssize_t)]


class _Asked(ctypes.Structure):
    """pjsip_host_info"""

    _fields_ = [
        ("flag", ctypes.c_uint),
        ("kind", ctypes.c_int),
        ("host", _Text),
        ("port", ctypes.c_int),
    ]


class _Entry(ctypes.Structure):
    """pjsip_server_address_record of 2.15"""

    _fields_ = [
        ("kind", ctypes.c_int),
        ("priority", ctypes.c_uint),
        ("weight", ctypes.c_uint),
        ("address", ctypes.c_ubyte * 28),  # a sockaddr_in6 is the largest
        ("length", ctypes.c_int),
    ]


class _NamedEntry(ctypes.Structure):
    """pjsip_server_address_record of 2.17"""

    _fields_ = [("name", _Text), *_Entry._fields_]


class _Found(ctypes.Structure):
    """pjsip_server_addresses"""

    _fields_ = [("count", ctypes.c_uint), ("entry", _Entry * _ROOM)]


class _NamedFound(ctypes.Structure):
    _fields_ = [("count", ctypes.c_uint), ("entry", _NamedEntry * _ROOM)]


_Layout = type[_Found] | type[_NamedFound]

_Told = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_Resolve = ctypes.CFUNCTYPE(
    None,
    *(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p),
)


class _Table(ctypes.Structure):
    """pjsip_ext_resolver"""

    _fields_ = [("resolve", _Resolve)]


class Resolver:
    """What the library is told."""

    def __init__(self, lookups: Lookups) -> None:
        self._lookups = lookups
        self._pinned: dict[str, tuple[str, int]] = {}
        self._table = _Table(_Resolve(self._asked))  # the library keeps a pointer to it
        self._layout: _Layout | None = None
        self.installed = False

    def install(self) -> None:
        """Once the library is initialised."""
        library = shared_object()
        names = ("pjsua_get_pjsip_endpt", "pjsip_endpt_set_ext_resolver", "pjsip_endpt_resolve")
        if not all(hasattr(library, name) for name in names):
            return
        self._layout = _layout_of(library)
        if self._layout is not None:
            install = library.pjsip_endpt_set_ext_resolver
            install.restype, install.argtypes = ctypes.c_int, [ctypes.c_void_p, ctypes.c_void_p]
            table = ctypes.addressof(self._table)
            self.installed = install(_endpoint(library), table) == _SUCCESS

    def pin(self, host: str, address: str, port: int) -> None:
        """From now on `host` is at this address, and at this port where nobody names another."""
        self._pinned[host.lower()] = (address, port)

    def _asked(self, _: Any, __: Any, asked: int, token: int, told: int) -> None:
        """Called by the library in the phone's one thread; every question must get its answer."""
        wanted = _Asked.from_address(asked)
        host = ctypes.string_at(wanted.host.begin, wanted.host.length).decode("utf-8", "replace")
        secure = bool(wanted.flag & _SECURE) or wanted.kind == pj.PJSIP_TRANSPORT_TLS
        kind = wanted.kind or (pj.PJSIP_TRANSPORT_TLS if secure else pj.PJSIP_TRANSPORT_UDP)
        usual = wanted.port or (5061 if secure else 5060)
        pinned = self._pinned.get(host.lower())
        if pinned is not None:
            self._answer(told, token, host, [pinned[0]], kind, wanted.port or pinned[1])
        elif is_address(host):
            self._answer(told, token, host, [host.strip("[]")], kind, usual)
        else:
            self._lookups.addresses(
                host, lambda found: self._answer(told, token, host, found, kind, usual)
            )

    def _answer(
        self, told: int, token: int, host: str, addresses: Sequence[str], kind: int, port: int
    ) -> None:
        found: Any = self._layout() if self._layout is not None else None
        if found is None or not addresses:
            _Told(told)(_NOT_FOUND, token, None)
            return
        name = host.encode()
        kept = ctypes.create_string_buffer(name)
        for number, address in enumerate(addresses[:_MOST]):
            entry = found.entry[number]
            packed, entry.kind = _packed(address, port, kind)
            if isinstance(entry, _NamedEntry):
                entry.name = _Text(ctypes.addressof(kept), len(name))
            ctypes.memmove(entry.address, packed, len(packed))
            entry.length = len(packed)
            found.count = number + 1
        _Told(told)(_SUCCESS, token, ctypes.addressof(found))


def _packed(address: str, port: int, kind: int) -> tuple[bytes, int]:
    """The address as the system lays it out, and the transport with the family's bit."""
    ordered = struct.pack("!H", port)
    if ":" in address:
        inside = socket.inet_pton(socket.AF_INET6, address)
        return struct.pack("=H", socket.AF_INET6) + ordered + bytes(4) + inside + bytes(4), (
            kind | _IPV6
        )
    inside = socket.inet_pton(socket.AF_INET, address)
    return struct.pack("=H", socket.AF_INET) + ordered + inside + bytes(8), kind


def _endpoint(library: ctypes.CDLL) -> int:
    endpoint = library.pjsua_get_pjsip_endpt
    endpoint.restype = ctypes.c_void_p
    return int(endpoint())


def _layout_of(library: ctypes.CDLL) -> _Layout | None:
    """Lets the library itself answer for an address and compares what it gives with our pictures;
    None where it is like neither."""
    expected = _packed("127.0.0.9", 5071, pj.PJSIP_TRANSPORT_UDP)[0]
    seen: list[_Layout] = []

    def told(status: int, _: Any, found: int | None) -> None:
        if status != _SUCCESS or not found:
            return
        layouts: tuple[_Layout, ...] = (_NamedFound, _Found)
        for layout in layouts:
            answer: Any = layout.from_address(found)
            entry = answer.entry[0]
            right = (answer.count, entry.length) == (1, len(expected))
            if right and bytes(entry.address)[: len(expected)] == expected:
                seen.append(layout)

    endpoint = _endpoint(library)
    make, free = library.pjsip_endpt_create_pool, library.pjsip_endpt_release_pool
    make.restype = ctypes.c_void_p
    make.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_size_t]
    free.restype, free.argtypes = None, [ctypes.c_void_p, ctypes.c_void_p]
    resolve = library.pjsip_endpt_resolve
    resolve.restype, resolve.argtypes = None, [ctypes.c_void_p] * 3 + [ctypes.c_void_p, _Told]
    name = ctypes.create_string_buffer(b"127.0.0.9")
    asked = _Asked(0, pj.PJSIP_TRANSPORT_UDP, _Text(ctypes.addressof(name), 9), 5071)
    pool = make(endpoint, b"layout", 1000, 1000)
    try:
        resolve(endpoint, pool, ctypes.addressof(asked), None, _Told(told))
    finally:
        free(endpoint, pool)
    return seen[0] if seen else None
