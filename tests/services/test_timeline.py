"""The timeline of a case from facts in a real encrypted store: what each row says, what stays out
of it while the figures are shut, and that it is read in pages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk_client.care_body import (
    ComplaintAnswered,
    ConsentGiven,
    ConsentRevoked,
    FlagLaid,
    HoldLaid,
    InconvenientNamed,
    Overridden,
    RecordErased,
)
from desk_client.fact import Fact
from desk_client.fact_body import (
    CallbackBooked,
    CallbackTerms,
    CaseOpened,
    NoteWritten,
    RecordingSealed,
    Skipped,
)
from desk_client.ids import CaseId, ContactPointId, DebtorId, FactId, Login, MessageId
from desk_client.message_body import (
    MessageAnswered,
    MessageDelivered,
    MessageFailed,
    MessageHanded,
)
from desk_client.money import Money
from desk_client.payment import Payment
from desk_client.services import timeline as timeline_module
from desk_client.services.case_parts import Mark
from desk_client.services.timeline_care import ROWS
from desk_client.services.timeline_kinds import ADDING, NAMES
from desk_client.store.chain import NO_LINK, ChainLink
from desk_client.store.database import Database
from desk_client.store.reference import Reference, ReferenceRows
from tests.happenings import AGENT, MOBILE, ended, flag
from tests.rows import case
from tests.services.lives import NOW, Life, attempted_message, made, ordered, refused
from tests.sync.desk import open_database

SECRET = "3260"  # of every figure here


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = open_database(tmp_path_factory.mktemp("timeline"))
    yield opened
    opened.close()


_numbers = iter(range(100, 10_000))


@pytest.fixture
def life(database: Database) -> Life:
    return Life(database, next(_numbers))


def test_a_call_is_one_row_with_its_outcome_length_and_recording(life: Life) -> None:
    life.shift.outcome(life.shift.conversation(), "RTP", note="月底前不还")
    row = life.row()
    assert len(life.rows()) == 1
    assert (row.title.zh, row.title.en) == ("本人 · 拒绝还款", "Right party · Refuses")
    assert "138****1111" in row.detail.zh
    assert "月底前不还" in row.detail.zh
    assert row.right.zh == f"通话 01:01 · {AGENT}"
    assert row.below.zh == "无录音"
    assert (row.tone, row.has_recording) == ("ok", False)


def test_a_call_that_rang_out_and_one_that_goes_on(life: Life) -> None:
    life.shift.no_answer()
    assert life.row().title.zh == "未接"
    assert life.row().right.zh.startswith("振铃 4 秒")
    life.shift.attempt()
    row = life.row()
    assert row.chip is not None
    assert row.chip.zh == "未结束"


def test_who_rings_us_is_told_so(life: Life) -> None:
    call = life.shift.attempt(initiator="debtor")
    life.shift.tell(ended(call))
    assert life.row().title.zh.startswith("来电 · ")


def test_the_recording_is_sealed_and_then_uploaded(life: Life) -> None:
    call = life.shift.attempt()
    life.shift.tell(ended(call, recording=made()))
    assert life.row().below.zh == "已录音，未封存"
    seal = RecordingSealed(
        call_id=call,
        index=1,
        sha256="0" * 64,
        previous=NO_LINK,
        link="1" * 64,
        public_key="k",
        signature="s",
    )
    life.shift.tell(seal)
    assert (life.row().below.zh, life.row().has_recording) == ("录音已封存", True)
    life.chain.append(
        ChainLink(
            index=1,
            call_id=call,
            path="a.age",
            sha256="0" * 64,
            previous=NO_LINK,
            link="1" * 64,
            signature="s",
        )
    )
    life.chain.mark_uploaded(1)
    life.reader.forget()
    assert life.row().below.zh == "录音已上传"


def test_a_promise_shows_whether_it_was_kept(life: Life) -> None:
    life.shift.promise(date(2026, 11, 28))
    row = life.row("promise")
    assert row.chip is not None
    assert (row.chip.zh, row.chip_mark) == ("待兑现", Mark.PROMISE)
    assert row.detail.zh == "¥ 800.00，11-28 前 · 手机银行"
    assert row.detail.en == "¥ 800.00 by 28 Nov · Bank app"
    life.payments = (
        Payment(
            case_id=CaseId(f"case-{life.number}"),
            debt_id=None,
            amount=Money.of("800.00"),
            paid_on=date(2026, 11, 24),
        ),
    )
    life.reader.forget()
    paid, promised = life.rows("promise")
    assert (paid.title.zh, paid.whole_day) == ("付款入账", True)
    assert promised.chip is not None
    assert promised.chip.zh == "已兑现"
    assert life.counts()["promise"] == 2


def test_shut_figures_leave_no_amount_no_payment_and_no_written_word(life: Life) -> None:
    life.shift.promise(date(2026, 11, 28), SECRET)
    life.shift.outcome(life.shift.conversation(), "RTP", note=f"欠 {SECRET}")
    life.shift.tell(
        NoteWritten(text=f"还差 {SECRET}"),
        ordered(),
        MessageAnswered(
            message_id=MessageId("m1"),
            channel="sms",
            contact_point_id=MOBILE,
            address="+8613800001111",
            place="mobile",
            role="debtor",
            means="reply",
            text=f"只有 {SECRET}",
        ),
        FlagLaid(flags=(flag("dispute"),), source="letter", note=SECRET),
        HoldLaid(reason="dispute", note=SECRET),
        ComplaintAnswered(complaint=FactId("x"), upheld=True, note=SECRET),
    )
    life.shift.withdraw(life.shift.tell(NoteWritten(text=SECRET)))
    life.payments = (
        Payment(
            case_id=CaseId(f"case-{life.number}"),
            debt_id=None,
            amount=Money.of(SECRET),
            paid_on=date(2026, 11, 20),
        ),
    )
    for category in NAMES:
        shut = repr(life.rows(category, open_=False)).replace(",", "")
        assert SECRET not in shut
        assert "11-28" not in shut
        assert "付款入账" not in shut
    assert life.counts()["promise"] == 1
    assert SECRET in repr(life.rows()).replace(",", "")  # and here they are, once they may be


def test_a_message_is_one_row_whatever_becomes_of_it(life: Life) -> None:
    life.shift.tell(ordered(not_before=NOW + timedelta(hours=1)))
    waiting = life.row()
    assert waiting.chip is not None
    assert (waiting.chip.zh, waiting.icon) == ("等待发送", "message")
    assert "18:00 起可发" in waiting.detail.zh
    life.shift.tell(
        attempted_message(),
        MessageHanded(message_id=MessageId("m1"), handed_as=("a",)),
        MessageDelivered(message_id=MessageId("m1")),
    )
    there = life.row()
    assert len(life.rows()) == 1
    assert there.chip is not None
    assert there.chip.zh == "已送达"
    assert "送达 10:00" in there.detail.zh


def test_a_message_that_failed_stands_out(life: Life) -> None:
    life.shift.tell(
        ordered(channel="letter", place="post", address="上海市静安区示例路 1 号 12 弄 3 室"),
        MessageFailed(message_id=MessageId("m1"), taken="no", reason="printer"),
    )
    row = life.row()
    assert (row.tone, row.icon) == ("bad", "document")
    assert row.detail.zh.endswith("…")


@pytest.mark.parametrize(
    ("body", "zh", "en"),
    [
        (Skipped(reason="not_now"), "跳过", "Passed over"),
        (CaseOpened(shown="hidden"), "查看案件", "Looked at the case"),
        (ConsentGiven(consent="sms"), "同意短信联系", "Agreed to text messages"),
        (ConsentRevoked(consent="sms"), "收回同意：短信联系", "Took back: text messages"),
        (InconvenientNamed(place="work"), "不便联系", "Does not want contact"),
        (HoldLaid(reason="litigation"), "资料冻结，不清除", "Held, nothing is erased"),
        (
            ComplaintAnswered(complaint=FactId("x"), upheld=False),
            "投诉已答复",
            "Complaint answered",
        ),
        (FlagLaid(flags=(flag("attorney"),), source="office"), "律师代理", "Attorney"),
        (refused(), "电话未放行", "Call refused"),
        (
            RecordErased(record="note", of="x", rule="keep", pack="p"),
            "备注已清除",
            "A note was erased",
        ),
        (
            Overridden(
                contact="call",
                contact_point_id=MOBILE,
                rules=("gap",),
                reason="agreed",
                role="agent",
                second=Login("lead_wang"),
                until=NOW,
            ),
            "两人放行一次",
            "Two persons lifted a rule once",
        ),
        (
            CallbackBooked(terms=CallbackTerms(at=NOW, agreed=True), contact_point_id=MOBILE),
            "约定回呼",
            "Callback agreed",
        ),
    ],
)
def test_every_other_kind_says_what_happened(life: Life, body: object, zh: str, en: str) -> None:
    life.shift.tell(body)  # type: ignore[arg-type]
    row = life.row()
    assert (row.title.zh, row.title.en) == (zh, en)


def test_a_refusal_tells_its_clause_and_when_it_ends(life: Life) -> None:
    life.shift.tell(refused())
    row = life.row("rule")
    assert row.detail.zh == "GB/T 45251-2025 5.3 · 明日 08:00 起可联系"
    assert (row.below.zh, row.tone) == ("未计次数", "bad")


def test_an_allowed_verdict_is_no_event_of_its_own(life: Life) -> None:
    life.shift.tell(refused().model_copy(update={"decision": "allowed", "reasons": ()}))
    assert life.rows() == ()


def test_what_was_taken_back_says_so_and_what_it_was(life: Life) -> None:
    note = life.shift.tell(NoteWritten(text="记错了"))
    life.shift.withdraw(note)
    took, gone = life.rows()
    assert took.title.zh == "撤销：备注"
    assert "wrong key" in took.detail.en
    assert gone.chip is not None
    assert gone.chip.zh == "已撤销"


def test_an_outcome_that_was_undone_leaves_the_call(life: Life) -> None:
    done = life.shift.promise(date(2026, 11, 28))
    life.shift.withdraw(done)
    took, call = life.rows()
    assert took.title.zh == "撤销：承诺还款"
    assert call.title.zh == "已接通"
    assert call.chip is None


def test_a_fact_of_another_case_of_the_debtor_names_that_case(
    life: Life, database: Database
) -> None:
    other = replace(
        case(life.number + 50_000), debtor_id=DebtorId(f"debtor-{life.number}"), case_no="SH-OTHER"
    )
    Reference(database).upsert(ReferenceRows(cases=(other,)))
    note = life.shift.tell(NoteWritten(text="另一案"))
    life.shift.facts[-1] = replace(note, case_id=other.case_id)
    assert life.row().below.zh == "SH-OTHER"


def test_the_categories_count_and_pick(life: Life) -> None:
    life.shift.promise(date(2026, 11, 28))
    life.shift.no_answer()
    life.shift.tell(NoteWritten(text="a"), ordered(), refused(), CaseOpened(shown="open"))
    life.shift.outcome(life.shift.conversation(), "DIS", flags=(flag("dispute"),))
    assert len(life.rows()) == 7
    assert life.counts() == {
        "all": 7,
        "call": 3,
        "message": 1,
        "note": 1,
        "promise": 1,
        "care": 1,
        "rule": 1,
        "desk": 1,
    }
    for category, count in life.counts().items():
        assert len(life.rows(category)) == count
    dispute = life.row("care")
    assert (dispute.icon, dispute.tone) == ("scales", "spec")


def test_older_rows_come_page_by_page_and_none_twice(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline_module, "PAGE", 4)
    for number in range(10):
        life.shift.tell(NoteWritten(text=str(number)))
    life.payments = (
        Payment(
            case_id=CaseId(f"case-{life.number}"),
            debt_id=None,
            amount=Money.of("5.00"),
            paid_on=date(2026, 11, 1),
        ),
    )
    hand = life.hand()
    life.reader.show(hand, "all", NOW, open_=True)
    first = life.reader.rows
    assert (len(first), life.reader.has_more) == (4, True)
    life.reader.more(NOW)
    assert life.reader.rows[:4] == first
    life.reader.more(NOW)
    life.reader.more(NOW)
    keys = [row.key for row in life.reader.rows]
    assert (len(keys), len(set(keys)), life.reader.has_more) == (11, 11, False)
    assert life.reader.rows[-1].title.zh == "付款入账"  # older than every fact
    life.reader.show(hand, "all", NOW, open_=True)
    assert len(life.reader.rows) == 11  # looking again reads nothing anew


def test_a_fact_that_arrives_keeps_what_was_read(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline_module, "PAGE", 4)
    for number in range(10):
        life.shift.tell(NoteWritten(text=str(number)))
    life.rows()
    life.reader.more(NOW)
    assert len(life.reader.rows) == 8
    life.shift.tell(NoteWritten(text="new"))
    assert len(life.rows()) == 8
    assert life.reader.rows[0].detail.zh == "new"


def test_what_is_forgotten_is_not_kept(life: Life) -> None:
    life.shift.tell(NoteWritten(text="a"))
    life.rows()
    life.reader.forget()
    assert (life.reader.rows, life.reader.counts, life.reader.payments) == ((), (), {})


def test_a_kind_that_nobody_tells_still_has_a_row(life: Life) -> None:
    told = ROWS.pop("skipped")
    try:
        life.shift.tell(Skipped(reason="not_now"))
        assert life.row().title.en == "Skipped"
    finally:
        ROWS["skipped"] = told


def test_no_kind_is_both_told_and_added_but_the_outcome() -> None:
    assert set(ROWS) & ADDING == {"outcome_logged"}


def test_a_teller_refuses_what_is_not_its_kind(life: Life) -> None:
    life.shift.tell(Skipped(reason="not_now"))
    stray: Fact = life.shift.facts[-1]
    with pytest.raises(TypeError, match="skipped"):
        ROWS["note_written"](stray, None)  # type: ignore[arg-type]


def test_a_very_long_note_is_told_on_one_line_up_to_its_limit(life: Life) -> None:
    life.shift.tell(NoteWritten(text="第一行\n" + "长" * 100_000))
    row = life.row()
    assert row.detail.zh.startswith("第一行 长")
    assert len(row.detail.zh) == 4000


def test_attempts_of_other_points_are_masked(life: Life) -> None:
    call = life.shift.attempt(ContactPointId("work-1"), address="+862161234567", place="work")
    life.shift.tell(ended(call))
    assert "61234567" not in repr(life.row())
