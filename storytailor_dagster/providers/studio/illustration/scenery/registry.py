"""Every setting and the place that paints it."""

from __future__ import annotations

from collections.abc import Mapping

from storytailor_dagster.providers.studio.illustration.scenery.beach import PLACE as BEACH
from storytailor_dagster.providers.studio.illustration.scenery.bedroom import PLACE as BEDROOM
from storytailor_dagster.providers.studio.illustration.scenery.classroom import PLACE as CLASSROOM
from storytailor_dagster.providers.studio.illustration.scenery.clinic import PLACE as CLINIC
from storytailor_dagster.providers.studio.illustration.scenery.forest import PLACE as FOREST
from storytailor_dagster.providers.studio.illustration.scenery.kitchen import PLACE as KITCHEN
from storytailor_dagster.providers.studio.illustration.scenery.library import PLACE as LIBRARY
from storytailor_dagster.providers.studio.illustration.scenery.meadow import PLACE as MEADOW
from storytailor_dagster.providers.studio.illustration.scenery.mountain import PLACE as MOUNTAIN
from storytailor_dagster.providers.studio.illustration.scenery.park import PLACE as PARK
from storytailor_dagster.providers.studio.illustration.scenery.plan import Place
from storytailor_dagster.providers.studio.illustration.scenery.space import PLACE as SPACE
from storytailor_dagster.providers.studio.illustration.scenery.town import PLACE as TOWN
from storytailor_dagster.providers.studio.illustration.scenery.undersea import PLACE as UNDERSEA
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
