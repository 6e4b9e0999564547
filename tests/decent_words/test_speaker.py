"""Whose words they are: the agent's own block, those of others are kept as they were said, and what
a sentence denies is no threat, unless it only seems to deny."""

import pytest

from desk_client.decent_words.find import find
from desk_client.decent_words.phrase_list import shipped_lists
from desk_client.decent_words.speaker import is_asked, is_denied, is_reported, sentence_before

LISTS = shipped_lists()


def actions(text: str, where: str = "note") -> set[tuple[str, str | None]]:
    assert where in ("note", "sms")
    found = find(text, LISTS, where="note" if where == "note" else "sms")
    return {(each.action, each.milder) for each in found}


@pytest.mark.parametrize(
    "text",
    [
        "客户骂“骗子”",
        "客户说我们是骗子",
        "客户情绪激动，大声骂骗子",
        '客户: "你们都是骗子"',
        "投诉内容：坐席骂他老赖",
        "Customer called me a dirty liar",
        "She said: you people are thieves",
        'Wrote "you disgusting people, you are thieves"',
    ],
)
def test_what_the_debtor_said_warns_in_a_note(text: str) -> None:
    assert actions(text) == {("warn", "reported")}


@pytest.mark.parametrize(
    "text",
    [
        "这个人就是骗子",
        "客户说没钱，我说他是骗子",
        "客户不还钱。老赖一个",
        "客户挂机，真是老赖",
        "Customer hung up. Typical deadbeat",
        "He said no, I told him he is a liar and a deadbeat",
        "deadbeat as always",
    ],
)
def test_the_agents_own_words_block_a_note(text: str) -> None:
    assert ("block", None) in actions(text)


@pytest.mark.parametrize("text", ["客户骂“骗子”", "Customer called me a dirty liar"])
def test_a_message_quotes_nobody(text: str) -> None:
    assert actions(text, "sms") == {("block", None)}


@pytest.mark.parametrize(
    "text",
    [
        "我们不会联系您的单位",
        "我行不会打电话给您的家人",
        "请不要把验证码告诉任何人",
        "我行工作人员不会向您索要密码或验证码",
        "不要加我微信",
        "We will not call your employer",
        "we won't tell your wife",
        "We never ask you to pay with gift cards",
        "Do not give anyone your password",
        "you will not be arrested",
    ],
)
def test_what_is_denied_is_no_fault(text: str) -> None:
    assert actions(text, "sms") == set()


@pytest.mark.parametrize(
    "text",
    [
        "别以为我们不会联系您的单位",
        "难道我不会打电话给你老板",
        "不还钱我就打电话给你单位",
        "Don't think we won't call your employer",
        "if you do not pay we will call your boss",
    ],
)
def test_what_only_seems_denied_blocks(text: str) -> None:
    assert ("block", None) in actions(text, "sms")


def test_a_threat_denied_is_still_looked_at() -> None:
    assert actions("我不会打断你的腿", "sms") == {("warn", "denied")}
    assert actions("I won't break your legs", "sms") == {("warn", "denied")}


def test_a_debtors_question_is_no_fault() -> None:
    assert actions("客户问我们会不会打电话给他单位") == set()
    assert actions("He asked if we would call his boss") == set()


def test_only_its_own_sentence_counts() -> None:
    assert sentence_before("他骂人。老赖", 4) == ""
    assert sentence_before("paid 3.50, liar", 11) == "paid 3.50, "
    assert sentence_before("one\ntwo three", 8) == "two "


def test_the_last_who_spoke_is_the_speaker() -> None:
    assert is_reported("客户说")
    assert is_reported("客户没接，后来打来骂")
    assert not is_reported("客户说没钱,我告诉他")
    assert not is_reported("")
    assert is_reported("he told me that we are ")
    assert not is_reported("he said no, so i told him ")


def test_questions_and_denials_are_told_apart() -> None:
    assert is_asked("客户问是否")
    assert not is_asked("客户说")
    assert is_denied("我们不会")
    assert not is_denied("别以为我们不会")
    assert is_denied("we will never ")
    assert not is_denied("do you think we will never ")
