"""News by every way that is set up: one that cannot be reached keeps nothing of the others back."""

import pytest

from desk_client.clock import SystemClock
from desk_client.messenger.settings import MessengerSettings
from desk_client.messenger.ways import Ways
from tests.phone.kamailio import Authority, free_port
from tests.transport.sms_gateway import gateway
from tests.transport.test_https_gateway import settings_for


def test_a_mailbox_that_is_away_keeps_no_sms_back(
    tmp_path_factory: pytest.TempPathFactory, warnings_expected: list[str]
) -> None:
    authority = Authority(tmp_path_factory.mktemp("authority"))
    with gateway(authority.right()) as provider:
        sms = settings_for(provider.port, authority)
        box = {"host": "localhost", "port": free_port()}
        settings = MessengerSettings.model_validate(
            {
                "central": "postgresql://localhost/desk",
                "login": "desk_messenger",
                "transport": {
                    "email": {"host": "localhost", "sender": "a@bank.test", "post_box": box},
                    "sms": sms.model_dump(),
                },
            }
        )
        provider.receipts.append({"mark": 1, "id": "g1", "status": "DELIVRD"})
        ways = Ways(settings, SystemClock())
        assert [channel for channel, _ in ways.news()] == ["sms"]
        ways.close()
    assert len(warnings_expected) == 1
    assert "no news of email: unreachable" in warnings_expected[0]
