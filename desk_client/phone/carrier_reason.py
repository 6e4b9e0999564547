"""Why a call ended, in the carrier's own words: the Reason header of RFC 3326 in a BYE, a CANCEL or
a refusal. A Q.850 cause tells an unassigned number from a network that is full, where the SIP
status alone often does not."""

import re
from dataclasses import dataclass

_LONGEST = 200
_REASON = re.compile(r"^reason[ \t]*:[ \t]*(.*)$", re.IGNORECASE | re.MULTILINE)
_VALUE = re.compile(
    r"(?P<protocol>[\w.!%*+`'~-]+)(?P<parameters>(?:\s*;\s*[\w-]+(?:\s*=\s*(?:\"(?:[^\"\\]|\\.)*\"|[^;,\"\s]+))?)*)"
)
_PARAMETER = re.compile(r";\s*([\w-]+)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^;,\"\s]+))")


@dataclass(frozen=True, slots=True)
class CarrierReason:
    """`q850` is a cause of ITU-T Q.850, 1 to 127; `says` the text, "" where there is none."""

    q850: int | None = None
    says: str = ""


def carrier_reason(message: str) -> CarrierReason:
    """Reads a whole SIP message. Of several reasons a Q.850 cause goes first; a text without one is
    kept as well. What cannot be read is as if it were not there."""
    head = message.replace("\r\n", "\n").split("\n\n", 1)[0]
    said = ""
    for line in _REASON.finditer(head):
        for value in _VALUE.finditer(line[1]):
            parameters = {
                name.lower(): _plain(quoted or bare)
                for name, quoted, bare in _PARAMETER.findall(value["parameters"])
            }
            text = parameters.get("text", "")[:_LONGEST]
            cause = parameters.get("cause", "")
            is_q850 = value["protocol"].upper() == "Q.850" and re.fullmatch(r"[0-9]{1,3}", cause)
            if is_q850 and 1 <= int(cause) <= 127:
                return CarrierReason(int(cause), text or said)
            said = said or text
    return CarrierReason(None, said)


def _plain(quoted: str) -> str:
    """Without the escapes of a quoted string, and without anything that is not to be shown."""
    text = re.sub(r"\\(.)", r"\1", quoted)
    return "".join(character for character in text if character.isprintable())
