"""What Dagster loads. Nothing else belongs here."""

from storytailor_dagster.defs.build import build_defs

defs = build_defs()
