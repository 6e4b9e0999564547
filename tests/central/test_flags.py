"""What an office lays on a debtor stops contact like a flag of a call, and is lifted by its id."""

from datetime import UTC, datetime, timedelta

import pytest

from desk_client.central.flags import lay_flag, lift_flag
from desk_client.errors import BadInput
from desk_client.fold import flags_of
from desk_client.ids import FactId
from desk_client.services.central_files import debtor_files
from tests.central.floor import Floor, case, debtor_id

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


def standing(floor: Floor) -> list[tuple[str, bool, datetime | None]]:
    with floor.administrator() as connection:
        file = debtor_files(connection, [debtor_id(0)])[debtor_id(0)]
    return [(each.flag, bool(each.debts), each.until) for each in flags_of(file.facts)]


def lay(floor: Floor, flag: str = "bankruptcy", **more: object) -> FactId:
    fields: dict[str, object] = {"case_no": case(0).case_no, "now": NOW}
    with floor.administrator() as connection:
        return lay_flag(connection, flag=flag, **fields | more)  # type: ignore[arg-type]


def test_a_notice_of_bankruptcy_is_laid_and_lifted(floor: Floor) -> None:
    floor.place(1)
    fact_id = lay(floor)
    assert standing(floor) == [("bankruptcy", False, None)]
    with floor.administrator() as connection:
        lift_flag(connection, fact_id=fact_id, now=LATER)
    assert standing(floor) == []


def test_a_flag_may_end_and_may_be_on_the_debts_of_one_case(floor: Floor) -> None:
    floor.place(1)
    until = NOW + timedelta(days=60)
    lay(floor, "breathing_space", until=until, only_this_case=True)
    assert standing(floor) == [("breathing_space", True, until)]


def test_what_nobody_knows_is_one_sentence(floor: Floor) -> None:
    floor.place(1)
    with pytest.raises(BadInput, match="bankruptcy"):
        lay(floor, "angry")
    with pytest.raises(BadInput, match="0 cases"):
        lay(floor, case_no="SH-0")
    with floor.administrator() as connection, pytest.raises(BadInput, match="admin flag"):
        lift_flag(connection, fact_id="nothing", now=NOW)
