"""The local file server, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from storytailor_dagster.local.files import served
from storytailor_dagster_tests.serving import running

SOUND = bytes(range(256)) * 10
PAGE = {"Origin": "http://127.0.0.1:8000"}


@pytest.fixture
def files(tmp_path: Path) -> Iterator[httpx.Client]:
    folder = tmp_path / "objects"
    for name in ("audio/stories/1/audio.mp3", "audio/stories/1/captions.vtt", "private/stories/1/text.json", ".new-1"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(SOUND)
    with running(served(folder)) as url, httpx.Client(base_url=url) as client:
        yield client


def test_an_object_is_kept_for_ever_and_any_page_may_read_it(files: httpx.Client) -> None:
    answer = files.get("/audio/stories/1/audio.mp3", headers=PAGE)
    assert answer.content == SOUND
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["content-type"] == "audio/mpeg"
    assert files.get("/audio/stories/1/captions.vtt").headers["content-type"] == "text/vtt; charset=utf-8"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-", 0, 2559), ("bytes=100-199", 100, 199), ("bytes=-60", 2500, 2559), ("bytes=2550-9999", 2550, 2559)],
)
def test_a_player_asks_in_ranges(files: httpx.Client, asked: str, first: int, last: int) -> None:
    answer = files.get("/audio/stories/1/audio.mp3", headers={**PAGE, "Range": asked})
    assert answer.status_code == 206
    assert answer.content == SOUND[first : last + 1]
    assert answer.headers["content-range"] == f"bytes {first}-{last}/2560"
    assert "Content-Range" in answer.headers["access-control-expose-headers"]


def test_a_range_beyond_the_end_is_refused(files: httpx.Client) -> None:
    assert files.get("/audio/stories/1/audio.mp3", headers={"Range": "bytes=9999-"}).status_code == 416


def test_a_page_may_ask_before_it_reads_and_may_not_write(files: httpx.Client) -> None:
    def may(method: str) -> int:
        asked = {**PAGE, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": "range"}
        return files.options("/audio/stories/1/audio.mp3", headers=asked).status_code

    assert may("GET") == 200
    assert may("PUT") == 400
    assert files.put("/audio/stories/1/audio.mp3", content=b"").status_code == 405


@pytest.mark.parametrize(
    "path",
    ["/", "/audio/", "/private/stories/1/text.json", "/audio/../private/stories/1/text.json", "/.new-1",
     "/%70rivate/stories/1/text.json", "//private/stories/1/text.json", "/../objects/private/stories/1/text.json",
     "/audio/stories/1/%00", "/audio/%2e%2e/private/stories/1/text.json", "/..%2f..%2f..%2f..%2fetc/passwd", "/%ff%fe",
     f"/{'a' * 5000}", f"/{'a/' * 2000}"],
)  # fmt: skip
def test_what_is_private_is_not_there_and_nobody_keeps_that_in_mind(files: httpx.Client, path: str) -> None:
    answer = files.send(httpx.Request("GET", httpx.URL(str(files.base_url)).copy_with(raw_path=path.encode())))
    assert answer.status_code == 404
    assert "cache-control" not in answer.headers
