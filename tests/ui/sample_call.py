"""The made-up call of the pictures: the callscript at three places, the outcome grid at each level,
the promise that is agreed and the sheet after hang-up."""

from datetime import date
from typing import Any

from desk_client.money import Money
from desk_client.services.call_parts import (
    Choice,
    Effect,
    FactorRow,
    NextCase,
    OutcomeGrid,
    OutcomeRow,
    PromiseDraft,
    ScriptLine,
    ScriptPane,
    Span,
    WrapUpSheet,
)
from desk_client.text import Text
from tests.ui.sample_people import World

_STEPS = (
    ("开场", "Greet"),
    ("表明身份", "Identify"),
    ("核身", "Verify"),
    ("告知", "Disclose"),
    ("事由", "Reason"),
    ("倾听", "Listen"),
    ("方案", "Solve"),
    ("确认", "Confirm"),
    ("结束", "Close"),
)

LEVELS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "RPC": (
        ("P", "承诺还款", "Promise to pay"),
        ("E", "协商分期", "Plan agreed"),
        ("K", "约定回呼", "Callback agreed"),
        ("O", "称已还款", "Says paid"),
        ("T", "承诺部分还款", "Part promise"),
        ("W", "不便通话", "Bad time now"),
        ("R", "拒绝还款", "Refuses"),
        ("F", "经济困难", "Hardship"),
        ("D", "提出异议", "Dispute"),
        ("J", "投诉", "Complaint"),
        ("S", "要求停止联系", "Stop contact"),
        ("G", "需关怀", "Vulnerable"),
        ("L", "委托律师", "Attorney"),
        ("A", "转主管", "To team lead"),
        ("H", "中途挂断", "Hung up"),
    ),
    "TPC": (
        ("W", "未通过核身", "Not verified"),
        ("K", "愿意转告", "Will pass on"),
        ("Q", "提供新线索", "New contact data"),
        ("E", "愿代还", "Offers to pay"),
        ("R", "拒绝转告", "Won't pass on"),
        ("S", "要求停止", "Stop contact"),
        ("D", "本人去世", "Deceased"),
        ("F", "失能/服刑", "Incapacity, prison"),
        ("H", "挂断", "Hung up"),
    ),
    "WPC": (
        ("W", "号码错误", "Wrong number"),
        ("E", "号码易主", "Reassigned"),
        ("D", "同名他人", "Same name"),
        ("S", "要求停止", "Stop contact"),
    ),
    "NC": (
        ("Q", "无人接听", "No answer"),
        ("W", "忙线", "Busy"),
        ("E", "关机", "Switched off"),
        ("R", "停机", "Suspended"),
        ("T", "空号", "Not in service"),
        ("Y", "语音信箱", "Voicemail"),
        ("U", "AI 助理接听", "Call assistant"),
        ("A", "被拒接", "Declined"),
        ("L", "运营商拦截", "Blocked"),
    ),
}


def outcomes(
    level: str,
    *,
    chosen: str = "",
    note: Text | None = None,
    line_says: Text | None = None,
    allowed: bool = True,
) -> OutcomeGrid:
    return OutcomeGrid(
        level=level,
        rows=tuple(
            OutcomeRow(
                code=f"{level}-{key}",
                key=key,
                label=Text(zh, en),
                likely=index < (2 if level in ("TPC", "NC") else 4),
                allowed=allowed,
                why_not=None if allowed else Text("先核身", "identity first"),
                chosen=key == chosen,
            )
            for index, (key, zh, en) in enumerate(LEVELS[level])
        ),
        note=note,
        line_says=line_says,
    )


def _line(text: str, *, must: bool = False, said: Any = None) -> ScriptLine:
    parts = text.split("**")
    spans = tuple(Span(text=part, strong=bool(n % 2)) for n, part in enumerate(parts) if part)
    return ScriptLine(spans=spans, must_say=must, said_at=said)


def _steps(here: int) -> tuple[tuple[Text, str], ...]:
    return tuple(
        (Text(zh, en), "done" if n < here else "current" if n == here else "coming")
        for n, (zh, en) in enumerate(_STEPS)
    )


