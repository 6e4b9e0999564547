"""The SIP library, driven by one thread: commands in, events out.

`turn` lets the library work for a moment, in which it calls back; the callbacks copy plain values
out and return. Then `turn` looks after what has to happen by time: ringing that lasts too long,
rejects that must wait, levels, recordings being closed."""

import gc
import time
from collections.abc import Callable
from typing import Any

import pjsua2 as pj

from desk_client.clock import Clock
from desk_client.phone import messages as m
from desk_client.phone.call_log import CallLog
from desk_client.phone.headset.headset import Headset
from desk_client.phone.headset.hid_port import SystemHidPort
from desk_client.phone.headset.layout import load_headsets
from desk_client.phone.headset_desk import HeadsetDesk
from desk_client.phone.limits import Refused
from desk_client.phone.sip.abilities import abilities
from desk_client.phone.sip.accounts import Accounts
from desk_client.phone.sip.agent_sound import AgentSound
from desk_client.phone.sip.comfort import Comfort
from desk_client.phone.sip.door import GuardedEndpoint
from desk_client.phone.sip.switchboard import Switchboard
from desk_client.phone.sip.text_messages import TextMessages

_PJ_ETOOMANY = 70_010  # a far side that never answered keeps its place for half a minute
_TURN_MS = 1  # a command waits this long at most
_CLOSE_WAIT_S = 1.0  # for each of: the answers to our BYEs, to our un-REGISTER
_CODECS = ("PCMA/8000", "PCMU/8000", "G722/16000")


