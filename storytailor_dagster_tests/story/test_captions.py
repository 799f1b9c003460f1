"""Captions: a cue per sentence, two short lines, a stamp per word."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import pytest
import webvtt

from storytailor_dagster.story.captions import LINE, caption_tokens, captions
from storytailor_dagster.story.sentences import sentences
from storytailor_dagster_tests.story.spoken import narrated

LONG = (
    "When the moon came up over the hill, round and yellow as a cheese, the hedgehog took her little red lantern, "
    "and her scarf, and the map that her grandmother had drawn, and walked quietly out into the silver garden"
)


def told(*beats: str) -> list[str]:
    return [" ".join(word.txt for word in sentence) for sentence in sentences(narrated(*beats))]


def cues(*beats: str) -> list[str]:
    return [cue.text for cue in webvtt.from_buffer(io.StringIO(captions(narrated(*beats)))).captions]


@pytest.mark.parametrize(
    "text",
    [
        "One here. | Two here! | Three?",
        "“Come on!” said Mia. | They ran.",
        '"Come on!" said Mia. | They ran.',
        "“Come on!” Mia said. | They ran.",
        "“Is it far?” the old grey seal asked. | “No.”",
        "“Come on!” | They ran down to the sea. | “I see it,” said Mia.",
        "“I know. | I know,” she whispered.",
        "Mr. Fox met Mrs. Hen and Dr. J. Owl. | All laughed.",
        "It was far … very far. | Oh… | Then it came.",
        "Well... maybe — or not? | “Yes,” he thought, “I can.”",
        "It was 3.5 metres. | 12 more followed.",
        "So did I. | Then we slept. (Soundly.)",
        "“Look!” | It was he. | The end",
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str) -> None:
    wanted = text.replace("slept. (", "slept. | (").split(" | ")
    assert told(text.replace(" | ", " ")) == wanted


def test_no_sentence_runs_across_two_beats() -> None:
    assert told("and then", "they slept") == ["and then", "they slept"]


def test_every_word_after_a_cues_first_has_a_stamp() -> None:
    vtt = captions(narrated("Nia waved to us. Good night."))
    assert vtt == (
        "WEBVTT\n\n"
        "1\n00:00:00.000 --> 00:00:02.000\n"
        "Nia <00:00:00.500>waved <00:00:01.000>to <00:00:01.500>us.\n\n"
        "2\n00:00:02.000 --> 00:00:03.300\n"
        "Good <00:00:02.500>night.\n"
    )


def test_an_hour_is_written_out() -> None:
    assert "01:00:00.000 -->" in captions(narrated("Oh. " * 7201))


def test_markup_is_escaped_and_read_back() -> None:
    text = "Tom & Co <c.red>went</c> --> home &amp; 1 < 2 > 0"
    vtt = captions(narrated(text))
    assert "Tom &amp; <" in vtt
    assert "&lt;c.red&gt;went&lt;/c&gt;" in vtt
    assert "--&gt;" in vtt
    assert caption_tokens(vtt) == tuple(text.split())


def test_a_long_sentence_is_broken_where_it_breathes() -> None:
    assert cues(LONG) == [
        "When the moon came up over the hill,\nround and yellow as a cheese,",
        "the hedgehog took her little red lantern,\nand her scarf, and the map",
        "that her grandmother had drawn, and\nwalked quietly out into the silver garden",
    ]


@pytest.mark.parametrize("text", [LONG, LONG.replace(",", ""), "hm " * 900, "a" * 41 + " " + "b" * 41 + " " + "c" * 41])
def test_a_cue_has_at_most_two_short_lines(text: str) -> None:
    for cue in cues(text):
        lines = cue.split("\n")
        assert len(lines) <= 2
        assert max(map(len, lines)) <= LINE


def test_a_word_longer_than_a_line_is_shown_whole() -> None:
    assert cues(f"Oh {'a' * 100} yes.") == ["Oh", "a" * 100, "yes."]


def test_cues_follow_each_other_and_stamps_stay_inside() -> None:
    read = webvtt.from_buffer(io.StringIO(captions(narrated(LONG, "Oh! Yes. " + LONG, "Hm", "The end.")))).captions
    for before, after in pairwise(read):
        assert before.start < before.end <= after.start
    for cue in read:
        stamps = re.findall(r"<(\d\d:\d\d:\d\d\.\d{3})>", cue.raw_text)
        assert [cue.start, *stamps, cue.end] == sorted({cue.start, *stamps, cue.end})


def test_other_readers_get_the_words_back() -> None:
    assert " ".join(cues(LONG, "“Oh!” said Mia.")).split() == f"{LONG} “Oh!” said Mia.".split()


def test_what_is_not_webvtt_is_not_read_as_captions() -> None:
    with pytest.raises(ValueError, match="WEBVTT"):
        caption_tokens("1\n00:00 --> 00:01\nHello")


def test_captions_of_others_are_read_too() -> None:
    foreign = (
        "\ufeffWEBVTT Kind: captions\r\n\r\nNOTE hello\r\n\r\n00:00.000 --> 00:01.000 line:0\r\n<v Nia>Hi &amp; bye\r\n"
    )
    assert caption_tokens(foreign) == ("Hi", "&", "bye")
