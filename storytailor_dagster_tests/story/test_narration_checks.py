"""A narration that a family must not get is stopped, and said why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storytailor_dagster.errors import Objection
from storytailor_dagster.story.captions import captions
from storytailor_dagster.story.narration import Narration, Word
from storytailor_dagster.story.narration_checks import check_narration
from storytailor_dagster.story.sound import mp3_seconds
from storytailor_dagster_tests.story.spoken import FRAME, narrated, silence

BEATS = ("Nia waved — twice.", "The sea answered.", "She rowed home.", "Good night, sea.")
GOOD = narrated(*BEATS)


def objections(narration: Narration = GOOD, *, vtt: str | None = None) -> dict[str, str]:
    findings = check_narration(narration, beats=BEATS, captions=captions(narration) if vtt is None else vtt)
    return {finding.name: finding.summary for finding in findings if not finding.passed}


def with_word(beat: int, index: int, word: Word | None) -> Narration:
    words = list(GOOD.beats[beat])
    words[index : index + 1] = [word] if word else []
    beats = list(GOOD.beats)
    beats[beat] = tuple(words)
    return replace(GOOD, beats=tuple(beats))


def test_a_good_narration_passes_every_check() -> None:
    findings = check_narration(GOOD, beats=BEATS, captions=captions(GOOD))
    assert [finding.name for finding in findings if finding.passed] == [
        "audio_length",
        "captions_cover_every_word",
        "words_in_order",
        "sound_is_sound",
        "words_timed",
    ]
    assert [finding.name for finding in findings if not finding.blocks] == ["audio_length", "words_timed"]


@pytest.mark.parametrize("seconds", [0.0, 1.0, 60.0])
def test_a_pace_no_reader_has_is_remarked(seconds: float) -> None:
    assert "audio_length" in objections(replace(GOOD, seconds=seconds))


@pytest.mark.parametrize(
    ("shown", "lost"),
    [("night, ", "word 11 of 12"), ("waved", "word 2 of 12"), ("WEBVTT", "not WebVTT")],
)
def test_captions_that_lose_a_word_are_stopped(shown: str, lost: str) -> None:
    assert lost in objections(vtt=captions(GOOD).replace(shown, ""))["captions_cover_every_word"]


def test_captions_in_another_order_are_stopped() -> None:
    assert "captions_cover_every_word" in objections(vtt=captions(replace(GOOD, beats=GOOD.beats[::-1])))


@pytest.mark.parametrize(
    ("narration", "fault"),
    [
        (with_word(0, 1, Word(txt="waved —", start=0.6, end=0.6)), "1 end before they start"),
        (with_word(0, 1, Word(txt="waved —", start=0.5, end=1.2)), "1 overlap the next"),
        (with_word(3, 2, Word(txt="sea.", start=5.5, end=99.0)), "1 lie outside the recording"),
        (with_word(0, 0, Word(txt="Nia", start=-1.0, end=0.4)), "1 lie outside the recording"),
        (with_word(2, 1, None), "not those of the text"),
        (replace(GOOD, beats=(*GOOD.beats[:3], ())), "1 beats without a word"),
        (replace(GOOD, beats=GOOD.beats[:3]), "not those of the text"),
    ],
)
def test_words_out_of_order_are_stopped(narration: Narration, fault: str) -> None:
    assert fault in objections(narration)["words_in_order"]


@pytest.mark.parametrize("mp3", [b"", b"RIFF....WAVE", silence(20), silence(3), FRAME * 10 + b"oops" + FRAME * 10])
def test_sound_that_is_not_what_it_says_is_stopped(mp3: bytes) -> None:
    assert list(objections(replace(GOOD, mp3=mp3))) == ["sound_is_sound"]


def test_a_sound_of_absurd_length_is_stopped() -> None:
    hours = FRAME * 300_000
    told = objections(replace(GOOD, mp3=hours, seconds=mp3_seconds(hours)))
    assert "for 12 words" in told["sound_is_sound"]


def test_a_sound_of_absurd_size_is_not_even_counted() -> None:
    with pytest.raises(Objection, match="33 MB"):
        mp3_seconds(FRAME * (33_000_000 // len(FRAME) + 1))


def test_an_mp3_is_as_long_as_its_frames() -> None:
    assert mp3_seconds(FRAME * 100) == pytest.approx(100 * 576 / 22050)


@pytest.mark.parametrize(
    ("header", "size", "seconds"),
    [
        ("fffb90c0", 417, 1152 / 44100),  # MPEG-1, 128 kb/s, 44.1 kHz, mono
        ("fffb92c0", 418, 1152 / 44100),  # padded
        ("fffbe444", 960, 1152 / 48000),  # 320 kb/s, 48 kHz, joint stereo
        ("fff384c0", 192, 576 / 24000),  # MPEG-2, 64 kb/s, 24 kHz
        ("ffe340c0", 208, 576 / 11025),  # MPEG-2.5, 32 kb/s, 11.025 kHz
    ],
)
def test_frames_of_every_kind_are_measured(header: str, size: int, seconds: float) -> None:
    assert mp3_seconds(bytes.fromhex(header).ljust(size, b"\0") * 3) == pytest.approx(3 * seconds)


def test_tags_and_a_header_frame_do_not_count_as_sound() -> None:
    tagged = b"ID3\x04\0\0\0\0\x01\x00" + bytes(128)
    header = (FRAME[:4] + bytes(9) + b"Xing").ljust(104, b"\0")
    assert mp3_seconds(tagged + header + FRAME * 5 + b"TAG".ljust(128, b" ")) == pytest.approx(5 * 576 / 22050)


def test_a_frame_that_was_cut_off_is_not_played() -> None:
    assert mp3_seconds(FRAME * 5 + FRAME[:50]) == pytest.approx(5 * 576 / 22050)


@pytest.mark.parametrize("data", [b"", b"\xff", b"OggS" + bytes(100), b"\xff\xfd\x90\xc0" + bytes(500), bytes(50)])
def test_what_is_no_mp3_is_refused(data: bytes) -> None:
    with pytest.raises(Objection) as refusal:
        mp3_seconds(data)
    assert refusal.value.code == "SOUND_BROKEN"
