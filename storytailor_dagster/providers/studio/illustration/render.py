"""A document becomes a PNG, drawn by resvg in a process of its own: pictures drawn at once take a core each.

One picture is not shared between cores: resvg computes a filter over its whole region, however little is asked for.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from storytailor_dagster.errors import Permanent, Transient

SECONDS = 120.0

_WORKER = Path(__file__).with_name("render_worker.py")


def render(svg: str) -> bytes:
    """The document as a PNG of its own size.

    Raises:
        Permanent: resvg refuses the document.
        Transient: the process was killed, or was not done within SECONDS.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_WORKER)], input=svg.encode(), capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Transient("A picture took too long to draw.", code="DRAWING_SLOW") from error
    if done.returncode > 0:
        raise Permanent(
            "The picture could not be drawn.", code="DRAWING_REFUSED", remedy="Report the story's id: it is a bug."
        )
    if done.returncode < 0:
        raise Transient("The process that drew a picture was killed.", code="DRAWING_KILLED")
    return done.stdout
