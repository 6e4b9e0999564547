"""A telephone link from a browser or a mail: tel: (RFC 3966), sip: with a number as its user, or
callto:. It only names a number. The host of a sip: link is not used, nothing in a link can choose
by which road a call goes, and a link never places one: the desk opens the case of that number."""

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from desk_client.errors import BadInput
from desk_client.phone_number import NotANumber, PhoneNumber

SCHEMES = ("tel", "sip", "sips", "callto")
LONGEST = 512
_LINK = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://)?(.*)", re.DOTALL)
_ESCAPES = re.compile(r"(?:[^%]|%[0-9A-Fa-f]{2})*")
_SEPARATORS = str.maketrans("", "", " -.()")
_DIGITS = re.compile(r"\+?[0-9]{1,20}")
_CONTEXT = re.compile(r"\+[0-9]{1,7}")
_EXTENSION = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class CallLink:
    """The number that a link names, and an extension behind it ("" = none)."""

    scheme: str
    number: PhoneNumber
    extension: str = ""


def parse_link(text: str) -> CallLink:
    """The link as it was clicked; BadInput, which never repeats the number, where it is none."""
    if len(text) > LONGEST:
        raise _refused(f"longer than {LONGEST} characters")
    found = _LINK.fullmatch(text)
    if found is None or found[1].lower() not in SCHEMES:
        raise _refused("a link of another kind")
    scheme, rest = found[1].lower(), _decoded(found[2])
    if scheme in ("sip", "sips"):
        user, at, _host = rest.partition("@")
        if not at:
            raise _refused("a sip: address without a user")
        rest = user.partition(":")[0]  # a password has no business here
    written, *parameters = re.split(r"[;?]", rest)
    named = dict(_parameter(each) for each in parameters)
    number = written.translate(_SEPARATORS)
    if not _DIGITS.fullmatch(number):
        raise _refused("no telephone number in it")
    context = named.get("phone-context", "").translate(_SEPARATORS)
    if not number.startswith("+") and _CONTEXT.fullmatch(context):
        number = context + number
    extension = named.get("ext", "").translate(_SEPARATORS)
    if extension and not _EXTENSION.fullmatch(extension):
        raise _refused("a number whose extension is none")
    try:
        return CallLink(scheme, PhoneNumber.parse(number), extension)
    except NotANumber:
        raise _refused("no telephone number in it") from None


def _decoded(text: str) -> str:
    """With its percent-escapes resolved, once; only what can be printed in ASCII is left."""
    if not _ESCAPES.fullmatch(text):
        raise _refused("a % that escapes nothing")
    plain = unquote_to_bytes(text)
    if any(not 0x20 <= byte < 0x7F for byte in plain):
        raise _refused("characters that no number has")
    return plain.decode("ascii")


def _parameter(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name.strip().lower(), value.strip()


def _refused(what: str) -> BadInput:
    return BadInput(
        where="link",
        found=what,
        allowed="a desk opens tel:, sip: and callto: links with a telephone number",
    )
