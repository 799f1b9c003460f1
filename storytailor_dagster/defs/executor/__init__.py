"""How the steps of a run are executed: every ready one at once, in threads of the run's process, or in processes.

Dagster ships no executor of the first kind; this room is one, and knows nothing of stories. Which one a deployment
uses is `STORYTAILOR_EXECUTOR` (docs/decisions/0015).
"""

from storytailor_dagster.defs.executor.choice import chosen_executor
from storytailor_dagster.defs.executor.threads import threads_executor

__all__ = ["chosen_executor", "threads_executor"]
