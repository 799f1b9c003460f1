"""The store that the settings choose."""

from __future__ import annotations

from storytailor_dagster.errors import NotSetUp
from storytailor_dagster.settings import Settings
from storytailor_dagster.store.door import ObjectStore
from storytailor_dagster.store.folder import FolderStore

CONNECTIONS = 32


def store_from(settings: Settings) -> ObjectStore:
    """A folder, or a bucket. Credentials are found as boto3 finds them.

    Raises:
        NotSetUp: S3 without a bucket.
    """
    if settings.object_store == "folder":
        return FolderStore(settings.objects_folder, base_url=settings.objects_url)
    if settings.s3_bucket is None:
        raise NotSetUp("S3 has no bucket.", code="NO_BUCKET", remedy="Set STORYTAILOR_S3_BUCKET.")
    # Loaded when S3 is chosen, a session of its own: the default one remembers the first credentials it met.
    import boto3
    from botocore.config import Config

    from storytailor_dagster.store.s3 import S3Store

    client = boto3.session.Session().client(
        "s3",
        region_name=settings.s3_region,
        endpoint_url=settings.s3_endpoint_url,
        config=Config(retries={"max_attempts": 3, "mode": "standard"}, max_pool_connections=CONNECTIONS),
    )
    return S3Store(client, bucket=settings.s3_bucket, base_url=settings.objects_url)
