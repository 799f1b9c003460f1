"""The studio's voice: espeak-ng in a process of its own, mastered and timed here. No hosted voice, no captions."""

from __future__ import annotations

from storytailor_dagster.providers.studio.speech.speaker import StudioSpeech

__all__ = ["StudioSpeech"]
