"""The assets, one file per kind of part. Each: inputs in, one call into its subject, a product out."""

from collections.abc import Sequence

import dagster as dg

from storytailor_dagster.defs.assets.activities import activities
from storytailor_dagster.defs.assets.audio import audio
from storytailor_dagster.defs.assets.content import content
from storytailor_dagster.defs.assets.pdf import pdf
from storytailor_dagster.defs.assets.pictures import cover, scenes
from storytailor_dagster.defs.assets.portraits import body, headshot
from storytailor_dagster.story.parts import References


def assets(references: References = "chain") -> Sequence[dg.AssetsDefinition]:
    """All of them; `references` says what the scenes lean on."""
    return (headshot, body, content, cover, *scenes(references), audio, activities, pdf)
