"""Keys that reach the desk from any window of an X11 screen: the X server is asked to give them to
us wherever they are pressed (GrabKey, through libxcb, which Qt's own X11 plugin brings). A key
that another program has already is refused by the server and left to it."""

import ctypes
from collections.abc import Iterable
from ctypes import (
    POINTER,
    Structure,
    c_char_p,
    c_int,
    c_uint,
    c_uint8,
    c_uint16,
    c_uint32,
    c_void_p,
)

from PySide6.QtCore import QObject, QSocketNotifier, Signal

_KEY_PRESS, _KEY_RELEASE = 2, 3
_SHIFT, _LOCK, _CONTROL, _NUM_LOCK = 1, 2, 4, 16
_ASYNC = 1
_MODIFIERS = {"Shift": _SHIFT, "Ctrl": _CONTROL}
_REPEAT_MS = 60  # a held key comes as release and press within this time
_KEYSYMS = {f"F{number}": 0xFFBD + number for number in range(1, 13)}


class _Cookie(Structure):
    _fields_ = [("sequence", c_uint)]


class _Screens(Structure):
    _fields_ = [("data", POINTER(c_uint32)), ("rem", c_int), ("index", c_int)]


class _KeyEvent(Structure):
    _fields_ = [
        ("kind", c_uint8),
        ("code", c_uint8),
        ("sequence", c_uint16),
        ("time", c_uint32),
        ("windows", c_uint32 * 3),
        ("places", c_uint16 * 4),
        ("state", c_uint16),
    ]


class X11Keys(QObject):
    """Grabs chords like "Ctrl+Shift+F2"; `granted` are those that the server gave us."""

    pressed = Signal(str)

    def __init__(self, chords: Iterable[str], parent: QObject | None = None) -> None:
        """No key is granted where there is no X server or no library for it."""
        super().__init__(parent)
        self.granted: tuple[str, ...] = ()
        self._meant: dict[tuple[int, int], str] = {}  # keycode and modifiers -> chord
        self._released: dict[int, int] = {}
        self._server: int | None = None
        self._bell: QSocketNotifier | None = None
        try:
            self._xcb = _load("libxcb.so.1", _XCB)
            self._symbols = _load("libxcb-keysyms.so.1", _SYMBOLS)
            self._free = _load("libc.so.6", {"free": (None, c_void_p)}).free
        except OSError:
            return
        self._server = server = self._xcb.xcb_connect(None, None)
        if self._xcb.xcb_connection_has_error(server):
            self.close()
            return
        screens = self._xcb.xcb_setup_roots_iterator(self._xcb.xcb_get_setup(server))
        self.granted = tuple(each for each in chords if self._grab(each, screens.data[0]))
        self._bell = QSocketNotifier(
            self._xcb.xcb_get_file_descriptor(server), QSocketNotifier.Type.Read, self
        )
        self._bell.activated.connect(self._read)

    def close(self) -> None:
        """Gives all keys back."""
        if self._server is not None:
            if self._bell is not None:
                self._bell.setEnabled(False)
            self._xcb.xcb_disconnect(self._server)
            self._server, self.granted = None, ()

    def _grab(self, chord: str, root: int) -> bool:
        *names, key = chord.split("+")
        modifiers = sum(_MODIFIERS[name] for name in names)
        codes = self._codes(_KEYSYMS[key])
        for code in codes:
            for locks in (0, _LOCK, _NUM_LOCK, _LOCK | _NUM_LOCK):  # whatever lock is on
                asked = self._xcb.xcb_grab_key_checked(
                    self._server, 1, root, modifiers | locks, code, _ASYNC, _ASYNC
                )
                if refusal := self._xcb.xcb_request_check(self._server, asked):
                    self._free(refusal)
                    return False
            self._meant[code, modifiers] = chord
        return bool(codes)

    def _codes(self, keysym: int) -> list[int]:
        table = self._symbols.xcb_key_symbols_alloc(self._server)
        found = self._symbols.xcb_key_symbols_get_keycode(table, keysym)
        codes: list[int] = []
        while found and found[len(codes)]:
            codes.append(int(found[len(codes)]))
        if found:
            self._free(found)
        self._symbols.xcb_key_symbols_free(table)
        return codes

    def _read(self) -> None:
        while self._server is not None and (event := self._xcb.xcb_poll_for_event(self._server)):
            told = event.contents
            kind, code, time = told.kind & 0x7F, int(told.code), int(told.time)
            chord = self._meant.get((code, told.state & (_SHIFT | _CONTROL)))
            self._free(event)
            if kind == _KEY_RELEASE:
                self._released[code] = time
            elif kind == _KEY_PRESS and chord is not None:
                held = code in self._released and time - self._released[code] < _REPEAT_MS
                if not held:
                    self.pressed.emit(chord)
        if self._server is not None and self._xcb.xcb_connection_has_error(self._server):
            self.close()  # the X server is gone, and Qt goes with it


_Signatures = dict[str, tuple[type | None, *tuple[type, ...]]]
_XCB: _Signatures = {
    "xcb_connect": (c_void_p, c_char_p, POINTER(c_int)),
    "xcb_connection_has_error": (c_int, c_void_p),
    "xcb_get_setup": (c_void_p, c_void_p),
    "xcb_setup_roots_iterator": (_Screens, c_void_p),
    "xcb_get_file_descriptor": (c_int, c_void_p),
    "xcb_grab_key_checked": (
        *(_Cookie, c_void_p, c_uint8, c_uint32, c_uint16, c_uint8, c_uint8, c_uint8),
    ),
    "xcb_request_check": (c_void_p, c_void_p, _Cookie),
    "xcb_poll_for_event": (POINTER(_KeyEvent), c_void_p),
    "xcb_disconnect": (None, c_void_p),
}
_SYMBOLS: _Signatures = {
    "xcb_key_symbols_alloc": (c_void_p, c_void_p),
    "xcb_key_symbols_get_keycode": (POINTER(c_uint8), c_void_p, c_uint32),
    "xcb_key_symbols_free": (None, c_void_p),
}


def _load(library: str, signatures: _Signatures) -> ctypes.CDLL:
    """OSError where this machine has no such library."""
    loaded = ctypes.CDLL(library)
    for name, (returns, *takes) in signatures.items():
        function = getattr(loaded, name)
        function.restype, function.argtypes = returns, takes
    return loaded
