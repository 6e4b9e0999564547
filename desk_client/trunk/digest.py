"""Digest authentication as registrars ask for it (RFC 3261 section 22, RFC 2617 with qop=auth,
MD5). A nonce is good for five minutes and for one use of each nonce count."""

import hashlib
import hmac
import re
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from enum import Enum, auto

REALM = "desk-client-trunk"
_NONCE_S = 300.0
_MOST_NONCES = 1024
_FIELD = re.compile(r'([a-z]{2,12})\s*=\s*(?:"([^"\\]*)"|([^\s",]+))', re.IGNORECASE)


class Answer(Enum):
    """What came of an Authorization header."""

    RIGHT = auto()
    WRONG = auto()
    UNKNOWN_NONCE = auto()  # absent, too old or used: ask again


class Challenges:
    """The nonces handed out and the check of what comes back."""

    def __init__(self, users: Mapping[str, str]) -> None:
        self._users = dict(users)
        self._nonces: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def header(self, now: float) -> str:
        """A fresh WWW-Authenticate value; `now` in monotonic seconds."""
        nonce = secrets.token_hex(16)
        self._nonces[nonce] = (now, 0)
        while len(self._nonces) > _MOST_NONCES:
            self._nonces.popitem(last=False)
        return f'Digest realm="{REALM}", nonce="{nonce}", algorithm=MD5, qop="auth"'

    def check(self, authorization: str | None, method: str, user: str, now: float) -> Answer:
        """Whether the header proves that `user` knows the password."""
        scheme, _, rest = (authorization or "").partition(" ")
        if scheme.lower() != "digest":
            return Answer.UNKNOWN_NONCE
        field = {name.lower(): quoted or bare for name, quoted, bare in _FIELD.findall(rest)}
        count = int(field["nc"], 16) if re.fullmatch(r"[0-9a-fA-F]{8}", field.get("nc", "")) else 0
        handed_out, used = self._nonces.get(field.get("nonce", ""), (now - _NONCE_S, 0))
        if now - handed_out >= _NONCE_S or count <= used:
            return Answer.UNKNOWN_NONCE
        if not self._proves(field, method, user):
            return Answer.WRONG
        self._nonces[field["nonce"]] = (handed_out, count)
        return Answer.RIGHT

    def _proves(self, field: Mapping[str, str], method: str, user: str) -> bool:
        password = self._users.get(user)
        asked = (field.get("username"), field.get("realm"), field.get("qop"))
        if password is None or asked != (user, REALM, "auth"):
            return False
        proof = digest_response(
            user, password, method, field.get("uri", ""), field["nonce"], field["nc"],
            field.get("cnonce", ""),
        )  # fmt: skip
        return hmac.compare_digest(proof.encode(), field.get("response", "").lower().encode())


def digest_response(
    user: str, password: str, method: str, uri: str, nonce: str, nc: str, cnonce: str
) -> str:
    """The `response` field that proves the password."""
    secret = _md5(f"{user}:{REALM}:{password}")
    return _md5(f"{secret}:{nonce}:{nc}:{cnonce}:auth:{_md5(f'{method}:{uri}')}")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
