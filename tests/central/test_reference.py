"""What an import writes: new, changed or the same, and counted so."""

from dataclasses import replace

from desk_client.central import reference
from desk_client.central.reference import Written
from desk_client.ids import DebtorId
from desk_client.money import Money
from tests.central.floor import CAMPAIGN, Floor, case, contact_point, debtor, debtor_id


def test_the_same_rows_again_change_nothing(floor: Floor) -> None:
    floor.place(20)
    people = [debtor(number) for number in range(20)]
    with floor.administrator() as connection:
        before = connection.execute("select xid::text from app.debtor order by 1").fetchall()
        with connection.transaction():
            again = reference.upsert_debtors(connection, people, team=1)
        after = connection.execute("select xid::text from app.debtor order by 1").fetchall()
    assert again == Written(unchanged=20)
    assert before == after


def test_new_and_changed_rows_are_told_apart(floor: Floor) -> None:
    floor.place(3)
    people = [debtor(0), debtor(1, address="上海市新路 2 号"), debtor(3)]
    with floor.administrator() as connection, connection.transaction():
        written = reference.upsert_debtors(connection, people, team=1)
        row = connection.execute(
            "select address, xid = pg_current_xact_id() from app.debtor where debtor_id = %s",
            (debtor_id(1),),
        ).fetchone()
    assert written == Written(imported=1, updated=1, unchanged=1)
    assert row == ("上海市新路 2 号", True)


def test_every_kind_of_row_arrives_as_it_was(floor: Floor) -> None:
    floor.place(1)
    one, point = case(0), contact_point(0)
    with floor.administrator() as connection:
        assert connection.execute(
            """select place, value, rank, role, person, team from app.contact_point"""
        ).fetchone() == ("mobile", point.value, 1, "debtor", "", 1)
        assert connection.execute(
            """select case_no, debtor_id::text, campaign_id, team from app.placed_case"""
        ).fetchone() == (one.case_no, one.debtor_id, "cards", 1)
        debt = connection.execute(
            """select product, card_last4, currency, balance, principal, interest, fees,
                 minimum_due, due_date, team from app.debt"""
        ).fetchone()
        campaign = connection.execute("select * from app.campaign").fetchone()
    (owed,) = one.debts
    assert debt == (
        *("card", "4417", "CNY", owed.balance.amount, Money.of("3000").amount, None, None),
        *(Money.of("326.05").amount, owed.due_date, 1),
    )
    assert campaign is not None
    assert campaign[:3] == ("cards", CAMPAIGN.name, CAMPAIGN.organisation)


def test_a_changed_balance_counts_as_updated(floor: Floor) -> None:
    floor.place(2)
    debts = [each for one in (case(0, balance="10.00"), case(1)) for each in one.debts]
    with floor.administrator() as connection, connection.transaction():
        assert reference.upsert_debts(connection, debts, team=1) == Written(updated=1, unchanged=1)


def test_two_writes_add_up() -> None:
    assert Written(1, 2, 3) + Written(1, 0, 1) == Written(2, 2, 4)


def test_a_new_campaign_changes_the_old_one_of_that_id(floor: Floor) -> None:
    floor.place(1)
    with floor.administrator() as connection, connection.transaction():
        written = reference.upsert_campaigns(connection, [replace(CAMPAIGN, wrap_up_s=5)])
    assert written == Written(updated=1)


def test_queueing_again_keeps_the_lease_and_what_was_granted(floor: Floor) -> None:
    floor.place(2)
    with floor.administrator() as connection, connection.transaction():
        connection.execute(
            """update app.work set agent = 'agent_li', granted_at = now(),
                 lease_until = now() + interval '1 h', used = 5 where debtor_id = %s""",
            (debtor_id(0),),
        )
        reference.enqueue(connection, [(debtor_id(0), 9), (debtor_id(1), 9)], team=1, cap=3)
        rows = connection.execute(
            "select agent, prio, used, cap from app.work order by agent nulls last"
        ).fetchall()
    assert rows == [("agent_li", 9, 5, 5), (None, 9, 0, 3)]


def test_an_unknown_zone_counts_days_in_shanghai(floor: Floor) -> None:
    nowhere = replace(debtor(7), zone="Nowhere/City")
    stranger = DebtorId("00000000-0000-4000-8000-000000000000")
    with floor.administrator() as connection, connection.transaction():
        reference.upsert_debtors(connection, [nowhere], team=1)
        reference.enqueue(connection, [(nowhere.debtor_id, 1), (stranger, 1)], team=1)
        assert connection.execute("select zone from app.work").fetchall() == [("Asia/Shanghai",)]
