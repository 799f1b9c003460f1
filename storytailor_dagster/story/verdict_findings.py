"""A checker's verdict on a picture or on words as findings, one a matter. What blocks after the last try is `GRAVE`."""

from __future__ import annotations

from types import MappingProxyType

from storytailor_dagster.story.finding import Finding
from storytailor_dagster.story.verdict import GRAVE, Matter, Verdict

_SAYS = {
    Matter.HERO: ("hero_as_described", "The hero is there, as described.", "The hero is not as described."),
    Matter.TRAIT: ("traits_shown", "Every trait is shown.", "A trait is not shown as it should be."),
    Matter.FRIGHT: ("nothing_frightening", "Nothing could frighten a child.", "Something could frighten a child."),
    Matter.MODERATION: ("fit_for_children", "Moderation lets it pass.", "It is not fit for children."),
    Matter.SCENE: ("scene_as_briefed", "It shows the scene that was asked for.", "The scene is not as asked for."),
    Matter.LETTERS: ("no_letters", "There are no letters in it.", "There are letters in it, or a title is missing."),
    Matter.LIMBS: ("nobody_misdrawn", "Everybody is drawn whole.", "Somebody's body is drawn wrongly."),
}


def verdict_findings(verdict: Verdict, *, last_try: bool) -> tuple[Finding, ...]:
    """One finding a matter. Before the last try each objection blocks; after it only grave ones.

    The summaries are for people and name no looks; what the next try is told is in `detail`.
    """
    moderated = verdict.of(Matter.MODERATION)
    findings = []
    for matter, (name, fine, wrong) in _SAYS.items():
        objections = verdict.of(matter)
        figures = {"categories": list(verdict.evidence)} if matter is Matter.MODERATION and moderated else {}
        findings.append(
            Finding(
                name=name,
                passed=not objections,
                summary=wrong if objections else fine,
                blocks=matter in GRAVE or not last_try,
                detail=" ".join(found.says for found in objections),
                figures=MappingProxyType(figures),
            )
        )
    return tuple(findings)


def words_finding(verdict: Verdict) -> Finding:
    """The same for words: whether they are fit for children, and the categories for whoever operates this."""
    flagged = verdict.of(Matter.MODERATION)
    return Finding(
        name="fit_for_children",
        passed=not flagged,
        summary="The words did not turn out fit for children." if flagged else "Moderation lets the words pass.",
        blocks=True,
        detail=" ".join(found.says for found in flagged),
        figures=MappingProxyType({"categories": list(verdict.evidence)} if flagged else {}),
    )
