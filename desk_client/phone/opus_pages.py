"""Makes Ogg/Opus of a call, a page of 100 ms at a time, so that little is lost when the phone dies.
The system's libopus does it where there is one. libsndfile writes the same format everywhere, but
the Opus inside its wheel takes three times the processor."""

import ctypes
import secrets
import struct
import zlib
from typing import Any, Protocol

import numpy as np
import soundfile
from numpy.typing import NDArray

PAGE_SAMPLES = 1600  # 100 ms at 16 kHz, one packet; 60 ms cost a third more processor
_RATE, _GRANULE_RATE = 16_000, 48_000  # an Ogg page counts Opus at 48 kHz whatever the input is
_GRANULES = _GRANULE_RATE // _RATE
_BITS_PER_S = 60_000  # what libsndfile takes for two channels: 26 MB an hour
_COMPLEXITY = 0  # of 10; a third of the processor of 10, no worse at so high a rate for speech
_LONGEST_PACKET = 4000
_FIRST, _LAST = 2, 4  # flags of RFC 3533
_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_PAGE = struct.Struct("<4sBBqIIIB")

# opus_defines.h
_APPLICATION_AUDIO = 2049
_SET_BITRATE, _SET_COMPLEXITY, _GET_LOOKAHEAD = 4002, 4010, 4027
_SET_FRAME_DURATION, _FRAME_OF_100_MS = 4040, 5008  # since libopus 1.2

_PAGE_LATENCY_MS = 100.0  # libsndfile holds a second back by itself
_SFC_SET_OGG_PAGE_LATENCY_MS = 0x1302  # sndfile.h

Both = NDArray[np.int16]  # shape (n, 2): agent, debtor


class OpusPages(Protocol):
    """One Ogg/Opus file that grows. Each method returns what is to be appended to it; OSError
    where the encoder fails."""

    def write(self, both: Both) -> bytes:
        """Encodes `PAGE_SAMPLES`; the file's head comes with the first."""
        ...

    def end(self, both: Both) -> bytes:
        """Encodes what is left, fewer than `PAGE_SAMPLES`, and ends the file."""
        ...


def opus_pages() -> OpusPages:
    """By libopus where the system has it, else by libsndfile."""
    library = libopus()
    if library is not None:
        try:
            return LibopusPages(library)
        except OSError:
            pass
    return SndfilePages()


def libopus() -> ctypes.CDLL | None:
    """The system's; None where there is none."""
    for name in ("libopus.so.0", "libopus.0.dylib"):
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        library.opus_encoder_create.restype = ctypes.c_void_p
        library.opus_encoder_destroy.argtypes = [ctypes.c_void_p]
        return library
    return None


