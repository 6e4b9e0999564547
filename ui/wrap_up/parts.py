"""The rows of the wrap-up sheet: a line of the form with its options, an effect of logging, a
figure of the call, a must-say line as it was said."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.section import RowPool, across, column
from ui.state_shape import Shape
from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_cap import KeyCap, KeyHint
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.option import Option
from ui.widgets.shape_mark import ShapeMark
from ui.wrap_up.form_row import FormRow
from ui.wrap_up.presenter import EffectSeen

_BESIDE = 125  # caption and keys beside the options


class FormRowView(QWidget):
    """Caption, options, and the keys that move in them."""

    stepped = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        self.name = ""
        self._row = FormRow("", "", (), "")
        self._chosen = 0
        row = across(self, gap=Space.NEAR)
        at = look()
        self._caption = Label("", Type.BODY, Token.T2)
        self._caption.setMinimumWidth(at.px(70))
        options = across(gap=Space.NEAR)
        self._options: RowPool[Option] = RowPool(
            options, self._make_option, lambda option: option.show_option("", "", chosen=False)
        )
        self._cap = KeyCap("")
        self._type = KeyHint("", "")
        row.addWidget(self._caption)
        row.addLayout(options)
        row.addStretch(1)
        row.addWidget(self._cap)
        row.addWidget(self._type)

    def _make_option(self) -> Option:
        option = Option("")
        option.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        option.clicked.connect(lambda: self._clicked(option))
        return option

    def _show_options(self) -> None:
        """Where the room is short, only the chosen option keeps its small print."""
        row = self._row
        options = self._options.rows(len(row.options))
        for option, seen in zip(options, row.options, strict=True):
            option.show_option(seen.label, seen.hint, chosen=seen.chosen)
        wide = sum(option.sizeHint().width() + look().px(Space.NEAR) for option in options)
        if wide > self.width() - look().px(_BESIDE):
            for option, seen in zip(options, row.options, strict=True):
                if not seen.chosen:
                    option.show_option(seen.label, "", chosen=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_options()

    def _clicked(self, option: Option) -> None:
        """A click asks for the way from the chosen option to this one; the desk chooses."""
        places = self._options.all[: len(self._row.options)]
        option.setChecked(option is places[self._chosen])
        places[self._chosen].setChecked(True)
        self.stepped.emit(self.name, places.index(option) - self._chosen)

    def show_row(self, row: FormRow, *, type_word: str = "") -> None:
        self.name = row.name
        self._caption.show_text(row.caption)
        self._chosen = next((n for n, each in enumerate(row.options) if each.chosen), 0)
        self._row = row
        self._show_options()
        typed = row.name == "channel" and bool(type_word)
        self._cap.show_key("" if typed or len(row.options) < 2 else row.keys)
        self._type.show_hint("Tab" if typed else "", type_word)
        self._type.setVisible(typed)


class EffectRow(QWidget):
    def __init__(self) -> None:
        super().__init__()
        row = across(self, gap=Space.NEAR)
        self._icon = IconLabel("check", Token.T2, 14)
        self._what = Label("", Type.BODY, Token.T2)
        self._value = ElidedLabel("", Type.BODY_STRONG)
        self._clause = Label("", Type.CAPTION, Token.T3)
        row.addWidget(self._icon)
        row.addWidget(self._what)
        row.addWidget(self._value, 1)
        row.addWidget(self._clause)

    def show_effect(self, seen: EffectSeen) -> None:
        self._icon.show_icon(seen.icon, Token.T2)
        self._what.show_text(seen.what)
        self._value.show_text(seen.value)
        self._clause.show_text(seen.clause)


class SummaryFigure(QWidget):
    def __init__(self) -> None:
        super().__init__()
        inner = column(gap=2)
        self.setLayout(inner)
        self._caption = Label("", Type.CAPTION, Token.T2)
        self._text = Label("", Type.ROW_STRONG)
        inner.addWidget(self._caption)
        inner.addWidget(self._text)

    def show_figure(self, caption: str, text: str) -> None:
        self._caption.show_text(caption)
        self._text.show_text(text)


class SaidRow(QWidget):
    def __init__(self, word: str) -> None:
        super().__init__()
        row = across(self, gap=Space.STEP)
        self._at = Label("", Type.CAPTION, Token.T3)
        self._text = ElidedLabel("", Type.BODY, Token.T2)
        row.addWidget(self._at)
        row.addWidget(ShapeMark(Shape.TALK, word, 9))
        row.addWidget(self._text, 1)

    def show_said(self, at: str, line: str) -> None:
        self._at.show_text(at)
        self._text.show_text(line)
