"""Parts that callscripts share: taken from the files a script names, replaced where the script
writes its own, and a fault in them told at the line of the file it was written in."""

from pathlib import Path

import pytest

from desk_client.callscript.load import examine, load, shipped, shipped_ids
from desk_client.callscript.script import Side
from desk_client.errors import BadInput
from tests.callscript.test_check import GOOD, written

SHARED = """\
steps:
  - id: close
    name: {zh: 结束, en: Close}
    open: true
    lines:
      - id: goodbye
        say: {zh: "再见。", en: "Goodbye."}
sides:
  - id: complaint
    name: {zh: 投诉, en: Complaint}
    anywhere: true
    then: calmed
    lines:
      - id: what
        say: {zh: "是哪一点？", en: "Which part?"}
  - id: calmed
    name: {zh: 缓和, en: Calmed}
    then: close
    lines:
      - id: thanks
        say: {zh: "谢谢您。", en: "Thank you."}
  - id: unused
    name: {zh: 没人用, en: Unused}
    then: close
    lines:
      - id: nothing
        say: {zh: "没有。", en: "Nothing."}
"""
TAKES = GOOD.replace("steps:\n", "closes_with: manners\nsides_from: [manners]\nsteps:\n", 1)


def taking(folder: Path, shared: str, script: str = TAKES) -> Path:
    (folder / "shared").mkdir(exist_ok=True)
    (folder / "shared" / "manners.yaml").write_text(shared, encoding="utf-8")
    short = script.partition("examples:")[0]  # the play of the small script ends elsewhere now
    return written(folder, short)


def test_a_script_takes_what_it_leads_to_and_what_may_be_entered_anywhere(tmp_path: Path) -> None:
    script = load(taking(tmp_path, SHARED))
    assert [step.id for step in script.steps] == ["greet", "verify", "reason", "close"]
    assert [side.id for side in script.sides] == ["sorry", "complaint", "calmed"]


def test_what_a_script_writes_itself_stands_in_place_of_the_shared_part(tmp_path: Path) -> None:
    own = "  - id: complaint\n    name: {zh: 投诉, en: Mine}\n    anywhere: true\n    then: end\n"
    own += "    lines:\n      - id: mine\n        say: {zh: 好, en: Well}\n"
    script = load(taking(tmp_path, SHARED, TAKES.replace("examples:", own + "examples:")))
    assert [side.id for side in script.sides] == ["sorry", "complaint"]
    assert script.path("complaint").lines[0].id == "mine"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("then: calmed", "then: nowhere", "nowhere leads nowhere"),
        ("是哪一点", "您欠{balance}", "tells of the debt before identity"),
        ("谢谢您。", "谢谢{nmae}", "unknown placeholder {nmae}"),
    ],
)
def test_a_fault_in_a_shared_part_is_told_at_its_own_line(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    text = SHARED.replace(old, new)
    line = next(n for n, each in enumerate(text.splitlines(), 1) if new in each)
    told = [str(fault) for fault in examine(taking(tmp_path, text)).faults]
    assert any(one.startswith(f"manners.yaml:{line}: ") and sentence in one for one in told), told


def test_a_shared_file_that_is_not_there_is_told_at_the_line_that_names_it(tmp_path: Path) -> None:
    file = written(tmp_path, TAKES)
    with pytest.raises(BadInput, match=r"^small\.yaml:5: there is no shared file manners"):
        load(file)


def test_an_author_may_take_what_ships(tmp_path: Path) -> None:
    text = TAKES.replace("closes_with: manners", "closes_with: closing")
    text = text.replace("[manners]", "[conduct]").replace("- id: greet", "- id: identify")
    text = text.replace("goto: sorry, effect", "goto: wrong_person, effect").partition("sides:")[0]
    script = load(written(tmp_path, text.replace("on_fail: sorry", "on_fail: polite_close")))
    assert script.path("safety").name.en == "Words of self-harm"


@pytest.mark.parametrize("script_id", shipped_ids())
def test_every_script_has_a_way_for_whatever_is_said(script_id: str) -> None:
    sides = {side.id for side in shipped(script_id).sides if side.anywhere}
    assert {"upset", "abuse", "language", "complaint", "supervisor", "safety"} <= sides


def test_abuse_is_warned_of_twice_before_the_polite_end() -> None:
    abuse = shipped("late-stage").path("abuse")
    assert isinstance(abuse, Side)
    assert [line.id for line in abuse.lines] == ["first_warning", "second_warning", "polite_end"]
    assert all(line.must_say for line in abuse.lines)
    for line in abuse.lines[:2]:
        assert line.branches[0].goto == "back"
