"""Rules as a pack's author would write them, for tests that need no whole pack."""

import json
from typing import Any, TypeVar

from desk_client.compliance.rule import Clause

Kind = TypeVar("Kind", bound=Clause)

_HEAD = {
    "id": "try.rule",
    "severity": "must",
    "ref": "Art. 1",
    "confidence": "read",
    "in_force": {"since": "2020-01-01"},
    "text": {"zh": "试用", "en": "for a try"},
}
ANY_VERDICT = [{"name": "any", "expect": {"decision": "allowed"}}]


def written(kind: type[Kind], **told: Any) -> Kind:
    """One rule, as it is read from a pack; pydantic.ValidationError where it is none."""
    name = kind.model_fields["kind"].annotation.__args__[0]  # type: ignore[union-attr]
    return kind.model_validate_json(json.dumps(_HEAD | {"kind": name} | told))
