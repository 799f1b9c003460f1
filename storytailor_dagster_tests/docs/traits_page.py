"""docs/traits.md as the catalogue has it: `python -m storytailor_dagster_tests.docs.traits_page > docs/traits.md`."""

from __future__ import annotations

from itertools import groupby

from storytailor_dagster.character.catalogue import TRAITS, Shown, Trait

_HEAD = """# The 39 traits

Made from `character/traits.toml` by `python -m storytailor_dagster_tests.docs.traits_page`; a test holds this page to
it. A request may name a trait by its id, by any of its spellings, whatever the case, spaces or hyphens, or as an
object with `id` or `type`; what an object says in `detail`, `description` or `notes` is drawn (`{"type": "vitiligo",
"detail": "hands"}`). A spelling that is an aid asks for it to be shown (`white cane`, `CGM`). `glasses` are a look,
not a trait.

Shown: *always*; *if mentioned*, in the hero's appearance, by one of the words; *never*, since it has no look. Head:
in view in the headshot; everything that is shown is in view in the body portrait and in scenes. What a checker is
asked, which words fit and which belittle, and what must not be shown stands in the catalogue beside it.

The studio draws every trait on every species: human, animal (sixteen kinds), robot, monster, dinosaur, alien, dragon,
and elemental (flame, drop, cloud, leaf). A superhero is drawn as a child in costume, without the mask where it would
hide a trait; a fantasy being as a child with wings or as a unicorn. Fur, scales and shells have what skin has.
Whoever has no hair loses mane, crest, aerial or leaves to the treatment and wears a soft cap."""
_SHOWN = {Shown.ALWAYS: "always", Shown.IF_MENTIONED: "if mentioned", Shown.NEVER: "never"}


def page() -> str:
    """The whole document."""
    sections = [_HEAD]
    by_category = sorted(TRAITS.values(), key=lambda trait: trait.category)
    for category, traits in groupby(by_category, key=lambda trait: trait.category):
        rows = [
            "| trait | the hero … | shown | head | in a picture, the hero … | also written |",
            "|---|---|---|---|---|---|",
        ]
        rows += [_row(trait) for trait in traits]
        sections.append("\n".join((f"## {category.capitalize()}", "", *rows)))
    return "\n\n".join(sections) + "\n"


def _row(trait: Trait) -> str:
    words = "; ".join(", ".join(names) for names in trait.mentions.values())
    shown = _SHOWN[trait.shown] + (f" ({words})" if words else "")
    head = "yes" if trait.headshot else "no"
    cells = (f"`{trait.id}`", trait.label, shown, head, trait.picture, ", ".join(trait.also))
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    print(page(), end="")
