"""What every object store does: one body, both stores, S3 by its real protocol over HTTP."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from dagster_aws.s3 import S3Resource

from storytailor_dagster.errors import MissingObject, NotSetUp, Permanent, Transient
from storytailor_dagster.store import FolderStore, ObjectStore
from storytailor_dagster.store.s3 import S3Store

KEY = "images/stories/5f0f3c5e-0000-4000-8000-000000000000/cover-0123456789abcdef.png"


def client_of(endpoint: str) -> S3Resource:
    return S3Resource(
        endpoint_url=endpoint, aws_access_key_id="a", aws_secret_access_key="b", region_name="us-east-1", max_attempts=1
    )


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "folder":
        return FolderStore(tmp_path, base_url="https://assets.example/")
    client = client_of(request.getfixturevalue("s3_server")).get_client()
    bucket = f"stories-{uuid4().hex[:8]}"
    client.create_bucket(Bucket=bucket)
    return S3Store(client, bucket=bucket, base_url="https://assets.example/")


def test_what_was_put_is_got(store: ObjectStore) -> None:
    store.put(KEY, b"picture", content_type="image/png")
    assert store.get(KEY) == b"picture"
    assert store.size(KEY) == 7


def test_what_is_there_stays(store: ObjectStore) -> None:
    store.put(KEY, b"first", content_type="image/png")
    store.put(KEY, b"second", content_type="image/png")
    assert store.get(KEY) == b"first"


def test_of_many_writers_at_once_one_wins_and_none_fails(store: ObjectStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        writes = [pool.submit(store.put, KEY, bytes([n]) * 1000, content_type="image/png") for n in range(8)]
    assert [write.result() for write in writes] == [None] * 8
    assert len(set(store.get(KEY))) == 1


def test_what_is_not_there_is_missing(store: ObjectStore) -> None:
    assert store.size(KEY) is None
    with pytest.raises(MissingObject):
        store.get(KEY)


def test_what_was_deleted_is_gone_and_deleting_it_again_is_nothing(store: ObjectStore) -> None:
    store.put(KEY, b"picture", content_type="image/png")
    store.delete(KEY)
    store.delete(KEY)
    assert store.size(KEY) is None


def test_a_url_is_the_base_and_the_key(store: ObjectStore) -> None:
    assert store.url(KEY) == f"https://assets.example/{KEY}"


@pytest.mark.parametrize(
    "key",
    [
        "",
        "cover.png",
        "/etc/passwd",
        "../up/x",
        "a/../b",
        "a//b",
        "a/b/",
        "a/.hidden",
        "a\\b/c",
        "a/\x00",
        "A/b",
        "a/ö",
        "a/" + "b" * 600,
    ],
)
@pytest.mark.parametrize("verb", ["put", "get", "size", "delete", "url"])
def test_what_is_no_key_is_refused(store: ObjectStore, key: str, verb: str) -> None:
    calls: dict[str, Callable[[], object]] = {
        "put": lambda: store.put(key, b"", content_type="text/plain"),
        "get": lambda: store.get(key),
        "size": lambda: store.size(key),
        "delete": lambda: store.delete(key),
        "url": lambda: store.url(key),
    }
    with pytest.raises(Permanent, match="no object key"):
        calls[verb]()


def test_a_half_written_file_is_never_left_in_the_folder(tmp_path: Path) -> None:
    store = FolderStore(tmp_path, base_url="https://assets.example")
    store.put(KEY, b"picture", content_type="image/png")
    store.put(KEY, b"again", content_type="image/png")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [KEY.rpartition("/")[2]]


def test_a_bucket_serves_objects_with_their_type_and_for_ever(s3_server: str) -> None:
    client = client_of(s3_server).get_client()
    client.create_bucket(Bucket="typed")
    S3Store(client, bucket="typed", base_url="https://assets.example").put(KEY, b"x", content_type="image/png")
    head = client.head_object(Bucket="typed", Key=KEY)
    assert head["ContentType"] == "image/png"
    assert "immutable" in head["CacheControl"]


def test_a_missing_bucket_is_a_matter_of_setting_up(s3_server: str) -> None:
    store = S3Store(client_of(s3_server).get_client(), bucket="nobodys", base_url="https://assets.example")
    with pytest.raises(NotSetUp):
        store.put(KEY, b"x", content_type="image/png")
    with pytest.raises(NotSetUp):
        store.get(KEY)
    with pytest.raises(NotSetUp):
        list(store.all_keys())


def test_a_folder_that_can_not_be_written_or_read_is_worth_waiting_for(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    store = FolderStore(tmp_path / "file", base_url="https://assets.example")
    for refused in (lambda: store.put(KEY, b"x", content_type="image/png"), lambda: store.get(KEY),
                    lambda: store.size(KEY), lambda: store.delete(KEY), lambda: store.clear(KEY),
                    lambda: list(store.all_keys())):  # fmt: skip
        with pytest.raises(Transient) as found:
            refused()
        assert found.value.code == "STORE_UNREACHABLE"


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    store = FolderStore(tmp_path, base_url="https://assets.example")
    with only_so_many_bytes_a_file(100_000):
        store.put(KEY, b"x" * 90_000, content_type="image/png")
        with pytest.raises(Transient) as found:
            store.put(KEY.replace("cover", "beat-1"), b"x" * 200_000, content_type="image/png")
    assert found.value.code == "STORE_UNREACHABLE"
    assert "free space" in found.value.remedy
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [KEY.rpartition("/")[2]]
    assert store.size(KEY.replace("cover", "beat-1")) is None


@contextmanager
def only_so_many_bytes_a_file(most: int) -> Iterator[None]:
    """The operating system writes no more than that into any file of this process."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_server_that_is_away_is_worth_waiting_for() -> None:
    store = S3Store(client_of("http://127.0.0.1:1").get_client(), bucket="stories", base_url="https://assets.example")
    with pytest.raises(Transient):
        store.put(KEY, b"x", content_type="image/png")
    with pytest.raises(Transient):
        list(store.all_keys())


def test_every_object_is_listed_and_none_that_is_gone(store: ObjectStore) -> None:
    assert list(store.all_keys()) == []
    keys = ["audio/stories/a/audio-1.mp3", KEY, "private/bought/a/1", "private/stories/a/content-1.json"]
    for key in keys:
        store.put(key, b"x", content_type="any")
    assert sorted(store.all_keys()) == keys
    store.delete(KEY)
    assert sorted(store.all_keys()) == [key for key in keys if key != KEY]


def test_a_folder_is_cleared_and_its_neighbours_stay(store: ObjectStore) -> None:
    kept = ["images/stories/ab/cover-1.png", "images/stories/a-b/cover-1.png", "private/stories/a/x-1.json"]
    for key in ["images/stories/a/cover-1.png", "images/stories/a/deep/beat-1.png", *kept]:
        store.put(key, b"x", content_type="image/png")
    store.clear("images/stories/a")
    store.clear("images/stories/nothing")
    assert store.size("images/stories/a/cover-1.png") is None
    assert store.size("images/stories/a/deep/beat-1.png") is None
    assert [store.size(key) for key in kept] == [1, 1, 1]


@pytest.mark.parametrize("folder", ["", "images", "images/../private", "/images/stories", "images/stories/"])
def test_only_a_folder_of_two_words_and_more_is_cleared(store: ObjectStore, folder: str) -> None:
    with pytest.raises(Permanent):
        store.clear(folder)
