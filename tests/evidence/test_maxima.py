"""The highest figures of the report against an oracle that knows nothing of packs: it counts plain
rows by the words of the law."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_client.compliance.pack_set import PackSet
from desk_client.debtor import Debtor
from desk_client.evidence.contacts_made import DebtorRecord, packs_of
from desk_client.evidence.figures import CapHeld, HoursHeld
from desk_client.evidence.held import Held
from desk_client.evidence.period import Period
from desk_client.fact import Fact
from desk_client.fact_body import Answered, Attempted, CallEnded, FactBody
from desk_client.ids import CallId, FactId, MessageId
from desk_client.message_body import MessageAttempted, MessageFailed
from desk_client.services.central_files import DebtorFile
from tests.central.floor import LI, case, contact_point, debtor
from tests.evidence.past import SHANGHAI

HOUSE = PackSet.shipped()
MONDAY = datetime(2026, 11, 16, tzinfo=SHANGHAI)
DAYS = tuple((MONDAY + timedelta(days=number)).date() for number in range(14))


@dataclass(frozen=True)
class Happened:
    """One contact, as somebody would note it on paper."""

    minute: int  # since Monday 00:00 in Shanghai
    number: int  # 0 and 1: two telephones of the debtor
    what: str  # answered, silent, busy, sms, sms_not_taken

    @property
    def local(self) -> datetime:
        return MONDAY + timedelta(minutes=self.minute)


happenings = st.builds(
    Happened,
    minute=st.one_of(
        st.integers(0, 14 * 1440 - 1),
        st.integers(0, 3 * 1440 - 1),  # crowded days
        st.sampled_from([480, 479, 1319, 1320, 1440 + 480, 7 * 1440 - 1, 7 * 1440]),
    ),
    number=st.integers(0, 1),
    what=st.sampled_from(["answered", "silent", "silent", "busy", "sms", "sms_not_taken"]),
)
pasts = st.lists(happenings, max_size=40)


@dataclass(frozen=True)
class Highest:
    """What the oracle says of a day."""

    conversations: int = 0
    unanswered: int = 0
    sms_day: int = 0
    sms_week: int = 0
    first: str = ""
    last: str = ""
    outside: int = 0


def by_hand(past: Sequence[Happened]) -> Mapping[date, Highest]:
    """Counted on paper."""
    told: dict[date, Highest] = {}
    sent = [one for one in past if one.what == "sms"]
    for day in DAYS:
        today = [one for one in past if one.local.date() == day and one.what != "sms_not_taken"]
        silent = Counter(one.number for one in today if one.what == "silent")
        monday = day - timedelta(days=day.weekday())
        week = [one for one in sent if monday <= one.local.date() <= day]
        clocks = sorted(f"{one.local:%H:%M}" for one in today)
        told[day] = Highest(
            conversations=sum(one.what == "answered" for one in today),
            unanswered=max(silent.values(), default=0),
            sms_day=sum(one.what == "sms" for one in today),
            sms_week=len(week) if any(one.what == "sms" for one in today) else 0,
            first=clocks[0] if clocks else "",
            last=clocks[-1] if clocks else "",
            outside=sum(not "08:00" <= clock < "22:00" for clock in clocks),
        )
    return told


def told_by_desks(past: Sequence[Happened]) -> tuple[Fact, ...]:
    facts: list[Fact] = []
    ids = count()

    def tell(moment: datetime, body: FactBody) -> None:
        facts.append(
            Fact(
                fact_id=FactId(f"f{next(ids):05}"),
                case_id=case(0).case_id,
                debtor_id=case(0).debtor_id,
                actor=LI,
                occurred_at=moment,
                body=body,
            )
        )

    for place, one in enumerate(past):
        point, moment = contact_point(one.number), one.local
        if one.what.startswith("sms"):
            message_id = MessageId(f"m{place}")
            left = MessageAttempted(
                message_id=message_id,
                channel="sms",
                template="t",
                purpose="reminder",
                contact_point_id=point.contact_point_id,
                address=point.value,
                place="mobile",
                role="debtor",
                debts=(),
                sha256="",
            )
            tell(moment, left)
            if one.what == "sms_not_taken":
                tell(moment, MessageFailed(message_id=message_id, taken="no", reason="no way"))
            continue
        call_id = CallId(f"c{place}")
        placed = Attempted(
            call_id=call_id,
            contact_point_id=point.contact_point_id,
            address=point.value,
            place="mobile",
            role="debtor",
            debts=(),
            campaign_id=case(0).campaign_id,
            initiator="agent",
            mode="preview",
        )
        tell(moment, placed)
        answered = one.what == "answered"
        if answered:
            tell(moment + timedelta(seconds=5), Answered(call_id=call_id))
        ended = CallEnded(
            call_id=call_id,
            code={"answered": 200, "busy": 486}.get(one.what, 480),
            reason="",
            ended_by="us",
            answered=answered,
            ring_s=5.0,
            talk_s=30.0 if answered else 0.0,
        )
        tell(moment + timedelta(seconds=40), ended)
    return tuple(facts)


def held_by_day(past: Sequence[Happened]) -> dict[date, Held]:
    """As the report judges the contacts of one debtor."""
    someone: Debtor = debtor(0)
    record = DebtorRecord(
        DebtorFile(
            debtor=someone,
            points=(contact_point(0), contact_point(1)),
            cases=(case(0),),
            facts=told_by_desks(past),
            received={},
        )
    )
    period = Period(first=DAYS[0], last=DAYS[-1], zone=SHANGHAI)
    days: dict[date, Held] = defaultdict(Held)
    packs = packs_of(HOUSE)
    for contact in record.contacts:
        asked = record.asked(contact, packs)
        assert asked is not None
        days[period.day_of(contact.at)].take(record, contact, asked)
    return days


def reached(caps: Sequence[CapHeld], rule: str) -> int:
    return next((cap.reached for cap in caps if cap.rule == rule), 0)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(past=pasts)
def test_the_highest_figures_are_those_counted_by_hand(past: list[Happened]) -> None:
    days = held_by_day(past)
    for day, expected in by_hand(past).items():
        held = days.get(day, Held())
        caps, hours = held.caps(), held.hours()
        found = Highest(
            conversations=reached(caps, "cn.effective3"),
            unanswered=reached(caps, "cn.attempt6"),
            sms_day=reached(caps, "house.sms2"),
            sms_week=reached(caps, "house.sms7"),
        )
        assert _with_hours(found, hours) == expected, day


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(past=pasts)
def test_whoever_is_over_a_limit_is_counted_as_over(past: list[Happened]) -> None:
    for held in held_by_day(past).values():
        for cap in held.caps():
            assert (cap.over > 0) == (cap.reached > cap.limit)
            assert cap.over + cap.at_limit <= cap.keys
            assert cap.lifted == 0  # nobody consented to anything


def _with_hours(found: Highest, hours: Sequence[HoursHeld]) -> Highest:
    if not hours:
        return found
    (only,) = hours
    assert only.first is not None
    assert only.last is not None
    return replace(
        found, first=f"{only.first:%H:%M}", last=f"{only.last:%H:%M}", outside=only.outside
    )
