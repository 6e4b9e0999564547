"""Tokens of monitoring calls: taken once, in time, for one call, from a key that is known."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from desk_client.ids import CallId
from desk_client.phone.monitor_token import (
    PURPOSE,
    Claims,
    TakenTokens,
    TokenRefused,
    check,
    claim,
    sign,
)

NOW = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
CALL = CallId("01932f00-0000-7000-8000-000000000001")
BANK = Ed25519PrivateKey.from_private_bytes(b"1" * 32)
STRANGER = Ed25519PrivateKey.from_private_bytes(b"2" * 32)
KEY = BANK.public_key().public_bytes_raw().hex()
CLAIMS = claim(CALL, "lead_7", ("listen", "whisper"), NOW)


def refused(
    token: str,
    *,
    now: datetime = NOW,
    keys: tuple[str, ...] = (KEY,),
    taken: TakenTokens | None = None,
    calls: tuple[CallId, ...] = (CALL,),
) -> str:
    with pytest.raises(TokenRefused) as refusal:
        check(token, keys, now, taken or TakenTokens(), calls)
    return refusal.value.why


def test_a_token_says_who_may_do_what_in_which_call() -> None:
    said = check(sign(BANK, CLAIMS), ("no key", KEY), NOW, TakenTokens(), (CALL,))
    assert said == CLAIMS
    assert (said.by, said.modes, said.call_id) == ("lead_7", ("listen", "whisper"), CALL)


def test_a_token_is_taken_once() -> None:
    taken, token = TakenTokens(), sign(BANK, CLAIMS)
    check(token, (KEY,), NOW, taken, (CALL,))
    assert refused(token, taken=taken) == "used"
    assert refused(token, taken=taken, now=NOW + timedelta(seconds=59.9)) == "used"
    assert refused(token, taken=taken, now=NOW + timedelta(seconds=60)) == "expired"


def test_a_refused_token_is_not_taken() -> None:
    taken, token = TakenTokens(), sign(BANK, CLAIMS)
    assert refused(token, taken=taken, calls=()) == "call"
    assert check(token, (KEY,), NOW, taken, (CALL,)) == CLAIMS


@pytest.mark.parametrize(
    ("after_s", "why"), [(-5.1, "not_yet"), (60, "expired"), (86_400, "expired")]
)
def test_a_token_out_of_its_minute(after_s: float, why: str) -> None:
    assert refused(sign(BANK, CLAIMS), now=NOW + timedelta(seconds=after_s)) == why


def test_a_lead_whose_clock_is_a_little_ahead() -> None:
    early = NOW - timedelta(seconds=4.9)
    assert check(sign(BANK, CLAIMS), (KEY,), early, TakenTokens(), (CALL,)) == CLAIMS


def test_a_token_that_would_live_longer_than_a_minute() -> None:
    long = claim(CALL, "lead_7", ("listen",), NOW, timedelta(seconds=61))
    assert refused(sign(BANK, long)) == "lives_too_long"


def test_another_call() -> None:
    assert refused(sign(BANK, CLAIMS), calls=(CallId("another"),)) == "call"


def test_another_key() -> None:
    assert refused(sign(STRANGER, CLAIMS)) == "signature"
    assert refused(sign(BANK, CLAIMS), keys=()) == "signature"


def test_more_rights_under_an_old_signature() -> None:
    """The claims of one token with the signature of another."""
    more = Claims(**{**CLAIMS.model_dump(), "modes": ("listen", "whisper", "barge")})
    claims, _ = sign(STRANGER, more).split(".")
    _, signature = sign(BANK, CLAIMS).split(".")
    assert refused(f"{claims}.{signature}") == "signature"


@pytest.mark.parametrize("said", [b"{}", b"[]", b"\xff", b'{"by":"lead_7"}'])
def test_what_was_signed_but_makes_no_claim(said: bytes) -> None:
    parts = (said, BANK.sign(PURPOSE + said))
    assert refused(".".join(urlsafe_b64encode(part).decode() for part in parts)) == "malformed"


@given(st.text(max_size=300))
def test_no_text_is_a_token_by_chance(text: str) -> None:
    assert refused(text) in ("malformed", "signature")


@given(st.integers(0, len(sign(BANK, CLAIMS)) - 1), st.characters(codec="ascii"))
def test_one_character_changed(at: int, character: str) -> None:
    """The last character of a base64 text may carry bits that mean nothing; a dot may move."""
    token = sign(BANK, CLAIMS)
    changed = token[:at] + character + token[at + 1 :]
    dot = token.index(".")
    if changed != token and at not in (dot - 1, len(token) - 1):
        assert refused(changed) in ("malformed", "signature")
