"""The fonts that papers are set in: the machine's own. Without one that has Chinese characters a
Chinese paper is not made at all, rather than made with empty boxes."""

import typst

from desk_client.errors import DeskError

LATIN = "Libertinus Serif"  # comes with typst
_CHINESE = (
    *("Noto Sans CJK SC", "Noto Serif CJK SC", "Source Han Sans SC", "Microsoft YaHei"),
    "PingFang SC",
)


class NoFont(DeskError):
    """The machine has no font with Chinese characters."""


def chinese_fonts() -> tuple[str, ...]:
    """Those of this machine that have Chinese characters, most wanted first."""
    here = set(typst.Fonts().families())
    return tuple(name for name in _CHINESE if name in here)