def _script(world: World, here: int, said: int, **more: Any) -> ScriptPane:
    empty: dict[str, Any] = {"past": (), "branches": (), "factors": (), "hint": None}
    return ScriptPane(
        title=Text("信用卡 M1", "Cards M1"),
        version="7",
        steps=_steps(here),
        must_said=said,
        must_total=6,
        **(empty | more),
    )


def script_start(world: World) -> ScriptPane:
    zh = world.language == "zh"
    greet = (
        f"您好，打扰了，请问是**{world.greeting}**本人吗？"
        if zh
        else f"Good morning, may I speak with **{world.greeting}**, please?"
    )
    return _script(
        world,
        0,
        0,
        current=_line(greet),
        coming=(
            _line(
                f"我是示例银行信用卡中心的{world.agent}，工号 20317。"
                if zh
                else f"This is {world.agent} with Example Bank Card Services.",
                must=True,
            ),
            _line("本次通话会录音。" if zh else "This call is recorded.", must=True),
        ),
        branches=(
            ("1", Text("是本人", "Speaking")),
            ("2", Text("别人接听", "Someone else")),
            ("3", Text("打错了", "Wrong number")),
            ("4", Text("稍后再打", "Call later")),
        ),
    )


def script_verifying(world: World) -> ScriptPane:
    zh = world.language == "zh"
    return _script(
        world,
        2,
        2,
        past=(
            _line(
                f"您好，打扰了，请问是{world.greeting}本人吗？"
                if zh
                else f"Good morning, may I speak with {world.greeting}, please?"
            ),
            _line(
                f"我是示例银行信用卡中心的{world.agent}，工号 20317。"
                if zh
                else f"This is {world.agent} with Example Bank Card Services.",
                must=True,
                said=world.at(10, 41, 20),
            ),
            _line(
                "本次通话会录音。" if zh else "This call is recorded.",
                must=True,
                said=world.at(10, 41, 24),
            ),
        ),
        current=_line(
            "请问您的**账单地址**在哪个区？"
            if zh
            else "Could you give me the **district** of your address, please?",
            must=True,
        ),
        coming=(
            _line("谢谢您，王先生。" if zh else "Thank you, Mr Okafor."),
            _line(
                "今天来电是和您核对信用卡账单。"
                if zh
                else "I am calling about your card statement.",
                must=True,
            ),
        ),
        factors=(
            FactorRow(
                key="1",
                name=Text("证件号码后四位", "Last four of the identity card"),
                expected="3317",
                state="matched",
                at=world.at(10, 42, 12),
            ),
            FactorRow(
                key="2",
                name=Text("账单地址所在区", "District of the billing address"),
                expected="浦东新区" if zh else "Harlem",
                state="to_ask",
                at=None,
            ),
            FactorRow(
                key="3",
                name=Text("出生年月", "Year and month of birth"),
                expected="1985-03",
                state="to_ask",
                at=None,
            ),
        ),
        hint=Text(
            "请对方报出，不要念给对方。两次不符则礼貌结束。",
            "Ask, never read out. Two misses: close politely.",
        ),
    )


