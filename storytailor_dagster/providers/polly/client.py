"""A client for Polly: boto3's, without retries of its own, with a limit on every wait."""

from __future__ import annotations

from typing import Any

from storytailor_dagster.providers.limits import CONNECT_SECONDS


def polly_client(*, region: str, endpoint_url: str | None, seconds: float) -> Any:
    """A boto3 client. Credentials come from where every AWS program finds them; none are asked for yet."""
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=seconds,
        retries={"total_max_attempts": 1, "mode": "standard"},
    )
    # A session of its own: the default one remembers the first credentials it met.
    return boto3.Session().client("polly", region_name=region, endpoint_url=endpoint_url, config=config)