class LibopusPages:
    """Packets by libopus, pages by RFC 3533 and 7845."""

    def __init__(self, library: ctypes.CDLL) -> None:
        """OSError where the library makes no such encoder."""
        fault = ctypes.c_int()
        made = library.opus_encoder_create(_RATE, 2, _APPLICATION_AUDIO, ctypes.byref(fault))
        if not made:
            raise OSError(f"libopus makes no encoder ({fault.value})")
        self._library = library
        self._encoder = ctypes.c_void_p(made)
        frame = ctypes.c_int(_FRAME_OF_100_MS)
        if library.opus_encoder_ctl(self._encoder, _SET_FRAME_DURATION, frame) != 0:
            raise OSError("libopus is older than 1.2")
        library.opus_encoder_ctl(self._encoder, _SET_BITRATE, ctypes.c_int(_BITS_PER_S))
        library.opus_encoder_ctl(self._encoder, _SET_COMPLEXITY, ctypes.c_int(_COMPLEXITY))
        lookahead = ctypes.c_int()
        library.opus_encoder_ctl(self._encoder, _GET_LOOKAHEAD, ctypes.byref(lookahead))
        self._skipped = lookahead.value * _GRANULES  # the encoder's delay, cut off by the player
        self._packet = ctypes.create_string_buffer(_LONGEST_PACKET)
        self._serial = secrets.randbits(32)
        self._pages = self._encoded = 0

    def __del__(self) -> None:
        if hasattr(self, "_encoder"):
            self._library.opus_encoder_destroy(self._encoder)

    def write(self, both: Both) -> bytes:
        head = b"" if self._pages else self._head()
        packet = self._encode(both)
        return head + self._page(packet, self._encoded * _GRANULES)

    def end(self, both: Both) -> bytes:
        pages = b"" if self._pages else self._head()
        total = (self._encoded + len(both)) * _GRANULES + self._skipped
        rest = np.zeros((2 * PAGE_SAMPLES, 2), np.int16)  # the delay pushes the end one page on
        rest[: len(both)] = both
        packet = self._encode(rest[:PAGE_SAMPLES])
        if self._encoded * _GRANULES < total:
            pages += self._page(packet, self._encoded * _GRANULES)
            packet = self._encode(rest[PAGE_SAMPLES:])
        return pages + self._page(packet, total, _LAST)

    def _encode(self, both: Both) -> bytes:
        sound = np.ascontiguousarray(both, np.int16)
        length = self._library.opus_encode(
            self._encoder,
            sound.ctypes.data_as(ctypes.c_void_p),
            PAGE_SAMPLES,
            self._packet,
            _LONGEST_PACKET,
        )
        if length < 0:
            raise OSError(f"libopus refuses the sound ({length})")
        self._encoded += PAGE_SAMPLES
        return self._packet.raw[:length]

    def _head(self) -> bytes:
        opus = struct.pack("<8sBBHIhB", b"OpusHead", 1, 2, self._skipped, _RATE, 0, 0)
        maker = b"desk-client"
        tags = struct.pack("<8sI", b"OpusTags", len(maker)) + maker + bytes(4)
        return self._page(opus, 0, _FIRST) + self._page(tags, 0)

    def _page(self, packet: bytes, granules: int, flags: int = 0) -> bytes:
        laces = b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255])
        head = (b"OggS", 0, flags, granules, self._serial, self._pages)
        self._pages += 1
        body = laces + packet
        checked = _checksum(_PAGE.pack(*head, 0, len(laces)) + body)
        return _PAGE.pack(*head, checked, len(laces)) + body


class SndfilePages:
    """The same by libsndfile, which sees a file that only ever grows."""

    def __init__(self) -> None:
        self._written = bytearray()
        self._size = 0
        self._sound: Any = soundfile.SoundFile(
            _Growing(self._take), "w", _RATE, 2, format="OGG", subtype="OPUS"
        )
        latency = soundfile._ffi.new("double*", _PAGE_LATENCY_MS)
        soundfile._snd.sf_command(self._sound._file, _SFC_SET_OGG_PAGE_LATENCY_MS, latency, 8)

    def write(self, both: Both) -> bytes:
        try:
            self._sound.write(both)
        except soundfile.LibsndfileError as error:
            raise OSError(str(error)) from None
        return self._taken()

    def end(self, both: Both) -> bytes:
        pages = self.write(both) if len(both) else b""
        self._sound.close()
        return pages + self._taken()

    def _take(self, page: bytes) -> None:
        self._written += page

    def _taken(self) -> bytes:
        pages = bytes(self._written)
        self._written.clear()
        return pages


class _Growing:
    """As much of a file as libsndfile asks of one that it writes Ogg to."""

    def __init__(self, take: Any) -> None:
        self._take = take
        self._size = 0

    def write(self, page: bytes) -> int:
        self._take(bytes(page))
        self._size += len(page)
        return len(page)

    def seek(self, _offset: int, _whence: int = 0) -> int:
        """Asked for the size when it opens; an Ogg file is never rewound."""
        return self._size

    def tell(self) -> int:
        return self._size

    def read(self, _size: int = -1) -> bytes:
        return b""

    def flush(self) -> None:
        """Pages are passed on as they come."""


def _checksum(page: bytes) -> int:
    """Ogg's CRC-32, which is zlib's with the bits of every byte the other way round."""
    mirrored = zlib.crc32(page.translate(_MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int.from_bytes(mirrored.to_bytes(4, "little").translate(_MIRRORED), "big")
