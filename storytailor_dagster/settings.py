"""Every environment variable, once. Nothing else in the package reads the environment; docs/settings.md is checked
against this table.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from storytailor_dagster.errors import NotSetUp
from storytailor_dagster.story.parts import References


def _named(variable: str, description: str) -> Any:
    """A setting under a name that other programs know too."""
    return Field(validation_alias=AliasChoices(variable, variable.lower()), description=description)


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
        _named("DATABASE_URL", "Another Postgres (15 or later). Unset: an embedded one in the home folder."),
    ] = None

    text_provider: Annotated[Literal["studio", "openai"], Field(description="Who writes.")] = "studio"
    picture_provider: Annotated[
        Literal["studio", "openai"], Field(description="Who draws; the same house looks at the pictures.")
    ] = "studio"
    speech_provider: Annotated[Literal["studio", "elevenlabs", "polly"], Field(description="Who speaks.")] = "studio"
    speech_fallback: Annotated[
        Literal["none", "studio", "polly"], Field(description="Who speaks when ElevenLabs can't.")
    ] = "none"
    moderation: Annotated[
        Literal["auto", "words", "openai"],
        Field(description="`words`: our list only; `openai`: its free model too; `auto`: too if a door is hosted."),
    ] = "auto"
    pseudonymise: Annotated[bool, Field(description="Providers get stand-in names; the real ones are put in here.")] = (
        True
    )
    speak_names: Annotated[
        bool, Field(description="A hosted voice reads the story with its real names; else with stand-ins.")
    ] = True

    openai_api_key: Annotated[SecretStr | None, _named("OPENAI_API_KEY", "OpenAI's key.")] = None
    openai_base_url: Annotated[str, _named("OPENAI_BASE_URL", "OpenAI, or any server that speaks its protocol.")] = (
        "https://api.openai.com/v1"
    )
    elevenlabs_api_key: Annotated[SecretStr | None, _named("ELEVENLABS_API_KEY", "ElevenLabs' key.")] = None
    elevenlabs_base_url: Annotated[str, _named("ELEVENLABS_BASE_URL", "ElevenLabs' address.")] = (
        "https://api.elevenlabs.io"
    )
    secret_id: Annotated[
        str | None, Field(description="An AWS secret (JSON) that holds the keys by these same names.")
    ] = None
    secret_region: Annotated[str, Field(description="The secret's AWS region.")] = "us-east-1"  # noqa: S105
    secret_endpoint_url: Annotated[str | None, Field(description="Another address for AWS Secrets Manager.")] = None

    text_model: Annotated[str, Field(description="The model that writes.")] = "gpt-6.1-terra"
    text_temperature: Annotated[
        float | None, Field(ge=0, le=2, description="Its temperature. Unset: the model's own.")
    ] = None
    text_tokens: Annotated[int, Field(ge=1000, description="Tokens of a story at most, thinking included.")] = 12_000
    text_seconds: Annotated[float, Field(gt=0, description="Seconds a story may take to write.")] = 180.0
    picture_model: Annotated[str, Field(description="The model that draws.")] = "gpt-image-2.5-flare"
    picture_fallback_model: Annotated[
        str | None, Field(description="The model of a picture's last try. Unset: the same.")
    ] = "gpt-image-2.5-sunburst"
    picture_quality: Annotated[
        Literal["low", "medium", "high", "xhigh", "max"], Field(description="How finely it draws.")
    ] = "medium"
    picture_seconds: Annotated[float, Field(gt=0, description="Seconds a picture may take to draw.")] = 240.0
    check_model: Annotated[str, Field(description="The model that looks at the pictures.")] = "gpt-6-luna"
    check_tokens: Annotated[int, Field(ge=500, description="Tokens of its verdict at most, thinking included.")] = 4000
    check_seconds: Annotated[float, Field(gt=0, description="Seconds a look, or a moderation, may take.")] = 60.0
    elevenlabs_model: Annotated[str, Field(description="ElevenLabs' model.")] = "eleven_multilingual_v2"
    elevenlabs_voice: Annotated[str, Field(description="The id of its voice.")] = "21m00Tcm4TlvDq8ikWAM"
    elevenlabs_characters: Annotated[int, Field(ge=200, description="Characters of one of its calls at most.")] = 4500
    polly_voice: Annotated[str, Field(description="Polly's voice.")] = "Ruth"
    polly_engine: Annotated[
        Literal["standard", "neural", "long-form"], Field(description="Its engine; `generative` has no word times.")
    ] = "neural"
    polly_region: Annotated[str, Field(description="The AWS region that Polly is asked in.")] = "us-east-1"
    polly_endpoint_url: Annotated[str | None, Field(description="Another address for Polly.")] = None
    speech_seconds: Annotated[float, Field(gt=0, description="Seconds one call to a voice may take.")] = 180.0

    portrait_seconds: Annotated[
        float,
        Field(ge=0, description="Seconds from its request that a story's cover waits for its character's portraits."),
    ] = 120.0
    patience_seconds: Annotated[
        float, Field(ge=0, description="Seconds that a try waits in all for a provider that is busy or out of reach.")
    ] = 90.0

    budget_per_story: Annotated[
        Decimal | None,
        Field(ge=0, description="US dollars a story or character may cost; no call is made that could pass it."),
    ] = Decimal("5.00")
    budget_per_day: Annotated[
        Decimal | None, Field(ge=0, description="US dollars that all of them may cost in a day (UTC).")
    ] = Decimal("100.00")

    object_store: Annotated[Literal["folder", "s3"], Field(description="Where pictures, sound and books are kept.")] = (
        "folder"
    )
    public_url: Annotated[
        str | None, Field(description="Where clients read objects. Unset: the local file server, or the bucket.")
    ] = None
    s3_bucket: Annotated[str | None, Field(description="The bucket, with `s3`.")] = None
    s3_endpoint_url: Annotated[str | None, Field(description="Another server that speaks S3's protocol.")] = None
    s3_region: Annotated[str, Field(description="The bucket's region.")] = "us-east-1"

    supabase_jwt_secret: Annotated[
        SecretStr | None, _named("SUPABASE_JWT_SECRET", "Believes tokens signed with it (HS256).")
    ] = None
    supabase_jwks_url: Annotated[
        str | None, _named("SUPABASE_JWKS_URL", "Believes tokens signed with the keys published there (ES256, RS256).")
    ] = None
    supabase_url: Annotated[
        str | None, _named("SUPABASE_URL", "The project's address, where the page signs families in.")
    ] = None
    supabase_anon_key: Annotated[
        SecretStr | None,
        _named(
            "SUPABASE_ANON_KEY", "The project's public key: opens the realtime websocket; the page signs in with it."
        ),
    ] = None
    supabase_jwt_issuer: Annotated[str, _named("SUPABASE_JWT_ISSUER", "Whose tokens are believed.")] = "storytailor"
    api_port: Annotated[int, Field(ge=1, le=65535, description="The API, on 127.0.0.1.")] = 8000
    api_connections: Annotated[int, Field(ge=1, description="Connections to the database that the API keeps.")] = 10
    requests_per_minute: Annotated[
        int | None, Field(ge=1, description="Requests of a user in a minute, and in one go, for each API process.")
    ] = 300
    stories_per_month: Annotated[
        int | None, Field(ge=0, description="Stories a user may ask the API for in a month (UTC). Unset: any number.")
    ] = None
    characters_per_month: Annotated[
        int | None,
        Field(ge=0, description="Characters a user may ask the API for in a month (UTC). Unset: any number."),
    ] = None

    webhooks_allow_private: Annotated[
        bool, Field(description="Webhooks may be called over http, and in private networks. For development.")
    ] = False
    webhooks_per_user: Annotated[int, Field(ge=0, description="Webhooks that a user may have.")] = 10
    webhooks_at_once: Annotated[int, Field(ge=1, description="Calls to webhooks at a time, for each API process.")] = 64
    webhook_days: Annotated[
        int, Field(ge=1, description="Days after which deliveries that are over leave the webhooks' log.")
    ] = 30

    port: Annotated[int, Field(ge=1, le=65535, description="Dagster's UI, on 127.0.0.1.")] = 3000
    files_port: Annotated[int, Field(ge=1, le=65535, description="The local file server, on 127.0.0.1.")] = 3001

    scene_references: Annotated[
        References,
        Field(description="`chain`: a scene takes the pictures before it; `cover`: that alone, all at once."),
    ] = "chain"
    executor: Annotated[
        Literal["threads", "processes"],
        Field(description="What a run's steps are executed in."),
    ] = "threads"
    steps_at_once: Annotated[int, Field(ge=1, description="Steps of one run that are executed at once at most.")] = 6
    broker_url: Annotated[
        SecretStr | None,
        Field(description="Redis, where runs wait for workers on many machines. Unset: all runs are made here."),
    ] = None
    queue_batch: Annotated[int, Field(ge=1, le=500, description="New runs asked for in one look at the queue.")] = 25
    sensor_seconds: Annotated[
        int, Field(ge=1, description="Seconds between two looks at the queue. 1: half a second, the daemon's own beat.")
    ] = 1

    partition_days: Annotated[
        int, Field(ge=1, description="Days after which the partition key of a finished story is retired.")
    ] = 30
    event_days: Annotated[
        int, Field(ge=1, description="Days after which log events of runs that ended are purged; lineage stays.")
    ] = 30
    check_days: Annotated[
        int,
        Field(ge=1, description="Days after which results of asset checks are purged, but for each check's latest."),
    ] = 90
    answer_days: Annotated[
        int, Field(ge=1, description="Days after which providers' answers are deleted, once no attempt needs them.")
    ] = 30
    story_days: Annotated[
        int | None, Field(ge=1, description="Days after which a finished story is deleted. Unset: never.")
    ] = None
    character_days: Annotated[
        int | None,
        Field(
            ge=1, description="Days after which a character that no story was asked for with is deleted. Unset: never."
        ),
    ] = None

    log_format: Annotated[
        Literal["text", "json"], Field(description="`json`: each line of a log is an object, with the story's id.")
    ] = "text"
    otlp_endpoint: Annotated[
        str | None,
        _named("OTEL_EXPORTER_OTLP_ENDPOINT", "Where traces and figures go (OTLP over HTTP). Unset: nowhere."),
    ] = None
    otel_service_name: Annotated[str, _named("OTEL_SERVICE_NAME", "What this deployment is called there.")] = (
        "storytailor"
    )

    @property
    def objects_folder(self) -> Path:
        return self.home.resolve() / "objects"

    @property
    def exports_folder(self) -> Path:
        """What `storytailor story` puts for a person to open: a folder for each story, by its id."""
        return self.home.resolve() / "stories"

    @property
    def files_url(self) -> str:
        return f"http://127.0.0.1:{self.files_port}"

    @property
    def objects_url(self) -> str:
        """Where clients read objects."""
        if self.public_url is not None:
            return self.public_url
        if self.object_store == "folder":
            return self.files_url
        return f"{self.s3_endpoint_url or 'https://s3.amazonaws.com'}/{self.s3_bucket}"

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


def set_unless_set(name: str, value: str) -> None:
    """For what a library reads in the environment alone."""
    os.environ.setdefault(name, value)


def inherited_environment() -> dict[str, str]:
    """This process's environment, for the programs it starts."""
    return dict(os.environ)


@contextmanager
def environment_put_back() -> Iterator[None]:
    """This process's environment is afterwards what it was before."""
    before = dict(os.environ)
    try:
        yield
    finally:
        for name in os.environ.keys() - before.keys():
            del os.environ[name]
        os.environ.update(before)
