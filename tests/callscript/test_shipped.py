"""The scripts that ship, as they are spoken. The first test is the whole promise call of the card
reminder, line by line, so that whoever changes the script sees what a debtor will hear."""

from importlib.resources import files

import pytest

from desk_client.callscript.load import examine, shipped, shipped_ids
from desk_client.callscript.play import pressed, sample_values
from desk_client.callscript.run import start
from desk_client.callscript.script import Step
from desk_client.callscript.show import position
from desk_client.text import Language
from tests.callscript.test_run import at

STEP_NAMES = ["开场", "表明身份", "核身", "告知", "事由", "倾听", "方案", "确认", "结束"]


@pytest.mark.parametrize("script_id", shipped_ids())
def test_every_script_that_ships_passes_its_check_and_is_short(script_id: str) -> None:
    examined = examine(files("resources") / "callscripts" / f"{script_id}.yaml")
    assert examined.faults == ()
    assert examined.warnings == ()
    assert examined.script.id == script_id
    assert examined.script.examples


def spoken(language: Language, keys: str) -> list[str]:
    """What the debtor hears: each line at the moment it was said."""
    run = start(shipped("card-first"), language, sample_values(language))
    heard: list[str] = []
    for second, key in enumerate(keys.split()):
        line = position(run).current.text
        after = pressed(run, key, at(second))
        if len(after.said) > len(run.said):
            heard.append(line)
        run = after
    return heard


def test_a_promise_call_in_chinese() -> None:
    assert spoken("zh", "1 _ _ 1 _ 1 2 _ _ _ _ 1 1 1 1 _ _ _ _") == [
        "您好，打扰了，请问是王建国先生本人吗？",
        "我是示例银行信用卡中心的李明，工号 20317。",
        "本次通话会录音。",
        "您现在方便说两分钟吗？",
        "为保护您的信息，请您核对两项资料。",
        "请问您的证件号码后四位是多少？",
        "请问您的账单地址在哪个区？",
        "谢谢您，核对好了。",
        "今天来电，是和您说说逾期的账单。",
        "您尾号 1234 的卡，11 月 5 日应还 3,260.50 元。",
        "今天是逾期第 19 天。",
        "账单您收到了吗？",
        "您方便说说遇到了什么情况吗？我先听您讲。",
        "11 月 28 日前先还 800 元，您看可以吗？",
        "我重复一遍：11 月 28 日前还 800 元，对吗？",
        "请只用手机银行、转账或网点还款。",
        "逐项账单会按登记的方式发给您。",
        "有意见请拨 95000，或请我的主管回电。",
        "谢谢您，祝您顺利，再见。",
    ]


def test_a_third_person_hears_nothing_of_the_debt() -> None:
    assert spoken("en", "2 2 _ _") == [
        "Good day, may I speak with Mr Daniel Okafor, please?",
        "When would be a good time to reach them?",
        "It is a personal matter, I may only discuss it directly.",
        "Could you pass on to call 95000, please? Thank you.",
    ]


def test_a_voicemail_names_a_person_and_a_number_and_nothing_else() -> None:
    assert spoken("zh", "voicemail _ _") == [
        "王建国先生您好，我是李明，工号 20317。",
        "请您方便时回电 95000，谢谢。",
    ]
    for language in ("zh", "en"):
        side = shipped("card-first").path("voicemail")
        told = " ".join(line.say.in_language(language) for line in side.lines)
        for word in ("欠", "逾期", "还款", "银行", "debt", "due", "bank", "{organisation}"):
            assert word not in told


def test_the_steps_are_those_of_the_trade_in_their_order() -> None:
    script = shipped("card-first")
    assert [step.name.zh for step in script.steps] == STEP_NAMES
    assert script.path("greet").name.en == "Greet"
    assert script.identity_step == script.path("verify")


def test_what_must_be_said_is_six_lines() -> None:
    run = start(shipped("card-first"), "zh", sample_values("zh"))
    assert [".".join(name) for name in run.must_say()] == [
        "identify.who",
        "identify.recorded",
        "disclose.purpose",
        "reason.amount",
        "confirm.repeat",
        "close.concerns",
    ]


def test_special_situations_have_their_own_path() -> None:
    sides = {side.id for side in shipped("card-first").sides}
    assert sides >= {
        "dispute", "hardship", "complaint", "supervisor", "wrong_person", "third_person",
        "voicemail", "polite_close", "safety",
    }  # fmt: skip


def test_words_of_self_harm_end_the_collecting() -> None:
    side = shipped("card-first").path("safety")
    assert not isinstance(side, Step)
    assert side.anywhere
    assert side.then == "end"
    assert side.outcome == "VULN"
    assert not any(line.amounts for line in side.lines)


def test_no_line_threatens_or_shames() -> None:
    told = " ".join(
        line.say.zh + line.say.en for path in shipped("card-first").paths() for line in path.lines
    ).casefold()
    for word in ("老赖", "法院", "公安", "起诉", "黑名单", "arrest", "court", "blacklist", "legal"):
        assert word not in told
