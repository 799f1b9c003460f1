"""The options a request is typed with, the same for every command that makes one."""

from __future__ import annotations

from typing import Annotated, TypedDict
from uuid import UUID

import typer

from storytailor_dagster.errors import InvalidRequest
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.story.parts import Part
from storytailor_dagster.story.request_body import NOBODY, new_story_id, request_body
from storytailor_dagster.subjects import SUBJECTS, AnyPart, part_named

FIRST = Part.CONTENT

Title = Annotated[str | None, typer.Option(help="At most 80 characters; left out, the text chooses one.")]
Age = Annotated[int, typer.Option(help="The reader's age, 3 to 10.")]
Theme = Annotated[str | None, typer.Option(help="What the ending answers: courage, friendship, ...")]
Type = Annotated[str, typer.Option("--type", help="One of the fifteen story types: bedtime, birthday, ...")]
Idea = Annotated[str | None, typer.Option(help="What the story is about, in a sentence.")]
Hero = Annotated[str | None, typer.Option(help="The hero's name.")]
Species = Annotated[str, typer.Option(help="human, animal, robot, dragon, ...")]
Kind = Annotated[str | None, typer.Option(help="Narrows the species: fox, rabbit, ...")]
Pronouns = Annotated[str | None, typer.Option(help="she, he or they.")]
Appearance = Annotated[str | None, typer.Option(help="What the hero looks like, in a few words.")]
Priority = Annotated[str, typer.Option(help="normal, high or urgent.")]
Seed = Annotated[int | None, typer.Option(help="The same request and seed tell the same story.")]


class RequestOptions(TypedDict, total=False):
    """What `request_body` takes."""

    title: str | None
    age: int
    theme: str | None
    story_type: str
    idea: str | None
    hero: str | None
    species: str
    kind: str | None
    pronouns: str | None
    appearance: str | None
    priority: str
    seed: int | None


def insert_request(ledger: Ledger, options: RequestOptions) -> UUID:
    """Checks the request and puts it into the queue; the story's id.

    Raises:
        InvalidRequest: something can't become a story.
    """
    story_id = new_story_id()
    body = request_body(story_id=story_id, **options)
    return ledger.insert_story(
        story_id=story_id, creator_user_id=UUID(int=NOBODY), title=body.title, age=body.age, metadata=body.metadata
    )


def part_of(name: str | None) -> AnyPart | None:
    """The part of that name.

    Raises:
        InvalidRequest: there is none.
    """
    try:
        return None if name is None else part_named(name)
    except KeyError:
        known = ", ".join(part.value for subject in SUBJECTS for part in subject.parts)
        raise InvalidRequest("There is no such part.", code="INVALID_FIELD", remedy=f"One of: {known}.") from None
