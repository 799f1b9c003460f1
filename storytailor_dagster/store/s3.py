"""Objects in S3, or in anything that speaks its protocol: create-only puts, refusals told from outages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from storytailor_dagster.errors import MissingObject, NotSetUp, StorytailorError, Transient
from storytailor_dagster.store.door import CACHE_FOREVER, checked, is_key

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef

CONFLICT_TRIES = 4


class S3Store:
    """A bucket as an object store; `base_url` is where clients read it (a CDN, say)."""

    def __init__(self, client: S3Client, *, bucket: str, base_url: str) -> None:
        self._client = client
        self._bucket = bucket
        self._base_url = base_url.rstrip("/")

    def put(self, key: str, data: bytes, *, content_type: str) -> None:
        for left in reversed(range(CONFLICT_TRIES)):
            try:
                self._client.put_object(
                    Bucket=self._bucket,
                    Key=checked(key),
                    Body=data,
                    ContentType=content_type,
                    CacheControl=CACHE_FOREVER,
                    IfNoneMatch="*",
                )
            except ClientError as error:
                status = _status(error)
                if status == 412:
                    return
                if status == 409 and left:
                    continue
                raise _meaning(error) from error
            except BotoCoreError as error:
                raise _unreachable() from error
            else:
                return

    def get(self, key: str) -> bytes:
        try:
            return bytes(self._client.get_object(Bucket=self._bucket, Key=checked(key))["Body"].read())
        except ClientError as error:
            raise _meaning(error) from error
        except BotoCoreError as error:
            raise _unreachable() from error

    def size(self, key: str) -> int | None:
        try:
            return int(self._client.head_object(Bucket=self._bucket, Key=checked(key))["ContentLength"])
        except ClientError as error:
            meaning = _meaning(error)
            if isinstance(meaning, MissingObject):
                return None
            raise meaning from error
        except BotoCoreError as error:
            raise _unreachable() from error

    def delete(self, key: str) -> None:
        try:
            self._client.delete_object(Bucket=self._bucket, Key=checked(key))
        except ClientError as error:
            raise _meaning(error) from error
        except BotoCoreError as error:
            raise _unreachable() from error

    def clear(self, folder: str) -> None:
        for keys in self._pages(f"{checked(folder)}/"):
            try:
                found: list[ObjectIdentifierTypeDef] = [{"Key": key} for key in keys]
                answer = self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": found, "Quiet": True})
            except ClientError as error:
                raise _meaning(error) from error
            except BotoCoreError as error:
                raise _unreachable() from error
            if answer.get("Errors"):
                raise _unreachable()

    def all_keys(self) -> Iterator[str]:
        return (key for keys in self._pages("") for key in keys if is_key(key))

    def _pages(self, prefix: str) -> Iterator[list[str]]:
        """The keys that begin so, up to a thousand at a time, and never none."""
        try:
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix):
                if keys := [one["Key"] for one in page.get("Contents", ())]:
                    yield keys
        except ClientError as error:
            raise _meaning(error) from error
        except BotoCoreError as error:
            raise _unreachable() from error

    def url(self, key: str) -> str:
        return f"{self._base_url}/{checked(key)}"

    def origin_url(self, key: str) -> str:
        host = str(self._client.meta.endpoint_url).rstrip("/")
        return f"{host}/{self._bucket}/{checked(key)}"


def _status(error: ClientError) -> int:
    return error.response["ResponseMetadata"]["HTTPStatusCode"]


def _unreachable() -> Transient:
    return Transient("The object store could not be reached.", code="STORE_UNREACHABLE")


def _meaning(error: ClientError) -> StorytailorError:
    if error.response["Error"].get("Code") == "NoSuchBucket" or _status(error) in (401, 403):
        return NotSetUp(
            "The object store refused the request.",
            code="STORE_REFUSED",
            remedy="Check the bucket's name, the credentials and their rights.",
        )
    if _status(error) == 404:
        return MissingObject("The object is not in the bucket.")
    return _unreachable()
