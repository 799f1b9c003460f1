"""Doubles of the four doors, for tests and for trying things out: quick, exact, and scripted to refuse.

They pass the same contract tests as the real ones. Nothing in the product uses them.
"""

from __future__ import annotations

import io
import math
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import lameenc
from PIL import Image, ImageDraw

from storytailor_dagster.providers.hands import Hands
from storytailor_dagster.providers.studio.check import StudioCheck
from storytailor_dagster.providers.till import Answer, Till, Usage
from storytailor_dagster.story.narration import Narration, Word, is_spoken
from storytailor_dagster.story.pictures import AnyBrief, Picture, PictureBrief
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.staging import Feeling, Light, Pose, Setting, Staging
from storytailor_dagster.story.text import Beat, KeyBeat, StoryText
from storytailor_dagster.story.verdict import Verdict

RATE = 22050
_SENTENCES = ("{hero} put on a red hat.", "The {place} was quiet.", "A small bird sang {n} notes.", "{hero} sang back.")


@dataclass
class Script:
    """What each call does before it answers: nothing (None), or it raises. Past the script's end it only answers."""

    steps: Sequence[Exception | None] = ()
    calls: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._rest: Iterator[Exception | None] = iter(self.steps)

    def step(self, **call: Any) -> None:
        self.calls.append(call)
        refusal = next(self._rest, None)
        if refusal is not None:
            raise refusal


@dataclass
class DoubleText:
    """Writes the same plain little story about every hero."""

    script: Script = field(default_factory=Script)

    def write(self, *, request: StoryRequest, till: Till, objection: str | None = None) -> Answer[StoryText]:
        return till.made("text", "double", lambda: self._written(request, objection))

    def _written(self, request: StoryRequest, objection: str | None) -> Answer[StoryText]:
        self.script.step(request=request, objection=objection)
        staging = Staging(setting=Setting.MEADOW, light=Light.DAY, pose=Pose.STAND, feeling=Feeling.HAPPY)
        name = request.hero.name
        beats = tuple(_beat(number, name) for number in range(1, 5))
        briefs = tuple(
            KeyBeat(
                beat_number=number,
                description=f"Passage {number}.",
                emotional_tone="calm",
                character_state="at ease",
                visual_description=f"{name} in a meadow.",
                staging=staging,
            )
            for number in range(1, 5)
        )
        title = request.title or f"{name} and the Bird"
        text = StoryText(title=title, theme=request.theme or "calm", beats=beats, key_beats=briefs, cover=staging)
        return Answer(value=text, usage=Usage(provider="double", model="double-text", units=40, unit="words"))


def _beat(number: int, name: str) -> Beat:
    lines = (line.format(hero=name, place=f"{number}. field", n=number * 10 + i) for i, line in enumerate(_SENTENCES))
    return Beat(id=f"beat-{number}", content=" ".join(f"{line[:-1]} in verse {number}." for line in lines))


@dataclass
class DoublePictures:
    """Draws coloured rings: another colour for every part."""

    script: Script = field(default_factory=Script)

    def draw(self, *, brief: AnyBrief, till: Till, references: tuple[Picture, ...] = ()) -> Answer[Picture]:
        return till.made("picture", "double", lambda: self._drawn(brief, references))

    def _drawn(self, brief: AnyBrief, references: tuple[Picture, ...]) -> Answer[Picture]:
        self.script.step(brief=brief, references=references)
        name = brief.part if isinstance(brief, PictureBrief) else brief.portrait
        width, height = brief.size
        shade = sum(name.value.encode()) % 200
        image = Image.radial_gradient("L").resize(brief.size).convert("RGB")
        pen = ImageDraw.Draw(image)
        for ring in range(40):
            across, down = ring * width // 86, ring * height // 86
            box = (across, down, width - across, height - down)
            pen.ellipse(box, outline=(shade, (ring * 37) % 256, 255 - shade), width=6)
        file = io.BytesIO()
        image.save(file, "PNG")
        return Answer(value=Picture(png=file.getvalue(), drawn=("hero",)), usage=_usage("double-pictures", "pictures"))


@dataclass
class DoubleSpeech:
    """Hums, a third of a second for each word."""

    script: Script = field(default_factory=Script)

    def speak(self, *, beats: tuple[str, ...], age: int, till: Till) -> Answer[Narration]:
        return till.made("speech", "double", lambda: self._spoken(beats, age))

    def _spoken(self, beats: tuple[str, ...], age: int) -> Answer[Narration]:
        self.script.step(beats=beats, age=age)
        at, spoken = 0.0, []
        for beat in beats:
            words = []
            for token in filter(is_spoken, beat.split()):
                words.append(Word(txt=token, start=round(at, 3), end=round(at + 0.3, 3)))
                at += 0.35
            spoken.append(tuple(words))
        narration = Narration(mp3=_hum(at), seconds=at, beats=tuple(spoken), voice="hum")
        return Answer(value=narration, usage=_usage("double-speech", "characters"))


@dataclass
class DoubleCheck:
    """Finds nothing to object to, or what `verdicts` say, one after the other."""

    script: Script = field(default_factory=Script)
    verdicts: Sequence[Verdict] = ()

    def __post_init__(self) -> None:
        self._rest = iter(self.verdicts)

    def look(
        self, *, brief: AnyBrief, picture: Picture, till: Till, portraits: tuple[Picture, ...] = ()
    ) -> Answer[Verdict]:
        return till.made("check", "double", lambda: self._looked(brief, picture, portraits))

    def read(self, *, words: tuple[str, ...], till: Till) -> Answer[Verdict]:
        """The studio's list, which everybody has."""
        self.script.step(words=words)
        return StudioCheck().read(words=words, till=till)

    def _looked(self, brief: AnyBrief, picture: Picture, portraits: tuple[Picture, ...]) -> Answer[Verdict]:
        self.script.step(brief=brief, picture=picture, portraits=portraits)
        return Answer(value=next(self._rest, Verdict()), usage=_usage("double-check", "pictures"))


def doubles(
    *,
    text: Script | None = None,
    picture: Script | None = None,
    speech: Script | None = None,
    check: Script | None = None,
    verdicts: Sequence[Verdict] = (),
) -> Hands:
    """Doubles behind all four doors."""
    return Hands(
        text=DoubleText(text or Script()),
        picture=DoublePictures(picture or Script()),
        speech=DoubleSpeech(speech or Script()),
        check=DoubleCheck(check or Script(), verdicts),
    )


def _usage(model: str, unit: str) -> Usage:
    return Usage(provider="double", model=model, units=1, unit=unit)


def _hum(seconds: float) -> bytes:
    wave = array("h", (int(8000 * math.sin(i * 0.12)) for i in range(int(seconds * RATE))))
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(48)
    encoder.set_in_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.silence()
    return bytes(encoder.encode(wave.tobytes()) + encoder.flush())
