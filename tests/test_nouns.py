"""The leaf nouns: ids, clock, money, numbers, calls, cases, changes, facts, files people write."""

import logging
import uuid
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, ValidationError

from desk_client.call import CallHappening, CallState, IllegalTransition, after
from desk_client.care_body import FlagSet
from desk_client.changes import Changes
from desk_client.clock import RehearsalClock, SystemClock, rfc3339
from desk_client.data_folder import DataFolder, data_folder, resource
from desk_client.errors import BadInput, DeskError, StoreUnreadable
from desk_client.fact import in_order
from desk_client.fact_body import OutcomeLogged, body_from_json, body_to_json
from desk_client.ids import CallId, CaseId, DebtorId, derived_id, new_id
from desk_client.money import Money
from desk_client.phone_number import NotANumber, PhoneNumber
from desk_client.text import Text
from desk_client.yaml_file import load_yaml
from tests.happenings import Shift, ended, outcome
from tests.rows import case, debt

CENTS = st.decimals(
    min_value=-(10**12), max_value=10**12, places=2, allow_nan=False, allow_infinity=False
)


def test_new_ids_are_uuid7_and_sort_by_the_time_they_were_made() -> None:
    made = [uuid.UUID(new_id()) for _ in range(500)]
    assert {each.version for each in made} == {7}
    assert {each.variant for each in made} == {uuid.RFC_4122}
    assert len(set(made)) == 500
    milliseconds = [each.int >> 80 for each in made]
    assert milliseconds == sorted(milliseconds)


def test_a_derived_id_is_the_same_for_the_same_key() -> None:
    assert derived_id("case", "SH-2611-00482") == derived_id("case", "SH-2611-00482")
    assert derived_id("case", "SH-2611-00482") != derived_id("debtor", "SH-2611-00482")
    assert uuid.UUID(derived_id("case", "案件")).version == 5


def test_the_rehearsal_clock_is_shifted_and_says_so() -> None:
    clock = RehearsalClock(timedelta(hours=-9))
    assert clock.rehearsal
    assert not SystemClock().rehearsal
    assert timedelta(hours=8, minutes=59) < SystemClock().now() - clock.now() < timedelta(hours=10)
    assert clock.now().tzinfo is UTC
    assert clock.monotonic() <= SystemClock().monotonic()


def test_times_are_printed_in_utc() -> None:
    shanghai = timezone(timedelta(hours=8))
    assert rfc3339(datetime(2026, 11, 24, 22, 30, tzinfo=shanghai)) == "2026-11-24T14:30:00.000Z"


def test_money_is_exact_to_the_cent() -> None:
    assert Money.of("0.1") + Money.of("0.2") == Money.of("0.30")
    assert str(Money.of("3260.5")) == "3260.50"
    assert Money(Decimal("2.675")) == Money(Decimal("2.68"))
    assert Money(Decimal("2.665")) == Money(Decimal("2.66"))


