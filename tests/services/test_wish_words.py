"""What a debtor does not want and what was agreed, as words of the sheet and of the one line."""

from datetime import UTC, datetime, time

import pytest

from desk_client.case_state import GivenConsent, InconvenientTime
from desk_client.ids import FactId
from desk_client.services.wish_words import WEEK, inconvenient_words, on_record

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def named(
    *weekdays: str, begins: time | None = None, ends: time | None = None, place: str | None = None
) -> InconvenientTime:
    return InconvenientTime(
        fact_id=FactId("f1"),
        weekdays=weekdays,
        from_local=begins,
        until_local=ends,
        place=place,
    )


def evening(**more: object) -> GivenConsent:
    fields: dict[str, object] = {
        "fact_id": FactId("f2"),
        "consent": "out_of_hours",
        "given_at": NOON,
        "from_at": None,
        "until": None,
        "weekdays": (),
        "local_until": time(23),
        "party": None,
    }
    return GivenConsent(**fields | more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "begins", "ends", "place", "zh", "en"),
    [
        ((), None, None, "work", "任何时间 单位", "at any time at work"),
        (("mon",), time(9), time(12), None, "周一 09:00–12:00", "Mon 09:00–12:00"),
        (WEEK[:5], time(9), None, None, "周一至周五 09:00–24:00", "Mon–Fri 09:00–24:00"),
        (("sun", "mon"), None, time(9), "home", "周一、周日 00:00–09:00 家里", None),
        (("sat", "sun"), None, None, None, "周六、周日 全天", "Sat Sun all day"),
        ((), time(22), time(7), None, "每天 22:00–次日 07:00", "every day 22:00–07:00 next day"),
        (WEEK, time(8), time(9), "mobile", "每天 08:00–09:00 手机", None),
    ],
)
def test_a_named_time_is_one_row(
    days: tuple[str, ...],
    begins: time | None,
    ends: time | None,
    place: str | None,
    zh: str,
    en: str | None,
) -> None:
    words = inconvenient_words(days, begins, ends, place)
    assert words.zh == zh
    assert en is None or words.en == en


def test_where_and_when_not_come_before_what_was_agreed() -> None:
    said = on_record(
        (named(place="work"), named("mon", begins=time(9), ends=time(12))), (evening(),)
    )
    assert [text.zh for text in said] == [
        "不要在单位联系",
        "周一 09:00–12:00 不便",
        "已同意晚间联系至 23:00",
    ]
    assert [text.en for text in said] == [
        "not at work",
        "not Mon 09:00–12:00",
        "evening contact agreed until 23:00",
    ]


def test_a_place_at_a_time_is_one_wish_and_is_said_once() -> None:
    at_work = named("tue", begins=time(9), ends=time(18), place="work")
    (said,) = on_record((at_work, at_work), ())
    assert said.zh == "周二 09:00–18:00 不要在单位联系"
    assert said.en == "Tue 09:00–18:00 not at work"


def test_only_the_debtors_own_standing_evening_is_said() -> None:
    back = evening(revoked_at=NOON)
    of_another = evening(party="contact-2")
    texts = evening(consent="sms")
    assert on_record((), (back, of_another, texts)) == ()
    (said,) = on_record((), (evening(local_until=None),))
    assert said.en == "evening contact agreed"
    assert [each.zh for each in on_record((named(),), ())] == ["任何时间 不便"]
