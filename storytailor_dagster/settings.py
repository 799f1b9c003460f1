"""Every environment variable, once. Nothing else in the package reads the environment; docs/settings.md is checked
against this table.
"""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from storytailor_dagster.errors import NotSetUp


class Settings(BaseSettings):
    """Read from the environment, then from `.env` in the working folder. Every value has a default that works."""

    model_config = SettingsConfigDict(
        env_prefix="STORYTAILOR_",
        env_file=".env",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    home: Annotated[Path, Field(description="Folder that holds the data: database, objects, Dagster's files.")] = Path(
        ".storytailor"
    )
    database_url: Annotated[
        SecretStr | None,
        Field(
            validation_alias=AliasChoices("DATABASE_URL", "database_url"),
            description="Another Postgres (15 or later). Unset: an embedded one in the home folder.",
        ),
    ] = None

    text_provider: Annotated[Literal["studio"], Field(description="Who writes.")] = "studio"
    picture_provider: Annotated[Literal["studio"], Field(description="Who draws.")] = "studio"
    speech_provider: Annotated[Literal["studio"], Field(description="Who speaks.")] = "studio"
    pseudonymise: Annotated[bool, Field(description="Providers get stand-in names; the real ones are put in here.")] = (
        True
    )

    object_store: Annotated[Literal["folder", "s3"], Field(description="Where pictures, sound and books are kept.")] = (
        "folder"
    )
    public_url: Annotated[
        str | None, Field(description="Where clients read objects. Unset: the local file server, or the bucket.")
    ] = None
    s3_bucket: Annotated[str | None, Field(description="The bucket, with `s3`.")] = None
    s3_endpoint_url: Annotated[str | None, Field(description="Another server that speaks S3's protocol.")] = None
    s3_region: Annotated[str, Field(description="The bucket's region.")] = "us-east-1"

    port: Annotated[int, Field(ge=1, le=65535, description="Dagster's UI, on 127.0.0.1.")] = 3000
    files_port: Annotated[int, Field(ge=1, le=65535, description="The local file server, on 127.0.0.1.")] = 3001

    queue_batch: Annotated[int, Field(ge=1, le=500, description="New runs asked for in one look at the queue.")] = 25
    sensor_seconds: Annotated[int, Field(ge=1, description="Seconds between two looks at the queue.")] = 2

    @property
    def objects_folder(self) -> Path:
        return self.home.resolve() / "objects"

    @property
    def files_url(self) -> str:
        return f"http://127.0.0.1:{self.files_port}"

    @cached_property
    def dsn(self) -> str:
        """The database's address.

        Raises:
            NotSetUp: there is none.
        """
        if self.database_url is None:
            raise NotSetUp(
                "No database is set up for this process.",
                code="NO_DATABASE",
                remedy="Start with `storytailor up`, or set DATABASE_URL.",
            )
        return self.database_url.get_secret_value()


def inherited_environment() -> dict[str, str]:
    """This process's environment, for the programs it starts."""
    return dict(os.environ)
