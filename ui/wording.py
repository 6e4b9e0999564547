"""Every word on the screen, from resources/i18n, in the agent's language, and the way
that language writes times, days, durations, money and numbers. Texts that come from data (rules,
outcomes, callscripts) carry both languages already; `text` picks one. All times are given aware
and are written in the zone asked for."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_symbol
from pydantic import BaseModel, ConfigDict, RootModel

from desk_client.money import Money
from desk_client.text import Language, Text
from desk_client.yaml_file import load_yaml

_HOUSE = "内部规定"
_ENGINE = "fail closed"  # the clause of what refuses because something is unknown
_LAWS = {"民法典": "Civil Code", "深圳经济特区个人破产条例": "Shenzhen Bankruptcy Regulations"}
_ZH_CITES = {  # short names of the laws that a pack cites in English -> with the article's number
    "CBA 2026": "银协指引 2026 {}",
    "CBRC 2011/2": "令 2011-2 {}",
    "PIPL": "个保法 {}",
}
_CITED = re.compile(rf"({'|'.join(map(re.escape, _ZH_CITES))})(?: art\.)?(?: ?(.+))?")
_SYMBOLS = {"CNY": "¥"}  # a Chinese bank's desk: no "CN¥" in front of every figure


class Entry(BaseModel):
    """One wording; `en_one` is English for a count of one. {names} are filled by the caller."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
    zh: str
    en: str
    en_one: str | None = None


class Screen(RootModel[dict[str, dict[str, Entry]]]):
    """Area -> key -> wording."""


@cache
def screen() -> dict[str, Entry]:
    """All wordings by "area.key"."""
    folder = files("resources") / "i18n"
    trees = (
        load_yaml(folder / name, Screen) for name in ("screen.yaml", "law.yaml", "settings.yaml")
    )
    return {
        f"{area}.{key}": entry
        for tree in trees
        for area, entries in tree.root.items()
        for key, entry in entries.items()
    }


class Wording:
    """The screen's words in one language."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._locale = Locale.parse("zh_CN" if language == "zh" else "en_US")

    def word(self, key: str, **values: object) -> str:
        """The wording of "area.key"; KeyError where there is none. `n` chooses en_one."""
        entry = screen()[key]
        if self.language == "zh":
            pattern = entry.zh
        elif entry.en_one is not None and values.get("n") == 1:
            pattern = entry.en_one
        else:
            pattern = entry.en
        return pattern.format(**values) if values else pattern

    def code(self, key: str) -> str:
        """The wording of a code that data may bring: one without words is shown as written."""
        code = key.partition(".")[2]
        for known in (key, f"code.{code}"):
            if known in screen():
                return self.word(known)
        return code.replace("_", " ")

    def text(self, text: Text) -> str:
        return text.in_language(self.language)

    def clock(self, moment: datetime, zone: str, *, seconds: bool = False) -> str:
        """10:42, or 10:42:31."""
        return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M:%S" if seconds else "%H:%M")

    def day(self, day: date) -> str:
        """11-28 / 28 Nov."""
        if self.language == "zh":
            return day.strftime("%m-%d")
        return format_date(day, "d MMM", locale=self._locale)

    def weekday(self, day: date) -> str:
        """周六 / Sat."""
        return format_date(day, "EEE", locale=self._locale)

    def day_and_weekday(self, day: date) -> str:
        """11-28 周六 / Sat 28 Nov."""
        if self.language == "zh":
            return f"{self.day(day)} {self.weekday(day)}"
        return f"{self.weekday(day)} {self.day(day)}"

    def near_day(self, day: date, today: date) -> str:
        """今日, 明日, else the date; Fri within the last six days in English."""
        names = {today: "format.today", today + timedelta(days=1): "format.tomorrow"}
        if day in names:
            return self.word(names[day])
        if self.language == "en" and timedelta(0) < today - day < timedelta(days=7):
            return self.weekday(day)
        return self.day(day)

    def moment(self, moment: datetime, now: datetime, zone: str) -> str:
        """今日 09:35 / tomorrow 08:00 / 11-17 10:05."""
        there = moment.astimezone(ZoneInfo(zone))
        near = self.near_day(there.date(), now.astimezone(ZoneInfo(zone)).date())
        return f"{near} {there:%H:%M}"

    def next_time(self, moment: datetime, now: datetime, zone: str) -> str:
        """08:00 where it is still today, else the day as well."""
        same = moment.astimezone(ZoneInfo(zone)).date() == now.astimezone(ZoneInfo(zone)).date()
        return self.clock(moment, zone) if same else self.moment(moment, now, zone)

    def duration(self, seconds: float) -> str:
        """03:47, or 1:02:03 from an hour on; never below 00:00."""
        minutes, rest = divmod(max(0, int(seconds)), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"

    def figure(self, money: Money) -> str:
        """3,260.50 without its currency."""
        return format_decimal(money.amount, "#,##0.00", locale=self._locale)

    def money(self, money: Money) -> str:
        """¥ 3,260.50."""
        symbol = _SYMBOLS.get(money.currency) or get_currency_symbol(
            money.currency, locale=self._locale
        )
        return f"{symbol} {self.figure(money)}"

    def clause(self, clauses: str) -> str:
        """Clauses as the packs cite them, joined by a middle dot, in the language of the screen.
        A house rule is called so and no more: its row says already what it is about."""
        parts = [self._clause(part) for part in clauses.split(" · ")]
        return " · ".join(dict.fromkeys(parts))

    def _clause(self, ref: str) -> str:
        if ref.startswith(_HOUSE):
            return self.word("clause.house")
        if ref == _ENGINE:
            return self.word("clause.engine")
        if self.language == "zh":
            cited = _CITED.fullmatch(ref)
            if cited is None:
                return ref
            articles = f"第 {cited[2].replace(', ', '、')} 条" if cited[2] else ""
            return _ZH_CITES[cited[1]].format(articles).strip()
        for law, english in _LAWS.items():
            ref = ref.replace(law, english)
        return ref

    def number(self, number: int | Decimal) -> str:
        """12,345."""
        return format_decimal(number, locale=self._locale)

    def percent(self, percent: int) -> str:
        """71 %."""
        return f"{percent} %"

    def joined(self, *parts: str) -> str:
        """Parts of one line with a middle dot; empty parts fall out."""
        return " · ".join(part for part in parts if part)
