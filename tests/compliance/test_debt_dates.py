"""What a debt's own dates say: the end of the validation period over holidays and weekends, a
dispute inside and after it, and the day from which a debt is too old for a suit."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.compliance.debt_dates import DebtDate, flags_told, validation_end
from desk_client.compliance.load import shipped_packs
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import (
    Address,
    Collector,
    ContactRequest,
    Content,
    DebtFacts,
    DebtorFacts,
    Flag,
    Location,
    Party,
)
from desk_client.compliance.situation import Situation, ZonePolicy

SENT = st.dates(min_value=date(2022, 1, 1), max_value=date(2034, 12, 1))


def told(what: DebtDate, *debts: DebtFacts, zone: str | None = "America/New_York") -> list[Flag]:
    where = () if zone is None else (Location(source="address", zone=zone, region="US-NY"),)
    request = ContactRequest(
        now=datetime(2026, 12, 7, 15, tzinfo=UTC),
        kind="call",
        debtor=DebtorFacts(id="d1", locations=where),
        debts=debts,
    )
    return list(flags_told(what, Situation(request, ZonePolicy())))


@pytest.mark.parametrize(
    ("sent", "last"),
    [
        (date(2026, 11, 2), date(2026, 12, 9)),  # Monday; received Monday the 9th, five days on
        (date(2026, 11, 5), date(2026, 12, 13)),  # over a weekend and Veterans Day: the 13th
        (date(2026, 12, 21), date(2027, 1, 28)),  # over Christmas: received Tuesday the 29th
        (date(2026, 7, 1), date(2026, 8, 8)),  # Independence Day is kept on Friday the 3rd
    ],
)
def test_receipt_is_assumed_five_working_days_after_sending_and_thirty_days_run(
    sent: date, last: date
) -> None:
    assert validation_end(DebtFacts(id="A", validation_sent_on=sent)) == last


def test_an_assumed_receipt_that_is_told_is_not_counted_again() -> None:
    debt = DebtFacts(
        id="A", validation_sent_on=date(2026, 11, 2), validation_assumed_on=date(2026, 11, 12)
    )
    assert validation_end(debt) == date(2026, 12, 12)
    assert validation_end(DebtFacts(id="A")) is None
    beyond = DebtFacts(id="A", validation_sent_on=date(2050, 1, 3))
    assert validation_end(beyond) is None  # the holidays of that year are not known


@given(SENT)
def test_the_period_is_never_shorter_than_the_law_says(sent: date) -> None:
    end = validation_end(DebtFacts(id="A", validation_sent_on=sent))
    assert end is not None
    assert timedelta(days=35) <= end - sent <= timedelta(days=43)
    assert (end - timedelta(days=30)).weekday() < 5


def test_a_dispute_counts_inside_the_period_and_on_its_last_day() -> None:
    def debt(disputed: date) -> DebtFacts:
        return DebtFacts(
            id="A", validation_assumed_on=date(2026, 11, 1), disputed_in_writing_on=disputed
        )

    (flag,) = told("written_dispute", debt(date(2026, 12, 1)))  # the thirtieth day
    assert (flag.debts, flag.until) == (("A",), None)
    assert flag.from_ == datetime(2026, 12, 1, 5, tzinfo=UTC)  # midnight in New York
    assert told("written_dispute", debt(date(2026, 12, 2))) == []


def test_a_dispute_of_which_nobody_knows_the_period_counts() -> None:
    debt = DebtFacts(id="A", disputed_in_writing_on=date(2026, 12, 2))
    assert len(told("written_dispute", debt)) == 1
    (flag,) = told("written_dispute", debt, zone=None)
    assert flag.from_ is None  # in force from ever: no clock is known


def test_the_period_runs_from_sending_to_the_end_of_its_last_day() -> None:
    debt = DebtFacts(id="A", validation_sent_on=date(2026, 11, 2))
    (flag,) = told("validation_period", debt, DebtFacts(id="B"))
    assert flag.from_ == datetime(2026, 11, 2, 5, tzinfo=UTC)
    assert flag.until == datetime(2026, 12, 10, 5, tzinfo=UTC)


def test_a_debt_is_too_old_for_a_suit_from_the_day_after() -> None:
    old = DebtFacts(id="A", limitation_date=date(2026, 12, 6))
    young = DebtFacts(id="B", limitation_date=date(2028, 1, 1))
    first, second = told("time_barred", old, young)
    assert (first.debts, first.from_) == (("A",), datetime(2026, 12, 7, 5, tzinfo=UTC))
    assert second.from_ == datetime(2028, 1, 2, 5, tzinfo=UTC)
    assert told("time_barred", DebtFacts(id="C")) == []


def test_words_of_a_suit_are_blocked_for_an_old_debt_though_one_was_decided() -> None:
    def answered(last_day: date) -> list[str]:
        request = ContactRequest(
            now=datetime(2026, 12, 7, 15, tzinfo=UTC),
            kind="email",
            collector=Collector(role="third_party", entity="agency-a"),
            address=Address(value="jane@example.com", place="email", state="valid"),
            party=Party(id="d1", role="debtor"),
            debtor=DebtorFacts(
                id="d1",
                locations=(Location(source="address", zone="America/New_York", region="US-NY"),),
                flags=(Flag(flag="legal_decision"),),
            ),
            debts=(DebtFacts(id="A", limitation_date=last_day),),
            history_as_of=datetime(2026, 12, 7, 15, tzinfo=UTC),
            content=Content(template="try", signed=True, opt_out=True, text="We will sue you."),
        )
        return [
            reason.rule
            for reason in PackSet(shipped_packs(), ("us-regf",)).verdict(request).reasons
        ]

    assert answered(date(2026, 12, 6)) == ["regf.no_suit"]
    assert answered(date(2026, 12, 7)) == []  # the last day on which one could be brought
