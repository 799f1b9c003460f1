"""`story/activities`: four things to do after the story, with its hero and its places."""

from storytailor_dagster.defs.formats import ACTIVITIES
from storytailor_dagster.defs.making import part_asset
from storytailor_dagster.defs.product import Product
from storytailor_dagster.defs.work import StoryWork
from storytailor_dagster.story.activities import activities_for, check_activities
from storytailor_dagster.story.parts import Part
from storytailor_dagster.story.text import StoryText


def plan(work: StoryWork, content: StoryText) -> Product:
    request = work.request
    found = activities_for(request=request, text=content)
    data = ACTIVITIES.dump_json(found, by_alias=True)
    return Product(
        objects=(work.stored(data, extension="json", content_type="application/json", public=False),),
        columns={"activities": ACTIVITIES.dump_python(found, mode="json", by_alias=True)},
        findings=check_activities(found, request=request, text=content),
        metadata={"kinds": ", ".join(activity.type.value for activity in found)},
    )


activities = part_asset(
    Part.ACTIVITIES,
    plan,
    description="Four activities that take the story further, fit for the reader's age.",
    kinds={"python", "json"},
    code_version="1",
)
