"""The one-time token by which a lead's phone is let into an agent's call. The lead's desk signs it,
the agent's phone checks it: it names the call, the person and what they may do, lives at most a
minute, and is taken once. Tokens taken are forgotten with the process, and so is the call they
were for, so a restart opens no second use."""

import base64
import binascii
import secrets
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from desk_client.ids import CallId

HEADER = "X-Monitor"
LONGEST_LIFE = timedelta(seconds=60)
_CLOCKS_APART = timedelta(seconds=5)  # a lead's clock may run ahead of the agent's by this
_LONGEST_TOKEN = 512  # as any header's value
PURPOSE = b"desk-client monitoring token 1\n"  # the key may also sign other things

Mode = Literal["listen", "whisper", "barge"]


class TokenRefused(Exception):
    """Why a token opens nothing: a short code."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Claims(BaseModel):
    """What a token says: `by` may take part in the call `call_id` in these modes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    call_id: CallId = Field(min_length=1, max_length=80)
    by: str = Field(pattern=r"^[\w.@+-]{1,80}$")
    modes: tuple[Mode, ...] = Field(min_length=1, max_length=3)
    issued: AwareDatetime
    expires: AwareDatetime
    nonce: str = Field(pattern=r"^[\w-]{16,64}$")


class TakenTokens:
    """The nonces of tokens that were taken and would still be valid."""

    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}

    def take(self, claims: Claims, now: datetime) -> None:
        """TokenRefused where this one was taken before."""
        self._until = {nonce: until for nonce, until in self._until.items() if until > now}
        if claims.nonce in self._until:
            raise TokenRefused("used")
        self._until[claims.nonce] = claims.expires


def claim(
    call_id: CallId, by: str, modes: tuple[Mode, ...], now: datetime, life: timedelta = LONGEST_LIFE
) -> Claims:
    """Claims with a nonce of their own, valid from now on."""
    return Claims(
        call_id=call_id,
        by=by,
        modes=modes,
        issued=now,
        expires=now + life,
        nonce=secrets.token_urlsafe(16),
    )


def sign(key: Ed25519PrivateKey, claims: Claims) -> str:
    """The token: claims as JSON and their signature, both in base64url, a dot between them."""
    said = claims.model_dump_json().encode()
    return f"{_text(said)}.{_text(key.sign(PURPOSE + said))}"


def check(
    token: str,
    keys: Iterable[str],
    now: datetime,
    taken: TakenTokens,
    calls: Collection[CallId],
) -> Claims:
    """What a token says that one of these public keys (hex) signed, that is valid now for one of
    these calls and was not taken before; takes it. TokenRefused otherwise, with `malformed`,
    `signature`, `lives_too_long`, `not_yet`, `expired`, `call` or `used`."""
    said, signature = _parts(token)
    if not any(_signed_by(key, said, signature) for key in keys):
        raise TokenRefused("signature")
    try:
        claims = Claims.model_validate_json(said)
    except ValidationError:
        raise TokenRefused("malformed") from None
    if claims.expires - claims.issued > LONGEST_LIFE:
        raise TokenRefused("lives_too_long")
    if claims.issued > now + _CLOCKS_APART:
        raise TokenRefused("not_yet")
    if claims.expires <= now:
        raise TokenRefused("expired")
    if claims.call_id not in calls:
        raise TokenRefused("call")
    taken.take(claims, now)
    return claims


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _parts(token: str) -> tuple[bytes, bytes]:
    said, dot, signature = token.partition(".")
    if not dot or len(token) > _LONGEST_TOKEN or not token.isascii():
        raise TokenRefused("malformed")
    try:
        return _content(said), _content(signature)
    except binascii.Error:
        raise TokenRefused("malformed") from None


def _content(text: str) -> bytes:
    padded = text.translate({45: 43, 95: 47}) + "=" * (-len(text) % 4)
    return base64.b64decode(padded, validate=True)


def _signed_by(key: str, said: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, PURPOSE + said)
    except (InvalidSignature, ValueError):
        return False
    return True
