"""Stories on another Postgres and in S3: both are lost while some are made, and the docs' commands bring them back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import boto3
import psycopg
import pytest

from storytailor_dagster.ledger import Ledger
from storytailor_dagster_tests.acceptance.agreement import disagreements
from storytailor_dagster_tests.acceptance.household import address_of, left_running, storytailor, up
from storytailor_dagster_tests.acceptance.test_backup import (
    AT_ONCE,
    DRAWN,
    HANGING,
    LONGEST,
    asked,
    objects,
    ready,
    states,
    until,
)
from storytailor_dagster_tests.conftest import database_on
from storytailor_dagster_tests.docs.test_backup_commands import commands, run
from storytailor_dagster_tests.emulator import Emulator, Fault, Rule
from storytailor_dagster_tests.emulator.__main__ import environment

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def keys(client: S3Client, bucket: str) -> set[str]:
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {one["Key"] for page in pages for one in page.get("Contents", [])}


def synced(client: S3Client, source: str, target: str) -> None:
    """What `aws s3 sync` does, without its program."""
    for key in keys(client, source) - keys(client, target):
        client.copy_object(Bucket=target, Key=key, CopySource={"Bucket": source, "Key": key})


@pytest.mark.timeout(600)
def test_stories_in_flight_on_postgres_and_s3_end_ready_and_nothing_kept_is_bought_again(
    server_folder: Path, emulator: Emulator, postgres_18: str, s3_server: str
) -> None:
    bucket, backup = (f"{name}-{uuid4().hex[:8]}" for name in ("stories", "backup"))
    client = boto3.Session().client("s3", endpoint_url=s3_server, region_name="us-east-1")
    for one in (bucket, backup):
        client.create_bucket(Bucket=one)
    emulator.rule(Rule(door="picture", fault=Fault.HANG, seconds=LONGEST, after=DRAWN, times=None))
    lost, found, dump = (server_folder / name for name in ("lost", "found", "stories.dump"))

    def house(dsn: str) -> Mapping[str, str]:
        return {
            **environment(emulator),
            "DATABASE_URL": dsn,
            "STORYTAILOR_OBJECT_STORE": "s3",
            "STORYTAILOR_S3_BUCKET": bucket,
            "STORYTAILOR_S3_ENDPOINT_URL": s3_server,
        }

    with ExitStack() as stack:
        before, after = (stack.enter_context(database_on(postgres_18)) for _ in range(2))
        with up(lost, house(before), until_killed=True), Ledger(before) as ledger:
            address_of("Dagster", lost)
            stories = [asked(ledger, theme=theme) for theme in ("courage", "kindness", "honesty")[: AT_ONCE + 1]]
            until(lambda: ready(ledger, stories).count({"content", "audio", "activities"}) == AT_ONCE, lost)
            until(lambda: sorted(call.status for call in emulator.at("picture")) == HANGING, lost)
            run(commands("umask", "pg_dump"), before, dump)
            synced(client, bucket, backup)
            too_late = asked(ledger)
        assert left_running(lost) == []
        for key in keys(client, bucket):
            client.delete_object(Bucket=bucket, Key=key)
        emulator.let_go()

        synced(client, backup, bucket)
        run(commands("python", "pg_restore"), after, dump)
        cleared = storytailor(found, "forget", "again", "/dev/null", **house(after))
        assert cleared.returncode == 0, cleared.stderr
        with up(found, house(after)), Ledger(after) as ledger:
            address_of("Dagster", found)
            until(lambda: all(set(states(ledger, story).values()) == {"ready"} for story in stories), found)
            assert ledger.story(too_late) is None
            made = {key for story in stories for key in objects(ledger.story(story))}
        with psycopg.connect(after) as connection:
            assert disagreements(connection) == []
        assert made <= keys(client, bucket)
    client.close()
    doors = Counter(call.door for call in emulator.calls)
    assert doors["text"] == doors["speech"] == len(stories)
    assert doors["check"] == 5 * len(stories)
    assert doors["picture"] == 5 * len(stories) + AT_ONCE, "those in flight when it was lost, again, and no other"
    assert left_running(found) == []
