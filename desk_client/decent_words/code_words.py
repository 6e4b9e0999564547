"""By which words a security code, a one-time code or a password is known, before it or behind it.
The patterns look at text as `letters.read` gives it."""

import re
from enum import StrEnum


class Secret(StrEnum):
    """What must not be written down."""

    CARD_NUMBER = "card_number"
    CVV = "cvv"
    ONE_TIME_CODE = "one_time_code"
    PASSWORD = "password"  # noqa: S105


_CVV = (
    r"\bcvv2?|\bcvc2?|\bcsc\b|安全码|(?:背面|反面|背后|签名栏)(?:的|后|最后|末)*[三3]位(?:数字?|码)?"
    r"|security code|card verification \w+|(?:three|3) digits on the back"
)
_ONE_TIME_CODE = (
    r"验证码|校验码|动态码|动态密码|动态口令|短信码|短信密码|一次性密码|\botp\b|\bpasscode"
    r"|one[\s-]*time (?:code|password|passcode|pin)|(?:verification|sms|text) code"
    r"|auth(?:entication|orisation|orization)? code"
    r"|code (?:from|in) (?:the|his|her|your) (?:text|sms|phone)"
)
_PASSWORDS = (
    r"(?:交易|支付|取款|查询|登录|卡|网银|手机银行)?密码|password|\bpin(?: code| number)?\b"
)
_FIGURES = r"(?:[0-9〇一二三四五六七八九零幺](?:[\s\-.·,、]{0,2})){%s}"
_BETWEEN = r"(?:\s|是|为|:|=|就是|\bis\b|\bwas\b|码|号|了|收到|\(|\"|“|「|'|,|#|->|数字|\bthe\b)*"
_NO_CODE = (  # a time, a count, an amount
    r"(?!\s*(?:分|秒|小时|天|次|位|个|条|元|点|月|号|min|sec|hour|day|digit|time|year|,\d{3}))"
)
_WHOSE = r"(?:您的|你的|他的|她的|客户的|the|your|his|her|a)?"
_NAMED = r"(?:验证码|校验码|动态码|短信码|otp|one[\s-]*time|(?:verification|sms) code)"


def _after(words: str, count: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words}){_BETWEEN}({_FIGURES % count})(?![0-9]){_NO_CODE}")


CODES: tuple[tuple[Secret, re.Pattern[str]], ...] = (
    (Secret.CVV, _after(_CVV, "3,4")),
    (Secret.ONE_TIME_CODE, _after(_ONE_TIME_CODE, "4,8")),
    (Secret.PASSWORD, _after(_PASSWORDS, "4,12")),
    (
        Secret.ONE_TIME_CODE,
        re.compile(rf"(?<![0-9])({_FIGURES % '4,8'})\s*(?:是|为|\(|is|as)\s*{_WHOSE}\s*{_NAMED}"),
    ),
)
CARD_NUMBER = re.compile(r"(?:卡号|card ?number|card no|\bpan\b)[^0-9]{0,6}$")
