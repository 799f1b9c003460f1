"""What launcher and workers agree on."""

from collections.abc import Mapping
from typing import Any

TASKS_PER_CHILD = 50
"""Bounds what libraries in C may leak; a new child is forked from the loaded worker, in some 0.1 s."""
KB_PER_CHILD = 700_000
"""The highest that a child ever had, looked at after each run. Hosted stories need half of it (docs/operating.md)."""

CELERY: Mapping[str, Any] = {
    # How a run ended is said to Dagster; nobody asks Celery.
    "task_ignore_result": True,
    # Taken means begun: a worker that is lost is told by its runs' signs of life, not by the broker an hour later.
    "task_acks_late": False,
    # What waits, waits in the broker, where whoever is free first takes the most urgent.
    "worker_prefetch_multiplier": 1,
    "worker_disable_prefetch": True,
    "worker_max_tasks_per_child": TASKS_PER_CHILD,
    "worker_max_memory_per_child": KB_PER_CHILD,
    "worker_redirect_stdouts": False,
    "worker_cancel_long_running_tasks_on_connection_loss": False,
    # A broker that is restarted is waited for, on both sides.
    "task_publish_retry_policy": {"max_retries": 30, "interval_start": 0.2, "interval_step": 0.4, "interval_max": 2.0},
    "redis_socket_connect_timeout": 5.0,
    "redis_socket_keepalive": True,
    "broker_connection_retry_on_startup": True,
    "broker_connection_max_retries": None,
}
