"""Timings as a table: percentiles in milliseconds, and how many times the reference they are."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import quantiles


def percentile(seconds: Sequence[float], of: int) -> float:
    """That percentile, in milliseconds."""
    return quantiles(seconds, n=100, method="inclusive")[of - 1] * 1000


def row(name: str, seconds: Sequence[float], reference: Sequence[float] | None = None) -> str:
    """One line of the table; without a reference it is one."""
    p50, p99 = percentile(seconds, 50), percentile(seconds, 99)
    times = "1" if reference is None else f"{p99 / percentile(reference, 99):.1f}"
    return f"| {name:<52} | {len(seconds):>6} | {p50:>8.1f} | {p99:>8.1f} | {max(seconds) * 1000:>8.1f} | {times:>7} |"


def head() -> str:
    """The table's head."""
    return (
        f"| {'what':<52} | {'number':>6} | {'p50 ms':>8} | {'p99 ms':>8} | {'max ms':>8} | {'p99 x ref':>9} |\n"
        f"|{'-' * 54}|{'-' * 8}|{'-' * 10}|{'-' * 10}|{'-' * 10}|{'-' * 11}|"
    )
