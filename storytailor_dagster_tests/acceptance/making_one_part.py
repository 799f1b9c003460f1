"""A process that makes one part of a story or character with the emulated providers, and dies by SIGKILL where told to.

It dies `answered` (something was bought and is kept, and nothing else is written yet), `recording` (the part is stored
and not recorded), or `never`.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import closing
from pathlib import Path

import dagster as dg
from dagster._core.definitions.job_base import InMemoryJob
from dagster._core.execution.api import execute_run

from storytailor_dagster.defs.build import build_defs
from storytailor_dagster.defs.keys import asset_key
from storytailor_dagster.defs.partitions import partitions_of
from storytailor_dagster.defs.secrets import SettingsKeys
from storytailor_dagster.defs.tags import ASKED, PARTITION, RUN_RETRY, asked_tag
from storytailor_dagster.keys import BOUGHT
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.providers.hands import hands_from
from storytailor_dagster.store import FolderStore
from storytailor_dagster.subjects import part_named, subject_of
from storytailor_dagster_tests.emulator import Emulator
from storytailor_dagster_tests.emulator.settings import hosted


class DyingStore(FolderStore):
    """Dies after it kept what was bought, or after it stored the part itself."""

    when = "never"

    def put(self, key: str, data: bytes, *, content_type: str) -> None:
        super().put(key, data, content_type=content_type)
        kept = key.startswith(BOUGHT)
        if self.when == ("answered" if kept else "recording"):
            os.kill(os.getpid(), signal.SIGKILL)


def main(dsn: str, objects: str, url: str, subject: str, name: str, run: str, parent: str, when: str) -> None:
    """Makes the part in a run of the queue's, or in the automatic retry of the run `parent`."""
    part = part_named(name)
    emulator = Emulator()
    emulator.url = url
    settings = hosted(emulator)
    DyingStore.when = when
    with (
        Ledger(dsn) as ledger,
        dg.DagsterInstance.ephemeral() as instance,
        closing(hands_from(settings, SettingsKeys(settings))) as hands,
    ):
        resources = {
            "ledger": ledger,
            "store": DyingStore(Path(objects), base_url="http://127.0.0.1:1"),
            "hands": hands,
            "settings": settings,
        }
        defs = build_defs(resources=resources, executor=dg.in_process_executor)
        partitions = partitions_of(subject_of(part)).name
        assert partitions
        instance.add_dynamic_partitions(partitions, [subject])
        job = defs.resolve_implicit_global_asset_job_def().get_subset(asset_selection={asset_key(part)})
        tags = {PARTITION: subject, ASKED: asked_tag([(part, 1)]), **({RUN_RETRY: "1"} if parent else {})}
        begun = instance.create_run_for_job(
            job,
            run_id=run,
            parent_run_id=parent or None,
            root_run_id=parent or None,
            asset_selection=frozenset({asset_key(part)}),
            tags=tags,
        )
        result = execute_run(InMemoryJob(job), begun, instance)
        sys.exit(0 if result.success else 1)
