"""The real phone process with one thing added: SIGUSR1 makes it hang inside C code with the
interpreter held, as a library that never returns would."""

import ctypes
import signal

from desk_client.phone.__main__ import main


def hang(*_: object) -> None:
    ctypes.PyDLL(None).pause()  # any further signal but SIGKILL is seen by nobody
    hang()


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, hang)
    main()
