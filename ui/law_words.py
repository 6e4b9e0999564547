"""The codes of requests and packs in words: by the name of the field a code stands in, because one
code may mean different things (a contact is a person in one place and an act in another). What has
no words yet is shown as the pack writes it, so that a kind of rule made later is shown too."""

from collections.abc import Callable
from datetime import date

from pydantic import JsonValue

from desk_client.services.what_if_parts import Subject
from desk_client.text import Text
from ui.state_shape import Shape
from ui.wording import Wording, screen

_Key = Callable[[str], str]
SURE_SHAPE = {
    "read": Shape.TALK,
    "secondary": Shape.VULNERABLE,
    "unsure": Shape.RISK,
    "house": Shape.QUIET,
}


def _code(code: str) -> str:
    return f"code.{code}"


def _kind(code: str) -> str:
    return f"kind.{code}"


def _party(code: str) -> str:
    return f"party.{code}"


def _flag(code: str) -> str:
    return f"flag.{code}"


def _consent(code: str) -> str:
    return f"consent.{code}"


def _address(code: str) -> str:
    return f"address.{code}"


def _result(code: str) -> str:
    return f"result.{code}"


def _severity(code: str) -> str:
    return f"severity.{code}"


_OF_FIELD: dict[str, _Key] = {
    **dict.fromkeys(("kind", "media", "unrelated_media", "channel"), _kind),
    **dict.fromkeys(
        ("role", "roles", "not_roles", "related", "except_roles", "party", "related_where"), _party
    ),
    **dict.fromkeys(("flag", "flags"), _flag),
    **dict.fromkeys(("consent", "consents", "exempt_by", "by"), _consent),
    **dict.fromkeys(("place", "places"), _address),
    **dict.fromkeys(("results", "not_results"), _result),
    **dict.fromkeys(("severity", "held_as"), _severity),
    **dict.fromkeys(("initiator", "initiators"), lambda code: f"initiator.{code}"),
    **dict.fromkeys(("mode", "modes"), lambda code: f"mode.{code}"),
    **dict.fromkeys(("state", "states"), lambda code: f"state.{code}"),
    **dict.fromkeys(("identity", "identities"), lambda code: f"identity.{code}"),
    **dict.fromkeys(("collector", "collector_roles"), lambda code: f"collector.{code}"),
    **dict.fromkeys(("lender", "lenders"), lambda code: f"lender.{code}"),
    "category": lambda code: f"phrases.{code}",
    "language": lambda code: f"language.{code}",
    "languages": lambda code: f"language.{code}",
    "reached": lambda code: f"reached.{code}",
    "weekdays": lambda code: f"weekday.{code}",
    "key": lambda code: f"counted_by.{code}",
    "confidence": lambda code: f"sure.{code}",
}


def rule_kind(kind: str, wording: Wording) -> str:
    """What a kind of rule is about."""
    return wording.code(f"rule_kind.{kind}")


def rule_name(kind: str, subject: Subject, wording: Wording) -> str:
    """A kind of rule, with what tells it from others of its kind."""
    about = (coded(field, code, wording) for field, code in subject)
    return wording.joined(rule_kind(kind, wording), *about)


def severity(code: str, wording: Wording) -> str:
    return wording.code(_severity(code))


def sureness(confidence: str, wording: Wording) -> str:
    """How its clause was read."""
    return wording.code(f"sure.{confidence}")


def field_name(field: str, wording: Wording) -> str:
    """What a key of a rule is called."""
    return wording.code(f"field.{field}")


def coded(field: str, code: str, wording: Wording) -> str:
    """A code by the field it stands in. A gate may carry a debt after a colon."""
    key = _OF_FIELD.get(field, _code)
    named, _, of = code.partition(":")
    return wording.joined(wording.code(key(named)), of) if of else wording.code(key(code))


def in_words(field: str, value: JsonValue, wording: Wording) -> str:
    """A value of a pack as a reader says it: lists side by side, parts as "name value"."""
    match value:
        case None | bool() | []:
            code = str(value).lower() if isinstance(value, bool) else "null"
            return wording.code(f"code.{code}")
        case str():
            return _clock(value) or _day(value, wording) or coded(field, value, wording)
        case list():
            return _list(wording, [in_words(field, each, wording) for each in value])
        case dict():
            return _parts(field, value, wording)
        case float():
            return f"{value:g}"
        case _:
            return str(value)


def _parts(field: str, value: dict[str, JsonValue], wording: Wording) -> str:
    if set(value) == {"n", "unit"}:
        return length(value["n"], str(value["unit"]), wording)
    if {"open", "close"} <= set(value):
        return _window(value, wording)
    if set(value) == {"zh", "en"}:
        return wording.text(Text(str(value["zh"]), str(value["en"])))
    named = (
        f"{coded(field, key, wording) if field in _OF_FIELD else field_name(key, wording)} "
        f"{in_words(key, each, wording)}"
        for key, each in value.items()
    )
    return ("，" if wording.language == "zh" else ", ").join(named)


def length(n: JsonValue, unit: str, wording: Wording) -> str:
    """3 calendar days."""
    key = f"unit.{unit}"
    if key not in screen():
        return f"{n} {wording.code(key)}"
    return wording.word(f"unit.{unit}", n=n)


def _window(value: dict[str, JsonValue], wording: Wording) -> str:
    days = value.get("weekdays")
    hours = f"{str(value['open'])[:5]}–{str(value['close'])[:5]}"
    if not isinstance(days, list) or not days:
        return hours
    return f"{in_words('weekdays', days, wording)} {hours}"


def _list(wording: Wording, parts: list[str]) -> str:
    return ("、" if wording.language == "zh" else ", ").join(parts)


def _clock(value: str) -> str:
    """08:00 of 08:00:00, "" for anything else."""
    looks = len(value) == 8 and value[2] == value[5] == ":"
    return value[:5] if looks and value[6:] == "00" else value if looks else ""


def _day(value: str, wording: Wording) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return ""
    return whole_day(day, wording)


def whole_day(day: date, wording: Wording) -> str:
    """2026-11-28 / 28 Nov 2026."""
    written = wording.day(day)
    return f"{day.year}-{written}" if wording.language == "zh" else f"{written} {day.year}"
