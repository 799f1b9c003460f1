"""`StudioSpeech`: the four beats read aloud by espeak-ng, one recording with a time for every word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from storytailor_dagster.errors import Permanent
from storytailor_dagster.providers.studio.speech import voice as pauses
from storytailor_dagster.providers.studio.speech.espeak import Espeak, Spoken, installed_espeak
from storytailor_dagster.providers.studio.speech.mastering import Sound, faded, floats, mastered, mp3
from storytailor_dagster.providers.studio.speech.timing import last_audible, word_samples
from storytailor_dagster.providers.studio.speech.voice import voice_for
from storytailor_dagster.providers.studio.speech.wording import script
from storytailor_dagster.providers.till import Answer, Till, Usage
from storytailor_dagster.story.narration import Narration, Word, spoken_paragraphs

ENCODER_DELAY = 1105
"""Samples by which an MP3 without a gapless header plays late: LAME's 576 and the decoder's 529. Measured: 1105."""
_EDGE = 0.04
"""Seconds kept before and after what can be heard of a paragraph."""
_SHORTEST = 1
"""Milliseconds a word is marked for at least."""


@dataclass(frozen=True, kw_only=True)
class _Paragraph:
    beat: int
    tokens: tuple[str, ...]
    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class StudioSpeech:
    """A `SpeechModel` that needs no key and no network. It is a synthesiser and claims to be nothing else.

    `espeak` is found in the installed package where none is given.
    """

    espeak: Espeak | None = None

    def speak(self, *, beats: tuple[str, ...], age: int, till: Till) -> Answer[Narration]:
        """The beats read aloud for a child of `age` years; the same beats and age give the same bytes.

        Raises:
            NotSetUp: espeak-ng, its data or its voice is missing.
            Transient: its process died or took too long.
            Permanent: a beat has no word to say (`NOTHING_TO_SAY`).
        """
        return till.made("speech", "studio", lambda: self._spoken(beats, age))

    def _spoken(self, beats: tuple[str, ...], age: int) -> Answer[Narration]:
        paragraphs = tuple(_paragraphs(beats))
        voice = voice_for(age)
        espeak = self.espeak or installed_espeak()
        spoken = espeak.say([paragraph.text for paragraph in paragraphs], voice=voice)
        sound, words = _assembled(paragraphs, spoken, beats=len(beats))
        rate = spoken[0].rate
        narration = Narration(
            mp3=mp3(mastered(sound, rate=rate), rate=rate),
            seconds=round((len(sound) + ENCODER_DELAY) / rate, 3),
            beats=words,
            voice=f"espeak-ng {voice.name}",
        )
        characters = sum(len(beat) for beat in beats)
        usage = Usage(provider="studio", model="espeak-ng", units=characters, unit="characters")
        return Answer(value=narration, usage=usage)


def _paragraphs(beats: tuple[str, ...]) -> Iterator[_Paragraph]:
    if not beats:
        raise Permanent("There is nothing to read aloud.", code="NOTHING_TO_SAY")
    for number, beat in enumerate(beats):
        paragraphs = spoken_paragraphs(beat)
        if not paragraphs:
            raise Permanent(f"Beat {number + 1} has no word to read aloud.", code="NOTHING_TO_SAY")
        for tokens in paragraphs:
            text, spans = script(tokens)
            yield _Paragraph(beat=number, tokens=tokens, text=text, spans=spans)


def _assembled(
    paragraphs: tuple[_Paragraph, ...], spoken: tuple[Spoken, ...], *, beats: int
) -> tuple[Sound, tuple[tuple[Word, ...], ...]]:
    """One sound of all paragraphs with their pauses, and the words of each beat with their times in it."""
    rate = spoken[0].rate
    pieces: list[Sound] = [np.zeros(int(pauses.SILENCE_BEFORE * rate))]
    position = len(pieces[0])
    words: list[list[Word]] = [[] for _ in range(beats)]
    free_from = 0
    for number, (paragraph, said) in enumerate(zip(paragraphs, spoken, strict=True)):
        sound = floats(said.pcm)
        times = word_samples(paragraph.spans, events=said.words, sound=sound)
        edge = int(_EDGE * rate)
        cut = max(times[0][0] - edge, 0)
        for token, (first, beyond) in zip(paragraph.tokens, times, strict=True):
            start = max(_milliseconds(position + first - cut, rate), free_from)
            free_from = max(_milliseconds(position + beyond - cut, rate), start + _SHORTEST)
            words[paragraph.beat].append(Word(txt=token, start=start / 1000, end=free_from / 1000))
        kept = faded(sound[cut : last_audible(sound) + edge], rate=rate)
        silence = np.zeros(int(_pause_after(paragraphs, number) * rate))
        pieces += [kept, silence]
        position += len(kept) + len(silence)
    return np.concatenate(pieces), tuple(tuple(beat) for beat in words)


def _pause_after(paragraphs: tuple[_Paragraph, ...], number: int) -> float:
    if number + 1 == len(paragraphs):
        return pauses.SILENCE_AFTER
    same_beat = paragraphs[number].beat == paragraphs[number + 1].beat
    return pauses.PAUSE_BETWEEN_PARAGRAPHS if same_beat else pauses.PAUSE_BETWEEN_BEATS


def _milliseconds(sample: int, rate: int) -> int:
    return round(1000 * (sample + ENCODER_DELAY) / rate)
