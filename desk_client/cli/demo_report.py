"""The report of a demo (contracts.md section 3). Every figure is measured in that run: calls from
the desk's own facts, the other side from the trunk, counts by asking PostgreSQL and a second desk
that pulled everything into a store of its own."""

import statistics
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from desk_client import __version__
from desk_client.case_state import CallRecord
from desk_client.central import admin
from desk_client.cli.stage import Stage
from desk_client.clock import rfc3339
from desk_client.data_folder import DataFolder
from desk_client.fact import Fact
from desk_client.fact_body import ScriptSaid, VerdictGiven
from desk_client.fold import fold
from desk_client.store.database import open_store
from desk_client.store.facts import FactStore
from desk_client.store.outbox import Outbox
from desk_client.sync.connection import CentralConnection
from desk_client.sync.round import SyncRound

_SETTLES_S = 3.0


class Measured(Protocol):
    """What the window measured of itself (ui.autopilot.wish.Flown)."""

    keys_pressed: int
    mouse_events: int
    stalls_over_50_ms: int
    longest_stall_ms: float
    stalls: list[dict[str, object]]
    start_to_usable_ms: float
    dial_keys: dict[str, float]
    outcome_keys: dict[str, float]
    answer_to_card_ms: list[float]
    key_to_paint_ms: list[float]
    screenshots: list[str]
    telephone: list[str]
    trips: list[str]
    trips_left_out: list[str]
    undone: int
    display: str


@dataclass(slots=True)
class Scenes:
    """What the trunk told: how the other side of each call behaves, when its INVITE arrived."""

    scenarios: dict[str, str] = field(default_factory=dict)
    invites: dict[str, int] = field(default_factory=dict)  # monotonic nanoseconds
    _ended: set[str] = field(default_factory=set)
    _more: threading.Condition = field(default_factory=threading.Condition)

    def told(self, line: dict[str, Any]) -> None:
        """A JSON line of the trunk, on its reading thread."""
        with self._more:
            if line["type"] == "invite":
                self.scenarios[line["call_id"]] = line["scenario"]
                self.invites.setdefault(line["call_id"], line["mono_ns"])
            elif line["type"] == "call":
                self._ended.add(line["call_id"])
            self._more.notify_all()

    def scenario_of(self, call_id: str) -> str:
        return self.scenarios.get(call_id, "")

    def settle(self) -> None:
        """Waits until every call that began has been told as ended."""
        with self._more:
            self._more.wait_for(lambda: self._ended >= set(self.invites), timeout=_SETTLES_S)


def demo_report(
    stage: Stage,
    scenes: Scenes,
    flown: Measured,
    *,
    started: datetime,
    passphrase: Callable[[], str],
) -> dict[str, Any]:
    """The whole report but language and seed."""
    store = open_store(stage.folder, passphrase=passphrase, demo=True)
    try:
        facts = FactStore(store).since(started)
        status = admin.status(stage.central.admin_dsn)
        folded = fold(fact for fact in facts if fact.case_id).calls
        calls = [call for call in folded if call.direction == "out"]
        called = [call for call in folded if call.direction == "in"]
        return {
            "version": __version__,
            "display": flown.display,
            "lang": "",
            "seed": 0,
            "started_at": rfc3339(started),
            "ended_at": rfc3339(stage.clock.now()),
            "rehearsal_clock": stage.clock.rehearsal,
            "store_key": store.key_source,
            "central": {"server": status.server, "roles": status.roles, "tls": status.tls},
            "import": _import(stage),
            "cases_worked": len({call.case_id for call in calls}),
            "calls": [_call(call, facts, scenes) for call in reversed(calls)],
            "incoming": [_call(call, facts, scenes) for call in reversed(called)],
            "telephone": flown.telephone,
            "trips": flown.trips,
            "trips_left_out": flown.trips_left_out,
            "refused": _refused(facts),
            "invited": sorted(scenes.invites),  # calls whose INVITE reached the trunk
            "undone": flown.undone,
            "facts": _facts(stage, FactStore(store), Outbox(store), passphrase),
            "latency_ms": _latency(scenes, flown),
            "window": {
                "stalls_over_50_ms": flown.stalls_over_50_ms,
                "longest_stall_ms": round(flown.longest_stall_ms, 1),
                "stalls": flown.stalls,
                "start_to_usable_ms": round(flown.start_to_usable_ms),
            },
            "keys": {"pressed": flown.keys_pressed, "mouse_events": flown.mouse_events},
            "screenshots": flown.screenshots,
        }
    finally:
        store.close()


