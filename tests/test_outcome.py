"""The outcome table as it ships: complete, without a clash, as it stands on the agent's screen."""

from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.errors import BadInput
from desk_client.outcome import (
    LEVELS,
    Level,
    Outcome,
    OutcomeTable,
    allowed_levels,
    by_key,
    line_outcome,
    outcome,
    outcomes_for,
    refusal,
    table,
)
from desk_client.services.referral_check import destinations
from desk_client.yaml_file import load_yaml

SHIPPED = files("resources") / "outcomes.yaml"
# ui.md section 6, column by column; PPAY (Y) is asked for beside them and takes the free cell.
KEYS: dict[Level, str] = {
    "RPC": "PEKOTWRFDJSGLAHY",
    "TPC": "WKQERSDFH",
    "WPC": "WEDS",
    "NC": "QWERTYUAL",
}
LABELS: dict[Level, str] = {
    "RPC": "承诺还款 协商分期 约定回呼 称已还款 承诺部分还款 不便通话 拒绝还款 经济困难 "
    "提出异议 投诉 要求停止联系 需关怀 委托律师 转主管 中途挂断 通话中还款",
    "TPC": "未通过核身 愿意转告 提供新线索 愿代还 拒绝转告 要求停止 本人去世 失能/服刑 挂断",
    "WPC": "号码错误 号码易主 同名他人 要求停止",
    "NC": "无人接听 忙线 关机 停机 空号 语音信箱 AI助理接听 被拒接 运营商拦截",
}


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_shows_the_keys_and_words_of_the_design(level: Level) -> None:
    rows = outcomes_for(level)
    assert "".join(row.key or "" for row in rows) == KEYS[level]
    assert [row.label.zh.replace(" ", "") for row in rows] == LABELS[level].split()
    assert [row.likely for row in rows] == [index < 4 for index in range(len(rows))]


def test_the_thirty_seven_of_the_design_and_paid_in_the_call_have_keys() -> None:
    assert sum(len(outcomes_for(level)) for level in LEVELS) == 37 + 1


def test_what_has_no_key_is_proposed_by_the_line_or_the_script() -> None:
    keyless = {(row.code, row.level) for row in table().outcomes if row.key is None}
    assert keyless == {
        ("DROP", "RPC"), ("DROP", "NC"), ("HU", "NC"), ("FAIL", "NC"), ("LM", "NC"), ("ABAN", "NC"),
    }  # fmt: skip


def test_stop_hang_up_and_refusal_mean_the_same_whoever_speaks() -> None:
    for level in ("RPC", "TPC", "WPC"):
        stop, hung_up, refuses = (by_key(level, key) for key in "SHR")
        assert stop is not None
        assert stop.code == "CEASE"
        assert hung_up is None or hung_up.code == "HU"
        assert refuses is None or refuses.code in {"RTP", "TPREF"}


def test_a_wrong_party_takes_two_distant_keys() -> None:
    assert by_key("RPC", "w") != by_key("WPC", "w")


def test_what_cannot_wait_commits_at_the_key() -> None:
    at_key = {row.code for row in table().outcomes if row.commits_at_key}
    assert at_key == {"CEASE", "DISP", "DEC", "ATTY"}
    assert all(row.form == "none" for row in table().outcomes if row.commits_at_key)
    assert all(row.flags for row in table().outcomes if row.commits_at_key)


@pytest.mark.parametrize("row", table().outcomes, ids=lambda row: f"{row.code}-{row.level}")
def test_every_outcome_is_complete(row: Outcome) -> None:
    assert row.label.zh
    assert row.label.en
    assert "attempt" in row.counts
    assert (row.reached is None) == (row.level == "NC")
    assert row.level == "NC" or row.result == "conversation"
    assert row.level == "NC" or row.line == "answered"
    assert row.flags or row.then or row.queue or row.case_status  # nothing ends without a next step
    for follow in row.then:
        assert follow.what.zh
        assert follow.what.en
        assert (follow.value is None) != (follow.when is None)
        assert not (follow.dial and follow.when is None)
    assert sum(follow.dial for follow in row.then) <= 1
    assert not (row.form == "callback" and any(follow.dial for follow in row.then))


def test_who_was_reached_follows_from_the_level() -> None:
    reached = {"RPC": "debtor", "TPC": "third_party", "WPC": "wrong_party", "NC": None}
    assert all(row.reached == reached[row.level] for row in table().outcomes)


def test_talk_counts_as_effective_and_silence_does_not() -> None:
    for row in table().outcomes:
        talked = row.result in {"conversation", "hung_up_at_once"}
        assert ("effective" in row.counts) == talked, row.code


def test_a_code_alone_finds_the_row_that_the_line_proposes() -> None:
    assert outcome("HU").level == "NC"
    assert outcome("HU", "TPC").level == "TPC"
    assert outcome("DROP", "RPC").reached == "debtor"
    assert outcome("PTP").key == "P"
    with pytest.raises(KeyError, match="no outcome PTP in NC"):
        outcome("PTP", "NC")


