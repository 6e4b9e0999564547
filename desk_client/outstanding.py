"""Contact attempts of which nobody knows whether they were made: permits that another desk was lent
and never settled, because it went offline or was lost. Whoever has the debtor next must count each
of them as made, at the last instant at which it may have been."""

from pydantic import AwareDatetime, Field, TypeAdapter

from desk_client.body_form import Body, Medium


class Outstanding(Body):
    """Up to `attempts` contacts by one medium between two instants, by this desk's clock."""

    granted_at: AwareDatetime  # names the permit, by central's clock
    medium: Medium
    attempts: int = Field(gt=0)
    since: AwareDatetime
    until: AwareDatetime


_LIST = TypeAdapter(tuple[Outstanding, ...])


def outstanding_to_json(several: tuple[Outstanding, ...]) -> str:
    """As the local store keeps them with a lease."""
    return _LIST.dump_json(several).decode()


def outstanding_from_json(text: str) -> tuple[Outstanding, ...]:
    """Back from the store."""
    return _LIST.validate_json(text)
