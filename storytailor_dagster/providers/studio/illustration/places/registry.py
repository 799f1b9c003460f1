"""Every setting and the place that paints it."""

from __future__ import annotations

from collections.abc import Mapping

from storytailor_dagster.providers.studio.illustration.places.beach import PLACE as BEACH
from storytailor_dagster.providers.studio.illustration.places.bedroom import PLACE as BEDROOM
from storytailor_dagster.providers.studio.illustration.places.classroom import PLACE as CLASSROOM
from storytailor_dagster.providers.studio.illustration.places.clinic import PLACE as CLINIC
from storytailor_dagster.providers.studio.illustration.places.forest import PLACE as FOREST
from storytailor_dagster.providers.studio.illustration.places.kitchen import PLACE as KITCHEN
from storytailor_dagster.providers.studio.illustration.places.library import PLACE as LIBRARY
from storytailor_dagster.providers.studio.illustration.places.meadow import PLACE as MEADOW
from storytailor_dagster.providers.studio.illustration.places.mountain import PLACE as MOUNTAIN
from storytailor_dagster.providers.studio.illustration.places.park import PLACE as PARK
from storytailor_dagster.providers.studio.illustration.places.plan import Place
from storytailor_dagster.providers.studio.illustration.places.space import PLACE as SPACE
from storytailor_dagster.providers.studio.illustration.places.town import PLACE as TOWN
from storytailor_dagster.providers.studio.illustration.places.undersea import PLACE as UNDERSEA
from storytailor_dagster.story.staging import Setting

PLACES: Mapping[Setting, Place] = {
    Setting.FOREST: FOREST,
    Setting.BEACH: BEACH,
    Setting.BEDROOM: BEDROOM,
    Setting.PARK: PARK,
    Setting.SPACE: SPACE,
    Setting.UNDERSEA: UNDERSEA,
    Setting.MEADOW: MEADOW,
    Setting.MOUNTAIN: MOUNTAIN,
    Setting.TOWN: TOWN,
    Setting.CLASSROOM: CLASSROOM,
    Setting.CLINIC: CLINIC,
    Setting.KITCHEN: KITCHEN,
    Setting.LIBRARY: LIBRARY,
}
