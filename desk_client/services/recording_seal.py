"""Seals each recording of this desk: a signed link in the desk's chain, whose head becomes a fact
and so lies in central too. The signing key lives in the encrypted store; its public half goes
into every link."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desk_client.fact_body import RecordingMade, RecordingSealed
from desk_client.ids import CallId
from desk_client.store.chain import NO_LINK, ChainLink, RecordingChain
from desk_client.store.settings import StoredSettings

_SETTING = "recording_signing_key"


class RecordingSeal:
    """Call `seal` in the transaction that appends the fact it returns."""

    def __init__(self, *, chain: RecordingChain, settings: StoredSettings) -> None:
        self._chain = chain
        stored = settings.get(_SETTING)
        if stored is None:
            stored = Ed25519PrivateKey.generate().private_bytes_raw().hex()
            settings.put(_SETTING, stored)
        self._key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(stored))

    def seal(self, call_id: CallId, made: RecordingMade) -> RecordingSealed:
        """Appends the link and returns the fact that anchors it."""
        head = self._chain.head()
        index, previous = (head.index + 1, head.link) if head else (1, NO_LINK)
        link = link_hash(index=index, call_id=call_id, sha256=made.sha256, previous=previous)
        signature = self._key.sign(bytes.fromhex(link)).hex()
        self._chain.append(
            ChainLink(
                index=index,
                call_id=call_id,
                path=made.path,
                sha256=made.sha256,
                previous=previous,
                link=link,
                signature=signature,
            )
        )
        return RecordingSealed(
            call_id=call_id,
            index=index,
            sha256=made.sha256,
            previous=previous,
            link=link,
            public_key=self._key.public_key().public_bytes_raw().hex(),
            signature=signature,
        )


def own_public_key(settings: StoredSettings) -> str | None:
    """What this desk signs with now, in hexadecimal; None where it never sealed anything."""
    stored = settings.get(_SETTING)
    if stored is None:
        return None
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(stored))
    return key.public_key().public_bytes_raw().hex()


def seal_holds(link: ChainLink, public_key: str) -> bool:
    """Whether the link is what its own parts hash to, and `public_key` signed it."""
    hashed = link_hash(
        index=link.index, call_id=link.call_id, sha256=link.sha256, previous=link.previous
    )
    return hashed == link.link and signed(link.link, link.signature, public_key)


def link_hash(*, index: int, call_id: str, sha256: str, previous: str) -> str:
    """SHA-256 over the link's parts, one a line."""
    return hashlib.sha256(f"{index}\n{call_id}\n{sha256}\n{previous}".encode()).hexdigest()


def signed(link: str, signature: str, public_key: str) -> bool:
    """Whether `public_key` signed this link."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(
            bytes.fromhex(signature), bytes.fromhex(link)
        )
    except (InvalidSignature, ValueError):
        return False
    return True
