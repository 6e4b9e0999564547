"""Who works at this desk, in which campaign."""

from dataclasses import dataclass

from desk_client.agent import Agent, Campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """The person signed in and the campaign they work."""

    agent: Agent
    campaign: Campaign
