"""What stands in the braces for one case."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from desk_client.agent import Agent, Campaign, Role
from desk_client.callscript.placeholders import SAMPLE
from desk_client.callscript.values import spoken_amount, spoken_date, values_for
from desk_client.case import Case, Debt
from desk_client.debtor import Debtor
from desk_client.ids import CampaignId, CaseId, DebtId, DebtorId, Login
from desk_client.money import Money
from desk_client.text import Language

DEBTOR = Debtor(
    debtor_id=DebtorId("d1"),
    name="王建国",
    language="zh",
    region="CN-31",
    zone="Asia/Shanghai",
    id_last4="3317",
    birth_month="1985-03",
    district="浦东新区",
    address="",
)
AGENT = Agent(login=Login("agent_20317"), staff_no="20317", name="李明", role=Role.AGENT, team=1)
CAMPAIGN = Campaign(
    campaign_id=CampaignId("c1"),
    name="M1",
    organisation="示例银行信用卡中心",
    mode="progressive",
    callscript="card-first",
    wrap_up_s=30,
    undo_s=600,
    caller_id="95000",
    team=1,
)


def debt(name: str, balance: str, *, card: str = "", minimum: str | None = None) -> Debt:
    return Debt(
        debt_id=DebtId(name),
        case_id=CaseId("k1"),
        product="个人贷款",
        card_last4=card,
        balance=Money.of(balance),
        principal=None,
        interest=None,
        fees=None,
        minimum_due=None if minimum is None else Money.of(minimum),
        due_date=date(2026, 11, 5),
    )


def values(*debts: Debt, language: Language = "zh") -> dict[str, str]:
    case = Case(
        case_id=CaseId("k1"),
        case_no="SH-2611-00482",
        debtor_id=DEBTOR.debtor_id,
        campaign_id=CAMPAIGN.campaign_id,
        debts=debts,
    )
    found = values_for(
        language=language,
        debtor=DEBTOR,
        case=case,
        agent=AGENT,
        campaign=CAMPAIGN,
        today=date(2026, 11, 24),
        offer=(Money.of("800"), date(2026, 11, 28)),
    )
    return dict(found)


def test_every_placeholder_and_factor_has_its_words() -> None:
    found = values(debt("a", "3260.50", card="1234", minimum="1086.20"))
    assert set(found) == set(SAMPLE) | {"id_last4", "district", "birth_month"}
    assert found["account"] == "尾号 1234 的卡"
    assert found["balance"] == "3,260.50 元"
    assert found["minimum_due"] == "1,086.20 元"
    assert found["due_date"] == "11 月 5 日"
    assert found["days_past_due"] == "19"
    assert found["offer_amount"] == "800 元"
    assert found["offer_date"] == "11 月 28 日"


def test_in_english() -> None:
    found = values(debt("a", "3260.50", card="1234"), language="en")
    assert found["account"] == "card ending 1234"
    assert found["balance"] == "3,260.50 yuan"
    assert found["due_date"] == "5 November"
    assert found["offer_date"] == "28 November"


def test_two_debts_are_owed_together() -> None:
    found = values(debt("a", "100", minimum="10"), debt("b", "23.45", card="9999", minimum="5"))
    assert found["balance"] == "123.45 元"
    assert found["minimum_due"] == "15 元"
    assert found["account"] == "尾号 9999 的卡"


def test_a_debt_without_a_card_goes_by_its_product_and_asks_for_no_card() -> None:
    found = values(debt("a", "100"))
    assert found["account"] == "个人贷款"
    assert found["card_last4"] == ""
    assert found["minimum_due"] == ""


def test_a_minimum_that_one_debt_does_not_tell_is_not_made_up() -> None:
    assert values(debt("a", "100", minimum="10"), debt("b", "5"))["minimum_due"] == ""


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_an_amount_said_is_the_amount_owed(amount: object) -> None:
    money = Money.of(str(amount))
    said = spoken_amount(money, "zh").removesuffix(" 元").replace(",", "")
    assert Money.of(said) == money
    assert not said.endswith(".00")


def test_other_currencies_are_said_by_name_or_by_code() -> None:
    assert spoken_amount(Money.of("200", "USD"), "en") == "200 dollars"
    assert spoken_amount(Money.of("200", "SEK"), "zh") == "200 SEK"
    assert spoken_date(date(2027, 1, 2), "en") == "2 January"
