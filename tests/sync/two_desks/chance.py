"""One run: two desks and one central through some days in which everything that can go wrong does,
by chance and by a seed. One desk is always away for more than an hour; at a third machine the first
person sits down now and then, while the first machine goes on without them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from desk_client.case import Case
from desk_client.central import reference
from desk_client.fact_body import body_to_json
from desk_client.ids import new_id
from desk_client.sync.leases import DeskLeases
from tests.central.floor import CAMPAIGN, LI, WANG, Floor, case, contact_point, debtor
from tests.sync.two_desks.central_time import CentralTime
from tests.sync.two_desks.oracle import Oracle
from tests.sync.two_desks.shaky_desk import Machine, ShakyDesk, TrueTime, call_of

LOGINS = (LI, WANG, LI)
DEBTORS = 3
STEPS = 36
_ZONES = ("Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe")
# days at which something turns: a month, a year, clocks in New York, London, Lord Howe
_DAYS = ("2026-01-30", "2026-03-06", "2026-03-27", "2026-04-03", "2026-10-30", "2025-12-30")


@dataclass(slots=True)
class Run:
    """`desks` are opened once for many runs; what they remember of earlier ones does no harm."""

    seed: int
    floor: Floor
    central_time: CentralTime
    make_desks: Callable[["Run"], tuple[ShakyDesk, ...]]
    happened: Counter[str] = field(default_factory=Counter)
    chance: Random = field(init=False)
    true: TrueTime = field(init=False)
    oracle: Oracle = field(init=False)
    cases: list[Case] = field(init=False)
    desks: tuple[ShakyDesk, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)
        begin = datetime.fromisoformat(self.chance.choice(_DAYS)).replace(tzinfo=UTC)
        self.true = TrueTime(begin + timedelta(minutes=self.chance.randrange(4320)))
        zone = self.chance.choice(_ZONES)
        cap = self.chance.choice((2, 3, 4, 6, 6, 6))
        self.oracle = Oracle(ZoneInfo(zone), cap)
        self.central_time.tell(self.true.now)
        self.cases = self._place(zone, cap)
        self._earlier_days()
        self.desks = self.make_desks(self)

    def _place(self, zone: str, cap: int) -> list[Case]:
        numbers = [self.seed * DEBTORS + at for at in range(DEBTORS)]
        cases = [case(number) for number in numbers]
        with self.floor.administrator() as connection, connection.transaction():
            reference.upsert_campaigns(connection, [CAMPAIGN])
            people = [replace(debtor(number), zone=zone, region="") for number in numbers]
            reference.upsert_debtors(connection, people, team=1)
            reference.upsert_contact_points(connection, map(contact_point, numbers), team=1)
            reference.upsert_cases(connection, cases, team=1)
            reference.upsert_debts(connection, [d for one in cases for d in one.debts], team=1)
            queue = [(each.debtor_id, at) for at, each in enumerate(cases)]
            reference.enqueue(connection, queue, team=1, cap=cap)
        return cases

    def _earlier_days(self) -> None:
        """Calls of a colleague in the three weeks before, which no desk has seen yet."""
        rows: list[tuple[object, ...]] = []
        for one in self.cases:
            days = sorted(self.chance.uniform(0.1, 21) for _ in range(self.chance.randint(0, 5)))
            for ago in reversed(days):
                at, talked = self.true.now - timedelta(days=ago), self.chance.random() < 0.3
                self.oracle.saw(one.case_id, at, talked=talked, earlier=True)
                rows.extend(
                    (new_id(), body.kind, one.case_id, one.debtor_id, at, body_to_json(body))
                    for body in call_of(contact_point(self._number(one)), talked=talked)
                )
        with self.floor.administrator() as connection, connection.cursor() as cursor:
            cursor.executemany(
                """insert into app.fact
                     (id, kind, case_id, debtor_id, occurred_at, body, team, actor)
                   values (%s, %s, %s, %s, %s, %s::jsonb, 1, 'lead_chen')""",
                rows,
            )

    def _number(self, one: Case) -> int:
        return self.seed * DEBTORS + self.cases.index(one)

    def machine(self) -> Machine:
        """A clock that is off by up to ten minutes, or by a day."""
        off = self.chance.choice((0, self.chance.randint(-600, 600), -86_400))
        return Machine(self.true, timedelta(seconds=off))

    def play(self) -> None:
        """Everything, and at the end both desks are back and central knows the truth."""
        away = self.chance.randrange(STEPS // 2)
        for step in range(STEPS):
            if step == away:
                self._away_for_more_than_an_hour(self.chance.choice(self.desks))
            self._pass(self._a_while())
            self._step(self.chance.choice(self.desks))
        self._everybody_back()

    def _a_while(self) -> timedelta:
        seconds = self.chance.choices(
            (
                self.chance.randint(1, 60),
                self.chance.randint(300, 1800),
                self.chance.randint(1800, 7200),
                self.chance.randint(10_800, 108_000),
            ),
            (15, 65, 15, 5),
        )
        return timedelta(seconds=seconds[0])

    def _pass(self, time: timedelta) -> None:
        self.true.pass_by(time)
        self.central_time.tell(self.true.now)

    def _step(self, desk: ShakyDesk) -> None:
        if desk.call is not None and self.chance.random() < 0.9:
            desk.hang_up(logged=self.chance.random() < 0.8)
        kinds: dict[str, tuple[int, Callable[[ShakyDesk], None]]] = {
            "dial": (50, self._dial),
            "sync": (10, self._sync),
            "lease": (12, self._lease),
            "line lost or back": (6, self._turn),
            "died": (4, self._die),
            "clock moved": (1, self._move_clock),
            "slept": (1, self._sleep),
            "handed over": (20, self._hand_over),
            "answer lost": (1, self._lose_the_answer),
            "settled and died": (2, self._settle_and_die),
        }
        (kind,) = self.chance.choices(list(kinds), [weight for weight, _ in kinds.values()])
        kinds[kind][1](desk)
        self.happened[kind] += 1

    def _dial(self, desk: ShakyDesk) -> None:
        """Through the list until a call leaves; now and then without looking."""
        for one in self.chance.sample(self.cases, DEBTORS):
            if desk.call is not None:
                return
            blindly = self.chance.random() < 0.1
            if not blindly and one.debtor_id not in desk.lent():
                continue
            judged = desk.dial(one.case_id) if blindly else desk.look_and_dial(one.case_id)
            if judged is None:
                continue
            if judged.outstanding:
                self.happened["judged with outstanding"] += 1
            for reason in judged.verdict.reasons:
                self.happened[f"refused {reason.rule}"] += 1

    def _sync(self, desk: ShakyDesk) -> None:
        if desk.online:
            desk.sync(late=self.chance.random() < 0.2)

    def _lease(self, desk: ShakyDesk) -> None:
        if desk.online:
            desk.desk_leases.lease(self.chance.randint(1, DEBTORS))
            if self.chance.random() < 0.3:
                self._dial(desk)  # before the pull
            else:
                desk.sync(late=self.chance.random() < 0.2)
                self._dial(desk)

    def _turn(self, desk: ShakyDesk) -> None:
        desk.online = not desk.online

    def _die(self, desk: ShakyDesk) -> None:
        desk.die()

    def _move_clock(self, desk: ShakyDesk) -> None:
        desk.machine.off += timedelta(seconds=self.chance.randint(-9000, 9000))

    def _sleep(self, desk: ShakyDesk) -> None:
        seconds = self.chance.randint(60, 7200)
        desk.machine.slept += seconds
        self._pass(timedelta(seconds=seconds))

    def _hand_over(self, desk: ShakyDesk) -> None:
        """A debtor goes, by every road there is, from one desk to another, who calls at once."""
        if not desk.online:
            return
        if self.chance.random() < 0.7:
            self._dial(desk)
        self._pass(timedelta(seconds=self.chance.randint(5, 900)))
        if self.chance.random() < 0.6:
            desk.hang_up(logged=self.chance.random() < 0.5)
        if self.chance.random() < 0.5:
            desk.sync(late=False)
        if self.chance.random() < 0.5:
            desk.desk_leases.return_all()
        elif debtors := desk.lent():
            desk.desk_leases.give_back(debtors)
        if self.chance.random() < 0.5:
            desk.sync(late=False)
        other = self.chance.choice([each for each in self.desks if each is not desk])
        self._pass(timedelta(seconds=self.chance.randint(1, 900)))
        other.online = True
        other.hang_up(logged=True)
        other.desk_leases.lease(DEBTORS)
        if self.chance.random() < 0.8:
            other.sync(late=self.chance.random() < 0.4)
        self._dial(other)
        other.hang_up(logged=True)

    def _lose_the_answer(self, desk: ShakyDesk) -> None:
        """Central has granted, and the line breaks before the desk hears of it."""
        if desk.online:
            with desk.central.on_duty() as (connection, _):
                connection.execute("select app.lease(%s, %s)", (DEBTORS, desk.database.store_epoch))
            desk.online = False

    def _settle_and_die(self, desk: ShakyDesk) -> None:
        """Central knows the use, and the desk dies before it writes down that it does."""
        if not desk.online:
            return
        desk.leases.close_ended(desk.clock.now())
        with desk.central.on_duty() as (connection, _):
            for each in desk.leases.ready_to_settle(desk.login):
                connection.execute(
                    "select app.settle(%s, %s, %s)", (each.debtor_id, each.granted_at, each.used)
                )
        desk.die()

    def _away_for_more_than_an_hour(self, desk: ShakyDesk) -> None:
        """It has leases, is cut off, and goes on calling; so does the other."""
        self._pass(timedelta(seconds=1))
        desk.online = True
        desk.desk_leases.lease(DEBTORS)
        desk.sync(late=False)
        desk.online = False
        until = self.true.now + timedelta(minutes=self.chance.randint(61, 240))
        while self.true.now < until:
            self._pass(timedelta(seconds=self.chance.randint(60, 1500)))
            for each in self.desks:
                if each.call is not None:
                    each.hang_up(logged=True)
                self._dial(each)
            if self.chance.random() < 0.1:
                self._move_clock(desk)
            other = self.chance.choice([each for each in self.desks if each is not desk])
            if other.online and self.chance.random() < 0.5:
                if self.chance.random() < 0.3:
                    other.desk_leases.return_all()
                    self._pass(timedelta(seconds=1))
                other.desk_leases.lease(DEBTORS)
                other.sync(late=False)
        self.happened["away for more than an hour"] += 1

    def _everybody_back(self) -> None:
        for desk in self.desks:
            desk.online = True
            desk.hang_up(logged=True)
        self._pass(timedelta(hours=3))
        for desk in self.desks:
            desk.sync(late=False)
            leases: DeskLeases = desk.desk_leases
            leases.lease(1)  # takes stock of answers that were lost
            leases.return_all()
            self._pass(timedelta(hours=3))
        for desk in self.desks:
            desk.sync(late=False)

    def charged(self) -> int:
        """Calls that central holds the debtors to have had."""
        with self.floor.administrator() as connection:
            row = connection.execute(
                "select coalesce(sum(coalesce(used, granted)), 0) from app.permit"
            ).fetchone()
        assert row is not None
        return int(row[0])
