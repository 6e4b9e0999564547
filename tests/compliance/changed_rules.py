"""Rules of real packs, changed at random as an author might: some changes tighten, some loosen."""

import json
from typing import Any

from hypothesis import strategies as st

from desk_client.compliance.pack import AnyDuty, AnyRule, Pack, PackFile
from desk_client.compliance.rule import Rule

_NAMES: dict[str, list[Any]] = {
    "media": ["call", "sms", "visit", "prerecorded", "voicemail", "email", "letter"],
    "modes": ["manual", "preview", "progressive", "predictive"],
    "initiators": ["agent", "dialler", "automaton"],
    "places": ["mobile", "home", "work", "unknown"],
    "roles": ["debtor", "contact", "guardian", "spouse"],
    "not_roles": ["debtor", "contact", "guardian", "spouse"],
    "related": ["guarantor", "guardian", "executor", "spouse", "contact"],
    "except_roles": ["guardian", "contact", "debtor"],
    "unrelated_media": ["call", "sms", "visit"],
    "unrelated_gates": ["no_debt_info", "locate_only", "name_only"],
    "exempt_by": ["callback", "out_of_hours", "call", "sms"],
    "states": ["wrong", "invalid", "unverified", "valid"],
    "key": ["debtor", "address", "debt", "collector", "party", "medium", "place", "party_role"],
    "consents": ["callback", "sms", "prerecorded", "call"],
    "results": ["conversation", "no_answer", "busy", "abandoned"],
    "not_results": ["conversation", "no_answer", "busy", "not_in_service"],
    "reached": ["debtor", "wrong_party"],
    "say": ["no_demand", "name_only"],
    "flags": ["lost", "deceased", "dispute"],
}
_WORDS: dict[str, list[Any]] = {
    "severity": ["must", "should", "house"],
    "held_as": ["must", "should", "house", None],
    "direction": ["out", "in", "any"],
    "answered_by": ["any", "person", "nobody"],
    "party": ["any", "debtor", "third_party"],
    "effect": ["refuse", "gate"],
    "reach": ["everyone", "person"],
    "unit": ["second", "local_day", "rolling_day", "local_week"],
    "open": ["07:00:00", "08:30:00", "09:00:00", "12:00:00"],
    "close": ["12:00:00", "20:00:00", "21:00:00", "22:30:00"],
    "min": [None, 1, 30, 60],
    "since": ["2018-01-01", "2026-11-20", "2026-12-30"],
    "until": [None, "2026-12-31", "2027-12-31"],
}
_FREE = {"id", "kind", "ref", "see_also", "confidence", "text", "label", "examples", "flag"}


@st.composite
def changed(draw: st.DrawFn, rule: AnyRule) -> AnyRule | None:
    """The rule with one or two of its fields changed; None where the change makes it none."""
    tree = rule.model_dump(mode="json", by_alias=True)
    tree["examples"] = [{"name": "x", "expect": {"decision": "refused"}}]
    for _time in range(draw(st.integers(1, 2))):
        _change(draw, tree)
    try:
        return _read(tree)
    except ValueError:
        return None


def _change(draw: st.DrawFn, tree: dict[str, Any]) -> None:
    field = draw(st.sampled_from(sorted(tree.keys() - _FREE)))
    value = tree[field]
    if field == "only":
        days = st.sampled_from([None, {"min": None, "max": 30}, {"min": 30, "max": None}])
        tree[field] = draw(st.sampled_from([None, {"days_past_due": draw(days)}]))
    elif isinstance(value, dict):
        _change(draw, value)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        _change(draw, draw(st.sampled_from(value)))
    elif field in _NAMES:
        tree[field] = draw(st.lists(st.sampled_from(_NAMES[field]), unique=True, max_size=4))
    elif field in _WORDS:
        tree[field] = draw(st.sampled_from(_WORDS[field]))
    elif isinstance(value, bool):
        tree[field] = not value
    elif isinstance(value, int | float):
        tree[field] = draw(
            st.sampled_from([value + 1, value * 2, max(value - 1, 0), value // 2, 0, 1])
        )
    elif value is None and field in ("runs_days", "max_age_days"):
        tree[field] = draw(st.integers(1, 90))


def _read(tree: dict[str, Any]) -> AnyRule:
    head = {
        "pack": "try",
        "version": "1.0.0",
        "name": {"zh": "x", "en": "x"},
        "effective": {"since": "2018-01-01"},
        "extends": "law",  # an exemption may name rules of the whole
        "scope": {},
        "sources": [],
        "usual": {"request": {}, "event": {}},
    }
    file = PackFile.model_validate_json(json.dumps({**head, "rules": [tree]}))
    (rule,) = file.rules
    assert isinstance(rule, Rule)
    return rule


def in_place(pack: Pack, rule: AnyRule | AnyDuty) -> Pack:
    """The pack with this rule in the place of the one that has its name."""
    rules = tuple(rule if each.id == rule.id else each for each in pack.file.rules)
    return Pack(pack.file.model_copy(update={"rules": rules}), pack.sha256)
