"""The number a campaign shows: without it no message that names it can leave."""

import pytest

from desk_client.central.campaigns import set_caller_id
from desk_client.errors import BadInput
from desk_client.ids import CampaignId
from desk_client.services.central_files import campaigns
from tests.central.floor import CAMPAIGN, Floor


def test_the_only_campaign_of_a_team_or_the_one_that_is_named(floor: Floor) -> None:
    floor.place(1)
    with floor.administrator() as connection:
        assert set_caller_id(connection, None, "95000", team=1) == CAMPAIGN.campaign_id
        assert campaigns(connection)[CAMPAIGN.campaign_id].caller_id == "95000"
        set_caller_id(connection, CAMPAIGN.campaign_id, "+862150000001", team=1)
        assert campaigns(connection)[CAMPAIGN.campaign_id].caller_id == "+862150000001"


@pytest.mark.parametrize(
    ("campaign", "number", "team", "told"),
    [
        (None, "call me", 1, "3 to 15 digits"),
        (CampaignId("gone"), "95000", 1, "0 such campaigns"),
        (None, "95000", 2, "0 such campaigns"),
    ],
)
def test_a_mistake_changes_nothing(
    floor: Floor, campaign: CampaignId | None, number: str, team: int, told: str
) -> None:
    floor.place(1)
    with floor.administrator() as connection:
        with pytest.raises(BadInput, match=told), connection.transaction():
            set_caller_id(connection, campaign, number, team=team)
        assert campaigns(connection)[CAMPAIGN.campaign_id].caller_id == CAMPAIGN.caller_id
