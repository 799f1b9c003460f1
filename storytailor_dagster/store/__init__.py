"""The object store's door, and the two behind it: a folder and S3. Objects are stored once and never overwritten."""

from storytailor_dagster.store.chosen import store_from
from storytailor_dagster.store.door import CACHE_FOREVER, ObjectStore, is_key
from storytailor_dagster.store.folder import FolderStore

__all__ = ["CACHE_FOREVER", "FolderStore", "ObjectStore", "is_key", "store_from"]
