"""One try at a picture: draw it after its references, look whether it is one, and have it checked.

Portraits decide who the hero is, so the checker is shown them too; earlier pictures of the story decide nothing.
"""

from dataclasses import dataclass

from storytailor_dagster.defs.checks import objection
from storytailor_dagster.defs.product import Product
from storytailor_dagster.defs.work import Work
from storytailor_dagster.providers.till import Usage
from storytailor_dagster.story.finding import Finding
from storytailor_dagster.story.picture_checks import check_picture
from storytailor_dagster.story.pictures import AnyBrief, Picture
from storytailor_dagster.story.verdict import Verdict
from storytailor_dagster.story.verdict_findings import verdict_findings


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A picture that may be kept, what was measured on it, and what its checker saw."""

    picture: Picture
    usage: Usage
    verdict: Verdict
    checked_by: str | None
    measured: tuple[Finding, ...]
    seen: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Both, in their order."""
        return (*self.measured, *self.seen)


def drawn(work: Work, brief: AnyBrief, references: tuple[Picture, ...]) -> Drawn | Product:
    """The picture, or a product of findings only, where it may not be kept."""
    answer = work.hands.picture.draw(brief=brief, references=references, till=work.calls)
    measured = check_picture(answer.value.png, size=brief.size)
    if objection(measured):
        # Nobody has to look at what is no picture.
        return Product(objects=(), columns={}, findings=measured)
    portraits = tuple(picture for picture in references if picture.portrait is not None)
    looked = work.hands.check.look(brief=brief, picture=answer.value, portraits=portraits, till=work.calls)
    seen = verdict_findings(looked.value, last_try=work.last_try)
    if objection((*measured, *seen)):
        return Product(objects=(), columns={}, findings=(*measured, *seen))
    return Drawn(
        picture=answer.value,
        usage=answer.usage,
        verdict=looked.value,
        checked_by=looked.usage.model,
        measured=measured,
        seen=seen,
    )
