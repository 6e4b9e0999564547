"""A desk that is nothing but a phone's client, as a program of its own that a test can stop: tells
the phone's process id and then each event by its type, one a line; ends when stdin closes."""

import sys

from desk_client.phone import messages as m
from desk_client.phone.client import PhoneClient


def tell(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    client = PhoneClient(
        configure=m.Configure(user="agent", domain="127.0.0.1", bind="127.0.0.1"),
        on_event=lambda event: tell(event.type),
    )
    client.start()
    tell(f"pid {client.pid}")
    for _ in sys.stdin:
        tell("alive" if client.send(m.Ping()).result(10).ok else "gone")
    client.stop()


if __name__ == "__main__":
    main()
