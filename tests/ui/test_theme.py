"""The theme is put on from the table and from nowhere else."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

import ui
from ui.icons import icon, names
from ui.theme import Look, look, mark, put_on, style_sheet, system_scheme
from ui.tokens import DARK, LIGHT, Token, Type
from ui.widgets.label import Label

UI = Path(ui.__file__).parent
LITERAL = re.compile(
    r"#[0-9A-Fa-f]{3,8}\b|\brgba?\(|QColor\(\s*[\"'\d]|GlobalColor\.(?!transparent)"
)


def test_no_colour_is_written_outside_the_table() -> None:
    faults = [
        f"{file.relative_to(UI)}: {found}"
        for file in [*UI.rglob("*.py"), *UI.rglob("*.qss")]
        if file.name != "tokens.py"
        for found in LITERAL.findall(file.read_text(encoding="utf-8"))
    ]
    assert faults == []


def test_no_widget_gets_a_style_sheet_of_its_own() -> None:
    setters = [
        str(file.relative_to(UI))
        for file in UI.rglob("*.py")
        if "setStyleSheet(" in file.read_text(encoding="utf-8")
    ]
    assert setters == ["theme.py"]


def test_the_style_sheet_has_only_colours_of_its_theme(light: Look, dark: Look) -> None:
    for at, colours in ((light, LIGHT), (dark, DARK)):
        used = set(re.findall(r"#[0-9A-Fa-f]{6}\b", style_sheet(at)))
        assert used <= set(colours.values())
        assert "@" not in style_sheet(at)


def test_unknown_widgets_take_the_palette(qapp: QApplication, dark: Look) -> None:
    role = QPalette.ColorRole
    assert qapp.palette().color(role.Window) == QColor(DARK[Token.S0])
    assert qapp.palette().color(role.Base) == QColor(DARK[Token.S1])
    assert qapp.palette().color(role.Highlight) == QColor(DARK[Token.SEL])


def test_fusion_is_under_the_style_sheet(qapp: QApplication) -> None:
    qapp.setStyleSheet("")
    put_on(qapp, "light")
    qapp.setStyleSheet("")
    assert qapp.style().name() == "fusion"


def test_without_a_setting_the_system_decides(qapp: QApplication) -> None:
    assert put_on(qapp, None).scheme == system_scheme(qapp)
    assert look().scheme == system_scheme(qapp)


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_every_size_follows_the_text_scale(qapp: QApplication, scale: float) -> None:
    at = put_on(qapp, "light", scale)
    assert at.type_px(Type.BODY) == round(13 * scale)
    assert at.tall(Type.BODY, 6) >= at.metrics(Type.BODY).height() + 2 * round(6 * scale)
    assert f"font-size: {round(13 * scale)}px" in style_sheet(at)
    assert icon("phone", Token.T1, 16).deviceIndependentSize().width() == round(16 * scale)


def test_the_script_has_a_scale_of_its_own(qapp: QApplication) -> None:
    at = put_on(qapp, "light", 1.0, 1.22)
    assert at.type_px(Type.SCRIPT_NOW) == round(24 * 1.22)
    assert at.type_px(Type.BODY) == 13


def test_figures_have_equal_width_and_chinese_has_a_font(light: Look) -> None:
    metrics = light.metrics(Type.TIMER)
    assert metrics.horizontalAdvance("11:11") == metrics.horizontalAdvance("00:00")
    assert light.font(Type.TIMER).featureValue(QFont.Tag("tnum")) == 1
    assert any("CJK" in family or "YaHei" in family for family in light.families)


def test_a_change_of_theme_reaches_labels_that_stand(qapp: QApplication, light: Look) -> None:
    label = Label("王建国", Type.NAME, Token.T2)
    label.ensurePolished()
    assert label.palette().color(label.foregroundRole()) == light.colour(Token.T2)
    assert label.font().pixelSize() == light.type_px(Type.NAME)
    put_on(qapp, "dark")
    label.ensurePolished()
    assert label.palette().color(label.foregroundRole()) == QColor(DARK[Token.T2])


def test_marking_a_label_repolishes_it_alone(light: Look) -> None:
    label = Label("录音中", Type.CAPTION, Token.T2)
    label.ensurePolished()
    mark(label, ink=str(Token.BAD_T))
    assert label.palette().color(label.foregroundRole()) == light.colour(Token.BAD_T)


def test_every_icon_of_the_design_is_drawn_and_tinted(light: Look) -> None:
    needed = {
        "phone", "phone-off", "mic", "mic-off", "pause", "play", "swap", "rec", "rec-pause",
        "keypad", "lock", "unlock", "clock", "calendar", "search", "user", "users", "ear",
        "message", "mail", "document", "triangle", "check", "check-circle", "x-octagon", "shield",
        "shield-check", "scales", "calculator", "pencil", "gear", "list", "undo", "coffee", "skip",
        "cloud", "cloud-check", "cloud-off", "server", "headset",
    }  # fmt: skip
    assert needed <= set(names())
    for name in names():
        picture = icon(name, Token.BAD, 20).toImage()
        places = [(x, y) for x in range(picture.width()) for y in range(picture.height())]
        darkest = max((picture.pixelColor(*place) for place in places), key=QColor.alpha)
        bad = QColor(LIGHT[Token.BAD])
        assert darkest.alpha() > 150, name
        assert abs(darkest.red() - bad.red()) < 6, name
        assert abs(darkest.green() - bad.green()) < 6, name


def test_every_icon_asked_for_exists() -> None:
    asked = re.compile(r"icon=\"([a-z-]+)\"|icon\(\"([a-z-]+)\"|IconLabel\(\"([a-z-]+)\"")
    found = {
        name
        for file in UI.rglob("*.py")
        for groups in asked.findall(file.read_text(encoding="utf-8"))
        for name in groups
        if name
    }
    assert found <= set(names())
    assert len(found) > 10
