"""Refusals by rule, with the words and the confidence of the very pack that refused. What the
program itself refuses, beside every pack, is told in words of its own."""

from collections import Counter
from collections.abc import Iterable

from desk_client.compliance.load import pack_with
from desk_client.compliance.pack import Pack
from desk_client.compliance.rule import Clause
from desk_client.evidence.figures import Refusal
from desk_client.fact_body import VerdictGiven
from desk_client.text import Text

_ENGINE = {
    "engine.clock": Text("本机时钟不可信", "The clock could not be trusted"),
    "engine.zone": Text("客户所在时区未知", "The debtor's time zone was not known"),
    "engine.party": Text("未指明联系对象", "Nobody said who would be contacted"),
    "engine.flag": Text("存在未知标记", "A flag nobody knows"),
    "engine.pack": Text("没有适用的规则包", "No pack of rules applied"),
    "engine.calendar": Text("不掌握当日节假日", "The holidays of the day were not known"),
    "engine.history": Text("联系记录不完整", "The history was not complete"),
    "engine.newer": Text("有更新的联系记录", "Newer contacts had come in"),
    "engine.permit": Text("领用的许可已用完", "Every attempt that was lent was used"),
    "engine.digits": Text("通话中不得拨出号码", "A number was dialled inside a call"),
}
_Place = tuple[str, str, str, str]  # rule, pack, clause, severity


class Refusals:
    """Counts them; a verdict may be refused by several rules, each once."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self._packs = {pack.sha256: pack for pack in packs}
        self._counts: Counter[_Place] = Counter()
        self._hashes: dict[_Place, str] = {}  # of the pack that refused last

    def take(self, verdict: VerdictGiven) -> None:
        """A verdict; one that allowed changes nothing."""
        hashes = {name.partition("@")[0]: name.rpartition("#")[2] for name in verdict.packs}
        for place in {(one.rule, one.pack, one.ref, one.severity) for one in verdict.reasons}:
            self._counts[place] += 1
            self._hashes[place] = hashes.get(place[1], "")

    def counted(self) -> tuple[Refusal, ...]:
        """The most frequent first."""
        ordered = sorted(self._counts.items(), key=lambda one: (-one[1], one[0]))
        return tuple(self._refusal(place, count) for place, count in ordered)

    def _refusal(self, place: _Place, count: int) -> Refusal:
        rule, pack, ref, severity = place
        clause = self._clause(place)
        of_engine = pack == "engine"
        return Refusal.model_validate(
            {
                "rule": rule,
                "pack": pack,
                "ref": ref,
                "severity": severity,
                "confidence": clause.confidence
                if clause
                else ("house" if of_engine else "unknown"),
                "text": clause.text if clause else _ENGINE.get(rule, Text(rule, rule)),
                "count": count,
            }
        )

    def _clause(self, place: _Place) -> Clause | None:
        sha256 = self._hashes[place]
        pack = self._packs.get(sha256) or (pack_with(sha256) if sha256 else None)
        return next((each for each in pack.rules if each.id == place[0]), None) if pack else None
