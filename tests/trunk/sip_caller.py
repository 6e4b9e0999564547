"""Writes the requests of a SIP phone and reads what comes back, for tests that want to be exact
about the wire."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from desk_client.trunk.digest import digest_response

SOURCE = ("127.0.0.1", 40_000)


@dataclass(frozen=True)
class Reply:
    """A response: its code, its headers in order, by lower-case name."""

    code: int
    reason: str
    headers: tuple[tuple[str, str], ...]

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]

    def one(self, name: str) -> str:
        (value,) = self.all(name)
        return value


def read_reply(data: bytes) -> Reply:
    start, *lines = data.decode().removesuffix("\r\n\r\n").split("\r\n")
    version, code, reason = start.split(" ", 2)
    assert version == "SIP/2.0"
    headers = [line.split(": ", 1) for line in lines]
    return Reply(int(code), reason, tuple((name.lower(), value) for name, value in headers))


def request(
    method: str,
    uri: str = "sip:127.0.0.1",
    *,
    user: str = "1001",
    branch: str = "z9hG4bK1",
    sequence: int = 1,
    more: Iterable[str] = (),
) -> bytes:
    lines = [
        f"{method} {uri} SIP/2.0",
        f"Via: SIP/2.0/UDP 127.0.0.1:40000;rport;branch={branch}",
        f"From: <sip:{user}@127.0.0.1>;tag=a1",
        f"To: <sip:{user}@127.0.0.1>",
        "Call-ID: call-1",
        f"CSeq: {sequence} {method}",
        *more,
        "Content-Length: 0",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


@dataclass
class RegisteringPhone:
    """Answers a challenge with its password."""

    user: str
    password: str
    sequence: int = field(default=0)

    def register(self, *more: str) -> bytes:
        self.sequence += 1
        return request(
            "REGISTER",
            user=self.user,
            branch=f"z9hG4bK-r{self.sequence}",
            sequence=self.sequence,
            more=more,
        )

    def authorization(self, challenge: Reply, nc: str = "00000001") -> str:
        found = re.search(r'nonce="([^"]+)"', challenge.one("www-authenticate"))
        assert found is not None
        proof = digest_response(
            self.user, self.password, "REGISTER", "sip:127.0.0.1", found[1], nc, "c0"
        )
        return (
            f'Authorization: Digest username="{self.user}", realm="desk-client-trunk", '
            f'nonce="{found[1]}", uri="sip:127.0.0.1", response="{proof}", algorithm=MD5, '
            f'cnonce="c0", qop=auth, nc={nc}'
        )
