"""Report descriptors: what makers compose from the usage tables, and what no maker would."""

from hypothesis import given
from hypothesis import strategies as st

from desk_client.phone.headset.controls import Control, Lamp
from desk_client.phone.headset.descriptor import Direction, read_descriptor
from desk_client.phone.headset.layout import Button, LampBit, layout_from
from tests.phone.headset.devices import ARRAY_VOLUME, HEADSET, KEYBOARD


def test_a_headset_tells_where_its_buttons_are() -> None:
    layout = layout_from(HEADSET)
    assert layout.buttons == {
        Control.VOLUME_DOWN: (Button(report=1, bit=0, acts="press"),),
        Control.VOLUME_UP: (Button(report=1, bit=1, acts="press"),),
        Control.MUTE: (
            Button(report=1, bit=2, acts="press"),
            Button(report=2, bit=2, acts="press"),
        ),
        Control.HOOK: (Button(report=2, bit=0, acts="level"),),
        Control.FLASH: (Button(report=2, bit=3, acts="press"),),
        Control.REDIAL: (Button(report=2, bit=4, acts="press"),),
        Control.REJECT: (Button(report=2, bit=5, acts="press"),),
    }
    assert layout.lamps == {
        Lamp.OFF_HOOK: LampBit(report=2, bit=0),
        Lamp.MUTE: LampBit(report=2, bit=1),
        Lamp.RING: LampBit(report=2, bit=2),
        Lamp.HOLD: LampBit(report=2, bit=3),
    }
    assert layout.lengths == {2: 1}


def test_a_value_may_name_the_button() -> None:
    (field,) = read_descriptor(ARRAY_VOLUME)[0]
    assert (field.direction, field.array, field.size) == (Direction.INPUT, True, 16)
    up = layout_from(ARRAY_VOLUME).buttons[Control.VOLUME_UP]
    assert up == (Button(report=1, bit=0, size=16, pressed=0xE9, acts="press"),)


def test_a_keyboard_is_no_headset() -> None:
    assert len(read_descriptor(KEYBOARD)[0]) == 8
    assert layout_from(KEYBOARD).buttons == {}


def test_a_usage_may_carry_its_page_and_the_state_may_be_pushed() -> None:
    # page LED pushed; telephony's hook named in full; popped: LED's mute
    descriptor = bytes.fromhex("05081500250175019501a4050c0b20000b008122b409099102")
    hook, mute = read_descriptor(descriptor)[0]
    assert hook.usages == (0x0B0020,)
    assert (mute.usages, mute.direction) == ((0x080009,), Direction.OUTPUT)


def test_a_long_item_is_passed_over() -> None:
    assert read_descriptor(bytes.fromhex("fe0210ffff") + HEADSET) == read_descriptor(HEADSET)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_to_their_end(descriptor: bytes) -> None:
    fields, lengths = read_descriptor(descriptor)
    assert all(0 < field.size <= 32 for field in fields)
    assert all(length <= 4096 for length in lengths.values())
    layout_from(descriptor)


@given(st.integers(0, len(HEADSET) - 1), st.integers(0, 255))
def test_a_damaged_descriptor_is_read_as_far_as_it_goes(at: int, byte: int) -> None:
    layout_from(HEADSET[:at] + bytes([byte]) + HEADSET[at + 1 :])
    layout_from(HEADSET[:at])
