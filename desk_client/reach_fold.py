"""What facts make of contact points: those that were named in a conversation, and what each of them
is known to be. A part of the fold without calls; facts come in their order, each once, without the
withdrawn ones."""

from dataclasses import dataclass, field

from desk_client.case_state import NamedPoint, PointState
from desk_client.fact import Fact
from desk_client.ids import ContactPointId
from desk_client.reach_body import ContactPointMarked, ContactPointNamed


@dataclass(slots=True)
class Reach:
    """Half folded."""

    named: dict[ContactPointId, NamedPoint] = field(default_factory=dict)  # the first naming holds
    points: list[PointState] = field(default_factory=list)

    def take(self, fact: Fact) -> None:
        """One fact, in its turn; those that are none of ours change nothing."""
        match fact.body:
            case ContactPointNamed() as body:
                self.named.setdefault(
                    body.contact_point_id,
                    NamedPoint(
                        fact_id=fact.fact_id,
                        contact_point_id=body.contact_point_id,
                        debtor_id=fact.debtor_id,
                        address=body.address,
                        place=body.place,
                        role=body.role,
                        person=body.person,
                        said_by=body.said_by,
                        at=fact.occurred_at,
                        actor=fact.actor,
                    ),
                )
            case ContactPointMarked() as body:
                self.points.append(
                    PointState(
                        contact_point_id=body.contact_point_id,
                        state=body.state,
                        since=fact.occurred_at,
                        fact_id=fact.fact_id,
                    )
                )
            case _:
                pass
