"""Ten thousand random and hostile inputs to `desk-client compliance check`: every one of them gets
exit 0, 1 or 2, an answer on stdout or one sentence on stderr, and none a traceback. They
are sent through the command's own function; test_hostile_processes sends some to real processes."""

import json
import random
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from copy import deepcopy
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import ValidationError

from desk_client.cli.compliance import check
from desk_client.compliance.examples import request_of
from desk_client.compliance.load import shipped_packs
from desk_client.compliance.rule import Example
from tests.compliance.test_command import spoil
from tests.compliance.test_request import CONTRACT

ODD: list[Any] = [
    *(None, True, 0, -1, 10**30, -(10**30), 1e308, 0.1, "", "x", "\u0000", "é" * 400, [], [None]),
    *({}, {"a": 1}, {"id": "d1"}, [[]], ["mon", "mon"], ["A", "A"], "\U0001f4a3", "\u202e", " "),
    *("9999-12-31T23:59:59Z", "1971-01-01T00:00:00+14:00", "1970-12-31T23:59:59Z", "2026-11-24"),
    *("2399-12-31T23:59:59Z", "2400-01-01T00:00:00-23:59", "2026-02-30T00:00:00Z", "24:00"),
    *("23:59:59", "00:00", "00:00+08:00", "2026-11-24T14:30:00.999999Z", "2026-W48-2", 1764000000),
    *("America/New_York", "Asia", "Asia/../etc/passwd", "UTC", "Etc/GMT+12", "Pacific/Apia"),
    *("Antarctica/Troll", "Africa/Casablanca", "Asia/Kathmandu", "US-NY-NYC", "CN-HK", "GB", "zz"),
    *("debtor", "child", "unknown", "verified", "conversation", "busy", "machine", "replied"),
    *("lost", "minor", "cease", "deceased", "dispute", "bankruptcy", "moon", "predictive"),
    *("call", "sms", "letter", "prerecorded", "visit", "automaton", "callback", "out_of_hours"),
]
WRITTEN: dict[str, list[Any]] = {
    "purpose": ["demand", "locate", "remedy_intended", "Not A Word", ""],
    "caller_id": [{"number": "+44", "returnable": None}, {}, {"number": "not a number"}, []],
    "dialler": [{"amd": True}, {"ring_timeout_s": 1e-9}, {"agent_within_s": 3601}, {}],
    "recording": ["on", "off", "unavailable", "maybe", False],
    "content": [{}, {"text": "老赖" * 9000}, {"fields": ["amount", None]}, {"opt_out": 1}],
    "override": [
        {"rules": ["cn.hours"], "by": "a", "role": "lead", "until": "2026-11-24T14:31:00Z"},
        {"rules": [], "by": "", "role": "", "until": "9999-01-01T00:00:00Z"},
    ],
    "campaign": [
        {"id": "c1", "day": {"connected": 10**18, "abandoned": 10**18}},
        {"id": "c1", "day": {"connected": 0, "abandoned": 5}, "last_30_days": None},
        {"id": "c1", "day": {"connected": -1, "abandoned": 0}},
    ],
}

