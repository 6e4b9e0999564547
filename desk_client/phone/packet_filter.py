"""Filters that the kernel runs before the SIP library hears of a packet, on sockets that the
library opened by itself and does not show: each is found by its port among those of this process.
They are Linux's; elsewhere there is nothing to put on, and whoever asks is told so."""

import ctypes
import errno
import ipaddress
import os
import socket
import struct
from collections.abc import Callable

_SO_ATTACH_FILTER, _SO_DETACH_FILTER = 26, 27  # asm-generic/socket.h
_NETWORK_HEADER = 0x1_0000_0000 - 0x10_0000  # SKF_NET_OFF: the IP header, from behind
_SOURCE_V4, _SOURCE_V6 = _NETWORK_HEADER + 12, _NETWORK_HEADER + 8
_LOAD_WORD, _LOAD_HALF, _LOAD_BYTE = 0x20, 0x28, 0x30
_AND, _JUMP_IF_EQUAL, _RETURN = 0x54, 0x15, 0x06
_ALL = 0xFFFF_FFFF
Step = tuple[int, int, int, int]

# Of a TCP segment that opens a connection (SYN without ACK) nothing is kept, of any other all.
NO_NEW_CONNECTIONS: tuple[Step, ...] = (
    (_LOAD_BYTE, 0, 0, 13),
    (_AND, 0, 0, 0x12),
    (_JUMP_IF_EQUAL, 0, 1, 0x02),
    (_RETURN, 0, 0, 0),
    (_RETURN, 0, 0, _ALL),
)


def only_from(address: str, port: int | None) -> tuple[Step, ...]:
    """Keeps UDP from this address, and from this port where one is given; ValueError where the
    address is none."""
    where = ipaddress.ip_address(address)
    begin = _SOURCE_V4 if where.version == 4 else _SOURCE_V6
    words = struct.unpack(f">{len(where.packed) // 4}I", where.packed)
    asked = [(_LOAD_WORD, begin + 4 * place, word) for place, word in enumerate(words)]
    if port is not None:
        asked.append((_LOAD_HALF, 0, port))
    steps: list[Step] = []
    for place, (load, offset, wanted) in enumerate(asked):
        to_the_end = 2 * (len(asked) - place) - 1
        steps += [(load, 0, 0, offset), (_JUMP_IF_EQUAL, 0, to_the_end, wanted)]
    return (*steps, (_RETURN, 0, 0, _ALL), (_RETURN, 0, 0, 0))


def put_on(found: socket.socket, steps: tuple[Step, ...]) -> bool:
    """Whether the system took the filter; it takes the place of an earlier one."""
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    program = ctypes.create_string_buffer(code)
    described = struct.pack("HL", len(steps), ctypes.addressof(program))
    try:
        found.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, described)
    except OSError as error:
        if error.errno in (errno.ENOPROTOOPT, errno.EPERM, errno.EINVAL):
            return False
        raise
    return True


def take_off(found: socket.socket) -> None:
    """Everything is kept again; nothing happens where no filter was on."""
    try:
        found.setsockopt(socket.SOL_SOCKET, _SO_DETACH_FILTER, 0)
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ENOPROTOOPT):
            raise


def listening_at(bind: str, port: int) -> socket.socket | None:
    """A copy of this process's TCP socket that listens there; to be closed."""

    def listens(copy: socket.socket) -> bool:
        accepts = copy.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
        where = copy.getsockname()
        return bool(accepts) and where[1] == port and bind in ("", where[0])

    return _own(listens)


def datagrams_at(port: int) -> socket.socket | None:
    """A copy of this process's UDP socket of this port; to be closed."""

    def receives(copy: socket.socket) -> bool:
        return copy.type == socket.SOCK_DGRAM and copy.getsockname()[1] == port

    return _own(receives)


def _own(wanted: Callable[[socket.socket], bool]) -> socket.socket | None:
    try:
        descriptors = [int(name) for name in os.listdir("/proc/self/fd")]
    except OSError:
        return None
    for descriptor in descriptors:
        try:
            number = os.dup(descriptor)
        except OSError:
            continue
        try:
            copy = socket.socket(fileno=number)
        except OSError:
            os.close(number)
            continue
        try:
            if copy.family in (socket.AF_INET, socket.AF_INET6) and wanted(copy):
                return copy
        except OSError:
            pass
        copy.close()
    return None
