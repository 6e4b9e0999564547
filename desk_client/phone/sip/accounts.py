"""Our names at the registrars: set up once from what the desk tells, then kept registered, wherever
a registrar answers and whatever becomes of this machine's network."""

import time
from collections.abc import Callable
from typing import Protocol

import pjsua2 as pj

from desk_client.clock import Clock
from desk_client.phone import messages as m
from desk_client.phone.admission import INVITES_AT_ONCE, Admission
from desk_client.phone.limits import Refused, host_of, may_follow
from desk_client.phone.lookup import Lookups
from desk_client.phone.network import Network
from desk_client.phone.registration import Later, Registration
from desk_client.phone.registration_words import cause_of
from desk_client.phone.route import Place, Route, Written, read_registrar
from desk_client.phone.sip.abilities import abilities
from desk_client.phone.sip.account_settings import (
    account_of,
    kind_of,
    library_uri,
    loose,
    transport_of,
)
from desk_client.phone.sip.connections import Connections
from desk_client.phone.sip.door import GuardedEndpoint
from desk_client.phone.sip.frames import guarded
from desk_client.phone.sip.resolver import Resolver

__all__ = ["MOST_ACCOUNTS", "Accounts", "Called", "Later", "SipAccount"]

MOST_ACCOUNTS = 7  # the library has room for 8, and one is the door's
_LOST_AGAIN_S = 5.0  # strangers' connections end as well, and must not make us busy


class Called(Protocol):
    """Who is told of what reaches an account."""

    def called(self, account: pj.Account, library_id: int, data: pj.SipRxData) -> None: ...


class Texted(Protocol):
    """Who is told of texts without a call."""

    def received(self, sender: str, content_type: str, text: str, source: str) -> None: ...

    def answered(self, mark: int, code: int, reason: str) -> None: ...


class SipAccount(pj.Account):
    """One name of ours, at one registrar at a time."""

    def __init__(self, owner: "Accounts", own: m.Account, called: Called) -> None:
        super().__init__()
        self.own = own
        self.registration: Registration | None = None
        self._owner = owner
        self._called = called
        self._config = account_of(owner.settings, own, owner.port)
        self._place: Place | None = None
        self._turn = False

    def open(self) -> None:
        self.create(self._config)

    @guarded
    def onRegState(self, prm: pj.OnRegStateParam) -> None:
        code, reason = prm.code, prm.reason
        if code // 100 == 2:
            data = prm.rdata
            self._owner.admission.trust(data.srcAddress)
        self._answered(code, reason, prm.expiration)

    @guarded
    def onIncomingCall(self, prm: pj.OnIncomingCallParam) -> None:
        data = prm.rdata
        self._called.called(self, prm.callId, data)

    @guarded
    def onInstantMessage(self, prm: pj.OnInstantMessageParam) -> None:
        data, texts = prm.rdata, self._owner.texts
        if texts is not None:
            texts.received(prm.fromUri, prm.contentType, prm.msgBody, data.srcAddress)

    @guarded
    def onInstantMessageStatus(self, prm: pj.OnInstantMessageStatusParam) -> None:
        if self._owner.texts is not None and prm.userData is not None:
            self._owner.texts.answered(int(prm.userData), prm.code, prm.reason)

    # What the registration asks for.

    def register(self, place: Place, *, anew: bool) -> None:
        self._owner.resolver.pin(place.written.host, place.address, place.port)
        try:
            if anew or place != self._place:
                self._move_to(place)
            else:
                self.setRegistration(True)
        except pj.Error as failure:
            self._answered(503, failure.reason, 0)

    def take_back(self) -> None:
        try:
            self.setRegistration(False)
        except pj.Error:
            return  # a registrar that does not answer need not be told

    def find(self, route: Route, told: Callable[[tuple[Place, ...]], None]) -> None:
        self._owner.lookups.places(route.written, self._owner.settings.nameservers, told)

    def alive(self, place: Place, told: Callable[[bool], None]) -> None:
        self._owner.lookups.alive(place, told)

    def _answered(self, code: int, reason: str, expires_s: int) -> None:
        if self.registration is not None:
            cause = cause_of(code, reason, self._owner.connections.take_faults())
            self.registration.answered(code, reason, expires_s, cause)

    def _move_to(self, place: Place) -> None:
        """Has the library let go of what it was at and register here. It does so only where the
        registrar's address is another one, so `sip:` and `SIP:` take turns."""
        config, hop = self._config, library_uri(place.written)
        scheme, _, rest = (self.own.registrar or hop if self.own.proxy else hop).partition(":")
        self._turn = not self._turn
        config.regConfig.registrarUri = f"{scheme.upper() if self._turn else scheme}:{rest}"
        if self.own.proxy or place.written.host != host_of(self.own.domain):
            config.sipConfig.proxies.clear()
            config.sipConfig.proxies.append(loose(hop))  # calls go where we are known
        if not self.own.proxy:
            config.regConfig.proxyUse = 0
        self.modify(config)
        self._place = place


