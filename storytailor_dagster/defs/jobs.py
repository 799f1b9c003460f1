"""`new_story`: an operator types a request into the launchpad; the queue does the rest."""

from typing import Any
from uuid import UUID

import dagster as dg
from pydantic import Field

from storytailor_dagster.defs.failures import failure
from storytailor_dagster.errors import StorytailorError
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.story.request_body import NOBODY, new_story_id, request_body


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
    try:
        body = request_body(story_id=(story_id := new_story_id()), **given)
        ledger.insert_story(
            story_id=story_id, creator_user_id=UUID(int=NOBODY), title=body.title, age=body.age, metadata=body.metadata
        )
    except StorytailorError as error:
        raise failure(error) from None
    context.add_output_metadata({"story": str(story_id)})


@dg.job(description="Type a request; a few seconds later its run appears.")
def new_story() -> None:
    put_into_queue()


JOBS = (new_story,)
