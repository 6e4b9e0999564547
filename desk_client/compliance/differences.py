"""What two versions of a pack differ in, for the page on which a compliance officer looks at them:
rules that came, rules that went, and rules that changed, with each changed field before and after;
and what changed in the pack's own head, such as its scope."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk_client.compliance.pack import AnyDuty, AnyRule, Pack
from desk_client.compliance.tightening import loosened

NOTHING = "-"  # a value that one of the two does not have


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field by its path (window.n, text.zh), and its values as they are written."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedRule:
    """A rule that is in both. `looser` is the first field by which it may have become less strict,
    None where it is at least as strict."""

    id: str
    before: AnyRule | AnyDuty
    after: AnyRule | AnyDuty
    fields: tuple[ChangedField, ...]
    looser: str | None


@dataclass(frozen=True, slots=True)
class Differences:
    """From one version to another, in the order of the later one."""

    head: tuple[ChangedField, ...]
    added: tuple[AnyRule | AnyDuty, ...]
    removed: tuple[AnyRule | AnyDuty, ...]
    changed: tuple[ChangedRule, ...]

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return bool(self.head or self.added or self.removed or self.changed)


def differences(before: Pack, after: Pack) -> Differences:
    """What changed from one pack to another, usually two versions of one."""
    old = {rule.id: rule for rule in before.file.rules}
    new = {rule.id: rule for rule in after.file.rules}
    both = ((old[name], rule) for name, rule in new.items() if name in old)
    return Differences(
        head=_fields(_head(before), _head(after)),
        added=tuple(rule for name, rule in new.items() if name not in old),
        removed=tuple(rule for name, rule in old.items() if name not in new),
        changed=tuple(
            ChangedRule(
                rule.id,
                earlier,
                rule,
                _fields(earlier.model_dump(mode="json"), rule.model_dump(mode="json")),
                loosened(earlier, rule),
            )
            for earlier, rule in both
            if earlier != rule
        ),
    )


def _head(pack: Pack) -> dict[str, Any]:
    return pack.file.model_dump(mode="json", exclude={"rules", "usual"})


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[ChangedField, ...]:
    old, new = dict(_flat("", before)), dict(_flat("", after))
    return tuple(
        ChangedField(path, old.get(path, NOTHING), new.get(path, NOTHING))
        for path in dict.fromkeys((*old, *new))
        if old.get(path, NOTHING) != new.get(path, NOTHING)
    )


def _flat(path: str, value: Any) -> list[tuple[str, str]]:
    """Every value under its path; lists of plain values are one value, examples go by name."""
    if isinstance(value, Mapping):
        found: list[tuple[str, str]] = []
        for key, inner in value.items():
            found.extend(_flat(f"{path}.{key}" if path else str(key), inner))
        return found
    if isinstance(value, list) and any(isinstance(inner, Mapping) for inner in value):
        found = []
        for number, inner in enumerate(value, 1):
            named = isinstance(inner, Mapping) and (inner.get("name") or inner.get("id"))
            found.extend(_flat(f"{path}[{named or number}]", inner))
        return found
    return [] if value in (None, [], {}) else [(path, _shown(value))]


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