@pytest.mark.parametrize(
    ("sip", "reason", "code"),
    [
        (486, "Busy Here", "BUSY"),
        (600, "Busy Everywhere", "BUSY"),
        (404, "Not Found", "NIS"),
        (484, "Address Incomplete", "NIS"),
        (604, "Does Not Exist Anywhere", "NIS"),
        (480, "Temporarily Unavailable", "NA"),
        (408, "Request Timeout", "NA"),
        (487, "Request Terminated", "NA"),
        (603, "Decline", "DECLINED"),
        (403, "Forbidden", "BLOCKED"),
        (608, "Rejected", "BLOCKED"),
        (480, "您拨打的电话已关机", "OFF"),
        (480, "Power Off", "OFF"),
        (480, "用户停机", "SUSP"),
        (480, "空号", "NIS"),
        (500, "Server Internal Error", "FAIL"),
        (503, "Service Unavailable", "FAIL"),
        (0, "the phone process was lost", "FAIL"),
    ],
)
def test_the_line_says_why_nobody_answered(sip: int, reason: str, code: str) -> None:
    for ended_by in ("us", "them", "network", "phone"):
        said = line_outcome(
            sip_code=sip, reason=reason, ended_by=ended_by, answered=False, talk_s=0.0
        )
        assert said == code


@pytest.mark.parametrize(
    ("ended_by", "talk_s", "code"),
    [
        ("network", 30.0, "DROP"),
        ("phone", 0.5, "DROP"),
        ("them", 1.2, "HU"),
        ("them", 45.0, None),
        ("us", 1.2, None),
        ("us", 45.0, None),
    ],
)
def test_after_an_answer_the_line_knows_only_breaks(
    ended_by: str, talk_s: float, code: str | None
) -> None:
    said = line_outcome(sip_code=200, reason="OK", ended_by=ended_by, answered=True, talk_s=talk_s)
    assert said == code


@given(
    st.integers(0, 699),
    st.text(),
    st.sampled_from(["us", "them", "network", "phone"]),
    st.floats(0, 3600),
)
def test_an_unanswered_call_always_has_an_outcome(
    sip: int, reason: str, ended_by: str, talk_s: float
) -> None:
    said = line_outcome(
        sip_code=sip, reason=reason, ended_by=ended_by, answered=False, talk_s=talk_s
    )
    assert said is not None
    assert refusal(outcome(said, "NC"), answered=False, verified=False) is None


@pytest.mark.parametrize(
    ("answered", "verified", "levels"),
    [
        (False, False, ("NC",)),
        (True, False, ("TPC", "WPC", "NC")),
        (True, True, ("RPC", "TPC", "WPC")),
    ],
)
def test_whom_a_call_can_have_reached(
    answered: bool, verified: bool, levels: tuple[Level, ...]
) -> None:
    assert allowed_levels(answered=answered, verified=verified) == levels
    for row in table().outcomes:
        if refusal(row, answered=answered, verified=verified) is None:
            assert row.level in levels


def test_before_identity_the_right_party_s_keys_answer_identity_first() -> None:
    for row in outcomes_for("RPC"):
        why = refusal(row, answered=True, verified=False)
        assert why is not None
        assert why.en == "Identity first"


def test_a_voicemail_answers_but_a_busy_line_does_not() -> None:
    assert refusal(outcome("VM"), answered=True, verified=False) is None
    assert refusal(outcome("VM"), answered=False, verified=False) is None
    busy = refusal(outcome("BUSY"), answered=True, verified=False)
    assert busy is not None
    assert busy.en == "The call was answered"
    wrong = refusal(outcome("WPC"), answered=False, verified=False)
    assert wrong is not None
    assert wrong.en == "The call was not answered"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "    key: E\n    label: {zh: 协商分期",
            "    key: P\n    label: {zh: 协商分期",
            "key P means",
        ),
        ("  - code: PAID\n", "  - code: PTP\n", "PTP stands twice in RPC"),
        ("case_status: promised", "case_status: lost", "PTP names lost, which has no words"),
        ("code: FAIL}", "code: NOSUCH}", "NOSUCH, which is no outcome"),
        ("form: promise", "form: poem", "form"),
        ("likely: true", "likely: yes", "likely"),
        ("key: P\n", "key: '1'\n", "key"),
    ],
)
def test_a_table_with_a_fault_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "outcomes.yaml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput, match=r"^outcomes\.yaml:\d+: ") as refused:
        load_yaml(file, OutcomeTable)
    assert told in str(refused.value)


def test_no_word_of_the_table_is_used_nowhere() -> None:
    rows = table().outcomes
    used = Counter(flag.flag for row in rows for flag in row.flags)
    used += Counter(row.queue for row in rows if row.queue)
    used += Counter(row.case_status for row in rows if row.case_status)
    words = {*table().flags, *table().queues, *table().statuses} - {"working"}
    referred = {"referral", *(each.queue for each in destinations().destinations)}
    assert words == set(used) | referred
