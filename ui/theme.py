"""Puts the token table on the application: Fusion, a palette (so that unknown widgets are right),
one generated style sheet, one font family list with figures of equal width. What paints itself
asks `look()` for colours, fonts and scaled sizes while it paints, so a change of theme or text
size needs no word to each widget. Labels and planes take theirs from the dynamic properties
`type`, `ink` and `plane`; `mark` changes one and re-polishes only that widget."""

import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ui.tokens import DARK, LIGHT, SCRIPT_TYPES, TYPE, Colours, Radius, Token, Type

Scheme = Literal["light", "dark"]

_CJK = ("Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC")


@dataclass(frozen=True, slots=True)
class Look:
    """The theme in force: colours, text scale (1.0 to 2.0), the script's own scale, families."""

    scheme: Scheme
    colours: Colours
    scale: float = 1.0
    script_scale: float = 1.0
    families: tuple[str, ...] = ()

    def colour(self, token: Token) -> QColor:
        return QColor(self.colours[token])

    def px(self, size: float) -> int:
        """A distance of the design at the present text scale, never less than 1."""
        return max(1, round(size * self.scale))

    def type_px(self, kind: Type) -> int:
        """Size of a kind of text at the present scales."""
        size = TYPE[kind].px * self.scale
        return round(size * self.script_scale if kind in SCRIPT_TYPES else size)

    def font(self, kind: Type) -> QFont:
        font = QFont(list(self.families)) if self.families else QFont()
        font.setPixelSize(self.type_px(kind))
        font.setWeight(QFont.Weight(TYPE[kind].weight))
        font.setFeature(QFont.Tag("tnum"), 0 if kind is Type.KEY_CAP else 1)
        return font

    def metrics(self, kind: Type) -> QFontMetrics:
        return QFontMetrics(self.font(kind))

    def tall(self, kind: Type, padding: float) -> int:
        """Height of one line of `kind` with `padding` above and below: no height is fixed."""
        return self.metrics(kind).height() + 2 * self.px(padding)


@cache
def _families() -> tuple[str, ...]:
    """The system's UI font, or Inter where the system has no UI font of its own, then Chinese."""
    present = set(QFontDatabase.families())
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    own = sys.platform in ("win32", "darwin")
    order = (system, "Inter", *_CJK) if own else ("Inter", *_CJK, system)
    return tuple(name for name in order if name in present)


_in_force = Look("light", LIGHT)


def look() -> Look:
    """The look in force; one for the process, as the application's palette is."""
    return _in_force


def put_on(
    app: QApplication,
    scheme: Scheme | None = None,
    scale: float = 1.0,
    script_scale: float = 1.0,
) -> Look:
    """Puts the theme on; `scheme` None takes the system's. Text scales are 1.0 to 2.0."""
    global _in_force  # noqa: PLW0603
    if scheme is None:
        scheme = system_scheme(app)
    colours = DARK if scheme == "dark" else LIGHT
    _in_force = Look(scheme, colours, scale, script_scale, _families())
    if not app.styleSheet():
        app.setStyle("Fusion")
    app.setPalette(palette(_in_force))
    app.setFont(_in_force.font(Type.BODY))
    app.setStyleSheet(style_sheet(_in_force))
    return _in_force


def system_scheme(app: QApplication) -> Scheme:
    dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return "dark" if dark else "light"


def palette(at: Look) -> QPalette:
    """The tokens as Qt's own roles."""
    inks = {
        QPalette.ColorRole.Window: Token.S0,
        QPalette.ColorRole.WindowText: Token.T1,
        QPalette.ColorRole.Base: Token.S1,
        QPalette.ColorRole.AlternateBase: Token.S0,
        QPalette.ColorRole.ToolTipBase: Token.S2,
        QPalette.ColorRole.ToolTipText: Token.T1,
        QPalette.ColorRole.PlaceholderText: Token.T3,
        QPalette.ColorRole.Text: Token.T1,
        QPalette.ColorRole.Button: Token.S2,
        QPalette.ColorRole.ButtonText: Token.T1,
        QPalette.ColorRole.BrightText: Token.BAD_T,
        QPalette.ColorRole.Link: Token.ACCENT_T,
        QPalette.ColorRole.LinkVisited: Token.ACCENT_T,
        QPalette.ColorRole.Highlight: Token.SEL,
        QPalette.ColorRole.HighlightedText: Token.T1,
        QPalette.ColorRole.Accent: Token.ACCENT,
        QPalette.ColorRole.Light: Token.S2,
        QPalette.ColorRole.Midlight: Token.HOVER,
        QPalette.ColorRole.Mid: Token.LINE2,
        QPalette.ColorRole.Dark: Token.EDGE,
        QPalette.ColorRole.Shadow: Token.LINE,
    }
    made = QPalette()
    for role, token in inks.items():
        made.setColor(role, at.colour(token))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        made.setColor(QPalette.ColorGroup.Disabled, role, at.colour(Token.T3))
    return made


def style_sheet(at: Look) -> str:
    """The one style sheet, filled from the template ui/style.qss and the table."""
    rules = [
        f'*[type="{kind}"] {{ font-size: {at.type_px(kind)}px; font-weight: {size.weight}; }}'
        for kind, size in TYPE.items()
    ]
    rules += [f'*[ink="{token}"] {{ color: {at.colours[token]}; }}' for token in Token]
    rules += [f'*[plane="{token}"] {{ background-color: {at.colours[token]}; }}' for token in Token]
    template = (Path(__file__).parent / "style.qss").read_text(encoding="utf-8")
    for token in sorted(Token, key=len, reverse=True):
        template = template.replace(f"@{token};", f"{at.colours[token]};")
    for name, size in (("field", Radius.FIELD), ("option", Radius.OPTION)):
        template = template.replace(f"@radius-{name};", f"{at.px(size)}px;")
    template = re.sub(r"@px-(\d+)", lambda size: f"{at.px(int(size[1]))}px", template)
    return template + "\n".join(rules)


def mark(widget: QWidget, **properties: str | bool) -> None:
    """Sets dynamic properties of the style sheet; re-polishes only where one changed."""
    changed = False
    for name, value in properties.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    if changed:
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        widget.update()
