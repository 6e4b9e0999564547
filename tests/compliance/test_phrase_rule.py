"""Words that a pack forbids: blocked or marked, in messages by the verdict, in notes and in speech
while they come to be."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from desk_client.compliance.load import shipped_packs
from desk_client.compliance.pack import Pack
from desk_client.compliance.phrase_rule import PhraseRule, marked
from desk_client.compliance.request import ContactRequest, Content, Flag
from desk_client.compliance.rule import Clause
from desk_client.compliance.tightening import loosened
from desk_client.compliance.verdict import verdict
from desk_client.writing.shipped import shipped_templates
from desk_client.writing.template import Template
from tests.compliance.asking import CHINA, ask, local
from tests.compliance.written import ANY_VERDICT, written

NOW = local("2026-11-24 16:00")
EVERYWHERE = ["note", "sms", "email", "letter", "speech"]
DESK: list[Clause] = [
    rule
    for pack in shipped_packs()
    if pack.id in ("cn-bank-card", "house-default")
    for rule in pack.rules
]


def rule(category: str = "threat", **told: Any) -> PhraseRule:
    told = {
        "language": "zh",
        "category": category,
        "list": f"zh-{category}",
        "action": "block",
        "where": EVERYWHERE,
        "examples": ANY_VERDICT,
    } | told
    return written(PhraseRule, **told)


def under(*rules: PhraseRule) -> Pack:
    return Pack(CHINA.packs[0].file.model_copy(update={"rules": rules}), "0" * 64)


def sms(text: str | None, **told: Any) -> ContactRequest:
    told = {"kind": "sms"} | told
    return ask(NOW, content=Content(template="try", text=text), **told)


THREAT = "再不还就找人上门堵你家门口"


def test_a_threat_in_a_message_is_refused_for_good() -> None:
    answer = verdict(sms(THREAT), (under(rule()),))
    assert [(reason.kind, reason.retry_at) for reason in answer.reasons] == [("phrase_list", None)]
    assert verdict(sms("王先生您好，请您方便时回电。"), (under(rule()),)).decision == "allowed"


def test_a_pack_that_only_warns_asks_for_other_words() -> None:
    answer = verdict(sms(THREAT), (under(rule(action="warn")),))
    assert (answer.decision, answer.gates) == ("allowed_with_gates", ("reword:threat",))


def test_only_where_the_pack_says_and_only_where_there_is_text() -> None:
    letters = under(rule(where=["letter"]))
    assert verdict(sms(THREAT), (letters,)).decision == "allowed"
    assert not verdict(sms(THREAT, kind="letter"), (letters,)).allowed
    assert not verdict(sms(THREAT, kind="voicemail"), (under(rule(where=["speech"])),)).allowed
    assert verdict(sms(None), (under(rule()),)).decision == "allowed"
    assert verdict(ask(NOW, kind="sms"), (under(rule()),)).decision == "allowed"


def test_what_is_decided_may_be_said() -> None:
    suing = under(rule("exaggeration", unless_fact="legal_decision"))
    text = "今天不还就起诉你"
    assert not verdict(sms(text), (suing,)).allowed
    decided = Flag(flag="legal_decision", from_=NOW - timedelta(days=1))
    assert verdict(sms(text, flags=(decided,)), (suing,)).allowed
    for flag in (
        decided.model_copy(update={"from_": NOW + timedelta(seconds=1)}),
        decided.model_copy(update={"until": NOW}),
    ):
        assert not verdict(sms(text, flags=(flag,)), (suing,)).allowed


def test_a_demand_is_wrong_only_while_the_debt_is_stayed() -> None:
    stayed = under(rule("stayed_demand", while_flags=["dispute", "breathing_space"]))
    text = "请您务必今天还款"
    assert verdict(sms(text), (stayed,)).allowed
    assert not verdict(sms(text, flags=(Flag(flag="dispute"),)), (stayed,)).allowed


def test_words_are_marked_where_they_stand_with_the_reason() -> None:
    text = f"客户说没钱。{THREAT}。已告知。"
    (found,) = marked((rule(),), text, "sms")
    assert text[found.start : found.end] == found.matched
    assert found.matched in THREAT
    assert (found.action, found.rule, found.severity) == ("block", "try.rule", "must")
    assert found.reason.zh
    assert found.reason.en


def test_hidden_spellings_are_marked_at_their_place_in_the_text_as_typed() -> None:
    text = "你就是个老　赖，还钱"
    (found,) = marked((rule("insult"),), text, "note")
    assert text[found.start : found.end] == found.matched == "老　赖"


def test_marks_follow_flags_identity_and_place() -> None:
    demand = rule("stayed_demand", while_flags=["dispute"])
    assert marked((demand,), "请您务必今天还款", "sms") == ()
    assert marked((demand,), "请您务必今天还款", "sms", flags={"dispute"})
    amount = rule(
        "amount_before_verification",
        action="warn",
        where=["speech"],
        only={"identities": ["unknown", "claimed"]},
    )
    told = "您的信用卡逾期了3260元"
    assert [found.action for found in marked((amount,), told, "speech")] == ["warn"]
    assert marked((amount,), told, "speech", identity="verified") == ()
    assert marked((amount,), told, "note") == ()


@pytest.mark.parametrize(
    "told",
    [
        {"list": "zh-insult"},
        {"language": "en"},
        {"where": []},
        {"where": ["fax"]},
        {"unless_fact": "rain"},
        {"while_flags": ["rain"]},
        {"action": "shout"},
        {"category": "rudeness", "list": "zh-rudeness"},
    ],
)
def test_a_rule_about_no_known_list_place_or_flag_is_none(told: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        rule(**told)


def test_a_list_that_did_not_ship_lets_nothing_through() -> None:
    gone = rule().model_copy(update={"list": "xx-threat"})
    assert not verdict(sms("您好"), (under(gone),)).allowed


def test_the_desk_of_a_chinese_bank_holds_every_category_in_both_languages() -> None:
    held = {(each.language, each.category) for each in DESK if isinstance(each, PhraseRule)}
    assert len(held) == 28


@pytest.mark.parametrize("template", shipped_templates().values(), ids=lambda each: each.template)
def test_no_template_that_ships_holds_words_the_desk_forbids(template: Template) -> None:
    for text in (template.text.zh, template.text.en):
        assert marked(DESK, text, template.channel) == ()


def test_a_child_pack_may_forbid_the_words_at_more_times_and_places_and_not_at_fewer() -> None:
    stayed = rule(while_flags=["dispute"], where=["sms"])
    assert loosened(stayed, rule()) is None
    assert loosened(rule(), rule(while_flags=["dispute"])) == "while_flags"
    assert loosened(rule(), rule(where=["sms"])) == "where"
    assert loosened(rule(), rule(action="warn")) == "action"
    assert loosened(rule("exaggeration"), rule("exaggeration", unless_fact="legal_decision"))
