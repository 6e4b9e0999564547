"""A callscript with a fault is told with file:line, what was found and what is allowed. Each test
breaks the small script below in one place."""

from pathlib import Path

import pytest

from desk_client.callscript.load import examine, load, shipped, shipped_ids
from desk_client.errors import BadInput

GOOD = """\
id: small
version: 3
title: {zh: 小话术, en: Small}
languages: [zh, en]
steps:
  - id: greet
    name: {zh: 开场, en: Greet}
    lines:
      - id: ask
        say: {zh: "请问是{name}吗？", en: "Is this {name}?"}
        branches:
          - {key: 1, label: {zh: 是, en: "Yes"}, goto: verify, effect: right_party}
          - {key: 2, label: {zh: 不是, en: "No"}, goto: sorry, effect: wrong_party, outcome: WPC}
  - id: verify
    name: {zh: 核身, en: Verify}
    lines:
      - id: why
        say: {zh: "先核对两项", en: Two details first}
    identity:
      need: 1
      max_misses: 2
      on_fail: sorry
      hint: {zh: 不要念出, en: Never read it out}
      factors:
        - id: district
          name: {zh: 区, en: District}
          ask: {zh: 哪个区？, en: "Which district?"}
  - id: reason
    name: {zh: 事由, en: Reason}
    lines:
      - id: amount
        say: {zh: "应还 **{balance}**。", en: "**{balance}** is due."}
        must_say: true
sides:
  - id: sorry
    name: {zh: 抱歉, en: Sorry}
    then: end
    lines:
      - id: goodbye
        say: {zh: "抱歉，再见。", en: "Sorry, goodbye."}
examples:
  - name: the right one
    keys: ["1", "_", "1", "_"]
    path: reason
    verified: true
    said: 4
    must_said: 1
    party: right_party
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "small.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def found(folder: Path, old: str, new: str) -> list[str]:
    assert old in GOOD
    examined = examine(written(folder, GOOD.replace(old, new, 1)))
    return [str(fault) for fault in examined.faults]


def line_of(part: str) -> int:
    return next(n for n, line in enumerate(GOOD.splitlines(), 1) if part in line)


def test_the_small_script_is_good(tmp_path: Path) -> None:
    examined = examine(written(tmp_path, GOOD))
    assert examined.faults == ()
    assert examined.warnings == ()
    assert load(tmp_path / "small.yaml").version == 3


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("goto: sorry", "goto: nowhere", "key: 2", "nowhere leads nowhere"),
        ("goto: sorry", "goto: sorry.hello", "key: 2", "sorry.hello leads nowhere"),
        ("on_fail: sorry", "on_fail: away", "on_fail", "away leads nowhere"),
        ("then: end", "then: elsewhere", "then: end", "elsewhere leads nowhere"),
        ("goto: verify", "goto: back", "key: 1", "back from a step"),
        ("outcome: WPC", "outcome: WRONG", "key: 2", "WRONG is no outcome"),
        ("{name}吗", "{nmae}吗", "请问是", "unknown placeholder {nmae}"),
        ("先核对两项", "先核对{district}", "先核对", "unknown placeholder {district}"),
        ("**{balance}** is", "**{balance} is", "应还", "a brace or ** stands alone"),
        ("{name}?", "{name?", "请问是", "a brace or ** stands alone"),
        ("先核对两项", " ", "Two details", "no words in zh"),
        ("key: 2", "key: 1", "- id: ask", "key 1 has two branches"),
        ("- id: sorry", "- id: greet", "- id: sorry", "the id greet is taken"),
        ("goto: verify, effect", "goto: reason, effect", "- id: ask", "past the identity step"),
        ("抱歉，再见。", "您欠 {balance}。", "抱歉，再见", "tells of the debt before identity"),
        ("need: 1", "need: 2", "need: 1", "2 factors needed, 1 written"),
        ("said: 4", "said: 5", "the right one", "the example plays to: path reason"),
        ('"1", "_", "1", "_"', '"1", sorrow', "the right one", "no path 'sorrow' to enter"),
    ],
)
def test_a_fault_names_its_line(
    tmp_path: Path, old: str, new: str, line: str, sentence: str
) -> None:
    told = found(tmp_path, old, new)
    hits = [one for one in told if sentence in one]
    assert hits, told
    assert hits[0].startswith(f"small.yaml:{line_of(line)}: ")


def test_the_second_of_two_lines_with_one_id_is_named(tmp_path: Path) -> None:
    twice = "- id: why\n        say: {zh: 一, en: One}\n      - id: why"
    told = found(tmp_path, "- id: why", twice)
    assert told == [f"small.yaml:{line_of('id: why') + 2}: the id why stands twice; one id a line"]


def test_a_step_without_a_way_to_it_is_named(tmp_path: Path) -> None:
    extra = "  - id: lost\n    name: {zh: 失, en: Lost}\n    then: end\n    lines:\n"
    extra += "      - {id: one, say: {zh: 无, en: None}}\n"
    told = found(tmp_path, "examples:", extra + "examples:")
    where = f"small.yaml:{line_of('examples:')}"
    assert told == [f"{where}: lost is never reached; lead a branch to it or remove it"]


def test_a_line_that_space_never_leaves_is_named(tmp_path: Path) -> None:
    told = found(tmp_path, '"Sorry, goodbye."}', '"Sorry, goodbye."}\n        next: sorry')
    assert told == [
        f"small.yaml:{line_of('id: goodbye')}: Space goes round here for ever; lead it to an end"
    ]


def test_a_line_behind_a_jump_is_never_reached(tmp_path: Path) -> None:
    more = '"Sorry, goodbye."}\n        next: end\n      - {id: extra, say: {zh: 还有, en: And}}'
    told = found(tmp_path, '"Sorry, goodbye."}', more)
    assert len(told) == 1
    assert "the line sorry.extra is never reached" in told[0]


def test_the_identity_step_lets_nobody_round_it(tmp_path: Path) -> None:
    told = found(tmp_path, "en: Two details first}", "en: Two details first}\n        next: sorry")
    assert len(told) == 1
    assert told[0].startswith(f"small.yaml:{line_of('id: why')}: a way past the identity check; ")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("version: 3", "version: three", "version"),
        ("version: 3", "version: 3\nversions: 4", "unknown key versions"),
        ("        must_say: true", "        must_say: yes please", "must_say"),
        ("key: 2", "key: 5", "key"),
        ("- id: district", "- id: shoe_size", "id"),
        ("then: end", "than: end", "sides.0"),
        (", en: Two details first}", "}", "en is missing"),
        ("id: small", "id: small\nid: big", "written twice"),
        ("steps:", "steps: [", "not YAML"),
    ],
)
def test_what_is_no_script_at_all_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    file = written(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(BadInput, match=r"^small\.yaml:\d+: ") as refused:
        examine(file)
    assert sentence in str(refused.value)


def test_loading_stops_at_the_first_fault(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nowhere leads nowhere"):
        load(written(tmp_path, GOOD.replace("goto: sorry", "goto: nowhere")))


def test_a_line_too_long_to_say_is_only_a_warning(tmp_path: Path) -> None:
    text = GOOD.replace("抱歉，再见。", "抱歉打扰您了，我们以后不会再拨打这个号码，再见。")
    examined = examine(written(tmp_path, text))
    assert examined.faults == ()
    where = f"small.yaml:{line_of('抱歉，再见')}"
    told = "the line has 21 characters of Chinese; 18 汉字 or 12 words a line"
    assert examined.warnings == (f"{where}: {told}",)


def test_an_unknown_script_is_told_with_those_that_ship() -> None:
    assert "card-first" in shipped_ids()
    with pytest.raises(BadInput, match="there is no callscript card-second"):
        shipped("card-second")
