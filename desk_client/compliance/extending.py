"""One pack on top of another: all rules of the parent, in their order, and the child's own. A rule
with the id of a parent's stands in its place and may only tighten it; the clocks that count may
only become more. What would loosen anything is a fault of the child's file, told with its line."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desk_client.compliance.authority import Authority
from desk_client.compliance.duty import of_kind
from desk_client.compliance.exemption import Exemption
from desk_client.compliance.pack import Pack, PackFile
from desk_client.compliance.rule import Clause
from desk_client.compliance.tightening import loosened
from desk_client.errors import BadInput

Line = Callable[[Sequence[str | int]], int]


@dataclass(frozen=True)
class Parent:
    """What a pack extends, and how to say where in the child's file a fault stands."""

    pack: Pack
    file_name: str
    line_of: Line


def extended(child: PackFile, sha256: str, parent: Parent) -> Pack:
    """The child with all it inherits; its hash covers the parent's. BadInput where it loosens."""
    theirs = {rule.id: rule for rule in parent.pack.file.rules}
    own = {rule.id: rule for rule in child.rules}
    new = own.keys() - theirs.keys()
    for index, rule in enumerate(child.rules):
        tightened = theirs.get(rule.id)
        field = _lifts(rule, parent.pack, new) if tightened is None else loosened(tightened, rule)
        if field is not None:
            raise BadInput(
                where=parent.file_name,
                line=parent.line_of(("rules", index, field)),
                found=f"{rule.id}: {field} loosens what {parent.pack.id} says",
                allowed="a pack that extends another may only tighten its rules",
            )
    rules = (
        *(own.get(rule.id, rule) for rule in parent.pack.file.rules),
        *(rule for rule in child.rules if rule.id not in theirs),
    )
    return Pack(
        child.model_copy(update={"rules": rules, **_clocks(child, parent)}),
        hashlib.sha256(f"{sha256} {parent.pack.sha256}".encode()).hexdigest(),
        own=frozenset(own),
        parents=(parent.pack.id, *parent.pack.parents),
    )


def _lifts(rule: Clause, parent: Pack, own: set[str]) -> str | None:
    """The field by which a new rule lifts any but the child's `own` new rules; None where it does
    not."""
    theirs = {each.id for each in parent.file.rules}
    if isinstance(rule, Exemption):
        return None if set(rule.lifts) <= own else "lifts"
    if not isinstance(rule, Authority) or (rule.rules and theirs.isdisjoint(rule.rules)):
        return None
    held_already = any(
        each.in_force.since <= rule.in_force.since and each.in_force.until is None
        for each in of_kind(Authority, parent.duties)
    )
    return None if held_already else "rules" if rule.rules else "may_override"


def _clocks(child: PackFile, parent: Parent) -> dict[str, object]:
    """The clocks that count: the child's, where it says any and leaves none of the parent's out."""
    theirs = parent.pack.file
    legal, zones, unknown = child.legal_time, child.zones, child.on_unknown_zone
    if legal is not None and theirs.legal_time is not None:
        fewer = set(theirs.legal_time.aliases) - {legal.zone, *legal.aliases}
        if legal.zone != theirs.legal_time.zone or fewer:
            raise _loosens(parent, "legal_time")
    inherited = theirs.zones is not None and theirs.zones.stated_wins
    if zones is not None and zones.stated_wins and not inherited:
        raise _loosens(parent, "zones")
    if unknown and (not theirs.on_unknown_zone or set(theirs.on_unknown_zone) - set(unknown)):
        raise _loosens(parent, "on_unknown_zone")
    said = "on_unknown_zone" in child.model_fields_set
    return {
        "legal_time": legal or theirs.legal_time,
        "zones": zones or theirs.zones,
        "on_unknown_zone": unknown if said else theirs.on_unknown_zone,
    }


def _loosens(parent: Parent, key: str) -> BadInput:
    return BadInput(
        where=parent.file_name,
        line=parent.line_of((key,)),
        found=f"{key} loosens that of {parent.pack.id}",
        allowed="a pack that extends another may only add clocks that count",
    )
