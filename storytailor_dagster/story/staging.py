"""How a beat looks on the page: the closed words that a text gives and a picture is composed from."""

from __future__ import annotations

from enum import StrEnum

from storytailor_dagster.character.model import Value


class Setting(StrEnum):
    FOREST = "forest"
    BEACH = "beach"
    BEDROOM = "bedroom"
    PARK = "park"
    SPACE = "space"
    UNDERSEA = "undersea"
    MEADOW = "meadow"
    MOUNTAIN = "mountain"
    TOWN = "town"
    CLASSROOM = "classroom"
    CLINIC = "clinic"
    KITCHEN = "kitchen"
    LIBRARY = "library"


class Light(StrEnum):
    DAWN = "dawn"
    DAY = "day"
    GOLDEN = "golden"
    DUSK = "dusk"
    NIGHT = "night"


class Pose(StrEnum):
    STAND = "stand"
    WAVE = "wave"
    WALK = "walk"
    JUMP = "jump"
    SIT = "sit"
    REACH = "reach"
    POINT = "point"
    HUG = "hug"
    THINK = "think"
    SLEEP = "sleep"


class Feeling(StrEnum):
    CALM = "calm"
    HAPPY = "happy"
    JOYFUL = "joyful"
    AWED = "awed"
    WORRIED = "worried"
    SAD = "sad"
    BRAVE = "brave"
    SLEEPY = "sleepy"


class Companion(StrEnum):
    DOG = "dog"
    CAT = "cat"
    FOX = "fox"
    OWL = "owl"
    RABBIT = "rabbit"
    TEDDY = "teddy"
    SMALL_ROBOT = "small robot"
    SMALL_DRAGON = "small dragon"
    SMALL_ALIEN = "small alien"
    OCTOPUS = "octopus"
    BIRD = "bird"
    TURTLE = "turtle"


class Prop(StrEnum):
    LANTERN = "lantern"
    KITE = "kite"
    BOOK = "book"
    CAKE = "cake"
    COIN_JAR = "coin jar"
    DRUM = "drum"
    MAP = "map"
    KEY = "key"
    BASKET = "basket"
    FLOWER = "flower"
    STAR = "star"
    TABLET = "tablet"
    CRADLE = "cradle"
    LETTER = "letter"
    BALL = "ball"
    UMBRELLA = "umbrella"


class Staging(Value):
    """One picture's brief in closed words: where, in what light, who does and feels what, with whom and what."""

    setting: Setting
    light: Light
    pose: Pose
    feeling: Feeling
    companion: Companion | None = None
    props: tuple[Prop, ...] = ()
