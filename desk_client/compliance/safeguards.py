"""What refuses whatever the packs say, because the verdict would rest on something unknown: no
pack, a clock that moved back, a zone, a holiday or a flag nobody knows, a person nobody named. A
debtor who begins the contact is not turned away for any of these, but is not asked for money
either."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk_client.compliance.answer import Confidence, Severity
from desk_client.compliance.calendar_days import FIRST_YEAR, LAST_YEAR
from desk_client.compliance.local_time import NEVER
from desk_client.compliance.pack import Pack
from desk_client.compliance.request import FLAGS
from desk_client.compliance.situation import Situation
from desk_client.text import Text

CLOCKS_APART = timedelta(seconds=120)  # how far two desks' clocks may stand apart
INBOUND_GATE = "no_demand"


@dataclass(frozen=True, slots=True)
class Safeguard:
    """One such refusal; it answers like a rule."""

    id: str
    kind: str
    text: Text
    free_at: Callable[[Situation, datetime], datetime]
    severity: Severity = "must"
    held: Severity = "must"
    ref: str = "fail closed"
    confidence: Confidence = "house"

    def told(self, _situation: Situation, _moment: datetime) -> Text:
        """The words for a refusal."""
        return self.text


def _never(_situation: Situation, _moment: datetime) -> datetime:
    return NEVER


def _zone_known(situation: Situation, moment: datetime) -> datetime:
    while not situation.zones_known(moment):
        moment = situation.next_location_change(moment)
        if moment == NEVER:
            break
    return moment


def _flag_known(situation: Situation, moment: datetime) -> datetime:
    return max(
        (
            flag.until or NEVER
            for flag in situation.request.debtor.flags
            if flag.flag not in FLAGS
            and (flag.from_ is None or flag.from_ <= moment)
            and (flag.until is None or moment < flag.until)
        ),
        default=moment,
    )


_CLOCK = Safeguard(
    "engine.clock",
    "clock_regression",
    Text(
        "本机时钟倒退：联系记录晚于当前时间，请先校准时钟",
        "The clock moved back: the history is later than now; set the clock first",
    ),
    _never,
)
_ZONE = Safeguard(
    "engine.zone",
    "unknown_zone",
    Text(
        "无法确定客户所在时区，请先核实所在地",
        "The debtor's time zone is not known; locate the debtor first",
    ),
    _zone_known,
)
_PARTY = Safeguard(
    "engine.party",
    "party_identity",
    Text("未指明联系对象是谁", "Nobody said who the contacted person is"),
    _never,
)


def _unknown_flag(flags: Sequence[str]) -> Safeguard:
    names = ", ".join(flags)
    return Safeguard(
        "engine.flag",
        "flag_stop",
        Text(f"存在未知标记：{names}", f"A flag nobody knows: {names}"),
        _flag_known,
    )


def _missing_pack(names: Sequence[str]) -> Safeguard:
    listed = ", ".join(names)
    text = Text("没有适用的规则包", "No pack of rules applies to this contact")
    if names:
        text = Text(f"缺少规则包：{listed}", f"A pack of rules is missing: {listed}")
    return Safeguard("engine.pack", "missing_pack", text, _never)


def _calendar(situation: Situation, packs: Sequence[Pack]) -> Safeguard | None:
    """Where hours depend on holidays: refuses on days whose holidays nobody knows."""
    dated = [rule for pack in packs for rule in pack.dated_hours if rule.concerns(situation)]
    if not dated:
        return None

    def known_from(situation: Situation, moment: datetime) -> datetime:
        while moment != NEVER and any(
            rule.in_force.covers(situation, moment) and not rule.knows_holidays(situation, moment)
            for rule in dated
        ):
            moment = situation.next_location_change(moment)
        return moment

    return Safeguard(
        "engine.calendar",
        "hours",
        Text(
            f"不掌握客户所在地当日的节假日（节假日资料为 {FIRST_YEAR}-{LAST_YEAR} 年）",
            "The holidays of the day where the debtor is are not known "
            f"(calendars cover {FIRST_YEAR}-{LAST_YEAR})",
        ),
        known_from,
    )


def safeguards(
    situation: Situation, *, packs: Sequence[Pack], missing: Sequence[str]
) -> Iterator[Safeguard]:
    """Those that may refuse this request under the packs in force."""
    request = situation.request
    if missing or not packs:
        yield _missing_pack(missing)
    newest = situation.events[-1].at if situation.events else situation.now
    as_of = request.history_as_of
    if newest > situation.now + CLOCKS_APART or (as_of is not None and as_of > situation.now):
        yield _CLOCK
    if request.party is None:
        yield _PARTY
    if packs:
        yield _ZONE
    calendar = _calendar(situation, packs)
    if calendar is not None:
        yield calendar
    unknown = sorted({flag.flag for flag in request.debtor.flags} - FLAGS)
    if unknown:
        yield _unknown_flag(unknown)
