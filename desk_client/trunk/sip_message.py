"""Just enough of SIP (RFC 3261) over UDP for the carrier's front: one datagram read as a request,
one response written for it. Whatever cannot be read is None and is dropped, as a proxy may."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

Address = tuple[str, int]
Headers = tuple[tuple[str, str], ...]

_LONG_FORM = {
    "v": "via",
    "f": "from",
    "t": "to",
    "i": "call-id",
    "m": "contact",
    "l": "content-length",
}
_LONGEST_LINE = 4096  # keeps every pattern below quick, whatever is sent
_START = re.compile(r"([A-Z]{3,20}) (sips?:[^\s<>]{1,512}) SIP/2\.0")
_BRANCH = re.compile(r";\s*branch\s*=\s*([^;,\s]{1,200})", re.IGNORECASE)
_RPORT = re.compile(r";\s*rport\s*(?=;|,|$)", re.IGNORECASE)
_TAG = re.compile(r";\s*tag\s*=", re.IGNORECASE)
_USER = re.compile(r"sips?:([^@;?]{1,200})@", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[0-9][0-9.()\- ]{1,30}|\*[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class SipRequest:
    """A request and where it came from. Header names are in lower case and in full."""

    method: str
    uri: str
    headers: Headers
    source: Address

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.headers if key == name)

    def first(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)

    @property
    def transaction(self) -> tuple[str, str, str, str]:
        """The same for a request and its retransmissions, its CANCEL and the ACK of its refusal."""
        via = self.first("via") or ""
        branch = _BRANCH.search(via)
        sequence = (self.first("cseq") or "").split()[0]
        return (branch[1] if branch else via, self.first("call-id") or "", sequence, self.source[0])

    @property
    def user(self) -> str | None:
        """The user part of the request URI, percent-decoded."""
        return user_of(self.uri)

    @property
    def number(self) -> str | None:
        """The number called, or None where the user part is none."""
        user = self.user
        return user if user is not None and _NUMBER.fullmatch(user) else None


def user_of(address: str) -> str | None:
    """The user in a SIP URI, or in a From or To value; percent-decoded."""
    found = _USER.search(address)
    return unquote(found[1]) if found else None


def read_request(datagram: bytes, source: Address) -> SipRequest | None:
    """The request in a datagram; None for responses, keep-alives and anything malformed."""
    head = datagram.partition(b"\r\n\r\n")[0]
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "\x00" in text:
        return None
    start, *lines = re.sub(r"\r\n[ \t]+", " ", text).split("\r\n")
    found = _START.fullmatch(start)
    headers = _headers(lines)
    if found is None or headers is None:
        return None
    request = SipRequest(found[1], found[2], headers, source)
    return request if _well_formed(request) else None


def _headers(lines: Sequence[str]) -> Headers | None:
    headers = []
    for line in lines:
        if len(line) > _LONGEST_LINE:
            return None
        name, colon, value = line.partition(":")
        key = name.strip().lower()
        if not colon or not re.fullmatch(r"[a-z0-9\-.!%*_+`'~]{1,64}", key):
            return None
        if re.search(r"[\r\n]", value):
            return None
        headers.append((_LONG_FORM.get(key, key), value.strip()))
    return tuple(headers)


def _well_formed(request: SipRequest) -> bool:
    once = ("from", "to", "call-id", "cseq")
    if not request.first("via") or any(len(request.all(name)) != 1 for name in once):
        return False
    sequence = re.fullmatch(r"([0-9]{1,10})\s+([A-Z]{3,20})", request.first("cseq") or "")
    return sequence is not None and sequence[2] == request.method


def write_response(
    request: SipRequest, code: int, reason: str, *, tag: str | None = None, extra: Headers = ()
) -> bytes:
    """A response without a body. `tag` goes to the To of a request that has none."""
    to = request.first("to") or ""
    if tag is not None and not _TAG.search(to):
        to = f"{to};tag={tag}"
    host, port = request.source
    top, *below = request.all("via")
    top = _RPORT.sub(f";rport={port}", top, count=1) + f";received={host}"
    lines = [f"SIP/2.0 {code} {reason}"]
    lines += [f"Via: {via}" for via in (top, *below)]
    lines += [
        f"From: {request.first('from')}",
        f"To: {to}",
        f"Call-ID: {request.first('call-id')}",
        f"CSeq: {request.first('cseq')}",
    ]
    lines += [f"{name}: {value}" for name, value in extra]
    lines += ["Server: desk-client-trunk", "Content-Length: 0", "", ""]
    return "\r\n".join(lines).encode()
