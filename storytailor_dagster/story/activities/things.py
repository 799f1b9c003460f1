"""What each companion, prop and feeling offers to play with. Facts only."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from storytailor_dagster.story.staging import Companion, Feeling, Prop


@dataclass(frozen=True)
class Friend:
    """How the companion moves and sounds, and the `features` that make a sock or a paper bag look like it."""

    move: str
    sound: str
    features: str


@dataclass(frozen=True)
class Thing:
    """How the prop is made of paper and such: what `needs` to be there, and `how` in one sentence."""

    article: str
    needs: str
    how: str


@dataclass(frozen=True)
class Mood:
    """What the body does when it feels so, and what `helps` to keep or to ease it."""

    body: str
    helps: str


FRIENDS: MappingProxyType[Companion, Friend] = MappingProxyType(
    {
        Companion.DOG: Friend("trot, stop and wag", "woof", "two long ears and a round nose"),
        Companion.CAT: Friend("stretch and slink", "miaow", "pointed ears and whiskers"),
        Companion.FOX: Friend("trot on soft paws", "a small yip", "pointed ears and a white chin"),
        Companion.OWL: Friend("spread your wings and turn your head", "hoo-hoo", "two big round eyes and a beak"),
        Companion.RABBIT: Friend("hop twice and listen", "a tiny sniff", "two tall ears and front teeth"),
        Companion.TEDDY: Friend("waddle and flop down", "a low, cosy hum", "round ears and a patch"),
        Companion.SMALL_ROBOT: Friend("roll straight and turn in corners", "beep-bop", "square eyes and an aerial"),
        Companion.SMALL_DRAGON: Friend("flap and puff", "a soft roar", "small horns and a row of spikes"),
        Companion.SMALL_ALIEN: Friend("bounce on springy legs", "zib-zib", "one big eye and two feelers"),
        Companion.OCTOPUS: Friend("wave all your arms at once", "blub", "eight wavy arms and a smile"),
        Companion.BIRD: Friend("flap, glide and land on one foot", "tweet", "a beak and two feathers of paper"),
        Companion.TURTLE: Friend(
            "crawl slowly and pull in your head", "a long, slow yawn", "a round shell and a kind face"
        ),
    }
)

THINGS: MappingProxyType[Prop, Thing] = MappingProxyType(
    {
        Prop.LANTERN: Thing(
            "a lantern", "coloured paper, tape", "Roll the paper into a tube, tape it and add a paper handle"
        ),
        Prop.KITE: Thing(
            "a kite",
            "strong paper, wool",
            "Fold the paper into a diamond, colour its four fields and tape on a tail of wool",
        ),
        Prop.BOOK: Thing(
            "a book", "three sheets of paper, wool", "Fold the sheets together and tie them along the fold with wool"
        ),
        Prop.CAKE: Thing(
            "a cake",
            "an empty round box, paper strips",
            "Cover the box with paper strips in layers and put a rolled paper light on top",
        ),
        Prop.COIN_JAR: Thing(
            "a coin jar", "an empty yoghurt pot, paper", "Wrap the pot in paper and colour big paper circles for coins"
        ),
        Prop.DRUM: Thing(
            "a drum",
            "an empty tin or box, paper",
            "Wrap a strip of patterned paper round the box and find two wooden spoons",
        ),
        Prop.MAP: Thing(
            "a map",
            "brown paper, crayons",
            "Crumple the paper, smooth it out again and draw the way from scene to scene",
        ),
        Prop.KEY: Thing(
            "a key", "card, kitchen foil", "Draw a big key on card, tear or cut it out and wrap it in foil"
        ),
        Prop.BASKET: Thing(
            "a basket", "a small box, paper strips", "Weave or tape paper strips round the box and add a handle"
        ),
        Prop.FLOWER: Thing(
            "a flower",
            "tissue paper, a straw",
            "Stack three circles of tissue paper, pinch the middle and tape it to the straw",
        ),
        Prop.STAR: Thing(
            "a star", "card, kitchen foil", "Draw a star as big as a hand on card and press foil round it"
        ),
        Prop.TABLET: Thing(
            "a tablet",
            "card, crayons",
            "Round the corners of the card and draw a screen with one picture from the story",
        ),
        Prop.CRADLE: Thing(
            "a cradle", "a shoe box, a tea towel", "Fold the tea towel into a mattress and lay it in the box"
        ),
        Prop.LETTER: Thing(
            "a letter", "paper, crayons", "Fold the paper in three, draw a seal and put a secret picture inside"
        ),
        Prop.BALL: Thing(
            "a ball", "old newspaper, tape", "Crumple the newspaper tightly and wrap tape round it until it is round"
        ),
        Prop.UMBRELLA: Thing(
            "an umbrella", "a paper plate, a straw", "Colour the paper plate in wedges and tape the straw underneath"
        ),
    }
)

MOODS: MappingProxyType[Feeling, Mood] = MappingProxyType(
    {
        Feeling.CALM: Mood("shoulders low and breath slow", "listening for the quietest sound in the room"),
        Feeling.HAPPY: Mood("a light chest and a smile", "telling somebody what went well"),
        Feeling.JOYFUL: Mood("arms up and feet that won't stay still", "sharing the joy with somebody else"),
        Feeling.AWED: Mood("wide eyes and a held breath", "looking for a whole minute without a word"),
        Feeling.WORRIED: Mood("a tight tummy and small steps", "breathing out slowly, as if cooling soup"),
        Feeling.SAD: Mood("heavy arms and eyes on the floor", "a hug, a blanket and somebody who listens"),
        Feeling.BRAVE: Mood("feet planted and chin up, with a fast heart", "saying aloud: I can try"),
        Feeling.SLEEPY: Mood("heavy eyelids and a big yawn", "lying down and letting one leg go soft after the other"),
    }
)
