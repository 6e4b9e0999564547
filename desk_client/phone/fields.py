"""What a value may hold that comes from data and goes to the SIP library. CR and LF would begin
another header on the wire, NUL would end the string in the library, and its buffer for a whole
message has 4,000 bytes; so all of these are refused by the name of the field, before anything of
the command is carried out."""

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from desk_client.ids import CallId

LONGEST_VALUE = 512  # of one header, name or address
LONGEST_PATH = 4096  # PATH_MAX of Linux
LONGEST_TEXT = 1_000  # bytes of a text message; RFC 3428 allows 1,300 for a whole request over UDP
MOST_HEADERS = 12
LONGEST_HEADERS = 2_000  # bytes of all headers of a call together
_FORBIDDEN = {"\r": "a line break", "\n": "a line break", "\0": "a NUL"}
_OUTSIDE_AN_ADDRESS = frozenset('"<>\\ \t\x0b\x0c\x7f')
_OF_THE_LIBRARY = frozenset(
    {
        *("via", "from", "to", "call-id", "cseq", "contact", "max-forwards", "route"),
        *("record-route", "content-length", "content-type", "require", "proxy-require"),
        *("supported", "unsupported", "authorization", "proxy-authorization", "rack", "rseq"),
        *("refer-to", "replaces", "event", "session-expires", "min-se", "allow", "expires"),
        *("v", "f", "t", "i", "m", "l", "c", "k", "r", "o", "x"),
    }
)


def _one_line(longest: int) -> Callable[[str], str]:
    def checked(text: str) -> str:
        for character, called in _FORBIDDEN.items():
            if character in text:
                raise PydanticCustomError(
                    "forbidden_character", "holds {called}", {"called": called}
                )
        if len(text) > longest:
            raise PydanticCustomError(
                "too_long", "is longer than {longest} characters", {"longest": longest}
            )
        return text

    return checked


def _part_of_an_address(text: str) -> str:
    if any(character in _OUTSIDE_AN_ADDRESS for character in text):
        raise PydanticCustomError(
            "forbidden_character", "holds a character that no SIP address may have"
        )
    return text


def _free_name(name: str) -> str:
    if name.lower() in _OF_THE_LIBRARY:
        raise PydanticCustomError("forbidden_header", "is written by the phone itself")
    return name


def _together(headers: dict[str, str]) -> dict[str, str]:
    if len(headers) > MOST_HEADERS:
        raise PydanticCustomError(
            "too_long", "are more than {most} headers", {"most": MOST_HEADERS}
        )
    if sum(len(name) + len(value.encode()) + 4 for name, value in headers.items()) > (
        LONGEST_HEADERS
    ):
        raise PydanticCustomError(
            "too_long", "are longer than {most} bytes together", {"most": LONGEST_HEADERS}
        )
    return headers


def _short_text(text: str) -> str:
    if len(text.encode()) > LONGEST_TEXT:
        raise PydanticCustomError(
            "too_long", "is longer than {longest} bytes", {"longest": LONGEST_TEXT}
        )
    return text


OneLine = Annotated[str, AfterValidator(_one_line(LONGEST_VALUE))]
PathName = Annotated[str, AfterValidator(_one_line(LONGEST_PATH))]
AddressPart = Annotated[OneLine, AfterValidator(_part_of_an_address)]
Text = Annotated[str, AfterValidator(_one_line(LONGEST_TEXT)), AfterValidator(_short_text)]
CallName = Annotated[CallId, Field(min_length=1, max_length=80), AfterValidator(_one_line(80))]
HeaderName = Annotated[
    str, Field(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,63}$"), AfterValidator(_free_name)
]
Headers = Annotated[dict[HeaderName, OneLine], AfterValidator(_together)]
