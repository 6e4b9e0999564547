"""What must be stored with each verdict, so that a day can be judged again later: which pack in
which version, what it was asked, what it said, and who overrode it."""

from collections.abc import Collection, Iterable
from typing import Annotated, Literal

from pydantic import Field

from desk_client.compliance.duty import Duty, Key, Proof, differing, of_kind
from desk_client.compliance.rule import Clause, Written


class Missing(Written):
    """What an example's record lacks."""

    missing: tuple[Key, ...] = ()


class AuditExample(Written):
    """A record by the names of what it holds."""

    name: str
    stored: tuple[Key, ...]
    expect: Missing


class Audit(Duty):
    """The names of what is stored with each verdict."""

    kind: Literal["audit"]
    store: Annotated[tuple[Key, ...], Field(min_length=1)]
    examples: Annotated[tuple[AuditExample, ...], Field(min_length=1)]

    def missing(self, stored: Collection[str]) -> tuple[str, ...]:
        """What the record lacks, in the rule's order."""
        return tuple(name for name in self.store if name not in stored)

    def proofs(self) -> Iterable[Proof]:
        for example in self.examples:
            found = self.missing(example.stored)
            fault = differing(("missing", example.expect.missing, found))
            yield Proof(example.name, fault, bool(found))


def audit_gaps(rules: Iterable[Clause], stored: Collection[str]) -> tuple[str, ...]:
    """What a stored verdict lacks under all audit rules together."""
    found = (name for rule in of_kind(Audit, rules) for name in rule.missing(stored))
    return tuple(dict.fromkeys(found))
