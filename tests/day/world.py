"""What a desk under test plays on, all of it real: a floor of PostgreSQL with people of its own,
and a carrier whose debtors behave by their number. Cases are placed by how the other side will
behave, and come to the agent in the order in which they were placed."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from desk_client.agent import Campaign
from desk_client.case import Case, Debt
from desk_client.central import reference
from desk_client.clock import Clock, RehearsalClock, SystemClock
from desk_client.debtor import ContactPoint, Debtor, PartyRole, Place
from desk_client.ids import (
    CampaignId,
    CaseId,
    ContactPointId,
    DebtId,
    DebtorId,
    new_id,
)
from desk_client.money import Money
from desk_client.settings import ColleagueSettings, Settings
from desk_client.trunk.scenario import ScenarioBook, ScenarioKind
from desk_client.trunk.voices import clip
from tests.central.floor import Floor
from tests.trunk.conftest import PASSWORD, Carrier

SHANGHAI = ZoneInfo("Asia/Shanghai")
PROMISES = ScenarioKind.ANSWERS_AND_PROMISES
DISPUTES = ScenarioKind.ANSWERS_AND_DISPUTES
WRONG = ScenarioKind.WRONG_PARTY
BUSY = ScenarioKind.BUSY
NO_ANSWER = ScenarioKind.NO_ANSWER
VOICEMAIL = ScenarioKind.VOICEMAIL
INVALID = ScenarioKind.INVALID_NUMBER
HANGS_UP_AT_ONCE = ScenarioKind.HANGS_UP_AT_ONCE
_NUMBERS_OF_A_KIND = 60
_PREFIX = {kind: f"+86139{at:02}" for at, kind in enumerate(ScenarioKind, 10)}

FIGURES = {  # of every debt here; no other figure in a test looks like them
    "balance": Money.of("7391.57"),
    "principal": Money.of("7043.29"),
    "interest": Money.of("285.13"),
    "fees": Money.of("63.15"),
    "minimum_due": Money.of("739.26"),
}
OLDEST_DAYS = 58  # past due of the case placed first; each next one is a day younger


def fixed_numbers() -> dict[str, ScenarioKind]:
    """The numbers whose kind the carrier knows."""
    return {
        f"{prefix}{number:06}": kind
        for kind, prefix in _PREFIX.items()
        for number in range(_NUMBERS_OF_A_KIND)
    }


def with_fixed_numbers(book: ScenarioBook) -> ScenarioBook:
    return book.model_copy(update={"numbers": fixed_numbers()})


def shanghai_at(hour: int, minute: int = 0, second: int = 0) -> Clock:
    """A clock that says it is so late today in Shanghai now, and goes on from there."""
    now = SystemClock().now()
    local = now.astimezone(SHANGHAI)
    wanted = local.replace(hour=hour, minute=minute, second=second, microsecond=0)
    return RehearsalClock(wanted - local)


@dataclass(slots=True)
class ClockOfTheTest:
    """Goes on by itself, and can be set to another hour of the same day."""

    offset: timedelta
    rehearsal: bool = True

    @classmethod
    def at(cls, hour: int, minute: int = 0, second: int = 0) -> "ClockOfTheTest":
        clock = cls(timedelta())
        clock.set(hour, minute, second)
        return clock

    def set(self, hour: int, minute: int = 0, second: int = 0) -> None:
        now = SystemClock().now()
        local = now.astimezone(SHANGHAI)
        wanted = local.replace(hour=hour, minute=minute, second=second, microsecond=0)
        self.offset = wanted - local

    def now(self) -> datetime:
        return SystemClock().now() + self.offset

    def monotonic(self) -> float:
        return SystemClock().monotonic()


def campaign(mode: str = "progressive", *, wrap_up_s: int = 45, undo_s: int = 300) -> Campaign:
    return Campaign(
        campaign_id=CampaignId("cards-m1"),
        name="信用卡 M1",
        organisation="示例银行信用卡中心",
        mode=mode,
        callscript="card-first",
        wrap_up_s=wrap_up_s,
        undo_s=undo_s,
        caller_id="95000",
        team=1,
    )


@dataclass(slots=True)
class World:
    """A floor and a carrier. `used` counts the numbers given out, over all floors of a session."""

    floor: Floor
    carrier: Carrier
    bank: str  # age public key that recordings are sealed to
    used: Counter[ScenarioKind]
    placed: list[Case] = field(default_factory=list)
    colleagues: tuple[ColleagueSettings, ...] = ()

    def place(
        self,
        *kinds: ScenarioKind,
        mode: str = "progressive",
        also: ScenarioKind | None = None,
        contact: ScenarioKind | None = None,
        cap: int = 6,
        undo_s: int = 300,
    ) -> list[Case]:
        """A case for each kind, in that order; with a second number, at work, of the kind `also`,
        and the number of a contact person of the kind `contact`.
        `cap`: contact attempts a day that central gives for each debtor."""
        made = [self._new_case(len(self.placed) + at) for at in range(len(kinds))]
        with self.floor.administrator() as connection, connection.transaction():
            reference.upsert_campaigns(connection, [campaign(mode, undo_s=undo_s)])
            reference.upsert_debtors(connection, [debtor for debtor, _ in made], team=1)
            for (debtor, _), kind in zip(made, kinds, strict=True):
                points = [self._point(debtor.debtor_id, kind, Place.MOBILE, 1)]
                if also is not None:
                    points.append(self._point(debtor.debtor_id, also, Place.WORK, 2))
                if contact is not None:
                    points.append(
                        self._point(
                            debtor.debtor_id, contact, Place.MOBILE, 3, role=PartyRole.CONTACT
                        )
                    )
                reference.upsert_contact_points(connection, points, team=1)
            cases = [case for _, case in made]
            reference.upsert_cases(connection, cases, team=1)
            reference.upsert_debts(connection, [d for case in cases for d in case.debts], team=1)
            reference.enqueue(
                connection,
                [(case.debtor_id, len(self.placed) + at) for at, case in enumerate(cases)],
                team=1,
                cap=cap,
            )
        self.placed += cases
        return cases

    def _point(
        self,
        debtor_id: DebtorId,
        kind: ScenarioKind,
        place: Place,
        rank: int,
        role: PartyRole = PartyRole.DEBTOR,
    ) -> ContactPoint:
        number = f"{_PREFIX[kind]}{self.used[kind] % _NUMBERS_OF_A_KIND:06}"
        self.used[kind] += 1
        return ContactPoint(
            contact_point_id=ContactPointId(new_id()),
            debtor_id=debtor_id,
            place=place,
            value=number,
            rank=rank,
            role=role,
            person="" if role is PartyRole.DEBTOR else "某位朋友",
        )

    def _new_case(self, nth: int) -> tuple[Debtor, Case]:
        debtor_id, case_id = DebtorId(new_id()), CaseId(new_id())
        debtor = Debtor(
            debtor_id=debtor_id,
            name=f"某人{'甲乙丙丁戊己庚辛壬癸'[nth % 10]}",
            language="zh",
            region="CN-31",
            zone="Asia/Shanghai",
            id_last4="0012",
            birth_month="1988-04",
            district="示例区",
            address="上海市示例路 1 号",
        )
        debt = Debt(
            debt_id=DebtId(new_id()),
            case_id=case_id,
            product="信用卡",
            card_last4="4417",
            due_date=_today() - timedelta(days=OLDEST_DAYS - nth),
            **FIGURES,
        )
        case = Case(
            case_id=case_id,
            case_no=f"SH-2611-{nth:05}",
            debtor_id=debtor_id,
            campaign_id=campaign().campaign_id,
            debts=(debt,),
        )
        return debtor, case

    @property
    def invites(self) -> list[str]:
        """Call ids of the INVITEs that reached the trunk so far, of all desks."""
        return [
            str(line["call_id"]) for line in self.carrier.told.items if line["type"] == "invite"
        ]

    def settings(self, clock: Clock, *, central: str | None = None) -> Settings:
        """A desk's settings on this floor and this carrier."""
        offset = clock.now() - SystemClock().now()
        address = self.carrier.trunk.address
        return Settings.model_validate(
            {
                "central": central or self.floor.address,
                "line": {
                    "domain": address,
                    "colleagues": self.colleagues,
                    "playback": "silence",
                    "ring": "silence",
                    "registrar": f"sip:{address}",
                    "user": "1001",
                    "password": PASSWORD,
                    "transport": "udp",
                    "bind": "127.0.0.1",
                    "capture": f"file:{clip('agent', 'zh').path}",
                    "ring_timeout_s": 25.0,
                    "simulated": True,
                },
                "recipients": (self.bank,),
                "rehearsal_offset_s": round(offset.total_seconds()),
            }
        )


def _today() -> date:
    return SystemClock().now().astimezone(SHANGHAI).date()
