"""Packs written for one test: a head, a few rules in the short, and the files they stand in."""

from pathlib import Path
from textwrap import dedent, indent

from desk_client.compliance.load import load_pack
from desk_client.compliance.pack import Pack

HEAD = """\
pack: {name}
version: "2026.11.0"
name: {{zh: 试, en: Trial}}
effective: {{since: 2020-01-01}}
sources: []
usual: {{request: {{}}, event: {{}}}}
"""
CLAUSE = """\
severity: must
ref: clause 1
confidence: read
in_force: {since: 2020-01-01}
text: {zh: 不可, en: Not now}
examples: [{name: one, expect: {decision: refused}}]
"""


def rule(name: str, kind: str, *lines: str, **changed: str) -> str:
    """One rule of the list; `changed` stands in place of a line of the clause."""
    clause = [line for line in CLAUSE.splitlines() if line.split(":")[0] not in changed]
    clause += [f"{key}: {value}" for key, value in changed.items()]
    body = [f"id: {name}", f"kind: {kind}", *clause, *lines]
    return "  - " + "\n    ".join(body) + "\n"


def written(folder: Path, name: str, *rules: str, head: str = "scope: {}") -> Path:
    """The pack's file."""
    file = folder / f"{name}.yaml"
    text = HEAD.format(name=name) + dedent(head).strip() + "\nrules:\n" + "".join(rules)
    file.write_text(text, "utf-8")
    return file


def pack(folder: Path, name: str, *rules: str, head: str = "scope: {}") -> Pack:
    """The pack, read."""
    return load_pack(written(folder, name, *rules, head=head), folder)


def block(text: str) -> str:
    """Several lines of a rule at its depth."""
    return indent(dedent(text).strip(), "    ").lstrip()
