"""The SMS centre of the smpp34 package, which we did not write: it shows that our PDUs are
understood by others. It counts and hands over what it really took."""

import asyncio
import itertools
import threading
from concurrent.futures import Future

import smpp34

from desk_client.clock import SystemClock
from tests.transport.smsc import HOME, Arrived

_PATIENCE_S = 10.0


class ForeignCentre:
    """smpp34's server in a thread. It lets everybody in, gives every message a name, and answers
    messages to numbers that end in 58 with ESME_RTHROTTLED, in 20 with ESME_RMSGQFUL and in 99 with
    ESME_RINVDSTADR."""

    _REFUSED = {"58": 0x58, "20": 0x14, "99": 0x0B}

    def __init__(self, port: int) -> None:
        self.port = port
        self.arrived: list[Arrived] = []
        self.refused = 0
        self._names = itertools.count(1)
        self._loop = asyncio.new_event_loop()
        self._esmes: dict[str, smpp34.Esme] = {}
        self._listens, self._ending = threading.Event(), asyncio.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._listens.wait(_PATIENCE_S)

    def deliver_later(
        self, words: bytes, *, esm_class: int = 0, data_coding: int = 8
    ) -> Future[bool]:
        """Tells the bound client something; in the end, whether it was acknowledged."""
        return asyncio.run_coroutine_threadsafe(
            self._push(words, esm_class, data_coding), self._loop
        )

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._ending.set)
        self._thread.join(_PATIENCE_S)
        self._loop.close()

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        server = smpp34.Server(HOME, self.port, system_id="foreign", inbound_capacity=4096)
        await server.start()
        await self._until_open()
        self._listens.set()
        ending = asyncio.ensure_future(self._ending.wait())
        while not ending.done():
            coming = asyncio.ensure_future(server.next())
            await asyncio.wait({coming, ending}, return_when=asyncio.FIRST_COMPLETED)
            if coming.done():
                self._event(coming.result())
            else:
                coming.cancel()
        await server.stop()

    async def _until_open(self) -> None:
        clock = SystemClock()
        end = clock.monotonic() + _PATIENCE_S
        while clock.monotonic() < end:
            try:
                _, writer = await asyncio.open_connection(HOME, self.port)
            except OSError:
                await asyncio.sleep(0.01)
                continue
            writer.close()
            return

    def _event(self, event: smpp34.Esme | smpp34.SubmitSmEvent | smpp34.Unbound) -> None:
        if isinstance(event, smpp34.Esme):
            self._esmes[event.session_id] = event
        elif isinstance(event, smpp34.Unbound):
            self._esmes.pop(event.session_id, None)
        elif (status := self._REFUSED.get(event.destination_addr[-2:])) is not None:
            self.refused += 1
            event.reject(status)
        else:
            name = f"f{next(self._names)}"
            self.arrived.append(
                Arrived(
                    id=name,
                    to=f"+{event.destination_addr}",
                    sender=event.source_addr,
                    esm_class=event.esm_class,
                    data_coding=event.data_coding,
                    registered_delivery=event.registered_delivery,
                    words=event.short_message,
                )
            )
            event.accept(name)

    async def _push(self, words: bytes, esm_class: int, data_coding: int) -> bool:
        (esme,) = self._esmes.values()
        answer = await esme.deliver_sm(
            destination_addr="95000",
            short_message=words,
            source_addr="8613800001111",
            source_addr_ton=1,
            source_addr_npi=1,
            esm_class=esm_class,
            data_coding=data_coding,
        )
        return answer.is_success
