"""A trial pack of a few rules under Shanghai's clock: what one rule does in a whole verdict."""

import json
from pathlib import Path
from typing import Any

from desk_client.compliance.answer import Verdict
from desk_client.compliance.load import load_pack
from desk_client.compliance.pack import Pack
from desk_client.compliance.request import ContactRequest
from desk_client.compliance.rule import Clause
from desk_client.compliance.verdict import verdict
from tests.compliance.asking import CHINA

KINDS = load_pack(Path(__file__).parent / "packs" / "try-kinds.yaml")
CLAUSE = {
    "severity": "must",
    "ref": "Art. 1",
    "confidence": "read",
    "in_force": {"since": "2020-01-01"},
    "text": {"zh": "试用", "en": "for a try"},
    "examples": [{"name": "any", "expect": {"decision": "allowed"}}],
}
LABEL = {"zh": "试用", "en": "for a try"}


def rule(kind: type[Any], name: str = "try.rule", **told: Any) -> Any:
    """One rule on contacts, as a pack's author would write it."""
    (named,) = kind.model_fields["kind"].annotation.__args__
    return kind.model_validate_json(json.dumps(CLAUSE | {"id": name, "kind": named} | told))


def pack_of(*rules: Clause) -> Pack:
    """A pack of these rules alone, under the clocks of the shipped Chinese one."""
    china = next(pack for pack in CHINA.packs if pack.id == "cn-bank-card")
    return Pack(china.file.model_copy(update={"rules": rules}), "0" * 64)


def judged(asked: ContactRequest, *rules: Clause) -> Verdict:
    """The verdict under these rules alone."""
    return verdict(asked, (pack_of(*rules),))


def refused_by(asked: ContactRequest, *rules: Clause) -> list[str]:
    """Which of these rules refuse, strictest first."""
    return [reason.rule for reason in judged(asked, *rules).reasons]
