"""Realistic states of the desk for every picture of the design, with made-up people. A state is
built from scratch each time, so that tests cannot spoil one another."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from desk_client.debtor import PartyRole, Place
from desk_client.ids import CallId, CaseId, ContactPointId
from desk_client.money import Money
from desk_client.phone_number import PhoneNumber
from desk_client.services.call_parts import CallBar, NextCase, RecordingLight
from desk_client.services.case_parts import (
    CaseCard,
    ContactPointRow,
    DebtLine,
    Flag,
    LastContact,
    Mark,
    RuleRow,
    VerdictRow,
)
from desk_client.services.desk_state import (
    Alternative,
    DeskState,
    Phase,
    RefusedSheet,
    SyncState,
    Toast,
)
from desk_client.text import Text
from tests.ui.sample_call import draft, outcomes, script_solving, script_start, script_verifying
from tests.ui.sample_call import wrap_up as wrap_up_sheet
from tests.ui.sample_people import DAY, WORLDS, World, day, meters, station, work_list

SECRETS = ("3,260.50", "3260.50", "1,086.20", "1086.20", "412.00", "800.00")


def card(world: World, *, matched: int = 0, shown: bool = False) -> CaseCard:
    """The card of the case in hand; figures only where `shown`."""

    def money(text: str) -> Money | None:
        return Money.of(text, "CNY") if shown else None

    return CaseCard(
        case_id=CaseId("case-1"),
        case_no=world.case_no,
        name=world.name,
        about=world.about,
        flags=(
            Flag(mark=Mark.DISPUTE, label=Text("有异议 1", "Dispute, answered")),
            Flag(mark=Mark.COMPLAINT, label=Text("曾投诉", "Complaint, closed")),
        ),
        open=shown,
        verified_at=world.at(10, 42, 31) if shown else None,
        factors_matched=2 if shown else matched,
        factors_needed=2,
        factors=(
            (Text("证件后四位", "Last four of ID"), Text("账单地址区", "District of billing"))
            if shown
            else ()
        ),
        currency="CNY",
        balance=money("3260.50"),
        days_past_due=19 if shown else None,
        debts=(
            DebtLine(
                name=Text("信用卡 尾号 1234", "Card ending 1234"),
                detail=Text("最低应还", "Minimum due"),
                amount=money("1086.20"),
            ),
            DebtLine(
                name=Text("账单分期 尾号 1234", "Plan on card 1234"),
                detail=Text("第 4/12 期", "4 of 12"),
                amount=money("412.00"),
            ),
        ),
        promise=Text("¥ 800.00 · 今日 11-24 到期", "¥ 800.00 due today, 24 Nov")
        if shown
        else Text("今日到期的承诺 1 笔", "1 promise due today"),
        promise_detail=Text("手机银行 · 11-17 由 20311 记录", "Bank app · taken 17 Nov by 20311")
        if shown
        else None,
        contacts=(
            LastContact(
                at=world.at(9, 35), what=Text("未接", "No answer"), where=Text("本号码", "mobile")
            ),
            LastContact(
                at=world.at(8, 32), what=Text("未接", "No answer"), where=Text("本号码", "mobile")
            ),
            LastContact(
                at=world.at(10, 5, day=date(2026, 11, 17)),
                what=Text("本人 · 承诺还款", "Right party · promise"),
                where=Text("20311", "20311"),
            ),
        ),
    )


def _verdict(world: World, allowed: bool, *, short: Text | None = None) -> VerdictRow:
    until = Text("可以拨打，至 22:00", "Allowed, until 22:00")
    closed = Text(
        "22:00 后不得催收，明日 08:00 可拨", "No collection after 22:00, allowed tomorrow 08:00"
    )
    tomorrow = world.at(8, 0, day=DAY + timedelta(days=1))
    rows = (
        ("时段", "Hours", "22:00–08:00 不得催收", "none from 22:00 to 08:00", "GB/T 45251 5.3"),
        ("本号码未接", "Unanswered, number", "今日 6/6", "6 of 6 today", "CBA 2023"),
        ("有效通话", "Effective calls", "今日 1/3", "1 of 3 today", "GB/T 45251 5.3"),
        ("联系对象", "Who is called", "债务人本人", "the debtor", "CBIRC 2011-2 art. 68"),
        ("停止联系 · 律师 · 去世", "Stop · attorney · deceased", "无标记", "no flag", "case"),
    )
    return VerdictRow(
        allowed=allowed,
        sentence=short or (until if allowed else closed),
        clauses="GB/T 45251-2025 5.3",
        retry_at=None if allowed else tomorrow,
        until=world.at(22, 0) if allowed else None,
        checked_at=world.at(10, 42, 6),
        rules=tuple(
            RuleRow(
                label=Text(zh, en),
                finding=Text(found_zh, found_en),
                clause=clause,
                confidence="read",
                allowed=allowed or index > 1,
                retry_at=None if allowed or index > 1 else tomorrow,
            )
            for index, (zh, en, found_zh, found_en, clause) in enumerate(rows)
        ),
    )


def contact_points(world: World, *, all_refused: bool = False) -> tuple[ContactPointRow, ...]:
    limit = _verdict(world, False, short=Text("要求勿拨单位", "Asked not to be called at work"))
    work = "+862150804185" if world.language == "zh" else "+12125550115"
    return (
        ContactPointRow(
            contact_point_id=ContactPointId("cp-1"),
            place=Place.MOBILE,
            role=PartyRole.DEBTOR,
            number=world.number,
            history=Text("近 6 次接通 4 次，多在 10–12 时", "Answered 4 of last 6, mostly 10–12"),
            verdict=_verdict(world, not all_refused),
            chosen=True,
        ),
        ContactPointRow(
            contact_point_id=ContactPointId("cp-2"),
            place=Place.WORK,
            role=PartyRole.DEBTOR,
            number=PhoneNumber(work),
            history=Text("10-02 要求勿拨单位", "Asked on 2 Oct not to be called at work"),
            verdict=limit,
            chosen=False,
        ),
    )


def _state(
    world: World, phase: Phase, hour: int = 10, minute: int = 42, **more: object
) -> DeskState:
    now = world.at(hour, minute, 36)
    plain = DeskState(
        now=now,
        zone=world.zone,
        phase=phase,
        since=now - timedelta(seconds=12),
        station=station(world),
        day=day(world),
        work=work_list(world),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def _call(world: World, **more: object) -> CallBar:
    bar = CallBar(
        call_id=CallId("0199-call"),
        placed_at=world.at(10, 41, 8),
        answered_at=world.at(10, 41, 18),
        held_since=None,
        ended_at=None,
        name=world.name,
        number=world.number,
        place=Place.MOBILE,
        mode="progressive",
        muted=False,
        recording=RecordingLight.ON,
        recording_paused_since=None,
        ended_by=None,
        end_code=None,
        end_reason="",
        talk_s=0.0,
    )
    return replace(bar, **more)  # type: ignore[arg-type]


def ready(world: World) -> DeskState:
    """02"""
    return _state(world, Phase.READY)


def preview(world: World) -> DeskState:
    """03"""
    return _state(
        world,
        Phase.PREVIEW,
        card=card(world),
        contact_points=contact_points(world),
        why=(
            (Mark.CALLBACK, Text("约定 10:45 左右回呼", "Asked to be called around 10:45 today")),
            (Mark.BEST_HOUR, Text("10–12 时 4 次接通 3 次", "Reached 3 of 4 times from 10 to 12")),
            (Mark.PROMISE, Text("兑现 1 笔，过期 1 笔", "One promise kept, one broken")),
        ),
        meters=meters(0, 2),
        verdict=_verdict(world, True),
        script=script_start(world),
        after=_after(world),
        dials_at=world.at(10, 43, 30),
    )


def _after(world: World) -> tuple[NextCase, ...]:
    reasons = (
        Text("约定 11:00 回呼", "callback at 11:00"),
        Text("首次联系", "first contact"),
        Text("异议已答复", "dispute answered"),
    )
    return tuple(
        NextCase(name=name, reason=reason, until=world.at(22, 0))
        for name, reason in zip(world.others, reasons, strict=False)
    )


def ringing(world: World) -> DeskState:
    """04"""
    return _state(
        world,
        Phase.DIALLING,
        card=card(world),
        meters=meters(0, 3),
        script=script_start(world),
        call=_call(
            world,
            answered_at=None,
            recording=RecordingLight.ARMED,
            checked=(
                Text("可拨：22:00 前，有效 0/3，本号码未接 2/6", "Allowed: before 22:00, 0/3, 2/6"),
                Text("本次拨打已计入：未接 3/6", "This attempt is counted: unanswered 3/6"),
                Text("异议 1 笔：只谈无争议部分", "1 dispute: only the undisputed part"),
            ),
        ),
        outcomes=outcomes(
            "NC",
            line_says=Text("再响 21 秒自动记为 无人接听", "Rings 21 s more, then logs No answer"),
        ),
    )


def live_unverified(world: World) -> DeskState:
    """05"""
    return _state(
        world,
        Phase.TALKING,
        card=card(world, matched=1),
        meters=meters(1, 2),
        script=script_verifying(world),
        call=_call(world),
        outcomes=outcomes(
            "TPC",
            note=Text("核身前只可记录非本人结果", "Before identity only these can be logged"),
        ),
    )


def live_verified(world: World) -> DeskState:
    """06"""
    return _state(
        world,
        Phase.TALKING,
        minute=45,
        card=card(world, shown=True),
        hidden=False,
        meters=meters(1, 2),
        script=script_solving(world),
        call=_call(world),
        draft=draft(),
        outcomes=outcomes(
            "RPC", note=Text("可通话中预选，挂断后记录", "Choose now, logged after hang-up")
        ),
    )


def wrap_up(world: World) -> DeskState:
    """07"""
    return _state(
        world,
        Phase.WRAP_UP,
        minute=46,
        card=card(world, shown=True),
        hidden=False,
        meters=meters(1, 2),
        call=_call(
            world, ended_at=world.at(10, 46, 18), ended_by="them", end_code=200, talk_s=292.0
        ),
        outcomes=outcomes(
            "RPC",
            chosen="P",
            note=Text("通话结果：已接通 200 · 已核身", "Answered, 200 · identity verified"),
        ),
        wrap_up=wrap_up_sheet(world),
        note="十月减班，每周五发薪" if world.language == "zh" else "Shifts cut; paid on Fridays",
    )


def refused(world: World) -> DeskState:
    """08"""
    return _state(
        world,
        Phase.REFUSED,
        22,
        7,
        card=replace(card(world), flags=()),
        contact_points=contact_points(world, all_refused=True),
        meters=meters(1, 6, 1, blocking=True),
        verdict=_verdict(world, False),
        refused=RefusedSheet(
            verdict=_verdict(world, False),
            path=Text("拨号盘手动输入，22:07:14", "Typed on the keypad, 22:07:14"),
            alternatives=(
                Alternative(
                    key="Enter",
                    icon="calendar",
                    what=Text("预约明日 08:00 回呼", "Book a callback for tomorrow 08:00"),
                    detail=Text("排在队列最前", "first in your queue"),
                ),
                Alternative(
                    key="1",
                    icon="pencil",
                    what=Text("补充案件备注", "Add a note to the case"),
                    detail=Text(
                        "不触达客户的工作不受时段限制", "touches nobody, so no hour binds it"
                    ),
                ),
                Alternative(
                    key="Space",
                    icon="skip",
                    what=Text("下一件可拨案件", "Next case that may be dialled"),
                    detail=Text("08:00 恢复 113 件", "113 from 08:00"),
                ),
            ),
        ),
    )


def offline(world: World) -> DeskState:
    """09, with its toast"""
    return replace(
        preview(world),
        station=station(world, sync=SyncState.OFFLINE),
        toast=Toast(
            title=Text("已撤销：承诺还款，陈淑芬", "Undone: Promise to pay, Margaret Ellis"),
            lines=(
                Text(
                    "已移除：11-27 承诺、提醒、回呼",
                    "Removed: promise for 27 Nov, reminder, callback",
                ),
                Text(
                    "保留：这次拨打，4/7",
                    "Stays: the call itself, 4 of 7. Nothing reached central.",
                ),
            ),
            redo=True,
            shown_at=world.at(10, 42, 35),
        ),
    )


SCENES: dict[str, Callable[[World], DeskState]] = {
    "02-ready": ready,
    "03-preview": preview,
    "04-ringing": ringing,
    "05-live-unverified": live_unverified,
    "06-live-verified": live_verified,
    "07-wrap-up": wrap_up,
    "08-refused": refused,
    "09-offline-toast": offline,
}
HIDDEN_SCENES = ("03-preview", "04-ringing", "05-live-unverified", "08-refused", "09-offline-toast")


def scene(name: str, language: str = "zh") -> DeskState:
    return SCENES[name](WORLDS[language])