class Engine:
    """One phone process; every method is called from the thread that made it."""

    def __init__(self, clock: Clock, tell: Callable[[m.Event], None]) -> None:
        self._clock = clock
        self._endpoint = GuardedEndpoint()
        self._later: list[tuple[float, Callable[[], None]]] = []
        self._listener: Callable[[m.Event], None] = tell
        self._log = CallLog(clock, self._tell)
        self._accounts = Accounts(self._endpoint, clock, self._tell, self._after)
        self._calls = Switchboard(clock, self._tell, self._log, self._accounts, self._after)
        self._sound = AgentSound(clock, self._tell, self._calls.desk)
        self._headset = HeadsetDesk(
            clock, self._tell, lambda: Headset(SystemHidPort(), load_headsets())
        )
        self._comfort = Comfort(self._sound, self._calls.has_early_media)
        self._accounts.texts = texts = TextMessages(clock, self._tell, self._accounts)
        calls = self._calls
        answering, transfers = calls.answering, calls.transfers
        self._orders: dict[type[m.Command], Callable[[Any], None]] = {
            m.Configure: self._configure,
            m.Dial: calls.dial,
            m.Ring: self._ring,
            m.Answer: answering.answer,
            m.Redirect: answering.redirect,
            m.HangUp: calls.hang_up_on_order,
            m.Hold: calls.hold,
            m.Unhold: calls.unhold,
            m.Mute: self._mute,
            m.SendDigits: calls.send_digits,
            m.Transfer: transfers.blind,
            m.AttendedTransfer: transfers.attended,
            m.Join: calls.conferences.join,
            m.Part: calls.conferences.part,
            m.Play: calls.play,
            m.Echo: calls.echo,
            m.SetAudio: self._set_audio,
            m.TestSound: self._sound.test,
            m.Monitor: calls.monitor,
            m.SendMessage: texts.send,
            m.PauseRecording: calls.switch_recording,
            m.ResumeRecording: calls.switch_recording,
        }

    def open(self) -> m.Ready:
        """Starts the library without any transport or account."""
        self._endpoint.libCreate()
        config = pj.EpConfig()
        config.uaConfig.threadCnt = 0
        config.uaConfig.mainThreadOnly = True
        config.uaConfig.maxCalls = abilities().max_calls
        config.uaConfig.userAgent = "desk-client"
        config.medConfig.clockRate = config.medConfig.sndClockRate = 16_000
        config.medConfig.noVad = True
        config.medConfig.ecTailLen = 0
        config.medConfig.quality = 5  # 4 resamples so poorly that 1 kHz loses 2 dB
        config.medConfig.sndAutoCloseTime = -1
        config.logConfig.level = config.logConfig.consoleLevel = 0
        self._endpoint.libInit(config)
        self._endpoint.libStart()
        self._endpoint.audDevManager().setNullDev()
        return m.Ready(
            at=self._clock.now(),
            protocol=m.PROTOCOL_VERSION,
            version=self._endpoint.libVersion().full,
            codecs=tuple(self._codec_ids()),
            devices=(),
            max_calls=abilities().max_calls,
            openssl=abilities().openssl,
        )

    def obey(self, command: m.Command) -> m.Done:
        """Carries out a command, or says why not."""
        try:
            return self._obey(command)
        except Refused as refused:
            error, detail = refused.error, refused.detail
        except pj.Error as failure:
            error = "too_many_calls" if failure.status == _PJ_ETOOMANY else "sip"
            detail = f"The SIP library refuses: {failure.reason}."
        return m.Done(token=command.token, ok=False, error=error, detail=detail)

    def _obey(self, command: m.Command) -> m.Done:
        order = self._orders.get(type(command))
        if order is not None:
            order(command)
        elif not isinstance(command, m.Ping | m.Quit):
            raise Refused("unsupported", "This phone cannot do that.")
        port = self._accounts.port if isinstance(command, m.Configure) else None
        return m.Done(token=command.token, ok=True, port=port)

    def _ring(self, wanted: m.Ring) -> None:
        self._calls.answering.ring(wanted)
        self._comfort.ring(wanted.call_id)
        self._headset.ring(wanted.call_id)

    def _mute(self, wanted: m.Mute) -> None:
        self._calls.mute(wanted)
        self._headset.mute(on=wanted.on)

    def _set_audio(self, wanted: m.SetAudio) -> None:
        self._sound.set_audio(wanted)
        self._headset.open()

    def _tell(self, event: m.Event) -> None:
        self._listener(event)
        self._comfort.hear(event)
        self._headset.hear(event)

    def turn(self) -> None:
        """Lets the library work for at most 2 ms, then does what is due."""
        self._endpoint.libHandleEvents(_TURN_MS)
        self._calls.bury()
        now = time.monotonic()
        for due, act in [item for item in self._later if item[0] <= now]:
            self._later.remove((due, act))
            act()
        self._accounts.look(now)
        self._calls.look_after(now)
        self._endpoint.door.look(now)
        self._sound.look(now)
        self._comfort.look()
        self._headset.look(now)
        self._log.tell_closed()
        self._calls.measuring.measure()

    def close(self) -> None:
        """Ends all calls, closes all recordings, takes the registration back."""
        self._calls.hang_up_all()
        self._pump_while(lambda: len(self._calls) > 0)
        self._calls.abandon_all()
        self._log.close()
        self._accounts.unregister()
        self._pump_while(lambda: self._accounts.registered)

    def destroy(self) -> None:
        """Lets go of the library, which aborts where anything still refers to a call by then."""
        self._calls.bury()
        self._later.clear()
        self._headset.close()
        self._sound.close()
        gc.collect()
        self._accounts.shut_down()
        self._endpoint.let_go()
        self._endpoint.libDestroy(pj.PJSUA_DESTROY_NO_NETWORK)

    def _pump_while(self, waiting: Callable[[], bool]) -> None:
        end = time.monotonic() + _CLOSE_WAIT_S
        while waiting() and time.monotonic() < end:
            self.turn()

    def _after(self, seconds: float, act: Callable[[], None]) -> None:
        self._later.append((time.monotonic() + seconds, act))

    def _configure(self, wanted: m.Configure) -> None:
        if self._accounts.configured:
            raise Refused("configured", "The phone is configured already; start it anew.")
        self._sound.configure(wanted.audio)
        self._calls.looped = self._sound.looped
        if self._sound.uses_devices:
            self._headset.open()
        self._order_codecs(wanted.codecs or _CODECS)
        self._accounts.configure(wanted, self._calls)
        self._endpoint.guard(self._accounts.admission)
        if wanted.transport != "udp":
            self._endpoint.door.watch(wanted.bind, self._accounts.port)

    def _order_codecs(self, wanted: tuple[str, ...]) -> None:
        for codec in self._codec_ids():
            place = next((i for i, name in enumerate(wanted) if codec.startswith(name)), None)
            self._endpoint.codecSetPriority(codec, 0 if place is None else 254 - place)

    def _codec_ids(self) -> list[str]:
        codecs = self._endpoint.codecEnum2()
        return [codec.codecId for codec in codecs]
