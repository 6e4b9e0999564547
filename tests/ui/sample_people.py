"""Made-up people, cases and limits for the window's tests and its gallery, in the two languages of
the desk. Nobody in here exists; the numbers follow the pattern of numbers and lead nowhere."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from desk_client.ids import CaseId
from desk_client.phone_number import PhoneNumber
from desk_client.services.case_parts import Appointment, Mark, Meter, NotDialable, WorkList, WorkRow
from desk_client.services.desk_state import DayFigures, LineState, Station, SyncState
from desk_client.text import Language, Text

DAY = date(2026, 11, 24)


@dataclass(frozen=True)
class World:
    """Who is in the pictures of one language."""

    language: Language
    zone: str
    agent: str
    name: str
    greeting: str  # the name as spoken
    case_no: str
    about: Text
    number: PhoneNumber
    others: tuple[str, ...]

    def at(self, hour: int, minute: int, second: int = 0, *, day: date = DAY) -> datetime:
        local = datetime(
            day.year, day.month, day.day, hour, minute, second, tzinfo=ZoneInfo(self.zone)
        )
        return local.astimezone(UTC)


ZH = World(
    language="zh",
    zone="Asia/Shanghai",
    agent="李明",
    name="王建国",
    greeting="王建国先生",
    case_no="SH-2611-00482",
    about=Text("男 · 41 岁 · 上海浦东", "Male · 41 · Pudong, Shanghai"),
    number=PhoneNumber("+8613800005678"),
    others=(
        "陈淑芬", "刘洋", "欧阳静", "赵敏", "周文斌", "吴晓燕",
        "孙立军", "何佳", "高峰", "郑雅文", "林志强",
    ),
)  # fmt: skip
EN = World(
    language="en",
    zone="America/New_York",
    agent="Mia Chen",
    name="Daniel Okafor",
    greeting="Daniel Okafor",
    case_no="NY-2611-00917",
    about=Text("纽约 · 当地 10:42", "New York, NY · local time 10:42"),
    number=PhoneNumber("+12125550142"),
    others=(
        "Margaret Ellis", "Ray Delgado", "Ana Whitfield", "Tom Brandt", "Ines Duarte",
        "Peter Vance", "Carol Nwosu", "Wei Lindqvist", "Hannah Bloom", "Omar Reyes", "Lucy Grant",
    ),
)  # fmt: skip
WORLDS = {"zh": ZH, "en": EN}

EFFECTIVE = Text("有效通话（此人）", "Effective calls, person")
UNANSWERED = Text("未接次数（本号码）", "Unanswered, this number")
TEXTS = Text("短信（内部上限）", "SMS (house)")
STANDARD = Text("GB/T 45251", "GB/T 45251")


def meters(
    effective: int, unanswered: int, texts: int = 0, *, blocking: bool = False
) -> tuple[Meter, ...]:
    """The three limits of the day."""
    return (
        Meter(rule="cn-effective", label=EFFECTIVE, clause="GB/T 45251", used=effective, max=3),
        Meter(
            rule="cn-unanswered",
            label=UNANSWERED,
            clause="CBA 2023",
            used=unanswered,
            max=6,
            blocking=blocking,
        ),
        Meter(rule="house-sms", label=TEXTS, clause="house", used=texts, max=2),
    )


def station(world: World, *, sync: SyncState = SyncState.SYNCED) -> Station:
    offline = sync is SyncState.OFFLINE
    return Station(
        agent_name=world.agent,
        staff_no="20317",
        line=LineState.REGISTERED,
        line_detail="",
        sync=sync,
        waiting={SyncState.SYNCED: 0, SyncState.TO_SEND: 2, SyncState.OFFLINE: 14}[sync],
        offline_since=world.at(10, 31) if offline else None,
        next_try_s=8 if offline else None,
        lease_until=world.at(12, 0),
        leased=25,
        pack=Text("中国 2026.3", "CN 2026.3"),
        rehearsal=False,
    )


def day(world: World) -> DayFigures:
    return DayFigures(
        dialled=62, plan=150, effective=14, promises=6, kept_percent=71, since=world.at(8, 30)
    )


_REASONS = (
    (Mark.PROMISE, Text("承诺今日到期", "Promise due today"), "M1"),
    (Mark.CALLBACK, Text("约定 11:00 回呼", "Callback agreed for 11:00"), "M1"),
    (Mark.RISK, Text("滚动风险高 0.71", "Roll risk high, 0.71"), "M1"),
    (Mark.BROKEN, Text("承诺已过期 1 天", "Promise broken by 1 day"), "M2"),
    (Mark.FIRST, Text("首次联系", "First contact"), "M1"),
    (Mark.RISK, Text("余额上升 18 %", "Balance up 18 %"), "M2"),
    (Mark.FIRST, Text("还款日后第 5 天", "5 days after the due date"), "M1"),
    (Mark.BEST_HOUR, Text("最佳时段剩 20 分", "Best hour ends in 20 min"), "M1"),
    (Mark.FIRST, Text("新号码待核实", "New number to check"), "M2"),
    (Mark.PROMISE, Text("承诺三日内到期", "Promise due in 3 days"), "M1"),
    (Mark.RISK, Text("部分还款后未续", "Paid in part, then nothing"), "M2"),
    (Mark.FIRST, Text("间隔未满 60 分", "Last try under 60 min ago"), "M1"),
)
_HOURS = (
    ("10–12 时", "10–12"), ("约定时间", "as agreed"), ("10–11 时", "10–11"), ("18–20 时", "18–20"),
)  # fmt: skip
_LAST = (
    ("09:35 未接", "09:35 no answer"), ("周五 本人", "Fri right party"),
    ("08:51 未接", "08:51 no answer"), ("11-17 承诺", "17 Nov promise"), ("—", "—"),
)  # fmt: skip


def work_rows(world: World) -> tuple[WorkRow, ...]:
    names = (world.name, *world.others)
    rows = []
    for index, (mark, reason, stage) in enumerate(_REASONS):
        last = index == len(_REASONS) - 1
        digits = f"{4410 + 731 * index:04d}"[-4:]
        number = f"+86138000{digits:0>5}" if world.language == "zh" else f"+1212555{digits}"
        rows.append(
            WorkRow(
                rank=index + 1,
                case_id=CaseId(f"case-{index + 1}"),
                name=names[index],
                number=world.number if index == 0 else PhoneNumber(number),
                mark=mark,
                reason=reason,
                stage=stage,
                better_hours=Text(*_HOURS[index % len(_HOURS)]),
                last_contact=Text(*_LAST[index % len(_LAST)]),
                meters=meters(1 if index == 5 else 0, (2, 0, 1, 0, 0, 3)[index % 6])[:2],
                dialable=not last,
                retry_at=world.at(11, 2) if last else None,
            )
        )
    return tuple(rows)


def work_list(world: World) -> WorkList:
    held = (
        (18, Mark.LIMIT, Text("有效通话已满 3/3", "Effective calls full, 3/3"), "GB/T 45251 5.3"),
        (9, Mark.LIMIT, Text("未接已满 6/6", "Unanswered full, 6/6"), "CBA 2023"),
        (4, Mark.DISPUTE, Text("异议调查中", "Dispute under review"), "CBIRC 2011-2 art. 69"),
        (3, Mark.NONE, Text("间隔未满 60 分", "Last try under 60 min ago"), "house"),
        (2, Mark.STOP, Text("要求停止联系", "Asked to stop"), "case"),
    )
    return WorkList(
        campaign="信用卡 M1–M2" if world.language == "zh" else "Cards M1–M2",
        mode="preview",
        rows=work_rows(world),
        selected=0,
        dialable=113,
        not_dialable=37,
        leased=25,
        held_back=tuple(
            NotDialable(count=count, mark=mark, reason=reason, clause=clause)
            for count, mark, reason, clause in held
        ),
        next_lawful=world.at(11, 2),
        appointments=(
            Appointment(
                at=world.at(11, 0),
                what=Text("回呼 陈淑芬", "Callback Margaret Ellis"),
                kind=Text("约定", "agreed"),
            ),
            Appointment(
                at=world.at(17, 0),
                what=Text("到期承诺 4 笔复核", "4 promises due, review"),
                kind=Text("系统", "system"),
            ),
        ),
    )
