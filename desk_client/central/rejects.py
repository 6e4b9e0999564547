"""The rows of a bank's file that could not be used: each with its line, column, value and reason,
written beside the file as `<file>.rejected.csv`, and never with a full card number in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desk_client.central.case_row import BadColumn
from desk_client.central.cell import is_control, masked
from desk_client.central.table_file import write_csv
from desk_client.errors import DeskError

Fields = tuple[tuple[int, str], ...]  # column, field

_SHOWN = 80  # characters of a refused value that the reject file repeats


@dataclass(frozen=True, slots=True)
class Reject:
    """A cell that could not be used; line 1 is the header."""

    line: int
    column: str
    value: str
    reason: str

    def as_json(self) -> dict[str, object]:
        """contracts.md section 4."""
        return {
            "line": self.line,
            "column": self.column,
            "value": self.value,
            "reason": self.reason,
        }


def rejected(line: int, fault: BadColumn, headers: Sequence[str], fields: Fields) -> Reject:
    """Under the file's own header."""
    columns = [column for column, name in fields if name == fault.field]
    column = fault.column if fault.column is not None else next(iter(columns), None)
    header = fault.field if column is None else headers[column]
    return Reject(line, header, _shown(fault.value), fault.reason)


def torn_line(text: str) -> BadColumn:
    """What is wrong with a line whose cells cannot be told apart."""
    return BadColumn("", text, "a quotation mark is not closed")


def refuse_left_over(cells: Sequence[str]) -> None:
    """A comma that is not inside quotation marks moves every cell after it under a wrong header."""
    value = next(filter(None, cells), None)
    if value is not None:
        raise BadColumn("", value, "more cells than headers; quote a cell that holds a comma")


def write_rejects(file: Path, rejects: Sequence[Reject]) -> Path | None:
    """None where there are none; the reject file of an earlier import is taken away then."""
    target = file.with_name(f"{file.name}.rejected.csv")
    lines = [(str(each.line), each.column, each.value, each.reason) for each in rejects]
    try:
        if not lines:
            target.unlink(missing_ok=True)
            return None
        write_csv(target, [("line", "column", "value", "reason"), *lines])
    except OSError as fault:
        raise DeskError(f"{target} cannot be written ({fault.strerror}).") from None
    return target


def first_reject(name: str, rejects: Sequence[Reject], reject_file: Path | None) -> str:
    """A line of its own about the first of them and where all are, "" where there are none."""
    if not rejects:
        return ""
    first = rejects[0]
    place = f"{name}:{first.line}" + (f" {first.column}" if first.column else "")
    more = f"; all are in {reject_file}" if reject_file else ""
    return f"\n{place}: {first.reason}{more}"


def _shown(value: str) -> str:
    """A refused value as it may be written down: no full card number, nothing unseen, not long."""
    seen = "".join(
        repr(each)[1:-1] if is_control(each) else each for each in masked(value[: 2 * _SHOWN])
    )
    return seen if len(seen) <= _SHOWN else f"{seen[:_SHOWN]}…"
