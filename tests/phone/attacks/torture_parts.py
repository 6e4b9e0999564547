"""What the torture messages are put together from: a start line, header lines, a body. Nothing is
completed or put right here, for each message is wrong in its own way."""

Vectors = dict[str, bytes]


def message(start: str, *headers: str | bytes, body: bytes = b"") -> bytes:
    """Lines end in CRLF; a header that holds one is folded; text goes out as UTF-8."""
    lines = [start, *headers, ""]
    return b"".join(_bytes(line) + b"\r\n" for line in lines) + body


def sdp(host: str = "192.0.2.1", *, time: str = "0 0", video: str = "m=video") -> bytes:
    """An offer of PCMU and of a video codec that nobody has; 150 bytes long for a host of nine."""
    return (
        f"v=0\r\no=mhandley 29739 7272939 IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt={time}\r\n"
        f"m=audio 49217 RTP/AVP 0 12\r\n{video} 3227 RTP/AVP 31\r\na=rtpmap:31 LPC\r\n"
    ).encode()


def _bytes(line: str | bytes) -> bytes:
    return line if isinstance(line, bytes) else line.encode()


OFFER = "Content-Type: application/sdp"
TO_USER = "To: sip:user@example.com"
TO_J_USER = "To: sip:j.user@example.com"
INVITE_USER = "INVITE sip:user@example.com SIP/2.0"
OPTIONS_USER = "OPTIONS sip:user@example.com SIP/2.0"
REGISTER = "REGISTER sip:example.com SIP/2.0"