class Accounts:
    """Every account of this phone; the first is used where none is named."""

    def __init__(
        self,
        endpoint: GuardedEndpoint,
        clock: Clock,
        tell: Callable[[m.Event], None],
        later: Later,
    ) -> None:
        """`later` calls something after so many seconds."""
        self._endpoint = endpoint
        self._clock = clock
        self._tell = tell
        self._later = later
        self._accounts: dict[str, SipAccount] = {}
        self._configured: m.Configure | None = None
        self._network = Network()
        self._lost_at = float("-inf")
        self.port = 0
        self.admission = Admission("anyone", ())
        self.lookups = Lookups()
        self.resolver = Resolver(self.lookups)
        self.connections = Connections(self._connection_lost)
        self.texts: Texted | None = None

    def configure(self, wanted: m.Configure, called: Called) -> None:
        """Opens the transport and the accounts; pj.Error where the library refuses."""
        ours = _all_of(wanted)
        written = {own.name: _registrars_of(wanted, own) for own in ours}
        _check(wanted, ours)
        self.resolver.install()
        self._endpoint.connections = self.connections
        transport = self._endpoint.transportCreate(kind_of(wanted), transport_of(wanted))
        self.port = int(self._endpoint.transportGetInfo(transport).localName.rsplit(":", 1)[1])
        self._configured = wanted
        self._network = Network(wanted.bind)
        self.admission = Admission(
            wanted.callers,
            [each for own in ours for each in (own.registrar, own.proxy, own.domain)]
            + list(wanted.failover),
            INVITES_AT_ONCE if abilities().needs_slow_reject else abilities().max_calls,
        )
        for own in ours:
            account = SipAccount(self, own, called)
            account.open()
            self._accounts[own.name] = account
            if own.register_ and written[own.name]:
                account.registration = Registration(
                    self._clock,
                    self._tell,
                    self._later,
                    Route(written[own.name]),
                    account,
                    own.name,
                )
        self.first.setDefault()
        for registration in self._registrations():
            registration.begin()

    @property
    def settings(self) -> m.Configure:
        """What the desk told; Refused before that."""
        if self._configured is None:
            raise Refused("not_configured", "The phone is not configured yet.")
        return self._configured

    @property
    def first(self) -> SipAccount:
        """Refused where there is none yet."""
        return self.named("")

    def named(self, name: str) -> SipAccount:
        """The account of this name, the first where it is empty; Refused where there is none."""
        if self._configured is None:
            raise Refused("not_configured", "The phone is not configured yet.")
        if name not in self._accounts:
            raise Refused("no_such_account", f"There is no account {name}.")
        return self._accounts[name]

    @property
    def configured(self) -> bool:
        return self._configured is not None

    def may_redirect(self, target: str) -> bool:
        ours = self._configured
        return ours is not None and may_follow(target, ours.domain, ours.proxy, ours.registrar)

    @property
    def registered(self) -> bool:
        return any(registration.stands for registration in self._registrations())

    def look(self, now: float) -> None:
        """Fetches what was looked up, and sees after the network; called in every turn."""
        self.lookups.look()
        here = next((each.route.here for each in self._registrations() if each.route.here), None)
        change = self._network.look(here.address, now) if here is not None else None
        if change is None:
            return
        if change == "gone":
            for registration in self._registrations():
                registration.network_gone()
            return
        self.connections.drop()
        if change == "moved":
            self._endpoint.handleIpChange(pj.IpChangeParam())
        for registration in self._registrations():
            registration.network_back()

    def unregister(self) -> None:
        for registration in self._registrations():
            registration.end()

    def shut_down(self) -> None:
        self.lookups.close()
        for account in self._accounts.values():
            account.shutdown()

    def _registrations(self) -> list[Registration]:
        return [each.registration for each in self._accounts.values() if each.registration]

    def _connection_lost(self) -> None:
        now = time.monotonic()
        if now - self._lost_at >= _LOST_AGAIN_S:
            self._lost_at = now
            for registration in self._registrations():
                registration.connection_lost()


def _all_of(wanted: m.Configure) -> list[m.Account]:
    """The first account, without a name, and the further ones, which share its registrar where
    they name none."""
    first = m.Account.model_construct(
        name="",
        user=wanted.user,
        password=wanted.password,
        domain=wanted.domain,
        display_name=wanted.display_name,
        registrar=wanted.registrar,
        proxy=wanted.proxy,
        register_=wanted.register_,
    )
    further = [
        own.model_copy(update={"registrar": own.registrar or wanted.registrar})
        for own in wanted.accounts
    ]
    return [first, *further]


def _registrars_of(wanted: m.Configure, own: m.Account) -> tuple[Written, ...]:
    """Where this account's requests go first: to its proxy, else to its registrar. The further ones
    belong to everybody who is at the first registrar."""
    if own.registrar is None:
        return ()
    named = [own.proxy or own.registrar]
    if own.registrar == wanted.registrar:
        named += wanted.failover
    written = [read_registrar(each, wanted.transport) for each in named]
    if any(each is None or each.transport != wanted.transport for each in written):
        raise Refused(
            "bad_address", f"A registrar or proxy is no SIP address over {wanted.transport}."
        )
    return tuple(each for each in written if each is not None)


def _check(wanted: m.Configure, ours: list[m.Account]) -> None:
    if wanted.srtp == "mandatory" and wanted.transport != "tls":
        raise Refused("needs_tls", "Encrypted speech needs TLS: its keys would go in clear.")
    if len(ours) > MOST_ACCOUNTS:
        raise Refused("too_many_accounts", f"There is room for {MOST_ACCOUNTS} accounts.")
    names = [own.name for own in ours]
    if len(set(names)) < len(names):
        raise Refused("account_exists", "Two accounts have the same name.")
