"""What a family does together after the story. Not how a book lays it out."""

from storytailor_dagster.story.activities.check import check_activities
from storytailor_dagster.story.activities.choose import activities_for
from storytailor_dagster.story.activities.model import Activity, ActivityType, Adaptations, AgeRange

__all__ = ["Activity", "ActivityType", "Adaptations", "AgeRange", "activities_for", "check_activities"]
