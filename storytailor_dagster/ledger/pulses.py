"""Signs of life of the processes that execute runs: a row a run. What silence means is for others to say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from storytailor_dagster.ledger.connection import Pool
from storytailor_dagster.ledger.statements import statement

SILENCE = timedelta(seconds=10)
"""Three beats missed. Told within two seconds of that, a story goes on within 30 s of its process' end."""


class Pulses:
    """Part of the ledger. Every method may raise `Transient` when the database can't be reached."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def beat(self, run_id: str) -> None:
        """The run's process is alive now, by the database's clock."""
        self._pool.run(lambda c: c.execute(statement("beat"), {"run_id": run_id}))

    def over(self, run_id: str) -> None:
        """The run's process needs no watching any more."""
        self._pool.run(lambda c: c.execute(statement("pulse_over"), {"run_id": run_id}))

    def known(self, run_ids: Sequence[str]) -> frozenset[str]:
        """Those of the runs whose process has given a sign, however long ago."""
        values = {"run_ids": list(run_ids)}
        return frozenset(row[0] for row in self._pool.run(lambda c: c.execute(statement("pulsing"), values).fetchall()))

    def silent(self, silence: timedelta = SILENCE) -> tuple[str, ...]:
        """Runs whose process gave no sign for that long, the longest silent first; at most 200."""
        rows = self._pool.run(lambda c: c.execute(statement("silent"), {"silence": silence}).fetchall())
        return tuple(row[0] for row in rows)
