"""Codes of the law in words: each code of a request and of a rule is said in both languages by the
field it stands in, and what has no words yet is shown as it is written."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest

from desk_client.compliance.answer import Confidence, Severity
from desk_client.compliance.counting import Key
from desk_client.compliance.load import shipped_packs
from desk_client.compliance.pack import PackFile
from desk_client.compliance.request import (
    FLAGS,
    AddressState,
    CollectorRole,
    ConsentKind,
    ContactKind,
    Identity,
    Initiator,
    Lender,
    Mode,
    PlaceName,
    Reached,
    Result,
    Role,
    Weekday,
)
from desk_client.services.pack_pages import parameters
from ui.law_words import coded, field_name, in_words, rule_kind, rule_name, severity, sureness
from ui.wording import Wording, screen

ZH, EN = Wording("zh"), Wording("en")
CODES = {
    "kind": get_args(ContactKind),
    "initiator": get_args(Initiator),
    "mode": get_args(Mode),
    "role": get_args(Role),
    "place": get_args(PlaceName),
    "state": get_args(AddressState),
    "identity": get_args(Identity),
    "collector": get_args(CollectorRole),
    "lender": get_args(Lender),
    "flag": tuple(sorted(FLAGS)),
    "consent": get_args(ConsentKind),
    "results": get_args(Result),
    "reached": get_args(Reached),
    "weekdays": get_args(Weekday),
    "key": get_args(Key),
    "severity": get_args(Severity),
    "confidence": get_args(Confidence),
}


def kinds() -> Iterator[str]:
    """Every kind that a rule of a pack may be."""
    (element, _more) = get_args(PackFile.model_fields["rules"].annotation)
    union: Any = get_args(element)[0]
    for kind in _models(union):
        yield from get_args(kind.model_fields["kind"].annotation)


def _models(union: Any) -> Iterator[Any]:
    for part in get_args(union):
        if hasattr(part, "model_fields"):
            yield part
        else:
            yield from _models(part)


@pytest.mark.parametrize("field", CODES)
def test_every_code_of_a_request_has_words(field: str) -> None:
    for code in CODES[field]:
        zh, en = coded(field, code, ZH), coded(field, code, EN)
        assert any("\u4e00" <= sign <= "\u9fff" for sign in zh), (field, code)
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in en), (field, code)


def test_every_kind_of_rule_has_words() -> None:
    found = set(kinds())
    assert len(found) > 20
    assert {f"rule_kind.{kind}" for kind in found} <= set(screen())


def test_every_key_of_a_shipped_rule_has_words() -> None:
    keys = {
        key for pack in shipped_packs() for rule in pack.file.rules for key, _ in parameters(rule)
    }
    assert len(keys) > 30
    assert {key for key in keys if f"field.{key}" not in screen()} == set()


def test_one_code_means_what_its_field_says() -> None:
    assert coded("role", "contact", EN) == "contact person"
    assert coded("kind", "letter", EN) == "letter"
    assert coded("flag", "attorney", EN) == "Attorney appointed"
    assert coded("role", "attorney", EN) == "attorney"
    assert coded("gate", "not_this_debt:A", EN) == "leave out what is disputed · A"


def test_what_nobody_put_into_words_is_shown_as_written() -> None:
    assert rule_kind("moon_phase", ZH) == "moon phase"
    assert field_name("tides_per_week", EN) == "tides per week"
    assert coded("media", "carrier_pigeon", ZH) == "carrier pigeon"
    assert in_words("tides", {"height_cm": 40, "at": ["dawn", "dusk"]}, EN) == (
        "height cm 40, at dawn, dusk"
    )


@pytest.mark.parametrize(
    ("field", "value", "zh", "en"),
    [
        ("media", ["call", "sms"], "电话、短信", "call, text message"),
        ("max", 3, "3", "3"),
        ("max", 0.03, "0.03", "0.03"),
        ("signature", True, "是", "yes"),
        ("unless_fact", None, "无", "none"),
        ("window", {"n": 1, "unit": "local_day"}, "1 个自然日", "1 calendar day"),
        ("window", {"n": 7, "unit": "local_day"}, "7 个自然日", "7 calendar days"),
        ("lasts", {"n": 2, "unit": "fortnight"}, "2 fortnight", "2 fortnight"),
        ("windows", [{"open": "08:00:00", "close": "22:00:00"}], "08:00–22:00", "08:00–22:00"),
        (
            "windows",
            [{"weekdays": ["mon", "sat"], "open": "07:30:00", "close": "21:00:00"}],
            "周一、周六 07:30–21:00",
            "Mon, Sat 07:30–21:00",
        ),
        ("since", "2026-01-30", "2026-01-30", "30 Jan 2026"),
        ("text", {"zh": "不得催收", "en": "No collection"}, "不得催收", "No collection"),
        (
            "count",
            [{"media": ["call"], "answered_by": "person", "party": "debtor"}],
            "适用方式 电话，接听 有人接听，对方 客户本人",
            "Applies to call, answered by a person, with debtor",
        ),
        ("related_where", {"spouse": "shared_debt"}, "配偶 shared debt", "spouse shared debt"),
        ("at", "08:30:15", "08:30:15", "08:30:15"),
        ("unrelated_media", [], "无", "none"),
    ],
)
def test_a_value_of_a_pack_is_said_as_a_reader_says_it(
    field: str, value: Any, zh: str, en: str
) -> None:
    assert in_words(field, value, ZH) == zh
    assert in_words(field, value, EN) == en


def test_a_rule_is_named_by_its_kind_and_what_it_is_about() -> None:
    assert rule_name("flag_stop", (("flag", "cease"),), ZH) == "停止标记 · 要求停止联系"
    threat = (("category", "threat"), ("language", "en"))
    assert rule_name("phrase_list", threat, EN) == "Phrases · threat · English"
    assert rule_name("hours", (), EN) == "Hours"
    assert (severity("must", EN), sureness("unsure", EN)) == ("must", "unconfirmed")


def test_every_shipped_rule_can_be_said_in_both_languages() -> None:
    for pack in shipped_packs():
        for rule in pack.file.rules:
            for key, value in parameters(rule):
                assert in_words(key, value, ZH), (rule.id, key)
                assert in_words(key, value, EN), (rule.id, key)
