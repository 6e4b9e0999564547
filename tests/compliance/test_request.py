"""The request as JSON: the contract's own example, null and absent, unknown keys, odd instants."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from desk_client.compliance.request import ContactRequest
from tests.compliance.asking import DESK

# contracts.md section 2, as printed there
CONTRACT = """
{"now": "2026-11-24T14:30:00Z",
 "kind": "call",
 "initiator": "agent", "mode": "manual",
 "collector": {"role": "first_party", "entity": "bank-a", "lender": "bank"},
 "address": {"value": "+8613800001111", "place": "mobile", "state": "valid"},
 "party": {"id": "d1", "role": "debtor", "identity": "unknown"},
 "debtor": {"id": "d1", "language": "zh",
   "locations": [{"source": "address", "zone": "Asia/Shanghai", "region": "CN-44",
                  "until": null}],
   "flags": [{"flag": "dispute", "from": "2026-11-20T01:00:00Z", "until": null, "debts": ["A"],
              "channels": [], "party": null}],
   "consents": [{"kind": "callback", "given_at": "2026-11-23T02:00:00Z",
                 "from": "2026-11-24T02:00:00Z", "until": "2026-11-24T04:00:00Z", "weekdays": [],
                 "local_until": null, "ended_by_conversation": true, "party": null}],
   "inconvenient": [{"weekdays": ["mon"], "from": "09:00", "until": "12:00", "place": null}]},
 "debts": [{"id": "A", "days_past_due": 40, "product": "card", "limitation_date": null,
            "validation_sent_on": null, "validation_assumed_on": null,
            "disputed_in_writing_on": null}],
 "history": [{"id": "e1", "at": "2026-11-24T02:00:00Z", "kind": "call", "direction": "out",
              "address": "+8613800001111", "place": "mobile", "party": "d1",
              "party_role": "debtor", "debts": ["A"], "collector": "bank-a", "campaign": "c1",
              "result": "no_answer", "reached": null, "talk_s": 0, "consented": false}],
 "history_as_of": "2026-11-24T14:29:50Z"}
"""
LEAST = {
    "now": "2026-11-24T08:00:00Z",
    "kind": "call",
    "party": {"id": "d1", "role": "debtor"},
    "debtor": {"id": "d1"},
    "address": {"value": "+8613800001111"},
    "history_as_of": "2026-11-24T08:00:00Z",
}


def read(tree: dict[str, Any]) -> ContactRequest:
    return ContactRequest.from_json(json.dumps(tree))


def changed(path: str, value: object) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(CONTRACT)
    *parents, last = path.split(".")
    node: Any = tree
    for part in parents:
        node = node[int(part)] if part.isdigit() else node[part]
    node[last] = value
    return tree


def test_the_contracts_example_is_answered_as_the_contract_says() -> None:
    answer = DESK.verdict(ContactRequest.from_json(CONTRACT))
    told = json.loads(answer.model_dump_json())
    assert told["decision"] == "refused"
    (reason,) = told["reasons"]
    assert {key: reason[key] for key in reason if key != "text"} == {
        "rule": "cn.hours",
        "pack": "cn-bank-card",
        "kind": "hours",
        "severity": "must",
        "ref": "GB/T 45251-2025 5.3",
        "confidence": "secondary",
        "retry_at": "2026-11-25T00:00:00Z",
    }
    assert set(reason["text"]) == {"zh", "en"}
    assert told["retry_at"] == "2026-11-25T00:00:00Z"
    assert told["gates"] == told["disclosures"] == []
    assert {limit["rule"]: limit["max"] for limit in told["limits"]}["cn.effective3"] == 3
    assert [pack["id"] for pack in told["packs"]] == ["cn-bank-card", "house-default"]
    assert len(told["packs"][0]["sha256"]) == len(told["input_sha256"]) == 64
    assert told["tzdata"]


def test_the_least_that_can_be_asked() -> None:
    assert DESK.verdict(read(LEAST)).decision == "allowed"


@pytest.mark.parametrize(
    "path",
    [
        *("initiator", "mode", "debts", "debtor.flags", "debtor.consents", "debtor.locations"),
        *("debtor.inconvenient", "debtor.flags.0.channels", "debtor.consents.0.weekdays"),
        *("address.state", "address.place", "party.identity", "history.0.consented"),
        *("history.0.talk_s", "history.0.debts", "debtor.consents.0.ended_by_conversation"),
        *("debts.0.product", "collector", "campaign", "history"),
    ],
)
def test_null_and_absent_mean_the_same(path: str) -> None:
    null = changed(path, None)
    absent = changed(path, None)
    *parents, last = path.split(".")
    node: Any = absent
    for part in parents:
        node = node[int(part)] if part.isdigit() else node[part]
    del node[last]
    assert read(null) == read(absent)
    assert DESK.verdict(read(null)) == DESK.verdict(read(absent))


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("colour", 1, "extra_forbidden"),
        ("colour", None, "extra_forbidden"),
        ("history.0.colour", 1, "extra_forbidden"),
        ("debtor.flags.0.from_", "2026-11-20T01:00:00Z", "extra_forbidden"),
        ("kind", "fax", "literal_error"),
        ("kind", None, "missing"),
        ("party.role", "friend", "literal_error"),
        ("history.0.result", "fine", "literal_error"),
        ("history.0.talk_s", -1, "greater_than_equal"),
        ("history.0.consented", "yes", "bool_type"),
        ("now", "2026-11-24T14:30:00", "timezone_aware"),
        ("now", "0001-01-01T00:00:00+14:00", "value_error"),
        ("now", "9999-12-31T23:59:59Z", "value_error"),
        ("now", 5, "datetime_type"),
        ("debtor.inconvenient.0.from", "25:00", "time_parsing"),
        ("debtor.inconvenient.0.from", "09:00Z", "value_error"),
        ("history", {"0": 1}, "tuple_type"),
    ],
)
def test_what_cannot_be_read_is_named(path: str, value: object, fault: str) -> None:
    with pytest.raises(ValidationError) as raised:
        read(changed(path, value))
    error = raised.value.errors()[0]
    assert error["type"] == fault
    assert [str(part) for part in error["loc"]] == path.split(".")


def test_a_flag_for_ever_may_be_written_as_the_end_of_the_calendar() -> None:
    for far in ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00"):
        asked = read(changed("debtor.flags", [{"flag": "cease", "until": far}]))
        assert DESK.verdict(asked).retry_at is None


def test_instants_are_turned_into_utc() -> None:
    asked = read(changed("now", "2026-11-24T22:30:00+08:00"))
    assert asked.now == datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
    assert asked.now.tzinfo is UTC
