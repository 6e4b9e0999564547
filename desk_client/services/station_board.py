"""How the desk stands, for the top bar, the banner and the status bar: the phone's registration,
what waits for central, the clock. Told by the phone and by sync, read by the painter."""

from dataclasses import replace
from datetime import datetime, timedelta

from desk_client.clock import Clock
from desk_client.phone import messages
from desk_client.phone.registration_words import sentence
from desk_client.services.desk_state import LineState, Station, SyncState
from desk_client.services.staff import Staff
from desk_client.store.leases import Leases
from desk_client.sync.loop import SyncState as SyncTold
from desk_client.text import Text


class StationBoard:
    """Keeps the latest word of the phone and of sync."""

    def __init__(self, *, staff: Staff, clock: Clock, leases: Leases, registers: bool) -> None:
        self._clock = clock
        self._leases = leases
        self._registers = registers
        self._next_try: datetime | None = None
        self._station = Station(
            agent_name=staff.agent.name,
            staff_no=staff.agent.staff_no,
            line=LineState.STARTING if registers else LineState.REGISTERED,
            line_detail="",
            sync=SyncState.SYNCED,
            waiting=0,
            offline_since=None,
            next_try_s=None,
            lease_until=None,
            leased=0,
            pack=Text("", ""),
            rehearsal=clock.rehearsal,
        )

    def hear(self, event: messages.Event) -> None:
        """The phone's words about the line."""
        match event:
            case messages.Registered():
                self._line(LineState.REGISTERED, "")
            case messages.RegistrationFailed(code=code, reason=reason, retry_in_s=retry):
                state = LineState.LOST if retry is None else LineState.RECONNECTING
                self._line(state, f"{code} {reason}", sentence(event.cause))
            case messages.PhoneLost(given_up=True, bundle=bundle):
                self._line(LineState.LOST, "", _given_up(bundle))
                self._station = replace(self._station, given_up=True)
            case messages.PhoneLost(detail=detail):
                self._line(LineState.RECONNECTING, detail)
            case messages.PhoneRestarted() if self._station.given_up:
                self._line(LineState.STARTING if self._registers else LineState.REGISTERED, "")
            case messages.PhoneRestarted() if not self._registers:
                self._line(LineState.REGISTERED, "")
            case _:
                pass

    @property
    def line_up(self) -> bool:
        """Whether a call can be placed."""
        return self._station.line is LineState.REGISTERED

    def _line(self, state: LineState, detail: str, said: Text | None = None) -> None:
        self._station = replace(
            self._station, line=state, line_detail=detail, line_said=said, given_up=False
        )

    def synced(self, told: SyncTold) -> None:
        """Sync's word about central."""
        offline = told.kind == "offline"
        self._next_try = told.next_try
        self._station = replace(
            self._station,
            sync=SyncState(told.kind),
            waiting=told.waiting,
            offline_since=told.since if offline else None,
        )

    def now(self) -> Station:
        """The station at this moment."""
        now = self._clock.now()
        active = self._leases.active(now)
        left = self._next_try - now if self._next_try else None
        return replace(
            self._station,
            next_try_s=None if left is None else max(0, round(left / timedelta(seconds=1))),
            lease_until=min((each.leased_until for each in active), default=None),
            leased=len(active),
        )


def _given_up(bundle: str | None) -> Text:
    """Why the phone is not started again; where the diagnostics lie, for whoever mends it."""
    zh, en = "话机反复停止，不再自动启动", "The phone kept stopping and is not started by itself"
    if bundle is None:
        return Text(f"{zh}。", f"{en}.")
    return Text(f"{zh}；诊断包：{bundle}。", f"{en}; diagnostics lie in {bundle}.")
