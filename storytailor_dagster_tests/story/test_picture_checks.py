from __future__ import annotations

import struct
import tracemalloc
import zlib
from io import BytesIO

import pytest
from PIL import Image

from storytailor_dagster.story.finding import Finding
from storytailor_dagster.story.picture_checks import check_picture
from storytailor_dagster.story.pictures import HEIGHT, WIDTH
from storytailor_dagster_tests.story.book_parts import drawn_picture, png


def _findings(data: bytes) -> dict[str, Finding]:
    return {finding.name: finding for finding in check_picture(data)}


def test_a_drawn_picture_passes() -> None:
    found = _findings(drawn_picture())
    assert list(found) == ["picture_size", "not_blank"]
    assert all(finding.passed for finding in found.values())
    assert found["picture_size"].blocks
    assert found["not_blank"].blocks


def test_a_picture_of_another_size_blocks() -> None:
    found = _findings(png(Image.new("RGB", (1024, 1024), "teal")))
    assert not found["picture_size"].passed
    assert "1024 x 1024" in found["picture_size"].summary


@pytest.mark.parametrize("cut", [0, 4, 20, 33, 500, 9000])
def test_a_picture_cut_off_anywhere_is_a_finding_and_no_error(cut: int) -> None:
    found = _findings(drawn_picture()[:cut])
    assert not found["picture_size"].passed
    assert not found["not_blank"].passed


def test_a_damaged_picture_is_a_finding_and_no_error() -> None:
    whole = bytearray(drawn_picture())
    whole[60:90] = bytes(30)
    assert not _findings(bytes(whole))["picture_size"].passed


def test_a_jpeg_is_refused() -> None:
    assert _findings(b"\xff\xd8\xff\xe0" + bytes(100))["picture_size"].summary == "It is not a PNG."


def test_a_header_that_promises_a_huge_picture_is_refused_unread() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    found = _findings(bomb)
    assert not found["picture_size"].passed
    assert found["picture_size"].figures["width"] == 60_000


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _headed(width: int, height: int) -> bytes:
    return _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))


def test_a_second_header_that_promises_more_is_refused_unread() -> None:
    bomb = b"\x89PNG\r\n\x1a\n" + _headed(WIDTH, HEIGHT) + _headed(6000, 6000)
    bomb += _chunk(b"IDAT", zlib.compress(bytes(6001 * 6000))) + _chunk(b"IEND", b"")
    assert _findings(bomb)["picture_size"].summary == "It has two headers of different sizes."


def test_what_does_not_begin_with_a_header_is_no_picture() -> None:
    text = _chunk(b"tEXt", struct.pack(">II", WIDTH, HEIGHT) + bytes(40))
    assert _findings(b"\x89PNG\r\n\x1a\n" + text)["picture_size"].summary == "It is not a PNG."


def _animated(kind: str, size: tuple[int, int] = (48, 32)) -> bytes:
    first, second = Image.new("RGB", size, "teal"), Image.new("RGB", size, "navy")
    made = BytesIO()
    first.save(made, kind, save_all=True, append_images=[second], duration=100, loop=0)
    return made.getvalue()


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "TIFF", "JPEG2000", "BMP"])
def test_another_format_is_refused_unread_even_when_it_moves(kind: str) -> None:
    made = BytesIO()
    Image.new("RGB", (48, 32), "teal").save(made, kind)
    for data in (made.getvalue(), *([_animated(kind)] if kind in {"GIF", "WEBP", "TIFF"} else [])):
        assert _findings(data)["picture_size"].summary == "It is not a PNG."


def test_a_picture_that_moves_is_refused() -> None:
    assert "not one picture" in _findings(_animated("PNG", (WIDTH, HEIGHT)))["picture_size"].summary


def test_a_small_file_that_unpacks_to_more_than_its_header_says_takes_no_more_memory() -> None:
    """Pixels of 4096 by 4096 behind a header of the right size."""
    header = b"IHDR" + struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    pixels = b"IDAT" + zlib.compress(bytes(4096 * 4096 * 3))
    note = b"iTXt" + b"Comment\x00\x01\x00\x00\x00" + zlib.compress(bytes(100_000_000))
    chunks = b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for chunk in (header, note, pixels, b"IEND")
    )
    tracemalloc.start()
    found = _findings(b"\x89PNG\r\n\x1a\n" + chunks)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert not found["not_blank"].passed
    assert most < 64_000_000


def _grain() -> Image.Image:
    return Image.effect_noise((WIDTH, HEIGHT), 20).convert("RGB")


def _gradient() -> Image.Image:
    return Image.linear_gradient("L").resize((WIDTH, HEIGHT)).convert("RGB")


def _speck() -> Image.Image:
    picture = Image.new("RGB", (WIDTH, HEIGHT), "navy")
    picture.paste((255, 255, 255), (700, 500, 720, 520))
    return picture


@pytest.mark.parametrize(
    "blank",
    [Image.new("RGB", (WIDTH, HEIGHT), "white"), Image.new("RGB", (WIDTH, HEIGHT)), _grain(), _gradient(), _speck()],
    ids=["white", "black", "grain", "gradient", "speck"],
)
def test_a_picture_with_nothing_on_it_blocks(blank: Image.Image) -> None:
    found = _findings(png(blank))
    assert found["picture_size"].passed
    assert not found["not_blank"].passed
    assert found["not_blank"].blocks
    assert set(found["not_blank"].figures) == {"deviation", "entropy", "edges"}


def test_a_wholly_transparent_picture_is_blank() -> None:
    assert not _findings(png(Image.new("RGBA", (WIDTH, HEIGHT), (200, 30, 90, 0))))["not_blank"].passed
