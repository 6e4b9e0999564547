"""A due list and forms of made-up people, as the services give them to the window."""

from datetime import date, timedelta

from desk_client.ids import CaseId, FactId
from desk_client.services.workflow_parts import (
    ChoiceRow,
    DeedEffect,
    DeedPart,
    DuePart,
    DueRow,
    DueStep,
)
from desk_client.text import Text
from tests.ui.sample_states import scene

NOW = scene("02-ready").now
HOUR = timedelta(hours=1)


def row(number: int, **more: object) -> DueRow:
    fields: dict[str, object] = {
        "workflow": FactId(f"matter-{number}"),
        "case_id": CaseId(f"case-{number}"),
        "case_no": f"SH-2611-{number:05}",
        "name": ("张伟", "李娜", "王强", "刘洋", "陈静")[number % 5],
        "kind": "dispute",
        "label": Text("异议", "Dispute"),
        "state": "open",
        "owner": None,
        "mine": False,
        "about_me": False,
        "queue": Text("异议岗", "Disputes desk"),
        "opened_at": NOW - 26 * HOUR,
        "at": NOW + 14 * 24 * HOUR,
        "day": date(2026, 12, 8),
        "until": None,
        "clause": Text("内部规定：异议", "内部规定：异议"),
        "confidence": "house",
        "overdue": False,
        "soon": False,
        "stops": Text(
            "暂停催收有异议的债务，不得要求还款",
            "Collection of the disputed debts stops, nothing is asked for",
        ),
        "allows": Text(
            "其他债务照常；可寄逐项账单与答复",
            "Other debts go on; statement and answer may be sent",
        ),
        "effect_clause": Text("令 2011-2 第 69 条", "Order 2011-2 Art. 69"),
        "steps": (
            step("taken", 2),
            step("noted", 3, "已调取 10 月账单，金额与客户所述一致，等待账务回复。"),
            step("opened", 26, "客户称 10 月 3 日的一笔消费并非本人"),
        ),
    }
    return DueRow(**fields | more)  # type: ignore[arg-type]


def step(what: str, hours: int, note: str = "") -> DueStep:
    return DueStep(at=NOW - hours * HOUR, who="李明", what=what, note=note)


LATE = row(
    1,
    kind="mediation",
    label=Text("主管调解", "Supervisor mediation"),
    queue=Text("主管", "Team lead"),
    at=NOW - HOUR,
    day=None,
    clause=Text("内部规定 2 小时", "house rule, 2 working hours"),
    overdue=True,
    soon=True,
)
SOON = row(2, at=NOW + 5 * HOUR, day=date(2026, 11, 24), soon=True, owner="李明", mine=True)
COMPLAINT = row(
    3,
    kind="complaint",
    label=Text("投诉", "Complaint"),
    clause=Text("CBIRC 2020/3", "CBIRC 2020/3"),
    confidence="unsure",
    owner="王芳",
    queue=Text("投诉岗", "Complaints desk"),
    about_me=True,
)
ABROAD = row(4, at=None, day=None, until=Text("债务核实送达客户", "validation reaches the debtor"))
REFERRAL = row(
    5,
    kind="referral",
    label=Text("移交", "Referral"),
    to=Text("法务诉讼", "Legal action"),
    approved_by="周敏",
)
ROWS = (LATE, SOON, COMPLAINT, REFERRAL, ABROAD)


def due(chosen: int = 1, rows: tuple[DueRow, ...] = ROWS, **more: object) -> DuePart:
    fields: dict[str, object] = {
        "rows": rows,
        "chosen": chosen,
        "kind": None,
        "counts": (("dispute", 2), ("complaint", 1), ("mediation", 1), ("referral", 1)),
        "total": len(rows),
        "overdue": sum(each.overdue for each in rows),
        "of_case": "李娜 · SH-2611-00002",
        "keys": "NAGROLZ",
    }
    return DuePart(**fields | more)  # type: ignore[arg-type]


def closing(**more: object) -> DeedPart:
    """The answer to a dispute, about to go against the debtor."""
    fields: dict[str, object] = {
        "deed": "close",
        "title": Text("答复并结案", "Answer and close"),
        "about": Text("李娜 · SH-2611-00002 · 异议", "李娜 · SH-2611-00002 · Dispute"),
        "choices": (
            ChoiceRow(label=Text("已更正", "Corrected"), detail=None),
            ChoiceRow(
                label=Text("异议成立，债务保持暂停", "Upheld, the debt stays paused"), detail=None
            ),
            ChoiceRow(
                label=Text("异议不成立，恢复催收", "Rejected, collection goes on"), detail=None
            ),
            ChoiceRow(
                label=Text("客户撤回异议", "The debtor takes it back"),
                detail=None,
                fault=Text(
                    "只有客户本人能收回，须先在通话中核身",
                    "Only the debtor takes it back, verified in a call",
                ),
            ),
        ),
        "chosen": 2,
        "asks": Text("理由（至少 6 个字）", "Reason, at least 6 characters"),
        "optional": False,
        "effects": (
            DeedEffect(
                "shield",
                Text("解除：暂停催收有异议的债务", "Ends: the pause of the disputed debts"),
                clause=Text("令 2011-2 第 69 条", "Order 2011-2 Art. 69"),
            ),
            DeedEffect("list", Text("案件移至", "Case moves to"), Text("跟进中", "In progress")),
            DeedEffect("users", Text("知会", "Is told"), Text("异议岗", "Disputes desk")),
        ),
        "second": Text("须由一位主管签名", "A lead has to sign"),
        "asking": False,
        "fault": None,
        "fault_at": "",
        "on_list": True,
    }
    return DeedPart(**fields | more)  # type: ignore[arg-type]


def undoing() -> DeedPart:
    """Z on a dispute: the reason first."""
    return closing(
        deed="undo",
        title=Text("撤销「提出异议」的理由", "Why “Dispute” is taken back"),
        choices=tuple(
            ChoiceRow(label=label, detail=None)
            for label in (
                Text("按错键", "Wrong key"),
                Text("记在了别人的案件上", "Noted on the wrong case"),
                Text("客户当场收回", "The debtor took it back at once"),
                Text("听错了客户的意思", "The debtor was misheard"),
            )
        ),
        chosen=None,
        asks=Text("备注（可留空）", "Note, may be left empty"),
        optional=True,
        effects=(
            DeedEffect("shield", Text("标记与转交一并收回", "Its flags and its move go with it")),
            DeedEffect("document", Text("记录与撤销都留在审计中", "The audit keeps both")),
        ),
        second=None,
        on_list=False,
    )
