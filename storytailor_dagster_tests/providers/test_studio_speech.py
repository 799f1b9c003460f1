"""The studio reads aloud: real espeak-ng, real MP3."""

from __future__ import annotations

import io
import os
import signal
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import webvtt

from storytailor_dagster.errors import NotSetUp, Permanent, Transient
from storytailor_dagster.providers.studio.speech import StudioSpeech
from storytailor_dagster.providers.studio.speech.espeak import Espeak, Spoken, installed_espeak
from storytailor_dagster.providers.studio.speech.mastering import LOUDNESS, PEAK, Sound, floats, mastered
from storytailor_dagster.providers.studio.speech.timing import word_samples
from storytailor_dagster.providers.studio.speech.voice import PAUSE_BETWEEN_BEATS, PAUSE_BETWEEN_PARAGRAPHS, voice_for
from storytailor_dagster.providers.studio.speech.wording import as_said, script
from storytailor_dagster.providers.till import OpenTill
from storytailor_dagster.story.captions import captions
from storytailor_dagster.story.narration import Narration, spoken_paragraphs
from storytailor_dagster.story.narration_checks import check_narration

STORY = (
    "Nia stood at the edge of the sea and listened. The waves came in, soft as breathing.\n\n“Shall we go?” she asked.",
    "Down by the rocks sat an old grey seal. “I have lost my lantern,” said the seal.",
    "She took one slow breath, and then another. So they rowed, until something yellow blinked.",
    "The lantern shone on the boats, and every light in the harbour answered.",
)
HARD = (
    "In 1,234 days — or was it 12? — twenty-one 3rd-grade kids ate 3.5 cakes for $5 at 10:30 a.m.",
    "— Łukasz, Siân & Zoë 🎉 went to the café... “É!” said François. Shhh, whispered Иван to 小明. * * *",
    "It was well-known; rock-'n'-roll *star* (yes) in the 1990s!!! Mr. and Mrs. O’Brien’s e-mail: a/b <b>so</b> & co.",
    "Oh …\n\n“What—no!”\n\n- Grrr\n- Psst, \u202eAyumi\u202c!\x00\n\nمحمد 🦊 end",
)


def installed_espeak_at(data: Path) -> Espeak:
    return replace(installed_espeak(), data=data)


def read(beats: tuple[str, ...], *, age: int = 6) -> Narration:
    return StudioSpeech().speak(till=OpenTill(), beats=beats, age=age).value


def master(text: str) -> tuple[Sound, int]:
    (spoken,) = installed_espeak().say([text], voice=voice_for(6))
    return mastered(floats(spoken.pcm), rate=spoken.rate), spoken.rate


def assert_sound(narration: Narration, beats: tuple[str, ...]) -> None:
    findings = check_narration(narration, beats=beats, captions=captions(narration))
    assert [finding.summary for finding in findings if finding.blocks and not finding.passed] == []


def test_a_story_is_read_with_a_time_for_every_word() -> None:
    narration = read(STORY)
    assert [[word.txt for word in beat] for beat in narration.beats] == [text.split() for text in STORY]
    findings = check_narration(narration, beats=STORY, captions=captions(narration))
    assert [finding.summary for finding in findings if not finding.passed] == []


def test_hard_words_still_get_a_time_each() -> None:
    narration = read(HARD)
    assert_sound(narration, HARD)
    for before, after in pairwise(narration.words):
        assert before.start < before.end <= after.start
    for word in narration.words:
        assert all(round(seconds, 3) == seconds for seconds in (word.start, word.end))


def test_a_long_text_is_read_to_its_end() -> None:
    beats = tuple("\n\n".join([beat] * 17) for beat in STORY)
    assert sum(len(beat.split()) for beat in beats) > 1000
    narration = read(beats)
    assert_sound(narration, beats)
    assert 60 * len(narration.words) / narration.seconds == pytest.approx(145, abs=25)


def test_words_that_espeak_drops_stay_within_the_recording() -> None:
    beats = (" ".join(["é"] * 200), "One.", "Two.", "Three.")
    assert_sound(read(beats), beats)


