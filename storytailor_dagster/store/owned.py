"""All objects of one story or character."""

from __future__ import annotations

import logging
from uuid import UUID

from storytailor_dagster.errors import StorytailorError
from storytailor_dagster.keys import folders
from storytailor_dagster.store.door import ObjectStore

_log = logging.getLogger(__name__)


def clear_all_of(store: ObjectStore, subject_id: UUID) -> None:
    """Removes them.

    Raises:
        Transient: not all of them, since the store can't be reached.
        NotSetUp: it forbids that.
    """
    for folder in folders(subject_id):
        store.clear(folder)


def clear_now_or_later(store: ObjectStore, subject_id: UUID) -> None:
    """Removes the objects of what was deleted; those that can't be reached now, the sensor `forgetting` removes."""
    try:
        clear_all_of(store, subject_id)
    except StorytailorError as error:
        _log.warning("Objects of %s, which was deleted, are removed later: %s", subject_id, error)