@pytest.mark.parametrize("text", ["", "3,260.50", "12元", "NaN", "Infinity", "１２..５"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        Money.of(text)


def test_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        Money.of("1") + Money.of("1", "USD")
    with pytest.raises(ValueError, match="do not add up"):
        Money.of("1") - Money.of("1", "USD")


@given(CENTS, CENTS)
def test_money_taken_away_again_leaves_what_was_there(one: Decimal, other: Decimal) -> None:
    assert Money(one) + Money(other) - Money(other) == Money(one)
    assert Money.of(str(Money(one))) == Money(one)


@pytest.mark.parametrize(
    "text",
    [
        "13800001111",
        "138 0000 1111",
        "+86 138-0000-1111",
        "0086 13800001111",
        "１３８００００１１１１",
    ],
)
def test_a_number_is_read_however_it_is_written(text: str) -> None:
    assert PhoneNumber.parse(text).e164 == "+8613800001111"


def test_a_landline_is_read_with_its_area() -> None:
    assert PhoneNumber.parse("(021) 5000-0000").e164 == "+862150000000"


@pytest.mark.parametrize("text", ["", "12", "not a number", "138000011112222333", "\r\nINVITE"])
def test_what_is_no_number_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(NotANumber) as refused:
        PhoneNumber.parse(text)
    assert len(text) < 3 or text not in str(refused.value)


def test_a_number_hides_itself(caplog: pytest.LogCaptureFixture) -> None:
    number = PhoneNumber.parse("13800001111")
    with caplog.at_level(logging.INFO):
        logging.getLogger("desk").info("dialling %s, that is %r", number, number)
    assert caplog.messages == ["dialling 138****1111, that is PhoneNumber(138****1111)"]
    assert "13800001111" not in f"{[number]}{number}"


def test_a_call_lives_from_placed_to_ended() -> None:
    state = CallState.PLACED
    for happening in ("rang", "rang", "answered", "held", "held", "resumed", "resumed", "ended"):
        state = after(state, CallHappening(happening))
    assert state is CallState.ENDED


def test_every_happening_is_either_known_or_illegal() -> None:
    illegal = []
    for state, happening in product(CallState, CallHappening):
        try:
            after(state, happening)
        except IllegalTransition as fault:
            illegal.append(str(fault))
    assert len(illegal) == len(CallState) * len(CallHappening) - 12
    assert "answered cannot follow ended" in illegal


@given(st.lists(st.sampled_from(CallHappening), max_size=30))
def test_nothing_follows_the_end_of_a_call(happenings: list[CallHappening]) -> None:
    state = CallState.PLACED
    lived = [state]
    for happening in happenings:
        try:
            state = after(state, happening)
        except IllegalTransition:
            continue
        lived.append(state)
    assert lived.count(CallState.ENDED) <= 1
    assert all(before is not CallState.ENDED for before, _ in pairwise(lived))


def test_a_cases_balance_is_the_sum_of_its_debts() -> None:
    both = case(1, debt(), debt(balance=Money(Decimal("739.50"))))
    assert both.balance == Money(Decimal(4000))


@pytest.mark.parametrize(
    ("today", "days", "stage"),
    [
        (date(2026, 10, 20), 0, "M0"),
        (date(2026, 10, 1), 0, "M0"),
        (date(2026, 10, 21), 1, "M1"),
        (date(2026, 11, 19), 30, "M1"),
        (date(2026, 11, 20), 31, "M2"),
        (date(2027, 10, 20), 365, "M13"),
    ],
)
def test_days_past_due_count_from_the_oldest_debt(today: date, days: int, stage: str) -> None:
    both = case(1, debt(), debt(due_date=date(2026, 10, 30)))
    assert both.days_past_due(today) == days
    assert both.stage(today) == stage


def test_changes_add_up() -> None:
    one = Changes(frozenset({CaseId("case-1")}), frozenset({DebtorId("debtor-1")}), 2)
    other = Changes(frozenset({CaseId("case-2")}), facts=1)
    assert (one | other).cases == {"case-1", "case-2"}
    assert (one | other).facts == 3
    assert one | Changes() == one
    assert not Changes()


def test_facts_of_one_moment_are_ordered_by_their_ids() -> None:
    shift = Shift()
    shift.conversation()
    assert in_order(reversed(shift.facts)) == shift.facts
    assert shift.facts[0].kind == "attempted"


def test_a_body_is_written_and_read_back() -> None:
    shift = Shift()
    shift.promise(date(2026, 11, 28))
    for told in shift.facts:
        assert body_from_json(body_to_json(told.body)) == told.body


@pytest.mark.parametrize(
    "text",
    [
        '{"kind": "answered", "version": 1, "call_id": "c1", "colour": "red"}',
        '{"kind": "answered", "version": 2, "call_id": "c1"}',
        '{"kind": "applauded", "version": 1, "call_id": "c1"}',
        '{"call_id": "c1"}',
        "[]",
    ],
)
def test_a_body_of_another_making_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        body_from_json(text)


def test_a_body_cannot_be_changed() -> None:
    body = ended(CallId("c1"))
    with pytest.raises(ValidationError, match="frozen"):
        body.code = 486


@given(
    st.builds(
        outcome,
        st.text(min_size=1, max_size=8),
        code=st.sampled_from(["PTP", "DISP"]),
        note=st.text(max_size=40),
        flags=st.lists(st.builds(FlagSet, flag=st.text(max_size=8)), max_size=3).map(tuple),
    )
)
def test_any_outcome_survives_the_way_through_json(body: OutcomeLogged) -> None:
    assert body_from_json(body_to_json(body)) == body


def test_a_text_speaks_both_languages() -> None:
    assert Text("承诺还款", "Promise to pay").in_language("zh") == "承诺还款"
    assert Text("承诺还款", "Promise to pay").in_language("en") == "Promise to pay"


def test_the_folder_named_first_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DESK_CLIENT_DATA", str(tmp_path / "by_environment"))
    assert data_folder(tmp_path / "chosen").root == tmp_path / "chosen"
    assert data_folder().root == tmp_path / "by_environment"
    monkeypatch.delenv("DESK_CLIENT_DATA")
    assert data_folder().root.name == "desk-client"


def test_everything_of_a_desk_lies_in_its_folder(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    places = [folder.store, folder.recordings, folder.logs, folder.central, folder.organisation]
    assert {each.parent for each in places} == {tmp_path}
    assert len(set(places)) == 5


def test_shipped_files_are_found() -> None:
    assert resource("__init__.py").is_file()


def test_errors_for_people_are_one_family() -> None:
    fault = BadInput(where="pack.yaml", line=7, found="hours are 25:00", allowed="give 00:00-24:00")
    assert str(fault) == "pack.yaml:7: hours are 25:00; give 00:00-24:00"
    assert isinstance(fault, DeskError)
    assert isinstance(StoreUnreadable("x"), DeskError)
    assert str(BadInput(where="cases.csv", found="no header", allowed="give one")).startswith(
        "cases.csv: "
    )


class Opening(BaseModel):
    """When a desk is open."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    day: str
    hours: int


class Openings(BaseModel):
    """A file that a person writes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    holidays: bool = False
    open: list[Opening]


def written(folder: Path, text: str) -> Path:
    file = folder / "openings.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file_a_person_wrote_is_read(tmp_path: Path) -> None:
    file = written(tmp_path, "open:\n  - day: 周一\n    hours: 9\n")
    assert load_yaml(file, Openings) == Openings(open=[Opening(day="周一", hours=9)])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("open:\n  - day: mon\n    hours: 9\n    colour: red\n", "openings.yaml:4: unknown key"),
        ("open:\n  - day: mon\n", "openings.yaml:2: open.0.hours is missing"),
        ("open:\n  - day: mon\n    hours: '9'\n", "openings.yaml:3: open.0.hours (found '9')"),
        ("holidays: yes\nopen: []\n", "openings.yaml:1: holidays (found 'yes')"),
        ("open: []\nopen: []\n", "openings.yaml:2: a key is written twice"),
        ("open: [\n", "openings.yaml:"),
        ("open: []\n  day: x\n", "openings.yaml:2: not YAML"),
    ],
)
def test_a_fault_in_it_names_the_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        load_yaml(written(tmp_path, text), Openings)
    assert str(refused.value).startswith(says)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "openings.yaml"
    file.write_bytes(b"\xff\xfe\x00open")
    with pytest.raises(BadInput, match="cannot be read"):
        load_yaml(file, Openings)
    with pytest.raises(BadInput, match="cannot be read"):
        load_yaml(tmp_path / "missing.yaml", Openings)
