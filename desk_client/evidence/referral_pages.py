"""The referral file as a zip: index.json for programs, index.html for people in their language,
facts.jsonl with the facts themselves, and SHA256SUMS over all three. The same file gives the same
bytes. No sound is in it."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from desk_client.clock import rfc3339
from desk_client.evidence.referral import CallTold, ReferralFile
from desk_client.fact import Fact
from desk_client.fact_body import body_to_json
from desk_client.services import sentences
from desk_client.text import Language, Text

_HOUSE_ZONE = ZoneInfo("Asia/Shanghai")
_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}
h1{font-size:1.5em;margin-bottom:.2em}h2{font-size:1.1em;margin-top:2em}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.3em .6em;border-bottom:1px solid silver}
th{font-weight:600}td.n{text-align:right;font-variant-numeric:tabular-nums}
code{font-size:.8em;word-break:break-all}@media print{body{margin:0}}
"""
_W = {
    "title": Text("移交卷宗", "Referral file"),
    "made": Text("生成时间", "Made"),
    "asked": Text("申请", "Asked for"),
    "approved": Text("批准", "Approved by"),
    "to": Text("移交至", "To"),
    "note": Text("说明", "Note"),
    "checklist": Text("核对清单", "Checklist"),
    "statement": Text("账单", "Statement"),
    "payments": Text("还款", "Payments"),
    "calls": Text("通话与录音", "Calls and recordings"),
    "messages": Text("消息与信函", "Messages and letters"),
    "facts": Text("事实索引", "Index of facts"),
    "facts_are": Text(
        "全文见 facts.jsonl，顺序相同。", "In full in facts.jsonl, in the same order."
    ),
    "no_sound": Text(
        "本卷宗不含录音；凭机构密钥由 recording export 导出，以下为密文 SHA-256 与链序号。",
        "No sound is in this file; it is handed out by recording export to whoever holds the "
        "organisation's key. Below: SHA-256 of the sealed file and its place in the chain.",
    ),
    "none": Text("无", "None"),
    "facts_show": Text("✓ 事实表明", "✓ shown by the facts"),
    "vouched": Text("✓ 申请人担保", "✓ vouched for by who asked"),
    "nothing": Text("✗ 未满足", "✗ not met"),
    "refused": Text("另有被规则拒绝的联系次数", "Contacts that the rules refused besides"),
    "product": Text("产品", "Product"),
    "balance": Text("余额", "Balance"),
    "principal": Text("本金", "Principal"),
    "interest": Text("利息", "Interest"),
    "fees": Text("费用", "Fees"),
    "due": Text("到期日", "Due"),
    "at": Text("时间", "When"),
    "who": Text("经办", "By"),
    "result": Text("结果", "Result"),
    "recording": Text("录音", "Recording"),
    "item": Text("条件", "Item"),
    "standing": Text("情况", "Standing"),
    "amount": Text("金额", "Amount"),
    "kind": Text("类别", "Kind"),
    "delivered": Text("送达", "Delivered"),
    "verified": Text("已核身", "identity verified"),
    "chain": Text("链", "chain"),
}
Row = Sequence[str]


def as_zip(file: ReferralFile, facts: Iterable[Fact], language: Language) -> bytes:
    """The whole folder, zipped."""
    parts = {
        "index.json": file.as_json().encode(),
        "index.html": as_html(file, language).encode(),
        "facts.jsonl": "".join(_line(fact) for fact in facts).encode(),
    }
    sums = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(parts.items())
    )
    parts["SHA256SUMS"] = sums.encode()
    held = io.BytesIO()
    made = file.made_at.astimezone(_HOUSE_ZONE).timetuple()[:6]
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(parts.items()):
            info = zipfile.ZipInfo(f"{file.case_no}/{name}", made)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(info, data)
    return held.getvalue()


def _line(fact: Fact) -> str:
    about = {"id": fact.fact_id, "at": rfc3339(fact.occurred_at), "by": fact.actor}
    told = about | {"body": json.loads(body_to_json(fact.body))}
    return json.dumps(told, ensure_ascii=False) + "\n"