INSTANTS = [
    *("1971-01-01T00:00:00Z", "2399-12-31T23:59:59.999999Z", "2026-03-29T01:00:00Z", None),
    *("2026-11-01T06:00:00+00:00", "2011-12-30T10:00:00Z", "2026-11-24T14:30:00Z"),
    *(
        "2020-01-01T00:00:00Z",
        "2035-12-31T23:59:59Z",
        "2036-01-01T00:00:00Z",
        "1999-12-31T00:00:00Z",
    ),
]
TIMES = ["00:00", "00:00:01", "08:00", "23:59:59", "12:34:56.789", None]
FITTING: dict[str, list[Any]] = {  # by key: values that can be read, and are odd
    "now": INSTANTS,
    "at": INSTANTS,
    "history_as_of": INSTANTS,
    "given_at": INSTANTS,
    "revoked_at": INSTANTS,
    "from": [*INSTANTS, *TIMES],
    "until": [*INSTANTS, *TIMES, "9999-12-31T23:59:59Z"],
    "local_until": TIMES,
    "zone": [
        *(
            "Pacific/Apia",
            "Africa/Casablanca",
            "Antarctica/Troll",
            "Australia/Lord_Howe",
            "Etc/GMT-14",
        ),
        *(
            "Asia/Kathmandu",
            "America/St_Johns",
            "Pacific/Kiritimati",
            "Factory",
            "Mars/Olympus",
            None,
        ),
    ],
    "region": ["US-NY-NYC", "CN-HK", "GB-SCT", "DE", "zz", "", "IN-MH", "US", None],
    "kind": ["call", "prerecorded", "voicemail", "sms", "email", "letter", "visit"],
    "mode": ["manual", "preview", "progressive", "predictive"],
    "initiator": ["agent", "dialler", "automaton", "debtor"],
    "role": ["debtor", "spouse", "child", "unknown", "attorney"],
    "identity": ["unknown", "claimed", "verified"],
    "place": ["mobile", "home", "work", "toll_free", "email", "post", "unknown", None],
    "state": ["valid", "unverified", "wrong", "invalid"],
    "flag": ["moon", "cease", "minor", "deceased", "lost", "breathing_space", "objected", ""],
    "result": ["conversation", "no_answer", "machine", "abandoned", "replied", "sent", None],
    "reached": ["debtor", "third_party", "wrong_party", None],
    "direction": ["in", "out"],
    "party": ["d1", "c1", "", None],
    "debts": [[], ["A"], ["A", "B", "A"], [""]],
    "talk_s": [0, 1e-300, 1e300, None],
    "days_past_due": [-(2**63), 0, 15, 16, 2**63 - 1, None],
    "weekdays": [[], ["sun"], ["mon", "mon"], ["sat", "sun", "mon", "tue", "wed", "thu", "fri"]],
    "collector": [None, {"role": "debt_buyer"}, {"entity": "", "group": ""}],
    "campaign": [None, {"id": ""}],
    "consented": [True, False],
    "value": ["", "+1", "a@b", "+86" + "0" * 900],
    "id": ["d1", "A", "", "\u0000", "e1"],
}


def seeds() -> list[str]:
    """The contract's request, and one of each example of each pack that ships."""
    texts = [CONTRACT]
    for pack in shipped_packs():
        for rule in pack.rules:
            for example in rule.examples:
                if isinstance(example, Example):
                    try:
                        texts.append(request_of(pack, example).model_dump_json(by_alias=True))
                    except ValidationError:  # a pack's own fault is told by its own test
                        continue
    return texts


