"""Resources: each builds, from the settings, one plain object typed by its role. No secret enters run config."""

from collections.abc import Generator
from contextlib import closing

import dagster as dg

from storytailor_dagster.defs.secrets import SettingsKeys
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.providers.hands import Hands, hands_from
from storytailor_dagster.settings import Settings
from storytailor_dagster.store import ObjectStore, store_from


@dg.resource(description="The settings, read when a step begins.")
def settings_resource(context: dg.InitResourceContext) -> Settings:
    return Settings()


@dg.resource(description="The stories' database.")
def ledger_resource(context: dg.InitResourceContext) -> Generator[Ledger, None, None]:
    with Ledger(Settings().dsn) as ledger:
        yield ledger


@dg.resource(description="Where pictures, sound and books are kept.")
def store_resource(context: dg.InitResourceContext) -> ObjectStore:
    return store_from(Settings())


@dg.resource(description="The providers behind the four doors.")
def hands_resource(context: dg.InitResourceContext) -> Generator[Hands, None, None]:
    settings = Settings()
    with closing(hands_from(settings, SettingsKeys(settings))) as hands:
        yield hands
<<<<<<< HEAD
=======


def object_store(settings: Settings) -> ObjectStore:
    """The store the settings choose.

    Raises:
        NotSetUp: S3 without a bucket.
    """
    if settings.object_store == "folder":
        return FolderStore(settings.objects_folder, base_url=settings.objects_url)
    if settings.s3_bucket is None:
        raise NotSetUp("S3 has no bucket.", code="NO_BUCKET", remedy="Set STORYTAILOR_S3_BUCKET.")
    # Loaded when S3 is chosen: dagster-aws takes longer to load than all of this package.
    from dagster_aws.s3 import S3Resource

    from storytailor_dagster.store.s3 import S3Store

    client = S3Resource(
        region_name=settings.s3_region, endpoint_url=settings.s3_endpoint_url, max_attempts=3
    ).get_client()
    return S3Store(client, bucket=settings.s3_bucket, base_url=settings.objects_url)
>>>>>>> 4011cd9 (The page, a first time: shelf, form, book, voice, offline; its files served with a strict policy)
