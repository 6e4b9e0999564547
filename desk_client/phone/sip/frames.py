"""Sound passed between Python and the library's conference, 20 ms at a time. The wrapper copies a
vector byte by byte; where the build lays it out as expected it is read and written at once, and
newer builds have a copy of their own."""

import ctypes
import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec

import pjsua2 as pj

from desk_client.phone.sealed_audio import RATE

_Arguments = ParamSpec("_Arguments")


def guarded(callback: Callable[_Arguments, None]) -> Callable[_Arguments, None]:
    """An exception must not reach the library, which would keep its objects alive and abort later;
    it is told on stderr by its kind and line, without the values."""

    @functools.wraps(callback)
    def called(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> None:
        try:
            callback(*args, **kwargs)
        except Exception as error:  # noqa: BLE001
            frame = error.__traceback__
            while frame is not None and frame.tb_next is not None:
                frame = frame.tb_next
            line = frame.tb_lineno if frame is not None else 0
            sys.stderr.write(f"{callback.__qualname__}: {type(error).__name__} at line {line}\n")

    return called


class _Vector(ctypes.Structure):
    """std::vector<unsigned char> of libstdc++: begin, end, end of storage."""

    _fields_ = [("begin", ctypes.c_void_p), ("end", ctypes.c_void_p), ("cap", ctypes.c_void_p)]


def read_fast(buffer: Any) -> bytes:
    vector = _Vector.from_address(int(buffer.this))
    return ctypes.string_at(vector.begin, vector.end - vector.begin) if vector.begin else b""


def write_fast(frame: Any, content: bytes) -> None:
    buffer = frame.buf
    buffer.resize(len(content))
    ctypes.memmove(_Vector.from_address(int(buffer.this)).begin, content, len(content))


def read_slow(buffer: Any) -> bytes:
    return bytes(buffer)


def write_slow(frame: Any, content: bytes) -> None:
    frame.buf = pj.ByteVector(content)


def fast_path_works() -> bool:
    """Whether this build lays out its vectors as expected: 200 times faster than the wrapper."""
    content = bytes(range(256))
    frame = pj.MediaFrame()
    frame.buf = pj.ByteVector(content)
    buffer = frame.buf
    if ctypes.sizeof(ctypes.c_void_p) != 8 or _Vector.from_address(int(buffer.this)).begin is None:
        return False
    vector = _Vector.from_address(int(buffer.this))
    if vector.end - vector.begin != 256 or read_fast(buffer) != content:
        return False
    write_fast(frame, content[::-1])
    return bytes(frame.buf) == content[::-1]


def read_copy(buffer: Any) -> bytes:
    content = bytearray(buffer.size())
    buffer.copy_to_bytearray(content)
    return bytes(content)


def write_copy(frame: Any, content: bytes) -> None:
    frame.buf.assign_from_bytes(content)


def reader() -> Callable[[Any], bytes]:
    """What reads a frame's buffer fastest in this build."""
    if has_copy():
        return read_copy
    return read_fast if fast_path_works() else read_slow


def writer() -> Callable[[Any, bytes], None]:
    """What writes a frame fastest in this build."""
    if has_copy():
        return write_copy
    return write_fast if fast_path_works() else write_slow


def has_copy() -> bool:
    """Whether the wrapper copies by itself. Only in our own build does it keep other threads out
    meanwhile, as Python's objects need (packaging/pjsua2)."""
    vector: Any = pj.ByteVector
    return own_build() and hasattr(vector, "copy_to_bytearray")


def own_build() -> bool:
    """Our wheel keeps what it was built from beside its package."""
    return Path(pj.__file__).with_name("build.json").exists()


def mono_16_khz() -> pj.MediaFormatAudio:
    layout = pj.MediaFormatAudio()
    layout.init(pj.PJMEDIA_FORMAT_PCM, RATE, 1, 20_000, 16)
    return layout
