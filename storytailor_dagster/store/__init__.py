"""The object store's door, and the two behind it: a folder and S3. Objects are stored once and never overwritten."""

from storytailor_dagster.store.chosen import store_from
from storytailor_dagster.store.door import CACHE_FOREVER, ObjectStore, is_key
from storytailor_dagster.store.folder import FolderStore
from storytailor_dagster.store.owned import clear_all_of, clear_now_or_later

__all__ = [
    "CACHE_FOREVER",
    "FolderStore",
    "ObjectStore",
    "clear_all_of",
    "clear_now_or_later",
    "is_key",
    "store_from",
]
