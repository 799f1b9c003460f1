"""The deployment's keys: from the settings, else from one secret in AWS Secrets Manager, read again every hour."""

import json
import time
import warnings
from threading import Lock
from typing import Any

import dagster as dg

from storytailor_dagster.errors import NotSetUp, Transient
from storytailor_dagster.settings import Settings

KEPT_SECONDS = 3600.0


class SettingsKeys:
    """`Keys` of this deployment. What it holds is in no log, error or `repr`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._read_at = -KEPT_SECONDS
        self._secret: dict[str, Any] = {}

    def key(self, variable: str) -> str:
        found = self._found(variable)
        if found is None:
            other = " or put it into the AWS secret" if self._settings.secret_id else ""
            raise NotSetUp(
                f"{variable} is not set.",
                code="NO_KEY",
                remedy=f"Set {variable}{other}, then `storytailor retry STORY`.",
            )
        return found

    def has(self, variable: str) -> bool:
        return self._found(variable) is not None

    def _found(self, variable: str) -> str | None:
        given = getattr(self._settings, variable.lower(), None)
        if given is not None:
            return str(given.get_secret_value()) or None
        if self._settings.secret_id is None:
            return None
        kept = self._from_aws(self._settings.secret_id).get(variable)
        return kept if isinstance(kept, str) and kept else None

    def _from_aws(self, secret_id: str) -> dict[str, Any]:
        with self._lock:
            if time.monotonic() - self._read_at >= KEPT_SECONDS:
                self._secret = _read(secret_id, self._settings)
                self._read_at = time.monotonic()
            return self._secret


def _read(secret_id: str, settings: Settings) -> dict[str, Any]:
    # Loaded when a secret is set up: dagster-aws takes longer to load than all of this package.
    from botocore.exceptions import BotoCoreError, ClientError
    from dagster_aws.secretsmanager import SecretsManagerResource

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)  # it only builds a boto3 client
        resource = SecretsManagerResource(
            region_name=settings.secret_region, endpoint_url=settings.secret_endpoint_url, max_attempts=3
        )
    client = resource.get_client()
    try:
        told = client.get_secret_value(SecretId=secret_id)["SecretString"]
    except ClientError as error:
        code = str(error.response["Error"]["Code"])
        if code in ("ThrottlingException", "InternalServiceError", "InternalServiceErrorException"):
            raise Transient("AWS Secrets Manager is busy.", code="SECRETS_BUSY") from None
        raise NotSetUp(
            f"AWS Secrets Manager gives no secret ({code}).",
            code="NO_SECRET",
            remedy="Look at STORYTAILOR_SECRET_ID and at what this machine's AWS role may read.",
        ) from None
    except BotoCoreError as error:
        raise Transient(f"AWS Secrets Manager can't be reached ({type(error).__name__}).", code="NO_SECRETS") from None
    finally:
        client.close()
    try:
        found = json.loads(told)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise NotSetUp(
            "The AWS secret is no JSON object.", code="NO_SECRET", remedy='Make it {"OPENAI_API_KEY": "…", …}.'
        )
    return found
