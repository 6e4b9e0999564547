"""Answers a request within a call that the library itself has no use for, such as a PBX's NOTIFY of
a key. Left alone it answers 500. pjsua2 does not wrap the function for that, but the shared object
has it; where it does not, the library's own answer stands."""

import ctypes
import functools
from collections.abc import Callable

import pjsua2 as pj

from desk_client.phone.sip.abilities import shared_object


def accept(data: pj.SipRxData) -> bool:
    """Answers 200; called from within the callback that told of the request. Whether it could."""
    request = int(data.pjRxData)
    dialog_of, respond = _functions()
    if respond is None or dialog_of is None or not request:
        return False
    dialog = dialog_of(request)
    return bool(dialog) and respond(dialog, request, 200, None, None, None) == 0


@functools.cache
def _functions() -> tuple[Callable[..., int] | None, Callable[..., int] | None]:
    library = shared_object()
    try:
        dialog_of, respond = library.pjsip_rdata_get_dlg, library.pjsip_dlg_respond
    except AttributeError:
        return None, None
    pointer = ctypes.c_void_p
    dialog_of.restype, dialog_of.argtypes = pointer, [pointer]
    respond.restype = ctypes.c_int
    respond.argtypes = [pointer, pointer, ctypes.c_int, pointer, pointer, pointer]
    return dialog_of, respond