def script_solving(world: World) -> ScriptPane:
    zh = world.language == "zh"
    said = [
        "您尾号 1234 的卡，本期应还 3,260.50 元。",
        "到期日是 11 月 5 日，今天是逾期第 19 天。",
        "您方便说说遇到了什么情况吗？我先听您讲。",
    ]
    if not zh:
        said = [
            "Your card ending 1234 shows 3,260.50 due on 5 November.",
            "Today is day 19 past the due date.",
            "May I ask what happened? I'll listen first.",
        ]
    return _script(
        world,
        6,
        5,
        past=tuple(
            _line(text, must=n < 2, said=world.at(10, 43, 2 + 5 * n) if n < 2 else None)
            for n, text in enumerate(said)
        ),
        current=_line(
            "本周六前先还 **800 元**，您看可以吗？"
            if zh
            else "Would **¥ 800** by **Saturday** be manageable?",
            must=True,
        ),
        coming=(
            _line(
                "我重复一遍：11 月 28 日前转入 800 元，对吗？"
                if zh
                else "Let me repeat: 800 by 28 November, by bank app.",
                must=True,
            ),
            _line(
                "我会把逐项账单发到您的手机。"
                if zh
                else "I'll send you the itemised statement today."
            ),
        ),
        branches=(
            ("1", Text("同意", "Agrees")),
            ("2", Text("金额太高", "Too much")),
            ("3", Text("只能部分", "Only part")),
            ("4", Text("现在定不了", "Can't decide")),
        ),
        hint=Text("说完金额停两秒，等对方回答。", "Pause after the figure. Let the person answer."),
    )


def draft() -> PromiseDraft:
    return PromiseDraft(
        amounts=(
            Choice(label="¥ 800.00", hint=Text("刚才商定", "as agreed"), chosen=True),
            Choice(label="¥ 1,086.20", hint=Text("最低应还", "minimum due"), chosen=False),
            Choice(label="¥ 3,260.50", hint=Text("全额", "in full"), chosen=False),
        ),
        dates=(
            Choice(label="2026-11-25", hint=Text("明日", "tomorrow"), chosen=False),
            Choice(label="2026-11-28", hint=Text("商定", "agreed"), chosen=True),
            Choice(label="2026-12-05", hint=Text("发薪日", "payday"), chosen=False),
            Choice(label="2026-12-08", hint=Text("最晚", "latest"), chosen=False),
        ),
        channels=(
            Choice(label="app", hint=Text("手机银行", "Bank app"), chosen=True),
            Choice(label="transfer", hint=Text("转账", "Transfer"), chosen=False),
            Choice(label="branch", hint=Text("网点", "Branch"), chosen=False),
        ),
        amount=Money.of("800.00"),
        due=date(2026, 11, 28),
        checks=(
            Text("不高于余额", "Not above the balance"),
            Text("在 14 天内", "within 14 days"),
            Text("替换今日到期的承诺", "replaces the promise due today"),
        ),
        faults=(),
    )


_SAID = {
    "zh": (
        "我是示例银行信用卡中心的李明，工号 20317。",
        "本次通话会录音。",
        "您尾号 1234 的卡本期应还。",
        "我重复一遍：11 月 28 日前转入。",
    ),
    "en": (
        "Name, company, staff number",
        "This call is recorded",
        "Amount and date of the debt",
        "Promise repeated: 28 November, bank app",
    ),
}


def wrap_up(world: World) -> WrapUpSheet:
    lines = (
        ("document", "案件移至", "Case moves to", "承诺待兑现", "Promise pending", ""),
        ("clock", "到期前提醒", "Reminder", "11-27 18:00", "27 Nov 18:00", "GB/T 45251 5.3"),
        ("phone", "未到账则回呼", "Callback if nothing arrives", "11-29 10:00", "29 Nov 10:00", ""),
        ("shield", "今日还可有效通话", "Effective calls left today", "2 次", "2", "GB/T 45251 5.3"),
    )
    return WrapUpSheet(
        chosen=Text("承诺还款", "Promise to pay"),
        chosen_key="P",
        promise=draft(),
        callback=None,
        effects=tuple(
            Effect(
                icon=icon,
                what=Text(zh, en),
                value=Text(val_zh, val_en),
                clause=Text(clause, clause),
            )
            for icon, zh, en, val_zh, val_en, clause in lines
        ),
        logged=False,
        ends_at=world.at(10, 47, 3),
        rests_since=None,
        length_s=45,
        must_said=6,
        must_total=6,
        said=tuple(
            (world.at(10, 41 + n, 20), line) for n, line in enumerate(_SAID[world.language])
        ),
        next_case=NextCase(
            name=world.others[0],
            reason=Text("约定 11:00 回呼", "callback at 11:00"),
            until=world.at(22, 0),
        ),
    )
