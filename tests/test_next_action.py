"""What an outcome key causes: the sheet before Enter and the fact after it say the same."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.compliance.request import ContactKind
from desk_client.fact_body import (
    CallbackTerms,
    OutcomeLogged,
    PromiseTerms,
    body_from_json,
    body_to_json,
)
from desk_client.ids import CallId, DebtId
from desk_client.next_action import (
    OutcomeTerms,
    effects,
    effects_of,
    logged,
    missing,
    planned,
)
from desk_client.outcome import Level, Outcome, outcome, table
from desk_client.plan_body import InstalmentTerms, PlanTerms
from desk_client.text import Text

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 2, 46, tzinfo=UTC)  # Tuesday 10:46 in Shanghai
CALL = CallId("01936000-0000-7000-8000-000000000001")
PROMISE = PromiseTerms(
    amount=Decimal("800.00"), currency="CNY", due=date(2026, 11, 28), channel="bank_app"
)
PLAN = PlanTerms(
    total=Decimal("1600.00"),
    currency="CNY",
    agreed_on=date(2026, 11, 24),
    instalments=(
        InstalmentTerms(due=PROMISE.due, amount=Decimal("800.00")),
        InstalmentTerms(due=date(2026, 12, 28), amount=Decimal("800.00")),
    ),
)
CALLBACK = CallbackTerms(at=NOW + timedelta(hours=5), agreed=True)
FILLED = OutcomeTerms(
    promise=PROMISE, plan=PLAN, callback=CALLBACK, debts=(DebtId("A"),), note="十月减班，每周五发薪"
)
ROWS = st.sampled_from(table().outcomes)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
ZONES = st.sampled_from(
    [SHANGHAI, ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata")]
)


def fact(
    code: str, level: Level | None = None, *, now: datetime = NOW, terms: OutcomeTerms = FILLED
) -> OutcomeLogged:
    return logged(outcome(code, level), call_id=CALL, terms=terms, now=now, zone=SHANGHAI)


def local(moment: datetime | None, zone: ZoneInfo = SHANGHAI) -> str:
    assert moment is not None
    return f"{moment.astimezone(zone):%m-%d %H:%M}"


def told(code: str, level: Level | None = None, *, now: datetime = NOW) -> list[tuple[str, str]]:
    """The sheet as it reads in Chinese, moments in Shanghai."""
    return [
        (
            effect.what.zh,
            local(effect.value)
            if isinstance(effect.value, datetime)
            else effect.value.zh
            if effect.value
            else "",
        )
        for effect in effects(outcome(code, level), FILLED, now, SHANGHAI)
    ]


def test_a_promise_moves_the_case_reminds_the_day_before_and_looks_the_day_after() -> None:
    assert told("PTP") == [
        ("案件移至", "承诺待兑现"),
        ("应发约定与逐项账单", "今日"),
        ("到期前提醒", "11-27 18:00"),
        ("未到账则回呼", "11-29 10:00"),
    ]
    body = fact("PTP")
    assert body.promise == PROMISE
    assert body.callback is not None
    assert local(body.callback.at) == "11-29 10:00"
    assert not body.callback.agreed
    assert (body.case_status, body.contact_point_state) == ("promised", "valid")
    assert (body.result, body.reached, body.note) == ("conversation", "debtor", FILLED.note)


def test_a_reminder_that_is_past_already_is_not_listed() -> None:
    evening = datetime(2026, 11, 27, 10, 30, tzinfo=UTC)  # 18:30 the day before it is due
    assert "到期前提醒" not in [what for what, _ in told("PTP", now=evening)]


def test_a_dispute_holds_the_debts_talked_about_and_goes_to_the_disputes_desk() -> None:
    body = fact("DISP")
    assert [(flag.flag, flag.debts, flag.until) for flag in body.flags] == [
        ("dispute", ("A",), None)
    ]
    assert body.queue == "disputes"
    assert body.callback is None
    assert ("答复期限", "12-09 18:00") in told("DISP")


def test_hardship_pauses_for_fourteen_days() -> None:
    body = fact("HARD")
    assert [flag.until for flag in body.flags] == [NOW + timedelta(days=14)]
    assert ("困难审核期间不催收，至", "12-08 10:46") in told("HARD")


def test_a_stop_by_somebody_else_never_reads_as_the_debtor_s_own() -> None:
    own = fact("CEASE", "RPC")
    assert [flag.party for flag in own.flags] == [None]
    for code, level in (("CEASE", "TPC"), ("CEASE", "WPC"), ("TPREF", "TPC")):
        row = outcome(code, level)  # type: ignore[arg-type]
        body = logged(row, call_id=CALL, terms=FILLED, now=NOW, zone=SHANGHAI)
        assert all(flag.party for flag in body.flags)
    named = OutcomeTerms(party="contact-7")
    assert fact("CEASE", "TPC", terms=named).flags[0].party == "contact-7"


def test_who_is_incapable_is_written_letters_and_nothing_else() -> None:
    """So the screen says: letters only."""
    (laid,) = fact("INC", "TPC").flags
    assert {*laid.channels, "letter"} == set(get_args(ContactKind))


def test_a_stop_may_be_for_some_channels_only() -> None:
    body = fact("CEASE", "RPC", terms=OutcomeTerms(channels=("sms",)))
    assert body.flags[0].channels == ("sms",)
    assert fact("DISP", terms=OutcomeTerms(channels=("sms",))).flags[0].channels == ()


def test_a_wrong_number_is_marked_and_the_case_stays_where_it_is() -> None:
    body = fact("WPC")
    assert body.contact_point_state == "wrong"
    assert body.case_status is None
    assert ("本号码记为", "非本人") in told("WPC")


@pytest.mark.parametrize(
    ("code", "retry"),
    [
        ("NA", "11-24 12:30"),
        ("VM", "11-24 12:30"),
        ("BUSY", "11-24 11:06"),
        ("DROP", "11-24 10:48"),
        ("HU", "11-25 10:00"),
        ("SUSP", "11-27 10:00"),
    ],
)
def test_where_nobody_was_reached_the_next_try_is_planned(code: str, retry: str) -> None:
    body = fact(code, "NC")
    assert body.callback is not None
    assert local(body.callback.at) == retry
    assert body.case_status is None


@pytest.mark.parametrize(
    ("code", "now", "retry"),
    [
        ("NA", "17:40", "11-25 09:30"),  # an hour on is past the evening's start
        ("NA", "07:00", "11-24 09:30"),
        ("BUSY", "20:25", "11-25 09:00"),
        ("BUSY", "23:50", "11-25 09:00"),
        ("BUSY", "06:00", "11-24 09:00"),
    ],
)
def test_a_try_outside_the_house_s_hours_waits_for_them(code: str, now: str, retry: str) -> None:
    hour, minute = map(int, now.split(":"))
    moment = datetime(2026, 11, 24, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)
    body = fact(code, "NC", now=moment)
    assert body.callback is not None
    assert local(body.callback.at) == retry


def test_an_agreed_callback_is_the_debtor_s_own_hour() -> None:
    body = fact("CB")
    assert body.callback == CALLBACK
    assert ("约定回呼", "11-24 15:46") in told("CB")
    assert ("提前提示本坐席", "11-24 15:31") in told("CB")


def test_a_form_that_is_not_filled_is_said_and_logs_nothing() -> None:
    for code in ("PTP", "PTPP", "PPART", "CB", "INCON"):
        row = outcome(code)
        lacks = missing(row, OutcomeTerms())
        assert lacks is not None
        assert effects(row, OutcomeTerms(), NOW, SHANGHAI) == ()
        with pytest.raises(ValueError, match=lacks.en):
            logged(row, call_id=CALL, terms=OutcomeTerms(), now=NOW, zone=SHANGHAI)


def test_what_the_line_proposed_says_so() -> None:
    row = outcome("BUSY")
    body = logged(row, call_id=CALL, terms=OutcomeTerms(), now=NOW, zone=SHANGHAI, by_line=True)
    assert body.by_line


@given(ROWS, MOMENTS, ZONES, st.integers(0, 14))
def test_the_sheet_and_the_fact_agree(
    row: Outcome, now: datetime, zone: ZoneInfo, ahead: int
) -> None:
    due = now.astimezone(zone).date() + timedelta(days=ahead)
    terms = OutcomeTerms(
        promise=PROMISE.model_copy(update={"due": due}),
        plan=PLAN,
        callback=CallbackTerms(at=now + timedelta(days=1), agreed=True),
    )
    sheet = effects(row, terms, now, zone)
    body = logged(row, call_id=CALL, terms=terms, now=now, zone=zone)
    assert body_from_json(body_to_json(body)) == body
    assert effects_of(body, now, zone) == sheet
    words = table()
    values = [effect.value for effect in sheet]
    if body.case_status:
        assert words.statuses[body.case_status] in values
    if body.queue:
        assert words.queues[body.queue] in values
    if body.contact_point_state in {"wrong", "invalid"}:
        assert words.contact_points[body.contact_point_state or ""] in values
    assert {words.flags[flag.flag] for flag in body.flags} <= {effect.what for effect in sheet}
    if body.callback:
        assert body.callback.at in values
        assert body.callback.at > now
    assert (body.promise is None) == (row.form not in {"promise", "plan"})
    assert (body.plan is None) == (row.form != "plan")
    assert all(isinstance(value, Text | datetime) for value in values)


@given(ROWS, MOMENTS, ZONES)
def test_no_call_is_planned_outside_the_lawful_day(
    row: Outcome, now: datetime, zone: ZoneInfo
) -> None:
    body = logged(row, call_id=CALL, terms=FILLED, now=now, zone=zone)
    if body.callback is not None and not body.callback.agreed:
        assert 8 <= body.callback.at.astimezone(zone).hour < 22
    for todo in planned(body, now, zone):
        assert todo.at is None or todo.at > now


def test_summer_time_keeps_the_hour_on_the_wall() -> None:
    new_york = ZoneInfo("America/New_York")
    now = datetime(2026, 3, 6, 20, 0, tzinfo=UTC)  # the clocks go forward on 8 March
    terms = OutcomeTerms(promise=PROMISE.model_copy(update={"due": date(2026, 3, 8)}))
    body = logged(outcome("PTP"), call_id=CALL, terms=terms, now=now, zone=new_york)
    times = [local(todo.at, new_york) for todo in planned(body, now, new_york) if todo.at]
    assert times == ["03-07 18:00", "03-09 10:00"]
