"""A run, and all that Dagster would leave of it: results of checks, copies of an asset's last event, what it printed.

`DagsterInstance.delete_run` knows of none of these. It leans on `index_connection` and two tables of the event log.
"""

import json
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import dagster as dg
from dagster._core.storage.event_log.schema import AssetCheckExecutionsTable, AssetKeyTable
from sqlalchemy import Connection, or_, select

from storytailor_dagster.defs.checks import CHECKS
from storytailor_dagster.defs.keys import asset_key

_ASSETS, _CHECKS = AssetKeyTable.c, AssetCheckExecutionsTable.c
_ASSET_KEYS = [asset_key(part).to_string() for part in CHECKS]
_CHECK_NAMES = sorted({check.name for checks in CHECKS.values() for check in checks})


def wipe_run(instance: dg.DagsterInstance, run_id: str) -> None:
    """The run itself goes last: one that was cut short is found again, and wiped again."""
    instance.compute_log_manager.delete_logs(prefix=[run_id])
    with _log(instance) as connection:
        # Dagster's only index on runs has asset and check before them.
        of_run = (_CHECKS.asset_key.in_(_ASSET_KEYS), _CHECKS.check_name.in_(_CHECK_NAMES), _CHECKS.run_id == run_id)
        connection.execute(AssetCheckExecutionsTable.delete().where(*of_run))
    instance.event_log_storage.delete_events(run_id)
    _forget_last(instance, run_id)
    instance.delete_run(run_id)


def _forget_last(instance: dg.DagsterInstance, run_id: str) -> None:
    """Each asset's row holds its last materialization whole: then the one before it."""
    is_last = or_(_ASSETS.last_materialization.contains(run_id), _ASSETS.last_run_id == run_id)
    with _log(instance) as connection:
        names = [str(row[0]) for row in connection.execute(select(_ASSETS.asset_key).where(is_last))]
    for name in names:
        found = instance.fetch_materializations(dg.AssetKey(json.loads(name)), limit=1).records
        values = {
            "last_materialization": dg.serialize_value(found[0]) if found else None,
            "last_run_id": found[0].run_id if found else None,
        }
        with _log(instance) as connection:
            connection.execute(AssetKeyTable.update().values(values).where(_ASSETS.asset_key == name, is_last))


def wipe_status(instance: dg.DagsterInstance, partition: str) -> None:
    """What the UI keeps of which partitions were made; where it is gone, it looks anew."""
    holds = _ASSETS.cached_status_data.contains(partition)
    with _log(instance) as connection:
        connection.execute(AssetKeyTable.update().values(cached_status_data=None).where(holds))


def wipe_printed(instance: dg.DagsterInstance, before: datetime) -> int:
    """What runs printed on this machine, the last of it before then; of how many runs."""
    root = Path(instance.storage_directory())
    folders = [one for one in root.iterdir() if _is_id(one.name)] if root.is_dir() else []
    old = [one.name for one in folders if one.stat().st_mtime < before.timestamp()]
    for run_id in old:
        instance.compute_log_manager.delete_logs(prefix=[run_id])
    return len(old)


def _log(instance: dg.DagsterInstance) -> AbstractContextManager[Connection]:
    log: Any = instance.event_log_storage
    connection: AbstractContextManager[Connection] = log.index_connection()
    return connection


def _is_id(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False
