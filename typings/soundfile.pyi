from collections.abc import Iterator
from os import PathLike
from typing import Any, Literal, Protocol, Self, TypeAlias

from numpy.typing import NDArray

__version__: str
__libsndfile_version__: str

class _Cdata(Protocol): ...

class _Ffi(Protocol):
    NULL: _Cdata
    def new(self, ctype: str, value: float) -> _Cdata: ...

class _Sndfile(Protocol):
    def sf_command(self, file: _Cdata, command: int, data: _Cdata, size: int) -> int: ...

_ffi: _Ffi
_snd: _Sndfile

class SoundFileError(Exception): ...
class SoundFileRuntimeError(SoundFileError, RuntimeError): ...

class LibsndfileError(SoundFileRuntimeError):
    code: int

class _FileLike(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...
    def write(self, content: bytes, /) -> int: ...
    def seek(self, offset: int, whence: int = ..., /) -> int: ...
    def tell(self) -> int: ...

_File: TypeAlias = str | PathLike[str] | int | _FileLike
_Dtype: TypeAlias = Literal["int16", "int32", "float32", "float64"]

class SoundFile:
    samplerate: int
    channels: int
    frames: int
    format: str
    subtype: str
    _file: _Cdata
    def __init__(
        self,
        file: _File,
        mode: str = ...,
        samplerate: int | None = ...,
        channels: int | None = ...,
        subtype: str | None = ...,
        endian: str | None = ...,
        format: str | None = ...,
        closefd: bool = ...,
        compression_level: float | None = ...,
        bitrate_mode: str | None = ...,
    ) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *failure: object) -> None: ...
    def read(
        self, frames: int = ..., dtype: _Dtype = ..., always_2d: bool = ...
    ) -> NDArray[Any]: ...
    def blocks(
        self,
        blocksize: int | None = ...,
        overlap: int = ...,
        frames: int = ...,
        dtype: _Dtype = ...,
        always_2d: bool = ...,
    ) -> Iterator[NDArray[Any]]: ...
    def write(self, data: NDArray[Any]) -> None: ...
    def flush(self) -> None: ...
    def close(self) -> None: ...

class _SoundInfo:
    samplerate: int
    channels: int
    frames: int
    duration: float
    format: str
    subtype: str

def read(
    file: _File,
    frames: int = ...,
    start: int = ...,
    stop: int | None = ...,
    dtype: _Dtype = ...,
    always_2d: bool = ...,
) -> tuple[NDArray[Any], int]: ...
def write(
    file: _File,
    data: NDArray[Any],
    samplerate: int,
    subtype: str | None = ...,
    endian: str | None = ...,
    format: str | None = ...,
) -> None: ...
def info(file: _File) -> _SoundInfo: ...
