"""The studio's story grammar: written fragments, and the rules that make one story of them."""

from storytailor_dagster.providers.studio.text.provider import StudioText

__all__ = ["StudioText"]
