"""What a message must and must not hold, judged with the contact itself."""

from typing import Any

import pytest
from pydantic import ValidationError

from desk_client.compliance.content_template import ContentTemplate, content_faults
from desk_client.compliance.pack import Pack
from desk_client.compliance.request import Address, ContactRequest, Content, Party
from desk_client.compliance.tightening import loosened
from desk_client.compliance.verdict import verdict
from tests.compliance.asking import CHINA, ask, local
from tests.compliance.written import ANY_VERDICT, written

NOW = local("2026-11-24 16:00")
GOOD = {
    "template": "reminder",
    "fields": ("surname", "callback_number"),
    "text": "【示例银行】王先生，请致电 95000。回T退订",
    "signed": True,
    "opt_out": True,
}


def rule(**told: object) -> ContentTemplate:
    told = {
        "channel": "sms",
        "templates": ["reminder", "callback"],
        "required_fields": ["surname", "callback_number"],
        "forbidden_fields": ["card_number"],
        "forbidden_unless_verified": ["amount", "balance"],
        "max_length": 70,
        "signature": True,
        "opt_out": True,
        "examples": ANY_VERDICT,
    } | told
    return written(ContentTemplate, **told)


def under(*rules: ContentTemplate) -> Pack:
    """China's pack with these rules alone."""
    file = CHINA.packs[0].file
    return Pack(file.model_copy(update={"rules": rules}), "0" * 64)


def sms(state: str = "valid", **content: Any) -> ContactRequest:
    address = Address(value="+8613800001111", place="mobile", state=state)  # type: ignore[arg-type]
    return ask(NOW, kind="sms", address=address, content=Content.model_validate(GOOD | content))


def whats(request: ContactRequest, *rules: ContentTemplate) -> list[str]:
    return [fault.what for fault in content_faults(rules or (rule(),), request)]


def test_a_signed_short_reminder_by_template_goes_out() -> None:
    assert whats(sms()) == []
    answer = verdict(sms(), (under(rule()),))
    assert (answer.decision, answer.gates) == ("allowed", ())


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ({"template": None}, "template"),
        ({"template": "free"}, "template"),
        ({"channel": "letter"}, "channel"),
        ({"fields": ("surname",)}, "lacks_callback_number"),
        ({"fields": ("surname", "callback_number", "card_number")}, "holds_card_number"),
        ({"signed": None}, "signature"),
        ({"signed": False}, "signature"),
        ({"opt_out": None}, "opt_out"),
        ({"text": "长" * 71}, "too_long"),
        ({"text": "【示例银行】您的卡 4111 1111 1111 1111，请致电 95000"}, "card_data"),
        ({"text": "【示例银行】您的验证码是 482913，请致电 95000"}, "card_data"),
    ],
)
def test_one_thing_wrong_and_it_stays(content: dict[str, Any], what: str) -> None:
    assert whats(sms(**content)) == [what]
    answer = verdict(sms(**content), (under(rule()),))
    assert [(reason.kind, reason.retry_at) for reason in answer.reasons] == [
        ("content_template", None)
    ]


def test_no_balance_to_an_address_nobody_has_verified() -> None:
    fields = ("surname", "callback_number", "balance")
    assert whats(sms(fields=fields)) == []
    for state in ("unverified", "wrong", "invalid"):
        assert whats(sms(state, fields=fields)) == ["holds_balance"]
    nowhere = sms(fields=fields).model_copy(update={"address": None})
    assert whats(nowhere) == ["holds_balance"]


def test_a_voicemail_tells_figures_to_nobody_who_is_not_verified() -> None:
    spoken = rule(channel="voicemail", templates=[], signature=False, opt_out=False)
    fields = ("surname", "callback_number", "amount")
    asked = sms(fields=fields).model_copy(update={"kind": "voicemail"})
    assert whats(asked, spoken) == ["holds_amount"]
    known = asked.model_copy(update={"party": Party(id="d1", role="debtor", identity="verified")})
    assert whats(known, spoken) == []


def test_before_it_is_written_it_may_only_be_made_from_a_template() -> None:
    asked = ask(NOW, kind="sms")
    answer = verdict(asked, (under(rule()),))
    assert (answer.decision, answer.gates) == ("allowed_with_gates", ("template_only",))
    assert whats(asked) == []


def test_other_channels_are_not_its_matter() -> None:
    assert verdict(ask(NOW), (under(rule()),)).decision == "allowed"
    letter = sms(template="free").model_copy(update={"kind": "letter"})
    assert verdict(letter, (under(rule()),)).decision == "allowed"


def test_a_rule_on_demands_is_not_about_a_confirmation() -> None:
    demand = rule(
        purposes=["demand", "notice"], required_fields=["balance"], forbidden_unless_verified=[]
    )
    assert whats(sms().model_copy(update={"purpose": "confirmation"}), demand) == []
    for purpose in ("demand", None):
        asked = sms().model_copy(update={"purpose": purpose})
        assert whats(asked, demand) == ["lacks_balance"]
        assert not verdict(asked, (under(demand),)).allowed


def test_a_field_both_required_and_forbidden_is_a_fault_of_the_pack() -> None:
    with pytest.raises(ValidationError, match="surname is both"):
        rule(forbidden_fields=["surname"])
    with pytest.raises(ValidationError, match="callback_number is both"):
        rule(forbidden_unless_verified=["callback_number"])


def test_what_is_written_never_stands_in_a_fault_s_words() -> None:
    faults = content_faults((rule(),), sms(text="王先生" * 30, template="free", signed=False))
    assert faults
    assert all("王先生" not in fault.text.zh + fault.text.en for fault in faults)


def test_a_child_pack_may_ask_it_of_more_letters_and_not_of_fewer() -> None:
    demands = rule(purposes=["demand"])
    assert loosened(demands, rule()) is None
    assert loosened(rule(), demands) == "purposes"
    assert (
        loosened(rule(), rule(max_length=60, required_fields=["surname", "callback_number"]))
        is None
    )
    assert loosened(rule(), rule(signature=False)) == "signature"
