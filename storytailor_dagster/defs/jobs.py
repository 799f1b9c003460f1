"""What an operator asks for in the launchpad: a new story, or a character's pictures anew. The queue does the rest."""

from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import dagster as dg
from pydantic import Field

from storytailor_dagster.defs import tags
from storytailor_dagster.defs.failures import failure
from storytailor_dagster.errors import Gone, InvalidRequest, StorytailorError
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.story.parts import Part, below
from storytailor_dagster.story.request_body import NOBODY, request_body


class NewStory(dg.Config):
    """What a family would ask for. Everything may be left out."""

    title: str | None = Field(default=None, description="At most 80 characters; left out, the text chooses one.")
    age: int = Field(default=7, description="The reader's age, 3 to 10 years.")
    story_type: str = Field(default="Adventure", description="One of the fifteen story types, in any spelling.")
    theme: str | None = Field(default=None, description="What the ending answers: courage, friendship, ...")
    idea: str | None = Field(default=None, description="What the story is about, in a sentence.")
    hero: str | None = Field(default=None, description="The hero's name.")
    species: str = Field(default="human", description="human, animal, robot, dragon, ...")
    kind: str | None = Field(default=None, description="Narrows the species: fox, rabbit, ...")
    pronouns: str | None = Field(default=None, description="she, he or they.")
    appearance: str | None = Field(default=None, description="What the hero looks like, in a few words.")
    priority: str = Field(default="normal", description="normal, high or urgent.")


@dg.op(description="Checks the request and puts it into the queue.")
def put_into_queue(context: dg.OpExecutionContext, config: NewStory, ledger: dg.ResourceParam[Ledger]) -> None:
    given: dict[str, Any] = {name: value for name, value in config.model_dump().items() if value is not None}
    story_id = uuid5(NAMESPACE_OID, context.run.root_run_id or context.run_id)  # run again, it asks for the same story
    context.instance.add_run_tags(context.run_id, {tags.MADE_FOR: str(story_id)})
    try:
        body = request_body(story_id=story_id, **given)
        ledger.insert_story(
            story_id=story_id, creator_user_id=UUID(int=NOBODY), title=body.title, age=body.age, metadata=body.metadata
        )
    except StorytailorError as error:
        raise failure(error) from None
    context.add_output_metadata({"story": str(story_id)})


@dg.job(description="Type a request; a few seconds later its run appears.")
def new_story() -> None:
    put_into_queue()


class Redraw(dg.Config):
    """Whose pictures."""

    character_id: str = Field(description="The character's id, as runs of its stories have it in their tag.")


@dg.op(description="Queues the pictures of every story about the character, and what follows from them.")
def queue_pictures(context: dg.OpExecutionContext, config: Redraw, ledger: dg.ResourceParam[Ledger]) -> None:
    try:
        character = _known(ledger, config.character_id)
        wanted = {Part.COVER, *below(Part.COVER)}
        stories = ledger.characters.stories(character)
        for story, asked in stories:
            ledger.ask(subject_id=story, parts=[part for part in asked if part in wanted])
    except StorytailorError as error:
        raise failure(error) from None
    context.add_output_metadata({"stories": len(stories), "character": str(character)})


def _known(ledger: Ledger, character_id: str) -> UUID:
    try:
        character = UUID(character_id)
    except ValueError:
        raise InvalidRequest("That is no character's id.", code="INVALID_FIELD") from None
    if ledger.characters.row(character) is None:
        raise Gone("There is no such character.", remedy="Look at the id.")
    return character


@dg.job(description="Type a character's id: the pictures of its stories are made anew, after its portraits of today.")
def redraw_stories() -> None:
    queue_pictures()


JOBS = (new_story, redraw_stories)
