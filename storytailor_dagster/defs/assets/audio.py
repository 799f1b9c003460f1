"""`story/audio`: the narration, a time for every word, and captions."""

from dataclasses import replace

from storytailor_dagster.defs.making import part_asset
from storytailor_dagster.defs.product import Product
from storytailor_dagster.defs.work import StoryWork
from storytailor_dagster.keys import CAPTIONS_KEY
from storytailor_dagster.story.book.model import STUDIO
from storytailor_dagster.story.captions import captions
from storytailor_dagster.story.names import StandIns
from storytailor_dagster.story.narration import Narration, audio_blocks, audio_words
from storytailor_dagster.story.narration_checks import check_narration
from storytailor_dagster.story.parts import Part
from storytailor_dagster.story.text import StoryText


def narrate(work: StoryWork, content: StoryText) -> Product:
    names = work.names
    is_hidden = not work.settings.speak_names and work.hands.made_by.voice != STUDIO
    written = tuple(beat.content for beat in content.beats)
    beats = tuple(map(names.hide, written)) if is_hidden else written
    spoken = work.hands.speech.speak(beats=beats, age=work.request.age, till=work.calls)
    findings = check_narration(spoken.value, beats=beats, captions=captions(spoken.value))
    narration = _revealed(spoken.value, names) if is_hidden else spoken.value
    vtt = captions(narration)
    sound = work.stored(narration.mp3, extension="mp3", content_type="audio/mpeg")
    cues = work.stored(vtt.encode(), extension="vtt", content_type="text/vtt; charset=utf-8", name="captions")
    spoken_words = audio_words(narration)
    return Product(
        objects=(sound, cues),
        columns={
            "audio_url": sound.url,
            "webvtt_url": cues.url,
            "audio_voice_id": narration.voice,
            "audio_duration": round(narration.seconds, 3),
            "audio_words": spoken_words,
            "audio_blocks": audio_blocks(narration),
        },
        kept={CAPTIONS_KEY: cues.key},
        findings=findings,
        usage=spoken.usage,
        metadata={
            "length_seconds": round(narration.seconds, 2),
            "words": len(spoken_words),
            "voice": narration.voice,
            "captions": cues.url or "",
        },
    )


def _revealed(narration: Narration, names: StandIns) -> Narration:
    """The words as the family reads them, where the voice was given stand-ins."""
    beats = tuple(
        tuple(word.model_copy(update={"txt": names.reveal(word.txt)}) for word in beat) for beat in narration.beats
    )
    return replace(narration, beats=beats)


audio = part_asset(
    Part.AUDIO,
    narrate,
    description="The story read aloud (MP3), a time for every word, and captions (WebVTT).",
    kinds={"python", "mp3"},
    code_version="2",
)
