"""What a worker's Celery loads, before it forks any child: its application, and all definitions, so that no run has to.

Nothing else belongs here.
"""

from storytailor_dagster.definitions import defs
from storytailor_dagster.defs.fleet.worker import app

__all__ = ["app"]

defs.get_repository_def().load_all_definitions()
