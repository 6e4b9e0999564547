"""How a phrase is written, what it means, and how a bad one is refused."""

from pathlib import Path

import pytest

from desk_client.decent_words.find import Found, find, make_ready
from desk_client.decent_words.pattern import Choice, Sign, pattern
from desk_client.decent_words.phrase_list import PhraseList, load_phrase_list, load_phrase_lists
from desk_client.decent_words.phrase_list import shipped_lists as shipped
from desk_client.errors import BadInput
from desk_client.text import Language

LIST = """\
language: {language}
category: insult
action: block
reason: {{zh: 不行, en: no}}
phrases:
{phrases}
"""


def a_list(folder: Path, language: Language, *phrases: str, more: str = "") -> PhraseList:
    file = folder / f"{language}-insult.yaml"
    lines = "".join(f'  - "{phrase}"\n' for phrase in phrases)
    file.write_text(LIST.format(language=language, phrases=lines) + more, encoding="utf-8")
    return load_phrase_list(file)


def matched(text: str, phrases: PhraseList) -> list[str]:
    return [each.matched for each in find(text, [phrases])]


def test_a_phrase_in_its_elements() -> None:
    assert pattern("打(你|)#") == ("打", Choice((("你",), ())), Sign.NUMBER)
    assert pattern("arrest* you") == (*"arrest", Sign.REST, Sign.BREAK, *"you")
    assert pattern("加*微信") == ("加", Sign.FEW, "微", "信")
    assert pattern("don't") == tuple("dont")


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("打(你", "not closed"),
        ("打你)", "not opened"),
        ("打|你", "not opened"),
        ("*打你", "begins and ends"),
        ("打你*", "begins and ends"),
        ("打", "two letters"),
        ("(你|)们(的|)", "two letters"),
        ("!!", "two letters"),
    ],
)
def test_a_phrase_that_cannot_be_meant(phrase: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        pattern(phrase)


def test_few_characters_and_few_words(tmp_path: Path) -> None:
    chinese = a_list(tmp_path, "zh", "打电话*单位")
    assert matched("打电话给你们的单位", chinese) == ["打电话给你们的单位"]
    assert matched("打电话，单位", chinese) == ["打电话，单位"]
    assert matched("打电话给他说一说明天去你单位", chinese) == []
    assert matched("打电话给你。你的单位", chinese) == []
    english = a_list(tmp_path, "en", "call * boss")
    assert matched("call your nasty old boss", english) == ["call your nasty old boss"]
    assert matched("call boss", english) == ["call boss"]
    assert matched("call one two three four boss", english) == []
    assert matched("call me. Boss", english) == []
    assert matched("called a boss", english) == []


def test_the_rest_of_a_word_and_numbers(tmp_path: Path) -> None:
    english = a_list(tmp_path, "en", "arrest* you", "owe #")
    assert matched("arresting you", english) == ["arresting you"]
    assert matched("arrest you", english) == ["arrest you"]
    assert matched("You owe $1,200.50.", english) == ["owe $1,200.50"]
    chinese = a_list(tmp_path, "zh", "欠#元")
    assert matched("欠三千二百元", chinese) == ["欠三千二百元"]
    assert matched("欠 3万 元", chinese) == ["欠 3万 元"]
    assert matched("欠了元", chinese) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a liar", ["liar"]),
        ("a liar.", ["liar"]),
        ("liar's", ["liar"]),
        ("liars", []),
        ("familiar", []),
        ("peculiarly", []),
        ("li ar", []),
        ("l i a r", ["l i a r"]),
        ("l.i.a.r", ["l.i.a.r"]),
        ("LIARRRRR", ["LIAR"]),
        ("liiiiiar", ["liiiiiar"]),
        ("1iar", ["1iar"]),
        ("l1@r", ["l1@r"]),
        ("1149", []),
        ("no1 i arrived", []),
        ("他是liar吗", ["liar"]),
    ],
)
def test_english_words_are_whole(tmp_path: Path, text: str, found: list[str]) -> None:
    assert matched(text, a_list(tmp_path, "en", "liar")) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("骗子", ["骗子"]),
        ("骗  子", ["骗  子"]),
        ("骗，子", ["骗，子"]),
        ("pianzi", ["pianzi"]),
        ("pian4 zi", ["pian4 zi"]),
        ("PIAN-ZI", ["PIAN-ZI"]),
        ("骗zi", ["骗zi"]),
        ("pian子", ["pian子"]),
        ("马扁子", ["马扁子"]),
        ("騙子", ["騙子"]),
        ("pianzis", []),
        ("xpianzi", []),
        ("骗了他的子", []),
    ],
)
def test_chinese_words_are_seen_through(tmp_path: Path, text: str, found: list[str]) -> None:
    assert matched(text, a_list(tmp_path, "zh", "骗子")) == found


def test_one_gap_in_a_short_word_may_be_chance(tmp_path: Path) -> None:
    phrases = a_list(tmp_path, "zh", "骗子", "打断你的腿")

    def milder(text: str) -> list[Found]:
        return [each for each in find(text, [phrases]) if each.milder == "unsure"]

    assert milder("他说被骗。子女也知道")
    assert milder("他说被骗 子女也知道")
    assert not milder("骗*子")
    assert not milder("打断 你的腿")
    assert not milder("打。断。你。的。腿")


def test_an_ordinary_wording_is_no_fault(tmp_path: Path) -> None:
    phrases = a_list(tmp_path, "zh", "骗子", more='free: ["防骗子", "骗子女"]\n')
    assert matched("请注意防骗子", phrases) == []
    assert matched("被骗子女都不知道", phrases) == []
    assert matched("他是骗子", phrases) == ["骗子"]


def test_of_two_that_overlap_the_longer_is_told(tmp_path: Path) -> None:
    phrases = a_list(tmp_path, "zh", "不要脸", "臭不要脸")
    assert matched("你臭不要脸", phrases) == ["臭不要脸"]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (LIST.format(language="zh", phrases='  - "打("'), "zh-insult.yaml:6"),
        (LIST.format(language="zh", phrases="  - 骗子") + "weight: 3\n", "unknown key weight"),
        (LIST.format(language="fr", phrases="  - 骗子"), "language"),
        (LIST.format(language="en", phrases="  - 骗子"), "name the file en-insult.yaml"),
        (LIST.format(language="zh", phrases=""), "phrases"),
    ],
)
def test_a_bad_list_is_refused(tmp_path: Path, content: str, found: str) -> None:
    (tmp_path / "zh-insult.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=found):
        load_phrase_lists(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        load_phrase_lists(tmp_path / "nowhere")


def test_a_list_for_each_category_and_language_ships() -> None:
    names = {each.name for each in shipped()}
    categories = {each.category for each in shipped()}
    assert len(categories) == 14
    assert names == {f"{language}-{each}" for language in ("zh", "en") for each in categories}
    warning = {each.category for each in shipped() if each.action == "warn"}
    assert warning == {"unauthorised_promise", "amount_before_verification"}


def test_a_language_may_be_left_out() -> None:
    make_ready(shipped(), "en")
    assert find("你是骗子", shipped(), "en") == ()
    assert find("你是骗子", shipped(), "zh") != ()
