"""What people write when they want no more messages, and what sounds like it and is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.transport.replies import meaning, own_words

STOPS = """
STOP|stop|Stop.|stop!|S T O P|ＳＴＯＰ|"STOP"|stop please|please stop|STOP ALL|stopall|stop it now
STOP texting me|pls stop sending me messages|I want you to stop contacting me|just stop
Unsubscribe|UNSUBSCRIBE ME|please unsubscribe me from this list|unsub|unsubcribe|opt out|OPT-OUT
opt me out|I am opting out|end|quit|cancel|revoke|I revoke my consent to texts|remove me
remove my number from your list|take me off your list|do not text me|don't text me again
Don’t contact me anymore|do not ever email me|no more texts|no more messages please|never message me
cease contacting me|leave me alone|stop!!! this is harassment|delete my number
td|TD|ＴＤ|T|t|td。|退订|退訂|退 订|退—订|【退订】|我要退订|请帮我退订
怎样才能停止发送短信|TD退订|回复TD|stop calling me|do not call me again
I no longer wish to receive texts
I don't want any more messages from you|don't you ever text me again|I do not want to hear from you
退订！！！|取消订阅|取消短信通知|拒收|拒绝接收|不要再发了|不要再给我发短信|别发了|别再发短信了|请勿打扰
请不要再联系我|不要再骚扰我|停止发送|停止骚扰|我不想再收到你们的短信|请停止给我发信息|不同意接收任何短信
我撤回同意|禁止给我发短信|勿扰|不要再發短信給我|請勿打擾|拒絕接收
"""
NO_STOPS = """
please don't stop|don't stop|do not stop sending reminders|I did not ask to stop|never stop
I will pay on Friday|ok|yes|no|thanks|can you call me tomorrow?|who is this?
ok. will pay when I get paid|don't hesitate to contact me|don't forget to email me the statement
I do not have an email|I never got your message|I don't mind if you text me
please never mind my last text
I stopped by the branch yesterday|the bus stop is closed|I can't stop by today|my card was stopped
my salary ends up late this month|the weekend is better|please send me the statement by email
I have not unsubscribed|please text me the account number|contact me after 6|I cancelled my holiday
好的|我下周还|已经还了|可以分期吗|我没有要退订|我没说退订|不是退订，是想问一下余额|不要退订|别退订
请给我发短信|请发账单给我|你们的短信我收到了|我还不了那么多|明天给您回电话|谢谢提醒|请把明细发邮件给我
不用担心，我会还|我要还款|我的工资还没发|停电了，明天再还|什么时候发账单
"""
WRONG = """
wrong number|you have the wrong person|Wrong guy!|I am not Mr Wang|I don't know this person
no such person
nobody by that name here|你打错了|发错人了|我不是本人|我不认识这个人|不认识他|查无此人
号码已经换人了|你们找错人了|我不是机主|發錯了
"""


def each_of(listed: str) -> list[str]:
    return [one for line in listed.strip().splitlines() for one in line.split("|")]


@pytest.mark.parametrize("text", each_of(STOPS))
def test_a_stop(text: str) -> None:
    assert meaning(text) == "stop"


@pytest.mark.parametrize("text", each_of(NO_STOPS))
def test_no_stop(text: str) -> None:
    assert meaning(text) == "reply"


@pytest.mark.parametrize("text", each_of(WRONG))
def test_the_wrong_person(text: str) -> None:
    assert meaning(text) == "wrong_person"


def test_wrong_person_who_wants_no_more_is_a_stop() -> None:
    assert meaning("发错人了，不要再发短信了") == "stop"
    assert meaning("wrong number, stop texting me") == "stop"


def test_invisible_and_full_width_letters() -> None:
    assert meaning("退\u200b订") == "stop"
    assert meaning("Ｕｎｓｕｂｓｃｒｉｂｅ") == "stop"
    assert meaning("s\u00adt\u200do\u2060p") == "stop"


@given(st.text(max_size=300))
def test_any_text_has_a_meaning(text: str) -> None:
    assert meaning(text) in ("stop", "reply", "wrong_person")
    assert text.strip().startswith(own_words(text))


@given(st.sampled_from(["STOP", "退订", "TD"]), st.text(" \t\r\n.!。！,，", max_size=10))
def test_a_stop_with_anything_around_it(word: str, around: str) -> None:
    assert meaning(f"{around}{word}{around}") == "stop"


@pytest.mark.parametrize(
    ("mail", "words"),
    [
        ("好的\n> 退订", "好的"),
        ("ok\n-----Original Message-----\nstop", "ok"),
        ("ok\n\nOn Mon, 1 Dec 2026 at 10:00, the bank <a@b.test> wrote:\nstop", "ok"),
        ("好\n发件人：某银行\n退订", "好"),
        ("好\n某银行 <a@b.test> 于2026年写道：\n退订", "好"),
        ("ok\nSent from my iPhone", "ok"),
        ("> all quoted", ""),
    ],
)
def test_own_words(mail: str, words: str) -> None:
    assert own_words(mail) == words
