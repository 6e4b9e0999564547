"""The sheet as finished words: what the debtor agreed to and since when, what is not wanted, and in
one sentence what may be noted now. Who may be talked to more often or later must have said so, and
it must have been the debtor; that is why what widens contact waits for a verified identity."""

from dataclasses import dataclass

from desk_client.services.desk_state import DeskState
from desk_client.services.wish_parts import ConsentRow
from ui.keys import Act, KeyMap
from ui.wording import Wording


@dataclass(frozen=True, slots=True)
class ConsentSeen:
    """A kind of consent. `free`: its key acts now; `note` is since when, or why not."""

    key: str
    kind: str
    name: str
    note: str
    given: bool
    free: bool


@dataclass(frozen=True, slots=True)
class WishesSeen:
    """The whole sheet. `may_lift`: what was named may be taken off the list."""

    title: str
    rule: str
    verified: bool
    notice: str
    consents: tuple[ConsentSeen, ...]
    named: tuple[str, ...]
    may_lift: bool
    close_key: str
    close: str


def wishes_seen(state: DeskState, wording: Wording, keys: KeyMap) -> WishesSeen | None:
    """None while it is shut."""
    part = state.wishes
    if part is None:
        return None
    return WishesSeen(
        title=wording.word("wishes.title"),
        rule=wording.word("wishes.rule_open" if part.may_widen else "wishes.rule_shut"),
        verified=part.may_widen,
        notice=wording.text(state.notice) if state.notice else "",
        consents=tuple(
            _consent(str(number), row, state, wording, may_widen=part.may_widen)
            for number, row in enumerate(part.consents, start=1)
        ),
        named=tuple(_headed(wording.text(row.words)) for row in part.inconvenient),
        may_lift=part.may_widen,
        close_key=keys.cap(Act.LEAVE),
        close=wording.word("overlay.close"),
    )


def _headed(words: str) -> str:
    """Begins a row of its own: "At any time at work"."""
    return words[:1].upper() + words[1:]


def _consent(
    key: str, row: ConsentRow, state: DeskState, wording: Wording, *, may_widen: bool
) -> ConsentSeen:
    given = row.given_at is not None
    reaches = f"{row.local_until:%H:%M}" if row.local_until else ""
    if row.given_at is not None:
        since = wording.moment(row.given_at, state.now, state.zone)
        until = wording.word("wishes.until_at", at=reaches) if reaches else ""
        note = wording.joined(wording.word("wishes.since", at=since), until)
    else:
        would = wording.word("wishes.would_reach", at=reaches) if reaches else ""
        note = wording.joined(wording.word("wishes.not_agreed"), would)
    return ConsentSeen(
        key=key,
        kind=row.kind,
        name=wording.text(row.name),
        note=note,
        given=given,
        free=given or may_widen,
    )