def as_html(file: ReferralFile, language: Language) -> str:
    """One page, without scripts and without anything from elsewhere."""
    page = _Page(language)
    head = f"{page.word('title')} {escape(file.case_no)}"
    parts = [
        f"<h1>{head}</h1>",
        f"<p>{escape(file.debtor)}</p>",
        page.table((), page.head_rows(file)),
        page.section("checklist", ("item", "standing"), page.items(file)),
        page.section(
            "statement",
            ("product", "balance", "principal", "interest", "fees", "due"),
            page.debts(file),
        ),
        page.section("payments", ("at", "amount"), page.payments(file)),
        page.section("calls", ("at", "who", "result", "recording"), page.calls(file), "no_sound"),
        page.section("messages", ("at", "kind", "delivered"), page.messages(file)),
        page.section("facts", ("at", "kind", "who"), page.facts(file), "facts_are"),
    ]
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{head}</title><style>{_STYLE}</style></head><body>\n{body}\n</body></html>\n"
    )


class _Page:
    """Rows of escaped cells in one language."""

    def __init__(self, language: Language) -> None:
        self._language: Language = language

    def word(self, name: str) -> str:
        return _W[name].in_language(self._language)

    def _text(self, text: Text) -> str:
        return escape(text.in_language(self._language))

    def at(self, moment: datetime | None) -> str:
        if moment is None:
            return ""
        return f"{moment.astimezone(_HOUSE_ZONE):%Y-%m-%d %H:%M}"

    def table(self, heads: Row, rows: Iterable[Row]) -> str:
        head = "".join(f"<th>{self.word(each)}</th>" for each in heads)
        body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        return f"<table>{f'<tr>{head}</tr>' if head else ''}{body}</table>"

    def section(self, name: str, heads: Row, rows: list[Row], about: str = "") -> str:
        head = f"<h2>{self.word(name)} ({len(rows)})</h2>"
        if not rows:
            return f"{head}<p>{self.word('none')}</p>"
        said = f"<p>{self.word(about)}</p>" if about else ""
        return f"{head}{said}{self.table(heads, rows)}"

    def head_rows(self, file: ReferralFile) -> list[Row]:
        return [
            (self.word("to"), self._text(file.to_label)),
            (self.word("asked"), f"{self.at(file.asked_at)} {escape(file.asked_by)}"),
            (self.word("approved"), escape(file.approved_by)),
            (self.word("note"), escape(file.note) or self.word("none")),
            (self.word("refused"), str(file.refused)),
            (self.word("made"), self.at(file.made_at)),
        ]

    def items(self, file: ReferralFile) -> list[Row]:
        names = {"facts": "facts_show", "vouched": "vouched", "nothing": "nothing"}
        return [(self._text(each.label), self.word(names[each.by])) for each in file.checklist]

    def debts(self, file: ReferralFile) -> list[Row]:
        def money(amount: object, currency: str) -> str:
            return "" if amount is None else f"{amount:,} {currency}"

        return [
            (
                escape(f"{each.product} {each.card_last4}".strip()),
                *(
                    money(amount, each.currency)
                    for amount in (each.balance, each.principal, each.interest, each.fees)
                ),
                each.due_date.isoformat(),
            )
            for each in file.debts
        ]

    def payments(self, file: ReferralFile) -> list[Row]:
        return [
            (each.paid_on.isoformat(), f"{each.amount:,} {each.currency}") for each in file.payments
        ]

    def calls(self, file: ReferralFile) -> list[Row]:
        return [
            (self.at(each.at), escape(each.by), self._result(each), self._recording(each))
            for each in file.calls
        ]

    def _result(self, call: CallTold) -> str:
        code = call.outcome or call.result
        said = self._text(sentences.outcome_label(code, None))
        return f"{said}, {self.word('verified')}" if call.identity_verified else said

    def _recording(self, call: CallTold) -> str:
        if call.recording_sha256 is None:
            return self.word("none")
        place = "" if call.chain_index is None else f"{self.word('chain')} {call.chain_index} · "
        return f"{place}<code>{escape(call.recording_sha256)}</code>"

    def messages(self, file: ReferralFile) -> list[Row]:
        return [
            (
                self.at(each.at),
                f"{escape(each.template)}<br><code>{escape(each.sha256)}</code>",
                self.at(each.delivered_at) or escape(each.failed or self.word("none")),
            )
            for each in file.messages
        ]

    def facts(self, file: ReferralFile) -> list[Row]:
        return [
            (
                self.at(each.at),
                f"{escape(each.kind)}<br><code>{each.sha256}</code>",
                escape(each.by),
            )
            for each in file.facts
        ]