def test_words_stand_where_they_are_heard() -> None:
    (spoken,) = installed_espeak().say(["Stop. Listen. Go."], voice=voice_for(6))
    sound = floats(spoken.pcm)
    text, spans = script(("Stop.", "Listen.", "Go."))
    times = word_samples(spans, events=spoken.words, sound=sound)
    assert text == "Stop. Listen. Go."
    loud = np.abs(sound) > 0.05 * np.abs(sound).max()
    for first, beyond in times:
        assert loud[first:beyond].mean() > 0.2
    for (_, end), (start, _) in pairwise(times):
        assert not loud[end:start].any()
        assert (start - end) / spoken.rate > 0.2


def test_the_same_request_gives_the_same_bytes() -> None:
    first = read(STORY)
    time.sleep(1)  # espeak-ng would seed its noise with the second
    assert read(STORY) == first


def test_younger_children_are_read_to_more_slowly() -> None:
    seconds = [read(STORY, age=age).seconds for age in (4, 7, 10)]
    assert seconds == sorted(seconds, reverse=True)
    assert len(set(seconds)) == 3


def test_beats_are_parted_by_more_silence_than_paragraphs() -> None:
    narration = read(STORY)
    between_beats = narration.beats[1][0].start - narration.beats[0][-1].end
    between_paragraphs = narration.beats[0][17].start - narration.beats[0][16].end
    assert narration.beats[0][17].txt == "“Shall"
    assert between_beats == pytest.approx(PAUSE_BETWEEN_BEATS, abs=0.15)
    assert between_paragraphs == pytest.approx(PAUSE_BETWEEN_PARAGRAPHS, abs=0.15)


def test_the_recording_is_even_and_never_clips() -> None:
    sound, rate = master(STORY[0].replace("\n", " "))
    spoken = sound[np.abs(sound) > 0.02 * np.abs(sound).max()]
    assert np.abs(sound).max() <= PEAK < 0.95
    assert np.sqrt(np.mean(spoken**2)) == pytest.approx(LOUDNESS, rel=0.1)
    assert abs(sound.mean()) < 1e-3
    spectrum = np.abs(np.fft.rfft(sound)) ** 2
    frequencies = np.fft.rfftfreq(len(sound), 1 / rate)
    assert spectrum[frequencies < 50].sum() < 1e-3 * spectrum.sum()
    assert spectrum[frequencies > 8000].sum() < 1e-2 * spectrum.sum()


def test_mastering_a_loud_sound_bends_it_below_the_peak() -> None:
    shots = np.zeros(22050)
    shots[::400] = 1.0
    assert np.abs(mastered(shots, rate=22050)).max() <= PEAK


def test_silence_stays_silence() -> None:
    assert not mastered(np.zeros(4000), rate=22050).any()


def test_its_use_is_counted_in_characters_and_costs_nothing() -> None:
    usage = StudioSpeech().speak(till=OpenTill(), beats=STORY, age=6).usage
    assert (usage.provider, usage.model, usage.unit) == ("studio", "espeak-ng", "characters")
    assert usage.units == sum(map(len, STORY))
    assert usage.cost == 0


def test_other_readers_understand_the_captions() -> None:
    read_back = webvtt.from_buffer(io.StringIO(captions(read(HARD)))).captions
    assert [cue.identifier for cue in read_back] == [str(number + 1) for number in range(len(read_back))]
    for before, after in pairwise(read_back):
        assert before.start < before.end <= after.start


@pytest.mark.parametrize("beats", [(), ("Once.", "🎉 — …", "Then.", "End."), ("", "", "", "")])
def test_a_beat_without_a_word_is_refused(beats: tuple[str, ...]) -> None:
    with pytest.raises(Permanent) as refusal:
        read(beats)
    assert refusal.value.code == "NOTHING_TO_SAY"


def test_missing_data_is_not_set_up(tmp_path: Path) -> None:
    speech = StudioSpeech(espeak=replace(installed_espeak(), data=tmp_path))
    with pytest.raises(NotSetUp, match="data folder is missing"):
        speech.speak(till=OpenTill(), beats=STORY, age=6)


