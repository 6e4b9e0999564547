"""The retry is the first lawful instant: it is lawful, the minute before it is not, nor is any
instant between, under hours with holidays and places that come and go."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_client.compliance.load import load_pack
from desk_client.compliance.pack import Pack
from desk_client.compliance.request import ContactRequest, Location
from desk_client.compliance.verdict import until, verdict
from tests.compliance.pack_files import rule, written
from tests.compliance.test_properties import requests

MINUTE = timedelta(minutes=1)
PLACES = (
    ("Australia/Sydney", "AU-NSW"),
    ("Australia/Sydney", "AU"),
    ("Australia/Sydney", None),
    ("Asia/Shanghai", "CN-44"),
    ("Asia/Jakarta", "ID-JK"),
    ("Europe/Berlin", "DE-BY"),
    ("Europe/Berlin", None),
    ("America/New_York", "US-NY-NYC"),
    ("America/Santiago", "CL-RM"),
    ("Etc/UTC", None),  # no country, so no holidays
)
OFFICE = "windows: [{weekdays: [mon, tue, wed, thu, fri], open: '09:00', close: '17:30'}]"
LONG = "windows: [{open: '07:00', close: '22:00'}]"
RULES = {
    "national": rule("x.hours", "hours", LONG, "holidays: {calendar: ID, closed: true}"),
    "own": rule(
        "x.hours",
        "hours",
        OFFICE,
        "holidays: {calendar: of_debtor, closed: true}",
        "exempt_by: [callback]",
    ),
    "shorter": rule(
        "x.hours",
        "hours",
        LONG,
        "holidays: {calendar: of_debtor, windows: [{open: '10:00', close: '14:00'}]}",
        "last_start_margin_s: 600",
        "exempt_by: [out_of_hours]",
    ),
}
CAP = rule(
    "x.cap",
    "windowed_cap",
    "max: 1",
    "window: {n: 1, unit: local_week}",
    "key: [debtor]",
    "count: {media: [call], results: [conversation, no_answer]}",
    "label: {zh: 次, en: Calls}",
)


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pack]:
    def read(folder: Path, hours: str, wins: str) -> Pack:
        file = written(folder, "x", hours, CAP, head=f"scope: {{}}\nzones: {{stated_wins: {wins}}}")
        return load_pack(file)

    return {
        f"{name} {wins}": read(tmp_path_factory.mktemp(name), hours, wins)
        for name, hours in RULES.items()
        for wins in ("true", "false")
    }


@st.composite
def somewhere(draw: st.DrawFn) -> ContactRequest:
    """A request with one to three places, stated or not, some of which will no longer count."""
    asked = draw(requests())
    places = draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=3))
    locations = tuple(
        Location(
            source=draw(st.sampled_from(["stated", "address", "number_prefix"])),
            zone=zone,
            region=region,
            until=draw(
                st.one_of(
                    st.none(),
                    st.integers(60, 6 * 86_400).map(lambda s: asked.now + timedelta(seconds=s)),
                )
            ),
        )
        for zone, region in places
    )
    debtor = asked.debtor.model_copy(update={"locations": locations})
    return asked.model_copy(update={"debtor": debtor})


names = st.sampled_from([f"{name} {wins}" for name in RULES for wins in ("true", "false")])


@settings(max_examples=150, deadline=None)
@given(somewhere(), names, st.floats(0, 1))
def test_the_retry_is_lawful_and_the_minute_before_is_not(
    packs: dict[str, Pack], asked: ContactRequest, name: str, part: float
) -> None:
    law = (packs[name],)
    answer = verdict(asked, law)
    if answer.retry_at is None:
        later = asked.at(asked.now + part * timedelta(days=400))
        assert answer.allowed or not verdict(later, law).allowed
        return
    assert verdict(asked.at(answer.retry_at), law).allowed
    before = max(asked.now, answer.retry_at - MINUTE)
    assert not verdict(asked.at(before), law).allowed
    between = asked.now + part * (answer.retry_at - asked.now)
    assert between >= answer.retry_at or not verdict(asked.at(between), law).allowed


@settings(max_examples=100, deadline=None)
@given(somewhere(), names, st.floats(0, 1))
def test_until_then_nothing_of_the_hours_refuses(
    packs: dict[str, Pack], asked: ContactRequest, name: str, part: float
) -> None:
    law = (packs[name],)

    def hours_refuse(moment: ContactRequest) -> bool:
        return "x.hours" in {reason.rule for reason in verdict(moment, law).reasons}

    end = until(asked, law)
    if end is None or hours_refuse(asked):
        return
    assert hours_refuse(asked.at(end))
    assert not hours_refuse(asked.at(asked.now + part * (end - asked.now - MINUTE / 60)))


@settings(max_examples=60, deadline=None)
@given(somewhere(), names, st.randoms(use_true_random=False))
def test_the_same_inputs_give_the_same_bytes(
    packs: dict[str, Pack], asked: ContactRequest, name: str, chance: object
) -> None:
    history = list(asked.history)
    chance.shuffle(history)  # type: ignore[attr-defined]
    again = ContactRequest.from_json(
        asked.model_copy(update={"history": tuple(history)}).model_dump_json(by_alias=True)
    )
    law = (packs[name],)
    assert verdict(asked, law).model_dump_json() == verdict(again, law).model_dump_json()
