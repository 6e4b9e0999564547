"""Contact points in words: what became of every attempt, and by which part of the day calls were
answered; and what the left and right columns make of them, by values alone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_client.case_state import LaidFlag
from desk_client.compliance.pack_set import PackSet
from desk_client.contact import Contact
from desk_client.debtor import PartyRole, Place
from desk_client.ids import CaseId, DebtId, FactId
from desk_client.money import Money
from desk_client.payment import Payment
from desk_client.services import detail_blocks, detail_points
from desk_client.services.case_in_hand import CaseInHand, in_hand
from desk_client.services.case_parts import Mark
from desk_client.services.point_words import (
    FEW,
    PARTS_OF_DAY,
    answered_by_part,
    attempts_text,
    better_part,
    masked_address,
    point_name,
)
from tests.happenings import MORNING, Shift
from tests.rows import case, debt, debtor, point
from tests.services.hands import SHANGHAI

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MOBILE = point().value
PACKS = PackSet.shipped()


def call(hour: int, *, answered: bool = True, **more: Any) -> Contact:
    """At this hour in Shanghai, yesterday."""
    fields: dict[str, Any] = {
        "id": f"{hour}-{answered}",
        "at": datetime(2026, 11, 23, hour, 30, tzinfo=SHANGHAI).astimezone(UTC),
        "kind": "call",
        "direction": "out",
        "address": MOBILE,
        "place": "mobile",
        "party": "debtor-1",
        "party_role": "debtor",
        "debts": (),
        "campaign": "autumn",
        "result": "conversation" if answered else "no_answer",
        "reached": None,
        "talk_s": 60.0,
        "consented": False,
    }
    return Contact(**fields | more)


def hand(shift: Shift | None = None, **more: Any) -> CaseInHand:
    facts = shift.facts if shift else ()
    fields: dict[str, Any] = {"case": case(1), "debtor": debtor(1), "points": (point(1),)}
    return in_hand(**fields | more, of_debtor=facts)


def known(of: CaseInHand, *, open_: bool = True, **more: Any) -> detail_blocks.Known:
    fields: dict[str, Any] = {"payments": (), "answered": {}, "packs": PACKS}
    return detail_blocks.Known(hand=of, now=NOW, open=open_, **fields | more)


def test_addresses_are_masked_each_in_its_way() -> None:
    assert masked_address("+8613800001111", "mobile") == "138****1111"
    assert masked_address("wang@example.com", "email") == "w***g@example.com"
    assert masked_address("ab@example.com", "email") == "***@example.com"
    assert masked_address("短", "post") == "短"
    assert masked_address("上海市静安区示例路 1 号 12 弄 3 室", "post").endswith("…")


@settings(max_examples=20, deadline=None)
@given(st.emails())
def test_an_address_is_never_told_whole(address: str) -> None:
    name, _, host = address.partition("@")
    shown = masked_address(address, "email")
    assert shown.endswith(f"@{host}")
    assert len(name) <= 2 or name not in shown.removesuffix(f"@{host}")


def test_whose_it_is() -> None:
    assert point_name(point()).zh == "本人手机"
    assert point_name(point(place=Place.EMAIL)).zh == "邮箱"
    spouse = point(role=PartyRole.SPOUSE, person="王芳")
    assert (point_name(spouse).zh, point_name(spouse).en) == ("配偶 王芳", "Spouse 王芳")


def test_what_became_of_every_attempt() -> None:
    history = (
        call(9),
        call(10, answered=False),
        call(11, direction="in"),
        call(12, kind="sms", result="sent"),
        call(13, address="+8613900000000"),
    )
    said = attempts_text(point(), history, NOW, SHANGHAI)
    assert said.zh == "拨 2 次，接通 1 次，来电 1 次，短信 1 条，最近 11-23"
    assert said.en == "Called 2, answered 1, rang us 1, 1 texts, last 23 Nov"
    assert attempts_text(point(), (), NOW, SHANGHAI).zh == "尚未联系"
    mail = point(place=Place.EMAIL, value="w@example.com")
    sent = call(9, kind="email", address="w@example.com", result="sent")
    replied = call(10, kind="email", direction="in", address="w@example.com")
    said = attempts_text(mail, (sent, replied), NOW, SHANGHAI)
    assert said.zh == "发送 1 次，回复 1 次，最近 11-23"


@given(st.lists(st.tuples(st.integers(0, 23), st.booleans()), max_size=40))
def test_every_call_is_in_one_part_of_the_day(calls: list[tuple[int, bool]]) -> None:
    history = [call(hour, answered=answered) for hour, answered in calls]
    counts = answered_by_part(history, frozenset({MOBILE}), SHANGHAI)
    assert sum(called for _, called in counts) == len(calls)
    assert sum(answered for answered, _ in counts) == sum(answered for _, answered in calls)
    assert len(counts) == len(PARTS_OF_DAY)
    best = better_part(counts)
    if best is not None:
        answered, called = counts[best]
        assert called >= FEW
        rates = [a / c for a, c in counts if c >= FEW]
        assert answered / called == max(rates)


def test_the_parts_meet_where_they_say() -> None:
    counts = answered_by_part(
        [call(11), call(12), call(13), call(14), call(17), call(18)],
        frozenset({MOBILE}),
        SHANGHAI,
    )
    assert [called for _, called in counts] == [1, 2, 2, 1]


def test_few_calls_are_counted_and_not_compared() -> None:
    few = hand()
    few = type(few)(**{f: getattr(few, f) for f in few.__slots__} | {"history": (call(9),)})
    block = detail_points.hours(few)
    assert block.right.zh == "每段不足 5 次，不作比较"
    assert block.lines[0].right.en == "1 of 1 answered"
    assert block.lines[1].right.en == "Not tried"
    many = type(few)(
        **{f: getattr(few, f) for f in few.__slots__}
        | {"history": tuple(call(15) for _ in range(FEW))}
    )
    assert detail_points.hours(many).right.en == "Afternoon best"


def test_debts_with_their_parts_and_those_of_other_cases() -> None:
    whole = debt(
        1,
        interest=Money.of("200.00"),
        fees=Money.of("60.50"),
        minimum_due=Money.of("1086.20"),
    )
    other = case(2, debt(2, card_last4=""))
    block = detail_points.debts(hand(), (other, case(1, whole)), NOW, open_=True)
    own, second = block.lines
    assert own.strong.zh == "card 尾号 4417"
    assert own.right.zh == "¥ 3,260.50"
    assert own.below[0].zh == "本金 3,000.00 · 利息 200.00 · 费用 60.50 · 最低应还 1,086.20"
    assert own.below[1].zh == "10-20 到期，逾期 35 天"
    assert second.text.zh == "案件 SH-2611-00002"
    shut = repr(detail_points.debts(hand(), (other, case(1, whole)), NOW, open_=False))
    assert "260" not in shut
    assert "10-20" not in shut


def test_promises_say_how_long_they_have() -> None:
    shift = Shift()
    shift.promise(date(2026, 11, 26), "800.00")
    of = hand(shift)
    block = detail_blocks.promises(known(of))
    assert block.title.zh == "承诺 · 1"
    assert (block.lines[0].strong.zh, block.lines[0].right.zh) == ("¥ 800.00", "待兑现，还有 2 天")
    shut = detail_blocks.promises(known(of, open_=False)).lines[0]
    assert (shut.strong.zh, shut.text.zh, shut.right.zh) == ("承诺", "", "待兑现")
    assert detail_blocks.promises(known(hand())).nothing.zh == "尚无承诺"


@pytest.mark.parametrize(
    ("due", "said"),
    [(date(2026, 11, 24), "待兑现，今日到期"), (date(2026, 11, 23), "待兑现，等待入账")],
)
def test_a_promise_on_its_day_and_while_the_bank_posts(due: date, said: str) -> None:
    shift = Shift(start=MORNING - timedelta(days=3))
    shift.promise(due)
    assert detail_blocks.promises(known(hand(shift))).lines[0].right.zh == said


def test_payments_are_figures_and_their_sum_is_told() -> None:
    paid = tuple(
        Payment(
            case_id=CaseId("case-1"),
            debt_id=DebtId("debt-1"),
            amount=Money.of("100.00"),
            paid_on=date(2026, 11, day),
        )
        for day in (1, 9)
    )
    block = detail_blocks.payments(known(hand(), payments=paid))
    assert (block.right.zh, [each.right.zh for each in block.lines]) == (
        "共 ¥ 200.00",
        ["11-09", "11-01"],
    )
    shut = detail_blocks.payments(known(hand(), payments=paid, open_=False))
    assert (shut.lines, shut.title.zh) == ((), "付款")


def laid(name: str, days_ago: int, **more: Any) -> LaidFlag:
    fields: dict[str, Any] = {"until": None, "debts": (), "channels": (), "party": None}
    return LaidFlag(
        fact_id=FactId(f"{name}-{days_ago}"),
        flag=name,
        since=NOW - timedelta(days=days_ago),
        **fields | more,
    )


@pytest.mark.parametrize(
    ("flag", "said"),
    [
        (laid("dispute", 3), "还剩 12 天"),
        (laid("dispute", 15), "今日到期"),
        (laid("dispute", 20), "超期 5 天"),
        (laid("complaint_hold", 1), "还剩 14 天"),
        (laid("dispute", 3, until=NOW - timedelta(days=1)), "已结束"),
    ],
)
def test_disputes_and_complaints_with_the_days_their_packs_give(flag: LaidFlag, said: str) -> None:
    of = hand()
    of = type(of)(**{f: getattr(of, f) for f in of.__slots__} | {"flags": (flag,)})
    (line,) = detail_blocks.contested(known(of)).lines
    assert line.right.zh == said
    answered = detail_blocks.contested(known(of, answered={flag.fact_id: NOW})).lines[0]
    assert (answered.right.zh, answered.mark) == ("今日 17:00 已答复", Mark.DONE)


def test_callbacks_agreed_and_planned() -> None:
    shift = Shift()
    shift.callback(NOW + timedelta(hours=2))
    (line,) = detail_blocks.callbacks(known(hand(shift))).lines
    assert (line.strong.zh, line.right.zh) == ("19:00", "客户约定")
