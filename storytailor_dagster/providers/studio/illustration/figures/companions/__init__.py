"""Companions: small friends at the hero's side. `draw_companion` draws any of them."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.figures.companions.draw import draw_companion

__all__ = ["draw_companion"]
