"""The phone process: one thread that reads commands from stdin, drives the SIP library and writes
events to stdout. It leaves when told to, or when stdin closes because the desk is gone; either way
all calls are ended and all recordings closed first; for a desk that is gone the ends are left
beside the recordings. A spare (desk_client.phone.spare) does nothing until the desk wants it.

    python -m desk_client.phone [--spare]"""

import faulthandler
import os
import select
import sys
import threading

from desk_client.clock import SystemClock
from desk_client.phone.last_word import leave_word
from desk_client.phone.messages import Command, Done, Ended, Event, Level, Quit
from desk_client.phone.sip.engine import Engine
from desk_client.phone.wire import LONGEST_LINE, decode_command, encode

_BACKLOG = 1 << 15  # beyond this much unread, levels are left out
_CLOSE_S = 10.0  # a library that does not let go is left behind


class _Lines:
    """Commands from a pipe, without waiting for one."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._rest = b""
        self.closed = False

    def wait(self) -> bool:
        """Blocks until the desk wants this phone; False where the desk is gone instead."""
        self.closed = not os.read(self._descriptor, 1)
        return not self.closed

    def read(self) -> list[Command | Done]:
        """What came in by now; a line that is too long is refused as one."""
        if not select.select([self._descriptor], [], [], 0)[0]:
            return []
        content = os.read(self._descriptor, 1 << 16)
        self.closed = not content
        *lines, self._rest = (self._rest + content).split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            lines.append(self._rest[:100])
            self._rest = b""
        return [decode_command(line) for line in lines if line.strip()]


class _Told:
    """Events to a pipe, without waiting for a desk that does not read."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._unread = bytearray()
        self.desk_is_gone = False
        os.set_blocking(descriptor, os.isatty(descriptor))

    def tell(self, event: Event) -> None:
        if self.desk_is_gone and isinstance(event, Ended):
            leave_word(event)
        if not isinstance(event, Level) or len(self._unread) < _BACKLOG:
            self._unread += encode(event)

    def flush(self) -> None:
        """Writes what the desk takes; a desk that is gone takes nothing."""
        while self._unread:
            try:
                written = os.write(self._descriptor, self._unread)
            except BlockingIOError:
                return
            except BrokenPipeError:
                self._unread.clear()
                return
            del self._unread[:written]


def main() -> None:
    """Runs until told to quit or until stdin closes."""
    faulthandler.enable()
    sys.setswitchinterval(0.0005)  # the conference's clock needs the interpreter every 20 ms
    told = _Told(os.dup(1))
    os.dup2(2, 1)  # whatever the library prints must not fall among the events
    lines = _Lines(0)
    if "--spare" in sys.argv and not lines.wait():
        return
    engine = Engine(SystemClock(), told.tell)
    told.tell(engine.open())
    told.flush()
    quitting = False
    while not (quitting or lines.closed):
        for command in lines.read():
            if isinstance(command, Done):
                told.tell(command)
                continue
            told.tell(engine.obey(command))
            quitting = quitting or isinstance(command, Quit)
        engine.turn()
        told.flush()
    last_resort = threading.Timer(_CLOSE_S, os._exit, (1,))
    last_resort.daemon = True
    last_resort.start()
    told.desk_is_gone = lines.closed and not quitting
    engine.close()
    told.flush()
    engine.destroy()
    os._exit(0)


if __name__ == "__main__":
    main()
