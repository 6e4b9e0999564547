"""What the banner says: how long this desk has been offline, what waits, how long it may go on; or
that the line is lost. The lost line comes first, since without it nothing can be dialled."""

from dataclasses import dataclass

from desk_client.services.desk_state import DeskState, LineState, SyncState
from ui.keys import Act, KeyMap
from ui.wording import Wording


@dataclass(frozen=True, slots=True)
class BannerSeen:
    """`bad` False is the warn tint of offline, True that of the lost line."""

    bad: bool
    icon: str
    title: str
    said: str
    right: str


def banner_seen(state: DeskState, wording: Wording, keys: KeyMap) -> BannerSeen | None:
    """The banner, None where nothing is wrong."""
    station = state.station
    if station.line is LineState.LOST:
        title = wording.word("banner.line_lost")
        said = wording.word("banner.line_lost_said")
        if station.line_said is not None:
            said = f"{wording.text(station.line_said)} {said}"
        right = station.line_detail
        if station.given_up:
            right = f"{keys.cap(Act.DIAL)} {wording.word('act.try_line')}"
        return BannerSeen(True, "phone-off", title, said, right)
    if station.sync is not SyncState.OFFLINE:
        return None
    title = wording.word("banner.offline_now")
    if station.offline_since is not None:
        since = wording.next_time(station.offline_since, state.now, state.zone)
        title = wording.word("banner.offline", at=since)
    right = ""
    if station.next_try_s is not None:
        right = wording.word("banner.next_try", n=station.next_try_s)
    return BannerSeen(False, "cloud-off", title, _said(state, wording), right)


def _said(state: DeskState, wording: Wording) -> str:
    station = state.station
    if station.lease_until is None or station.leased == 0:
        return wording.word("banner.offline_empty", n=station.waiting)
    until = wording.next_time(station.lease_until, state.now, state.zone)
    key = "banner.offline_said" if station.lease_until > state.now else "banner.offline_ended"
    return wording.word(key, n=station.waiting, leased=station.leased, until=until)
