"""Contact sheets to look at: `make gallery`. Every trait on several species, combinations, poses, bodies, heritages."""

from __future__ import annotations

import argparse
import io
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path

import resvg_py
from PIL import Image, ImageDraw, ImageFont

from storytailor_dagster.character.catalogue import TRAITS
from storytailor_dagster.character.hero import Hero, Pronouns, Species
from storytailor_dagster.character.portraits import Portrait, PortraitBrief
from storytailor_dagster.providers.studio.illustration.canvas import Box, Canvas, Palette
from storytailor_dagster.providers.studio.illustration.figures.hero import draw, look_of
from storytailor_dagster.providers.studio.illustration.portrait import compose_portrait
from storytailor_dagster.providers.studio.illustration.shapes import rect
from storytailor_dagster.story.staging import Feeling, Pose
from storytailor_dagster_tests.trait_samples import TRIPLES, hero

LIGHT = Palette(shade="#5a3b7a", light="#fff0c0")
STANDING: Box = (-200, -490, 400, 550)
LYING: Box = (-270, -250, 680, 290)
LOOKS = ("dark skin, afro puffs, a yellow tee and jeans", "fair skin, long straight red hair, a green dress")
HERITAGES = ("Black", "Nigerian, long hair", "East Asian, long black hair", "South Asian", "Latina", "Irish, red hair",
             "mixed", "half Korean, half Jamaican")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One picture of a sheet: a hero in a pose, or in a portrait."""

    label: str
    hero: Hero
    pose: Pose = Pose.STAND
    portrait: Portrait | None = None
    seed: int = 3


def figure(who: Hero, *, pose: Pose, seed: int, box: Box, width: int, ground: str = "#f6ead4") -> str:
    """A document of the hero alone on a plain ground: the box of the figure's space, `width` pixels wide."""
    canvas = Canvas(LIGHT)
    canvas.add(rect(box[0] - 9, box[1] - 9, box[2] + 18, box[3] + 18, ground))
    canvas.add(draw(canvas, look_of(who, seed=seed), pose, Feeling.HAPPY).markup)
    return canvas.bare(window=box, size=(width, round(width * box[3] / box[2])))


def rendered(svg: str, *, width: int) -> Image.Image:
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, width=width))
    with Image.open(io.BytesIO(png)) as picture:
        return picture.convert("RGB")


def _drawn(cell: Cell, width: int) -> tuple[str, Image.Image]:
    if cell.portrait is not None:
        brief = PortraitBrief(portrait=cell.portrait, hero=cell.hero, seed=cell.seed)
        return cell.label, rendered(compose_portrait(brief).svg, width=width)
    box = LYING if cell.pose is Pose.SLEEP else STANDING
    return cell.label, rendered(figure(cell.hero, pose=cell.pose, seed=cell.seed, box=box, width=width), width=width)


def sheet(cells: Sequence[Cell], *, columns: int, width: int, pool: ProcessPoolExecutor) -> Image.Image:
    """The cells in rows, each with its label above it."""
    drawn = list(pool.map(partial(_drawn, width=width), cells, chunksize=4))
    font = files("storytailor_dagster.providers.studio.illustration") / "fonts/Baloo2-Bold.ttf"
    letters = ImageFont.truetype(io.BytesIO(font.read_bytes()), 15)
    high = max(picture.height for _, picture in drawn) + 22
    page = Image.new("RGB", (columns * width, -(-len(drawn) // columns) * high), "#ffffff")
    pen = ImageDraw.Draw(page)
    for place, (label, picture) in enumerate(drawn):
        x, y = place % columns * width, place // columns * high
        page.paste(picture, (x, y + 22))
        while pen.textlength(label, font=letters) > width - 10:
            label = label[:-1]
        pen.text((x + 5, y), label, fill="#3a3140", font=letters)
    return page


def sheets() -> dict[str, tuple[list[Cell], int]]:
    """Every sheet's name, its cells and its columns."""
    species = {
        "human-1": (Species.HUMAN, None, LOOKS[0]),
        "human-2": (Species.HUMAN, None, LOOKS[1]),
        "animal": (Species.ANIMAL, "fox", ""),
        "robot": (Species.ROBOT, None, ""),
    }
    found = {
        name: ([Cell(label=t, hero=hero(t, species=s, kind=kind, appearance=look)) for t in TRAITS], 8)
        for name, (s, kind, look) in species.items()
    }
    found["triples"] = (
        [
            Cell(label=" ".join(triple), hero=hero(*triple, species=s, kind=kind, appearance=look), seed=place)
            for place, triple in enumerate(TRIPLES)
            for s, kind, look in (species["human-1"], (Species.ANIMAL, None, ""), species["robot"])
        ],
        6,
    )
    everyone = [s for s in Species if s is not Species.HUMAN]
    found["species"] = (
        [
            Cell(label=f"{s}: {trait}", hero=hero(trait, species=s, pronouns=Pronouns.HE), seed=place)
            for place, s in enumerate(everyone)
            for trait in (
                "wheelchair_manual",
                "vitiligo",
                "down_syndrome",
                "halo_cervical_orthosis",
                "childhood_cancer",
            )
        ],
        10,
    )
    for pose in (Pose.SIT, Pose.SLEEP, Pose.WALK):
        cells = [Cell(label=t, hero=hero(t, appearance=LOOKS[0]), pose=pose) for t in TRAITS]
        found[f"pose-{pose}"] = cells, 5 if pose is Pose.SLEEP else 8
    for portrait in Portrait:
        cells = [Cell(label=t, hero=hero(t, appearance=LOOKS[1]), portrait=portrait) for t in TRAITS]
        found[f"portrait-{portrait}"] = cells, 8
    found["bodies"] = (
        [
            Cell(
                label=f"{age} {words}", hero=hero(*traits, age=age, appearance=f"{words}, brown skin, a tee and shorts")
            )
            for traits, words in ((("wheelchair_manual",), "curly hair"), ((), "tall"), ((), "chubby"), ((), "slim"))
            for age in (3, 5, 7, 10)
        ],
        8,
    )
    found["heritage"] = (
        [
            Cell(label=words, hero=hero(appearance=words), portrait=Portrait.HEADSHOT, seed=seed)
            for words in HERITAGES
            for seed in range(4)
        ],
        8,
    )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="make gallery", description="Draw contact sheets of every trait.")
    parser.add_argument("--to", type=Path, default=Path(".storytailor/gallery"), help="the folder for the PNGs")
    parser.add_argument("--width", type=int, default=230, help="pixels of each picture")
    parser.add_argument(
        "--only", action="append", choices=sorted(sheets()), help="a sheet; may be given more than once"
    )
    given = parser.parse_args()
    given.to.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for name, (cells, columns) in sheets().items():
            if not given.only or name in given.only:
                file = given.to / f"{name}.png"
                sheet(cells, columns=columns, width=given.width, pool=pool).save(file)
                print(file)


if __name__ == "__main__":
    main()
