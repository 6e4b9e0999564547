"""Which campaign imported cases go into. Without a name it is the team's only one; a team that has
none yet, or a name that nobody has used, makes a new one: previewed dialling and the shipped
callscript for a first call."""

import re

import psycopg

from desk_client.agent import Campaign
from desk_client.central.reference import upsert_campaigns
from desk_client.errors import BadInput
from desk_client.ids import CampaignId

_NUMBER = re.compile(r"\+?[0-9]{3,15}")
FIRST = CampaignId("cases")  # what a team's first campaign is called where nobody names it


def campaign_for(
    connection: psycopg.Connection, wanted: CampaignId | None, *, team: int, organisation: str = ""
) -> tuple[CampaignId, bool]:
    """The campaign's id and whether it was made now. `organisation`, as said on the phone, is for
    a new one; else its id stands there. BadInput where it is not clear which one is meant."""
    rows = connection.execute("select campaign_id, team from app.campaign order by 1").fetchall()
    team_of = {CampaignId(name): number for name, number in rows}
    ours = [name for name, number in team_of.items() if number == team]
    if wanted is None and len(ours) > 1:
        raise BadInput(
            where="--campaign",
            found=f"team {team} has {len(ours)} campaigns",
            allowed=f"name one of {', '.join(ours)}",
        )
    name = wanted or next(iter(ours), FIRST)
    if name in ours:
        return name, False
    if name in team_of:
        raise BadInput(
            where="--campaign",
            found=f"{name} is team {team_of[name]}'s",
            allowed=f"name one of team {team}, or a new one",
        )
    upsert_campaigns(connection, [_new(name, team, organisation)])
    return name, True


def set_caller_id(
    connection: psycopg.Connection, wanted: CampaignId | None, caller_id: str, *, team: int
) -> CampaignId:
    """The number that debtors see and are asked to call back, told in scripts and messages.
    BadInput where there is no such campaign, or where it cannot be a number."""
    if not _NUMBER.fullmatch(caller_id):
        raise BadInput(
            where="caller id",
            found=repr(caller_id),
            allowed="give 3 to 15 digits, + in front if any",
        )
    rows = connection.execute(
        """update app.campaign set caller_id = %s
            where team = %s and (%s::text is null or campaign_id = %s) returning campaign_id""",
        (caller_id, team, wanted, wanted),
    ).fetchall()
    if len(rows) != 1:
        raise BadInput(
            where="--campaign",
            found=f"team {team} has {len(rows)} such campaigns",
            allowed="name one of its campaigns",
        )
    return CampaignId(rows[0][0])


def _new(name: CampaignId, team: int, organisation: str) -> Campaign:
    return Campaign(
        campaign_id=name,
        name=name,
        organisation=organisation or name,
        mode="preview",
        callscript="card-first",
        wrap_up_s=45,
        undo_s=300,
        caller_id="",
        team=team,
    )