def spoilt(chance: random.Random, seed: str) -> bytes:
    """A request with some of its parts replaced, removed, doubled or added."""
    tree = json.loads(seed)
    for _change in range(chance.randint(1, 4)):
        if chance.random() < 0.25:
            key = chance.choice(sorted(WRITTEN))
            tree[key] = deepcopy(chance.choice(WRITTEN[key]))
        else:
            spoil(tree, chance, deepcopy(ODD))
    return json.dumps(tree, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


def fitted(chance: random.Random, seed: str) -> bytes:
    """A request that can be read nearly always, and says odd things."""
    tree = json.loads(seed)
    places = [place for place in held(tree) if place[1] in FITTING]
    for node, key in chance.sample(places, min(len(places), chance.randint(1, 12))):
        value = deepcopy(chance.choice(FITTING[key]))
        if value is None or _alike(value, node[key]):
            node[key] = value
    if chance.random() < 0.5:
        key = chance.choice(sorted(WRITTEN))
        tree[key] = deepcopy(chance.choice(WRITTEN[key]))
    return json.dumps(tree).encode()


def _alike(value: Any, before: Any) -> bool:
    """Whether it stands where such a value may stand: not a time of day for an instant."""
    if isinstance(value, str) and isinstance(before, str):
        return ("T" in value) is ("T" in before) and (":" in value) is (":" in before)
    return type(value) is type(before) and not (before and isinstance(before, list))


def held(node: Any) -> Iterator[tuple[dict[str, Any], str]]:
    """Every key of every object in a tree."""
    if isinstance(node, dict):
        yield from ((node, key) for key in node)
    for below in node.values() if isinstance(node, dict) else node:
        if isinstance(below, dict | list):
            yield from held(below)


def multiplied(chance: random.Random, seed: str) -> bytes:
    """A request with a long history, many flags, many places, at odd instants."""
    tree = json.loads(seed)
    told = tree.get("history") or [json.loads(CONTRACT)["history"][0]]
    year = chance.choice([1971, 2026, 2399])
    tree["history"] = [
        {**chance.choice(told), "id": str(chance.randrange(90)), "at": moment(chance, year)}
        for _event in range(chance.randint(0, 60))
    ]
    tree["now"] = tree["history_as_of"] = moment(chance, year)
    debtor = tree["debtor"]
    for key in ("flags", "consents", "locations", "inconvenient"):
        debtor[key] = (debtor.get(key) or json.loads(CONTRACT)["debtor"][key]) * chance.randint(
            0, 9
        )
    return json.dumps(tree).encode()


def moment(chance: random.Random, year: int) -> str:
    return (
        f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        f"T{chance.randint(0, 23):02}:{chance.randint(0, 59):02}:{chance.randint(0, 59):02}"
        f"{chance.choice(['Z', '+14:00', '-12:00', '+05:45'])}"
    )


def raw(chance: random.Random, seed: str) -> bytes:
    """Bytes that are hardly a request any more."""
    text = bytearray(seed.encode())
    way = chance.randrange(7)
    if way == 0:
        return chance.randbytes(chance.randint(0, 300))
    if way == 1:
        return bytes(text[: chance.randrange(len(text))])
    if way == 2:
        return seed.encode(chance.choice(["utf-16", "utf-32", "utf-8-sig", "utf-16-be"]))
    if way == 3:
        return b'{"a":' * chance.choice([3, 200, 5000]) + b"1"
    if way == 4:
        return b'{"now": ' + b"9" * chance.choice([1, 400, 5000]) + b"}"
    for _change in range(chance.randint(1, 12)):
        at = chance.randrange(len(text))
        if way == 5:
            text[at] = chance.randrange(256)
        else:
            text[at:at] = chance.choice(
                [b"\x00", b"\xed\xa0\x80", b"\\ud800", b"{}", b'"', b",", b"NaN"]
            )
    return bytes(text)


def inputs(seed: int, count: int) -> Iterator[bytes]:
    chance, texts = random.Random(seed), seeds()
    ways = (fitted, fitted, fitted, multiplied, spoilt, spoilt, raw)
    return (chance.choice(ways)(chance, chance.choice(texts)) for _input in range(count))


def checked(file: Path, packs: list[str] | None) -> tuple[int, str, str]:
    """The exit and what was printed; anything but an exit is a traceback."""
    said, complained = StringIO(), StringIO()
    with redirect_stdout(said), redirect_stderr(complained), pytest.raises(typer.Exit) as left:
        check(request=str(file), pack=packs, pack_dir=None)
    return left.value.exit_code, said.getvalue(), complained.getvalue()


@pytest.mark.parametrize("seed", range(5))
def test_two_thousand_inputs_in_this_process(seed: int, tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    named = [None, *([pack.id] for pack in shipped_packs()), ["nobody's"]]
    exits: dict[int, int] = {0: 0, 1: 0, 2: 0}
    for number, text in enumerate(inputs(seed, 2000)):
        file.write_bytes(text)
        packs = named[number % len(named)]
        exit_code, said, complained = checked(file, packs)
        assert exit_code in exits, (packs, text)
        exits[exit_code] += 1
        if exit_code == 2:
            assert (said, complained.count("\n")) == ("", 1), (packs, text)
            assert len(complained) < 1000
        else:
            assert complained == "", (packs, text)
            decision = json.loads(said)["decision"]
            assert (exit_code == 1) is (decision == "refused"), (packs, text)
    assert min(exits.values()) > 20, exits  # all three were really tried
