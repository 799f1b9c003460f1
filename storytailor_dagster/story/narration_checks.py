"""Checks of a finished narration and its captions. They look and report; what is stored is decided elsewhere."""

from __future__ import annotations

from itertools import pairwise
from types import MappingProxyType

from storytailor_dagster.errors import Objection
from storytailor_dagster.story.captions import caption_tokens
from storytailor_dagster.story.finding import Finding
from storytailor_dagster.story.narration import Narration, is_spoken
from storytailor_dagster.story.sound import mp3_seconds

SLOWEST, FASTEST = 80, 220
"""Words a minute, pauses included, between which a person can read a story aloud."""
LONGEST_PAUSES, LONGEST_WORD = 60.0, 6.0
"""Seconds: a sound of more than the first and as often the second as it has words is none of the story."""
LENGTH_TOLERANCE = 0.3
"""Seconds by which the MP3 may differ from what is said of it."""


def check_narration(narration: Narration, *, beats: tuple[str, ...], captions: str) -> tuple[Finding, ...]:
    """Five findings: `audio_length` and `words_timed` warn; `captions_cover_every_word`, `words_in_order` and
    `sound_is_sound` block.

    `beats` are the texts that were to be read, `captions` their WebVTT.
    """
    return (
        _audio_length(narration, beats),
        _captions_cover_every_word(beats, captions),
        _words_in_order(narration, beats),
        _sound_is_sound(narration),
        _words_timed(narration),
    )


def _words_timed(narration: Narration) -> Finding:
    own = "The words' times are the voice's own."
    guessed = "The voice gave no times: the words' are guessed from their lengths."
    return Finding(name="words_timed", passed=narration.is_timed, summary=own if narration.is_timed else guessed)


def _spoken(text: str) -> list[str]:
    return [token for token in text.split() if is_spoken(token)]


def _audio_length(narration: Narration, beats: tuple[str, ...]) -> Finding:
    words = sum(len(_spoken(beat)) for beat in beats)
    pace = 60 * words / narration.seconds if narration.seconds > 0 else 0.0
    return Finding(
        name="audio_length",
        passed=SLOWEST <= pace <= FASTEST,
        summary=f"{words} words in {narration.seconds:.1f} s: {pace:.0f} a minute ({SLOWEST} to {FASTEST} is usual).",
        figures=MappingProxyType(
            {"words": words, "seconds": narration.seconds, "words_per_minute": round(pace, 1)},
        ),
    )


def _captions_cover_every_word(beats: tuple[str, ...], captions: str) -> Finding:
    wanted = [token for beat in beats for token in _spoken(beat)]
    try:
        shown = iter(caption_tokens(captions))
    except ValueError:
        shown, wrong = iter(()), "The captions are not WebVTT."
    else:
        wrong = ""
    covered = 0
    for token in wanted:
        if token not in shown:  # consumes the iterator: what follows must come later in the captions
            break
        covered += 1
    passed = not wrong and covered == len(wanted)
    missing = f"The captions lose the text at word {covered + 1} of {len(wanted)}."
    return Finding(
        name="captions_cover_every_word",
        passed=passed,
        summary=f"All {len(wanted)} words are in the captions, in order." if passed else wrong or missing,
        blocks=True,
        figures=MappingProxyType({"words": len(wanted), "covered": covered}),
    )


def _words_in_order(narration: Narration, beats: tuple[str, ...]) -> Finding:
    words = narration.words
    backwards = sum(word.start >= word.end for word in words)
    overlapping = sum(before.end > after.start for before, after in pairwise(words))
    outside = sum(word.start < 0 or word.end > narration.seconds for word in words)
    silent = sum(not any(is_spoken(word.txt) for word in spoken) for spoken in narration.beats)
    miscounted = len(narration.beats) != len(beats) or any(
        len(spoken) != len(_spoken(text)) for spoken, text in zip(narration.beats, beats, strict=False)
    )
    faults = {
        "end before they start": backwards,
        "overlap the next": overlapping,
        "lie outside the recording": outside,
        "beats without a word": silent,
    }
    said = [f"{count} {fault}" for fault, count in faults.items() if count]
    said += ["the beats' words are not those of the text"] if miscounted else []
    return Finding(
        name="words_in_order",
        passed=not said,
        summary=f"Not every word has its time: {', '.join(said)}."
        if said
        else f"{len(words)} words, each in its time.",
        blocks=True,
        figures=MappingProxyType({"words": len(words), "faults": sum(faults.values()) + miscounted}),
    )


def _sound_is_sound(narration: Narration) -> Finding:
    figures: dict[str, float | int] = {"bytes": len(narration.mp3), "seconds": narration.seconds}
    try:
        played = mp3_seconds(narration.mp3)
    except Objection as objection:
        passed, summary = False, str(objection)
    else:
        passed = abs(played - narration.seconds) <= LENGTH_TOLERANCE
        summary = f"The MP3 plays {played:.2f} s; {narration.seconds:.2f} s are claimed."
        figures["played"] = round(played, 3)
        if played > LONGEST_PAUSES + LONGEST_WORD * len(narration.words):
            passed, summary = False, f"The MP3 plays {played:.0f} s for {len(narration.words)} words."
    return Finding(
        name="sound_is_sound", passed=passed, summary=summary, blocks=True, figures=MappingProxyType(figures)
    )
