"""Cutting texts for a voice, and words found in its times, however broken those are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storytailor_dagster.errors import Objection, Permanent
from storytailor_dagster.providers.spoken.alignment import risen, spans_of_characters
from storytailor_dagster.providers.spoken.pieces import pieces
from storytailor_dagster.providers.spoken.told import Spoken, narration
from storytailor_dagster.story.captions import captions
from storytailor_dagster.story.narration import spoken_paragraphs
from storytailor_dagster.story.narration_checks import check_narration
from storytailor_dagster.story.sound import joined, mp3_seconds
from storytailor_dagster_tests.emulator.sound import hummed, timed

BEATS = (
    "“Où est-il?” said Zoë — quietly.\n\nThe wind took the hat, whoosh! It went up, and up, and up.",
    "A fox ran after it.",
    "Then it was dark… and cold.",
    "Now the hat is back.",
)
WORDS = st.lists(
    st.text(alphabet="abcdeé", min_size=1, max_size=9).flatmap(
        lambda word: st.sampled_from([word, f"{word}.", f"{word},", f"“{word}!”"])
    ),
    min_size=1,
    max_size=40,
)
TEXTS = st.tuples(*[WORDS.map(" ".join)] * 4)


@given(beats=TEXTS, longest=st.integers(20, 400))
def test_every_word_is_in_one_piece_in_order_at_its_place(beats: tuple[str, ...], longest: int) -> None:
    parts = pieces(beats, longest=longest)
    assert all(len(part.text) <= longest for part in parts)
    for part in parts:
        assert [part.text[token.first : token.beyond] for token in part.tokens] == [token.txt for token in part.tokens]
    spoken = [(token.beat, token.txt) for part in parts for token in part.tokens]
    written = [(n, word) for n, text in enumerate(beats) for words in spoken_paragraphs(text) for word in words]
    assert spoken == written


def test_a_short_story_is_one_piece_with_its_paragraphs() -> None:
    (part,) = pieces(BEATS, longest=2000)
    assert part.text.count("\n\n") == 4


def test_pieces_end_with_sentences_where_they_can() -> None:
    parts = pieces(BEATS, longest=60)
    assert all(part.text.rstrip("”").endswith((".", "!", "?")) for part in parts)


def test_a_paragraph_that_fits_is_not_cut() -> None:
    parts = pieces(BEATS, longest=80)
    paragraphs = [" ".join(words) for beat in BEATS for words in spoken_paragraphs(beat)]
    assert [paragraph for part in parts for paragraph in part.text.split("\n\n")] == paragraphs


def test_a_sentence_that_is_too_long_is_cut_at_its_commas_then_between_words() -> None:
    long = "The wind took it, and up it went, over the hill and over the river and over the mill."
    parts = pieces((long, "B.", "C.", "D."), longest=36)
    assert [part.text for part in parts] == [
        "The wind took it, and up it went,",
        "over the hill and over the river and",
        "over the mill.\n\nB.\n\nC.\n\nD.",
    ]


def test_a_beat_without_a_word_is_refused() -> None:
    with pytest.raises(Permanent):
        pieces(("One.", "…", "Three.", "Four."), longest=100)


@settings(deadline=None)
@given(beats=TEXTS, data=st.data())
def test_words_rise_within_the_sound_whatever_the_voice_says(beats: tuple[str, ...], data: st.DataObject) -> None:
    (part,) = pieces(beats, longest=10_000)
    time = st.one_of(st.floats(-5, 90), st.sampled_from([float("inf"), float("nan"), 0.0, 60.0]))
    times = st.one_of(st.none(), st.tuples(time, time))
    spans = data.draw(st.lists(times, min_size=len(part.tokens), max_size=len(part.tokens)))
    found = risen(part, spans, seconds=60.0)
    assert len(found) == len(part.tokens)
    assert all(0 <= start < end <= 60.0 for start, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))


def test_good_times_are_kept_as_they_are() -> None:
    (part,) = pieces(BEATS, longest=2000)
    spans: list[tuple[float, float] | None] = [(n * 0.5, n * 0.5 + 0.3) for n in range(len(part.tokens))]
    assert risen(part, spans, seconds=60.0) == spans


def test_one_time_that_jumps_ahead_does_not_move_the_others() -> None:
    (part,) = pieces(BEATS, longest=2000)
    spans: list[tuple[float, float] | None] = [(n * 0.5, n * 0.5 + 0.3) for n in range(len(part.tokens))]
    spans[4] = (50.0, 50.2)
    found = risen(part, spans, seconds=60.0)
    assert found[5] == spans[5]
    assert spans[3] is not None
    assert spans[3][0] < found[4][0] < 2.5


def test_words_that_all_begin_at_once_share_the_sound() -> None:
    (part,) = pieces(BEATS, longest=2000)
    found = risen(part, [(0.0, 0.0)] * len(part.tokens), seconds=20.0)
    assert all(later[0] - earlier[0] > 0.1 for earlier, later in pairwise(found))


def test_a_word_whose_end_is_not_told_lasts_until_the_next_but_not_through_a_pause() -> None:
    (part,) = pieces(("Up it went. Then down.", "B.", "C.", "D."), longest=2000)
    found = risen(part, [(float(n), float(n)) for n in range(len(part.tokens))], seconds=60.0)
    assert [end for _, end in found[:2]] == [1.0, 2.0]
    assert found[2][1] < 2.5
    assert found[-1][1] < 60.0


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text,
        lambda text: text.replace("“", '"').replace("”", '"').replace("…", "..."),
        lambda text: text.replace("\n\n", " "),
        lambda text: text[:-2],
        lambda text: text.upper(),
    ],
)
def test_words_are_found_in_characters_that_differ_a_little(changed: object) -> None:
    (part,) = pieces(BEATS, longest=2000)
    assert callable(changed)
    text: str = changed(part.text)
    starts = [n * 0.1 for n in range(len(text))]
    ends = [start + 0.1 for start in starts]
    spans = spans_of_characters(part, characters=text, starts=starts, ends=ends)
    assert all(span is not None for span in spans)
    known = [span for span in spans if span is not None]
    assert all(one[0] < other[0] for one, other in pairwise(known))


def test_far_more_characters_than_the_text_has_are_no_alignment_of_it() -> None:
    """Compared, they would keep a process busy for days."""
    (part,) = pieces(BEATS, longest=2000)
    many = 3_000_000
    spans = spans_of_characters(part, characters="e" * many, starts=[0.0] * many, ends=[0.1] * many)
    assert spans == [None] * len(part.tokens)


@settings(deadline=None)
@given(place=st.integers(0, 1200), size=st.integers(0, 12), instead=st.text("abe .", max_size=12))
def test_a_difference_puts_no_word_out_of_step_behind_it(place: int, size: int, instead: str) -> None:
    (part,) = pieces(tuple(" ".join([text] * 4) for text in BEATS), longest=2000)
    place = min(place, len(part.text) - size)
    text = part.text[:place] + instead + part.text[place + size :]
    known = [n * 0.1 for n in range(len(part.text))]
    starts = known[:place] + [place * 0.1] * len(instead) + known[place + size :]
    spans = spans_of_characters(part, characters=text, starts=starts, ends=[start + 0.1 for start in starts])
    found = risen(part, spans, seconds=len(part.text) * 0.1)
    near = 0.1 * (size + len(instead) + 30)
    for token, (start, _) in zip(part.tokens, found, strict=True):
        if abs(token.first - place) * 0.1 > near:
            letter = next(n for n, character in enumerate(token.txt) if character.isalnum())
            assert start == pytest.approx((token.first + letter) * 0.1, abs=0.002)


@pytest.mark.parametrize("nothing", [None, (float("inf"), float("nan"))])
def test_a_narration_says_when_its_times_are_guessed(nothing: tuple[float, float] | None) -> None:
    (part,) = pieces(BEATS, longest=2000)
    mp3 = hummed(part.text, rate=44100, kilobits=128)
    told = narration([Spoken(piece=part, mp3=mp3, spans=[nothing] * len(part.tokens))], beats=4, voice="hum")
    assert not told.is_timed
    findings = check_narration(told, beats=BEATS, captions=captions(told))
    assert [(found.name, found.blocks) for found in findings if not found.passed] == [("words_timed", False)]


def test_pieces_become_one_recording_with_exact_times() -> None:
    parts = pieces(BEATS, longest=60)
    spoken = []
    for part in parts:
        spans: list[tuple[float, float] | None] = [None] * len(part.tokens)
        for word in timed(part.text):
            owner = next((n for n, token in enumerate(part.tokens) if token.first <= word.first < token.beyond), None)
            if owner is not None and spans[owner] is None:
                spans[owner] = (word.start, word.end)
        spoken.append(Spoken(piece=part, mp3=hummed(part.text, rate=44100, kilobits=128), spans=spans))
    told = narration(spoken, beats=4, voice="hum")
    findings = check_narration(told, beats=BEATS, captions=captions(told))
    assert [found.name for found in findings if not found.passed] == []
    lengths = [mp3_seconds(part.mp3) for part in spoken]
    assert told.seconds == pytest.approx(sum(lengths), abs=0.001)
    first_of_second = len(parts[0].tokens)
    assert told.words[first_of_second].start >= lengths[0]


def test_sounds_of_different_kinds_are_not_joined() -> None:
    slow, fast = hummed("One.", rate=24000, kilobits=48), hummed("Two.", rate=44100, kilobits=128)
    with pytest.raises(Objection):
        joined([slow, fast])
    with pytest.raises(Objection):
        joined([b"no sound at all"])


def test_a_joined_sound_plays_as_long_as_its_parts() -> None:
    parts = [hummed(text, rate=44100, kilobits=128) for text in ("One.", "Two and a half.")]
    tagged = b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) + parts[1] + b"TAG" + bytes(125)
    whole, lengths = joined([parts[0], tagged])
    assert lengths == tuple(map(mp3_seconds, parts))
    assert mp3_seconds(whole) == pytest.approx(sum(lengths))
