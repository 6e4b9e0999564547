"""Our names at the registrar, and the transport they use: set up once from what the desk tells,
then kept registered."""

from collections.abc import Callable
from typing import Protocol

import pjsua2 as pj

from desk_client.phone import messages as m
from desk_client.phone.admission import INVITES_AT_ONCE, Admission
from desk_client.phone.limits import Refused, may_follow
from desk_client.phone.registration import Registration
from desk_client.phone.sip.abilities import abilities, tls_flags
from desk_client.phone.sip.frames import guarded

_REGISTRATION_S = 300
_TRANSPORTS = {
    "udp": pj.PJSIP_TRANSPORT_UDP,
    "tcp": pj.PJSIP_TRANSPORT_TCP,
    "tls": pj.PJSIP_TRANSPORT_TLS,
}
_SRTP = {
    "off": pj.PJMEDIA_SRTP_DISABLED,
    "optional": pj.PJMEDIA_SRTP_OPTIONAL,
    "mandatory": pj.PJMEDIA_SRTP_MANDATORY,
}
Later = Callable[[float, Callable[[], None]], None]


class Called(Protocol):
    """Who is told of what reaches an account."""

    def called(self, account: pj.Account, library_id: int, data: pj.SipRxData) -> None: ...


class SipAccount(pj.Account):
    """One name at one registrar."""

    def __init__(
        self, registration: Registration, called: Called, later: Later, admission: Admission
    ) -> None:
        super().__init__()
        self._admission = admission
        self.registration = registration
        self._called = called
        self._later = later

    @guarded
    def onRegState(self, prm: pj.OnRegStateParam) -> None:
        if prm.code // 100 == 2:
            data = prm.rdata
            self._admission.trust(data.srcAddress)
        retry_in_s = self.registration.answered(prm.code, prm.reason, prm.expiration)
        if retry_in_s is not None:
            self._later(retry_in_s, self.register_again)

    @guarded
    def onIncomingCall(self, prm: pj.OnIncomingCallParam) -> None:
        data = prm.rdata
        self._called.called(self, prm.callId, data)

    def register_again(self) -> None:
        self.setRegistration(True)


class Accounts:
    """Every account of this phone; the first is used where none is named."""

    def __init__(self, endpoint: pj.Endpoint, registration: Registration, later: Later) -> None:
        """`later` calls something after so many seconds."""
        self._endpoint = endpoint
        self._registration = registration
        self._later = later
        self._account: SipAccount | None = None
        self._configured: m.Configure | None = None
        self.port = 0
        self.admission = Admission("anyone", ())

    def configure(self, wanted: m.Configure, called: Called) -> None:
        """Opens the transport and the account; pj.Error where the library refuses."""
        transport = self._endpoint.transportCreate(
            _TRANSPORTS[wanted.transport], _transport(wanted)
        )
        self.port = int(self._endpoint.transportGetInfo(transport).localName.rsplit(":", 1)[1])
        self._configured = wanted
        self.admission = Admission(
            wanted.callers,
            (wanted.registrar, wanted.proxy, wanted.domain, *wanted.failover),
            INVITES_AT_ONCE if abilities().needs_slow_reject else abilities().max_calls,
        )
        self._account = SipAccount(self._registration, called, self._later, self.admission)
        self._account.create(_account(wanted, self.port))

    @property
    def settings(self) -> m.Configure:
        """What the desk told; Refused before that."""
        if self._configured is None:
            raise Refused("not_configured", "The phone is not configured yet.")
        return self._configured

    @property
    def first(self) -> SipAccount:
        """Refused where there is none yet."""
        if self._account is None:
            raise Refused("not_configured", "The phone is not configured yet.")
        return self._account

    @property
    def configured(self) -> bool:
        return self._configured is not None

    def may_redirect(self, target: str) -> bool:
        ours = self._configured
        return ours is not None and may_follow(target, ours.domain, ours.proxy, ours.registrar)

    @property
    def registered(self) -> bool:
        return self._registration.stands

    def unregister(self) -> None:
        if self._account is not None and self._registration.stands:
            self._account.setRegistration(False)

    def shut_down(self) -> None:
        if self._account is not None:
            self._account.shutdown()


def _transport(wanted: m.Configure) -> pj.TransportConfig:
    transport = pj.TransportConfig()
    transport.port = wanted.port
    transport.boundAddress = wanted.bind
    if wanted.transport == "tls":
        security = transport.tlsConfig
        security.verifyServer = True
        security.CaListFile = wanted.ca_file or ""
        security.certFile = security.privKeyFile = wanted.client_cert or ""
        security.proto = tls_flags()
    return transport


def _account(wanted: m.Configure, port: int) -> pj.AccountConfig:
    config = pj.AccountConfig()
    name = wanted.display_name.replace("\\", "\\\\").replace('"', '\\"')
    address = f"sip:{wanted.user}@{wanted.domain}"
    config.idUri = f'"{name}" <{address}>' if name else address
    if wanted.registrar is not None:
        config.regConfig.registrarUri = wanted.registrar
    config.regConfig.registerOnAdd = wanted.register_ and wanted.registrar is not None
    config.regConfig.retryIntervalSec = 0
    config.regConfig.timeoutSec = _REGISTRATION_S
    if wanted.password:
        secret = pj.AuthCredInfo("digest", "*", wanted.user, 0, wanted.password)
        config.sipConfig.authCreds.append(secret)
    if wanted.proxy:
        proxy = wanted.proxy if ";lr" in wanted.proxy else f"{wanted.proxy};lr"
        config.sipConfig.proxies.append(proxy)
    config.natConfig.sipOutboundUse = 0
    media = config.mediaConfig
    media.transportConfig.boundAddress = wanted.bind
    # Ports apart for each process on a machine, below those the system gives out itself.
    media.transportConfig.port = 16_384 + 2 * (port * 97 % 7_000)
    media.srtpUse = _SRTP[wanted.srtp]
    media.srtpSecureSignaling = 1 if wanted.srtp == "mandatory" else 0
    return config
