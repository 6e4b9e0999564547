"""Asks the loaded SIP library what it can, without starting it and without placing a call. Versions
decide nothing here: a build is asked for the call itself, by its name in the shared object, and
OpenSSL for the newest protocol that it would speak."""

import ctypes
import functools
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pjsua2 as pj

from desk_client.phone.abilities import Abilities
from desk_client.phone.sip.frames import fast_path_works, has_copy, own_build

__all__ = ["Abilities", "abilities", "shared_object", "tls_flags"]

_SSL_CTRL_SET_MAX_PROTO_VERSION = 124
_TLS_FLAGS = {  # as OpenSSL and as pjproject number them
    "TLSv1.2": (0x0303, "PJ_SSL_SOCK_PROTO_TLS1_2"),
    "TLSv1.3": (0x0304, "PJ_SSL_SOCK_PROTO_TLS1_3"),
}
_OPENSSL = re.compile(r"OpenSSL (\d+\.\d+\.\d+[a-z]?)")
_NUMBER = re.compile(r"\d+(?:\.\d+)+")


@functools.cache
def abilities() -> Abilities:
    """What this process's library can do."""
    library = shared_object()
    openssl = _text(library, "OpenSSL_version") or _text(library, "SSLeay_version")
    found = _OPENSSL.match(openssl)
    libopus = _text(library, "opus_get_version_string")
    return Abilities(
        version=_text(library, "pj_get_version"),
        max_calls=pj.EpConfig().uaConfig.maxCalls,  # the default never exceeds what is compiled in
        fast_frames=_fast_frames(),
        tls=_tls(library),
        opus=hasattr(library, "pjmedia_codec_opus_init"),
        openssl=found[1] if found else "",
        # with select() the table of sockets has 64 places, and asserts that one is free
        needs_slow_reject=not _text(library, "pj_ioqueue_name").startswith("epoll"),
        own_build=own_build(),
        libsrtp=_number(_text(library, "srtp_get_version_string")),
        libopus=_number(libopus),
    )


def tls_flags() -> int:
    """What a transport may speak, for `tlsConfig.proto`: left alone it stops at TLS 1.2."""
    flags: int = 0
    for name in abilities().tls:
        flags |= getattr(pj, _TLS_FLAGS[name][1])
    return flags


def _extension() -> Path:
    """The file of the compiled wrapper."""
    wrapper: Any = sys.modules[pj.EpConfig.__module__]
    return Path(wrapper._pjsua2.__file__)


def shared_object() -> ctypes.CDLL:
    """A name asked of this handle is looked for in the wrapper and in what it is bound to, not in
    an OpenSSL that somebody else brought into the process."""
    return ctypes.CDLL(str(_extension()))


def _text(library: ctypes.CDLL, name: str) -> str:
    """What a function without arguments, or with a 0, answers; "" where it is not there."""
    try:
        asked = getattr(library, name)
    except AttributeError:
        return ""
    asked.restype = ctypes.c_char_p
    answer = asked(0)
    return answer.decode("ascii", "replace") if isinstance(answer, bytes) else ""


def _number(text: str) -> str:
    found = _NUMBER.search(text)
    return found[0] if found else ""


def _fast_frames() -> Literal["copy", "vector", "slow"]:
    if has_copy():
        return "copy"
    return "vector" if fast_path_works() else "slow"


def _tls(library: ctypes.CDLL) -> tuple[str, ...]:
    """The protocols from 1.2 on that both pjproject has a flag for and OpenSSL would speak."""
    newest = _newest_tls(library)
    return tuple(
        name
        for name, (number, flag) in _TLS_FLAGS.items()
        if hasattr(pj, flag) and number <= newest
    )


def _newest_tls(library: ctypes.CDLL) -> int:
    """As a context of OpenSSL says; before 1.1 there is no such question and 1.2 is the newest."""
    if not hasattr(library, "TLS_method"):
        return _TLS_FLAGS["TLSv1.2"][0] if hasattr(library, "TLSv1_2_method") else 0
    method = _function(library, "TLS_method", ctypes.c_void_p)
    make = _function(library, "SSL_CTX_new", ctypes.c_void_p, ctypes.c_void_p)
    free = _function(library, "SSL_CTX_free", None, ctypes.c_void_p)
    set_option = _function(
        library,
        "SSL_CTX_ctrl",
        ctypes.c_long,
        *(ctypes.c_void_p, ctypes.c_int, ctypes.c_long, ctypes.c_void_p),
    )
    context = make(method())
    if not context:
        return 0
    try:
        for number, _ in reversed(_TLS_FLAGS.values()):
            if set_option(context, _SSL_CTRL_SET_MAX_PROTO_VERSION, number, None):
                return number
        return 0
    finally:
        free(context)


def _function(library: ctypes.CDLL, name: str, answer: Any, *given: Any) -> Callable[..., Any]:
    function: Callable[..., Any] = getattr(library, name)
    function.restype, function.argtypes = answer, given  # type: ignore[attr-defined]
    return function


if __name__ == "__main__":
    sys.stdout.write(abilities().model_dump_json())