def _import(stage: Stage) -> dict[str, Any]:
    report = stage.imported
    if report is None:
        return {}
    return {
        "file": report.file,
        "rows": report.read,
        "debtors": report.debtors,
        "cases": report.imported + report.updated + report.unchanged,
        "rejected": report.rejected,
    }


def _call(call: CallRecord, facts: Iterable[Fact], scenes: Scenes) -> dict[str, Any]:
    own = [fact.body for fact in facts if getattr(fact.body, "call_id", None) == call.call_id]
    said = sum(len(body.lines) for body in own if isinstance(body, ScriptSaid))
    decisions = [body.decision for body in own if isinstance(body, VerdictGiven)]
    end, made = call.ended, call.ended.recording if call.ended else None
    return {
        "call_id": call.call_id,
        "case_id": call.case_id,
        "mode": call.mode,
        "scenario": scenes.scenario_of(call.call_id),
        "sip_code": end.code if end else None,
        "reason": end.reason if end else "",
        "ended_by": end.ended_by if end else None,
        "ring_s": round(end.ring_s, 2) if end else 0.0,
        "talk_s": round(end.talk_s, 2) if end else 0.0,
        "verdict": decisions[0] if decisions else None,
        "identity": _identity(call),
        "script_lines_said": said,
        "outcome": call.outcome.code if call.outcome else None,
        "recording": {
            "id": call.call_id,
            "path": made.path,
            "sha256": made.sha256,
            "channels": made.channels,
            "seconds": round(made.seconds, 2),
            "agent_rms": round(made.agent_rms, 4),
            "debtor_rms": round(made.debtor_rms, 4),
        }
        if made
        else None,
    }


def _identity(call: CallRecord) -> str:
    if call.identity is None:
        return "unknown"
    return "verified" if call.identity.verified else "failed"


def _refused(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    return [
        {
            "case_id": fact.case_id,
            "rule": fact.body.reasons[0].rule,
            "retry_at": rfc3339(fact.body.retry_at) if fact.body.retry_at else None,
        }
        for fact in facts
        if isinstance(fact.body, VerdictGiven) and fact.body.decision == "refused"
    ]


def _facts(
    stage: Stage, local: FactStore, outbox: Outbox, passphrase: Callable[[], str]
) -> dict[str, int]:
    """Counted in four places; missing = made here and not read back on the second desk."""
    second_folder = DataFolder(stage.folder.root / "second-desk")
    second = open_store(second_folder, passphrase=passphrase, demo=True)
    door = CentralConnection(
        address=stage.central.address,
        login=stage.people[1].agent.login,
        password=stage.people[1].password,
    )
    try:
        SyncRound(database=second, central=door, clock=stage.clock).run()
        there = FactStore(second)
        missing = set(local.ids()) - set(there.ids())
        return {
            "local": local.count(),
            "outbox": outbox.waiting(),
            "central": admin.fact_count(stage.central.admin_dsn),
            "second_desk": there.count(),
            "missing": len(missing),
            "duplicated": admin.verify(stage.central.admin_dsn).doubled,
        }
    finally:
        door.close()
        second.close()


def _latency(scenes: Scenes, flown: Measured) -> dict[str, dict[str, float]]:
    def to_invite(keys: dict[str, float]) -> list[float]:
        return [
            scenes.invites[call] / 1e6 - at * 1000
            for call, at in keys.items()
            if call in scenes.invites
        ]

    return {
        "click_to_invite": _spread(to_invite(flown.dial_keys)),
        "outcome_to_next_invite": _spread(to_invite(flown.outcome_keys)),
        "answer_to_card": _spread(flown.answer_to_card_ms),
        "key_to_paint": _spread(flown.key_to_paint_ms),
    }


def _spread(values: list[float]) -> dict[str, float]:
    """p50 and p95 in milliseconds, and of how many; nothing where nothing was measured."""
    if not values:
        return {"p50": 0.0, "p95": 0.0, "n": 0}
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return {"p50": round(statistics.median(ordered), 1), "p95": round(p95, 1), "n": len(ordered)}
