"""What each setting offers to play with: what is seen, heard, touched, done and built there. Facts only."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from storytailor_dagster.story.staging import Setting


@dataclass(frozen=True)
class Place:
    """Phrases that fit inside a sentence.

    `at` says where; three things to `see`; a `sound` and the way to make it; three ways to move; three safe things
    to `touch`; what to `build`; the `colours`.
    """

    name: str
    at: str
    see: tuple[str, str, str]
    sound: str
    sound_way: str
    moves: tuple[str, str, str]
    touch: tuple[str, str, str]
    build: str
    colours: str


PLACES: MappingProxyType[Setting, Place] = MappingProxyType(
    {
        Setting.FOREST: Place(
            "the forest",
            "in the forest",
            ("a tall tree", "a curly fern", "a red mushroom"),
            "leaves rustling",
            "crumple a sheet of paper slowly",
            ("step over a fallen log", "duck under a branch", "tiptoe past a sleeping owl"),
            ("a dry leaf", "a piece of bark", "a woolly scarf for moss"),
            "a den under the trees",
            "greens and browns",
        ),
        Setting.BEACH: Place(
            "the beach",
            "at the beach",
            ("a rolling wave", "a big shell", "a striped lighthouse"),
            "waves coming and going",
            "stroke a baking tray with your palm, long and slow",
            ("wade through the waves", "walk sideways like a crab", "hop from stone to stone"),
            ("a damp sponge", "a smooth stone as big as a fist", "a rough towel for sand"),
            "a lighthouse",
            "blues and sandy yellows",
        ),
        Setting.BEDROOM: Place(
            "the bedroom",
            "in the bedroom",
            ("a soft bed", "a window with the moon in it", "a shelf of toys"),
            "a clock ticking",
            "click your tongue, slow and even",
            ("roll over like a sleepy bear", "creep to the window", "stretch up to the lamp"),
            ("a pillow", "a woollen sock", "a favourite soft toy"),
            "a blanket cave with a pillow floor",
            "soft blues and warm yellows",
        ),
        Setting.PARK: Place(
            "the park",
            "in the park",
            ("a bench", "a tree with bright leaves", "a pigeon"),
            "pigeons taking off",
            "flap a folded newspaper",
            ("swing like a swing", "balance along a low wall", "run on the spot past the pond"),
            ("grass or a bath mat", "a leaf", "a wooden spoon for the bench"),
            "a little playground",
            "greens and oranges",
        ),
        Setting.SPACE: Place(
            "space",
            "in space",
            ("a ringed planet", "a shooting star", "a small rocket"),
            "a rocket starting",
            "hum low, then louder and higher",
            ("bounce slowly as on the moon", "float in a big circle", "count down and take off"),
            ("crinkled kitchen foil", "a cool spoon", "cotton wool for stardust"),
            "a rocket with a round window",
            "dark blues and silver",
        ),
        Setting.UNDERSEA: Place(
            "the sea floor",
            "under the sea",
            ("a branch of coral", "a stripy fish", "a rising bubble"),
            "bubbles rising",
            "blow through a straw into half a cup of water",
            ("swim with slow arms", "sway like seaweed", "wriggle like a little fish"),
            ("a wet sponge", "a silky scarf", "a tightly closed bag of water"),
            "a coral house for fish",
            "blues and coral pinks",
        ),
        Setting.MEADOW: Place(
            "the meadow",
            "in the meadow",
            ("a tall flower", "a butterfly", "a winding path"),
            "bees humming",
            "hum with closed lips and wander round the room",
            ("wade through high grass", "flutter like a butterfly", "crouch small as a seed and grow"),
            ("grass or wool", "a flower petal", "a feather duster"),
            "a flower house for a beetle",
            "greens, yellows and poppy red",
        ),
        Setting.MOUNTAIN: Place(
            "the mountain",
            "on the mountain",
            ("a snowy top", "a stony path", "a far-away valley"),
            "wind round the peak",
            "blow across the top of an empty bottle",
            ("climb with hands and feet", "lean into the wind", "cross a narrow bridge"),
            ("a cold flannel", "a stone as big as a fist", "a thick woolly hat"),
            "a mountain with a path to the top",
            "greys, whites and sky blue",
        ),
        Setting.TOWN: Place(
            "the town",
            "in the town",
            ("a crooked house", "a street lamp", "a busy market stall"),
            "feet on the street",
            "tap two wooden spoons together, left and right",
            ("stop and look both ways", "climb many stairs", "squeeze through a crowd"),
            ("a cardboard wall", "a cool key ring", "a cloth shopping bag"),
            "a street with three houses",
            "brick reds and window yellows",
        ),
        Setting.CLASSROOM: Place(
            "the classroom",
            "in the classroom",
            ("a row of desks", "a paper star on the wall", "a window with a plant"),
            "pencils at work",
            "scribble on paper held against a box",
            ("tiptoe to a seat", "stretch up an arm to answer", "line up without a sound"),
            ("a smooth ruler", "a sheet of paper", "a chunky eraser"),
            "a classroom for toys",
            "chalk white and bright crayon colours",
        ),
        Setting.CLINIC: Place(
            "the clinic",
            "at the clinic",
            ("a kind doctor", "a tall chair", "a picture on the wall"),
            "a calm heartbeat",
            "pat your chest, two soft beats at a time",
            ("sit as still as a statue", "breathe in slowly and out even slower", "hold out a brave arm"),
            ("a soft bandage", "a cool spoon", "a cotton pad"),
            "a clinic for soft toys",
            "whites and friendly greens",
        ),
        Setting.KITCHEN: Place(
            "the kitchen",
            "in the kitchen",
            ("a big pot", "a basket of fruit", "a warm window"),
            "soup bubbling",
            "say blub-blub behind your hand, slow, then fast",
            ("stir a giant pot", "reach up to the top shelf", "carry a full bowl without a spill"),
            ("flour or fine oats", "a lemon", "a wooden spoon"),
            "a café with a counter",
            "warm yellows and tomato red",
        ),
        Setting.LIBRARY: Place(
            "the library",
            "in the library",
            ("a high shelf", "a green lamp", "a deep armchair"),
            "pages turning",
            "flick through an old catalogue with your thumb",
            ("tiptoe along the shelves", "stretch up for the highest book", "carry a tall, wobbly pile"),
            ("a book's rough cover", "thin paper", "a ribbon"),
            "a book tower with a reading corner",
            "browns, greens and gold",
        ),
    }
)
