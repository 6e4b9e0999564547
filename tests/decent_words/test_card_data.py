"""Card numbers and codes, however they are written; and what looks like one and is none."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.decent_words.card_data import CardData, card_data, masked
from desk_client.decent_words.code_words import Secret

CARD = "4111111111111111"  # the schemes' test number
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
FULL = str.maketrans("0123456789", "０１２３４５６７８９")


def kinds(text: str) -> list[str]:
    return [each.kind for each in card_data(text)]


def shown(text: str, each: CardData) -> str:
    return text[each.start : each.end]


def luhn(stem: str) -> str:
    """The stem with its check figure: written again here, from ISO/IEC 7812-1."""
    total = sum(
        sum(divmod(int(figure) * (2 if at % 2 == 0 else 1), 10))
        for at, figure in enumerate(reversed(stem))
    )
    return stem + str(-total % 10)


numbers = st.builds(
    lambda head, rest: luhn(head + rest),
    st.sampled_from(["4", "51", "55", "62", "6222", "34", "37", "36", "2221", "2720"]),
    st.text(alphabet="0123456789", min_size=11, max_size=11),
)


@pytest.mark.parametrize(
    "text",
    [
        CARD,
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111.1111.1111.1111",
        " ".join(CARD),
        "4111\u200b1111\u200b1111\u200b1111",
        "4111\n1111\n1111\n1111",
        CARD.translate(FULL),
        CARD.translate(CHINESE),
        "肆壹壹壹壹壹壹壹壹壹壹壹壹壹壹壹",
        "4lll1111llll1111",
        "卡号是" + CARD + "，请登记",
        "card " + CARD + " on file",
        "6222021234567890128",
        "378282246310005",
        "000" + CARD + "0000000",
        "Tel 13800001111 " + CARD,
    ],
)
def test_a_card_number_is_found(text: str) -> None:
    assert "card_number" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "13800001111",
        "+8613800001111",
        "8613800001111",
        "+86 138 0000 1111",
        "008613800001111",
        "身份证110105194912310021",
        "11010519491231002X",
        "案件号2026112414300012",
        "20261124143000",
        "后四位1234",
        "2026-11-24 14:30:00",
        "3260.50元，逾期45天，11月28日前还800元",
        "流水号100000000000000000000",
        "4111111111111112",
        "0000000000000000",
        "95588 或 400-810-8888",
        "a4b1c1d1e1f1g1h1i1j1k1l1m1n1o1p1",
    ],
)
def test_other_numbers_are_left(text: str) -> None:
    assert kinds(text) == []


def test_a_resident_id_that_is_also_a_valid_card_is_an_id() -> None:
    """62 is Gansu's code and UnionPay's: the birthday and its own check figure decide."""
    stems = [f"620102199001{day:02}{order:03}" for day in range(1, 9) for order in range(100)]
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    both = 0
    for stem in stems:
        check = "10X98765432"[sum(int(f) * w for f, w in zip(stem, weights, strict=True)) % 11]
        whole = stem + check
        if check != "X" and luhn(stem) == whole:
            both += 1
        assert kinds(f"证件{whole}") == []
    assert both > 5


def test_a_mistyped_card_number_is_known_by_its_words() -> None:
    assert kinds("卡号：4111111111111112") == ["card_number"]
    assert kinds("card number 4111111111111112") == ["card_number"]


@pytest.mark.parametrize(
    ("text", "kind", "figures"),
    [
        ("CVV 123", Secret.CVV, "123"),
        ("cvv是１２３", Secret.CVV, "１２３"),
        ("安全码：456", Secret.CVV, "456"),
        ("卡背面三位数字是 789", Secret.CVV, "789"),
        ("背面后三位码七八九", Secret.CVV, "七八九"),
        ("security code is 4567", Secret.CVV, "4567"),
        ("验证码834512", Secret.ONE_TIME_CODE, "834512"),
        ("短信验证码是8 3 4 5 1 2", Secret.ONE_TIME_CODE, "8 3 4 5 1 2"),
        ("验证码八三四五一二", Secret.ONE_TIME_CODE, "八三四五一二"),
        ("834512是验证码", Secret.ONE_TIME_CODE, "834512"),
        ("OTP: 443221", Secret.ONE_TIME_CODE, "443221"),
        ("443221 is the one-time code", Secret.ONE_TIME_CODE, "443221"),
        ("verification code 4432", Secret.ONE_TIME_CODE, "4432"),
        ("密码是123456", Secret.PASSWORD, "123456"),
        ("his PIN is 4321", Secret.PASSWORD, "4321"),
    ],
)
def test_a_code_is_known_by_its_words(text: str, kind: Secret, figures: str) -> None:
    (found,) = card_data(text)
    assert (found.kind, shown(text, found)) == (kind, figures)
    assert "•" in masked(text)
    assert not card_data(masked(text))


@pytest.mark.parametrize(
    "text",
    [
        "验证码10分钟内有效",
        "验证码发送3次",
        "请勿把验证码告诉任何人，客服95000",
        "密码输错3次被锁",
        "密码为6位数字",
        "PIN entered wrong 3 times",
        "the code expires in 10 minutes",
        "安全码在卡背面",
        "shipping 1234 boxes",
    ],
)
def test_words_without_a_code_are_left(text: str) -> None:
    assert kinds(text) == []


def test_a_masked_number_keeps_its_last_four_and_its_length() -> None:
    assert masked("卡号4111 1111 1111 1111。") == "卡号•••• •••• •••• 1111。"
    assert masked("CVV 123 验证码834512") == "CVV ••• 验证码••••••"
    assert masked("没有卡号") == "没有卡号"


@given(
    number=numbers,
    written=st.sampled_from(
        [
            str,
            " ".join,
            "-".join,
            "\u200b".join,
            lambda digits: digits.translate(FULL),
            lambda digits: digits.translate(CHINESE),
            lambda digits: " ".join(digits[at : at + 4] for at in range(0, len(digits), 4)),
        ]
    ),
    before=st.sampled_from(["", "客户说", "card ", "卡号：", "号码🙂", "a"]),
    after=st.sampled_from(["", "，好的", " ok", "。", "x"]),
)
def test_every_card_number_is_found_and_masked(
    number: str, written: object, before: str, after: str
) -> None:
    assert callable(written)
    text = f"{before}{written(number)}{after}"
    assert "card_number" in kinds(text)
    assert not card_data(masked(text))
    assert len(masked(text)) == len(text)


@given(
    st.text(
        alphabet=st.one_of(
            st.sampled_from("0123456789 -０１２一二三 cvv验证码密码是卡号\n•"), st.characters()
        ),
        max_size=80,
    )
)
def test_masked_text_holds_nothing_of_the_kind(text: str) -> None:
    covered = masked(text)
    assert len(covered) == len(text)
    assert card_data(covered) == ()
    for each in card_data(text):
        assert 0 <= each.start < each.end <= len(text)
    assert all(now in (was, "•") for was, now in zip(text, covered, strict=True))


def test_none_lies_within_another() -> None:
    found = card_data(f"卡号{CARD} CVV 123 密码123456 验证码 654321")
    assert [each.kind for each in found] == ["card_number", "cvv", "password", "one_time_code"]
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
