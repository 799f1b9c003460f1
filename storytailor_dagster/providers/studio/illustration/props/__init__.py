"""Small things a story needs, held or standing. Origin on the ground, about 100 units tall unless said."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.props.held import hold
from storytailor_dagster.providers.studio.illustration.props.standing import draw_prop

__all__ = ["draw_prop", "hold"]
