"""What clients send about their webhooks."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, HttpUrl

from storytailor_dagster.api.bodies import Body

Event = Literal["story.ready", "story.partial", "story.failed", "asset.ready", "asset.failed"]
Events = Annotated[list[Event], Field(min_length=1, max_length=20)]
Description = Annotated[str, Field(max_length=200)]
_HOOK = "https://app.example.org/hooks/storytailor"


class NewWebhook(Body):
    """Where to call, and when."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"url": _HOOK, "events": ["story.ready", "story.partial", "story.failed"]}]}
    )

    url: Annotated[HttpUrl, Field(description="https, on a host with a public address.")]
    events: Events = ["story.ready", "story.partial", "story.failed"]
    description: Description | None = None


class ChangedWebhook(Body):
    """What should be otherwise; the rest stays. `enabled: true` also brings back one that was disabled by itself."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"events": ["asset.ready"], "enabled": True}]})

    url: HttpUrl | None = None
    events: Events | None = None
    description: Description | None = None
    enabled: bool | None = None
