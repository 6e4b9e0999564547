"""The segments that open after a kill: in order, under one key, up to where they were cut."""

import io
import struct
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_client.phone.opus_pages import SndfilePages
from desk_client.phone.sealed_audio import open_sealed, settle_cut
from desk_client.phone.segments import MAGIC_1, Mark, SegmentWriter, joined, told_by
from tests.phone.test_opus_pages import pages, voices

PAGES = [f"page {number} ".encode() * 20 for number in range(6)]
IDENTITY = pyrage.x25519.Identity.generate()


def written(path: Path) -> bytes:
    """Six pages of 60 ms, a hold among them."""
    path.unlink(missing_ok=True)
    writer = SegmentWriter(path, [IDENTITY.to_public()])
    for number, page in enumerate(PAGES, start=1):
        writer.append(Mark.SOUND, page, number * 0.06, number * 0.06, (0.1, 0.2))
        if number == 3:
            writer.append(Mark.HELD_BY_THEM, b"", 0.2, 0.18, (0.1, 0.2))
    writer.close()
    return path.read_bytes()


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return written(tmp_path_factory.mktemp("segments") / "call.segments")


def records(content: bytes) -> list[bytes]:
    """What comes before the records, then each of them."""
    (sealed,) = struct.unpack_from(">I", content, len(MAGIC_1))
    at = len(MAGIC_1) + 4 + sealed
    parts = [content[:at]]
    while at < len(content):
        _kind, length = struct.unpack_from(">BI", content, at)
        parts.append(content[at : at + 21 + length])
        at += 21 + length
    return parts


def test_all_of_it_opens_and_tells(content: bytes) -> None:
    assert joined(io.BytesIO(content), IDENTITY) == b"".join(PAGES)
    told = told_by(io.BytesIO(content))
    assert (told.seconds, told.clock_s) == (0.36, 0.36)
    assert told.agent_rms == pytest.approx(0.1)
    assert told.spans.held(told.clock_s) == ((0.2, 0.36, "them"),)


def test_nothing_of_it_is_in_clear(content: bytes) -> None:
    assert not any(page[:14] in content for page in PAGES)


def test_only_its_recipients_open_it(content: bytes) -> None:
    with pytest.raises(pyrage.DecryptError):
        joined(io.BytesIO(content), pyrage.x25519.Identity.generate())


@given(cut=st.integers(0, 2000))
@settings(deadline=None)
def test_it_opens_up_to_any_cut(content: bytes, cut: int) -> None:
    short = content[: max(len(MAGIC_1), len(content) - cut)]
    assert b"".join(PAGES).startswith(joined(io.BytesIO(short), IDENTITY))
    assert told_by(io.BytesIO(short)).seconds <= 0.36


@given(at=st.integers(1, 10_000), bit=st.integers(0, 7))
@settings(deadline=None)
def test_an_altered_bit_ends_what_opens(content: bytes, at: int, bit: int) -> None:
    head, *rest = records(content)
    altered = bytearray(b"".join(rest))
    altered[at % len(altered)] ^= 1 << bit
    opened = joined(io.BytesIO(head + bytes(altered)), IDENTITY)
    assert opened != b"".join(PAGES)
    assert b"".join(PAGES).startswith(opened)


def test_a_record_dropped_or_moved_ends_what_opens(content: bytes) -> None:
    head, first, second, *rest = records(content)
    dropped = b"".join([head, first, *rest])
    moved = b"".join([head, second, first, *rest])
    assert joined(io.BytesIO(dropped), IDENTITY) == PAGES[0]
    assert joined(io.BytesIO(moved), IDENTITY) == b""


def test_two_files_share_no_key(tmp_path: Path, content: bytes) -> None:
    other = records(written(tmp_path / "other.segments"))
    assert joined(io.BytesIO(records(content)[0] + b"".join(other[1:])), IDENTITY) == b""


def test_files_of_the_first_format_still_open(tmp_path: Path) -> None:
    """Written before: an age file for each half second."""
    ogg = pages(SndfilePages(), voices(16_000))
    path = tmp_path / "old.age.segments"
    with path.open("wb") as file:
        file.write(MAGIC_1)
        for half, part in enumerate((ogg[:9], ogg[9:]), start=1):
            sealed = pyrage.encrypt(b"".join(part), [IDENTITY.to_public()])
            file.write(struct.pack(">IIff", len(sealed), half * 500, 0.1, 0.2) + sealed)
    cut = settle_cut(tmp_path / "old.age")
    assert cut is not None
    assert (cut.seconds, cut.complete) == (1.0, False)
    assert cut.debtor_rms == pytest.approx(0.2)
    assert open_sealed(tmp_path / "old.age", IDENTITY).seconds == 1.0
