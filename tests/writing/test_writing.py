"""What is written to debtors: templates only, every one of them sound, nothing sent with a gap."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.errors import BadInput
from desk_client.text import Language
from desk_client.writing.fill import fill, items_of, surname
from desk_client.writing.shipped import load_templates, shipped_templates
from desk_client.writing.template import OPEN_FIELDS, PRIVATE_FIELDS, Template
from tests.rows import case, debt

LANGUAGES: tuple[Language, ...] = ("zh", "en")
KNOWN = {name: f"<{name}>" for name in OPEN_FIELDS | PRIVATE_FIELDS}
A_TEXT = """template: t
channel: sms
purpose: notice
name: {zh: 试, en: Trial}
to: [debtor]
text:
  zh: 【示例】{surname}您好，回复 TD 退订。
  en: 【Example】Dear {surname}. Reply STOP to opt out.
"""


def written(folder: Path, text: str) -> Template:
    (folder / "t.yaml").write_text(text, encoding="utf-8")
    return load_templates(folder)["t"]


def test_every_shipped_template_can_be_filled_in_both_languages() -> None:
    templates = shipped_templates()
    assert {each.channel for each in templates.values()} == {"sms", "email", "letter"}
    for template in templates.values():
        for language in LANGUAGES:
            writing = fill(template, language, KNOWN, items_of(case(1), language))
            assert not writing.missing
            assert "{" not in writing.text + writing.subject
            assert bool(writing.items) is template.items


def test_what_anybody_may_read_names_no_figure() -> None:
    """A text that asks to call back goes to a telephone that others may hold."""
    assert set(shipped_templates()["sms-call-back"].fields("zh")) <= OPEN_FIELDS


def test_a_field_nobody_knows_is_missing_and_never_a_gap() -> None:
    template = shipped_templates()["sms-promise-reminder"]
    writing = fill(template, "zh", {**KNOWN, "promise_date": ""})
    assert writing.missing == ("promise_date",)


def test_a_letter_of_a_card_issuer_says_what_article_69_asks_for() -> None:
    fields = set(shipped_templates()["letter-collection"].fields("zh"))
    assert {"name", "balance", "due_date", "caller_id", "complaints"} <= fields


def test_the_words_have_a_hash_that_changes_with_them() -> None:
    template = shipped_templates()["letter-statement"]
    one = fill(template, "zh", KNOWN, items_of(case(1), "zh"))
    again = fill(template, "zh", KNOWN, items_of(case(1), "zh"))
    other = fill(template, "zh", KNOWN, items_of(case(1, debt(1, card_last4="9999")), "zh"))
    assert one.sha256 == again.sha256 != other.sha256


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("王建国", "王"),
        ("欧阳测试", "欧阳"),
        ("Daniel Okafor", "Okafor"),
        ("Mia", "Mia"),
        (" ", ""),
    ],
)
def test_a_text_calls_people_by_their_family_name(name: str, family: str) -> None:
    assert surname(name) == family


@given(st.text(max_size=20))
def test_whatever_a_value_holds_it_is_put_in_once_and_read_no_further(value: str) -> None:
    template = shipped_templates()["sms-call-back"]
    writing = fill(template, "en", {**KNOWN, "surname": value})
    assert f"Dear {value}, please" in writing.text
    assert writing.missing == (() if value else ("surname",))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("【示例】", "示例："), "signature"),
        (("回复 TD 退订", "谢谢"), "opt out"),
        (("{surname}您好", "{iban}您好"), "unknown field iban"),
        (("channel: sms", "channel: email"), "subject"),
        (("channel: sms", "channel: fax"), "t.yaml:2"),
        (("to: [debtor]", "to: [debtor]\nbcc: [x]"), "bcc"),
        (("template: t", "template: u"), "calls itself u"),
    ],
)
def test_a_bad_template_is_told_with_file_and_what_to_mend(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    assert written(tmp_path, A_TEXT).channel == "sms"
    with pytest.raises(BadInput) as fault:
        written(tmp_path, A_TEXT.replace(*change))
    assert told in str(fault.value)
    assert "t.yaml" in str(fault.value)