def test_broken_data_is_not_set_up(tmp_path: Path) -> None:
    (tmp_path / "phontab").write_bytes(b"")
    with pytest.raises(NotSetUp, match="does not find its data"):
        installed_espeak_at(tmp_path).say(["Hello"], voice=voice_for(6))


def test_a_missing_library_is_not_set_up(tmp_path: Path) -> None:
    speech = StudioSpeech(espeak=replace(installed_espeak(), library=tmp_path / "none.so"))
    with pytest.raises(NotSetUp, match="cannot be loaded"):
        speech.speak(till=OpenTill(), beats=STORY, age=6)


def test_an_unknown_voice_is_not_set_up() -> None:
    with pytest.raises(NotSetUp, match="no voice martian"):
        installed_espeak().say(["Hello"], voice=replace(voice_for(6), name="martian"))


def test_data_under_a_long_path_is_found(tmp_path: Path) -> None:
    far = tmp_path.joinpath(*["a-folder-with-a-rather-long-name"] * 8)
    far.mkdir(parents=True)
    (far / "data").symlink_to(installed_espeak().data, target_is_directory=True)
    long_way, short_way = (
        espeak.say(["Hello there."], voice=voice_for(6))
        for espeak in (installed_espeak_at(far / "data"), installed_espeak())
    )
    assert len(bytes(far)) > 250
    assert long_way == short_way


def test_a_killed_process_is_tried_again(tmp_path: Path) -> None:
    with pytest.raises(Transient, match=f"ended with status -{signal.SIGKILL.value}"):
        say_with(tmp_path, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")


def test_a_hanging_process_is_ended(tmp_path: Path) -> None:
    with pytest.raises(Transient, match=r"longer than 0\.5 s"):
        say_with(tmp_path, "import time; open('pid', 'w').write(str(__import__('os').getpid())); time.sleep(60)")
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


@pytest.mark.parametrize("answer", ["", "nonsense\n", '{"rate": 22050, "pieces": []}\n', "[]\n"])
def test_half_an_answer_is_tried_again(tmp_path: Path, answer: str) -> None:
    with pytest.raises(Transient, match="espeak-ng's process answered"):
        say_with(tmp_path, f"import sys; sys.stdout.write({answer!r})")


def say_with(folder: Path, program: str) -> tuple[Spoken, ...]:
    worker = folder / "worker.py"
    worker.write_text(f"import os\nos.chdir({str(folder)!r})\n{program}\n")
    return replace(installed_espeak(), worker=worker, timeout=0.5).say(["Hello"], voice=voice_for(6))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("“Hello —", "“Hello —"),
        ("- Hello", "Hello"),
        ("-5", "-5"),
        ("*star*", "star"),
        ("Zoë 🎉", "Zoë"),
        ("Zoe\u0308", "Zoë"),
        ("Shhhh!", "Shush!"),
        ("psst,", "pist,"),
        ("a\x00b", "a b"),
    ],
)
def test_what_would_be_spelled_out_is_said_as_a_word(written: str, said: str) -> None:
    assert as_said(written) == said


def test_a_script_knows_where_each_word_is() -> None:
    tokens = spoken_paragraphs("— Łukasz *and* 🦊 Zoë … went")[0]
    text, spans = script(tokens)
    assert [text[first:beyond] for first, beyond in spans] == [as_said(token) for token in tokens]


def test_words_without_an_event_share_the_time_between_their_neighbours() -> None:
    spans = ((0, 4), (5, 9), (10, 14), (15, 19))
    times = word_samples(spans, events=[(0, 4, 100), (15, 4, 1600)], sound=np.ones(2000))
    assert [first for first, _ in times] == [100, 600, 1100, 1600]
    assert [beyond for _, beyond in times] == [600, 1100, 1600, 2000]


def test_words_without_any_event_share_the_whole_sound() -> None:
    times = word_samples(((0, 1), (2, 3), (4, 5)), events=[], sound=np.ones(500))
    assert times == ((0, 200), (200, 400), (400, 500))
