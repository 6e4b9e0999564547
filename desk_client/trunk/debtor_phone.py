"""One phone process that plays debtors: it does not register, listens on loopback, and takes as
many calls as its SIP library can hold. Where it dies its client starts it again; the calls it held
are told as ended by `phone`."""

import logging
from collections.abc import Callable
from concurrent.futures import Future

from desk_client.phone.client import PhoneClient
from desk_client.phone.messages import CallCommand, Configure, Done, Event, PhoneLost, Ready

log = logging.getLogger(__name__)

_TOO_LATE = ("no_such_call", "wrong_state", "phone_lost")  # the caller hung up meanwhile


class DebtorPhone:
    """`on_event` is called from the client's thread with this phone and what it tells."""

    def __init__(self, index: int, on_event: Callable[["DebtorPhone", Event], None]) -> None:
        self.index = index
        self.max_calls = 0  # known once started
        self._on_event = on_event
        self._client = PhoneClient(
            configure=Configure(
                user="debtor", domain="127.0.0.1", bind="127.0.0.1", follows_transfers=True
            ),
            on_event=self._take,
        )

    @property
    def port(self) -> int:
        """Where it listens for SIP on 127.0.0.1; another after a restart."""
        return self._client.port

    @property
    def pid(self) -> int | None:
        return self._client.pid

    def start(self) -> None:
        """DeskError where the process does not start."""
        self._client.start()

    def stop(self) -> None:
        self._client.stop()

    def send(self, command: CallCommand) -> None:
        """Sends without waiting; a refusal that is not merely late is logged."""
        self._client.send(command).add_done_callback(self._answered)

    def _answered(self, answer: Future[Done]) -> None:
        done = answer.result()
        if not done.ok and done.error not in _TOO_LATE:
            log.warning("debtor phone %d refused a command: %s", self.index, done.error)

    def _take(self, event: Event) -> None:
        if isinstance(event, Ready):
            self.max_calls = event.max_calls
        elif isinstance(event, PhoneLost):
            log.warning("debtor phone %d was lost: %s", self.index, event.detail)
        self._on_event(self, event)
