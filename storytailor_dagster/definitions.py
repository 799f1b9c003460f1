"""What Dagster loads. Nothing else belongs here."""

from storytailor_dagster.defs.build import build_defs
from storytailor_dagster.defs.logs import log_as_chosen
from storytailor_dagster.settings import Settings

log_as_chosen(Settings())
defs = build_defs()
