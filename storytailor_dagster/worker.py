"""What a worker's Celery loads before it forks any child: its application, and what every run needs."""

from storytailor_dagster import warm
from storytailor_dagster.defs.fleet.worker import app

__all__ = ["app", "warm"]
