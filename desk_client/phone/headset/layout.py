"""Where a headset's buttons and lamps lie in its reports: from the table of models that people keep
in resources/headsets.yaml, else from the device's own descriptor."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from desk_client.data_folder import resource
from desk_client.phone.headset.controls import CONTROL_USAGES, LAMP_USAGES, Control, Lamp
from desk_client.phone.headset.descriptor import Direction, read_descriptor
from desk_client.phone.headset.descriptor import Field as Place
from desk_client.yaml_file import load_yaml

_Report = Annotated[int, Field(ge=0, le=255)]
_Id = Annotated[int, Field(ge=0, le=0xFFFF)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Button(_Strict):
    """A button's place: `bit` from the first bit after the report's number; `size` bits hold
    `pressed`. `acts`: `level` stays as long as the state lasts, `press` returns by itself."""

    report: _Report
    bit: int = Field(ge=0, le=32_767)
    size: int = Field(default=1, ge=1, le=32)
    pressed: int = 1
    acts: Literal["level", "press"]


class LampBit(_Strict):
    """A lamp's place in an output report."""

    report: _Report
    bit: int = Field(ge=0, le=32_767)


class Layout(_Strict):
    """All that is known of one headset. `lengths`: bytes of each output report, number left out."""

    buttons: dict[Control, tuple[Button, ...]]
    lamps: dict[Lamp, LampBit] = {}
    lengths: dict[_Report, Annotated[int, Field(ge=1, le=4096)]] = {}


class Model(Layout):
    """A model, or models that are built alike. `source`: where its layout is known from."""

    name: str = Field(min_length=1)
    vendor: _Id
    products: tuple[_Id, ...] = Field(min_length=1)
    source: str = Field(min_length=1)


class HeadsetTable(_Strict):
    """The models whose layout is written down."""

    models: tuple[Model, ...]

    def of(self, vendor: int, product: int) -> Model | None:
        """The model of these USB numbers."""
        for model in self.models:
            if model.vendor == vendor and product in model.products:
                return model
        return None


def load_headsets(path: Path | None = None) -> HeadsetTable:
    """The table in `path`, or the one that is shipped; BadInput with file:line where it is none."""
    return load_yaml(path if path is not None else resource("headsets.yaml"), HeadsetTable)


def layout_from(descriptor: bytes) -> Layout:
    """What the descriptor tells; without any button where it tells nothing of a telephone."""
    fields, lengths = read_descriptor(descriptor)
    buttons: dict[Control, tuple[Button, ...]] = {}
    lamps: dict[Lamp, LampBit] = {}
    for field in fields:
        for number, usage in enumerate(field.usages):
            if field.direction is Direction.OUTPUT:
                lamp = LAMP_USAGES.get(usage)
                if lamp is not None and not field.array:
                    lamps.setdefault(lamp, LampBit(report=field.report, bit=field.bit))
                continue
            control = CONTROL_USAGES.get(usage)
            if control is not None:
                button = Button(
                    report=field.report,
                    bit=field.bit,
                    size=field.size,
                    pressed=field.least + number if field.array else 1,
                    acts="level" if _stays(control, field) else "press",
                )
                buttons[control] = (*buttons.get(control, ()), button)
    lit = {lamp.report for lamp in lamps.values()}
    return Layout(
        buttons=buttons,
        lamps=lamps,
        lengths={report: length for report, length in lengths.items() if report in lit},
    )


def _stays(control: Control, place: Place) -> bool:
    """A hook is a switch unless it is said to be a button; the others are buttons unless they are
    said to be switches (HID Usage Tables, section 3.4.1)."""
    if place.array or place.relative:
        return False
    return control is Control.HOOK or (control is Control.MUTE and place.stays)
