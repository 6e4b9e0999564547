"""A page of a case full of a made-up debtor's life, over the scenes of the sample desk."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from desk_client.ids import CaseId, ContactPointId, FactId
from desk_client.services.case_parts import Flag, Mark
from desk_client.services.desk_state import DeskState
from desk_client.services.detail_parts import DetailBlock, DetailLine, DetailPart, TimelineRow
from desk_client.services.timeline_kinds import counted
from desk_client.text import Text
from tests.ui.sample_states import scene


def same(words: str) -> Text:
    return Text(words, words)


def rows(state: DeskState, count: int) -> tuple[TimelineRow, ...]:
    """So many, an hour apart, the newest now."""
    kinds = (
        {
            "icon": "phone",
            "tone": "ok",
            "title": Text("本人 · 承诺还款", "Right party · Promise to pay"),
            "chip": Text("待兑现", "Pending"),
            "chip_mark": Mark.PROMISE,
            "detail": Text("本人手机 · 138****5678 · ¥ 800.00，11-28 前", "¥ 800.00 by 28 Nov"),
            "right": Text("通话 04:52 · 李明", "Talked 04:52 · Li Ming"),
            "below": Text("录音已封存", "Recording sealed"),
            "has_recording": True,
        },
        {
            "icon": "message",
            "title": Text("短信 · 还款提醒", "Text message · Reminder"),
            "chip": Text("已送达", "Delivered"),
            "detail": same("138****5678"),
            "right": Text("系统", "System"),
        },
        {
            "icon": "pencil",
            "title": Text("备注", "Note"),
            "detail": Text("十月减班，每周五发薪。" * 8, "Fewer shifts; paid on Fridays. " * 8),
            "right": Text("李明", "Li Ming"),
        },
        {
            "icon": "scales",
            "tone": "spec",
            "title": Text("提出异议", "Dispute"),
            "chip": Text("有异议", "Dispute"),
            "chip_mark": Mark.DISPUTE,
            "right": Text("李明", "Li Ming"),
        },
        {
            "icon": "shield",
            "tone": "bad",
            "title": Text("电话未放行", "Call refused"),
            "detail": same("GB/T 45251-2025 5.3"),
            "right": Text("李明", "Li Ming"),
            "below": Text("未计次数", "Not counted"),
        },
        {"icon": "user", "title": Text("查看案件", "Looked at the case"), "right": same("李明")},
    )
    return tuple(
        TimelineRow(
            key=f"row-{number}",
            at=state.now - timedelta(hours=number),
            **kinds[number % len(kinds)],  # type: ignore[arg-type]
        )
        for number in range(count)
    )


def points() -> tuple[DetailLine, ...]:
    return (
        DetailLine(
            strong=same("138****5678"),
            text=Text("本人手机", "Mobile"),
            right=Text("可拨", "Allowed"),
            below=(Text("有效 · 拨 6 次，接通 4 次，最近 今日 09:35", "Called 6, answered 4"),),
            mark=Mark.DONE,
            tone="ok",
            point=ContactPointId("mobile"),
        ),
        DetailLine(
            strong=same("021****3300"),
            text=Text("住宅", "Home"),
            right=Text("11-25 08:00 可拨", "from 25 Nov 08:00"),
            below=(Text("未核实 · 尚未联系", "Not verified · Not used yet"),),
            mark=Mark.STOP,
            point=ContactPointId("home"),
        ),
        DetailLine(strong=same("w***g@example.com"), text=Text("邮箱", "E-mail"), icon="mail"),
    )


def blocks() -> tuple[tuple[DetailBlock, ...], tuple[DetailBlock, ...]]:
    left = (
        DetailBlock(
            id="debts",
            title=Text("债务", "Debts"),
            lines=(
                DetailLine(
                    strong=Text("信用卡 尾号 1234", "Card 1234"),
                    right=same("¥ 3,260.50"),
                    below=(
                        Text("本金 3,000.00 · 利息 200.00 · 费用 60.50", "Principal 3,000.00"),
                        Text("10-20 到期，逾期 35 天", "due 20 Oct, 35 d past due"),
                    ),
                ),
            ),
        ),
        DetailBlock(
            id="points",
            title=Text("联系方式", "Contact points"),
            right=Text("号码脱敏", "Masked"),
            lines=points(),
        ),
        DetailBlock(
            id="persons",
            title=Text("联系人", "Contact persons"),
            nothing=Text("没有登记联系人", "Nobody is named"),
        ),
    )
    right = (
        DetailBlock(
            id="promises",
            title=Text("承诺 · 1", "Promises · 1"),
            lines=(
                DetailLine(
                    strong=same("¥ 800.00"),
                    text=Text("11-28 手机银行", "28 Nov Bank app"),
                    right=Text("待兑现，还有 4 天", "Pending, 4 d left"),
                    mark=Mark.PROMISE,
                ),
            ),
        ),
        DetailBlock(
            id="contested",
            title=Text("异议与投诉", "Disputes, complaints"),
            nothing=Text("没有异议或投诉", "None"),
        ),
    )
    return left, right


def detail(
    language: str = "zh", name: str = "02-ready", *, count: int = 30, **more: Any
) -> DeskState:
    """The page open over a scene."""
    state = scene(name, language)
    left, right = blocks()
    fields: dict[str, Any] = {
        "case_id": CaseId("case-1"),
        "case_no": "SH-2611-00482",
        "name": "王建国" if language == "zh" else "Margaret Ellis",
        "about": Text("上海浦东 · 当地 10:42", "Albany, NY · local time 10:42"),
        "flags": (Flag(mark=Mark.DISPUTE, label=Text("有异议", "Dispute")),),
        "wishes": (Text("不要在单位联系", "not at work"),),
        "open": True,
        "in_call": False,
        "balance": same("¥ 3,260.50"),
        "days_past_due": 35,
        "left": left,
        "right": right,
        "category": "all",
        "counts": counted({"all": count, "call": 5, "message": 5, "note": 5}, 0),
        "rows": rows(state, count),
        "more": False,
        "may_note": True,
        "may_write": True,
        "may_preview": True,
    }
    return replace(state, detail=DetailPart(**fields | more))


def noted(state: DeskState) -> DeskState:
    """The desk saved the note."""
    assert state.detail is not None
    return replace(state, detail=replace(state.detail, written=FactId("note-1")))
