"""A debtor's contact points as the page of a case tells them: the address with its middle hidden,
what became of every attempt on it, and by which part of the day calls were answered, in counts and
never in a percentage of three calls."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from desk_client.contact import Contact
from desk_client.debtor import ContactPoint, PartyRole, Place
from desk_client.phone_number import PhoneNumber
from desk_client.services import sentences
from desk_client.text import Text

FEW = 5  # calls in one part of the day; below that nothing is said of which part is better
_ANSWERED = frozenset({"conversation", "hung_up_at_once"})
# From which hour on, by the debtor's own clock.
PARTS_OF_DAY: tuple[tuple[int, Text, Text], ...] = (
    (0, Text("上午", "Morning"), Text("12 时前", "before 12")),
    (12, Text("中午", "Noon"), Text("12–14 时", "12 to 14")),
    (14, Text("下午", "Afternoon"), Text("14–18 时", "14 to 18")),
    (18, Text("晚间", "Evening"), Text("18 时后", "after 18")),
)
_PLACES = {
    Place.EMAIL.value: Text("邮箱", "E-mail"),
    Place.POST.value: Text("通信地址", "Post address"),
}
STATES = {
    "valid": Text("有效", "Valid"),
    "wrong": Text("错号", "Wrong"),
    "invalid": Text("无效", "Invalid"),
    "unverified": Text("未核实", "Not verified"),
}
_ADDRESS_STATES = {"wrong": Text("非本人", "Somebody else's"), "invalid": Text("无效", "Invalid")}


def masked_address(value: str, place: str) -> str:
    """138****1111, w***g@example.com; of a post address its beginning."""
    if place == Place.EMAIL:
        name, at, host = value.partition("@")
        shown = f"{name[0]}***{name[-1]}" if len(name) > 2 else "***"
        return f"{shown}{at}{host}"
    if place == Place.POST:
        return value if len(value) <= _POST else f"{value[:_POST]}…"
    return PhoneNumber(value).masked


_POST = 18  # characters of a post address


def point_name(point: ContactPoint) -> Text:
    """Whose it is or where it reaches: 本人手机, 配偶 王芳, 邮箱."""
    if point.role is PartyRole.DEBTOR:
        return _PLACES.get(point.place.value) or sentences.place(point.place.value)
    role = sentences.place(point.place.value, point.role.value)
    return Text(f"{role.zh} {point.person}".strip(), f"{role.en} {point.person}".strip())


def state_text(point: ContactPoint, state: str) -> Text:
    """What is known of it; nothing where a written address was never put to the test."""
    if point.place in (Place.EMAIL, Place.POST):
        return _ADDRESS_STATES.get(state, Text("", ""))
    return STATES.get(state, STATES["unverified"])


def attempts_text(
    point: ContactPoint, history: Sequence[Contact], now: datetime, zone: ZoneInfo
) -> Text:
    """拨 6 次，接通 4 次，上次 11-17 / Called 6 times, answered 4, last 17 Nov; of a written
    address what was sent and answered."""
    here = [each for each in history if each.address == point.value]
    out = [each for each in here if each.direction == "out"]
    came = [each for each in here if each.direction == "in"]
    if not here:
        return Text("尚未联系", "Not used yet")
    last = sentences.day(max(each.at for each in here), now, zone)
    if point.place in (Place.EMAIL, Place.POST):
        replies = f"，回复 {len(came)} 次" if came else ""
        replied = f", {len(came)} answered" if came else ""
        return Text(
            f"发送 {len(out)} 次{replies}，最近 {last.zh}",
            f"Sent {len(out)}{replied}, last {last.en}",
        )
    calls = [each for each in out if each.kind == "call"]
    texts = len(out) - len(calls)
    answered = sum(each.result in _ANSWERED for each in calls)
    zh = f"拨 {len(calls)} 次，接通 {answered} 次"
    en = f"Called {len(calls)}, answered {answered}"
    rang = sum(each.kind == "call" for each in came)
    if rang:
        zh, en = f"{zh}，来电 {rang} 次", f"{en}, rang us {rang}"
    if texts:
        zh, en = f"{zh}，短信 {texts} 条", f"{en}, {texts} texts"
    return Text(f"{zh}，最近 {last.zh}", f"{en}, last {last.en}")


def answered_by_part(
    history: Iterable[Contact], addresses: frozenset[str], zone: ZoneInfo
) -> tuple[tuple[int, int], ...]:
    """(answered, called) for each of PARTS_OF_DAY: our calls to these numbers, by the local hour
    of the attempt; a call that nobody knows the end of counts as called."""
    found = [[0, 0] for _ in PARTS_OF_DAY]
    for each in history:
        if each.kind != "call" or each.direction != "out" or each.address not in addresses:
            continue
        hour = each.at.astimezone(zone).hour
        part = max(at for at, (since, *_) in enumerate(PARTS_OF_DAY) if since <= hour)
        found[part][0] += each.result in _ANSWERED
        found[part][1] += 1
    return tuple((answered, called) for answered, called in found)


def better_part(counts: Sequence[tuple[int, int]]) -> int | None:
    """The part of the day that was answered most often, among those with at least FEW calls; None
    where there is none, or none was answered."""
    rated = [
        (answered / called, called, at)
        for at, (answered, called) in enumerate(counts)
        if called >= FEW and answered
    ]
    return max(rated)[2] if rated else None
